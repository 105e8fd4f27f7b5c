"""The runner beside make, ninja and DVC, on the same graphs in the same run.

    pipelines.py MLKIT [--dvc PROGRAM] [--stages 1000] [--large 10000] [--repeats 7]

Each stage reads a file of its own and what the stage ten before it writes, and writes one file: ten chains. Times are
those of whole processes, taken in turn. First runs work in a folder that was written anew and is removed only at the
end: ext4 is slow at making files for some seconds after many were deleted, whoever makes them. With `--dvc`, `dvc
repro` of the smaller graph is timed once; to have its stages recorded (`dvc commit`) and timed takes minutes.
"""

import argparse
import itertools
import os
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import timing


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("mlkit", type=lambda text: str(pathlib.Path(text).resolve()))
    parser.add_argument(
        "--dvc", type=lambda text: str(pathlib.Path(text).absolute()), help="a dvc program, to be measured too")
    parser.add_argument("--stages", type=int, default=1000)
    parser.add_argument("--large", type=int, default=10000)
    parser.add_argument("--repeats", type=int, default=7)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        bench = Bench(arguments, pathlib.Path(folder))
        rows = bench.nothing_to_do() + bench.views() + bench.first_run()
        if arguments.dvc:
            rows += bench.beside_dvc()
    timing.print_table(rows)
    return 0 if all(row[3] for row in rows) else 1


class Bench:
    def __init__(self, arguments, folder):
        self.mlkit = arguments.mlkit
        self.dvc = arguments.dvc
        self.repeats = arguments.repeats
        self.folder = folder
        self.numbers = itertools.count()
        self.first = {}
        self.small = self.built(arguments.stages)
        self.large = self.built(arguments.large)
        self.counts = arguments.stages, arguments.large

    def built(self, count):
        """A project that ninja and mlkit have built, so that nothing is to do for any of the three."""
        project = self.fresh(count)
        for command in (["ninja", "-j2"], [self.mlkit, "run", "-j", "2"]):
            subprocess.run(command, cwd=project, check=True, capture_output=True)
        # Hashes of files that are younger than a tick of the disk's clock are not trusted.
        time.sleep(0.1)
        return project

    def fresh(self, count, folder=None):
        project = (folder or self.folder) / f"{count}-{next(self.numbers)}"
        write(project, count)
        return project

    def nothing_to_do(self):
        """The long way reads spec and locks; a run that knows from the last one that nothing changed need not."""
        rows = []
        commands = {"mlkit": [self.mlkit, "run"], "make": ["make", "-s"], "ninja": ["ninja"]}
        found = {}
        for project, count, repeats in zip((self.small, self.large), self.counts, (self.repeats, 5)):
            long = [self.long_way(project) for _ in range(repeats)]
            # ninja makes again what it did not make itself; after its first turn, files are new to all.
            samples = in_turn(
                [lambda command=command: measured(command, project) for command in commands.values()], repeats, warmup=3)
            seconds = {name: statistics.median(time for time, _ in taken) for name, taken in zip(commands, samples)}
            memory = max(peak for _, peak in [*long, *samples[0]])
            found[count] = seconds["mlkit"], statistics.median(time for time, _ in long)
            words = f"nothing to do, {count} stages"
            least = min(time for time, _ in samples[0])
            for name in ("make", "ninja"):
                rows.append((f"{words}, {name}", milliseconds(seconds[name]), "", True))
            small = project is self.small
            rows += [
                (f"{words}, found the long way", milliseconds(found[count][1]), "<= 60 ms" if small else "",
                 not small or found[count][1] <= 0.06),
                (f"{words}, again", f"{milliseconds(seconds['mlkit'])}, least {milliseconds(least)}",
                 "<= 60 ms" if small else "", not small or seconds["mlkit"] <= 0.06),
                (f"{words}, beside make", times(seconds["mlkit"] / seconds["make"]), "<= 4 x",
                 seconds["mlkit"] <= 4 * seconds["make"]),
                (f"{words}, most memory", f"{memory:.0f} MiB", "<= 95 MiB (100 MB)", memory <= 95),
            ]
        (fewer, fewer_long), (more, more_long) = found[self.counts[0]], found[self.counts[1]]
        self.least = fewer
        target = "<= 10 x"
        return rows + [
            ("ten times as many stages, long way", times(more_long / fewer_long), target, more_long <= 10 * fewer_long),
            ("ten times as many stages, again", times(more / fewer), target, more <= 10 * fewer),
        ]

    def long_way(self, project):
        (project / ".mlkit/cache/up-to-date").unlink(missing_ok=True)
        return measured([self.mlkit, "run"], project)

    def views(self):
        """What looks at every stage must not grow faster than their number."""
        rows = []
        for words in ("status", "graph --status", "why s{last}"):
            seconds = []
            for project, count in zip((self.small, self.large), self.counts):
                command = [self.mlkit, *words.format(last=count - 1).split()]
                seconds.append(statistics.median(measured(command, project)[0] for _ in range(5)))
            name = words.split(" s{")[0]
            rows.append((f"mlkit {name}, {self.counts[0]} and {self.counts[1]} stages",
                         f"{milliseconds(seconds[0])}, {milliseconds(seconds[1])}", "", True))
        return rows

    def first_run(self):
        """On the disk, and in memory, where making files costs the same however many were removed before."""
        small, large = self.counts
        with tempfile.TemporaryDirectory(dir="/dev/shm") as memory:
            kinds = [(small, "in memory", pathlib.Path(memory)), (small, "on disk", self.folder),
                     (large, "on disk", self.folder)]
            return [row for count, words, folder in kinds for row in self.first_runs(count, words, folder)] + [
                self.growth(small, large)]

    def first_runs(self, count, words, folder):
        repeats = 1 if count == self.counts[1] else max(self.repeats, 5)
        commands = {"ninja": ["ninja", "-j2"], "mlkit": [self.mlkit, "run", "-j", "2"]}
        samples = in_turn(
            [lambda command=command: measured(command, self.fresh(count, folder))[0] for command in commands.values()],
            repeats, warmup=0)
        rows = []
        for name, taken in zip(commands, samples):
            self.first[name, count] = statistics.median(taken)
            figure = f"{statistics.median(taken):.2f} s, least {min(taken):.2f} s"
            rows.append((f"first run, {count} stages, {words}, {name}", figure, "", True))
        ratio = self.first["mlkit", count] / self.first["ninja", count]
        return rows + [(f"first run, {count} stages, {words}, beside ninja", times(ratio), "<= 1.5 x", ratio <= 1.5)]

    def growth(self, small, large):
        growth = self.first["mlkit", large] / self.first["mlkit", small] * small / large
        return "first run, time per stage with ten times as many", times(growth), "<= 1.2 x", growth <= 1.2

    def beside_dvc(self):
        project = self.fresh(self.counts[0])
        subprocess.run(["ninja", "-j2"], cwd=project, check=True, capture_output=True)
        write_dvc(project, self.counts[0])
        environment = timing.quiet_git_environment() | {"DVC_NO_ANALYTICS": "1"}
        for command in (["git", "init", "-q"], [self.dvc, "init", "-q"], [self.dvc, "commit", "-f", "-q"]):
            subprocess.run(command, cwd=project, check=True, env=environment, capture_output=True)
        seconds = timing.once([self.dvc, "repro"], cwd=project, env=environment)
        # What was in memory may have been given up meanwhile.
        (samples,) = in_turn([lambda: measured([self.mlkit, "run"], self.small)[0]], self.repeats, warmup=3)
        ours = statistics.median(samples)
        ratio = seconds / ours
        return [
            (f"nothing to do, {self.counts[0]} stages, dvc repro", f"{seconds:.1f} s", "", True),
            ("dvc repro beside mlkit", times(ratio), ">= 500 x", ratio >= 500),
        ]


