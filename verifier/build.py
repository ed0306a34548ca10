#!/usr/bin/env python3
"""Puts verify.js, page.js and page.css into one page, under a policy that lets nothing else run.

    build.py           writes evidence.html beside this script
    build.py --check   fails where evidence.html is not what it would write
"""

import base64
import hashlib
import pathlib
import sys

HERE = pathlib.Path(__file__).parent


def read(name):
    return (HERE / name).read_text(encoding="utf-8")


def source(text):
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def page():
    style, script = read("page.css"), read("verify.js") + "\n" + read("page.js")
    assert "</" not in style + script, "an end tag would end the script"
    policy = (f"default-src 'none'; script-src {source(script)}; style-src {source(style)}; "
              "base-uri 'none'; form-action 'none'")
    parts = {"POLICY": policy, "STYLE": style, "SCRIPT": script}
    whole = read("page.html")
    for name, content in parts.items():
        before, found, after = whole.partition(name)
        assert found, name
        whole = before + content + after
    return whole


if __name__ == "__main__":
    target = HERE / "evidence.html"
    if sys.argv[1:] == ["--check"]:
        if target.read_text(encoding="utf-8") != page():
            sys.exit("verifier/evidence.html is not what verifier/build.py makes: run it")
    else:
        target.write_text(page(), encoding="utf-8")
