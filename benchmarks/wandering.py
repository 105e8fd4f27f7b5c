"""One project through a random history, for killing.py: commands that add to what they find, or make something else each
time, are run and killed, on branches and in clones that push and pull; outputs are edited by hand and the cache is damaged.

After each run that ends well, every output must be what a clean run would have made of its inputs, and what its lock
names. Back on a branch whose last run was committed, and in a clone that has pulled, outputs and locks must be those of
that commit. Whatever was written by hand must be somewhere. No process and no scratch file may be left.
"""

import fcntl
import os
import pathlib
import shutil
import signal
import subprocess
import time

SPEC = """mlkit: 1
project: {{name: wandering}}
params: {{word: {word}}}
stages:
  s0: {{run: 'mkdir -p o/0; sleep 0.02; for n in $(cat in/0); do echo ${{params.word}} $n > o/0/$n; done', inputs: [in/0], outputs: [o/0]}}
  s1:
    run: 'cat in/1 >> o/1; sleep 0.02; cat o/0/* >> o/1; [ ! -e in/stop ]'
    inputs: [in/1, o/0, {{path: in/stop, optional: true}}]
    outputs: [o/1]
  s2: {{run: 'cp -r o/0 o/2', inputs: [o/0], outputs: [o/2]}}
  s3: {{run: 'cat o/1 > o/3; sleep 0.02; date +%s%N >> o/3', inputs: [o/1], outputs: [o/3]}}
  s4: {{run: 'mkdir o/4 && cp o/3 o/4/x', inputs: [o/3], outputs: [o/4]}}
  s5: {{run: 'cat o/2/* >> o/5; cat o/4/x >> o/5', inputs: [o/2, o/4], outputs: [o/5]}}
  # A folder or a file, as it comes.
  s6: {{run: 'if grep -q a in/1; then mkdir -p o/6; cat in/1 >> o/6/x; else cat in/1 >> o/6; fi', inputs: [in/1], outputs: [o/6]}}
  # Sometimes so many files that they go into a pack, with a link and a program among them.
  s7:
    run: |
      mkdir -p o/7
      for n in $(cat in/0); do for m in $(seq 30); do echo $m ${{params.word}} >> o/7/$n$m; done; done
      ln -sf "$(cut -d' ' -f1 in/0)1" o/7/link
      cp in/1 o/7/run
      chmod +x o/7/run
    inputs: [in/0, in/1]
    outputs: [o/7]
"""
NAMES = "01234567"
WORDS = ["one", "two", "three"]


class Lost(Exception):
    """Something is not as it must be."""


