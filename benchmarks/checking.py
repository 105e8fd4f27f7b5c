"""Times `mlkit check` in a project with 300 items and 250 records, each with 10 MB of evidence, and prints a table.

    checking.py MLKIT [--runs 40] [--megabytes 10]

The items are the first 300 of the end-to-end list, with their texts, conditions and probes. The evidence is sparse files
with a beginning of their own, so that it takes no room; reading it costs what reading any file in memory costs. Beside
wall time stands the CPU time of the process, which says more where a machine is shared. `sha256sum` over the same files
is what it would cost to look at all evidence every time.
"""

import argparse
import hashlib
import os
import pathlib
import re
import statistics
import subprocess
import sys
import tempfile
import time

import timing

LIST = pathlib.Path(__file__).resolve().parent.parent / "checklists/end-to-end.yaml"
ITEM = re.compile(r"^ +- id: ([a-z0-9-]+\.[a-z0-9-]+)$")
ITEMS, RECORDS = 300, 250
TARGET = 0.030


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("mlkit", type=lambda text: str(pathlib.Path(text).resolve()))
    parser.add_argument("--runs", type=int, default=40)
    parser.add_argument("--megabytes", type=int, default=10)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        project = pathlib.Path(folder) / "project"
        make(project, arguments.megabytes * 10**6)
        prove(arguments.mlkit, project)
        return table(measure(arguments.mlkit, project, arguments.runs), arguments.runs)


def make(project, size):
    """A project in git whose first records are answered and rest on a file each."""
    text, items = first_items(LIST.read_text())
    write(project / "lists/first.yaml", text)
    write(project / "mlkit.yaml", "mlkit: 1\nproject: {name: p}\nchecklists: [lists/first.yaml]\n")
    write(project / ".gitignore", "/.mlkit/\n/evidence/\n")
    for number, (item, answer) in enumerate(answerable(items)):
        digest = evidence(project / f"evidence/{number}.bin", number, size)
        section, name = item.split(".")
        write(project / f"checklist/{section}/{name}.md", record(item, answer, number, digest))
    environment = timing.quiet_git_environment()
    for command in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "The project"]):
        subprocess.run(["git", *command], cwd=project, env=environment, check=True)


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text)


def first_items(text):
    """The list up to its 300th item, without references to items behind it, and the items' blocks by id."""
    lines, items = [], {}
    for line in text.split("\n"):
        found = ITEM.match(line)
        if found and len(items) == ITEMS:
            break
        if found:
            items[found[1]] = []
        if items:
            items[next(reversed(items))].append(line)
        lines.append(line)
    kept = "\n".join(lines) + "\n"
    # A list of ids in brackets, after `needs:` or an answer that opens them.
    ids = re.compile(r"\[((?:[a-z0-9-]+\.[a-z0-9-]+(?:, )?)+)\]")
    known = lambda match: "[" + ", ".join(name for name in match[1].split(", ") if name in items) + "]"
    return ids.sub(known, kept), {item: "\n".join(block) for item, block in items.items()}


def answerable(items):
    """Items that a record settles, each with what it is answered with; a task takes no answer."""
    found = {}
    for item, block in items.items():
        kind = re.search(r"^ +kind: (\w+)", block, re.M)
        option = re.search(r"^ +options:\n +([a-z0-9-]+):", block, re.M)
        answers = {"task": "", "question": "yes", "choice": option and option[1]}
        if (name := kind[1] if kind else "task") in answers:
            found[item] = answers[name]
    assert len(found) >= RECORDS, len(found)
    return list(found.items())[:RECORDS]


def evidence(path, number, size):
    beginning = f"evidence {number}\n".encode()
    path.parent.mkdir(exist_ok=True)
    with open(path, "wb") as file:
        file.write(beginning)
        file.truncate(size)
    return hashlib.sha256(beginning + bytes(size - len(beginning))).hexdigest()


def record(item, answer, number, digest):
    return (
        f"---\nitem: {item}\nstatus: done\nversion: 1\nby: Ada Example <ada@example.com>\nat: 2026-01-31T12:00:00Z\n"
        + (f"answer: {answer}\n" if answer else "")
        + f"evidence:\n  - path: evidence/{number}.bin\n    sha256: {digest}\nmessage: as agreed\n---\n\nA note.\n"
    )


def prove(mlkit, project):
    """Sees to it that what is timed is right: all evidence is fresh, and one changed byte is found."""
    check = lambda: subprocess.run([mlkit, "check", "list"], cwd=project, capture_output=True, text=True).stdout
    # Files of the last two seconds are hashed each time; after that the hashes are kept.
    time.sleep(3)
    states = [line.split()[0] for line in check().splitlines()]
    assert states.count("stale") == 0 and sum(map(states.count, ("done", "failing"))) >= RECORDS, states
    file = project / "evidence/7.bin"
    before = file.read_bytes()
    file.write_bytes(before[:-1] + b"x")
    assert check().count("stale  ") == 1
    file.write_bytes(before)
    time.sleep(3)
    assert check().count("stale  ") == 0


def measure(mlkit, project, runs):
    """Wall and CPU seconds by name, all taken in turn."""
    files = [str(path) for path in sorted((project / "evidence").iterdir())]
    commands = {"mlkit --version": [mlkit, "--version"], "mlkit check": [mlkit, "check"]}
    samples = {name: [] for name in commands}
    for turn in range(runs + 2):
        for name, command in commands.items():
            sample = once(command, project)
            if turn >= 2:
                samples[name].append(sample)
    samples["sha256sum of the evidence"] = [once(["sha256sum", *files], project) for _ in range(3)]
    return samples


def once(command, cwd):
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=cwd, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, status, usage = os.wait4(process.pid, 0)
    wall = time.perf_counter() - start
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode != 0:
        raise SystemExit(f"{command[:2]} failed with {process.returncode}")
    return wall, usage.ru_utime + usage.ru_stime


def table(samples, runs):
    print(f"{ITEMS} items, {RECORDS} records; {runs} runs, milliseconds\n")
    print("| what | wall, median | wall, least | CPU, median | CPU, least |\n|---|---|---|---|---|")
    for name, pairs in samples.items():
        columns = [pick(column) for column in zip(*pairs) for pick in (statistics.median, min)]
        print(f"| {name} | " + " | ".join(f"{seconds * 1e3:.1f}" for seconds in columns) + " |")
    reached = statistics.median(wall for wall, _ in samples["mlkit check"])
    print(f"\ntarget: mlkit check in at most {TARGET * 1e3:.0f} ms: {'yes' if reached <= TARGET else 'NO'}")
    return 0 if reached <= TARGET else 1


if __name__ == "__main__":
    sys.exit(main())
