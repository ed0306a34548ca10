#!/usr/bin/env python3
"""Bundles and policies that a reader must refuse, beside some that it must take, made from fixed keys.

    malformed.py                   writes them, one JSON object a line
    malformed.py check             holds evidence.py to them
    malformed.py check PROGRAM     holds `PROGRAM verify FILE --trust KEYS --format json` to them

Each has a `name`; the `bundle` in base64; what is pinned, as text (`trust`); the `outcome`: `sound`, `faulty`,
`cannot-conclude`, or `unreadable` where what is pinned is; the checks that are `faulty`; and whether the
reader says `keys-in-force` (`in_force`; null: not asked) and `sealed-values` (`sealed`). tests/web/malformed.mjs holds the page to the same.
Exit code 1: a reader says something else, which is named.
"""

import base64
import contextlib
import hashlib
import io
import json
import os
import subprocess
import sys
import tempfile

import evidence
from evidence import der
from rfc6962 import Tree
from vectors import SecretKey

VECTORS = os.path.join(os.path.dirname(os.path.abspath(__file__)), "../vectors/proof")
ORIGIN = "ledger.example/vauclaire"
LOG, NEXT = (SecretKey(ORIGIN, 1, bytes([seed] * 32)) for seed in (1, 2))
WITNESSES = [SecretKey(f"witness{n}.example", 4, bytes([100 + n] * 32)) for n in (1, 2, 3)]
HASH = "ab" * 32


def compact(value):
    return json.dumps(value, separators=(",", ":"), ensure_ascii=False).encode()


def fields(at=0, before="0" * 64, /, **changed):
    """The fields of an entry; one that is given as `...` is left out."""
    whole = {
        "prev": before, "seq": at, "id": f"018f2b9a-0000-7000-8000-{at:012}", "stream": "ledger", "version": at + 1,
        "kind": "Noted", "schema": 1, "effective": "2024-03-01", "recorded_at": f"2024-03-01T09:30:00.{at:06}Z",
        "recorded_by": "greffe", "evidence": {"grade": "act", "sources": []}, "causes": [], "data": {"number": 1},
    } | changed
    return {key: value for key, value in whole.items() if value is not ...}


def block(head, data):
    return f"{head}\n".encode() + data + b"\n"


def sealed(body):
    return body + f"sha256 {hashlib.sha256(body).hexdigest()}\n".encode()


def bundle(entries, here=None, keys=(LOG,), more="", lines="", extra=(), tokens=(), documents=(), origin=ORIGIN,
           size=None):
    """A bundle of these entries (those whose numbers are `here`), signed by `keys`."""
    tree = Tree(entries)
    root = base64.b64encode(tree.mth(0, len(entries))).decode()
    text = f"{origin}\n{len(entries) if size is None else size}\n{root}\n{more}"
    note = (text + "\n" + "".join(key.line(text) for key in keys) + lines).encode()
    out = b"greffe-evidence/1\n" + block(f"checkpoint {len(note)}", note)
    for written in sorted([key.written for key in keys] + list(extra)):
        out += f"key {written}\n".encode()
    for token in tokens:
        out += block(f"timestamp {len(token)}", token)
    for seq in range(len(entries)) if here is None else here:
        path = tree.path(seq, 0, len(entries))
        out += block(f"entry {seq} {len(entries[seq])} {len(path)}", entries[seq])
        out += "".join(base64.b64encode(value).decode() + "\n" for value in path).encode()
    for text in documents:
        out += block(f"document {evidence.blake3(text)} {len(text)}", text)
    return sealed(out)


# One entry, and what may be wrong with it: (name, its bytes, whether a reader takes it).


