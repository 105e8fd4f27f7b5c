"""Turns reports/evaluation.json into docs/report.md, which people can read.

Run by the stage `report` of mlkit.yaml, from the project's folder. Needs nothing but Python.
"""

import json
import sys
from pathlib import Path

SOURCE = Path("reports/evaluation.json")
DESTINATION = Path("docs/report.md")

# For these a smaller value is better.
ERRORS = {"log_loss", "rmse", "mae"}


def number(value):
    """A metric in four decimals; a dash where there is none."""
    return "–" if value is None else f"{value:.4f}"


def table(header, rows):
    """A Markdown table whose first column is text and whose others are numbers."""
    lines = ["| " + " | ".join(header) + " |", "|---|" + "---:|" * (len(header) - 1)]
    lines += ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join(lines)


def best(models, metric):
    """The best value of a metric, or None if no model has one."""
    values = [model["metrics"][metric] for model in models if model["metrics"].get(metric) is not None]
    if not values:
        return None
    return min(values) if metric in ERRORS else max(values)


def metrics_table(models):
    """All models by all metrics, the best value of each in bold."""
    names = list(models[0]["metrics"]) if models else []
    bests = {name: best(models, name) for name in names}

    def cell(model, name):
        value = model["metrics"].get(name)
        text = number(value)
        return f"**{text}**" if value is not None and value == bests[name] else text

    rows = [
        [model["name"], *(cell(model, name) for name in names), f"{model['size_bytes'] / 1000:,.0f}"]
        for model in models
    ]
    return table(["model", *names, "size in kB"], rows)


def confusion_table(model, classes):
    """Which classes are taken for which: truth in rows, predictions in columns."""
    rows = [[f"is {name}", *map(str, counts)] for name, counts in zip(classes, model["confusion"])]
    return table(["", *(f"predicted {name}" for name in classes)], rows)


def report(evaluation):
    """The whole report, as Markdown."""
    models = evaluation["models"]
    selection = evaluation["selection"]
    selected = next(model for model in models if model["name"] == selection["model"])
    parts = [
        "# Report",
        f"{len(models)} models predict `{evaluation['target']}` for {evaluation['rows']:,} test rows, which none of"
        " them has seen.",
        f"Selected: **{selection['model']}**. Why: {selection['reason']}.",
        "## All models",
        metrics_table(models),
    ]
    gain = (selected.get("difference_to_baseline") or {}).get(selection["metric"])
    if gain is not None:
        parts.append(f"Against the baseline, `{selected['name']}` changes {selection['metric']} by {gain:+.4f}.")
    if selected.get("confusion"):
        parts += [f"## Where {selected['name']} is wrong", confusion_table(selected, evaluation["classes"])]
    return "\n\n".join(parts) + "\n"


def main():
    try:
        evaluation = json.loads(SOURCE.read_text(encoding="utf-8"))
    except FileNotFoundError:
        sys.exit(f"{SOURCE} is not there yet: `mlkit run` makes it")
    DESTINATION.parent.mkdir(exist_ok=True)
    DESTINATION.write_text(report(evaluation), encoding="utf-8")
    print(f"wrote {DESTINATION}")


if __name__ == "__main__":
    main()
