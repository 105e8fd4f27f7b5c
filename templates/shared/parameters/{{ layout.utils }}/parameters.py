"""The parameters of a stage as `mlkit run` hands them to its command: a JSON file, with the values of this very run.

Values in mlkit.yaml may be others: those of a sweep, or of `mlkit run --set`.
"""

import argparse
import json
from pathlib import Path


def options(parser, arguments):
    """The options of a step. What the command line does not give is taken from the file behind `--params`.

    A stage says `--params "$MLKIT_PARAMS"`. By hand, the options do without: `--seed 42`.
    """
    parser.add_argument("--params", metavar="FILE", help="JSON with values for options; those given beside it count")
    before = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
    before.add_argument("--params")
    file = before.parse_known_args(arguments)[0].params
    handed = json.loads(Path(file).read_text(encoding="utf-8")) if file else {}
    return parser.parse_args([*as_arguments(handed), *arguments])


def as_arguments(values):
    """`{"seed": 42, "train": {"hidden": [64, 32]}}` as `--seed=42 --hidden 64 32`; what is nothing is left out."""
    found = []
    for name, value in values.items():
        option = "--" + name.replace("_", "-")
        if isinstance(value, dict):
            found += as_arguments(value)
        elif isinstance(value, list):
            found += [option, *map(text, value)]
        elif value is not None:
            found.append(f"{option}={text(value)}")
    return found


def text(value):
    return value if isinstance(value, str) else json.dumps(value)
