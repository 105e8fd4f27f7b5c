"""The runner beside ninja and make, on the same graphs in the same run.

    pipelines.py MLKIT [STAGES …]

Each stage reads a file of its own and what the stage ten before it writes, and writes one file: ten chains. Nothing to
do: medians of nine whole processes each, taken in turn. A first run: `-j 2`, medians of three.
"""

import argparse
import pathlib
import resource
import shutil
import subprocess
import tempfile
import time

import timing


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("mlkit", type=lambda text: str(pathlib.Path(text).resolve()))
    parser.add_argument("stages", type=int, nargs="*", default=[1000, 10000])
    arguments = parser.parse_args()
    for stages in arguments.stages:
        with tempfile.TemporaryDirectory() as folder:
            project = pathlib.Path(folder)
            write(project, stages)
            print(f"{stages} stages", flush=True)
            cold(arguments.mlkit, project)
            nothing(arguments.mlkit, project)
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"  most memory of any of the processes: {peak:.0f} MiB")


def write(project, count):
    """One graph in three languages."""
    (project / "in").mkdir()
    (project / "out").mkdir()
    spec = ["mlkit: 1", "project: {name: bench}", "stages:"]
    make = ["all: " + " ".join(f"out/{number}" for number in range(count))]
    ninja = ["rule run", "  command = $text"]
    for number in range(count):
        (project / f"in/{number}").write_text(f"{number}\n")
        inputs = [f"in/{number}"] + ([f"out/{number - 10}"] if number >= 10 else [])
        command = f"cat {' '.join(inputs)} > out/{number}"
        spec.append(f"  s{number}: {{run: '{command}', inputs: [{', '.join(inputs)}], outputs: [out/{number}]}}")
        make.append(f"out/{number}: {' '.join(inputs)}\n\t{command}")
        ninja.append(f"build out/{number}: run {' '.join(inputs)}\n  text = {command}")
    (project / "mlkit.yaml").write_text("\n".join(spec) + "\n")
    (project / "Makefile").write_text("\n".join(make) + "\n")
    (project / "build.ninja").write_text("\n".join(ninja) + "\n")


def clear(project):
    for name in ("out", ".mlkit", "logs"):
        shutil.rmtree(project / name, ignore_errors=True)
    for name in (".ninja_log", ".ninja_deps"):
        (project / name).unlink(missing_ok=True)
    (project / "out").mkdir()


def cold(mlkit, project):
    seconds = {"ninja -j2": [], "mlkit run -j 2": []}
    for _ in range(3):
        for command, times in seconds.items():
            clear(project)
            words = command.replace("mlkit", mlkit).split()
            times.append(timing.once(words, cwd=project))
    medians = {command: sorted(times)[1] for command, times in seconds.items()}
    for command, median in medians.items():
        print(f"  first run, {command}: {median:.2f} s")
    print(f"  ratio: {medians['mlkit run -j 2'] / medians['ninja -j2']:.2f}")


def nothing(mlkit, project):
    commands = {"mlkit run": [mlkit, "run"], "mlkit status": [mlkit, "status"], "make": ["make", "-s"], "ninja": ["ninja"]}
    for command in (["ninja"], [mlkit, "run"]):
        subprocess.run(command, cwd=project, check=True, capture_output=True)
    # Hashes of files that are younger than a tick of the disk's clock are not trusted.
    time.sleep(0.1)
    times = {name: [] for name in commands}
    for _ in range(9):
        for name, command in commands.items():
            times[name].append(timing.once(command, cwd=project))
    for name, taken in times.items():
        print(f"  nothing to do, {name}: {sorted(taken)[4] * 1e3:.1f} ms")


if __name__ == "__main__":
    main()
