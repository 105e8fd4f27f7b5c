"""Compares a finished census project with scikit-learn, XGBoost and ONNX Runtime in Python.

    compare.py PROJECT

Prints one line per comparison and exits with 1 if any is out of bounds.
"""

import json
import pathlib
import sys

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
from xgboost import XGBClassifier

TARGET = "income"
CLASSES = ["<=50K", ">50K"]
failures = 0


def compare(what, difference, bound):
    global failures
    failures += not difference <= bound
    print(f"{'ok' if difference <= bound else 'BAD'} {what}: {difference:.3g} (at most {bound:g})")


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
    return probabilities, labels.reshape(-1)


def compare_metrics(project, models):
    """Every reported metric against scikit-learn's, from predictions made in Python."""
    table, truth = split(project, "test")
    for model in models:
        name = model["name"]
        probabilities, labels = predict(str(project / f"models/{name}/model.onnx"), table)
        guess = (labels == CLASSES[1]).astype(int)
        expected = {
            "accuracy": metrics.accuracy_score(truth, guess),
            "precision": metrics.precision_score(truth, guess, zero_division=0),
            "recall": metrics.recall_score(truth, guess, zero_division=0),
            "f1": metrics.f1_score(truth, guess, zero_division=0),
            "roc_auc": metrics.roc_auc_score(truth, probabilities[:, 1]),
            "log_loss": metrics.log_loss(truth, probabilities.astype(float)),
        }
        worst = max(abs(expected[key] - model["metrics"][key]) for key in expected)
        compare(f"metrics of {name}", worst, 1e-6)


def features(train):
    numeric = [name for name in train if pd.api.types.is_numeric_dtype(train[name])]
    texts = [name for name in train if name not in numeric]
    return make_column_transformer(
        (make_pipeline(SimpleImputer(strategy="median"), StandardScaler()), numeric),
        (make_pipeline(SimpleImputer(strategy="most_frequent"), OneHotEncoder(handle_unknown="ignore")), texts),
    )


def as_objects(table):
    """Text columns as plain objects with NaN for missing, as the imputer wants them."""
    table = table.copy()
    for name in table.select_dtypes(exclude="number"):
        table[name] = table[name].astype(object).where(table[name].notna(), np.nan)
    return table


def compare_models(project, parameters):
    """The exported models against the same models fitted in Python on the same rows."""
    train, labels = split(project, "train")
    test, truth = split(project, "test")
    fitted = features(as_objects(train)).fit(as_objects(train))
    x_train, x_test = fitted.transform(as_objects(train)), fitted.transform(as_objects(test))
    logistic = LogisticRegression(max_iter=5000, tol=1e-8).fit(x_train, labels)
    ours = predict(str(project / "models/logistic/model.onnx"), test)[0][:, 1]
    compare("probabilities of logistic", np.abs(ours - logistic.predict_proba(x_test)[:, 1]).max(), 2e-3)
    trees = XGBClassifier(
        tree_method="hist",
        n_estimators=parameters["rounds"],
        max_depth=parameters["max_depth"],
        learning_rate=parameters["learning_rate"],
        n_jobs=1,
        base_score=0.5,
    ).fit(x_train, labels)
    ours = predict(str(project / "models/trees/model.onnx"), test)[0][:, 1]
    theirs = trees.predict_proba(x_test)[:, 1]
    difference = metrics.roc_auc_score(truth, ours) - metrics.roc_auc_score(truth, theirs)
    compare("AUC of trees", abs(difference), 0.01)


def compare_exports(project, models):
    for model in models:
        reported = json.loads((project / f"models/{model['name']}/metrics.json").read_text())
        compare(f"export of {model['name']}", reported["export_difference"], 1e-5)


def compare_quantization(project):
    table, _ = split(project, "test")
    report = json.loads((project / "reports/quantization.json").read_text())
    before = predict(str(project / "models/network/model.onnx"), table)[0]
    after = predict(str(project / "models/network/model.int8.onnx"), table)[0]
    largest = float(np.abs(before - after).max())
    compare("largest difference of int8", abs(largest - report["probability_difference"]["largest"]), 1e-5)
    sizes = [(project / f"models/network/{name}").stat().st_size for name in ("model.int8.onnx", "model.onnx")]
    compare("size of int8", sizes[0] / sizes[1], 0.40)


def main():
    project = pathlib.Path(sys.argv[1])
    parameters = json.loads(sys.argv[2])
    models = json.loads((project / "reports/evaluation.json").read_text())["models"]
    compare_metrics(project, models)
    compare_exports(project, models)
    compare_models(project, parameters)
    compare_quantization(project)
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