def of_entries():
    def made(name, **changed):
        return name, compact(fields(**changed)), False

    def data(name, text, good=False):
        return name, compact(fields()).replace(b'"number":1', text if isinstance(text, bytes) else text.encode()), good

    plain = compact(fields())
    source = {"document": HASH, "span": [0, 0]}

    def sourced(name, good=False, **changed):
        one = {key: value for key, value in (source | changed).items() if value is not ...}
        return name, compact(fields(evidence={"grade": "act", "sources": [one]})), good

    yield "plain", plain, True
    # JSON: docs/format.md, section 2.1.
    yield data("key twice in data", '"a":1,"a":2')
    yield data("key twice by escape", '"a":1,"\\u0061":2')
    yield data("key twice deep", '"a":[{"b":{"c":1,"d":2,"c":3}}]')
    yield "key twice at the top", plain.replace(b'"kind":"Noted"', b'"kind":"Noted","kind":"GrantPaid"'), False
    yield "unknown key twice", plain[:-1] + b',"x":1,"x":1}', False
    yield "key twice in evidence", plain.replace(b'"grade":"act"', b'"grade":"act","grade":"act"'), False
    yield data("fraction", '"a":1.5')
    yield data("fraction of nothing", '"a":1.0')
    yield data("exponent", '"a":1e400')
    yield data("exponent of nothing", '"a":1e0')
    yield data("minus nothing", '"a":-0')
    yield data("leading zero", '"a":01')
    yield data("plus", '"a":+1')
    yield data("no number", '"a":NaN')
    yield data("infinity", '"a":-Infinity')
    yield data("above 2^63-1", '"a":9223372036854775808')
    yield data("below -2^63", '"a":-9223372036854775809')
    yield data("many digits", '"a":' + "9" * 5000)
    yield data("limits of integers", '"a":9223372036854775807,"b":-9223372036854775808,"c":9007199254740993', True)
    yield data("a sealed value", f'"a":[{{"sealed":"{HASH}"}}]', True)
    yield data("sealed, and no digest", f'"sealed":["{HASH}"],"a":{{"sealed":"{HASH[:63]}"}}', True)
    yield data("65 deep", '"a":' + "[" * 63 + "]" * 63)
    yield data("64 deep", '"a":' + "[" * 62 + "]" * 62, True)
    yield data("very deep", '"a":' + "[" * 30000 + "]" * 30000)
    yield data("half of a pair", '"a":"\\ud800"')
    yield data("second half of a pair", '"a":"\\udc00\\ud800"')
    yield data("half of a pair in a key", '"\\ud800":1')
    yield data("pair", '"a":"\\ud83d\\ude00"', True)
    yield data("half of a pair in bytes", b'"a":"\xed\xa0\x80"')
    yield data("not UTF-8", b'"a":"\xff"')
    yield data("overlong UTF-8", b'"a":"\xc0\xaf"')
    yield data("control character", '"a":"\x01"')
    yield data("tab in a string", '"a":"\t"')
    yield data("line feed", '"a":\n1')
    yield data("escape unknown", '"a":"\\x41"')
    yield data("escape cut", '"a":"\\u12"')
    yield data("escape with a blank", '"a":"\\u 123"')
    yield data("comma too many", '"a":1,')
    yield data("comma too many in an array", '"a":[1,]')
    yield data("no colon", '"a" 1')
    yield data("bare key", 'a:1')
    yield data("single quotes", "'a':1")
    yield data("comment", '"a":1/**/')
    yield data("word of another case", '"a":True')
    yield data("word cut", '"a":nul')
    yield data("word longer", '"a":nulll')
    yield data("names that mean something elsewhere", '"__proto__":{"a":1},"constructor":2,"toJSON":3', True)
    yield data("words", '"a":[true,false,null,{},[]," "]', True)
    yield "byte order mark", b"\xef\xbb\xbf" + plain, False
    yield "something behind", plain + b"0", False
    yield "a second object", plain + plain, False
    yield "array", b"[" + plain + b"]", False
    yield "string", b'"a"', False
    yield "cut", plain[:-1], False
    yield "form feed around", b"\x0c" + plain, False
    yield "no-break space around", "\u00a0".encode() + plain, False
    yield "blanks, tabs and returns", b" \t\r" + plain.replace(b":", b" :\t", 3).replace(b",", b"\r, ", 3) + b"\r \t", True
    yield "other order", compact(dict(reversed(fields().items()))), True
    yield "unknown fields", plain[:-1] + b',"later":{"a":[1,"b"]}}', True
    yield "key by escape", plain.replace(b'"kind"', b'"\\u006bind"'), True
    # Fields: section 2.2.
    for field in fields():
        yield made(f"no {field}", **{field: ...})
        yield made(f"{field} null", **{field: None})
        yield made(f"{field} of another type", **{field: {"a": 1} if field != "data" else [1]})
    for seq in ("0.0", "0e0", "-0", "00", "-1", '"0"', "9223372036854775808"):
        yield f"seq {seq}", plain.replace(b'"seq":0', f'"seq":{seq}'.encode()), False
    yield made("prev upper-case", prev="A" * 64)
    yield made("prev short", prev="0" * 63)
    yield made("prev in an array", prev=["0" * 64])
    for name, value in (("no UUID", "x"), ("upper-case", "018F2B9A-0000-7000-8000-000000000000"),
                        ("without hyphens", "018f2b9a000070008000000000000000"),
                        ("in braces", "{018f2b9a-0000-7000-8000-000000000000}")):
        yield made(f"id {name}", id=value)
    for value in ("", "a b", "a/", "/a", "a//b", "é", "a\x7f", "a" * 256):
        yield made(f"stream {value[:4]!r}", stream=value)
    yield "stream of 255 bytes", compact(fields(stream="a/" * 127 + "b")), True
    for value in (0, -1, 2**63, "1", True):
        yield made(f"version {value!r}", version=value)
    for value in ("", "a b", "é", "a" * 65, "a/b"):
        yield made(f"kind {value[:4]!r}", kind=value)
    for value in (-1, 2**32, True):
        yield made(f"schema {value!r}", schema=value)
    yield "schema 2^32-1", compact(fields(schema=2**32 - 1)), True
    for value in ("", "2024 03", "é", "a" * 65):
        yield made(f"effective {value[:4]!r}", effective=value)
    for value in ("never", "", "2023-02-30T00:00:00.000000Z", "2023-02-29T00:00:00.000000Z",
                  "1900-02-29T00:00:00.000000Z", "2023-04-31T00:00:00.000000Z", "2023-00-01T00:00:00.000000Z",
                  "2023-13-01T00:00:00.000000Z", "2023-01-00T00:00:00.000000Z", "2023-01-01T24:00:00.000000Z",
                  "2023-01-01T00:60:00.000000Z", "2023-01-01T00:00:60.000000Z", "2023-01-01T00:00:00.00000Z",
                  "2023-01-01T00:00:00Z", "2023-01-01t00:00:00.000000z", "2023-01-01 00:00:00.000000Z",
                  "2023-01-01T00:00:00.000000+00:00", "20231-01-01T00:00:00.00000Z", "２023-01-01T00:00:00.0000Z"):
        yield made(f"recorded_at {value}", recorded_at=value)
    for value in ("0000-02-29T00:00:00.000000Z", "2000-02-29T23:59:59.999999Z", "9999-12-31T23:59:59.999999Z",
                  "0099-12-31T00:00:00.000000Z"):
        yield f"recorded_at {value}", compact(fields(recorded_at=value)), True
    for name, value in (("nothing", ""), ("DEL", "a\x7f"), ("C1", "a\x85"), ("U+001F", "a\x1f"),
                        ("256 bytes", "é" * 128)):
        yield made(f"recorded_by {name}", recorded_by=value)
    yield "recorded_by of 255 bytes", compact(fields(recorded_by="é" * 127 + "a")), True
    yield "recorded_by with a blank", compact(fields(recorded_by="Élodie Durand")), True
    for value in ("ACT", "", "a" * 33, "act1", 1):
        yield made(f"grade {value!r}"[:12], evidence={"grade": value, "sources": []})
    yield made("no grade", evidence={"sources": []})
    yield made("no sources", evidence={"grade": "act"})
    yield made("sources an object", evidence={"grade": "act", "sources": {}})
    yield made("source a number", evidence={"grade": "act", "sources": [1]})
    yield "unknown fields of evidence", compact(fields(evidence={"grade": "act", "sources": [], "x": [1]})), True
    yield sourced("source", True)
    yield sourced("source with a field unknown", True, x={"y": 1})
    yield sourced("source without document", document=...)
    yield sourced("source without span", span=...)
    yield sourced("document in an array", document=[HASH])
    for value in ([0], [0, 0, 9], [2, 1], [-1, 1], [0, 2**63], ["0", "1"], "01", {"0": 0, "1": 0}, [0, True], None):
        yield sourced(f"span {value!r}"[:24], span=value)
    for value in ("x", None, {}, [1], ["x"], ["/~2"], ["/~"], ["/a", "a"]):
        yield sourced(f"fields {value!r}", fields=value)
    yield sourced("pointers", True, fields=["", "/", "/a~0b~1c", "/é/\n"])
    for value in ([0], [5], [-1], ["0"], [2**63], [[]], [True]):
        yield made(f"causes {value!r}"[:16], causes=value)


