"""Measures `mlkit data compare` beside Evidently's preset for data drift.

    comparing.py MLKIT PYTHON [--runs 5]

PYTHON is one with requirements-evidently.txt. Both read two CSV files, the census in two halves of 24,421 rows and 15 columns, and compare all
columns by the same measures, which both take for tables of this size: numbers by the Wasserstein distance in standard deviations, categories by
the root of the Jensen-Shannon divergence. Times are those of the processor, of whole processes, in turn.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import pandas as pd

from timing import medians_in_turn, print_table

ROOT = pathlib.Path(__file__).resolve().parent.parent

PEER = """\
import json, sys
import pandas as pd
from evidently import Report
from evidently.presets import DataDriftPreset

first, second = (pd.read_csv(path, na_values="?") for path in sys.argv[1:3])
result = Report([DataDriftPreset()]).run(second, first)
found = json.loads(result.json())
print(json.dumps({m["config"]["column"]: m["value"] for m in found["metrics"] if "column" in m["config"]}))
"""


def processor_seconds(command, cwd, allowed=(0,)):
    """Seconds of the command and all it starts, its output, and the most memory it took, in MB."""
    process = subprocess.Popen(command, cwd=cwd, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    out, error = process.stdout.read(), process.stderr.read()
    _, status, usage = os.wait4(process.pid, 0)
    if os.waitstatus_to_exitcode(status) not in allowed:
        sys.exit(f"{command} failed:\n{error.decode()[-3000:]}")
    return usage.ru_utime + usage.ru_stime, out.decode(), usage.ru_maxrss / 1024


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mlkit")
    parser.add_argument("python")
    parser.add_argument("--runs", type=int, default=5)
    options = parser.parse_args()
    table = pd.read_csv(next((ROOT / "templates/shared/table").glob("*/*adult.csv.gz*")), compression="gzip")
    with tempfile.TemporaryDirectory() as folder:
        half = len(table) // 2
        table[:half].to_csv(f"{folder}/a.csv", index=False)
        table[half : 2 * half].to_csv(f"{folder}/b.csv", index=False)
        (pathlib.Path(folder) / "peer.py").write_text(PEER)
        ours = [os.path.abspath(options.mlkit), "data", "compare", "a.csv", "b.csv", "--format", "json"]
        theirs = [os.path.abspath(options.python), "peer.py", "a.csv", "b.csv"]
        # Tables that differ make it end with 1.
        def run(command):
            return processor_seconds(command, folder, (0, 1) if command is ours else (0,))

        figures = {c["name"]: c for c in json.loads(run(ours)[1])["columns"]}
        peer = json.loads(run(theirs)[1])
        for name, value in peer.items():
            column = figures[name]
            print(f"{name:16} {column.get('test', column.get('reason')):12} {column.get('statistic', float('nan')):.9f}   Evidently {value:.9f}")
        mine, other = medians_in_turn(
            [lambda: run(ours)[0], lambda: run(theirs)[0]], options.runs)
        memory = [run(command)[2] for command in (ours, theirs)]
    holds = mine * 50 <= other
    print_table([
        (f"two tables of {half:,} rows and {table.shape[1]} columns", f"{mine:.2f} s, Evidently {other:.2f} s: {other / mine:.0f}x", ">= 50x less", holds),
        ("the most memory", f"{memory[0]:.0f} MB, Evidently {memory[1]:.0f} MB", "less", memory[0] < memory[1]),
    ])
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
