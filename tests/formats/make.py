"""Makes the acts of the tour in every format that is read: `python3 tests/formats/make.py`.

It needs Chromium (pages and PDF) and LibreOffice (`soffice`; ODT, DOCX and PDF). What they make is
kept beside this file, so that the tests need neither; it is made anew only when an act or this
file changes. Other versions of these programs make other bytes of the same acts.
"""

import html
import re
import subprocess
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
TOUR = HERE.parent.parent / "docs" / "tour"
ACTS = ["1-attribution", "2-avenant", "3-solde"]
STYLE = (
    "body{font:11pt 'Liberation Serif',serif;text-align:justify}"
    "p,ul{margin:0 0 7pt 0}p.line{margin:0}h2{font-size:11pt;text-align:left;margin:7pt 0}"
)
ALONE = re.compile(r"^(Vu|Considérant|Délibère|Article \d+ ?:)$")
BULLET = re.compile("^[\ue000-\uf8ff•]\\s+")
# A line that goes on to the next fills so much of the page.
FULL = 66


def paragraphs(text):
    """(kind, words) of each: the lines of a page joined to what a person typed."""
    out, words, kind = [], "", "p"

    def end():
        nonlocal words, kind
        if words:
            out.append((kind, words))
        words, kind = "", "p"

    lines = [re.sub(r"\s+", " ", line).strip() for line in text.split("\n")]
    lines = [re.sub("^[\ue000-\uf8ff] (?=Article)", "", line) for line in lines]
    lines = [re.sub("^[\ue000-\uf8ff] ?(?=Le budget|Au vu)", "", line) for line in lines]
    widths = [len(line) for line in text.split("\n")]
    for line, width in zip(lines, widths):
        if not line:
            # A bullet of the typesetter stands apart from the end of its item.
            if not (kind == "li" and not words.endswith((".", ";"))):
                end()
            continue
        if ALONE.match(line):
            end()
            out.append(("h", line))
            continue
        if BULLET.match(line):
            end()
            kind, words = "li", BULLET.sub("", line)
            continue
        if words.endswith("-") and words[-2:-1].isalpha():
            words += line
        else:
            words += (" " if words else "") + line
        if width < FULL and kind == "p":
            kind = "line"
            end()
    end()
    return out


def page(text):
    """A page of the web, with the elements that such a page has."""
    body, listed = [], False
    for kind, words in paragraphs(text):
        if (kind == "li") != listed:
            body.append("<ul>" if kind == "li" else "</ul>")
            listed = kind == "li"
        tag = {"p": "p", "line": 'p class="line"', "h": "h2", "li": "li"}[kind]
        body.append(f"<{tag}>{html.escape(words, quote=False)}</{tag.split()[0]}>")
    body += ["</ul>"] if listed else []
    head = f'<meta charset="utf-8"><title>Acte</title><style>{STYLE}</style>'
    return f'<!doctype html>\n<html lang="fr"><head>{head}</head>\n<body>\n' + "\n".join(body) + "\n</body></html>\n"


def browser(*arguments):
    subprocess.run(
        ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", *arguments],
        check=True, capture_output=True,
    )


def scan(name, text):
    """A picture of a page, and no word in it: what a scanner makes."""
    with tempfile.TemporaryDirectory() as folder:
        folder = Path(folder)
        (folder / "act.html").write_text(page(text), encoding="utf-8")
        picture = folder / "page.png"
        browser("--window-size=794,1123", "--force-device-scale-factor=1.6",
                f"--screenshot={picture}", str(folder / "act.html"))
        style = "<style>@page{size:210mm 297mm;margin:0}body{margin:0}img{width:210mm}</style>"
        (folder / "scan.html").write_text(f'{style}<img src="page.png">', encoding="utf-8")
        browser("--no-pdf-header-footer", f"--print-to-pdf={HERE / name}", str(folder / "scan.html"))


def office(target, source, *more):
    subprocess.run(
        ["soffice", "--headless", *more, "--convert-to", target, "--outdir", str(HERE), str(source)],
        check=True, capture_output=True,
    )


for act in ACTS:
    web = HERE / f"{act}.html"
    web.write_text(page((TOUR / f"{act}.txt").read_text(encoding="utf-8")), encoding="utf-8")
    browser("--no-pdf-header-footer", f"--print-to-pdf={HERE / (act + '.pdf')}", str(web))
    office("odt:writer8", web, "--infilter=HTML (StarWriter)")
    office("docx:MS Word 2007 XML", HERE / f"{act}.odt")
    with tempfile.TemporaryDirectory() as folder:
        other = Path(folder) / f"{act}-office.odt"
        other.write_bytes((HERE / f"{act}.odt").read_bytes())
        office("pdf", other)

scan("scan.pdf", (TOUR / "breach" / "1-sans-quorum.txt").read_text(encoding="utf-8"))
