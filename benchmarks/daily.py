"""Measures what a new file costs, of a source that gets one a day.

    daily.py MLKIT [--files 30] [--rows 100000] [--threads 1] [--engines FOLDER]

Each file has so many rows of the columns that `tables.py` has. The stage runs on all files, then once more with one file added, and at last with what it kept of
the files taken away: what that run takes is what reading all of them takes. Times are those of the processor, of whole processes.
"""

import argparse
import pathlib
import shutil
import subprocess
import sys
import tempfile

from comparing import processor_seconds
from tables import TABLE
from timing import print_table

SPEC = """\
mlkit: 1
project: {name: daily}
stages:
  ingest:
    kind: data
    source: days/*.csv
    target: label
    split: {train: 0.7, valid: 0.15, test: 0.15, fixed: true, seed: 1}
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mlkit")
    parser.add_argument("--files", type=int, default=30)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--engines", default=str(pathlib.Path(__file__).resolve().parent.parent / "engines"), help="where DuckDB's module for Python is")
    options = parser.parse_args()
    sys.path.insert(0, options.engines)
    import duckdb

    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(scratch)
        (folder / "days").mkdir()
        (folder / "mlkit.yaml").write_text(SPEC)

        def write(day):
            seeded = TABLE.replace("0.42", str(day / 1000)).format(rows=options.rows, path=folder / "days" / f"{day:03}.csv")
            duckdb.connect().execute(seeded.replace("SELECT i AS id", f"SELECT i + {day * options.rows} AS id"))

        for day in range(options.files):
            write(day)
        command = [str(pathlib.Path(options.mlkit).resolve()), "run", "-j", str(options.threads)]
        first = processor_seconds(command, folder)
        write(options.files)
        added = processor_seconds(command, folder)
        shutil.rmtree(folder / ".mlkit" / "cache" / "tables")
        whole = processor_seconds(command + ["--force"], folder)
        log = (folder / "logs" / "ingest.log").read_text()
        size = subprocess.run(["du", "-sm", folder / ".mlkit" / "cache" / "tables"], capture_output=True, text=True).stdout.split()[0]
        assert "files" not in log, log
    print(f"{options.files} files of {options.rows:,} rows and 20 columns, and one more; typed files take {size} MB\n")
    print_table([
        ("the first run", f"{first[0]:.1f} s of the processor, {first[2]:.0f} MB", "", True),
        ("with a file more", f"{added[0]:.1f} s, {added[2]:.0f} MB", "", True),
        ("the same where all files are read", f"{whole[0]:.1f} s, {whole[2]:.0f} MB: {whole[0] / added[0]:.1f}x", ">= 2x", whole[0] >= 2 * added[0]),
    ])
    sys.exit(0 if whole[0] >= 2 * added[0] else 1)


if __name__ == "__main__":
    main()
