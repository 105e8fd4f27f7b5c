"""How long it takes from the wheel to an answered prediction on a table of one's own, and what the wheel costs.

    installing.py WHEEL MLKIT [--wheels FOLDER]

WHEEL is what `make wheel` writes, MLKIT the executable in the build folder that it was made from. The packages that the wheel
depends on are fetched beforehand, into FOLDER, as they are the same for every project in Python; then, in a fresh folder and a
fresh virtual environment, with nothing of this machine but Python and git on the path: `pip install` of the wheel from those files
alone, `mlkit new --data`, `run`, `serve`, and a request.
"""

import argparse
import csv
import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

import timing

PORT = 8743
PYTHON = "/usr/bin/python3"
LIMITS = {"wheel": 30e6, "seconds": 60, "start": 1.1}


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("wheel", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("mlkit", type=lambda text: pathlib.Path(text).resolve())
    parser.add_argument("--wheels", type=lambda text: pathlib.Path(text).resolve(), help="where the packages it depends on are kept")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        wheels = arguments.wheels or scratch / "wheels"
        timing.once([PYTHON, "-m", "venv", scratch / "fetching"])
        timing.once([scratch / "fetching/bin/pip", "download", "--quiet", "--dest", wheels, arguments.wheel])
        rows = [size(arguments.wheel), *hour(arguments.wheel, wheels, scratch)]
        rows.append(start(scratch / "venv/bin/mlkit", arguments.mlkit))
    timing.print_table(rows)
    return 0 if all(row[3] for row in rows) else 1


def size(wheel):
    bytes = wheel.stat().st_size
    return "the wheel, without engines", f"{bytes / 1e6:.1f} MB", f"<= {LIMITS['wheel'] / 1e6:.0f} MB", bytes <= LIMITS["wheel"]


def environment(scratch):
    """What a new user's shell has: no variables of this one's, and of its paths the system's alone."""
    variables = {"HOME": str(scratch), "PATH": f"{scratch}/venv/bin:/usr/bin:/bin", "LANG": "C.UTF-8"}
    return variables | {name: value for name, value in timing.quiet_git_environment().items() if name.startswith("GIT_")}


def table(path):
    """600 flats with prices, as in the README."""
    with path.open("w", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(["district", "rooms", "area", "year", "price"])
        for i in range(1, 601):
            place, rooms = 1 + i * 7 % 3, 1 + i * 11 % 5
            area, year = 20 * rooms + i * 37 % 23, 1950 + i * 17 % 75
            price = 900 * place * area + 400 * (year - 1950) + i * 7919 % 9973
            rows.writerow([["north", "south", "harbour"][place - 1], rooms, area, year, price])


def hour(wheel, wheels, scratch):
    """The steps one after the other, each with its wall seconds."""
    variables = environment(scratch)
    table(scratch / "flats.csv")
    timing.once([PYTHON, "-m", "venv", scratch / "venv"], env=variables)
    pip = [scratch / "venv/bin/pip", "install", "--quiet", "--no-index", "--find-links", wheels, wheel]
    new = ["mlkit", "new", "flats", "--data", "flats.csv", "--target", "price", "--defaults"]
    steps = [
        ("pip install, dependencies at hand", lambda: timing.once(pip, env=variables)),
        ("mlkit new --data", lambda: timing.once(found(new, variables), cwd=scratch, env=variables)),
        ("mlkit run", lambda: timing.once(found(["mlkit", "run"], variables), cwd=scratch / "flats", env=variables)),
        ("mlkit serve, until a request is answered", lambda: answered(scratch / "flats", variables)),
    ]
    seconds = [(name, step()) for name, step in steps]
    whole = sum(part for _, part in seconds)
    target = f"<= {LIMITS['seconds']} s"
    return [(name, f"{part:.1f} s", "", True) for name, part in seconds] + [
        ("all of it: from the wheel to an answer", f"{whole:.1f} s", target, whole <= LIMITS["seconds"])
    ]


def found(words, variables):
    """The command by its path in those variables, not in this process's own."""
    return [shutil.which(words[0], path=variables["PATH"]), *words[1:]]


def answered(project, variables):
    """Seconds until a server that was just started has answered a row that its model takes."""
    begin = time.perf_counter()
    row = subprocess.run(
        found(["mlkit", "predict", "--example", "current"], variables), cwd=project, env=variables, check=True, capture_output=True)
    server = subprocess.Popen(
        found(["mlkit", "serve", "--port", str(PORT)], variables), cwd=project, env=variables, stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL)
    try:
        while True:
            try:
                with urllib.request.urlopen(f"http://127.0.0.1:{PORT}/predict", row.stdout, timeout=10) as response:
                    body = response.read()
                break
            except ConnectionError:
                pass
            except urllib.error.URLError as error:
                if not isinstance(error.reason, ConnectionError) or server.poll() is not None:
                    raise
            time.sleep(0.01)
        seconds = time.perf_counter() - begin
        if b'"prediction":' not in body:
            raise SystemExit(f"no prediction: {body.decode()}")
        return seconds
    finally:
        server.terminate()
        server.wait()


def start(installed, built):
    """The installed command beside the executable that it was made of, both as whole processes."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("MLKIT_")}
    ours, theirs = timing.medians_in_turn(
        [lambda path=path: timing.once([path, "--version"], env=variables) for path in (installed, built)], runs=41, warmup=3)
    ratio = ours / theirs
    return (
        "starting: the installed command", f"{ours * 1e3:.1f} ms, in the build folder {theirs * 1e3:.1f} ms: {ratio:.2f}x",
        f"<= {LIMITS['start']}x", ratio <= LIMITS["start"])


if __name__ == "__main__":
    sys.exit(main())
