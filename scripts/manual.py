#!/usr/bin/env python3
"""manual.py EXECUTABLE FOLDER: writes the manual pages of all commands, from what the executable says of itself.

A page for each command that help shows: mlkit.1, mlkit-run.1, mlkit-check-done.1 and so on, as man(7) has them.
"""

import json
import subprocess
import sys
from pathlib import Path


def escape(text):
    """The text as roff takes it literally."""
    text = text.replace("\\", "\\e").replace("-", "\\-")
    return "\n".join("\\&" + line if line[:1] in (".", "'") else line for line in text.split("\n"))


def paragraphs(text):
    """Paragraphs of flowing text; lines that are indented or follow a heading of their own stay lines."""
    for block in text.strip().split("\n\n"):
        lines = block.split("\n")
        as_lines = any(line.startswith(" ") or "  " in line.strip() for line in lines)
        yield ".PP"
        if as_lines:
            yield ".nf"
        yield escape(block)
        if as_lines:
            yield ".fi"


def spelling(argument):
    """How an argument is typed: `--from <stage>`, `<stages> ...`."""
    if argument["kind"] == "positional":
        return f"<{argument['valueName']}>" + (" ..." if argument.get("isRepeating") else "")
    names = [("-" if name["kind"] == "short" else "--") + name["name"] for name in argument.get("names", [])]
    value = f" <{argument['valueName']}>" if argument["kind"] == "option" else ""
    return ", ".join(names) + value


def synopsis(command, path):
    parts = []
    for argument in shown(command):
        text = spelling(argument)
        parts.append(f"[{text}]" if argument.get("isOptional") or argument["kind"] == "flag" else text)
    if children(command):
        parts.append("<command>")
    return " ".join([" ".join(path)] + parts)


def shown(command):
    return [argument for argument in command.get("arguments", []) if argument.get("shouldDisplay", True)]


def children(command):
    return [
        child
        for child in command.get("subcommands", [])
        if child.get("shouldDisplay", True) and child["commandName"] != "help"
    ]


def page(command, path, version):
    name = "-".join(path)
    lines = [
        f'.TH "{name.upper()}" "1" "" "mlkit {version}" "mlkit"',
        ".SH NAME",
        f"{escape(name)} \\- {escape(command.get('abstract', '').rstrip('.'))}",
        ".SH SYNOPSIS",
        escape(synopsis(command, path)),
    ]
    if command.get("discussion"):
        lines += [".SH DESCRIPTION", *paragraphs(command["discussion"])]
    if shown(command):
        lines.append(".SH OPTIONS")
        for argument in shown(command):
            about = argument.get("abstract", "")
            if argument.get("defaultValue"):
                about += f" Default: {argument['defaultValue']}."
            lines += [".TP", f"\\fB{escape(spelling(argument))}\\fR", escape(about.strip() or "(no description)")]
    if children(command):
        lines.append(".SH COMMANDS")
        for child in children(command):
            about = escape(child.get("abstract", ""))
            lines += [".TP", f"\\fB{escape(name + '-' + child['commandName'])}\\fR(1)", about]
    if len(path) > 1:
        lines += [".SH SEE ALSO", f"\\fB{escape('-'.join(path[:-1]))}\\fR(1)"]
    return "\n".join(lines) + "\n"


def write(command, path, version, folder):
    (folder / ("-".join(path) + ".1")).write_text(page(command, path, version))
    for child in children(command):
        write(child, path + [child["commandName"]], version, folder)


def main():
    tool, folder = sys.argv[1], Path(sys.argv[2])
    description = subprocess.run([tool, "--experimental-dump-help"], check=True, capture_output=True).stdout
    version = subprocess.run([tool, "--version"], check=True, capture_output=True, text=True).stdout.split()[0]
    folder.mkdir(parents=True, exist_ok=True)
    command = json.loads(description)["command"]
    write(command, [command["commandName"]], version, folder)


if __name__ == "__main__":
    main()
