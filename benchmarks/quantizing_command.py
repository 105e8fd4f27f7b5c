"""How long it takes to quantize the network of the census project, by mlkit and by ONNX Runtime's tools in Python: both as whole commands.

    quantizing_command.py MLKIT [--runs 7]

Makes the project with `mlkit new` and `mlkit run` first. Both sides read the model and the validation split, find ranges on 2,048 rows of it in
one thread, write a static int8 model, and compare its answers with the model's on those rows. Prints the medians of whole processes, taken in turn;
ends with 1 if mlkit is not 10 times as fast.
"""

import argparse
import pathlib
import statistics
import subprocess
import sys
import tempfile
import time

import timing

PEER = """\
import sys
import numpy as np, onnxruntime, pyarrow.parquet as parquet
from onnxruntime.quantization import CalibrationDataReader, QuantType, quantize_static
from onnxruntime.quantization.shape_inference import quant_pre_process

model, table, out = sys.argv[1:]
options = onnxruntime.SessionOptions()
options.intra_op_num_threads = 1
session = lambda path: onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
before = session(model)
rows = parquet.read_table(table)
rows = rows.take(np.linspace(0, len(rows) - 1, 2048).astype(int))
feed = {}
for given in before.get_inputs():
    column = rows.column(given.name).to_pylist()
    kind = object if "string" in given.type else "f8"
    feed[given.name] = np.array([["" if kind is object else np.nan] if v is None else [str(v) if kind is object else v] for v in column], dtype=kind)


class Reader(CalibrationDataReader):
    feeds = iter([feed])

    def get_next(self):
        return next(self.feeds, None)


try:
    quant_pre_process(model, out + ".prepared")
    model = out + ".prepared"
except Exception:
    pass
quantize_static(model, out, Reader(), per_channel=True, weight_type=QuantType.QInt8, activation_type=QuantType.QUInt8)
a, b = (run.run(["probabilities"], feed)[0] for run in (before, session(out)))
print(abs(a - b).max())
"""


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mlkit", type=pathlib.Path)
    parser.add_argument("--runs", type=int, default=7)
    options = parser.parse_args()
    mlkit = str(options.mlkit.resolve())
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        environment = timing.quiet_git_environment()
        project = folder / "census"
        subprocess.run([mlkit, "new", project, "--template", "tabular", "--defaults"], env=environment, check=True, capture_output=True)
        subprocess.run([mlkit, "run", "train"], cwd=project, env=environment, check=True, capture_output=True)
        model = project / "models/network/model.onnx"
        [table] = (project / "data/valid").glob("*.parquet")
        (folder / "peer.py").write_text(PEER)
        sides = {
            "mlkit": [mlkit, "quantize", model, "-o", folder / "ours.onnx", "--mode", "static", "--samples", table],
            "Python": [sys.executable, folder / "peer.py", model, table, folder / "theirs.onnx"],
        }
        times = {name: [] for name in sides}
        for run in range(options.runs + 1):
            for name, words in sides.items():
                begun = time.perf_counter()
                done = subprocess.run([str(word) for word in words], capture_output=True, text=True, cwd=folder)
                if done.returncode:
                    sys.exit(f"{name}: {done.stderr[-2000:]}")
                if run:
                    times[name].append(time.perf_counter() - begun)
        medians = {name: statistics.median(found) for name, found in times.items()}
        sizes = [(folder / name).stat().st_size for name in ("ours.onnx", "theirs.onnx")]
    ratio = medians["Python"] / medians["mlkit"]
    print(f"mlkit {medians['mlkit'] * 1e3:.0f} ms, {sizes[0]} bytes; Python {medians['Python'] * 1e3:.0f} ms, {sizes[1]} bytes: {ratio:.1f}x")
    sys.exit(0 if ratio >= 10 else 1)


if __name__ == "__main__":
    main()
