"""Quantizes models with mlkit, with ONNX Runtime's own tools and with neural-compressor, and compares size and error on the same samples.

    quantizing.py MLKIT FOLDER [NAME…] [--neural-compressor PYTHON]

FOLDER has models and their inputs: NAME.onnx, NAME.npz to compare on, and NAME.cal.npz to calibrate on where static quantization is
tried (`quantizing_models.py` makes them). PYTHON is one with requirements-neural-compressor.txt. Prints a table in Markdown: of each side
the best of its modes, which is the one with the least mean error among those that are no larger than 1.1 times the smallest. Ends with 1
if for some file of a peer, whatever its mode, no file of mlkit's is both no larger and no less near; or if a file of mlkit's does not pass ONNX's
checker, or answers in this ONNX Runtime otherwise than mlkit says.
"""

import argparse
import contextlib
import json
import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np
import onnx
import onnxruntime
from onnxruntime.quantization import CalibrationDataReader, QuantType, quantize_dynamic, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

MODES = [("static", []), ("dynamic", []), ("weights", []), ("weights, per tensor", ["--per-tensor"]), ("float16", [])]


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


def ours(mlkit, model, name, folder, scratch, faults):
    for label, extra in MODES + kept(model):
        mode = label.split(",")[0]
        out = scratch / f"mlkit-{label}.onnx"
        samples = folder / (f"{name}.cal.npz" if mode == "static" else f"{name}.npz")
        if not samples.exists():
            continue
        words = [mlkit, "quantize", model, "-o", out, "--mode", mode, *extra, "--samples", samples, "--format", "json"]
        done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
        if done.returncode == 0:
            faults += [f"{name} {label}: {fault}" for fault in misfits(model, out, samples, json.loads(done.stdout))]
            yield label, out
        else:
            print(f"{name} {label}: {done.stderr.strip()}", file=sys.stderr)


def misfits(model, out, samples, report):
    """Where a file is not as ONNX's checker wants it, or its answers in this ONNX Runtime are not as far from the model's as mlkit says."""
    try:
        onnx.checker.check_model(str(out), full_check=True)
    except Exception as failure:
        yield f"the checker says {str(failure)[:200]}"
    fed = feeds(model, np.load(samples))
    named = [o.name for o in onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"]).get_outputs()]
    pairs = dict(zip(named, zip(answers(model, fed), answers(out, fed))))
    for output in report["outputs"]:
        a, b = (part.astype("f8") for part in pairs[output["name"]])
        known = np.isfinite(a)
        difference = np.abs(a - b)[known]
        for said, seen in (("largest_difference", difference.max()), ("mean_difference", difference.mean())):
            if not abs(output[said] - seen) <= 1e-3 * seen + 1e-6:
                yield f"`{output['name']}`, {said}: mlkit says {output[said]:.3g}, and here it is {seen:.3g}"


def preprocessed(model, scratch):
    """What ONNX Runtime's tools ask for first, as far as it works on a model."""
    prepared = scratch / "prepared.onnx"
    for less in ({}, {"skip_symbolic_shape": True}):
        try:
            quant_pre_process(str(model), str(prepared), **less)
            return prepared
        except Exception:
            pass
    return model


def peers(model, name, folder, scratch):
    prepared = preprocessed(model, scratch)
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


def compressed(python, model, name, folder, scratch):
    """neural-compressor's, which writes what it does to its working folder."""
    script = pathlib.Path(__file__).resolve().parent / "quantizing_neural_compressor.py"
    calibration = folder / f"{name}.cal.npz"
    words = [python, script, model.resolve(), scratch.resolve(), *([calibration.resolve()] if calibration.exists() else [])]
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    done = subprocess.run([str(word) for word in words], capture_output=True, text=True, cwd=scratch, env=environment)
    said = [line for line in done.stderr.splitlines() if line.startswith("neural-compressor")]
    if done.returncode:
        said.append(f"neural-compressor ends with {done.returncode}: {done.stderr.strip().splitlines()[-1:]}")
    for line in said:
        print(f"{name} {line}", file=sys.stderr)
    return [(path.stem, path) for path in sorted(scratch.glob("nc-*.onnx"))]


def best(candidates, before, samples):
    measured = []
    for label, path in candidates:
        try:
            measured.append((label, path.stat().st_size, error(before, answers(path, samples))))
        except Exception as failure:
            print(f"{path.name}: {type(failure).__name__}: {str(failure)[:200]}", file=sys.stderr)
    return measured


def pick(measured):
    """Of files that are no larger than 1.1 times the smallest the nearest; `None` if none runs."""
    near = [m for m in measured if m[1] <= 1.1 * min(size for _, size, _ in measured)]
    return min(near, key=lambda m: m[2], default=None)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mlkit")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--neural-compressor", metavar="PYTHON")
    options = parser.parse_args()
    options.folder, options.mlkit = options.folder.resolve(), pathlib.Path(options.mlkit).resolve()
    names = options.names or sorted(path.stem for path in options.folder.glob("*.onnx"))
    onnxruntime.set_default_logger_severity(4)
    worse, faults = [], []
    print("| model | bytes | mlkit | bytes, error | ONNX Runtime | bytes, error | neural-compressor | bytes, error |")
    print("|---|---|---|---|---|---|---|---|")
    for name in names:
        model = options.folder / f"{name}.onnx"
        samples = feeds(model, np.load(options.folder / f"{name}.npz"))
        before = answers(model, samples)
        # ONNX Runtime's tools leave files in the working folder.
        with tempfile.TemporaryDirectory() as scratch, contextlib.chdir(scratch):
            scratch = pathlib.Path(scratch)
            mine = best(ours(options.mlkit, model, name, options.folder, scratch, faults), before, samples)
            sides = [best(peers(model, name, options.folder, scratch), before, samples)]
            if options.neural_compressor:
                sides.append(best(compressed(options.neural_compressor, model, name, options.folder, scratch), before, samples))
        for label, size, value in [m for side in [mine, *sides] for m in side]:
            print(f"  {name} {label}: {size} {value:.5f}", file=sys.stderr)
        picks = [pick(side) for side in sides]
        for peer, side in zip(("ONNX Runtime", "neural-compressor"), sides):
            worse += [f"{name} ({peer}, {f[0]})" for f in side if not any(m[1] <= f[1] and m[2] <= f[2] for m in mine)]
        cells = [f"{p[0]} | {p[1]}, {p[2]:.4f}" if p else "none runs | " for p in [pick(mine), *picks]]
        print(f"| {name} | {model.stat().st_size} | {' | '.join(cells)} |", flush=True)
    if worse:
        print(f"\nnot as good: {', '.join(worse)}")
    for fault in faults:
        print(f"\n{fault}")
    sys.exit(1 if worse or faults else 0)


if __name__ == "__main__":
    main()
