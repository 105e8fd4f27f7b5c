"""Turns the tables of the data stage into tensors.

Every row becomes one vector: first the columns of numbers, NaN where one is missing, then for each column of texts the
index of its value, 0 for a missing one or one that training has not seen.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow.parquet as parquet
import torch
import yaml

# The most values of one column of texts that are told apart, the most frequent first.
MOST_VALUES = 1000


@dataclass
class Columns:
    """What a network takes and gives."""

    numbers: list[str]
    # The values of each column of texts that are told apart; the first has the index 1.
    texts: dict[str, list[str]]
    target: str
    # The classes in the order of their probabilities; None for a regression.
    classes: list[str] | None


def read(path):
    """The columns of a Parquet file, by name: numbers as floats with NaN, all else as texts, "" for a missing one."""
    table = parquet.read_table(path)
    return {name: plain(table.column(name)) for name in table.column_names}


def plain(column):
    values = column.to_pylist()
    if any(isinstance(value, (str, bool)) for value in values):
        return np.array([as_text(value) for value in values], dtype=object)
    return np.array([np.nan if value is None else float(value) for value in values])


def as_text(value):
    """A value as the exported model takes it: truth values are the texts `true` and `false`."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return value or ""


def columns(schema_path, train):
    """What the schema says of the columns, with the values of texts that occur in the training rows."""
    schema = yaml.safe_load(Path(schema_path).read_text(encoding="utf-8"))
    target = schema["target"]
    kinds = {name: one["type"] for name, one in schema["columns"].items() if name != target}
    texts = {name: frequent(train[name]) for name, kind in kinds.items() if kind in ("text", "boolean")}
    classes = schema["columns"][target].get("categories")
    return Columns(
        numbers=[name for name in kinds if name not in texts],
        texts=texts,
        target=target,
        classes=None if classes is None else [as_text(one) if isinstance(one, bool) else str(one) for one in classes],
    )


def frequent(values):
    names, counts = np.unique([value for value in values if value != ""], return_counts=True)
    return [str(name) for name in names[np.argsort(-counts, kind="stable")][:MOST_VALUES]]


def inputs(table, columns):
    """The rows as float [N, numbers + texts]."""
    parts = [table[name].astype(np.float32) for name in columns.numbers]
    for name, values in columns.texts.items():
        index = {value: place for place, value in enumerate(values, start=1)}
        parts.append(np.array([index.get(value, 0) for value in table[name]], dtype=np.float32))
    return torch.from_numpy(np.stack(parts, axis=1))


def targets(table, columns):
    """The index of each row's class, or for a regression its number."""
    values = table[columns.target]
    if columns.classes is None:
        return torch.from_numpy(values.astype(np.float32))
    index = {name: place for place, name in enumerate(columns.classes)}
    return torch.tensor([index[value if isinstance(value, str) else str(int(value))] for value in values])
