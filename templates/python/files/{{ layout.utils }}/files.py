"""Reading and writing the small files that stages hand to each other."""

import json
from pathlib import Path


def read_json(path):
    return json.loads(Path(path).read_text(encoding="utf-8"))


def write_json(value, path):
    write_text(json.dumps(value, indent=2, ensure_ascii=False) + "\n", path)


def write_text(text, path):
    """Writes a text; its folder is made if it is not there."""
    Path(path).parent.mkdir(parents=True, exist_ok=True)
    Path(path).write_text(text, encoding="utf-8")
