"""Kills mlkit at random instants and looks at what the next run makes of it.

    killing.py MLKIT [--kills 200] [--seed 1] [--folder FOLDER] [--only runner,guard,restore,collect,history]

Four ways to die, each `--kills` times, always with SIGKILL, and histories (wandering.py) of 30 steps, a tenth as many:

- runner: `mlkit run -j 2` in a pipeline of 50 stages. Some write their output in two halves with a pause between, some
  leave a process running or start one that leaves their session.
- guard: the process that looks after the stages, in the same pipeline.
- restore: `mlkit run`, when all 50 stages come from the cache.
- collect: `mlkit cache gc`, when most of the cache is unused.

After each kill no process of the pipeline may be left once the lock is free. Then the same command runs to its end, and
all outputs and locks must be the bytes of a project that was never disturbed, and `mlkit cache verify` must find
nothing wrong. The instant is drawn evenly from the time that the command takes undisturbed. A project goes on being
used after its kill is survived, so that each kind of kill also meets what the ones before it left.
"""

import argparse
import fcntl
import hashlib
import os
import pathlib
import random
import shutil
import signal
import subprocess
import sys
import tempfile
import time

import wandering

STAGES = 50
TOKEN = "MLKIT_KILLING"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("mlkit", type=lambda text: str(pathlib.Path(text).resolve()))
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--folder", help="where to work; the temporary folder if left out")
    parser.add_argument("--only", default="runner,guard,restore,collect,history")
    arguments = parser.parse_args()
    is_good = True
    for way in arguments.only.split(","):
        if way == "history":
            is_good = histories(arguments) and is_good
            continue
        with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
            trial = Trial(arguments.mlkit, pathlib.Path(folder), way)
            is_good = trial.all(arguments.kills, random.Random(arguments.seed)) and is_good
    return 0 if is_good else 1


