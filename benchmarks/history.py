"""`mlkit check log` beside `git log -- checklist/`, in a history of 20,000 commits of which 2,000 touch the checklist.

    history.py MLKIT [--commits N] [--keep FOLDER]
"""

import argparse
import hashlib
import pathlib
import sys
import tempfile

import timing

COMMITS = 20_000
EVERY = 10
SECTIONS, ITEMS = 10, 25
START = 1_700_000_000
PEOPLE = ["Ada Example <ada@example.com>", "Grace Example <grace@example.com>", "Alan Example <alan@example.com>"]


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("mlkit", type=lambda text: str(pathlib.Path(text).resolve()))
    parser.add_argument("--commits", type=int, default=COMMITS)
    parser.add_argument("--keep", help="make the repository there, and leave it")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        found = measured(arguments.mlkit, arguments.keep or folder, arguments.commits)
    print("| what | measured | target | |\n|---|---|---|---|")
    for what, figure, target, holds in found:
        print(f"| {what} | {figure} | {target} | {'yes' if holds else 'NO'} |")
    return 0 if all(row[3] for row in found) else 1


def measured(mlkit, folder, commits=COMMITS):
    project = pathlib.Path(folder) / "project"
    build(project, commits)
    return rows(mlkit, project)


def build(project, commits, make=None):
    """A repository that was packed as `git gc` leaves it.

    `make` gives each commit in the stream of `git fast-import`; the ones of this benchmark if left out.
    """
    environment = timing.quiet_git_environment()
    project.mkdir(parents=True)
    timing.once(["git", "init", "-q", "-b", "main"], cwd=project, env=environment)
    stream = project.parent / "stream"
    with stream.open("wb") as output:
        for number in range(commits):
            output.write((make or commit)(number))
    with stream.open("rb") as source:
        timing.once(["git", "fast-import", "--quiet"], cwd=project, env=environment, stdin=source)
    stream.unlink()
    timing.once(["git", "reset", "-q", "--hard"], cwd=project, env=environment)
    timing.once(["git", "gc", "-q"], cwd=project, env=environment)


def commit(number):
    """One commit in the stream of `git fast-import`."""
    files = first_files() if number == 0 else {}
    if number % EVERY == EVERY - 1:
        path, content, message = record(number // EVERY)
    else:
        path = f"src/package{number % 20}/module{number * 7 % 200}.py"
        content = "".join(f"value_{line} = {number if line == number % 40 else line}\n" for line in range(40))
        message = f"Change module {number * 7 % 200}"
    files[path] = content
    return entry(number, files, message, PEOPLE[number % 3])


def entry(number, files, message, person):
    """A commit that changes files, made by a person."""
    head = f"commit refs/heads/main\ncommitter {person} {START + number * 3600} +0000\n"
    return (head + data(message)).encode() + b"".join(f"M 100644 inline {p}\n{data(c)}".encode() for p, c in files.items())


def data(text):
    return f"data {len(text.encode())}\n{text}\n"


def first_files():
    files = {name: f"{name}\n" for name in ("README.md", "Makefile", "LICENSE", "pyproject.toml", "docs/index.md")}
    files[".gitignore"] = "/.mlkit/cache/\n"
    files["mlkit.yaml"] = "mlkit: 1\nproject: {name: p}\nchecklists: [end-to-end]\n"
    return files


def record(number):
    """The path, text and message of an answer: each item is done, reopened and done again in turn."""
    section, item = number % SECTIONS, number // SECTIONS % ITEMS
    name = f"section{section}.item{item}"
    status = ("done", "open", "skipped", "done")[number // (SECTIONS * ITEMS) % 4]
    person = PEOPLE[number % 3]
    digest = hashlib.sha256(str(number).encode()).hexdigest()
    text = f"---\nitem: {name}\nstatus: {status}\nversion: 1\nby: {person}\nat: 2026-01-31T12:00:00Z\n"
    if status == "done":
        text += f"evidence:\n  - path: reports/evaluation.json\n    sha256: {digest}\nmessage: looked at {number}\n"
    else:
        text += f"reason: because of {number}\n"
    trailers = f"Checklist-Item: {name}\nChecklist-Status: {status}\n"
    message = f"Checklist: {status} {name}\n\nItem {item}\n\n{trailers}"
    return f"checklist/section{section}/item{item}.md", text + "---\n", message


def rows(mlkit, project):
    """Taken in turn, so that a machine's drift hits all alike. The first time is without our index."""
    environment = timing.quiet_git_environment()
    index = project / ".mlkit" / "cache" / "checklist-history"

    def ours():
        return timing.once([mlkit, "check", "log"], cwd=project, env=environment)

    def first():
        index.unlink(missing_ok=True)
        return ours()

    def theirs():
        return timing.once(["git", "log", "--", "checklist/"], cwd=project, env=environment)

    git, cold, warm = timing.medians_in_turn([theirs, first, ours], runs=9)
    return [
        ("git log -- checklist/", f"{git * 1e3:.0f} ms", "", True),
        ("mlkit check log, the first time", f"{cold * 1e3:.0f} ms: {git / cold:.1f}x", "<= 300 ms", cold <= 0.3),
        ("mlkit check log, after", f"{warm * 1e3:.1f} ms: {git / warm:.1f}x", "<= 50 ms", warm <= 0.05),
    ]


if __name__ == "__main__":
    sys.exit(main())
