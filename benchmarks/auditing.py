"""Times what holds many answers to something: `mlkit check audit` of 2,000 records in a history of 20,000 commits, and
`mlkit check gate` over 5,000 records, and prints a table.

    auditing.py MLKIT [--runs 9] [--keep FOLDER]

Each answer of the history is a commit of its own, as mlkit makes it, and rests on a file in git and on a second one that
all of its section share. The audit is taken with the index of the history and what was found sound, as they stand after
the first time, and without. The answers behind the gate rest on a file each; its list has a probe for each hundredth item.
"""

import argparse
import hashlib
import pathlib
import sys
import tempfile
import time

import history
import timing

RECORDS, COMMITS = 2_000, 20_000
GATED = 5_000
SECTIONS = 20
PERSON = "Ada Example <ada@example.com>"


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("mlkit", type=lambda text: str(pathlib.Path(text).resolve()))
    parser.add_argument("--runs", type=int, default=9)
    parser.add_argument("--keep", help="make the repositories there, and leave them")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        rows = measured(arguments.mlkit, pathlib.Path(arguments.keep or folder), arguments.runs)
    print("| what | measured | target | |\n|---|---|---|---|")
    for what, figure, target, holds in rows:
        print(f"| {what} | {figure} | {target} | {'yes' if holds else 'NO'} |")
    return 0 if all(row[3] for row in rows) else 1


def measured(mlkit, folder, runs):
    audited, gated = folder / "audited", folder / "gated"
    if not audited.exists():
        make_history(audited)
    if not gated.exists():
        make_answers(gated)
    # Files of the last two seconds are hashed each time; after that the hashes are kept.
    time.sleep(3)
    environment = timing.quiet_git_environment()
    kept = [audited / ".mlkit/cache" / name for name in ("checklist-history", "audit")]
    run = lambda project, *words: timing.once([mlkit, "check", *words], cwd=project, env=environment)

    def first():
        for file in kept:
            file.unlink(missing_ok=True)
        return run(audited, "audit")

    cold, warm, gate = timing.medians_in_turn(
        [first, lambda: run(audited, "audit"), lambda: run(gated, "gate")], runs)
    return [
        ("mlkit check audit, 2,000 records, 20,000 commits, the first time", f"{cold * 1e3:.0f} ms", "<= 500 ms", cold <= 0.5),
        ("mlkit check audit, after", f"{warm * 1e3:.0f} ms", "<= 500 ms", warm <= 0.5),
        ("mlkit check gate, 5,000 records", f"{gate * 1e3:.0f} ms", "<= 1000 ms", gate <= 1),
    ]


def item_name(number):
    return f"section{number % SECTIONS}.item{number // SECTIONS}"


def definition(count):
    """A list of so many items, spread over the sections."""
    lines = ["checklist: 1", "title: Many", "sections:"]
    for section in range(SECTIONS):
        lines += [f"  - id: section{section}", f"    title: Section {section}", "    items:"]
        for number in range(section, count, SECTIONS):
            lines += [
                f"      - id: {item_name(number)}", f"        title: Item {number} of this list",
                "        why: It matters for this reason, which takes a sentence to tell.",
                "        how: Go about it in this way, look at that, and write down what was found.", "        maturity: poc",
            ]
            if number % 100 == 0:
                lines += [f"        verify: [{{file: evidence/{number}.txt}}]"]
    return "\n".join(lines) + "\n"


def evidence(number):
    return f"what was found for item {number}\n" * 20


def record(number, *paths):
    """An answer that rests on files, given with their contents."""
    text = f"---\nitem: {item_name(number)}\nstatus: done\nversion: 1\nby: {PERSON}\nat: {moment(number)}\nevidence:\n"
    for path, content in paths:
        text += f"  - path: {path}\n    sha256: {hashlib.sha256(content.encode()).hexdigest()}\n"
    return text + f"message: looked at {number}\n---\n"


def moment(number):
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(history.START + number * 3600))


def path_of(number):
    section, item = item_name(number).split(".")
    return f"checklist/{section}/{item}.md"


def make_history(project):
    history.build(project, COMMITS, commit)


def commit(number):
    """One commit in the stream of `git fast-import`: every tenth answers an item, the others change the code."""
    files, message = {}, f"Change module {number * 7 % 200}"
    if number == 0:
        files = {"mlkit.yaml": spec(), "list.yaml": definition(RECORDS), ".gitignore": "/.mlkit/cache/\n"}
        files |= {f"evidence/shared{section}.txt": evidence(-section) for section in range(SECTIONS)}
    if number % 10 == 9:
        answer = number // 10
        own, shared = f"evidence/{answer}.txt", f"evidence/shared{answer % SECTIONS}.txt"
        files[own] = evidence(answer)
        files[path_of(answer)] = record(answer, (own, evidence(answer)), (shared, evidence(-(answer % SECTIONS))))
        name = item_name(answer)
        message = f"Checklist: done {name}\n\nItem\n\nChecklist-Item: {name}\nChecklist-Status: done\n"
    else:
        lines = (f"value_{line} = {number if line == number % 40 else line}\n" for line in range(40))
        files[f"src/package{number % 20}/module{number * 7 % 200}.py"] = "".join(lines)
    return history.entry(number, files, message, PERSON)


def spec():
    return "mlkit: 1\nproject: {name: p}\nchecklists: [list.yaml]\n"


def make_answers(project):
    files = {"mlkit.yaml": spec(), "list.yaml": definition(GATED), ".gitignore": "/.mlkit/cache/\n"}
    for number in range(GATED):
        path = f"evidence/{number}.txt"
        files[path] = evidence(number)
        files[path_of(number)] = record(number, (path, evidence(number)))
    history.build(project, 1, lambda number: history.entry(number, files, "Everything", PERSON))


if __name__ == "__main__":
    sys.exit(main())
