#!/usr/bin/env python3
"""Compares greffe with frictionless on tables of grants, row by row.

    tests/against_frictionless.py GREFFE SCHEMA.json VERSION TABLE...

needs `pip install frictionless` (5.x). Prints, for each table, the rows that break the schema
according to one of the two only. Custom checks of the schema are left out, as frictionless does not
know them. Exit code 1 when there is a difference.
"""

import json
import os
import subprocess
import sys

OURS = {"type", "required", "pattern", "enum", "max-length", "range"}


def ours(greffe, version, table, labels):
    out = subprocess.run(
        [
            greffe, "import", "--dry-run", table, "--schema", version, "--institution", "x",
            "--format", "json",
        ],
        capture_output=True, text=True, check=False,
    )
    found = json.loads(out.stdout)
    if found["defects"]["unlisted"]:
        print(f"  {found['defects']['unlisted']} defects are counted and not listed")
    rows = {
        d["row"]
        for d in found["defects"]["listed"]
        if d["rule"] in OURS and d["label"] in labels
    }
    return found["file"], rows


def theirs(table, schema, file):
    from frictionless import Detector, Dialect, Resource, Schema, formats

    encoding = "utf-8-sig" if "UTF-8" in file["encoding"] else "cp1252"
    dialect = Dialect(header_rows=[file["header_row"]])
    dialect.add_control(formats.CsvControl(delimiter=file["delimiter"]))
    # An absolute path is taken for unsafe.
    folder, name = os.path.split(os.path.abspath(table))
    resource = Resource(
        path=name, basepath=folder, encoding=encoding, dialect=dialect, schema=Schema.from_descriptor(schema),
        detector=Detector(schema_sync=True),
    )
    report = resource.validate(limit_errors=1_000_000)
    codes = {"type-error", "constraint-error"}
    return {e.row_number for t in report.tasks for e in t.errors if e.type in codes}


def main():
    try:
        import frictionless  # noqa: F401
    except ImportError:
        print("skipped: frictionless is not installed (pip install frictionless)")
        return 0
    greffe, path, version, *tables = sys.argv[1:]
    with open(path, encoding="utf-8") as file:
        schema = json.load(file)
    schema.pop("custom_checks", None)
    labels = {field["name"] for field in schema["fields"]}
    differ = 0
    for table in tables:
        print(table)
        file, left = ours(greffe, version, table, labels)
        right = theirs(table, schema, file)
        for row in sorted(left ^ right):
            differ = 1
            print(f"  row {row}: {'greffe' if row in left else 'frictionless'} alone")
    return differ


if __name__ == "__main__":
    sys.exit(main())
