"""Measures what training costs, from the Parquet of the data stage to the ONNX file, beside the same models in Python.

    fitting.py MLKIT [--runs 3] [--rows 1000000] [--only census|large]

The census, of the template `tabular`: 200 rounds of trees without early stopping, a linear model, a network of 64 and 32 units, each a stage
that is run again, beside LightGBM, LogisticRegression and MLPClassifier on the features of `peers.py` (trees have categories as they are). And a
table of a million rows and 60 numbers, 100 rounds of trees of depth 6, beside XGBoost. Times are those of the processor, of whole processes, in
turn, each with two threads at most; what Python saves is not written as ONNX. The log-loss is that of the validation rows.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import pandas as pd
import yaml

from comparing import processor_seconds
from timing import medians_in_turn, once, print_table, quiet_git_environment

HERE = pathlib.Path(__file__).resolve().parent
THREADS = 2
TREES = {"max_depth": 6, "learning_rate": 0.1}
ALL_ROUNDS = {"lightgbm": {"patience": 0}, "trees": {}}
COLUMNS = 60

CENSUS_PEER = f"""\
import sys
sys.path.insert(0, {str(HERE)!r})
import numpy as np
import pandas as pd
from sklearn.metrics import log_loss

TARGET = "income"

def split(name):
    table = pd.read_parquet(f"data/{{name}}/ingest.parquet")
    return table.drop(columns=TARGET), (table[TARGET] == ">50K").astype(int)

(train, labels), (valid, answers) = split("train"), split("valid")
if sys.argv[1] == "trees":
    import lightgbm
    for name in train.select_dtypes(exclude="number"):
        kinds = sorted(train[name].dropna().unique())
        train[name], valid[name] = (pd.Categorical(table[name], categories=kinds) for table in (train, valid))
    parameters = {{"objective": "binary", "num_threads": {THREADS}, "max_depth": 6, "learning_rate": 0.1, "verbose": -1}}
    found = lightgbm.train(parameters, lightgbm.Dataset(train, labels), 200).predict(valid)
else:
    import peers
    from sklearn.linear_model import LogisticRegression
    from sklearn.neural_network import MLPClassifier
    for table in (train, valid):
        for name in table.select_dtypes(exclude="number"):
            table[name] = table[name].astype(object).where(table[name].notna(), np.nan)
    model = (LogisticRegression(max_iter=2000, tol=1e-6) if sys.argv[1] == "linear" else
             MLPClassifier((64, 32), early_stopping=True, max_iter=200, random_state=42))
    features = peers.features(train).fit(train)
    found = model.fit(features.transform(train), labels).predict_proba(features.transform(valid))[:, 1]
print(log_loss(answers, found))
"""

LARGE_PEER = f"""\
import pandas as pd
import xgboost
from sklearn.metrics import log_loss
train, valid = (pd.read_parquet(f"data/{{name}}/ingest.parquet") for name in ("train", "valid"))
labels, answers = (table.pop("label") for table in (train, valid))
parameters = {{"objective": "binary:logistic", "tree_method": "hist", "nthread": {THREADS}, "max_depth": 6, "learning_rate": 0.1}}
model = xgboost.train(parameters, xgboost.DMatrix(train, labels), 100)
print(log_loss(answers, model.predict(xgboost.DMatrix(valid))))
"""


def side_by_side(mlkit, project, pairs, runs):
    """For each pair of a stage and Python's command its processor seconds, memory and log-loss."""
    ours = {stage: [mlkit, "run", stage, "--only", "--force", "-j", str(THREADS)] for stage, _ in pairs}
    memory, loss = {}, {}
    environment = {f"{name}_NUM_THREADS": str(THREADS) for name in ("OMP", "OPENBLAS", "MKL")}

    def measured(name, command):
        seconds, out, most = processor_seconds(["env", *(f"{key}={value}" for key, value in environment.items()), *command], project)
        memory[name] = max(most, memory.get(name, 0))
        if command[0] != mlkit:
            loss[name] = float(out.split()[-1])
        return seconds

    found = {}
    for stage, peer in pairs:
        mine, other = medians_in_turn([lambda: measured(stage, ours[stage]), lambda: measured(f"{stage} peer", peer)], runs)
        metrics = json.loads(next(project.glob(f"models/**/{stage}/metrics.json")).read_text())
        loss[stage] = metrics["valid"]["log_loss"]
        found[stage] = (mine, other, memory[stage], memory[f"{stage} peer"], loss[stage], loss[f"{stage} peer"])
    return found


