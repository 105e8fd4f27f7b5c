"""Holds documents against JSON Schemas with the package `jsonschema`.

    schema.py FILE

FILE is JSON: `schemas` by name, and `cases`, each with `schema` and `document`. Prints a JSON list with the first
problem of each case, or null. A schema that is itself no JSON Schema of draft 2020-12 is an error.
"""

import json
import sys

import jsonschema

task = json.load(open(sys.argv[1]))
validators = {}
for name, schema in task["schemas"].items():
    jsonschema.Draft202012Validator.check_schema(schema)
    validators[name] = jsonschema.Draft202012Validator(schema)
problems = []
for case in task["cases"]:
    found = next(validators[case["schema"]].iter_errors(case["document"]), None)
    problems.append(found and f"{found.json_path}: {found.message}")
json.dump(problems, sys.stdout)
