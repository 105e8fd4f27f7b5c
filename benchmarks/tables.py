"""Measures how large and wide tables are read, described, checked and split, beside DuckDB and ydata-profiling.

    tables.py MLKIT [--rows 10000000] [--ydata PYTHON] [--threads 2] [--engines FOLDER] [--runs 1] [--keep FOLDER]

The table has 20 columns, integers, numbers with and without holes, dates, time stamps, texts of few and of many values, and is made by DuckDB with a
fixed seed: 10 million rows are 1.7 GB of CSV. `mlkit data show` and a stage of kind `data` (typing, checks, statistics, splits, Parquet) stand beside
DuckDB's CSV to Parquet (zstd) with SUMMARIZE of it. With PYTHON, which has requirements-ydata.txt, `mlkit data show` of a million of such rows stands
beside its report, both the minimal one, without correlations, and the whole. Then the stage of kind `data` on tables of 100 rows and 5,000 columns and of
1,000 rows and 2,000 columns, and on the census. Times but theirs are those of the processor, of whole processes. Run it on a quiet machine.
"""

import argparse
import os
import pathlib
import sys
import tempfile
import time

from comparing import processor_seconds
from timing import median, print_table

TABLE = """\
SELECT setseed(0.42);
COPY (
  SELECT i AS id, (random() * 100)::INT AS age, (random() * 1e6)::INT AS amount, random() AS share, random() * 1e5 AS income,
    CASE WHEN random() < 0.1 THEN NULL ELSE round(random() * 50, 2) END AS height, CASE WHEN random() < 0.5 THEN NULL ELSE (random() * 9)::INT END AS level,
    DATE '2020-01-01' + (random() * 1500)::INT AS day, TIMESTAMP '2020-01-01' + to_seconds((random() * 1e8)::BIGINT) AS moment,
    ['red', 'green', 'blue'][1 + (random() * 2)::INT] AS colour, 'shop' || (random() * 400)::INT AS shop, md5((random() * 1e5)::INT::VARCHAR)[:12] AS customer,
    random() < 0.3 AS open, exp(random() * 10) AS tail, -random() * 1000 AS debt, (random() * 2)::INT AS few, (random() * 1e9)::BIGINT AS many,
    round(random(), 3) AS rate, ['a', 'b', 'c', 'd', 'e'][1 + (random() * 4)::INT] AS grade, CASE WHEN random() < 0.5 THEN 'yes' ELSE 'no' END AS label
  FROM range({rows}) t(i)
) TO '{path}' (HEADER);
"""

PEER = """\
import sys
sys.path.insert(0, sys.argv[1])
import duckdb
base = duckdb.connect()
base.execute(f"SET threads = {sys.argv[2]}; SET memory_limit = '1500MB'")
base.execute("COPY (FROM read_csv('table.csv')) TO 'table.parquet' (FORMAT parquet, COMPRESSION zstd)")
print(base.sql("SUMMARIZE FROM 'table.parquet'").fetchall())
"""

SPEC = """\
mlkit: 1
project: {name: large}
stages:
  ingest: {kind: data, source: table.csv, target: label}
"""

YDATA = """\
import sys
import pandas as pd
from ydata_profiling import ProfileReport
report = ProfileReport(pd.read_csv("table.csv"), minimal=sys.argv[1] == "minimal", progress_bar=False, pool_size=int(sys.argv[2]))
report.to_file("report.html")
"""

ROOT = pathlib.Path(__file__).resolve().parent.parent


def made(folder, rows, engines):
    """The folder with the table, which is made once, and the spec."""
    folder.mkdir(exist_ok=True)
    table = folder / "table.csv"
    if not table.exists():
        sys.path.insert(0, engines)
        import duckdb

        duckdb.connect().execute(TABLE.format(rows=rows, path=table))
    (folder / "mlkit.yaml").write_text(SPEC)
    return folder


def least(commands, folder, runs):
    """The least processor seconds of each command in turn, and the memory of that run."""
    best = {name: (float("inf"), 0) for name in commands}
    for _ in range(runs):
        for name, command in commands.items():
            seconds, _, memory = processor_seconds(command, folder)
            best[name] = min(best[name], (seconds, memory))
    return best


