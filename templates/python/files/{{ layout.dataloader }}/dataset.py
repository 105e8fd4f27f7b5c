"""Loads the table, cleans it, splits it, and says what its columns are."""

import gzip
import io
import json
from pathlib import Path

import pandas as pd
from sklearn.model_selection import train_test_split

# A text column with more values than this is not held to a list of them.
MOST_CATEGORIES = 100


def load(path, missing):
    """The table in a file, read as the ending of its name says; the texts in `missing` mean a missing value."""
    content = Path(path).read_bytes()
    name = str(path)
    if name.endswith(".gz"):
        content, name = gzip.decompress(content), name.removesuffix(".gz")
    if name.endswith(".parquet"):
        return pd.read_parquet(io.BytesIO(content))
    if name.endswith((".json", ".jsonl", ".ndjson")):
        return pd.read_json(io.BytesIO(content), lines=not name.endswith(".json"))
    separator = "\t" if name.endswith(".tsv") else ","
    return pd.read_csv(io.BytesIO(content), sep=separator, na_values=missing, keep_default_na=False)


def clean(table, target, drop, task):
    """The table without `drop` and without rows whose target is missing; every column is of numbers or of texts."""
    unknown = [name for name in [target, *drop] if name not in table.columns]
    if unknown:
        raise ValueError(f"the data have no column {', '.join(unknown)}; they have {', '.join(table.columns)}")
    table = table.drop(columns=drop)
    table = table[table[target].notna()].reset_index(drop=True)
    for name in table.columns:
        if not is_number(table[name]) or (name == target and task == "classification"):
            table[name] = table[name].map(as_text, na_action="ignore").astype("string")
    if task == "regression" and not is_number(table[target]):
        raise ValueError(f"the column {target} is not a number, so it cannot be the target of a regression")
    return table


def is_number(column):
    return pd.api.types.is_numeric_dtype(column) and not pd.api.types.is_bool_dtype(column)


def as_text(value):
    """A value as models take it: truth values are the texts `true` and `false`, whole numbers have no point."""
    if isinstance(value, bool) or type(value).__name__ == "bool":
        return "true" if value else "false"
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)


def split(table, shares, target, task, seed):
    """The rows by split. Each split has the same share of each class."""

    def stratify(part):
        return part[target] if task == "classification" else None

    train, rest = train_test_split(table, train_size=shares["train"], random_state=seed, stratify=stratify(table))
    share = shares["valid"] / (shares["valid"] + shares["test"])
    valid, test = train_test_split(rest, train_size=share, random_state=seed, stratify=stratify(rest))
    return {name: part.sort_index() for name, part in [("train", train), ("valid", valid), ("test", test)]}


def columns(table, target):
    """The names of the columns of numbers and of texts that a model may use."""
    names = [name for name in table.columns if name != target]
    return [name for name in names if is_number(table[name])], [name for name in names if not is_number(table[name])]


def features(table, target):
    """What a model takes: numbers in single precision, texts with "" for a missing one, as in the ONNX file."""
    numbers, texts = columns(table, target)
    parts = {name: table[name].astype("float32") for name in numbers}
    parts |= {name: table[name].fillna("").astype(object) for name in texts}
    return pd.DataFrame(parts)


def describe(table, target):
    """What each column must be, as mlkit's built-in stages and its server want to know it."""
    return [describe_column(table[name], name == target) for name in table.columns]


def describe_column(column, is_target):
    values = column.dropna()
    whole = is_number(column) and bool((values % 1 == 0).all())
    kind = "integer" if whole else "number" if is_number(column) else "text"
    description = {"name": column.name, "type": kind, "nullable": bool(column.isna().any())}
    if kind == "text" and (is_target or values.nunique() <= MOST_CATEGORIES):
        description["categories"] = sorted(value for value in values.unique() if value)
    return description


def schema_yaml(descriptions, target):
    """The descriptions as the schema file of the project: texts are quoted as JSON, which YAML takes too."""

    def quoted(text):
        return json.dumps(text, ensure_ascii=False)

    lines = ["# What each column of the data must be; written by the stage `prepare`.", ""]
    lines += [f"target: {quoted(target)}", "columns:"]
    for one in descriptions:
        lines += [f"  {quoted(one['name'])}:", f"    type: {one['type']}"]
        if one["nullable"]:
            lines.append("    nullable: true")
        if one.get("categories"):
            lines.append("    categories:")
            lines += [f"      - {quoted(category)}" for category in one["categories"]]
    return "\n".join(lines) + "\n"
