"""Turns a fitted pipeline into an ONNX file of the form that mlkit evaluates and serves.

Its inputs are the columns by name, [N, 1]: numbers as double with NaN for a missing one, texts with "" for one. Its
outputs are `label`, [N], and `probabilities`, [N, classes], or for a regression `prediction`, [N, 1].
"""

import json

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper
from skl2onnx import to_onnx
from skl2onnx.common.data_types import FloatTensorType, StringTensorType


def convert(pipeline, rows, kind):
    """The pipeline as an ONNX model.

    `rows` are features as the pipeline was fitted on, of which only names and types matter; `kind` is what reports
    call the model.
    """
    types = [
        (name, StringTensorType([None, 1]) if rows[name].dtype == object else FloatTensorType([None, 1]))
        for name in rows.columns
    ]
    classifies = hasattr(pipeline, "classes_")
    options = {id(pipeline): {"zipmap": False}} if classifies else None
    opsets = {"": 18, "ai.onnx.ml": 3}
    model = to_onnx(pipeline, initial_types=types, options=options, target_opset=opsets)
    name_outputs(model.graph, ["label", "probabilities"] if classifies else ["prediction"])
    take_columns(model.graph, rows.columns)
    helper.set_model_props(model, {"kind": kind, **({"classes": class_names(pipeline)} if classifies else {})})
    onnx.checker.check_model(model)
    return model


def class_names(pipeline):
    """The classes in the order of the columns of `probabilities`, as JSON."""
    return json.dumps([str(name) for name in pipeline.classes_], ensure_ascii=False)


def name_outputs(graph, names):
    for output, name in zip(graph.output, names, strict=True):
        for node in graph.node:
            node.output[:] = [name if one == output.name else one for one in node.output]
        output.name = name


def take_columns(graph, names):
    """Gives the inputs the columns' names, which the conversion may have changed.

    Numbers become doubles, as tables have them; the pipeline goes on in single precision.
    """
    nodes = []
    for index, (graph_input, name) in enumerate(zip(graph.input, names, strict=True)):
        column = f"column_{index}"
        for node in graph.node:
            node.input[:] = [column if one == graph_input.name else one for one in node.input]
        kind = graph_input.type.tensor_type
        if kind.elem_type == TensorProto.FLOAT:
            kind.elem_type = TensorProto.DOUBLE
            nodes.append(helper.make_node("Cast", [name], [column], to=TensorProto.FLOAT))
        else:
            nodes.append(helper.make_node("Identity", [name], [column]))
        graph_input.name = name
    nodes += graph.node
    del graph.node[:]
    graph.node.extend(nodes)


def answers(model, rows):
    """What an ONNX model answers for rows of features: probabilities or predictions."""
    session = onnxruntime.InferenceSession(model.SerializeToString(), providers=["CPUExecutionProvider"])
    feeds = {}
    for wanted in session.get_inputs():
        column = rows[wanted.name]
        values = column.to_numpy(object if column.dtype == object else np.float64)
        feeds[wanted.name] = values.reshape(-1, 1)
    return session.run(None, feeds)[-1]


def differences(pipeline, model, rows):
    """How far the answers of the ONNX model are from the pipeline's own, row by row.

    For a regression in standard deviations of the answers.
    """
    if hasattr(pipeline, "classes_"):
        return np.abs(pipeline.predict_proba(rows) - answers(model, rows)).max(axis=1)
    own = pipeline.predict(rows)
    return np.abs(own - answers(model, rows)[:, 0]) / (own.std() or 1)
