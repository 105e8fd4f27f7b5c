"""Starting mlkit; `mlkit new`, `apply` and `plan` beside copier, cookiecutter, and cp with git.

    python scaffolding.py MLKIT [--before MLKIT]

With --before an earlier build runs in turn with the other: what it takes stands in brackets.
"""

import argparse
import itertools
import json
import pathlib
import sys
import tempfile

import timing

COUNT = 40
BINARIES = pathlib.Path(sys.executable).parent
FIRST_COMMIT = (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "first"])


class Scaffolding:
    """Templates of forty files in each tool's form, and a folder to make projects in.

    On a disk that was busy just before, making files is slow for all, and hides the difference. Each run makes a
    folder of its own: ext4 is slow to create files right after as many were removed.
    """

    def __init__(self, mlkit, folder, before=None):
        self.mlkit = mlkit
        self.before = before
        self.folder = pathlib.Path(folder)
        self.environment = timing.quiet_git_environment()
        self.numbers = itertools.count()
        write_mlkit_template(self.folder / "mlkit-template", 1)
        write_copier_template(self.folder / "copier-template", 1)
        write_cookiecutter_template(self.folder / "cookiecutter-template")
        self.git_tag(self.folder / "copier-template", "v1.0.0")
        self.once([mlkit, "new", "plain", "--template", "./mlkit-template", "--defaults", "--no-git"])

    def once(self, command, cwd=None):
        return timing.once(command, cwd=cwd or self.folder, env=self.environment)

    def git(self, folder):
        return sum(self.once(["git", *step], cwd=folder) for step in FIRST_COMMIT)

    def git_tag(self, folder, name):
        if not (folder / ".git").exists():
            self.once(["git", "init", "-q"], cwd=folder)
        self.once(["git", "add", "-A"], cwd=folder)
        self.once(["git", "commit", "-q", "-m", name], cwd=folder)
        self.once(["git", "tag", name], cwd=folder)

    def fresh(self, kind):
        return f"{kind}-{next(self.numbers)}"

    # Making a project, with its first commit.

    def new(self, mlkit=None):
        return self.once([mlkit or self.mlkit, "new", self.fresh("new"), "--template", "./mlkit-template", "--defaults"])

    def new_before(self):
        return self.new(self.before)

    def copier(self):
        name = self.fresh("copier")
        copy = [BINARIES / "copier", "copy", "--quiet", "--defaults", self.folder / "copier-template", name]
        return self.once(copy) + self.git(self.folder / name)

    def cookiecutter(self):
        name = self.fresh("cookie")
        make = [BINARIES / "cookiecutter", "--no-input", self.folder / "cookiecutter-template", f"project={name}"]
        return self.once(make) + self.git(self.folder / name)

    def copy(self):
        name = self.fresh("copy")
        return self.once(["cp", "-r", "plain", name]) + self.git(self.folder / name)

    # Bringing a project to the template's second version.

    def prepare_updates(self, runs):
        """Projects of the first version with a change of the user's in each, and the second version of the templates."""
        self.ours = [self.fresh("ours") for _ in range(runs)]
        self.earlier = [self.fresh("earlier") for _ in range(runs if self.before else 0)]
        self.theirs = [self.fresh("theirs") for _ in range(runs)]
        for mlkit, names in ((self.mlkit, self.ours), (self.before, self.earlier)):
            for name in names:
                self.once([mlkit, "new", name, "--template", "./mlkit-template", "--defaults"])
        for name in self.theirs:
            copy = [BINARIES / "copier", "copy", "--quiet", "--defaults", self.folder / "copier-template", name]
            self.once(copy)
            self.git(self.folder / name)
        for name in self.ours + self.earlier + self.theirs:
            changed = self.folder / name / "folder0" / "file0.txt"
            changed.write_text(changed.read_text() + "a line of the user's\n")
            self.once(["git", "commit", "-q", "-a", "-m", "mine"], cwd=self.folder / name)
        write_mlkit_template(self.folder / "mlkit-template", 2)
        write_copier_template(self.folder / "copier-template", 2)
        self.git_tag(self.folder / "copier-template", "v2.0.0")

    def apply(self):
        return self.once([self.mlkit, "apply", "--defaults"], cwd=self.folder / self.ours.pop())

    def apply_before(self):
        return self.once([self.before, "apply", "--defaults"], cwd=self.folder / self.earlier.pop())

    def copier_update(self):
        return self.once([BINARIES / "copier", "update", "--quiet", "--defaults"], cwd=self.folder / self.theirs.pop())


def in_turn(measures, before, runs):
    """Medians of measures, and of the one by an earlier build, `nan` if there is none."""
    *found, last = timing.medians_in_turn(measures + ([before] if before else [lambda: float("nan")]), runs=runs)
    return found, last


