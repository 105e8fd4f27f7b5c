"""Random projects in git as people set it up, each brought through two versions of its template.

    python histories.py MLKIT [--count N] [--seed S]

Attributes, filters, merge drivers, forms of the index, sparse checkouts, shallow and partial clones, and edits on both
sides come from the seed. Of every update it is checked that (a) no line of the user is lost, (b) what was written is what
git would have written (`git status`, `git fsck`, `git hash-object` and `git checkout-index` agree), and (c) a second
update does nothing. Prints a line for each history that fails, with its seed, and how many did not.
"""

import argparse
import codecs
import os
import pathlib
import random
import shutil
import subprocess
import sys
import tempfile

import timing

FOLDERS = ["", "src/", "src/inner/", "docs/"]
KINDS = ["txt", "md", "bat", "sh", "rot", "lock"]
RULES = [
    "* text=auto", "*.bat text eol=crlf", "*.sh text eol=lf", "*.rot filter=rot", "*.md merge=union", "*.lock merge=ours",
    "*.txt -text", "docs/* -merge", "*.txt conflict-marker-size=11", "src/inner/*.md text eol=crlf",
    '"docs/a.txt" text eol=crlf', "!*.lock text eol=crlf",
]
SETTINGS = [
    ("core.autocrlf", "true"), ("core.autocrlf", "input"), ("core.splitIndex", "true"), ("core.untrackedCache", "true"),
    ("feature.manyFiles", "true"), ("merge.conflictStyle", "diff3"), ("core.fileMode", "false"),
]
DRIVERS = [
    ("filter.rot.clean", "tr a-zA-Z n-za-mN-ZA-M"), ("filter.rot.smudge", "tr a-zA-Z n-za-mN-ZA-M"),
    ("filter.rot.required", "true"), ("merge.ours.driver", "cat %B >> %A"),
]


class Wrong(Exception):
    pass


