"""Compares a finished census project with scikit-learn, LightGBM and ONNX Runtime in Python.

    compare.py PROJECT

The project is one that `mlkit new --defaults` makes, on any part of the census data and with any parameters: how its
models are trained is read from `.mlkit/lock`. Prints one line per comparison and exits with 1 if any is out of bounds.
"""

import json
import math
import pathlib
import sys

import lightgbm
import numpy as np
import onnx
import onnxruntime
import pandas as pd
from sklearn import metrics
from sklearn.compose import make_column_transformer
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler

TARGET = "income"
CLASSES = ["<=50K", ">50K"]
failures = 0


def compare(what, difference, bound):
    global failures
    failures += not difference <= bound
    print(f"{'ok ' if difference <= bound else 'BAD'} {what}: {difference:.3g} (at most {bound:g})")


def split(project, name):
    table = pd.read_parquet(project / f"data/{name}/ingest.parquet")
    return table.drop(columns=TARGET), (table[TARGET] == CLASSES[1]).astype(int).to_numpy()


def predict(path, table):
    """Probabilities [rows, 2] and labels [rows] of a model whose inputs are the raw columns."""
    onnx.checker.check_model(onnx.load(path))
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    inputs = {}
    for wanted in session.get_inputs():
        column = table[wanted.name]
        if wanted.type == "tensor(string)":
            inputs[wanted.name] = column.fillna("").astype(str).to_numpy(dtype=object).reshape(-1, 1)
        else:
            inputs[wanted.name] = column.to_numpy(dtype=float, na_value=np.nan).reshape(-1, 1)
    labels, probabilities = session.run(["label", "probabilities"], inputs)
    return probabilities.astype(float), labels.reshape(-1)


def compare_metrics(project, name, models):
    """Every reported metric on a split against scikit-learn's, from predictions made in Python."""
    table, truth = split(project, name)
    for model in models:
        name = model["name"]
        probabilities, labels = predict(str(project / f"models/{name}/model.onnx"), table)
        guess = (labels == CLASSES[1]).astype(int)
        # A row's probabilities are rounded to 32 bits each; scikit-learn wants their sum to be 1 in 64.
        shares = probabilities / probabilities.sum(axis=1, keepdims=True)
        expected = {
            "accuracy": metrics.accuracy_score(truth, guess),
            "precision": metrics.precision_score(truth, guess, zero_division=0),
            "recall": metrics.recall_score(truth, guess, zero_division=0),
            "f1": metrics.f1_score(truth, guess, zero_division=0),
            "roc_auc": metrics.roc_auc_score(truth, probabilities[:, 1]),
            "log_loss": metrics.log_loss(truth, shares),
        }
        for key, value in expected.items():
            compare(f"{key} of {name}", abs(value - model["metrics"][key]), 1e-6)


def compare_exports(project, models):
    """What each trainer says of its exported model's predictions beside its own."""
    for model in models:
        reported = json.loads((project / f"models/{model['name']}/metrics.json").read_text())
        compare(f"export of {model['name']}", reported["export_difference"], 1e-5)


def configuration(project, candidate):
    """The resolved keys of a candidate's stage, as it last ran."""
    lock = json.loads((project / f".mlkit/lock/train.{candidate}.json").read_text())
    return lock["configuration"]


def as_objects(table):
    """Text columns as plain objects with NaN for missing, as the imputer wants them."""
    table = table.copy()
    for name in table.select_dtypes(exclude="number"):
        table[name] = table[name].astype(object).where(table[name].notna(), np.nan)
    return table


def least_rows(features, least, train):
    """In how many training rows a category has to be to be told from others."""
    return max(least, math.ceil(features["categorical"]["min_share"] * len(train)))


