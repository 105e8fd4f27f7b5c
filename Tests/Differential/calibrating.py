"""Values of several distributions, and the ranges that NumPy and ONNX Runtime's tools choose for them: values.npz, references.json."""

import contextlib
import io
import json

import numpy as np
from onnxruntime.quantization.calibrate import HistogramCollector

random = np.random.default_rng(7)
VALUES = {
    "normal": random.normal(size=20000),
    "rectified": np.maximum(random.normal(size=20000), 0),
    "heavy": random.standard_t(2, size=20000),
    "shifted": random.normal(1.5, 0.5, size=20000),
    "negative": -random.gamma(1.0, 2.0, size=20000),
}


def percentile(values, percent):
    cut = (100 - percent) / 2
    return [np.percentile(values, cut, method="lower"), np.percentile(values, 100 - cut, method="higher")]


def ort_percentile(values, percent):
    collector = HistogramCollector("percentile", False, 4096, 128, percent, "same")
    with contextlib.redirect_stdout(io.StringIO()):
        collector.collect({"x": [values]})
        low, high = collector.compute_collection_result()["x"][:2]
    return [low, high]


def entropy(values, bins=4096):
    """TensorRT's calibration, with 256 steps to both sides of zero, or to one; zeros, which are exact, are left out."""
    reach = np.abs(values).max()
    whole, values = values, values[values != 0]
    counts, edges = np.histogram(values.astype(np.float64), bins, range=(-reach, reach))
    half = bins // 2
    steps = 512 if whole.min() >= 0 or whole.max() <= 0 else 256
    best = (np.inf, half)
    for width in range(steps // 2, half + 1, 8):
        part = counts[half - width:half + width].astype(np.float64)
        p = part.copy()
        p[0] += counts[:half - width].sum()
        p[-1] += counts[half + width:].sum()
        q = np.zeros_like(part)
        cuts = np.arange(steps + 1) * (2 * width) // steps
        for start, end in zip(cuts, cuts[1:]):
            filled = p[start:end] > 0
            if filled.any():
                q[start:end][filled] = part[start:end].sum() / filled.sum()
        p, q = p / p.sum(), q / max(q.sum(), 1)
        filled = p > 0
        divergence = np.sum(p[filled] * np.log(p[filled] / np.maximum(q[filled], 1e-10)))
        if divergence < best[0] - 1e-12:
            best = (divergence, width)
    width = best[1]
    return [max(edges[half - width], whole.min()), min(edges[half + width], whole.max())]


def squared_error(values, low, high):
    low, high = min(low, 0), max(high, 0)
    scale = (high - low) / 255
    zero = round(-low / scale)
    return np.mean(((np.clip(np.round(values / scale) + zero, 0, 255) - zero) * scale - values) ** 2)


def least_squared_error(values):
    parts = np.linspace(0.1, 1, 46)
    low, high = min(values.min(), 0), max(values.max(), 0)
    return min(
        squared_error(values, low * a, high * b) for a in (parts if low < 0 else [1]) for b in (parts if high > 0 else [1]))


references = {}
for name, values in VALUES.items():
    values = VALUES[name] = values.astype(np.float32)
    references[name] = {
        "minmax": [values.min(), values.max()], "percentile": percentile(values, 99),
        "onnxruntime_percentile": ort_percentile(values, 99), "entropy": entropy(values), "mse": least_squared_error(values),
    }
np.savez("values.npz", **VALUES)
with open("references.json", "w") as file:
    json.dump(references, file, default=float)
