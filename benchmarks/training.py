"""Measures mlkit's models beside those of scikit-learn, XGBoost and LightGBM on real tables.

    training.py MLKIT [--tables NAME …] [--candidates NAME …] [--select refit] [--no-peers] [--repeats 1] [--folds 5] [--out FILE]

Each table is read by a stage of kind `data` once; what it typed is cut into folds, the same for all. Of the rows a fold is
fitted on, one in six is the validation split: ours and the peers' boosted trees stop by it. The figure of a fold is log-loss,
or the root of the squared error for numbers, on rows that nobody has seen. `selected` is the one of our candidates, but for `auto`, that a stage of kind `evaluate` selects, by default as
in a new project: on parts of the rows where there are few validation rows, each model then fitted on all. `--out` has the figures of each fold,
so that one can see what others would be. Differences are tested by the corrected resampled t-test of Nadeau and Bengio (2003).

The tables come with Python packages (requirements-training.txt) and with mlkit; nothing is downloaded.
"""

import argparse
import json
import math
import os
import pathlib
import subprocess
import sys
import tempfile
import time
import warnings

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np
import pandas as pd

import training_peers
import training_tables

SPEC = """\
mlkit: 1
project: {{name: table}}
stages:
  ingest:
    kind: data
    source: table.csv
    target: {target}
    task: {task}
    split: {{train: 0.8, valid: 0.1, test: 0.1}}
"""

FOLD = """\
mlkit: 1
project: {name: table}
stages:
  fold:
    run: cp given/* data/
    inputs: [given]
    outputs: {train: data/train.parquet, valid: data/valid.parquet, test: data/test.parquet, schema: data/schema.yaml}
  train:
    kind: train
    data: ${stages.fold}
    seed: 42
    features:
      categorical: {min_share: 0.001}
SELECT    matrix:
      model:
CANDIDATES
  evaluate:
    kind: evaluate
    models: [MODELS]
    data: ${stages.fold}
    select: {minimize: METRIC}
    intervals: false
    test: false
"""

# How models are fitted, and what they are selected by.
SELECTING = {
    "valid": "",
    "folds": "    cross_validation: auto\n",
    "refit": "    cross_validation: auto\n    refit: true\n",
}

# What stands under `matrix.model`; `auto` searches for a minute, `template` is the trees of new projects.
CANDIDATES = {
    "linear": "linear",
    "network": "{kind: network, hidden: [64, 32]}",
    "trees": "{kind: trees, rounds: 1000, learning_rate: 0.1, patience: 30}",
    "lightgbm": "lightgbm",
    "forest": "forest",
    "template": "{name: template, kind: lightgbm, rounds: 200, max_depth: 6, learning_rate: 0.1}",
    "auto": "{kind: auto, budget: 60s}",
}


def run(mlkit, project, *words):
    done = subprocess.run([mlkit, "run", *words], cwd=project, capture_output=True, text=True)
    if done.returncode:
        sys.exit(f"mlkit run in {project}:\n{done.stderr[-3000:]}")


def typed(mlkit, table, folder):
    """The rows of a table as the stage of kind `data` types them, and the schema's text."""
    folder.mkdir()
    table.frame.to_csv(folder / "table.csv", index=False)
    task = "regression" if table.task == "regression" else "classification"
    (folder / "mlkit.yaml").write_text(SPEC.format(target=json.dumps(table.target), task=task))
    run(mlkit, folder)
    parts = [pd.read_parquet(folder / f"data/{name}/ingest.parquet") for name in ("train", "valid", "test")]
    return pd.concat(parts, ignore_index=True), (folder / "data/schema.yaml").read_text()


def folds(rows, target, task, count, repeats):
    """Rows of training, validation and test, for each fold of each repetition."""
    from sklearn.model_selection import RepeatedKFold, RepeatedStratifiedKFold, train_test_split

    kind = RepeatedKFold if task == "regression" else RepeatedStratifiedKFold
    for number, (fitted, test) in enumerate(kind(n_splits=count, n_repeats=repeats, random_state=7).split(rows, target)):
        strata = None if task == "regression" else target[fitted]
        train, valid = train_test_split(fitted, test_size=1 / 6, random_state=number, stratify=strata)
        yield train, valid, test


