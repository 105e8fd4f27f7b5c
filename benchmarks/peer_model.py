"""The bundle's model behind pydantic and onnxruntime, for the peers of benchmarks/serving.py.

BUNDLE names the bundle's folder. Types, missing values and categories are checked, as mlkit's server does.
"""

import json
import os
import pathlib
from typing import Literal, Optional

import numpy
import onnxruntime
import pydantic

folder = pathlib.Path(os.environ["BUNDLE"])
manifest = json.loads((folder / "bundle.json").read_text())
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = onnxruntime.InferenceSession(str(folder / "model.onnx"), options)
text = {column["name"] for column in manifest["inputs"] if column["type"] in ("text", "boolean")}
classes = manifest["classes"]


def kind(column):
    found = {"integer": int, "number": float, "boolean": bool, "text": str}[column["type"]]
    if column["categories"]:
        found = Literal[tuple(column["categories"])]
    return (Optional[found], None) if column["nullable"] else (found, ...)


Row = pydantic.create_model(
    "Row", __config__=pydantic.ConfigDict(extra="forbid"), **{column["name"]: kind(column) for column in manifest["inputs"]})


def predict(rows):
    columns = {}
    for column in manifest["inputs"]:
        name = column["name"]
        values = [getattr(row, name) for row in rows]
        if name in text:
            columns[name] = numpy.array([["" if value is None else str(value)] for value in values], dtype=object)
        else:
            columns[name] = numpy.array([[numpy.nan if value is None else value] for value in values], dtype=numpy.float64)
    labels, probabilities = session.run(["label", "probabilities"], columns)
    return {
        "predictions": [
            {"label": str(label), "probabilities": dict(zip(classes, map(float, row)))}
            for label, row in zip(labels, probabilities)
        ]
    }
