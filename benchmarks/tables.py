"""Measures how a large table is read and described, beside DuckDB.

    tables.py MLKIT [--rows 10000000] [--threads 2] [--engines FOLDER] [--runs 1] [--keep FOLDER]

The table has 20 columns, integers, numbers with and without holes, dates, time stamps, texts of few and of many values, and is made by DuckDB with a
fixed seed: 10 million rows are 1.7 GB of CSV. `mlkit data show` and a stage of kind `data` (typing, checks, statistics, splits, Parquet) stand beside
DuckDB's CSV to Parquet (zstd) with SUMMARIZE of it. Times are those of the processor, of whole processes. Run it on a quiet machine.
"""

import argparse
import os
import pathlib
import sys
import tempfile

from comparing import processor_seconds
from timing import print_table

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


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mlkit")
    parser.add_argument("--rows", type=int, default=10_000_000)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--engines", default=str(pathlib.Path(__file__).resolve().parent.parent / "engines"), help="where DuckDB's module for Python is")
    parser.add_argument("--runs", type=int, default=1)
    parser.add_argument("--keep", help="a folder for the table, which is made once")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as scratch:
        folder = pathlib.Path(options.keep or scratch)
        folder.mkdir(exist_ok=True)
        table = folder / "table.csv"
        if not table.exists():
            sys.path.insert(0, options.engines)
            import duckdb

            duckdb.connect().execute(TABLE.format(rows=options.rows, path=table))
        (folder / "mlkit.yaml").write_text(SPEC)
        (folder / "peer.py").write_text(PEER)
        mlkit = os.path.abspath(options.mlkit)
        commands = {
            "mlkit data show": [mlkit, "data", "show", "table.csv", "--threads", str(options.threads)],
            "a stage of kind data": [mlkit, "run", "--force", "-j", str(options.threads)],
            "DuckDB, CSV to Parquet and SUMMARIZE": [sys.executable, "peer.py", options.engines, str(options.threads)],
        }
        best = {name: (float("inf"), 0) for name in commands}
        for _ in range(options.runs):
            for name, command in commands.items():
                seconds, _, memory = processor_seconds(command, folder)
                best[name] = min(best[name], (seconds, memory))
        size = table.stat().st_size
    peer = best["DuckDB, CSV to Parquet and SUMMARIZE"]
    holds = best["mlkit data show"][0] <= peer[0]
    print(f"{options.rows:,} rows, 20 columns, {size / 1e9:.2f} GB of CSV\n")
    print_table(
        [(name, f"{seconds:.1f} s of the processor, {memory:.0f} MB", "<= DuckDB" if name == "mlkit data show" else "", seconds <= peer[0] or "show" not in name)
         for name, (seconds, memory) in best.items()])
    sys.exit(0 if holds else 1)


if __name__ == "__main__":
    main()