def stamped(*tokens):
    """The bundle of the vectors, with these tokens."""
    whole = vector("four-entries.evidence")[:-72]
    at = whole.index(b"\nentry 0 ") + 1
    return sealed(whole[:at] + b"".join(block(f"timestamp {len(token)}", token) for token in tokens) + whole[at:])


def vector(name):
    with open(os.path.join(VECTORS, name), "rb") as file:
        return file.read()


def of_time_stamps():
    token = vector("token.der")
    at = token.index(hashlib.sha256(vector("stamped-text")).digest())
    content = token.rindex(b"\x02\x01\x01", 0, at)

    def changed(at, byte):
        return token[:at] + bytes([byte]) + token[at + 1:]

    yield "a time-stamp", [token], []
    for name, altered in of_parts(token):
        yield f"a time-stamp {name}", [altered], ["time-stamps"]
    yield "an empty time-stamp", [b""], ["bundle"]
    yield "a time-stamp of 65 537 bytes", [b"0" * 65537], ["bundle"]
    yield "a time-stamp of 65 536 bytes", [b"0" * 65536], ["time-stamps"]
    yield "17 time-stamps", [bytes([n]) for n in range(17)], ["bundle"]
    yield "16 time-stamps of nothing", [bytes([n]) for n in range(16)], ["time-stamps"]
    yield "a time-stamp twice", [token, token], ["bundle"]
    yield "a time-stamp twice, another between", [token, b"0", token], ["bundle"]
    yield "garbage for a time-stamp", [b"garbage"], ["time-stamps"]
    yield "garbage beside a time-stamp", [token, b"garbage"], ["time-stamps"]
    yield "a time-stamp of another text", [changed(at + 31, token[at + 31] ^ 1)], ["time-stamps"]
    yield "a time-stamp by another digest", [changed(token.rindex(b"\x60\x86\x48", 0, at) + 8, 3)], ["time-stamps"]
    yield "a time-stamp of another version", [changed(content + 2, 2)], ["time-stamps"]
    yield "a time-stamp cut", [token[:-1]], ["time-stamps"]
    yield "a byte behind a time-stamp", [token + b"\0"], ["time-stamps"]
    yield "a response for a time-stamp", [vector("response.der")], ["time-stamps"]


