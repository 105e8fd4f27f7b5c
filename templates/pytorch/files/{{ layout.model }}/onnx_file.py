"""Writes a trained network as an ONNX file of the form that mlkit evaluates, quantizes and serves.

The file holds two graphs in one: the columns of the table, numbers as double [N, 1] and texts as string [N, 1], become
the network's rows, and the network, exported by PyTorch, answers them. Its outputs are `label`, [N], and
`probabilities`, [N, classes], or for a regression `prediction`, [N, 1].
"""

import json
import logging

import onnx
import torch
from onnx import TensorProto, compose, helper

OPSET = 18
IR_VERSION = 10


def convert(answers, columns):
    """The whole as an ONNX model. `answers` is a module that takes rows, `columns` says what they are made of."""
    network = exported(answers, len(columns.numbers) + len(columns.texts))
    whole = compose.merge_models(table_graph(columns), network, io_map=[("rows", "network/rows")])
    name_output(whole.graph, "prediction" if columns.classes is None else "probabilities")
    if columns.classes is not None:
        add_label(whole.graph, columns.classes)
    whole.ir_version = IR_VERSION
    properties = {"kind": "pytorch"}
    if columns.classes is not None:
        properties["classes"] = json.dumps(columns.classes, ensure_ascii=False)
    helper.set_model_props(whole, properties)
    onnx.checker.check_model(whole, full_check=True)
    return whole


def exported(answers, width):
    """What PyTorch makes of the network: `rows` [N, width] in, `answers` out."""
    # The exporter warns of packages for other networks that are not installed.
    logging.getLogger("torch.onnx").setLevel(logging.ERROR)
    program = torch.onnx.export(
        answers.eval(),
        (torch.zeros(2, width),),
        input_names=["rows"],
        output_names=["answers"],
        dynamic_shapes=({0: torch.export.Dim("N")},),
        opset_version=OPSET,
        dynamo=True,
        verbose=False,
    )
    model = program.model_proto
    # Notes of the exporter would only make the file larger.
    for node in model.graph.node:
        node.ClearField("doc_string")
        del node.metadata_props[:]
    del model.graph.value_info[:]
    model.ir_version = IR_VERSION
    return compose.add_prefix(model, "network/")


def table_graph(columns):
    """From the columns of the table to `rows`, as the data loader makes them."""
    nodes, inputs, parts = [], [], []
    for place, name in enumerate(columns.numbers):
        inputs.append(helper.make_tensor_value_info(name, TensorProto.DOUBLE, ["N", 1]))
        parts.append(f"number/{place}")
        nodes.append(helper.make_node("Cast", [name], [parts[-1]], to=TensorProto.FLOAT))
    for place, (name, values) in enumerate(columns.texts.items()):
        inputs.append(helper.make_tensor_value_info(name, TensorProto.STRING, ["N", 1]))
        parts.append(f"text/{place}")
        encoder = helper.make_node(
            "LabelEncoder",
            [name],
            [parts[-1]],
            domain="ai.onnx.ml",
            # A column without a value knows one that cannot occur.
            keys_strings=values or ["\0"],
            values_floats=[float(index) for index in range(1, max(len(values), 1) + 1)],
            default_float=0.0,
        )
        nodes.append(encoder)
    nodes.append(helper.make_node("Concat", parts, ["rows"], axis=1))
    rows = helper.make_tensor_value_info("rows", TensorProto.FLOAT, ["N", len(parts)])
    graph = helper.make_graph(nodes, "table", inputs, [rows])
    opsets = [helper.make_opsetid("", OPSET), helper.make_opsetid("ai.onnx.ml", 3)]
    return helper.make_model(graph, opset_imports=opsets, ir_version=IR_VERSION)


def name_output(graph, name):
    output = graph.output[0]
    for node in graph.node:
        node.output[:] = [name if one == output.name else one for one in node.output]
    output.name = name
    output.type.tensor_type.shape.dim[0].dim_param = "N"


def add_label(graph, classes):
    """The name of the most probable class beside the probabilities."""
    graph.node.append(helper.make_node("ArgMax", ["probabilities"], ["place"], axis=1, keepdims=0))
    graph.node.append(
        helper.make_node(
            "LabelEncoder",
            ["place"],
            ["label"],
            domain="ai.onnx.ml",
            keys_int64s=list(range(len(classes))),
            values_strings=classes,
        )
    )
    graph.output.insert(0, helper.make_tensor_value_info("label", TensorProto.STRING, ["N"]))