def rows(mlkit, folder, where, before=None):
    bench = Scaffolding(mlkit, folder, before)
    (new, copier, cookiecutter, copy), old = in_turn(
        [bench.new, bench.copier, bench.cookiecutter, bench.copy], before and bench.new_before, runs=9
    )
    what = f"mlkit new, {COUNT} files, with commit, {where}"
    found = [
        (what, f"{both(new, old)}, copier + git {milli(copier)}: {copier / new:.0f}x", ">= 40x faster",
         copier / new >= 40),
        (what, f"cookiecutter + git {milli(cookiecutter)}: {cookiecutter / new:.0f}x", ">= 20x faster",
         cookiecutter / new >= 20),
        (what, f"cp -r + git {milli(copy)}: {new / copy:.2f} of it", "<= 1.3", new / copy <= 1.3),
    ]
    runs = 9
    bench.prepare_updates(runs + 1)
    (apply, update), old = in_turn([bench.apply, bench.copier_update], before and bench.apply_before, runs=runs)
    text = f"{both(apply, old)}, copier update {milli(update)}: {update / apply:.0f}x"
    found.append((f"mlkit apply, new version, {COUNT} files, {where}", text, ">= 50x faster", update / apply >= 50))
    return found + plan_in_a_large_repository(bench, where)


def plan_in_a_large_repository(bench, where, count=10_000):
    project = bench.folder / "large"
    bench.once([bench.mlkit, "new", "large", "--template", "./mlkit-template", "--defaults"])
    for index in range(count):
        path = project / "data" / f"{index // 100}" / f"{index}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{index}\n")
    bench.once(["git", "add", "-A"], cwd=project)
    bench.once(["git", "commit", "-q", "-m", "many"], cwd=project)
    seconds = timing.median(lambda: bench.once([bench.mlkit, "plan"], cwd=project), runs=15)
    return [(f"mlkit plan, nothing to do, {count} files, {where}", milli(seconds), "<= 30 ms", seconds <= 0.03)]


def start_up(mlkit, before=None):
    """Of a process that does nothing, and of one that finds nothing to do in a project of the standard template."""
    found = []
    with tempfile.TemporaryDirectory() as folder:
        environment = timing.quiet_git_environment()
        for program in filter(None, [mlkit, before]):
            name = "new" if program == mlkit else "old"
            command = [program, "new", name, "--template", "minimal", "--defaults"]
            timing.once(command, cwd=folder, env=environment)
        for words in (["--version"], ["plan"]):
            def run(program, name):
                return timing.once([program, *words], cwd=pathlib.Path(folder) / name, env=environment)

            (seconds,), old = in_turn([lambda: run(mlkit, "new")], before and (lambda: run(before, "old")), runs=30)
            found.append((f"mlkit {words[0]}", both(seconds, old), "<= 10 ms", seconds <= 0.01))
    return found


def all_rows(mlkit, before=None):
    found = start_up(mlkit, before)
    with tempfile.TemporaryDirectory() as disk:
        found += rows(mlkit, disk, "on disk", before)
    with tempfile.TemporaryDirectory(dir="/dev/shm") as memory:
        found += rows(mlkit, memory, "in memory", before)
    return found


def both(seconds, before):
    return milli(seconds) if before != before else f"{milli(seconds)} ({milli(before)})"


def milli(seconds):
    return f"{seconds * 1e3:.0f} ms" if seconds >= 0.1 else f"{seconds * 1e3:.1f} ms"


def body(index, version, title):
    lines = [f"line {line} of file {index} in {{{{ {title} }}}}" for line in range(40)]
    if version > 1:
        lines[3] = f"line 3 of file {index} in version {version}"
    return "\n".join(lines) + "\n"


def write_files(root, version, suffix, title="title"):
    for index in range(COUNT):
        path = root / f"folder{index % 5}" / f"file{index}.txt{suffix}"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(body(index, version, title))


def write_mlkit_template(folder, version):
    write_files(folder / "files", version, ".stencil")
    (folder / "files" / "mlkit.yaml.stencil").write_text("mlkit: 1\nproject: {name: {{ name }}}\n")
    (folder / "template.yaml").write_text(
        f"template: 1\nname: bench\nversion: {version}.0.0\ndescription: forty files\n"
        "questions:\n  title: {type: text, help: Title, default: Forty}\n"
    )


def write_copier_template(folder, version):
    write_files(folder / "files", version, ".jinja")
    (folder / "files" / "{{ _copier_conf.answers_file }}.jinja").write_text("{{ _copier_answers|to_nice_yaml }}")
    (folder / "copier.yml").write_text("_subdirectory: files\ntitle:\n  type: str\n  default: Forty\n")


def write_cookiecutter_template(folder):
    write_files(folder / "{{ cookiecutter.project }}", 1, "", "cookiecutter.title")
    (folder / "cookiecutter.json").write_text(json.dumps({"project": "demo", "title": "Forty"}))


def program(text):
    return str(pathlib.Path(text).resolve())


def main():
    parser = argparse.ArgumentParser(prog="scaffolding.py")
    parser.add_argument("mlkit", type=program)
    parser.add_argument("--before", type=program, help="an earlier build")
    arguments = parser.parse_args()
    found = all_rows(arguments.mlkit, arguments.before)
    timing.print_table(found)
    return 0 if all(row[3] for row in found) else 1


if __name__ == "__main__":
    sys.exit(main())
