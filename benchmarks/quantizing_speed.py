"""How long models take that mlkit quantized, beside those that ONNX Runtime's own tools make of the same model, in one process and in turn.

    quantizing_speed.py MLKIT FOLDER [NAME…] [--rounds 1000] [--rows 1,64]

FOLDER is one that `quantizing_models.py` made; the models that are taken without NAME are the cnn and the transformer. ONNX Runtime's side is
every form of its tools: dynamic and static, with and without a scale per channel, QDQ and QOperator, signed and unsigned activations,
after its preprocessing. All run on one thread, one run of each after the other, in an order that changes each round; then the two
quickest of each side alone, and what counts is the median. Prints them in Markdown, and ends with 1 if the quickest of ONNX Runtime's is
quicker than the quickest of mlkit's by more than 2 %.
"""

import argparse
import contextlib
import pathlib
import random
import statistics
import subprocess
import sys
import tempfile
import time

import numpy as np
import onnxruntime
from onnxruntime.quantization import QuantFormat, QuantType, quantize_dynamic, quantize_static

from quantizing import Reader, error, feeds, preprocessed


def ours(mlkit, model, calibration, scratch):
    for mode in ("static", "dynamic", "weights"):
        out = scratch / f"mlkit-{mode}.onnx"
        words = [mlkit, "quantize", model, "-o", out, "--mode", mode, *(["--samples", calibration] if mode == "static" else [])]
        done = subprocess.run([str(word) for word in words], capture_output=True, text=True)
        if done.returncode == 0:
            yield f"mlkit {mode}", out
        else:
            print(done.stderr.strip(), file=sys.stderr)


def peers(model, calibration, scratch):
    prepared = preprocessed(model, scratch)
    for per_channel in (False, True):
        channels = " per channel" if per_channel else ""
        out = scratch / f"ort-dynamic{channels}.onnx"
        quantize_dynamic(prepared, out, per_channel=per_channel, weight_type=QuantType.QInt8)
        yield f"ONNX Runtime dynamic{channels}", out
        for form in (QuantFormat.QDQ, QuantFormat.QOperator):
            for activations in (QuantType.QUInt8, QuantType.QInt8):
                label = f"static {form.name} {activations.name[1:].lower()}{channels}"
                out = scratch / f"ort-{label}.onnx"
                try:
                    quantize_static(
                        prepared, out, Reader(feeds(model, np.load(calibration))), quant_format=form, per_channel=per_channel,
                        activation_type=activations, weight_type=QuantType.QInt8)
                except Exception as failure:
                    print(f"{label}: {type(failure).__name__}", file=sys.stderr)
                    continue
                yield f"ONNX Runtime {label}", out


def sessions(named):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    for name, path in named:
        try:
            yield name, onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
        except Exception as failure:
            print(f"{name}: {type(failure).__name__}", file=sys.stderr)


def medians(named, feed, rounds):
    """Microseconds of a run, by name."""
    times = {name: [] for name, _ in named}
    for turn in range(rounds + 5):
        random.Random(turn).shuffle(named)
        for name, session in named:
            begun = time.perf_counter()
            session.run(None, feed)
            if turn >= 5:
                times[name].append((time.perf_counter() - begun) * 1e6)
    return {name: statistics.median(found) for name, found in times.items()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mlkit")
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--rounds", type=int, default=1000)
    parser.add_argument("--rows", default="1,64")
    options = parser.parse_args()
    options.folder, options.mlkit = options.folder.resolve(), pathlib.Path(options.mlkit).resolve()
    onnxruntime.set_default_logger_severity(4)
    slower = []
    print("| model | rows | floats | mlkit | | ONNX Runtime | | ratio |")
    print("|---|---|---|---|---|---|---|---|")
    for name in options.names or ["cnn", "transformer"]:
        model, calibration = options.folder / f"{name}.onnx", options.folder / f"{name}.cal.npz"
        [(key, values)] = np.load(options.folder / f"{name}.npz").items()
        with tempfile.TemporaryDirectory() as scratch, contextlib.chdir(scratch):
            scratch = pathlib.Path(scratch)
            made = [("floats", model), *ours(options.mlkit, model, calibration, scratch), *peers(model, calibration, scratch)]
            loaded = list(sessions(made))
        exact = dict(loaded)["floats"].run(None, {key: values})
        for rows in map(int, options.rows.split(",")):
            feed = {key: values[:rows]}
            times = medians(loaded, feed, options.rounds // 5)
            for label, session in loaded:
                off = error([exact[0]], [session.run(None, {key: values})[0]])
                print(f"  {name} {rows} {label}: {times[label]:.1f} µs, error {off:.4f}", file=sys.stderr)
            quickest = [label for side in ("mlkit", "ONNX") for label in sorted(filter(lambda l: l.startswith(side), times), key=times.get)[:2]]
            duel = [(label, session) for label, session in loaded if label in ["floats", *quickest]]
            times |= medians(duel, feed, options.rounds)
            first, second = (min((times[label], label) for label in quickest if label.startswith(side)) for side in ("mlkit", "ONNX"))
            if first[0] > 1.02 * second[0]:
                slower.append(f"{name}, {rows} rows")
            cells = [f"{first[0]:.0f} µs", first[1].removeprefix("mlkit "), f"{second[0]:.0f} µs", second[1].removeprefix("ONNX Runtime ")]
            print(f"| {name} | {rows} | {times['floats']:.0f} µs | {' | '.join(cells)} | {first[0] / second[0]:.2f} |", flush=True)
    if slower:
        print(f"\nslower: {'; '.join(slower)}")
    sys.exit(1 if slower else 0)


if __name__ == "__main__":
    main()