def large(options, folder):
    folder = made(folder, options.rows, options.engines)
    (folder / "peer.py").write_text(PEER)
    stage, show, peer = "a stage of kind data", "mlkit data show", "DuckDB, CSV to Parquet and SUMMARIZE"
    best = least({
        show: [options.mlkit, "data", "show", "table.csv", "--threads", str(options.threads)],
        stage: [options.mlkit, "run", "--force", "-j", str(options.threads)],
        peer: [sys.executable, "peer.py", options.engines, str(options.threads)],
    }, folder, options.runs)
    size = (folder / "table.csv").stat().st_size
    bounds = {show: (1.5, "<= 1.5 of DuckDB"), stage: (1.5, "<= 1.5 of DuckDB, <= 1 GiB"), peer: (1, "")}
    return [(f"{options.rows:,} rows, {size / 1e9:.2f} GB: {name}", f"{seconds:.1f} s of the processor, {seconds / best[peer][0]:.2f} of DuckDB, {memory:.0f} MB",
             bounds[name][1], seconds <= bounds[name][0] * best[peer][0] and memory <= 1024) for name, (seconds, memory) in best.items()]


def profiled(options, folder):
    folder = made(folder, 1_000_000, options.engines)
    (folder / "peer.py").write_text(YDATA)
    ours, *theirs = least({
        "mlkit": [options.mlkit, "data", "show", "table.csv", "--threads", str(options.threads)],
        **{form: [os.path.abspath(options.ydata), "peer.py", form, str(options.threads)] for form in ("minimal", "whole")},
    }, folder, options.runs).items()
    return [(f"1,000,000 rows, mlkit data show beside the {form} report of ydata-profiling",
             f"{ours[1][0]:.1f} s of the processor and {ours[1][1]:.0f} MB, ydata-profiling {seconds:.0f} s and {memory:.0f} MB: {seconds / ours[1][0]:.0f}x",
             ">= 20x less" if form == "whole" else "", seconds >= 20 * ours[1][0] or form == "minimal") for form, (seconds, memory) in theirs]


def shapes(options, folder):
    import numpy as np
    import pandas as pd

    random = np.random.default_rng(3)
    tables = {}
    for rows, columns in ((100, 5_000), (1_000, 2_000)):
        frame = pd.DataFrame(random.normal(size=(rows, columns)), columns=[f"c{number}" for number in range(columns)])
        frame["label"] = np.where(random.random(rows) < 0.5, "yes", "no")
        tables[f"{rows:,} rows, {columns:,} columns"] = (frame, 3)
    census = pd.read_csv(next((ROOT / "templates/shared/table").glob("*/*adult.csv.gz*")), compression="gzip")
    tables["census"] = (census.rename(columns={"income": "label"}), 0.5)
    found = []
    for name, (frame, bound) in tables.items():
        place = folder / name.replace(" ", "")
        place.mkdir()
        frame.to_csv(place / "table.csv", index=False)
        (place / "mlkit.yaml").write_text(SPEC)
        memory = 0

        def measured():
            nonlocal memory
            start = time.perf_counter()
            memory = max(memory, processor_seconds([options.mlkit, "run", "--force", "-j", str(options.threads)], place)[2])
            return time.perf_counter() - start

        seconds = median(measured, max(3, options.runs))
        found.append((f"{name}: a stage of kind data", f"{seconds:.2f} s, {memory:.0f} MB", f"<= {bound} s, <= 500 MB", seconds <= bound and memory <= 500))
    return found


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mlkit", type=os.path.abspath)
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--ydata", help="a Python with requirements-ydata.txt")
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--engines", default=str(ROOT / "engines"), help="where DuckDB's module for Python is")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--keep", help="a folder for the table, which is made once")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        rows = large(options, pathlib.Path(options.keep or scratch / "large"))
        if options.ydata:
            rows += profiled(options, scratch / "profiled")
        rows += shapes(options, scratch)
    print_table(rows)
    sys.exit(0 if all(holds for *_, holds in rows) else 1)


if __name__ == "__main__":
    main()
