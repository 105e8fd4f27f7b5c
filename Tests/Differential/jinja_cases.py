"""Renders the cases of `jinja_cases.json` with Jinja as cookiecutter sets it up, and compares with what is noted there.

    jinja_cases.py [--record]

A case is a template and the text that it renders to, or null for an error. The same file is a test of mlkit's own
reading of Jinja. With `--record` the texts are written anew.
"""

import json
import pathlib
import sys

from cookiecutter.utils import create_env_with_context

FILE = pathlib.Path(__file__).with_name("jinja_cases.json")


def render(template, variables, settings):
    try:
        environment = create_env_with_context({"cookiecutter": {"_jinja2_env_vars": settings}})
        return environment.from_string(template).render(**variables)
    except Exception:
        return None


def main(records):
    document = json.loads(FILE.read_text())
    same = True
    for group in document["groups"]:
        for case in group["cases"]:
            text = render(case[0], document["variables"], group["settings"])
            if records:
                case[1:] = [text]
            elif text != case[1]:
                same = False
                print(f"BAD {case[0]!r}: Jinja makes {text!r} of it, not {case[1]!r}")
    if records:
        rows = [",\n".join(f"        {json.dumps(case)}" for case in group["cases"]) for group in document["groups"]]
        groups = [
            f'    {{"settings": {json.dumps(group["settings"])}, "cases": [\n{row}\n    ]}}'
            for group, row in zip(document["groups"], rows)]
        joined = ",\n".join(groups)
        FILE.write_text(f'{{"variables": {json.dumps(document["variables"])},\n "groups": [\n{joined}\n]}}\n')
    print("all cases as noted" if same else "some cases are not as noted")
    return 0 if same else 1


if __name__ == "__main__":
    sys.exit(main("--record" in sys.argv))
