"""A project made by one of the tools, and what a user does in it."""

import os
import pathlib
import shutil
import subprocess


class Project:
    def __init__(self, folder, environment):
        self.folder = pathlib.Path(folder)
        self.environment = environment

    def path(self, name):
        return self.folder / name

    def write(self, name, content, commit=True):
        path = self.path(name)
        path.parent.mkdir(parents=True, exist_ok=True)
        mode = path.stat().st_mode if path.exists() else None
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        if mode:
            path.chmod(mode)
        if commit:
            self.commit(f"Change {name}")

    def move(self, old, new):
        self.path(new).parent.mkdir(parents=True, exist_ok=True)
        shutil.move(self.path(old), self.path(new))
        self.commit(f"Move {old}")

    def remove(self, name):
        self.path(name).unlink()
        self.commit(f"Remove {name}")

    def squash(self):
        """One commit of all there is, and nothing else in the repository."""
        tree = self.git("write-tree").strip()
        commit = self.git("commit-tree", tree, "-m", "Squashed").strip()
        self.git("reset", "-q", "--soft", commit)
        self.git("reflog", "expire", "--expire=now", "--all")
        self.git("gc", "-q", "--prune=now")

    def commit(self, message):
        self.git("add", "-A")
        self.git("commit", "-q", "--allow-empty", "-m", message)

    def git(self, *arguments):
        command = ["git", *arguments]
        done = subprocess.run(command, cwd=self.folder, env=self.environment, capture_output=True, text=True)
        if done.returncode != 0:
            raise SystemExit(f"{command} failed in {self.folder}: {done.stderr}")
        return done.stdout

    def unmerged(self):
        return bool(self.git("ls-files", "--unmerged").strip())

    def staged(self, name):
        done = subprocess.run(
            ["git", "show", f":./{name}"], cwd=self.folder, env=self.environment, capture_output=True, text=True
        )
        return done.stdout if done.returncode == 0 else ""

    def mode(self, name):
        return self.path(name).stat().st_mode & 0o777 if self.path(name).is_file() else 0

    def clone(self, *options):
        """A clone beside the project, to go on with."""
        self.git("config", "uploadpack.allowFilter", "true")
        place = self.folder.parent / "clone"
        self.git("clone", "-q", *options, f"file://{self.folder}", str(place))
        return Project(place, self.environment)

    def worktree(self):
        place = self.folder.parent / "linked"
        self.git("worktree", "add", "-q", "-b", "side", str(place))
        return Project(place, self.environment)

    def submodule(self):
        """The project as a submodule of another repository beside it."""
        outer = self.folder.parent / "outer"
        outer.mkdir()
        around = Project(outer, self.environment)
        around.git("init", "-q", "-b", "main")
        around.git("submodule", "--quiet", "add", str(self.folder), "inner")
        inner = Project(outer / "inner", self.environment)
        inner.git("checkout", "-q", "-B", "main")
        return inner

    def link(self, name, target):
        self.path(name).unlink(missing_ok=True)
        self.path(name).symlink_to(target)
        self.commit(f"Link {name}")

    def read(self, name):
        path = self.path(name)
        return path.read_bytes() if path.is_file() and not path.is_symlink() else None

    def is_executable(self, name):
        return self.path(name).is_file() and os.access(self.path(name), os.X_OK)

    def strays(self):
        """What a merge leaves lying about beside the files."""
        return sorted(
            str(path.relative_to(self.folder))
            for path in self.folder.rglob("*")
            if path.suffix in (".rej", ".orig") and ".git" not in path.parts
        )
