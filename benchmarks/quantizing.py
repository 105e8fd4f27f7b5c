"""Quantizes models with mlkit and with ONNX Runtime's own tools, and compares size and error on the same samples.

    quantizing.py MLKIT FOLDER [NAME…]

FOLDER has models and their inputs: NAME.onnx, NAME.npz to compare on, and NAME.cal.npz to calibrate on where static quantization is
tried (`quantizing_models.py` makes them). Prints a table in Markdown: of each side the best of its modes, which is the one
with the least mean error among those that are no larger than 1.1 times the smallest. Ends with 1 if on a model mlkit is neither
smaller at no larger error nor nearer at no larger size.
"""

import argparse
import json
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime
from onnxruntime.quantization import CalibrationDataReader, QuantType, quantize_dynamic, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

MODES = [("static", []), ("dynamic", []), ("weights", []), ("float16", [])]


class Reader(CalibrationDataReader):
    def __init__(self, feeds):
        self.feeds = iter(feeds)

    def get_next(self):
        return next(self.feeds, None)


def feeds(model, arrays):
    """What mlkit feeds: an array of the rank of its input as it is, one of a rank more sample by sample."""
    inputs = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"]).get_inputs()
    split = {i.name: arrays[i.name].ndim > len(i.shape) for i in inputs}
    count = max([len(arrays[name]) for name, is_split in split.items() if is_split], default=1)
    return [{name: np.asarray(arrays[name][row]) if is_split else arrays[name] for name, is_split in split.items()} for row in range(count)]


def answers(model, samples):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    results = [session.run(None, feed) for feed in samples]
    return [np.concatenate([np.ravel(run[place]) for run in results]) for place in range(len(results[0]))]


def error(before, after):
    """The mean absolute difference over all outputs of numbers with fractions, each in units of its own spread."""
    parts = [
        np.mean(np.abs(a - b)) / (np.std(a) or 1) for a, b in zip(before, after) if a.dtype.kind == "f"]
    return float(np.mean(parts))


def kept(model):
    """GRU nodes, which ONNX Runtime's tools leave in float: what mlkit does where they are left too."""
    names = [node.name or f"GRU of `{node.output[0]}`" for node in onnx.load(model).graph.node if node.op_type == "GRU"]
    return [("weights, GRU in float", [word for name in names for word in ("--keep", name)])] if names else []


def ours(mlkit, model, name, folder, scratch):
    for label, extra in MODES + kept(model):
        mode = label.split(",")[0]
        out = scratch / f"mlkit-{label}.onnx"
        samples = folder / f"{name}.cal.npz"
        words = [mlkit, "quantize", model, "-o", out, "--mode", mode, *extra, "--format", "json"]
        if mode == "static":
            if not samples.exists():
                continue
            words += ["--samples", samples]
        done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
        if done.returncode == 0:
            json.loads(done.stdout)
            yield label, out
        else:
            print(f"{name} {label}: {done.stderr.strip()}", file=sys.stderr)


def peers(model, name, folder, scratch):
    prepared = scratch / "prepared.onnx"
    try:
        quant_pre_process(str(model), str(prepared))
    except Exception:
        prepared = model
    for label, per_channel in (("dynamic", False), ("dynamic per channel", True)):
        out = scratch / f"ort-{label}.onnx"
        try:
            quantize_dynamic(prepared, out, per_channel=per_channel, weight_type=QuantType.QInt8)
            yield label, out
        except Exception as failure:
            print(f"{name} {label}: {type(failure).__name__}", file=sys.stderr)
    calibration = folder / f"{name}.cal.npz"
    if calibration.exists():
        for label, per_channel in (("static", False), ("static per channel", True)):
            out = scratch / f"ort-{label}.onnx"
            try:
                reader = Reader(feeds(model, np.load(calibration)))
                quantize_static(prepared, out, reader, per_channel=per_channel, weight_type=QuantType.QInt8, activation_type=QuantType.QUInt8)
                yield label, out
            except Exception as failure:
                print(f"{name} {label}: {type(failure).__name__}", file=sys.stderr)


def best(candidates, before, samples):
    measured = []
    for label, path in candidates:
        try:
            measured.append((label, path.stat().st_size, error(before, answers(path, samples))))
        except Exception as failure:
            print(f"{path.name}: {type(failure).__name__}: {str(failure)[:200]}", file=sys.stderr)
    return measured


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mlkit")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("names", nargs="*")
    options = parser.parse_args()
    names = options.names or sorted(path.stem for path in options.folder.glob("*.onnx"))
    onnxruntime.set_default_logger_severity(4)
    worse = []
    print("| model | bytes | mlkit | bytes, error | ONNX Runtime | bytes, error |")
    print("|---|---|---|---|---|---|")
    for name in names:
        model = options.folder / f"{name}.onnx"
        samples = feeds(model, np.load(options.folder / f"{name}.npz"))
        before = answers(model, samples)
        with tempfile.TemporaryDirectory() as scratch:
            scratch = pathlib.Path(scratch)
            mine = best(ours(options.mlkit, model, name, options.folder, scratch), before, samples)
            theirs = best(peers(model, name, options.folder, scratch), before, samples)
        pick = lambda measured: min((m for m in measured if m[1] <= 1.1 * min(s for _, s, _ in measured)), key=lambda m: m[2])
        a, b = pick(mine), pick(theirs) if theirs else ("none runs", model.stat().st_size, float("inf"))
        for label, size, value in mine + theirs:
            print(f"  {name} {label}: {size} {value:.5f}", file=sys.stderr)
        if not (a[1] <= b[1] and a[2] <= b[2] or any(m[1] <= b[1] and m[2] <= b[2] for m in mine)):
            worse.append(name)
        print(f"| {name} | {model.stat().st_size} | {a[0]} | {a[1]}, {a[2]:.4f} | {b[0]} | {b[1]}, {b[2]:.4f} |", flush=True)
    if worse:
        print(f"\nnot as good: {', '.join(worse)}")
    sys.exit(1 if worse else 0)


if __name__ == "__main__":
    main()
