"""Measures what `features` do for models of tables with texts, or with many categories.

    training_features.py MLKIT [--tables NAME …] [--models NAME …] [--folds 3]

Each table is read by a stage of kind `data` once; what it typed is cut into folds, the same for all. Of the rows a fold is fitted on,
one in six is the validation split. The figure is the mean over folds of log-loss, or of the root of the squared error for numbers, on rows
that nobody has seen. The tables come with Python packages (requirements-training.txt); nothing is downloaded.
"""

import argparse
import json
import pathlib
import tempfile

import numpy as np

import training
import training_tables

# Texts as categories, as without a key; as words; and categories by the target as well.
VARIANTS = {
    "categories": "categorical: {min_share: 0.001}, text: category",
    "words": "categorical: {min_share: 0.001}, text: auto",
    "words, target": "categorical: {min_share: 0.001, encode: target}, text: auto",
}
MODELS = {
    "linear": "linear",
    "network": "{name: network, kind: network, hidden: [64, 32]}",
    "lightgbm": "lightgbm",
}


def fitted(mlkit, folder, frame, schema, parts, features, models):
    """The figure of each model, fitted and measured on parts of the rows."""
    (folder / "given").mkdir(parents=True)
    (folder / "data").mkdir()
    for name, rows in parts.items():
        frame.iloc[rows].to_parquet(folder / f"given/{name}.parquet", index=False)
    (folder / "given/schema.yaml").write_text(schema.text)
    head = training.FOLD[: training.FOLD.index("    features:")]
    candidates = ", ".join(MODELS[name] for name in models)
    (folder / "mlkit.yaml").write_text(f"{head}    features: {{{features}}}\n    matrix: {{model: [{candidates}]}}\n")
    training.run(mlkit, folder, "train", "-j", "1")
    test = frame.iloc[parts["test"]]
    truth = schema.truth(test)
    return {
        name: training.score(training.predict(str(folder / f"models/{name}/model.onnx"), test, schema.columns), truth, schema.classes)
        for name in models
    }


def measure(mlkit, name, models, count):
    table = training_tables.load(name)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        frame, text = training.typed(mlkit, table, scratch / "data")
        schema = training_tables.Schema(text, table.target)
        scores = {}
        for number, rows in enumerate(training.folds(frame, schema.truth(frame), table.task, count, 1)):
            parts = dict(zip(("train", "valid", "test"), rows))
            for place, (variant, features) in enumerate(VARIANTS.items()):
                found = fitted(mlkit, scratch / f"{number}-{place}", frame, schema, parts, features, models)
                for model, score in found.items():
                    scores.setdefault((model, variant), []).append(score)
    for model in models:
        means = ", ".join(f"{variant} {np.mean(scores[model, variant]):.4f}" for variant in VARIANTS)
        print(f"{name}, {len(frame)} rows, {model}: {means}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("mlkit")
    parser.add_argument("--tables", nargs="+", default=list(training_tables.TEXT_TABLES))
    parser.add_argument("--models", nargs="+", default=list(MODELS), choices=list(MODELS))
    parser.add_argument("--folds", type=int, default=3)
    wanted = parser.parse_args()
    for name in wanted.tables:
        measure(wanted.mlkit, name, wanted.models, wanted.folds)


if __name__ == "__main__":
    main()