class Wandering:
    def __init__(self, mlkit, folder, random, token):
        self.mlkit, self.random = mlkit, random
        self.remote = folder / "remote"
        self.project = folder / "p"
        self.clones = 0
        self.environment = os.environ | token | {
            "GIT_AUTHOR_NAME": "a", "GIT_AUTHOR_EMAIL": "a@x", "GIT_COMMITTER_NAME": "a", "GIT_COMMITTER_EMAIL": "a@x",
            "GIT_CONFIG_NOSYSTEM": "1"}
        self.token = token
        self.cache = folder / "cache" if random.random() < 0.3 else None
        if self.cache:
            self.environment["MLKIT_CACHE"] = str(self.cache)
        self.word = "one"
        self.edits = []
        # By branch: what its last commit had, where that was made right after a run.
        self.committed = {}
        self.is_whole = True
        (self.project / "in").mkdir(parents=True)
        for name in "01":
            (self.project / "in" / name).write_text("a b c\n")
        self.say()
        (self.project / ".gitignore").write_text("/o\n/logs\n")
        self.git("init", "-q", "-b", "main")
        self.run()
        self.commit()

    def say(self):
        (self.project / "mlkit.yaml").write_text(SPEC.format(word=self.word))

    def step(self):
        ways = {
            self.edit_input: 4, self.change_word: 2, self.run: 5, self.kill: 6, self.edit_output: 2, self.drop_output: 2,
            self.commit: 3, self.switch: 4, self.force: 2, self.share: 2, self.damage: 1, self.fail: 2, self.set_word: 2,
        }
        way = self.random.choices(list(ways), ways.values())[0]
        way()
        return way.__name__

    # What happens.

    def edit_input(self):
        names = self.random.sample("abcdef", self.random.randint(1, 4))
        (self.project / "in" / self.random.choice("01")).write_text(" ".join(names) + "\n")

    def change_word(self):
        self.word = self.random.choice(WORDS)
        self.say()

    def edit_output(self):
        files = [path for path in sorted((self.project / "o").rglob("*")) if path.is_file() and not path.is_symlink()]
        # What a killed run left half-written is out of the way before anybody could want to mend it.
        if not files or (self.project / ".mlkit/tmp/unfinished").exists():
            return
        text = f"by hand {len(self.edits)} {self.random.random()}\n"
        path = self.random.choice(files)
        # An object of the cache is never to be written to.
        with path.open("a") as file:
            file.write(text)
        self.edits.append((self.project, text))

    def drop_output(self):
        """What was written by hand in it goes with it."""
        path = self.project / "o" / self.random.choice(NAMES)
        for file in [path] if path.is_file() else path.rglob("*"):
            if file.is_file():
                self.edits = [edit for edit in self.edits if edit[1] not in file.read_text()]
        shutil.rmtree(path) if path.is_dir() else path.unlink(missing_ok=True)

    def force(self):
        self.attempt(["run", "-j2", "--force"])
        self.check()

    def fail(self):
        """A stage fails, and leaves what was there before."""
        self.run()
        before = self.output("1")
        (self.project / "in/stop").write_text("")
        done = self.attempt(["run", "-j2"])
        (self.project / "in/stop").unlink()
        if done.returncode != 1 or self.output("1") != before:
            raise Lost(f"a run that was to fail ended with {done.returncode}, and o/1 is {self.output('1')!r}, not {before!r}")
        self.check_edits()

    def set_word(self):
        """A value for one run, and back again."""
        word = self.random.choice(WORDS)
        self.succeed(["run", "-j2", "--set", f"params.word={word}"])
        self.check_outputs(word)
        self.check_edits()
        self.run()

    def damage(self):
        folder = (self.cache or self.project / ".mlkit/cache") / self.random.choice(["runs", "objects", ""])
        if self.edits:
            return
        shutil.rmtree(folder, ignore_errors=True)
        self.is_whole = False

    def kill(self):
        process = subprocess.Popen(
            [self.mlkit, "run", "-j2"] + self.random.choice([[], ["--force"], ["--sandbox"]]), cwd=self.project,
            env=self.environment, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(self.random.uniform(0, 0.4))
        process.send_signal(self.random.choice([signal.SIGKILL, signal.SIGKILL, signal.SIGINT]))
        process.wait()
        self.free()
        if left := self.living():
            raise Lost(f"left running: {left}")

    def commit(self):
        self.run()
        self.git("add", "-A")
        self.git("commit", "-qm", "x", "--allow-empty")
        self.committed[self.branch()] = contents(self.project)

    def switch(self):
        """To a branch that there is, or a new one."""
        self.commit()
        known = sorted(self.committed)
        if len(known) < 3 and self.random.random() < 0.5:
            self.git("checkout", "-q", "-b", f"b{len(known)}-{self.clones}")
            self.committed[self.branch()] = contents(self.project)
            return
        branch = self.random.choice(known)
        self.git("checkout", "-q", branch)
        self.word = next(word for word in WORDS if f"word: {word}}}" in (self.project / "mlkit.yaml").read_text())
        self.run()
        if self.is_whole:
            self.must_be(self.committed[branch], f"back on {branch}")

    def share(self):
        """Goes on in a clone that has pulled what was pushed."""
        self.commit()
        wanted = contents(self.project)
        self.succeed(["cache", "push", "--remote", str(self.remote)])
        self.clones += 1
        clone = self.project.parent / f"clone{self.clones}"
        subprocess.run(["git", "clone", "-q", str(self.project), str(clone)], check=True, env=self.environment)
        self.check_edits()
        self.edits = []
        self.project = clone
        self.succeed(["cache", "pull", "--remote", str(self.remote)])
        self.must_be(wanted, "in a clone")
        if status := self.git("status", "--short"):
            raise Lost(f"a pull changed {status}")
        self.committed = {self.branch(): wanted}
        self.is_whole = True

    def run(self):
        self.succeed(["run", "-j2"] + self.random.choice([[], [], ["--sandbox"]]))
        self.check()

    # What must be so.

    def check(self):
        again = self.succeed(["run"])
        if not again.startswith("nothing to do"):
            raise Lost(f"a second run: {again}")
        self.check_outputs()
        self.check_edits()
        left = {path.name for path in (self.project / ".mlkit/tmp").iterdir()} - {".gitignore", "run.lock"}
        if left:
            raise Lost(f"left in .mlkit/tmp: {sorted(left)}")

    def check_outputs(self, word=None):
        word = word or self.word
        inputs = [(self.project / f"in/{name}").read_text() for name in "01"]
        names = inputs[0].split()
        first = {name: f"{word} {name}\n" for name in names}
        joined = "".join(first[name] for name in sorted(first))
        found = [self.output(name) for name in NAMES]
        stamped = found[3] if isinstance(found[3], str) else ""
        stamp = stamped.removeprefix(inputs[1] + joined)
        if not stamp.strip().isdigit() or stamp.count("\n") != 1:
            raise Lost(f"o/3 is {stamped!r}")
        many = {f"{name}{number}": f"{number} {word}\n" for name in names for number in range(1, 31)}
        many |= {"link": f"-> {names[0]}1", "run": f"!{inputs[1]}"}
        wanted = [
            first, inputs[1] + joined, first, stamped, {"x": stamped}, joined + stamped,
            {"x": inputs[1]} if "a" in inputs[1] else inputs[1], many]
        for name, one, other in zip(NAMES, found, wanted):
            if one != other:
                raise Lost(f"o/{name} is {one!r}, not {other!r}")

    def output(self, name):
        """A text, or those of a folder by their names; a link by where it leads, a program with a mark."""
        path = self.project / "o" / name
        if path.is_dir():
            return {str(file.relative_to(path)): self.text(file) for file in sorted(path.rglob("*")) if not file.is_dir()}
        return self.text(path) if path.exists() else None

    def text(self, path):
        if path.is_symlink():
            return f"-> {os.readlink(path)}"
        return ("!" if os.access(path, os.X_OK) else "") + path.read_text()

    def check_edits(self):
        for project, text in self.edits:
            places = [project / "o", project / ".mlkit/edited"]
            if not any(text in path.read_text() for place in places for path in place.rglob("*") if path.is_file()):
                raise Lost(f"{text!r} is nowhere")

    def must_be(self, wanted, when):
        found = contents(self.project)
        if found != wanted:
            different = sorted(path for path in found.keys() | wanted.keys() if found.get(path) != wanted.get(path))
            raise Lost(f"{when}: other bytes in {different[:5]}")

    # Programs.

    def attempt(self, arguments):
        return subprocess.run(
            [self.mlkit] + arguments, cwd=self.project, env=self.environment, stdin=subprocess.DEVNULL,
            capture_output=True, text=True)

    def succeed(self, arguments):
        done = self.attempt(arguments)
        if done.returncode != 0:
            raise Lost(f"{arguments} ended with {done.returncode}: {done.stdout}{done.stderr}")
        return done.stdout + done.stderr

    def git(self, *arguments):
        return subprocess.run(
            ["git", *arguments], cwd=self.project, env=self.environment, check=True, capture_output=True, text=True).stdout

    def branch(self):
        return self.git("branch", "--show-current").strip()

    def free(self):
        """Waits until the guard has ended all processes of the run."""
        lock = self.project / ".mlkit/tmp/run.lock"
        if not lock.exists():
            return
        with lock.open("r+") as file:
            fcntl.flock(file, fcntl.LOCK_EX)

    def living(self):
        return processes_with("=".join(next(iter(self.token.items()))))


def processes_with(variable):
    """The command lines of all processes that have a variable `NAME=VALUE` in their environment."""
    mark = variable.encode()
    found = []
    for process in pathlib.Path("/proc").glob("[0-9]*"):
        try:
            if mark in (process / "environ").read_bytes().split(b"\0"):
                found.append((process / "cmdline").read_bytes().replace(b"\0", b" ").decode())
        except OSError:
            pass
    return found


def contents(project):
    """Every output and lock."""
    return {
        str(path.relative_to(project)): path.read_bytes() for name in ("o", ".mlkit/lock")
        for path in sorted((project / name).rglob("*")) if path.is_file()}
