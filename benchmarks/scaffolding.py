"""`mlkit new`, `apply` and `plan` beside copier, cookiecutter, and cp with git."""

import itertools
import json
import pathlib
import sys

import timing

COUNT = 40
BINARIES = pathlib.Path(sys.executable).parent
FIRST_COMMIT = (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "first"])


class Scaffolding:
    """Templates of forty files in each tool's form, and a folder to make projects in.

    On a disk that was busy just before, making files is slow for all, and hides the difference. Each run makes a
    folder of its own: ext4 is slow to create files right after as many were removed.
    """

    def __init__(self, mlkit, folder):
        self.mlkit = mlkit
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

    def new(self):
        return self.once([self.mlkit, "new", self.fresh("new"), "--template", "./mlkit-template", "--defaults"])

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
        self.theirs = [self.fresh("theirs") for _ in range(runs)]
        for name in self.ours:
            self.once([self.mlkit, "new", name, "--template", "./mlkit-template", "--defaults"])
        for name in self.theirs:
            copy = [BINARIES / "copier", "copy", "--quiet", "--defaults", self.folder / "copier-template", name]
            self.once(copy)
            self.git(self.folder / name)
        for name in self.ours + self.theirs:
            changed = self.folder / name / "folder0" / "file0.txt"
            changed.write_text(changed.read_text() + "a line of the user's\n")
            self.once(["git", "commit", "-q", "-a", "-m", "mine"], cwd=self.folder / name)
        write_mlkit_template(self.folder / "mlkit-template", 2)
        write_copier_template(self.folder / "copier-template", 2)
        self.git_tag(self.folder / "copier-template", "v2.0.0")

    def apply(self):
        return self.once([self.mlkit, "apply", "--defaults"], cwd=self.folder / self.ours.pop())

    def copier_update(self):
        return self.once([BINARIES / "copier", "update", "--quiet", "--defaults"], cwd=self.folder / self.theirs.pop())


def rows(mlkit, folder, where):
    bench = Scaffolding(mlkit, folder)
    new, copier, cookiecutter, copy = timing.medians_in_turn(
        [bench.new, bench.copier, bench.cookiecutter, bench.copy], runs=7
    )
    what = f"mlkit new, {COUNT} files, with commit, {where}"
    found = [
        (what, f"{milli(new)}, copier + git {milli(copier)}: {copier / new:.0f}x", ">= 20x faster", copier / new >= 20),
        (what, f"cookiecutter + git {milli(cookiecutter)}: {cookiecutter / new:.0f}x", ">= 20x faster",
         cookiecutter / new >= 20),
        (what, f"cp -r + git {milli(copy)}: {new / copy:.2f} of it", "<= 3", new / copy <= 3),
    ]
    runs = 7
    bench.prepare_updates(runs + 1)
    apply, update = timing.medians_in_turn([bench.apply, bench.copier_update], runs=runs)
    text = f"{milli(apply)}, copier update {milli(update)}: {update / apply:.0f}x"
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
