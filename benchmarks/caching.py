"""Measures the cache beside DVC and beside programs that compute the same hash: a folder of many small files, and one
large file, first time and unchanged.

    caching.py MLKIT [--dvc DVC] [--files 10000] [--megabytes 1024] [--folder FOLDER]

mlkit takes in what a stage has made; the stage here only renames what was made before, so that `mlkit run` as a whole, with
the start of its shell, stands against `dvc add`. Unchanged, `mlkit status` stands against `dvc status`.

A large file is either read or made by a stage. What is read has to be hashed, and stands against programs that do
nothing but compute its SHA-256. What is made is copied into the cache as well, and stands against such a program and
`cp` at the same time. With the default sizes all takes about three minutes.
"""

import argparse
import itertools
import os
import pathlib
import random
import shutil
import sys
import tempfile
import time

import timing

MAKES = "mlkit: 1\nproject: {name: p}\nstages:\n  take: {run: mv made out, outputs: [out]}\n"
READS = "mlkit: 1\nproject: {name: p}\nstages:\n  take: {run: touch out, inputs: [made], outputs: [out]}\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("mlkit", type=lambda text: str(pathlib.Path(text).resolve()))
    parser.add_argument("--dvc", type=lambda text: str(pathlib.Path(text).absolute()), help="left out if not given")
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--megabytes", type=int, default=1024)
    parser.add_argument("--folder", help="where to work, on a disk; the temporary folder if left out")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        measured = rows(arguments.mlkit, arguments.dvc, pathlib.Path(folder), arguments.files, arguments.megabytes)
    print("| what | measured | target | |\n|---|---|---|---|")
    for what, figures, target, holds in measured:
        print(f"| {what} | {figures} | {target} | {'yes' if holds else 'NO'} |")
    return 0 if all(row[3] for row in measured) else 1


def rows(mlkit, dvc, folder, files=10_000, megabytes=1024):
    """What, figures, target, and whether it holds; without `dvc`, only the large file."""
    many = small_files(mlkit, dvc, folder / "many", files) if dvc else []
    return many + large_file(mlkit, folder / "large", megabytes)


def small_files(mlkit, dvc, folder, count):
    """A folder of files of 10 KB, no two alike. Each first time has a project of its own, and nothing is removed between:
    ext4 is slow at making files for some minutes after many were deleted, whoever makes them."""
    numbers = itertools.count()
    projects = {}

    def fresh(name, output):
        projects[name] = folder / f"{name}-{next(numbers)}"
        made = projects[name] / output
        made.mkdir(parents=True)
        for number in range(count):
            (made / f"{number:05}.bin").write_bytes(random.Random(number).randbytes(10_000))
        return projects[name]

    def our_first():
        project = fresh("ours", "made")
        (project / "mlkit.yaml").write_text(MAKES)
        settle()
        return timing.once([mlkit, "run"], cwd=project)

    def their_first():
        project = fresh("theirs", "out")
        timing.once([dvc, "init", "--no-scm", "--quiet"], cwd=project)
        timing.once([dvc, "config", "core.analytics", "false"], cwd=project)
        settle()
        return timing.once([dvc, "add", "--quiet", "out"], cwd=project)

    first = timing.medians_in_turn([our_first, their_first], runs=3, warmup=0)
    ours, theirs = projects["ours"], projects["theirs"]
    settle()
    after = timing.medians_in_turn(
        [
            lambda: timing.once([mlkit, "status"], cwd=ours),
            lambda: timing.once([dvc, "status"], cwd=theirs),
        ],
        runs=5,
    )
    what = f"{count} files of 10 KB"
    return [
        quicker(f"{what}, first time, against `dvc add`", *first, 10),
        quicker(f"{what}, unchanged, `mlkit status` against `dvc status`", *after, 50),
    ]


def large_file(mlkit, folder, megabytes):
    folder.mkdir(parents=True)
    block = random.Random(0).randbytes(1 << 20)
    with (folder / "made").open("wb") as file:
        for number in range(megabytes):
            file.write(number.to_bytes(8, "little") + block[8:])
    settle()

    def hashed():
        (folder / "mlkit.yaml").write_text(READS)
        shutil.rmtree(folder / ".mlkit", ignore_errors=True)
        return timing.once([mlkit, "status"], cwd=folder)

    def kept():
        (folder / "mlkit.yaml").write_text(MAKES)
        forget(folder)
        return timing.once([mlkit, "run"], cwd=folder)

    def copied_and_hashed():
        forget(folder)
        return timing.once(["sh", "-c", f"{fastest} made & cp made copy & wait; rm copy"], cwd=folder)

    hashers = ["openssl dgst -sha256", "sha256sum"]
    commands = [lambda words=words: timing.once(words.split() + ["made"], cwd=folder) for words in hashers]
    mine, *others = timing.medians_in_turn([hashed] + commands, runs=5)
    fastest = hashers[others.index(min(others))]
    keeping, both = timing.medians_in_turn([kept, copied_and_hashed], runs=3)
    what = f"one file of {megabytes} MiB, first time"
    return [
        as_quick(f"{what}, that a stage reads, against `{fastest}`", mine, min(others), 1.2),
        as_quick(f"{what}, that a stage made, against `{fastest}` and `cp` together", keeping, both, 1.2),
        as_quick(f"{what}, that a stage made, against `{fastest}`, which keeps nothing", keeping, min(others), 1.2),
    ]


def quicker(what, mine, peer, target):
    figures = f"{mine:.3f} s against {peer:.2f} s: {peer / mine:.0f} times faster"
    return what, figures, f">= {target} times", peer >= target * mine


def as_quick(what, mine, peer, target):
    return what, f"{mine:.2f} s against {peer:.2f} s: {mine / peer:.2f}", f"<= {target}", mine <= target * peer


def forget(project):
    """Makes a project as it was before its first run."""
    if (project / "out").exists():
        (project / "out").rename(project / "made")
    shutil.rmtree(project / ".mlkit", ignore_errors=True)
    settle()


def settle():
    """Waits until what was made has reached the disk, and is older than a tick of its clock."""
    os.sync()
    time.sleep(2.1)


if __name__ == "__main__":
    sys.exit(main())
