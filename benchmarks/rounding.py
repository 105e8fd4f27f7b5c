"""What networks lose by int8 and int4 weights: trained with rounded numbers, and quantized after training.

    rounding.py MLKIT [--seeds 5] [--tables digits,adult,…]

For each table and seed one project trains a network, and the same with `quantize: {weights: int8}` and `int4`; stages of kind `quantize`
write the network with `method: static`, and with `method: weights` and `bits: 4`. All five answer the test split in ONNX Runtime.
Prints the mean over seeds of accuracy and log-loss in Markdown. Ends with 1 if, over all tables, training for int8 is not at least as good
as quantizing after it, or training for int4 loses more than half of what quantizing after it loses.
"""

import argparse
import json
import os
import pathlib
import subprocess
import sys
import tempfile

for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import numpy as np
import onnxruntime
import pyarrow.parquet as parquet

SPEC = """\
mlkit: 1
project: {{name: rounding}}
stages:
  ingest:
    kind: data
    source: {source}
    target: {target}
    task: classification
    split: {{train: 0.6, valid: 0.15, test: 0.25, seed: {seed}}}
  train:
    kind: train
    data: ${{stages.ingest}}
    seed: {seed}
    matrix:
      model:
        - {{name: float, {network}}}
        - {{name: int8, {network}, quantize: {{weights: int8}}}}
        - {{name: int4, {network}, quantize: {{weights: int4}}}}
  after8: {{kind: quantize, model: "${{stages.train.float}}", calibrate: "${{stages.ingest.valid}}", max_accuracy_drop: 1}}
  after4:
    kind: quantize
    model: ${{stages.train.float}}
    calibrate: ${{stages.ingest.valid}}
    method: weights
    bits: 4
    max_accuracy_drop: 1
"""

NETWORK = "kind: network, hidden: [{hidden}], batch_size: 64, learning_rate: 0.002, l2: 0.01, epochs: 100"
MODELS = {
    "float": "models/float/model.onnx", "int8, after": "models/float/model.int8.onnx", "int8, trained": "models/int8/model.onnx",
    "int4, after": "models/float/model.int8.after4.onnx", "int4, trained": "models/int4/model.onnx",
}


def digits(folder):
    from sklearn.datasets import load_digits

    values, classes = load_digits(return_X_y=True)
    lines = [",".join([f"p{place}" for place in range(64)] + ["digit"])]
    lines += [",".join(map(str, [*map(int, row), digit])) for row, digit in zip(values, classes)]
    (folder / "digits.csv").write_text("\n".join(lines) + "\n")
    return "digits.csv", "digit", "64, 32"


def adult(folder):
    found = next((pathlib.Path(__file__).resolve().parent.parent / "templates").rglob("*adult.csv.gz*"))
    (folder / "adult.csv.gz").write_bytes(found.read_bytes())
    return "adult.csv.gz", "income", "64, 32"


def cancer(folder):
    from sklearn.datasets import load_breast_cancer

    values, classes = load_breast_cancer(return_X_y=True)
    lines = [",".join([f"c{place}" for place in range(values.shape[1])] + ["kind"])]
    lines += [",".join([*map(str, row), "benign" if kind else "malignant"]) for row, kind in zip(values, classes)]
    (folder / "cancer.csv").write_text("\n".join(lines) + "\n")
    return "cancer.csv", "kind", "32, 16"


TABLES = {"digits": digits, "adult": adult, "cancer": cancer}


def figures(path, table, target):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = 1
    session = onnxruntime.InferenceSession(path, options, providers=["CPUExecutionProvider"])
    feeds = {}
    for given in session.get_inputs():
        column = table.column(given.name).to_pylist()
        if "string" in given.type:
            feeds[given.name] = np.array([["" if value is None else str(value)] for value in column], dtype=object)
        else:
            feeds[given.name] = np.array([[np.nan if value is None else float(value)] for value in column])
    shares = session.run(["probabilities"], feeds)[0].astype("f8")
    classes = json.loads(session.get_modelmeta().custom_metadata_map["classes"])
    truth = np.array([classes.index(str(value)) for value in table.column(target).to_pylist()])
    right = np.mean(shares.argmax(1) == truth)
    return right, -np.mean(np.log(np.clip(shares[np.arange(len(truth)), truth], 1e-12, 1)))


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("mlkit")
    parser.add_argument("--seeds", type=int, default=5)
    parser.add_argument("--tables", default=",".join(TABLES))
    options = parser.parse_args()
    mlkit = str(pathlib.Path(options.mlkit).resolve())
    all_figures = []
    print("| table | | " + " | ".join(MODELS) + " |")
    print("|---|---|" + "---|" * len(MODELS))
    for name in options.tables.split(","):
        rows = []
        for seed in range(1, options.seeds + 1):
            with tempfile.TemporaryDirectory() as folder:
                folder = pathlib.Path(folder)
                source, target, hidden = TABLES[name](folder)
                network = NETWORK.format(hidden=hidden)
                (folder / "mlkit.yaml").write_text(SPEC.format(source=source, target=target, seed=seed, network=network))
                subprocess.run(["git", "init", "-q"], cwd=folder, check=True)
                done = subprocess.run([mlkit, "run"], cwd=folder, capture_output=True, text=True)
                if done.returncode:
                    sys.exit(f"{name}, seed {seed}:\n{done.stderr[-3000:]}")
                table = parquet.read_table(folder / "data/test/ingest.parquet" if (folder / "data/test").exists() else folder / "data/test.parquet")
                rows.append([figures(str(folder / path), table, target) for path in MODELS.values()])
                print(f"{name} {seed}: " + ", ".join(f"{a:.4f} {b:.4f}" for a, b in rows[-1]), file=sys.stderr)
        means = np.mean(rows, axis=0)
        all_figures.append(means)
        for place, figure in enumerate(("accuracy", "log-loss")):
            print(f"| {name} | {figure} | " + " | ".join(f"{value:.4f}" for value in means[:, place]) + " |", flush=True)
    accuracy = np.mean(all_figures, axis=0)[:, 0]
    whole, after8, trained8, after4, trained4 = accuracy
    print(f"\naccuracy lost, mean of all: int8 {whole - after8:.5f} after, {whole - trained8:.5f} trained; "
          f"int4 {whole - after4:.5f} after, {whole - trained4:.5f} trained")
    sys.exit(0 if trained8 >= after8 and whole - trained4 <= max(whole - after4, 0) / 2 else 1)


if __name__ == "__main__":
    main()