def histories(arguments):
    count = max(arguments.kills // 10, 1)
    good = steps = 0
    for number in range(count):
        seed = arguments.seed * 1000 + number
        with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
            done = []
            try:
                history = wandering.Wandering(
                    arguments.mlkit, pathlib.Path(folder), random.Random(seed), {TOKEN: f"history-{os.getpid()}-{number}"})
                for _ in range(30):
                    done.append(history.step())
                    steps += 1
                good += 1
            except wandering.Lost as problem:
                print(f"  seed {seed}, after {' '.join(done[-6:])}: {problem}", flush=True)
        if number % 25 == 24:
            print(f"  {good} of {number + 1} so far", flush=True)
    print(f"history: {good} of {count} explained, {steps} steps", flush=True)
    return good == count


def specification(word):
    """Ten chains of stages that are at their work, or leave processes behind, when the kill comes."""
    lines = ["mlkit: 1", "project: {name: killing}", f"params: {{word: {word}}}", "stages:"]
    for number in range(STAGES):
        inputs = [f"in/{number}"] + ([f"out/{number - 10}"] if number >= 10 else [])
        # Every fifth stage writes a folder of so many files that they go into a pack, and reads that of the stage ten
        # before it.
        read = f"cat {' '.join(inputs)}" + ("/*" if number >= 10 and number % 5 == 4 else "")
        output = f"out/{number}"
        command = (
            f"echo ${{params.word}} > {output}; sleep 0.01; {read} >> {output}",
            f"sleep 60 & {read} > {output}; echo ${{params.word}} >> {output}",
            f"setsid sleep 61 & {read} > {output}; echo ${{params.word}} >> {output}",
            f"{read} > {output}; head -c 300000 /dev/zero >> {output}; echo ${{params.word}} >> {output}",
            f"rm -rf {output}; mkdir {output}; {read} > {output}/read; "
            f"(echo ${{params.word}}; seq 150) | split -l 1 -a 3 - {output}/",
        )[number % 5]
        lines.append(f"  s{number}: {{run: '{command}', inputs: [{', '.join(inputs)}], outputs: [{output}]}}")
    return "\n".join(lines) + "\n"


class Trial:
    def __init__(self, mlkit, folder, way):
        self.mlkit, self.folder, self.way = mlkit, folder, way
        self.token = f"{way}-{os.getpid()}"
        self.environment = os.environ | {TOKEN: self.token}
        self.project = folder / "killed"
        undisturbed = folder / "undisturbed"
        for project in (self.project, undisturbed):
            self.write(project)
        self.run(undisturbed, ["run", "-j", "2"])
        self.wanted = contents(undisturbed)
        self.seconds = self.measure()

    def write(self, project):
        (project / "in").mkdir(parents=True)
        for number in range(STAGES):
            (project / f"in/{number}").write_text(f"{number}\n")
        self.say(project, "hello")

    def say(self, project, word):
        (project / "mlkit.yaml").write_text(specification(word))

    def command(self):
        return {"collect": ["cache", "gc"]}.get(self.way, ["run", "-j", "2"])

    def prepare(self):
        """Brings the project to where the command has everything to do."""
        if self.way == "restore":
            if not (self.project / ".mlkit").exists():
                self.run(self.project, ["run", "-j", "2"])
            shutil.rmtree(self.project / "out")
        elif self.way == "collect":
            shutil.rmtree(self.project / "out", ignore_errors=True)
            shutil.rmtree(self.project / ".mlkit", ignore_errors=True)
            for word in ("one", "two", "hello"):
                self.say(self.project, word)
                self.run(self.project, ["run", "-j", "2"])
            for record in (self.project / ".mlkit/runs").glob("*.jsonl"):
                record.unlink()
        else:
            for name in ("out", ".mlkit", "logs"):
                shutil.rmtree(self.project / name, ignore_errors=True)

    def measure(self):
        self.prepare()
        start = time.perf_counter()
        self.run(self.project, self.command())
        return time.perf_counter() - start

    def all(self, kills, random):
        met = good = 0
        for number in range(kills):
            self.prepare()
            was_met = self.kill(random.uniform(0, self.seconds))
            problem = self.orphans() or self.resume()
            met += was_met
            good += not problem
            if problem:
                print(f"  kill {number}: {problem}", flush=True)
        print(f"{self.way}: {good} of {kills} as if undisturbed; {met} of the kills met the command at work", flush=True)
        return good == kills

    def kill(self, after):
        """Whether the command had not ended before."""
        process = subprocess.Popen(
            [self.mlkit] + self.command(), cwd=self.project, env=self.environment, stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(after)
        victim = process.pid
        if self.way == "guard":
            victim = self.guard(process.pid)
        is_at_work = process.poll() is None and victim is not None
        if is_at_work:
            try:
                os.kill(victim, signal.SIGKILL)
            except ProcessLookupError:
                is_at_work = False
        process.wait()
        return is_at_work

    def guard(self, runner):
        try:
            children = pathlib.Path(f"/proc/{runner}/task/{runner}/children").read_text().split()
            for task in pathlib.Path(f"/proc/{runner}/task").iterdir():
                children += (task / "children").read_text().split()
            for child in children:
                if b"stage-guard" in pathlib.Path(f"/proc/{child}/cmdline").read_bytes():
                    return int(child)
        except OSError:
            pass
        return None

    def orphans(self):
        """What still runs once the project's lock can be had, which is when the next run may begin."""
        lock = self.project / ".mlkit/tmp/run.lock"
        if lock.exists() and not self.is_free(lock):
            return "the lock is still held after 20 s"
        left = self.living()
        return f"left running: {left}" if left else None

    def is_free(self, lock):
        deadline = time.monotonic() + 20
        with lock.open("r+") as file:
            while time.monotonic() < deadline:
                try:
                    fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
                    return True
                except BlockingIOError:
                    time.sleep(0.005)
        return False

    def living(self):
        return wandering.processes_with(f"{TOKEN}={self.token}")

    def resume(self):
        done = self.attempt(self.project, self.command())
        if done.returncode != 0:
            return f"the next one ended with {done.returncode}: {done.stderr}"
        if contents(self.project) != self.wanted:
            return f"other bytes: {differences(contents(self.project), self.wanted)}"
        if self.way == "collect":
            again = self.attempt(self.project, ["run"])
            if again.returncode != 0 or not again.stderr.startswith("nothing to do"):
                return f"after gc: {again.stderr}"
        checked = self.attempt(self.project, ["cache", "verify"])
        if checked.returncode != 0:
            return f"the cache: {checked.stdout}{checked.stderr}"
        left = sorted(path.name for path in (self.project / ".mlkit/tmp").iterdir())
        return f"left in .mlkit/tmp: {left}" if set(left) - {".gitignore", "run.lock"} else None

    def attempt(self, project, arguments):
        return subprocess.run(
            [self.mlkit] + arguments, cwd=project, env=self.environment, stdin=subprocess.DEVNULL, capture_output=True,
            text=True)

    def run(self, project, arguments):
        done = self.attempt(project, arguments)
        if done.returncode != 0:
            raise SystemExit(f"{arguments} failed undisturbed:\n{done.stdout}{done.stderr}")


def contents(project):
    """Every output and lock, by its hash."""
    found = {}
    for name in ("out", ".mlkit/lock"):
        for path in sorted((project / name).rglob("*")):
            if path.is_file():
                found[str(path.relative_to(project))] = hashlib.sha256(path.read_bytes()).hexdigest()
    return found


def differences(one, other):
    return sorted(path for path in one.keys() | other.keys() if one.get(path) != other.get(path))[:5]


if __name__ == "__main__":
    sys.exit(main())
