"""Quantizes a model that is larger than memory has to be: 2.5 GB of weights in a file beside it.

    quantizing_large.py MLKIT [--layers 30] [--modes dynamic,weights,float16,static]

Makes an embedding of 32,000 words and 30 layers of 4,096 units with random weights in a temporary folder, which needs 9 GB of room, and
quantizes it in each mode, with samples. Prints time, size, the most memory that the process had of its own and with what it had mapped of
files, and how far answers are from the model's. Each result is checked with ONNX's checker and run in this ONNX Runtime. Ends with 1 if one does
not pass, differs otherwise than mlkit says, or took more memory of its own than the model has (and half as much again in mode `weights`, of whose
bytes the runtime makes floats).
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile
import threading
import time

import numpy as np
import onnx
import onnxruntime
from onnx import TensorProto, helper

UNITS, WORDS = 4096, 32_000


def make(path, layers):
    """Writes the model piece by piece."""
    random = np.random.default_rng(0)
    data = path.with_suffix(".bin")
    tensors, end = [], 0

    def write(file, name, rows, scale):
        nonlocal end
        tensor = onnx.TensorProto(name=name, dims=[rows, UNITS], data_type=TensorProto.FLOAT, data_location=TensorProto.EXTERNAL)
        size = rows * UNITS * 4
        for key, value in (("location", data.name), ("offset", end), ("length", size)):
            tensor.external_data.add(key=key, value=str(value))
        for start in range(0, rows, 1000):
            count = min(1000, rows - start)
            (random.standard_normal((count, UNITS), dtype="f4") * scale).tofile(file)
        end += size
        tensors.append(tensor)

    nodes = [helper.make_node("Gather", ["words", "ids"], ["h0"], name="words")]
    with open(data, "wb") as file:
        write(file, "words", WORDS, 1)
        for layer in range(layers):
            write(file, f"w{layer}", UNITS, (2 / UNITS) ** 0.5)
            nodes.append(helper.make_node("MatMul", [f"h{layer}", f"w{layer}"], [f"p{layer}"], name=f"layer{layer}"))
            nodes.append(helper.make_node("Relu", [f"p{layer}"], [f"h{layer + 1}"]))
    nodes[-1].output[0] = "y"
    graph = helper.make_graph(
        nodes, "large", [helper.make_tensor_value_info("ids", TensorProto.INT64, ["n"])],
        [helper.make_tensor_value_info("y", TensorProto.FLOAT, ["n", UNITS])], tensors)
    onnx.save(helper.make_model(graph, opset_imports=[helper.make_opsetid("", 17)], ir_version=8), path)
    return end


def watched(words, temporary):
    """Runs a program; its report, seconds, and the most bytes that it had of its own and in all."""
    begun = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ | {"TMPDIR": str(temporary)})
    most = {"RssAnon": 0, "VmRSS": 0}

    def watch():
        while process.poll() is None:
            try:
                lines = pathlib.Path(f"/proc/{process.pid}/status").read_text().splitlines()
            except OSError:
                break
            for line in lines:
                name, _, value = line.partition(":")
                if name in most:
                    most[name] = max(most[name], int(value.split()[0]) * 1024)
            time.sleep(0.02)

    watcher = threading.Thread(target=watch)
    watcher.start()
    output, error = process.communicate()
    watcher.join()
    if process.returncode:
        sys.exit(error)
    return json.loads(output), time.perf_counter() - begun, most["RssAnon"], most["VmRSS"]


def answers(path, ids):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    options.add_session_config_entry("session.disable_prepacking", "1")
    return onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"]).run(None, {"ids": ids})[0]


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mlkit")
    parser.add_argument("--layers", type=int, default=30)
    parser.add_argument("--modes", default="dynamic,weights,float16,static")
    options = parser.parse_args()
    is_right = True
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        model = folder / "large.onnx"
        size = make(model, options.layers)
        ids = np.random.default_rng(1).integers(0, WORDS, 64)
        np.savez(folder / "ids.npz", ids=ids)
        exact = answers(model, ids)
        print(f"{size / 1e9:.2f} GB of weights\n\n| mode | seconds | GB written | GB of memory | with files | signal to noise |\n|---|---|---|---|---|---|")
        for mode in options.modes.split(","):
            out = folder / "out" / "small.onnx"
            words = [options.mlkit, "quantize", model, "-o", out, "--mode", mode, "--samples", folder / "ids.npz", "--format", "json"]
            report, seconds, own, resident = watched([str(word) for word in words], folder)
            onnx.checker.check_model(str(out))
            difference = np.abs(answers(out, ids).astype("f8") - exact)
            [said] = report["outputs"]
            agrees = abs(said["largest_difference"] - difference.max()) <= 1e-3 * difference.max()
            written = sum(path.stat().st_size for path in out.parent.iterdir())
            is_bounded = own < size * (1.5 if mode == "weights" else 1)
            is_right = is_right and agrees and is_bounded and {path.name for path in out.parent.iterdir()} <= {"small.onnx", "small.onnx.data"}
            print(f"| {mode} | {seconds:.0f} | {written / 1e9:.2f} | {own / 1e9:.2f} | {resident / 1e9:.2f} | {said['signal_to_noise_db']:.1f} dB |", flush=True)
            if not agrees:
                print(f"\nmlkit says {said['largest_difference']:.4g}, and here it is {difference.max():.4g}")
            for path in out.parent.iterdir():
                path.unlink()
    sys.exit(0 if is_right else 1)


if __name__ == "__main__":
    main()