def value(tag, content):
    """A value in DER."""
    size = len(content)
    if size < 0x80:
        return bytes([tag, size]) + content
    length = size.to_bytes((size.bit_length() + 7) // 8, "big")
    return bytes([tag, 0x80 + len(length)]) + length + content


def values(parts):
    return b"".join(value(tag, content) for tag, content in parts)


def of_parts(token):
    """A token with parts that it has too many or too few of (docs/proof-format.md, section 8, 1)."""
    ((_, whole),) = der(token)
    kind, (_, signed) = der(whole)
    ((_, data),) = der(signed)
    version, digests, (_, about), *rest = der(data)
    content_type, (_, content) = der(about)
    ((_, octets),) = der(content)
    ((_, info),) = der(octets)
    info, signers = der(info), [content for tag, content in rest if tag == 0x31]

    def made(info=info, rest=rest):
        content = value(0xA0, value(0x04, value(0x30, values(info))))
        about = value(0x30, values([content_type]) + content)
        data = values([version, digests]) + about + values(rest)
        return value(0x30, values([kind]) + value(0xA0, value(0x30, data)))

    assert made() == token
    others = [part for part in rest if part[0] != 0x31]
    yield "of two signatures", made(rest=[*others, (0x31, signers[0] * 2)])
    yield "with two sets of signatures", made(rest=[*others, (0x31, signers[0]), (0x31, signers[0])])
    yield "of no signature", made(rest=[*others, (0x31, b"")])
    yield "without signatures", made(rest=others)
    yield "with something else", made(rest=[*rest, (0x04, b"a")])
    yield "without a policy", made([*info[:1], *info[2:]])
    yield "without a number", made([*info[:3], *info[4:]])
    yield "without a time", made([*info[:4], *info[5:]])
    yield "of another sort of time", made([*info[:4], (0x17, info[4][1][2:]), *info[5:]])
    critical = value(0x30, value(0x06, b"\x2a\x03\x04") + value(0x01, b"\xff") + value(0x04, b"a"))
    yield "with a critical extension", made([*info, (0xA1, critical)])
    yield "with an extension of another form", made([*info, (0xA1, value(0x04, b"a"))])


def of_notes():
    """Bundles whose note is at its limits or beyond: (name, bundle, checks that are faulty)."""
    one = [compact(fields())]
    others = []
    for n in range(100):
        # Many names for one public key: it need not be one party.
        other = SecretKey.__new__(SecretKey)
        other.__dict__.update(LOG.__dict__, name=f"other{n:03}")
        material = bytes([1]) + other.public
        other.id = hashlib.sha256(other.name.encode() + b"\n" + material).digest()[:4]
        other.written = f"{other.name}+{other.id.hex()}+{base64.b64encode(material).decode()}"
        others.append(other)
    yield "100 signatures", bundle(one, keys=[LOG, *others[:99]]), []
    yield "101 signatures", bundle(one, keys=[LOG, *others]), ["bundle"]
    fill = 1_000_000 - len(bundle(one).split(b"\nkey ")[0].split(b"\n", 2)[2])
    yield "a note of 1 000 000 bytes", bundle(one, more="x" * (fill - 1) + "\n"), []
    yield "a note of 1 000 001 bytes", bundle(one, more="x" * fill + "\n"), ["bundle"]
    yield "an empty extension", bundle(one, more="\nx\n"), ["signatures"]
    for code in (0x85, 0xa0, 0x7f, 0xfeff, 0x2028):
        yield f"U+{code:04X} in an extension", bundle(one, more=f"{chr(code)}\n"), []
    yield "U+0009 in an extension", bundle(one, more="\t\n"), ["bundle"]
    yield "U+000D in an extension", bundle(one, more="\r\n"), ["bundle"]
    for size in ("01", "+1", "-1", "", "1 ", "9223372036854775808", "x"):
        yield f"size {size!r}", bundle(one, size=size), ["signatures"]
    yield "size 0", bundle(one, size=0), ["signatures"]
    yield "size 2", bundle(one, size=2), ["tree"]
    yield "size 2^63-1", bundle(one, size=2**63 - 1), ["tree"]


def of_policies():
    """What is pinned, and what comes of it: (name, text, outcome)."""
    log, w1, w2, w3 = LOG.written, *(key.written for key in WITNESSES)
    witnesses = f"log {log}\nwitness a {w1}\nwitness b {w2}\nwitness c {w3}\n"
    group = witnesses + "group g {} a b c\nquorum g\n"

    def renamed(name, written=w1):
        material = base64.b64decode(written.split("+", 2)[2])
        sum = hashlib.sha256(name.encode() + b"\n" + material).hexdigest()[:8]
        return f"{name}+{sum}+{base64.b64encode(material).decode()}"

    # The bundle of the vectors was seen by the first two.
    for threshold in ("1", "2", "any"):
        yield f"group of {threshold}", group.format(threshold), "sound"
    for threshold in ("3", "all"):
        yield f"group of {threshold}", group.format(threshold), "faulty"
    for threshold in ("0", "4", "-1", "01", "+1", "1.0", "٢", "", "x", "All"):
        yield f"group of {threshold!r}", group.format(threshold), "unreadable"
    yield "group without members", witnesses + "group g any\nquorum g\n", "unreadable"
    yield "group of all without members", witnesses + "group g all\nquorum g\n", "unreadable"
    yield "member unknown", witnesses + "group g 1 a d\nquorum g\n", "unreadable"
    yield "member twice", witnesses + "group g 2 a a\nquorum g\n", "unreadable"
    yield "member of two groups", witnesses + "group g 1 a b\ngroup h 1 a c\nquorum g\n", "unreadable"
    yield "member of itself", witnesses + "group g 1 a g\nquorum g\n", "unreadable"
    yield "member before its definition", f"log {log}\ngroup g 1 a\nwitness a {w1}\nquorum g\n", "unreadable"
    yield "member none", witnesses + "group g 1 none\nquorum g\n", "unreadable"
    yield "groups of groups", witnesses + "group g 2 a b\ngroup h 1 g c\nquorum h\n", "sound"
    yield "group called none", witnesses + "group none 1 a\nquorum none\n", "unreadable"
    yield "group called as a witness", witnesses + "group a 1 b\nquorum a\n", "unreadable"
    yield "two groups of a name", witnesses + "group g 1 a\ngroup g 1 b\nquorum g\n", "unreadable"
    yield "two witnesses of a name", f"log {log}\nwitness a {w1}\nwitness a {w2}\nquorum a\n", "unreadable"
    yield "witness called none", f"log {log}\nwitness none {w1}\nquorum none\n", "unreadable"
    yield "quorum of a witness", witnesses + "quorum b\n", "sound"
    yield "quorum of the third witness", witnesses + "quorum c\n", "faulty"
    yield "quorum unknown", witnesses + "quorum d\n", "unreadable"
    yield "quorum of a member", witnesses + "group g 1 a b\nquorum a\n", "unreadable"
    yield "quorum before its definition", f"log {log}\nquorum a\nwitness a {w1}\n", "unreadable"
    yield "quorum twice", witnesses + "quorum a\nquorum a\n", "unreadable"
    yield "quorum of nobody twice", witnesses + "quorum none\nquorum none\n", "unreadable"
    yield "quorum of two", witnesses + "quorum a b\n", "unreadable"
    yield "quorum without a name", witnesses + "quorum\n", "unreadable"
    yield "no quorum", witnesses, "unreadable"
    yield "quorum none", witnesses + "quorum none\n", "sound"
    yield "log twice", f"log {log}\nlog {log}\nquorum none\n", "unreadable"
    yield "witness twice", f"log {log}\nwitness a {w1}\nwitness b {w1}\nquorum a\n", "unreadable"
    yield "one public key under two names", f"log {log}\nwitness a {w1}\nwitness b {renamed('x')}\nquorum a\n", "unreadable"
    yield "witness for a log", f"log {w1}\nquorum none\n", "unreadable"
    yield "log for a witness", f"log {NEXT.written}\nwitness a {log}\nquorum a\n", "unreadable"
    yield "addresses", f"log {log} https://l.example\nwitness a {w1} https://w.example\nquorum a\n", "sound"
    yield "two addresses", f"log {log} https://l.example x\nquorum none\n", "unreadable"
    yield "two addresses of a witness", f"log {log}\nwitness a {w1} x y\nquorum a\n", "unreadable"
    yield "log without a key", "log\nquorum none\n", "unreadable"
    yield "witness without a key", f"log {log}\nwitness a\nquorum none\n", "unreadable"
    yield "word unknown", f"log {log}\nmonitor a\nquorum none\n", "unreadable"
    yield "word of another case", f"Log {log}\nquorum none\n", "unreadable"
    yield "return", f"log {log}\r\nquorum none\r\n", "unreadable"
    yield "form feed", f"log {log}\nquorum\x0cnone\n", "unreadable"
    yield "blanks, tabs and comments", f"# x\n \tlog\t{log}  \n\n #y\n\tquorum none", "sound"
    yield "comment behind", f"log {log}\nquorum none # x\n", "unreadable"
    yield "id of another key", f"log {log.replace('+', '+0', 1)}\nquorum none\n", "unreadable"
    yield "id upper-case", f"log {'+'.join([ORIGIN, log.split('+')[1].upper(), log.split('+', 2)[2]])}\nquorum none\n", \
        "sound" if log.split("+")[1].isdigit() else "unreadable"
    yield "keys alone", f"{log}\n{NEXT.written}\n", "sound"
    yield "keys alone, a comment, empty lines", f"# mine\n\n  {log}\n", "sound"
    yield "keys alone, other white space", f"{log}\r\n\u3000{NEXT.written}\u00a0\r\n", "sound"
    yield "keys alone, a control character", f"{log}\x1f\n", "unreadable"
    yield "keys alone, a byte order mark", f"\ufeff{log}\n", "unreadable"
    yield "key of a witness alone", w1 + "\n", "unreadable"
    yield "keys of others alone", NEXT.written + "\n", "faulty"
    for code in (0x85, 0xa0, 0x7f, 0x1680, 0x2028, 0x3000):
        yield f"U+{code:04X} in a name", f"log {log}\nlog {renamed('a' + chr(code) + 'b', NEXT.written)}\nquorum none\n", \
            "unreadable"
    for code in (0xfeff, 0x200b, 0x180e, 0xe9):
        yield f"U+{code:04X} in a name", f"log {log}\nlog {renamed('a' + chr(code) + 'b', NEXT.written)}\nquorum none\n", \
            "sound"
    yield "name of 255 bytes", f"log {log}\nlog {renamed('a' * 255, NEXT.written)}\nquorum none\n", "sound"
    yield "name of 256 bytes", f"log {log}\nlog {renamed('é' * 128, NEXT.written)}\nquorum none\n", "unreadable"
    small = base64.b64encode(b"\x01" + b"\x01" + bytes(31)).decode()
    yield "point of small order", f"log {log}\nlog {renamed('a', f'a+0+{small}')}\nquorum none\n", "unreadable"


def of_keys():
    """What entries say of keys: (name, bundle, trust, outcome, faulty, in_force)."""
    def ledger(*said):
        made, prev = [], "0" * 64
        for seq, changed in enumerate(said):
            made.append(compact(fields(seq, prev, **changed)))
            prev = evidence.blake3(made[-1])
        return made

    def says(kind, key=LOG, **changed):
        return {"kind": f"SigningKey{kind}", "data": {"key": key.written}} | changed

    comes, goes, nothing = says("Registered"), says("Retired"), {}
    retired = ledger(nothing, comes, goes, nothing)
    own, both = LOG.written, f"{LOG.written}\n{NEXT.written}"
    yield "key registered", bundle(ledger(nothing, comes)), own, "sound", [], False
    yield "key retired", bundle(retired[:3]), own, "faulty", ["keys"], False
    yield "key retired, three entries", bundle(retired, here=[0, 1, 2]), own, "faulty", ["keys"], True
    yield "key retired, that entry alone", bundle(retired, here=[2]), own, "faulty", ["keys"], True
    yield "key retired, by nobody known", bundle(retired), "", "faulty", ["keys"], False
    yield "key retired, by somebody else known", bundle(retired), NEXT.written, "faulty", ["log"], False
    yield "that entry left out", bundle(retired, here=[1, 3]), own, "sound", [], True
    yield "nothing of keys, all entries", bundle(ledger(nothing, nothing)), own, "sound", [], False
    yield "nothing of keys, an entry", bundle(ledger(nothing, nothing), here=[1]), own, "sound", [], True
    yield "key registered again", bundle(ledger(nothing, comes, goes, comes)), own, "sound", [], False
    yield "key registered again, left out", bundle(ledger(nothing, comes, goes, comes), here=[2]), own, "faulty", ["keys"], True
    yield "key retired, never registered", bundle(ledger(nothing, goes)), own, "faulty", ["keys"], False
    yield "another key retired", bundle(ledger(nothing, says("Retired", NEXT))), own, "sound", [], False
    yield "key of another name retired", bundle(ledger(nothing, says("Retired", WITNESSES[0]))), own, "sound", [], False
    yield "two keys, one retired, the other unregistered", bundle(retired, keys=(LOG, NEXT)), both, "faulty", ["keys"], False
    yield "two keys, one retired, not all entries", bundle(retired, here=[0, 1, 2], keys=(LOG, NEXT)), both, "sound", [], True
    joined = ledger(comes, goes, says("Registered", NEXT))
    yield "two keys, one retired", bundle(joined, keys=(LOG, NEXT)), both, "sound", [], False
    yield "key never registered, another is", bundle(ledger(nothing, says("Registered", NEXT))), own, "faulty", ["keys"], False
    yield "key never registered, an entry", bundle(ledger(nothing, says("Registered", NEXT)), here=[1]), own, "sound", [], True
    yield "two keys, the known one retired", bundle(retired, keys=(LOG, NEXT)), own, "faulty", ["keys"], False
    yield "two keys, the other known", bundle(retired, keys=(LOG, NEXT)), NEXT.written, "faulty", ["keys"], False
    yield "two keys, the other known, not all entries", bundle(retired, here=[1, 2, 3], keys=(LOG, NEXT)), NEXT.written, "sound", [], True
    yield "two keys, both retired", bundle(ledger(goes, says("Retired", NEXT)), keys=(LOG, NEXT)), both, "faulty", ["keys"], False
    yield "two keys, nobody known", bundle(retired, keys=(LOG, NEXT)), "", "faulty", ["keys"], False
    yield "two keys, nobody known, not all entries", bundle(retired, here=[1, 2, 3], keys=(LOG, NEXT)), "", "cannot-conclude", [], True
    yield "retired in another stream", bundle(ledger(nothing, says("Retired", stream="other"))), own, "sound", [], False
    yield "retired by a later schema", bundle(ledger(nothing, says("Retired", schema=9))), own, "faulty", ["keys"], False
    reason = {"data": {"key": LOG.written, "reason": "rotation"}}
    yield "retired for a reason", bundle(ledger(nothing, goes | reason)), own, "faulty", ["keys"], False
    spelled = compact(fields(**goes)).replace(b'"key":"l', b'"key":"\\u006c')
    yield "retired by an escape", bundle([spelled]), own, "faulty", ["keys"], False
    yield "key in an array", bundle(ledger(nothing, goes | {"data": {"key": [LOG.written]}})), own, "sound", [], False
    yield "no key", bundle(ledger(nothing, goes | {"data": {}})), own, "sound", [], False
    blank = goes | {"data": {"key": LOG.written + " "}}
    yield "key with a blank", bundle(ledger(nothing, blank)), own, "sound", [], False


def of_bundles():
    one = compact(fields())
    text = b"Article 1"
    named = [compact(fields(data={"text": evidence.blake3(text)}))]
    inside = [compact(fields(data={"text": f'"{evidence.blake3(text)}"'}))]
    yield "document named", bundle(named, documents=[text]), []
    yield "document named inside a string", bundle(inside, documents=[text]), ["documents"]
    end = [compact(fields(data={"text": f'"{evidence.blake3(text)}'}))]
    yield "document named at the end of a string", bundle(end, documents=[text]), ["documents"]
    key = [compact(fields(data={evidence.blake3(text): 1}))]
    yield "document named by a key", bundle(key, documents=[text]), []
    spelled = [named[0].replace(b'"text":"', b'"text":"\\u00%02x' % ord(evidence.blake3(text)[0]), 1)]
    spelled = [spelled[0].replace(evidence.blake3(text).encode(), evidence.blake3(text)[1:].encode())]
    yield "document named by an escape", bundle(spelled, documents=[text]), []
    yield "document named nowhere", bundle([one], documents=[text]), ["documents"]
    body = bundle([one])[:-72]
    for name, old, new in (
        ("blank behind the first line", b"greffe-evidence/1\n", b"greffe-evidence/1 \n"),
        ("a later form", b"greffe-evidence/1\n", b"greffe-evidence/2\n"),
        ("leading zero", b"\nentry 0 ", b"\nentry 00 "), ("plus", b"\nentry 0 ", b"\nentry +0 "),
        ("two blanks", b"\nentry 0 ", b"\nentry  0 "), ("tab", b"\nentry 0 ", b"\nentry\t0 "),
        ("number too large", b"\nentry 0 ", b"\nentry 9223372036854775808 "),
    ):
        yield name, sealed(body.replace(old, new)), ["bundle"]
    odd = SecretKey("a\ufffd", 1, bytes([3] * 32))
    whole = bundle([one], keys=[LOG, odd])[:-72]
    yield "replacement character in a name", sealed(whole), []
    at = whole.index("\nkey a\ufffd".encode()) + len("\nkey a")
    yield "name that is not UTF-8", sealed(whole[:at] + b"\xff" + whole[at + 3:]), ["bundle"]
    yield "no entry", sealed(body[:body.index(b"\nentry ") + 1]), ["bundle"]
    yield "entry twice", sealed(body + body[body.index(b"\nentry ") + 1:]), ["bundle"]
    yield "key twice", sealed(body.replace(b"\nkey ", f"\nkey {LOG.written}\nkey ".encode())), ["bundle"]
    yield "something behind the parts", sealed(body + b"\n"), ["bundle"]
    large = [compact(fields(data={"a": "x" * (65535 - len(compact(fields(data={"a": ""}))))}))]
    yield "entry of 65 535 bytes", bundle(large), []
    yield "entry of 65 536 bytes", bundle([large[0] + b" "]), ["bundle"]
    yield "number of the entry large", sealed(body.replace(b"\nentry 0 ", b"\nentry 9007199254740993 ")), ["entries", "tree"]
    blank = SecretKey(ORIGIN, 1, bytes([1] * 32))
    for code, faulty in ((0x7f, ["signatures"]), (0x85, ["signatures"]), (0x20, [])):
        yield f"U+{code:04X} in the origin", bundle([one], keys=[blank], origin=f"a{chr(code)}b"), faulty


def cases():
    def case(name, data, trust, outcome, faulty=(), in_force=None):
        return {"name": name, "bundle": base64.b64encode(data).decode(), "trust": trust, "outcome": outcome,
                "faulty": sorted(faulty), "in_force": in_force, "sealed": name == "entry: a sealed value"}

    def judged(name, data, faulty, trust=LOG.written):
        return case(name, data, trust, "faulty" if faulty else "sound", faulty)

    for name, entry, good in of_entries():
        yield judged(f"entry: {name}", bundle([entry]), [] if good else ["entries"])
    policy = vector("policy").decode()
    for name, tokens, faulty in of_time_stamps():
        yield judged(f"time-stamps: {name}", stamped(*tokens), faulty, policy)
    for name, data, faulty in of_notes():
        yield judged(f"note: {name}", data, faulty)
    for name, data, faulty in of_bundles():
        made = judged(f"bundle: {name}", data, faulty)
        # Nobody is pinned whose name has such characters.
        if "in the origin" in name and not faulty:
            made["outcome"] = "cannot-conclude"
        yield made
    for name, data, trust, outcome, faulty, in_force in of_keys():
        yield case(f"keys: {name}", data, trust or f"{WITNESS_ONLY}\n", outcome, faulty, in_force)
    whole = vector("four-entries.evidence")
    for name, trust, outcome in of_policies():
        faulty = [] if outcome != "faulty" else ["log"] if "keys of others" in name else ["witnesses"]
        yield case(f"policy: {name}", whole, trust, outcome, faulty)


# Pins nobody.
WITNESS_ONLY = f"witness a {WITNESSES[0].written}\nquorum none"


def script(case):
    """What evidence.py says: outcome, faulty checks, what was not checked."""
    try:
        trust = evidence.Trust(case["trust"])
    except evidence.Malformed:
        return "unreadable", [], []
    verification = evidence.Verification(trust)
    with contextlib.redirect_stdout(io.StringIO()) as out, contextlib.redirect_stderr(io.StringIO()):
        verification.run(base64.b64decode(case["bundle"]))
    words = [line.split(" ") for line in out.getvalue().splitlines()]
    outcome = "faulty" if verification.faulty else "cannot-conclude" if verification.open else "sound"
    return outcome, [name for name, *_, verdict in words if verdict == "faulty"], \
        [code for word, code, *_ in words if word == "not-checked"]


def program(path, folder):
    def run(case):
        files = [os.path.join(folder, name) for name in ("a.evidence", "trust")]
        for file, data in zip(files, (base64.b64decode(case["bundle"]), case["trust"].encode())):
            with open(file, "wb") as target:
                target.write(data)
        done = subprocess.run([path, "verify", files[0], "--trust", files[1], "--format", "json"], capture_output=True)
        outcome = {0: "sound", 1: "faulty", 4: "cannot-conclude"}.get(done.returncode, "unreadable")
        try:
            report = json.loads(done.stdout)
        except ValueError:
            return outcome, [], []
        return outcome, [one["check"] for one in report["checks"] if one["verdict"] == "faulty"], \
            [one["code"] for one in report["not_checked"]]
    return run


def check(reader):
    wrong = tried = 0
    for case in cases():
        outcome, faulty, unchecked = reader(case)
        tried += 1
        agree = outcome == case["outcome"] and sorted(faulty) == case["faulty"]
        if case["in_force"] is not None:
            agree = agree and ("keys-in-force" in unchecked) == case["in_force"]
        agree = agree and ("sealed-values" in unchecked) == case["sealed"]
        if not agree:
            wrong += 1
            print(f"{case['name']}: {outcome} {faulty} {unchecked}, not {case['outcome']} {case['faulty']} "
                  f"{case['in_force']}", file=sys.stderr)
    print(f"{tried} bundles and policies, {wrong} judged otherwise")
    return wrong


def main(arguments):
    if not arguments:
        for case in cases():
            print(json.dumps(case))
    elif arguments == ["check"]:
        sys.exit(1 if check(script) else 0)
    elif arguments[0] == "check" and len(arguments) == 2:
        with tempfile.TemporaryDirectory() as folder:
            sys.exit(1 if check(program(arguments[1], folder)) else 0)
    else:
        sys.exit(__doc__)


if __name__ == "__main__":
    main(sys.argv[1:])
