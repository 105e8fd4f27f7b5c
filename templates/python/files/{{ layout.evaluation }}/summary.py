"""Tells people what the metrics say."""

# For these a smaller value is better.
ERRORS = {"log_loss", "brier", "calibration_error", "hamming_loss", "rmse", "mae"}


def summary(metrics, evaluation):
    """The report as Markdown.

    `metrics` is what the stage `evaluate` measured on the scikit-learn pipeline, `evaluation` what the built-in stage
    `verify` measured on the exported file.
    """
    exported = evaluation["models"][0]
    names = list(metrics["test"])
    columns = {
        "baseline": metrics["baseline"],
        "validation": metrics["valid"],
        "test": metrics["test"],
        "test, ONNX file": exported["metrics"],
    }
    lines = ["| metric | " + " | ".join(columns) + " | better is |", "|---|" + "---:|" * len(columns) + "---|"]
    for name in names:
        values = [number(column.get(name)) for column in columns.values()]
        lines.append(f"| {name} | " + " | ".join(values) + f" | {'lower' if name in ERRORS else 'higher'} |")
    size = exported["size_bytes"] / 1000
    return f"""# Report

A `{metrics["model"]}` model predicts `{evaluation["target"]}`. It was measured on {evaluation["rows"]:,} test rows that
it has never seen, beside a baseline that gives every row the same answer. The exported file has {size:,.0f} kB.

{chr(10).join(lines)}

{remark(metrics, names)}
"""


def remark(metrics, names):
    """What the numbers mean together, in one sentence."""
    name = names[0]
    gain = metrics["test"][name] - metrics["baseline"][name]
    better = gain < 0 if name in ERRORS else gain > 0
    verb = "beats" if better else "does not beat"
    return f"The model {verb} the baseline: {name} changes by {gain:+.4f}."


def number(value):
    """A metric in four decimals; a dash where there is none."""
    return "–" if value is None else f"{value:.4f}"