def measured(command, folder):
    """Wall seconds and MiB at most of one process; one that fails ends the benchmark."""
    with tempfile.TemporaryFile() as output:
        start = time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, stdin=subprocess.DEVNULL, stdout=output, stderr=output)
        _, status, usage = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - start
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode != 0:
            output.seek(0)
            raise SystemExit(f"{command} failed with {process.returncode}:\n{output.read().decode()}")
    return seconds, usage.ru_maxrss / 1024


def in_turn(measures, runs, warmup=1):
    """What several measures give, taken A B A B … so that a machine's drift hits all alike."""
    for _ in range(warmup):
        for measure in measures:
            measure()
    samples = [[measure() for measure in measures] for _ in range(runs)]
    return list(zip(*samples))


def milliseconds(seconds):
    return f"{seconds * 1e3:.1f} ms"


def times(ratio):
    return f"{ratio:.2f} x" if ratio < 100 else f"{ratio:.0f} x"


def write(project, count):
    """One graph in three languages."""
    for name in ("in", "out"):
        (project / name).mkdir(parents=True)
    spec = ["mlkit: 1", "project: {name: bench}", "stages:"]
    make = ["all: " + " ".join(f"out/{number}" for number in range(count))]
    ninja = ["rule run", "  command = $text"]
    for number in range(count):
        (project / f"in/{number}").write_text(f"{number}\n")
        inputs = inputs_of(number)
        command = f"cat {' '.join(inputs)} > out/{number}"
        spec.append(f"  s{number}: {{run: '{command}', inputs: [{', '.join(inputs)}], outputs: [out/{number}]}}")
        make.append(f"out/{number}: {' '.join(inputs)}\n\t{command}")
        ninja.append(f"build out/{number}: run {' '.join(inputs)}\n  text = {command}")
    (project / "mlkit.yaml").write_text("\n".join(spec) + "\n")
    (project / "Makefile").write_text("\n".join(make) + "\n")
    (project / "build.ninja").write_text("\n".join(ninja) + "\n")


def inputs_of(number):
    return [f"in/{number}"] + ([f"out/{number - 10}"] if number >= 10 else [])


def write_dvc(project, count):
    lines = ["stages:"]
    for number in range(count):
        inputs = inputs_of(number)
        lines.append(f"  s{number}:\n    cmd: cat {' '.join(inputs)} > out/{number}")
        lines.append(f"    deps: [{', '.join(inputs)}]\n    outs: [out/{number}]")
    (project / "dvc.yaml").write_text("\n".join(lines) + "\n")


if __name__ == "__main__":
    sys.exit(main())