class History:
    def __init__(self, program, folder, seed):
        self.program, self.folder, self.seed = program, pathlib.Path(folder), seed
        self.random = random.Random(seed)
        home = self.folder / "home"
        home.mkdir()
        self.environment = timing.quiet_git_environment() | {
            "HOME": str(home), "XDG_CACHE_HOME": str(home / ".cache"), "XDG_CONFIG_HOME": str(home / ".config"),
            "GIT_CONFIG_NOSYSTEM": "1", "GIT_CONFIG_GLOBAL": str(home / "gitconfig"), "GIT_ALLOW_PROTOCOL": "file",
        }
        self.environment.pop("GIT_DIR", None)
        self.template = self.folder / "template"
        self.marks = set()
        self.steps = []

    def run(self, *command, cwd, fails=False):
        done = subprocess.run(
            command, cwd=cwd, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=120
        )
        if done.returncode != 0 and not fails:
            raise Wrong(f"{' '.join(map(str, command))} ended with {done.returncode}: {done.stderr.decode()[-300:]}")
        return done

    def git(self, *arguments, cwd=None, fails=False):
        return self.run("git", *arguments, cwd=cwd or self.top, fails=fails).stdout.decode(errors="replace")

    def chance(self, share):
        return self.random.random() < share

    # The template.

    def text(self, name):
        return [f"{name} line {number}" for number in range(14)]

    def edited(self, lines, mark):
        lines = list(lines)
        for number in range(self.random.randint(1, 3)):
            place = self.random.randrange(len(lines) + 1)
            action = self.random.randrange(3)
            if action == 0 and place < len(lines):
                lines[place] = f"{mark} {number}"
            elif action == 1 and len(lines) > 3 and place < len(lines):
                del lines[place]
            else:
                lines.insert(place, f"{mark} {number}")
        return lines

    def begin(self):
        self.names = sorted({
            f"{self.random.choice(FOLDERS)}{letter}.{self.random.choice(KINDS)}" for letter in "abcdefgh"
        })
        self.files = {name: self.text(name) for name in self.names}
        self.ends = {name: "\r\n" if self.chance(0.25) else "\n" for name in self.names}
        self.rules = self.random.sample(RULES, self.random.randint(0, 4))
        self.template_has_rules = self.chance(0.7)

    def publish(self, version):
        shutil.rmtree(self.template, ignore_errors=True)
        for name, lines in self.files.items():
            path = self.template / "files" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes("".join(line + self.ends[name] for line in lines).encode())
            if name.endswith(".sh"):
                path.chmod(0o755)
        (self.template / "files/mlkit.yaml").write_text("mlkit: 1\nproject: {name: demo}\n")
        if self.template_has_rules and self.rules:
            (self.template / "files/.gitattributes").write_text("\n".join(self.rules) + "\n")
        (self.template / "template.yaml").write_text(
            f"template: 1\nname: random\nversion: {version}.0.0\ndescription: random\n"
        )

    def next_version(self, version):
        files = {}
        for name, lines in self.files.items():
            action = self.random.randrange(8)
            if action == 0:
                continue
            new = name if action != 1 else f"moved/{name.rsplit('/', 1)[-1]}"
            changed = self.edited(lines, f"template{version} {name}") if action > 2 else lines
            if new in files:
                new, changed = name, lines
            files[new] = changed
            self.ends[new] = self.ends[name]
        files[f"src/new{version}.txt"] = [f"new in {version}", "the same"]
        self.ends[f"src/new{version}.txt"] = "\n"
        self.files = files
        if self.chance(0.25):
            self.rules = self.random.sample(RULES, self.random.randint(1, 4))
        self.publish(version)

    # The project.

    def make(self):
        for name, value in DRIVERS + self.random.sample(SETTINGS, self.random.randint(0, 2)):
            self.git("config", "--global", name, value, cwd=self.folder)
        self.top = self.folder / "work"
        place = self.random.choice(["top", "top", "folder", "uncommitted", "fresh"])
        self.steps.append(place)
        if place == "folder":
            self.top.mkdir()
            self.git("init", "-q", "-b", "main")
            self.project = self.top / "deep" / "demo"
            self.project.parent.mkdir()
        else:
            self.top = self.project = self.folder / "demo"
        if place == "fresh":
            self.project.mkdir()
            self.git("init", "-q", "-b", "main")
        environment = self.environment
        if place == "uncommitted":
            self.environment = {name: value for name, value in environment.items() if not name.startswith("GIT_A")}
        target = "." if place == "fresh" else "demo"
        self.run(
            self.program, "new", target, "--template", str(self.template), "--defaults",
            cwd=self.project if place == "fresh" else self.project.parent, fails=place == "uncommitted",
        )
        self.environment = environment
        if place in ("top", "fresh"):
            self.check_files(self.present())
        if self.rules and not self.template_has_rules:
            (self.top / ".gitattributes").write_text("\n".join(self.rules) + "\n")
        self.commit("first")

    def commit(self, message):
        self.git("add", "--all", "--sparse")
        self.git("commit", "-q", "--allow-empty", "-m", message)

    def work(self):
        """What the user does."""
        for name in list(self.names):
            path = self.project / name
            if not path.is_file() or self.chance(0.35):
                continue
            action = self.random.randrange(8)
            if action == 0:
                path.unlink()
                continue
            raw = path.read_bytes().decode()
            end = "\r\n" if "\r\n" in raw else "\n"
            mark = f"user {name} {self.random.randrange(10**6)}"
            lines = self.edited(raw.split(end)[:-1], mark)
            self.marks |= {line for line in lines if line.startswith(mark)}
            path.write_bytes("".join(line + end for line in lines).encode())
            if action == 1:
                new = self.project / "mine" / path.name
                new.parent.mkdir(exist_ok=True)
                path.rename(new)
        self.commit("work")
        # What the user took out again is not lost.
        self.marks &= self.lines()

    def rearrange(self):
        """Another history, a clone, a sparse checkout, another form of the index."""
        if self.chance(0.2):
            self.squash()
        if self.chance(0.3) and not self.top.name.startswith("clone"):
            self.git("config", "uploadpack.allowFilter", "true")
            option = self.random.choice(["--depth=1", "--filter=blob:none", "--single-branch"])
            self.steps.append(option)
            clone = self.folder / f"clone{len(self.steps)}"
            self.git("clone", "-q", option, f"file://{self.top}", str(clone), cwd=self.folder)
            self.project = clone / self.project.relative_to(self.top)
            self.top = clone
        if self.chance(0.25):
            prefix = str(self.project.relative_to(self.top))
            chosen = [str(pathlib.Path(prefix, name)) for name in self.random.sample(["src", "docs", ".mlkit", "src/inner"], 2)]
            form = self.random.choice(["--sparse-index", "--no-sparse-index"])
            if "core.splitindex" in self.git("config", "--list").lower():
                form = "--no-sparse-index"
            self.git("sparse-checkout", "set", "--cone", form, *chosen)
            self.steps.append(f"sparse {form} {' '.join(chosen)}")
        if self.chance(0.3):
            form = self.random.choice([["--index-version", "4"], ["--split-index"], ["--untracked-cache"]])
            # Of the two together git makes an index that it cannot read itself (2.39).
            if form != ["--split-index"] or "index.sparse=true" not in self.git("config", "--list"):
                self.git("update-index", *form, fails=True)
                self.steps.append(form[0])
        # Git itself checks a file out otherwise where a filter's rule is newer than what is stored.
        self.marks &= self.lines()

    def squash(self):
        """One commit of all there is, and no object of what was before."""
        commit = self.git("commit-tree", self.git("write-tree").strip(), "-m", "squashed").strip()
        self.git("reset", "-q", "--soft", commit)
        self.git("reflog", "expire", "--expire=now", "--all")
        self.git("gc", "-q", "--prune=now")
        self.steps.append("squashed")

    # Checks.

    def entries(self):
        found = {}
        for line in self.git("-c", "core.quotePath=false", "ls-files", "-s", "-z").split("\0"):
            if line:
                information, path = line.split("\t", 1)
                mode, blob, stage = information.split()
                found.setdefault(path, {})[stage] = (mode, blob)
        return found

    def present(self):
        return {path for path, stages in self.entries().items() if "0" in stages and (self.top / path).is_file()}

    def check_files(self, written):
        """Whether files are what git would have written, and the index what git would have staged."""
        if not written:
            return
        with tempfile.TemporaryDirectory() as folder:
            self.check_staged(sorted(written))
            names = "\0".join(sorted(written)) + "\0"
            subprocess.run(
                ["git", "checkout-index", "-z", "--stdin", f"--prefix={folder}/"], cwd=self.top, env=self.environment,
                input=names.encode(), check=True, capture_output=True,
            )
            for path in written:
                if (pathlib.Path(folder) / path).read_bytes() != (self.top / path).read_bytes():
                    raise Wrong(f"git would check {path} out otherwise")

    def check_staged(self, paths):
        """Adds the files once more, as if git had never seen them."""
        before = self.entries()
        index = pathlib.Path(self.git("rev-parse", "--absolute-git-dir").strip(), "index")
        kept = index.read_bytes()
        for path in paths:
            os.utime(self.top / path, (1, 1))
        self.git("add", "--force", "--sparse", "--", *paths)
        after = self.entries()
        index.write_bytes(kept)
        for path in paths:
            if before[path] != after[path]:
                raise Wrong(f"git would store {path} otherwise")

    def snapshot(self):
        return {path: (self.top / path).read_bytes() for path in self.present()}

    def check_status(self, before):
        after = self.snapshot()
        for line in self.git("status", "--porcelain", "--untracked-files=all").splitlines():
            # Of a file that nobody touched, git thinks otherwise when attributes have changed.
            path = line[3:].strip('"')
            if line[:2] == " M" and ".gitattributes" in self.git("diff", "--cached", "--name-only") and before.get(path) == after.get(path):
                continue
            if line[1] != " " and line[:2] not in ("UU", "AA", "DU", "UD", "AU", "UA", "DD"):
                raise Wrong(f"git status says `{line}` after an update")
        problems = [line for line in self.git("fsck", "--strict", fails=True).splitlines() if "dangling" not in line]
        if problems:
            raise Wrong(f"git fsck says {problems[0]}")

    def texts(self):
        """All that stands in the working tree and, of what is not there, in the index."""
        for path, stages in self.entries().items():
            file = self.top / path
            if file.is_file():
                yield file.read_bytes().decode(errors="replace")
            for _, blob in stages.values() if not file.is_file() or len(stages) > 1 else []:
                stored = self.git("cat-file", "blob", blob)
                yield stored
                # Attributes may have changed since it was stored.
                yield codecs.encode(stored, "rot13")

    def lines(self):
        return {line for text in self.texts() for line in text.replace("\r\n", "\n").split("\n")}

    def check_marks(self):
        lost = sorted(self.marks - self.lines())
        if lost:
            raise Wrong(f"lost: {lost[0]}")

    def update(self):
        before = self.snapshot()
        done = self.run(self.program, "apply", "--defaults", "--template", str(self.template), cwd=self.project, fails=True)
        if done.returncode not in (0, 2):
            raise Wrong(f"apply ended with {done.returncode}: {done.stderr.decode()[-300:]}")
        if "without its earlier rendering" in done.stderr.decode():
            raise Wrong("the base of a merge was not found")
        self.check_status(before)
        self.check_marks()
        after = self.snapshot()
        # A file that is only moved keeps the user's bytes.
        known = set(before.values())
        self.check_files({path for path in after if after[path] not in known})
        unmerged = any("0" not in stages for stages in self.entries().values())
        if unmerged != (done.returncode == 2):
            raise Wrong(f"apply ended with {done.returncode}, unmerged files: {unmerged}")
        self.commit("update")
        again = self.run(self.program, "apply", "--defaults", cwd=self.project, fails=True)
        if again.returncode != 0 or self.git("status", "--porcelain").strip():
            raise Wrong(f"a second apply ended with {again.returncode}: {again.stdout.decode()[-200:]}{again.stderr.decode()[-200:]}")

    def play(self):
        self.begin()
        self.publish(1)
        self.make()
        for version in (2, 3):
            self.work()
            self.rearrange()
            self.next_version(version)
            self.update()


def main():
    parser = argparse.ArgumentParser(prog="python histories.py")
    parser.add_argument("mlkit", type=lambda text: str(pathlib.Path(text).resolve()))
    parser.add_argument("--count", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", action="store_true", help="leave the folder of a history that fails")
    arguments = parser.parse_args()
    failed = 0
    for seed in range(arguments.seed, arguments.seed + arguments.count):
        folder = tempfile.mkdtemp(prefix="mlkit-history-")
        history = History(arguments.mlkit, folder, seed)
        try:
            history.play()
        except (Wrong, subprocess.SubprocessError) as problem:
            failed += 1
            print(f"seed {seed} ({', '.join(history.steps)}; {', '.join(history.rules)}): {problem}", flush=True)
            if arguments.keep:
                print(f"  in {folder}")
                continue
        shutil.rmtree(folder, ignore_errors=True)
    print(f"{arguments.count - failed} of {arguments.count} histories are right")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