def predict(path, frame, columns):
    """What a model answers for typed rows: probabilities, or numbers."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    inputs = {}
    for wanted in session.get_inputs():
        column = frame[wanted.name]
        if wanted.type == "tensor(string)":
            texts = column.map(lambda value: "" if pd.isna(value) else str(value).lower() if isinstance(value, (bool, np.bool_)) else str(value))
            inputs[wanted.name] = texts.to_numpy(dtype=object).reshape(-1, 1)
        else:
            inputs[wanted.name] = training_tables.numbers(column, columns[wanted.name]).reshape(-1, 1)
    answers = dict(zip([output.name for output in session.get_outputs()], session.run(None, inputs)))
    return answers.get("probabilities", answers.get("prediction"))


def score(answer, truth, classes):
    """Log-loss, or the root of the mean squared error."""
    if classes is None:
        return float(np.sqrt(np.mean((np.asarray(answer).reshape(-1) - truth) ** 2)))
    shares = np.clip(np.asarray(answer, dtype=float), 1e-7, 1)
    shares /= shares.sum(axis=1, keepdims=True)
    return float(-np.mean(np.log(shares[np.arange(len(truth)), truth])))


def ours(mlkit, folder, frame, schema, parts, candidates, selecting):
    """The figures of our candidates, and the seconds of processor time of all of them."""
    (folder / "given").mkdir(parents=True, exist_ok=True)
    (folder / "data").mkdir(exist_ok=True)
    for name, rows in parts.items():
        frame.iloc[rows].to_parquet(folder / f"given/{name}.parquet", index=False)
    (folder / "given/schema.yaml").write_text(schema.text)
    key = "log_loss" if schema.classes else "rmse"
    models = ", ".join(f"\"${{stages.train.{name}}}\"" for name in candidates if name != "auto" or len(candidates) == 1)
    spec = FOLD.replace("SELECT", SELECTING[selecting]).replace("MODELS", models).replace("METRIC", key)
    spec = spec.replace("CANDIDATES\n", "".join(f"        - {CANDIDATES[name]}\n" for name in candidates))
    (folder / "mlkit.yaml").write_text(spec)
    before = os.times()
    run(mlkit, folder, "evaluate", *(["train.auto"] if "auto" in candidates else []), "-j", "1")
    after = os.times()
    seconds = after.children_user - before.children_user + after.children_system - before.children_system
    scores, valid = {}, {}
    for name in candidates:
        metrics = json.loads((folder / f"models/{name}/metrics.json").read_text())
        valid[name] = metrics.get("fold_mean", metrics["valid"])[key]
        answer = predict(str(folder / f"models/{name}/model.onnx"), frame.iloc[parts["test"]], schema.columns)
        scores[name] = score(answer, schema.truth(frame.iloc[parts["test"]]), schema.classes)
    selected = json.loads((folder / "reports/evaluation.json").read_text())["selection"]["model"]
    scores["selected"] = scores[selected]
    return scores, valid, seconds, selected


def p_value(differences, tested, fitted):
    """Two-sided, of the corrected resampled t-test: folds share most of their training rows."""
    from scipy import stats

    count, mean = len(differences), np.mean(differences)
    variance = np.var(differences, ddof=1) * (1 / count + tested / fitted)
    if variance == 0:
        return 1.0
    return float(2 * stats.t.sf(abs(mean) / math.sqrt(variance), count - 1))


def measure(mlkit, name, arguments, folder):
    table = training_tables.load(name)
    frame, text = typed(mlkit, table, folder / "typed")
    schema = training_tables.Schema(text, table.target)
    target = schema.truth(frame)
    scores, valids, seconds, choices = {}, {}, {}, []
    sizes = None
    for number, (train, valid, test) in enumerate(folds(frame, target, table.task, arguments.folds, arguments.repeats)):
        parts = {"train": train, "valid": valid, "test": test}
        sizes = (len(test), len(train) + len(valid))
        mine, on_valid, took, choice = ours(
            mlkit, folder / f"fold-{number}", frame, schema, parts, arguments.candidates, arguments.select)
        choices.append(choice)
        for key, value in mine.items():
            scores.setdefault(key, []).append(value)
        for key, value in on_valid.items():
            valids.setdefault(key, []).append(value)
        seconds.setdefault("mlkit, all", []).append(took)
        answers = [] if arguments.no_peers else training_peers.answers(frame, schema, table.task, parts)
        for peer, answer, took in answers:
            scores.setdefault(peer, []).append(score(answer, target[test], schema.classes))
            seconds.setdefault(peer, []).append(took)
    peers = [name for name in scores if name not in [*CANDIDATES, "selected"]] or [name for name in ("auto", "selected") if name in scores][:1]
    best = min(peers, key=lambda peer: np.mean(scores[peer]))
    differences = np.array(scores["selected"]) - np.array(scores[best])
    return {
        "table": name, "rows": len(frame), "task": table.task, "scores": {k: float(np.mean(v)) for k, v in scores.items()},
        "deviations": {k: float(np.std(v, ddof=1)) for k, v in scores.items()}, "best_peer": best,
        "difference": float(np.mean(differences)), "p": p_value(differences, *sizes),
        "seconds": {k: float(np.mean(v)) for k, v in seconds.items()}, "folds": scores, "valid": valids,
        "selected": choices,
    }


def main():
    warnings.filterwarnings("ignore")
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mlkit", type=lambda path: str(pathlib.Path(path).resolve()))
    parser.add_argument("--tables", nargs="*", default=list(training_tables.TABLES))
    parser.add_argument("--candidates", nargs="*", default=["linear", "network", "template"], choices=CANDIDATES)
    parser.add_argument("--select", default="refit", choices=SELECTING, help="how candidates are fitted, and what they are selected by")
    parser.add_argument("--no-peers", action="store_true", help="measure `selected`, the best of the others, beside `auto`")
    parser.add_argument("--repeats", type=int, default=1)
    parser.add_argument("--folds", type=int, default=5)
    parser.add_argument("--out", type=pathlib.Path, help="a file for all figures, as JSON")
    arguments = parser.parse_args()
    results = []
    for name in arguments.tables:
        with tempfile.TemporaryDirectory() as folder:
            started = time.time()
            result = measure(arguments.mlkit, name, arguments, pathlib.Path(folder))
        results.append(result)
        if len(results) == 1:
            names = list(result["scores"])
            print("| table | rows | " + " | ".join(names) + " | selected − best peer | p |")
            print("|---" * (len(names) + 4) + "|")
        figures = " | ".join(f"{result['scores'][key]:.4g}" for key in names)
        print(f"| {name} | {result['rows']} | {figures} | {result['difference']:+.3g} ({result['best_peer']}) | {result['p']:.2f} |")
        sys.stdout.flush()
        print(f"{name}: {time.time() - started:.0f} s", file=sys.stderr)
    if arguments.out:
        arguments.out.write_text(json.dumps(results, indent=2))
    losses = [result["table"] for result in results if result["difference"] > 0 and result["p"] < 0.05]
    print(f"\nsignificantly behind the best peer: {', '.join(losses) or 'none'}")


if __name__ == "__main__":
    sys.exit(main())
