"""Measures `kind: auto` beside AutoGluon and beside the candidates of a new project: as much time, the same cores, the same rows.

    auto.py MLKIT [--autogluon PYTHON] [--tables NAME …] [--seconds 60] [--cores 2] [--folds 5] [--first N] [--out FILE]

The tables and folds are those of `training.py`. Each side has the training and the validation rows of a fold, and answers for the
others; the figure is log-loss, or the root of the squared error. AutoGluon (`medium_quality`) runs in an environment of its own, whose
Python `--autogluon` names (`pip install "autogluon.tabular[lightgbm,catboost,xgboost]"`). Memory is the largest of any process of a side, time
is that of the clock from its start to its end, reading and writing included. `--first` measures so many of the folds.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import warnings

import numpy as np
import pandas as pd

import training
import training_tables

HERE = pathlib.Path(__file__).resolve().parent
SPEC = training.FOLD.replace("SELECT", "").partition("    matrix:\n")[0] + """\
    resources: {cpus: CORES}
    model: {kind: auto, budget: SECONDSs}
"""


def measured(words, folder, **more):
    """Runs a program: its seconds by the clock, and the most memory of any of its processes, in MB."""
    started = time.monotonic()
    with open(folder / "output.txt", "w") as output:
        process = subprocess.Popen(words, cwd=folder, stdout=output, stderr=subprocess.STDOUT, **more)
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        sys.exit(f"{words[0]} in {folder}:\n{(folder / 'output.txt').read_text()[-3000:]}")
    return time.monotonic() - started, usage.ru_maxrss / 1000


def ours(arguments, folder, frame, schema, parts):
    (folder / "given").mkdir(parents=True)
    (folder / "data").mkdir()
    for name, rows in parts.items():
        frame.iloc[rows].to_parquet(folder / f"given/{name}.parquet", index=False)
    (folder / "given/schema.yaml").write_text(schema.text)
    (folder / "mlkit.yaml").write_text(SPEC.replace("CORES", str(arguments.cores)).replace("SECONDS", str(arguments.seconds)))
    training.run(arguments.mlkit, folder, "fold")
    seconds, _ = measured([arguments.mlkit, "run", "train"], folder)
    # The stage's process is no child of the command, which writes down what it took.
    lines = [json.loads(line) for path in (folder / ".mlkit/runs").glob("*.jsonl") for line in path.read_text().splitlines()]
    memory = max(line["usage"]["peak_memory"] for line in lines if line.get("stage") == "train") / 1e6
    answer = training.predict(str(folder / "models/auto/model.onnx"), frame.iloc[parts["test"]], schema.columns)
    trials = json.loads((folder / "models/auto/trials.json").read_text())
    note = f"{len(trials['trials'])} trials, {sum(trial.get('weight', 0) > 0 for trial in trials['trials'])} in the mean"
    return training.score(answer, schema.truth(frame.iloc[parts["test"]]), schema.classes), seconds, memory, note


def peer(arguments, folder, frame, schema, parts):
    folder.mkdir()
    columns = [*schema.columns, schema.target]
    frame.iloc[np.concatenate([parts["train"], parts["valid"]])][columns].to_parquet(folder / "train.parquet", index=False)
    frame.iloc[parts["test"]][columns].to_parquet(folder / "test.parquet", index=False)
    job = {"classes": schema.classes, "target": schema.target, "seconds": arguments.seconds, "cores": arguments.cores}
    (folder / "job.json").write_text(json.dumps(job))
    threads = {name: str(arguments.cores) for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
    words = [arguments.autogluon, str(HERE / "auto_peer.py"), str(folder)]
    seconds, memory = measured(words, folder, env=os.environ | threads)
    answer = np.load(folder / "answers.npy")
    note = (folder / "output.txt").read_text().strip().splitlines()[-1]
    return training.score(answer, schema.truth(frame.iloc[parts["test"]]), schema.classes), seconds, memory, note


def measure(name, arguments, folder):
    table = training_tables.load(name)
    frame, text = training.typed(arguments.mlkit, table, folder / "typed")
    schema = training_tables.Schema(text, table.target)
    sides = {"auto": ours} | ({"AutoGluon": peer} if arguments.autogluon else {})
    found = {side: [] for side in sides}
    sizes = (1, 4)
    for number, (train, valid, test) in enumerate(training.folds(frame, schema.truth(frame), table.task, arguments.folds, 1)):
        if number >= arguments.first:
            break
        parts = {"train": train, "valid": valid, "test": test}
        sizes = (len(test), len(train) + len(valid))
        for side, run in sides.items():
            found[side].append(run(arguments, folder / f"{side}-{number}", frame, schema, parts))
            print(f"{name} {number} {side}: {found[side][-1]}", file=sys.stderr)
        if arguments.candidates:
            mine, _, seconds, choice = training.ours(
                arguments.mlkit, folder / f"candidates-{number}", frame, schema, parts, ["linear", "network", "template"], "refit")
            found.setdefault("candidates", []).append((mine["selected"], seconds, float("nan"), choice))
    result = {"table": name, "rows": len(frame), "folds": found}
    for side, runs in found.items():
        result[side] = {
            "score": float(np.mean([run[0] for run in runs])), "seconds": float(max(run[1] for run in runs)),
            "memory": float(max(run[2] for run in runs))}
    others = [side for side in found if side != "auto"]
    for side in others:
        differences = np.array([mine[0] - other[0] for mine, other in zip(found["auto"], found[side])])
        result[f"difference to {side}"] = float(np.mean(differences))
        result[f"p to {side}"] = training.p_value(differences, *sizes) if len(differences) > 1 else float("nan")
    return result


def main():
    warnings.filterwarnings("ignore")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mlkit", type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("--autogluon", type=lambda path: str(pathlib.Path(path).absolute()), help="a Python that has it; left out if not given")
    parser.add_argument("--candidates", action="store_true", help="measure those of a new project too")
    parser.add_argument("--tables", nargs="*", default=list(training_tables.TABLES))
    parser.add_argument("--seconds", type=int, default=60)
    parser.add_argument("--cores", type=int, default=2)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--first", type=int, default=5, help="so many of the folds are measured")
    parser.add_argument("--out", type=pathlib.Path, help="a file for all figures, as JSON")
    arguments = parser.parse_args()
    results = []
    for name in arguments.tables:
        with tempfile.TemporaryDirectory() as folder:
            result = measure(name, arguments, pathlib.Path(folder))
        results.append(result)
        if len(results) == 1:
            sides = list(result["folds"])
            print("| table | rows | " + " | ".join(f"{side}, seconds, MB" for side in sides) + " | auto − other, p |")
            print("|---" * (len(sides) + 3) + "|")
        figures = [f"{result[side]['score']:.4g}, {result[side]['seconds']:.0f}, {result[side]['memory']:.0f}" for side in sides]
        beside = [
            f"{result[f'difference to {side}']:+.3g} ({side}), {result[f'p to {side}']:.2f}" for side in sides if side != "auto"]
        print(f"| {name} | {result['rows']} | {' | '.join(figures)} | {'; '.join(beside)} |")
        sys.stdout.flush()
        if arguments.out:
            arguments.out.write_text(json.dumps(results, indent=2))


if __name__ == "__main__":
    sys.exit(main())
