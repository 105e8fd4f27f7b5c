"""Measures the cache beside DVC: a folder of many small files, and one large file, first time and unchanged.

    caching.py MLKIT DVC [--files 10000] [--megabytes 1024] [--folder FOLDER]

mlkit takes in what a stage has made; the stage here only renames what was made before, so that `mlkit run` as a whole, with
the start of its shell, stands against `dvc add`. Unchanged, `mlkit status` stands against `dvc status`. The large file's
first time also stands against programs that do nothing but compute its SHA-256.
"""

import argparse
import os
import pathlib
import random
import shutil
import sys
import tempfile
import time

import timing

SPEC = "mlkit: 1\nproject: {name: p}\nstages:\n  take: {run: mv made out, outputs: [out]}\n"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("mlkit", type=lambda text: str(pathlib.Path(text).resolve()))
    parser.add_argument("dvc", type=lambda text: str(pathlib.Path(text).resolve()))
    parser.add_argument("--files", type=int, default=10_000)
    parser.add_argument("--megabytes", type=int, default=1024)
    parser.add_argument("--folder", help="where to work; the temporary folder if left out")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory(dir=arguments.folder) as folder:
        folder = pathlib.Path(folder)
        rows = many(arguments, folder / "many") + large(arguments, folder / "large")
    print("| what | mlkit | peer | times | target | |\n|---|---|---|---|---|---|")
    for what, mine, peer, factor, target, holds in rows:
        print(f"| {what} | {mine:.2f} s | {peer:.2f} s | {factor:.2f} | {target} | {'yes' if holds else 'NO'} |")
    return 0 if all(row[-1] for row in rows) else 1


def many(arguments, folder):
    """A folder of files of 10 KB, no two alike."""

    def fill(path):
        path.mkdir(parents=True)
        for number in range(arguments.files):
            (path / f"{number:05}.bin").write_bytes(random.Random(number).randbytes(10_000))

    mine, mine_after = ours(arguments.mlkit, folder / "ours", fill)
    peer, peer_after = theirs(arguments.dvc, folder / "theirs", fill)
    what = f"{arguments.files} files of 10 KB"
    return [
        (f"{what}, first time, against `dvc add`", mine, peer, peer / mine, ">= 10", peer / mine >= 10),
        (
            f"{what}, unchanged, against `dvc status`", mine_after, peer_after, peer_after / mine_after, ">= 50",
            peer_after / mine_after >= 50,
        ),
    ]


def large(arguments, folder):
    def fill(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        block = random.Random(0).randbytes(1 << 20)
        with path.open("wb") as file:
            for number in range(arguments.megabytes):
                file.write(number.to_bytes(8, "little") + block[8:])

    mine, _ = ours(arguments.mlkit, folder / "ours", fill)
    hashers = {"openssl": ["openssl", "dgst", "-sha256"], "sha256sum": ["sha256sum"]}
    file = str(folder / "ours/out")
    times = {name: timing.median(lambda: timing.once(command + [file]), 3) for name, command in hashers.items()}
    best = min(times, key=times.get)
    what = f"one file of {arguments.megabytes} MiB, first time"
    row = (f"{what}, against `{best}`, which keeps nothing", mine, times[best], mine / times[best], "<= 1.2",
           mine <= 1.2 * times[best])
    return [row]


def settle():
    """Waits until what was made has reached the disk, and is older than a tick of its clock."""
    os.sync()
    time.sleep(3)


def ours(mlkit, folder, fill):
    """Seconds of the first run, and of a status after it: the median of three projects, and of five looks."""

    def first():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        (folder / "mlkit.yaml").write_text(SPEC)
        fill(folder / "made")
        settle()
        return timing.once([mlkit, "run"], cwd=folder)

    seconds = timing.median(first, runs=3, warmup=0)
    time.sleep(3)
    return seconds, timing.median(lambda: timing.once([mlkit, "status"], cwd=folder), runs=5)


def theirs(dvc, folder, fill):
    def first():
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        timing.once([dvc, "init", "--no-scm", "--quiet"], cwd=folder)
        timing.once([dvc, "config", "core.analytics", "false"], cwd=folder)
        fill(folder / "out")
        settle()
        return timing.once([dvc, "add", "--quiet", "out"], cwd=folder)

    seconds = timing.median(first, runs=1, warmup=0)
    time.sleep(3)
    return seconds, timing.median(lambda: timing.once([dvc, "status"], cwd=folder), runs=2, warmup=1)


if __name__ == "__main__":
    sys.exit(main())
