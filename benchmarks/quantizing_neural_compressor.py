"""Quantizes one model with neural-compressor 2.6, the last that takes ONNX, with its defaults; `quantizing.py` runs it.

    quantizing_neural_compressor.py MODEL FOLDER [SAMPLES.npz]

Writes FOLDER/nc-dynamic.onnx and, where there are samples to calibrate on, FOLDER/nc-static.onnx (its own form of integer operators) and
nc-static-qdq.onnx. Says on stderr what it could not do. Runs in an environment of its own (requirements-neural-compressor.txt), as it needs an
ONNX Runtime of 2024.
"""

import pathlib
import sys

import numpy as np
import onnxruntime
from neural_compressor import PostTrainingQuantConfig, quantization


class Samples:
    """What neural-compressor calibrates on: pairs of inputs and a label, which nothing looks at."""

    batch_size = 1

    def __init__(self, model, arrays):
        inputs = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"]).get_inputs()
        split = {i.name: arrays[i.name].ndim > len(i.shape) for i in inputs}
        count = max([len(arrays[name]) for name, is_split in split.items() if is_split], default=1)
        self.feeds = [
            {name: np.asarray(arrays[name][row]) if is_split else arrays[name] for name, is_split in split.items()} for row in range(count)]

    def __iter__(self):
        return iter([(feed, 0) for feed in self.feeds])


def main():
    model, folder = sys.argv[1], pathlib.Path(sys.argv[2])
    ways = [("dynamic", dict(approach="dynamic"))]
    samples = None
    if len(sys.argv) > 3:
        samples = Samples(model, np.load(sys.argv[3]))
        ways += [("static", dict(approach="static")), ("static-qdq", dict(approach="static", quant_format="QDQ"))]
    for name, words in ways:
        try:
            made = quantization.fit(model, PostTrainingQuantConfig(**words), calib_dataloader=samples)
            if made is None:
                raise RuntimeError("nothing was quantized")
            made.save(str(folder / f"nc-{name}.onnx"))
        except (Exception, SystemExit) as failure:
            print(f"neural-compressor {name}: {type(failure).__name__}: {str(failure)[:300]}", file=sys.stderr)


if __name__ == "__main__":
    main()