def encoded(project, features):
    """The training and test rows as a linear model takes them, and the training labels."""
    train, labels = split(project, "train")
    test, _ = split(project, "test")
    numeric = [name for name in train if pd.api.types.is_numeric_dtype(train[name])]
    encoder = OneHotEncoder(
        min_frequency=least_rows(features, 2, train), handle_unknown="infrequent_if_exist", sparse_output=False)
    missing = SimpleImputer(strategy="constant", fill_value="(missing)")
    transformer = make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numeric),
        (make_pipeline(missing, encoder), [n for n in train if n not in numeric]),
    )
    return transformer.fit_transform(as_objects(train)), transformer.transform(as_objects(test)), labels


def boosted(project):
    """What LightGBM with the same settings answers for the test rows, in as many rounds."""
    trees = configuration(project, "trees")
    train, labels = split(project, "train")
    test, _ = split(project, "test")
    least = least_rows(trees["features"], 1, train)
    texts = [name for name in train if not pd.api.types.is_numeric_dtype(train[name])]
    for name in texts:
        values = [table[name].astype(object).where(table[name].notna(), "(missing)") for table in (train, test)]
        counts = values[0].value_counts()
        frequent = sorted(counts.index[counts >= least], key=lambda text: (text == "(missing)", text.encode()))
        places = {text: place for place, text in enumerate(frequent)}
        rare = len(frequent) if (counts < least).any() else -1
        train[name], test[name] = (column.map(lambda text: places.get(text, rare)) for column in values)
    leaf = min(20, max(5, len(train) // 50))
    settings = {
        "objective": "binary", "learning_rate": trees["model"]["learning_rate"], "max_depth": trees["model"]["max_depth"],
        "min_data_in_leaf": leaf, "min_data_per_group": min(100, max(leaf, len(train) // 50)), "num_threads": 1,
        "deterministic": True, "force_row_wise": True, "verbosity": -1,
    }
    rows = lightgbm.Dataset(train.astype(float), labels, categorical_feature=texts)
    best = json.loads((project / "models/trees/metrics.json").read_text())["best_round"]
    return lightgbm.train(settings, rows, best).predict(test.astype(float))


def compare_models(project):
    """The exported models against the same models fitted in Python on the same rows."""
    train, test, labels = encoded(project, configuration(project, "linear")["features"])
    table, truth = split(project, "test")

    penalty = json.loads((project / "models/linear/metrics.json").read_text())["l2"]
    logistic = LogisticRegression(C=1 / penalty, max_iter=10_000, tol=1e-10).fit(train, labels)
    ours = predict(str(project / "models/linear/model.onnx"), table)[0][:, 1]
    compare("probabilities of linear", np.abs(ours - logistic.predict_proba(test)[:, 1]).max(), 2e-3)

    ours = predict(str(project / "models/trees/model.onnx"), table)[0][:, 1]
    theirs = boosted(project)
    difference = metrics.roc_auc_score(truth, ours) - metrics.roc_auc_score(truth, theirs)
    compare("roc_auc of trees beside LightGBM's", abs(difference), 1e-3)


def compare_quantization(project):
    """What the quantization report says of the 8-bit network, and what it may cost."""
    folder = project / "models/network"
    report = json.loads((project / "reports/quantization.json").read_text())
    table, truth = split(project, report["split"])
    before, _ = predict(str(folder / "model.onnx"), table)
    after, labels = predict(str(folder / "model.int8.onnx"), table)
    largest = float(np.abs(before - after).max())
    compare("largest difference of int8", abs(largest - report["probability_difference"]["largest"]), 1e-6)
    before_labels = np.array(CLASSES)[before.argmax(axis=1)]
    lost = metrics.accuracy_score(truth, before_labels == CLASSES[1]) - metrics.accuracy_score(truth, labels == CLASSES[1])
    compare("accuracy lost by int8", lost, 0.005)
    ratio = (folder / "model.int8.onnx").stat().st_size / (folder / "model.onnx").stat().st_size
    compare("size of int8", ratio, 0.45)


def main():
    project = pathlib.Path(sys.argv[1])
    evaluation = json.loads((project / "reports/evaluation.json").read_text())
    models = evaluation["validation"]["models"]
    compare_metrics(project, "valid", models)
    compare_metrics(project, "test", evaluation["models"])
    compare_exports(project, models)
    compare_models(project)
    compare_quantization(project)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