def row(what, figures, share, memory_counts=False):
    mine, other, memory, peer_memory, loss, peer_loss = figures
    # No worse: to the third digit, as seeds and the order of sums differ.
    holds = mine <= share * other and loss <= peer_loss + 0.001 and (memory <= peer_memory or not memory_counts)
    measured = f"{mine:.2f} s and {memory:.0f} MB, peer {other:.2f} s and {peer_memory:.0f} MB: {mine / other:.2f} of it; log-loss {loss:.4f}, peer {peer_loss:.4f}"
    return (what, measured, f"<= {share} of it" + (", no more memory" if memory_counts else ""), holds)


def census(mlkit, folder, runs):
    once([mlkit, "new", "census", "--template", "tabular", "--defaults"], cwd=folder, env=quiet_git_environment())
    project = folder / "census"
    spec = yaml.safe_load((project / "mlkit.yaml").read_text())
    train = spec["stages"]["train"]
    shared = {key: train[key] for key in ("kind", "data", "seed", "features")}
    trees = {"kind": "lightgbm", "rounds": 200} | TREES | ALL_ROUNDS["lightgbm"]
    models = {"trees": trees, "linear": {"kind": "linear"}, "network": {"kind": "network", "hidden": [64, 32]}}
    spec["stages"] = {"ingest": spec["stages"]["ingest"]} | {
        name: shared | {"model": {"name": name} | model} for name, model in models.items()}
    (project / "mlkit.yaml").write_text(yaml.safe_dump(spec, sort_keys=False))
    (project / "peer.py").write_text(CENSUS_PEER)
    once([mlkit, "run"], cwd=project)
    found = side_by_side(mlkit, project, [(name, [sys.executable, "peer.py", name]) for name in models], runs)
    peers = {"trees": ("LightGBM", 0.6), "linear": ("LogisticRegression", 0.3), "network": ("MLPClassifier", 0.25)}
    return [row(f"census, {name}, beside {peers[name][0]}", found[name], peers[name][1]) for name in models]


def large(mlkit, folder, rows, runs):
    random = np.random.default_rng(7)
    table = random.normal(size=(rows, COLUMNS)).astype(np.float32)
    score = table[:, :8].sum(axis=1) + 2 * table[:, 8] * table[:, 9] + np.where(table[:, 10] > 0.5, 2, 0)
    frame = pd.DataFrame(table, columns=[f"x{number}" for number in range(COLUMNS)])
    frame["label"] = (random.random(rows) < 1 / (1 + np.exp(-score))).astype(int)
    project = folder / "large"
    project.mkdir()
    frame.to_parquet(project / "table.parquet")
    split = {"train": 0.8, "valid": 0.1, "test": 0.1, "seed": 1}
    stages = {"ingest": {"kind": "data", "source": "table.parquet", "target": "label", "task": "binary", "split": split}}
    kinds = {"lightgbm": "LightGBM", "trees": "XGBoost"}
    stages |= {
        kind: {"kind": "train", "data": "${stages.ingest}", "model": {"name": kind, "kind": kind, "rounds": 100} | TREES | ALL_ROUNDS[kind]}
        for kind in kinds}
    (project / "mlkit.yaml").write_text(yaml.safe_dump({"mlkit": 1, "project": {"name": "large"}, "stages": stages}, sort_keys=False))
    (project / "peer.py").write_text(LARGE_PEER)
    once([mlkit, "run"], cwd=project)
    found = side_by_side(mlkit, project, [(kind, [sys.executable, "peer.py"]) for kind in kinds], runs)
    return [row(f"{rows:,} rows, {COLUMNS} columns, 100 rounds of {engine}, beside XGBoost in Python", found[kind], 0.6, True) for kind, engine in kinds.items()]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mlkit", type=os.path.abspath)
    parser.add_argument("--runs", type=int, default=3)
    parser.add_argument("--rows", type=int, default=1_000_000)
    parser.add_argument("--only", choices=("census", "large"))
    options = parser.parse_args()
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        if options.only != "large":
            rows += census(options.mlkit, folder, options.runs)
        if options.only != "census":
            rows += large(options.mlkit, folder, options.rows, options.runs)
    print_table(rows)
    sys.exit(0 if all(holds for *_, holds in rows) else 1)


if __name__ == "__main__":
    main()
