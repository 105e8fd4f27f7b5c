"""How each tool makes a project from a template and brings it to a newer version."""

import json
import pathlib
import subprocess

from .project import Project

ANSWERS = {"title": "Forty", "folder": "one"}


class Tool:
    """`template` is a folder that holds the template in its versions, `projects` where projects are made."""

    def __init__(self, program, folder, environment):
        self.program = program
        self.template = pathlib.Path(folder) / "template"
        self.projects = pathlib.Path(folder)
        self.environment = environment

    def run(self, *arguments, cwd=None):
        command = [self.program, *arguments]
        done = subprocess.run(
            command, cwd=cwd or self.projects, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, text=True
        )
        return done.returncode, done.stdout + done.stderr

    def write(self, root, version, rename):
        """The files of a version below `root`, in place of what was there."""
        for path in sorted(root.rglob("*"), reverse=True):
            path.unlink() if path.is_file() else path.rmdir()
        for name, content in version.files.items():
            path = root / rename(name, content)
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content if isinstance(content, bytes) else self.text(content).encode())
            path.chmod(0o755 if name in version.executable else 0o644)

    def text(self, text):
        return text

    def folder(self, place):
        """Where the project is made."""
        if place != "repository":
            return self.projects
        outer = self.projects / "mono"
        outer.mkdir()
        around = Project(outer, self.environment)
        around.git("init", "-q", "-b", "main")
        around.git("commit", "-q", "--allow-empty", "-m", "Root")
        return outer

    def begun(self, folder, place):
        """The project, committed unless it is the user who commits for the first time."""
        project = Project(folder / "demo", self.environment)
        if place == "alone":
            project.git("init", "-q", "-b", "main")
            project.commit("First")
        elif place == "uncommitted":
            project.git("init", "-q", "-b", "main")
        return project

    def git(self, *arguments):
        subprocess.run(["git", *arguments], cwd=self.template, env=self.environment, check=True, capture_output=True)

    def tag(self, name):
        if not (self.template / ".git").exists():
            self.git("init", "-q", "-b", "main")
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", name)
        self.git("tag", name)


class Mlkit(Tool):
    """A plain folder: no tags, no repository of the template."""

    name = "mlkit"

    def publish(self, version, number, renamed={}):
        files = self.template / "files"
        files.mkdir(parents=True, exist_ok=True)
        self.write(files, version, lambda name, content: name if isinstance(content, bytes) else name + ".stencil")
        (files / "mlkit.yaml").write_text("mlkit: 1\nproject: {name: demo}\n")
        questions = "".join(
            f"  {renamed.get(name, name)}: {{type: text, default: {value}"
            + (f", was: {name}" if name in renamed else "") + "}\n"
            for name, value in ANSWERS.items()
        )
        rules = "".join(f"  {path}: {owner}\n" for path, owner in version.ownership.items())
        (self.template / "template.yaml").write_text(
            f"template: 1\nname: cases\nversion: {number}.0.0\ndescription: merge cases\n"
            f"questions:\n{questions}" + (f"ownership:\n{rules}" if rules else "")
        )

    def make(self, place):
        folder = self.folder(place)
        environment = self.environment
        if place == "uncommitted":
            self.environment = {name: value for name, value in environment.items() if not name.startswith("GIT_A")}
        status, output = self.run("new", "demo", "--template", str(self.template), "--defaults", cwd=folder)
        assert status == (2 if place == "uncommitted" else 0), output
        self.environment = environment
        return Project(folder / "demo", self.environment)

    def update(self, project, answers, number):
        words = [word for name, value in answers.items() for word in ("--set", f"{name}={value}")]
        return self.run("apply", "--defaults", *words, cwd=project.folder)


class Copier(Tool):
    """A git repository with a tag for each version, as copier needs it to update."""

    name = "copier"

    def publish(self, version, number, renamed={}):
        self.template.mkdir(exist_ok=True)
        root = self.template / "files"
        root.mkdir(exist_ok=True)
        self.write(root, version, lambda name, content: name if isinstance(content, bytes) else name + ".jinja")
        (root / "{{ _copier_conf.answers_file }}.jinja").write_text("{{ _copier_answers|to_nice_yaml }}")
        questions = "".join(
            f"{renamed.get(name, name)}: {{type: str, default: {value}}}\n" for name, value in ANSWERS.items()
        )
        seeds = [path for path, owner in version.ownership.items() if owner == "seed"]
        skipped = f"_skip_if_exists: {json.dumps(seeds)}\n" if seeds else ""
        (self.template / "copier.yml").write_text(f"_subdirectory: files\n{skipped}{questions}")
        self.tag(f"v{number}.0.0")

    def make(self, place):
        folder = self.folder(place)
        status, output = self.run("copy", "--quiet", "--defaults", str(self.template), "demo", cwd=folder)
        assert status == 0, output
        return self.begun(folder, place)

    def update(self, project, answers, number):
        words = [word for name, value in answers.items() for word in ("--data", f"{name}={value}")]
        return self.run("update", "--defaults", *words, cwd=project.folder)


class Cruft(Tool):
    """A cookiecutter template in git, with a tag for each version."""

    name = "cruft"

    def text(self, text):
        return text.replace("{{ ", "{{ cookiecutter.")

    def publish(self, version, number, renamed={}):
        root = self.template / "{{ cookiecutter.project }}"
        root.mkdir(parents=True, exist_ok=True)
        self.write(root, version, lambda name, content: self.text(name))
        (self.template / "cookiecutter.json").write_text(json.dumps(
            {"project": "demo", **{renamed.get(name, name): value for name, value in ANSWERS.items()}}
        ))
        self.seeds = [path for path, owner in version.ownership.items() if owner == "seed"]
        self.tag(f"v{number}")

    def make(self, place):
        folder = self.folder(place)
        status, output = self.run("create", str(self.template), "--no-input", "--checkout", "v1", cwd=folder)
        assert status == 0, output
        project = Project(folder / "demo", self.environment)
        if self.seeds:
            state = json.loads(project.read(".cruft.json"))
            project.path(".cruft.json").write_text(json.dumps(state | {"skip": self.seeds}))
        return self.begun(folder, place)

    def update(self, project, answers, number):
        words = ["--variables-to-update", json.dumps(answers)] if answers else []
        return self.run("update", "-y", "--checkout", f"v{number}", *words, cwd=project.folder)
