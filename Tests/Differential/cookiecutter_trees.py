"""Renders templates with cookiecutter and with mlkit, the same answers to both, and compares the trees byte for byte.

    cookiecutter_trees.py MLKIT TEMPLATE...

MLKIT is the built program, each TEMPLATE a folder with a cookiecutter.json. Scripts of the templates are not run. Every
template is rendered with its defaults, and then with other choices: the second of each list, the third, and so on,
`y` for `n`, and a name with spaces and capital letters. Empty folders do not count, as git does not keep them. Prints
one line per rendering and exits with 1 if any differs.
"""

import json
import os
import pathlib
import subprocess
import sys
import tempfile

FLIPPED = {"y": "n", "n": "y", "Y": "N", "N": "Y", "yes": "no", "no": "yes", "Yes": "No", "No": "Yes"}
PROJECT = "My Sea-Ice Model"


def answers(template, variables, variant):
    """Texts for every choice, boolean and yes-or-no text; none for the defaults, except for the names of the project."""
    chosen = {"project_name": PROJECT} if isinstance(variables.get("project_name"), str) else {}
    folder = next(path.name for path in template.iterdir() if "cookiecutter." in path.name and "{{" in path.name)
    for name, value in variables.items():
        if f"cookiecutter.{name}" in folder and name not in chosen and isinstance(value, str) and "{" not in value:
            chosen[name] = "sea_ice"
    for name, value in variables.items() if variant else []:
        if name.startswith("_"):
            continue
        if isinstance(value, list) and all(isinstance(item, str) and "{" not in item for item in value):
            chosen[name] = value[variant % len(value)]
        elif isinstance(value, bool):
            chosen[name] = "no" if value == (variant % 2 == 1) else "yes"
        elif isinstance(value, str) and value in FLIPPED and variant % 2:
            chosen[name] = FLIPPED[value]
    return chosen


def tree(root):
    files = {}
    for folder, _, names in os.walk(root):
        for name in names:
            path = pathlib.Path(folder, name)
            files[str(path.relative_to(root))] = (path.read_bytes(), bool(path.stat().st_mode & 0o100))
    return files


def by_cookiecutter(template, chosen, output):
    run = subprocess.run(
        [sys.executable, "-m", "cookiecutter", str(template), "--no-input", "--default-config", "--accept-hooks", "no",
         "-o", str(output), *[f"{name}={value}" for name, value in chosen.items()]],
        capture_output=True, text=True, env={**os.environ, "HOME": str(output)})
    made = [path for path in output.iterdir() if path.is_dir() and not path.name.startswith(".")] if output.exists() else []
    if run.returncode or len(made) != 1:
        return None, (run.stderr.strip().splitlines() or ["nothing made"])[-1]
    return tree(made[0]), ""


def by_mlkit(mlkit, template, chosen, output):
    arguments = [str(mlkit), "new", str(output / "project"), "--template", f"{template}/", "--defaults", "--no-git"]
    for name, value in chosen.items():
        arguments += ["--set", f"{name}={value}"]
    run = subprocess.run(arguments, capture_output=True, text=True)
    if run.returncode:
        return None, run.stderr.strip()
    files = tree(output / "project")
    del files[".mlkit/template.yaml"]
    return files, ""


def differences(expected, found):
    for path in sorted(expected.keys() | found.keys()):
        if path not in found:
            yield f"{path}: missing"
        elif path not in expected:
            yield f"{path}: not by cookiecutter"
        elif expected[path] != found[path]:
            yield f"{path}: differs"


def compare(mlkit, template, variables, variant):
    with tempfile.TemporaryDirectory() as folder:
        scratch = pathlib.Path(folder)
        (scratch / "theirs").mkdir()
        chosen = answers(template, variables, variant)
        expected, complaint = by_cookiecutter(template, chosen, scratch / "theirs")
        found, refusal = by_mlkit(mlkit, template, chosen, scratch / "ours")
    label = f"{template.name}, {'other choices ' + str(variant) if variant else 'defaults'}"
    if expected is None and found is None:
        print(f"ok  {label}: refused by both: {complaint}")
        return True
    if expected is None or found is None:
        print(f"BAD {label}: cookiecutter says `{complaint}`, mlkit `{refusal}`")
        return False
    unlike = list(differences(expected, found))
    print(f"{'BAD' if unlike else 'ok '} {label}: {len(expected)} files, {len(unlike)} unlike", *unlike[:10], sep="\n      ")
    return not unlike


def main(mlkit, templates):
    same = True
    for template in map(pathlib.Path, templates):
        variables = json.loads((template / "cookiecutter.json").read_text())
        longest = max((len(value) for value in variables.values() if isinstance(value, list)), default=2)
        for variant in range(min(max(longest, 2), 6)):
            same &= compare(mlkit, template.resolve(), variables, variant)
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), sys.argv[2:]))
