"""Runs every case with each tool and prints a table in Markdown.

    python -m merging MLKIT [--only TEXT] [--tools mlkit,copier,cruft]
"""

import argparse
import pathlib
import subprocess
import sys
import tempfile

import timing

from .cases import CASES
from .judge import judge
from .tools import Copier, Cruft, Mlkit


def main():
    parser = argparse.ArgumentParser(prog="python -m merging")
    parser.add_argument("mlkit", type=lambda text: str(pathlib.Path(text).resolve()))
    parser.add_argument("--only", default="", help="cases whose name has this in it")
    parser.add_argument("--tools", default="mlkit,copier,cruft")
    arguments = parser.parse_args()
    binaries = pathlib.Path(sys.executable).parent
    programs = {Mlkit: arguments.mlkit, Copier: str(binaries / "copier"), Cruft: str(binaries / "cruft")}
    tools = [tool for tool in programs if tool.name in arguments.tools.split(",")]
    right = dict.fromkeys(tools, 0)
    cases = [case for case in CASES if arguments.only in case.name]
    print("| case | " + " | ".join(tool.name for tool in tools) + " |\n|---|" + "---|" * len(tools))
    for case in cases:
        cells = []
        for tool in tools:
            problems = play(case, tool, programs[tool])
            right[tool] += not problems
            cells.append("; ".join(problems) or "right")
        print(f"| {case.name} | " + " | ".join(cells) + " |", flush=True)
    print(f"| **right of {len(cases)}** | " + " | ".join(f"**{right[tool]}**" for tool in tools) + " |")
    return 0 if Mlkit not in right or right[Mlkit] == len(cases) else 1


def play(case, tool_class, program):
    """What is wrong with the outcome; empty if nothing is."""
    with tempfile.TemporaryDirectory() as folder:
        tool = tool_class(program, folder, environment(folder, case.settings))
        tool.publish(case.old, 1)
        project = tool.make(case.place)
        case.user(project)
        project = case.arrange(project)
        before = {path: project.read(path) for path in case.expect}
        tool.publish(case.new, 2, case.renamed)
        status, output = tool.update(project, case.answers, 2)
        if case.later and status == 0:
            project.commit("Update")
            case.between(project)
            tool.publish(case.later, 3)
            status, output = tool.update(project, case.answers, 3)
        try:
            return judge(case, project, status, before)
        except OSError as error:
            return [f"cannot be judged: {error}"]


def environment(folder, settings):
    """Git with an author, and with no settings but those of the case."""
    file = pathlib.Path(folder) / "gitconfig"
    file.write_text("[protocol \"file\"]\n\tallow = always\n")
    variables = timing.quiet_git_environment() | {"GIT_CONFIG_GLOBAL": str(file), "GIT_CONFIG_NOSYSTEM": "1"}
    for name, value in settings.items():
        subprocess.run(["git", "config", "--global", name, value], env=variables, check=True)
    return variables


if __name__ == "__main__":
    sys.exit(main())
