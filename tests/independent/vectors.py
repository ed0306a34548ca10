#!/usr/bin/env python3
"""Makes the known answers of tests/vectors/proof, without greffe: the ledger, its tree, its keys and the
files made from them. What is there already is left alone. The time-stamp is made by `openssl`, once.

    vectors.py FOLDER
"""

import base64
import hashlib
import json
import os
import subprocess
import sys
import tempfile

import evidence
from rfc6962 import Tree

ORIGIN = "ledger.example/vauclaire"
TEXT = "Article 1 : une subvention de 61 300 euros est accordée à l'association.\n"
SIZE = 300


def entries():
    made, prev = [], "0" * 64
    document = evidence.blake3(TEXT.encode())
    start = TEXT.encode().index(b"61 300")
    for seq in range(SIZE):
        kind, data = {
            0: ("LedgerOpened", {"format": 1}),
            1: ("DocumentRegistered", {"text": document}),
            2: ("SubsidyGranted", {"subsidy_cents": 6130000}),
        }.get(seq, ("Noted", {"number": seq}))
        sources = [{"document": document, "span": [start, start + 13]}] if seq == 2 else []
        entry = {
            "prev": prev, "seq": seq, "id": f"018f2b9a-0000-7000-8000-{seq:012}", "stream": "ledger",
            "version": seq + 1, "kind": kind, "schema": 1, "effective": "2024-03-01",
            "recorded_at": f"2024-03-01T09:30:00.{seq:06}Z", "recorded_by": "greffe",
            "evidence": {"grade": "act", "sources": sources}, "causes": [], "data": data,
        }
        made.append(json.dumps(entry, separators=(",", ":"), ensure_ascii=False).encode())
        prev = evidence.blake3(made[-1])
    return made


class SecretKey:
    """Ed25519 from a seed: RFC 8032, sections 5.1.5 and 5.1.6."""

    def __init__(self, name, kind, seed):
        digest = hashlib.sha512(seed).digest()
        self.scalar = int.from_bytes(digest[:32], "little") & (2**254 - 8) | 2**254
        self.prefix, self.kind = digest[32:], kind
        self.public = self.encode(evidence.times(self.scalar, evidence.BASE))
        material = bytes([kind]) + self.public
        self.id = hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]
        self.name = name
        self.written = f"{name}+{self.id.hex()}+{base64.b64encode(material).decode()}"

    @staticmethod
    def encode(point):
        inverse = pow(point[2], evidence.P - 2, evidence.P)
        x, y = point[0] * inverse % evidence.P, point[1] * inverse % evidence.P
        return (y | (x & 1) << 255).to_bytes(32, "little")

    def sign(self, message):
        def number(data):
            return int.from_bytes(hashlib.sha512(data).digest(), "little") % evidence.ORDER

        r = number(self.prefix + message)
        point = self.encode(evidence.times(r, evidence.BASE))
        s = (r + number(point + self.public + message) * self.scalar) % evidence.ORDER
        return point + s.to_bytes(32, "little")

    def line(self, text, time=None):
        if time is None:
            payload = self.sign(text.encode())
        else:
            payload = time.to_bytes(8, "big") + self.sign(f"cosignature/v1\ntime {time}\n{text}".encode())
        return f"\u2014 {self.name} {base64.b64encode(self.id + payload).decode()}\n"


def encoded(hashes):
    return "".join(base64.b64encode(value).decode() + "\n" for value in hashes)


def bundle(note, keys, tree, all_entries, seqs):
    def block(head, data):
        return f"{head}\n".encode() + data + b"\n"

    out = b"greffe-evidence/1\n" + block(f"checkpoint {len(note)}", note)
    for written in sorted(key.written for key in keys):
        out += f"key {written}\n".encode()
    for seq in seqs:
        path = tree.path(seq, 0, SIZE)
        out += block(f"entry {seq} {len(all_entries[seq])} {len(path)}", all_entries[seq])
        out += encoded(path).encode()
    text = TEXT.encode()
    out += block(f"document {evidence.blake3(text)} {len(text)}", text)
    return out + f"sha256 {hashlib.sha256(out).hexdigest()}\n".encode()


def files():
    all_entries = entries()
    tree = Tree(all_entries)
    root = base64.b64encode(tree.mth(0, SIZE)).decode()
    text = f"{ORIGIN}\n{SIZE}\n{root}\n"
    log = SecretKey(ORIGIN, 1, bytes([1] * 32))
    witnesses = [SecretKey(f"witness{n}.example", 4, bytes([100 + n] * 32)) for n in (1, 2, 3)]
    lines = [log.line(text), witnesses[0].line(text, 1767139200), witnesses[1].line(text, 1767139260)]
    note = text + "\n" + "".join(lines)
    names = "".join(f"witness W{n} {key.written}\n" for n, key in enumerate(witnesses, 1))
    yield "policy", f"log {log.written}\n{names}group W 2 W1 W2 W3\nquorum W\n".encode()
    yield "checkpoint", note.encode()
    yield "entry-2", all_entries[2]
    inclusion = encoded(tree.path(2, 0, SIZE))
    yield "entry-2.tlog-proof", f"c2sp.org/tlog-proof@v1\nindex 2\n{inclusion}\n{note}".encode()
    consistency = encoded(tree.proof(7, SIZE))
    yield "add-checkpoint", f"old 7\n{consistency}\n{note}".encode()
    keys = [log, *witnesses[:2]]
    yield "four-entries.evidence", bundle(note.encode(), keys, tree, all_entries, [0, 1, 2, 299])
    yield "stamped-text", text.encode()


CONFIG = """
[req]
distinguished_name = dn
prompt = no
x509_extensions = tsa
[dn]
CN = Test authority (public vector, trust nothing)
[tsa]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = critical,timeStamping
[ts]
serial = serial
default_policy = 1.2.3.4.1
signer_digest = sha256
digests = sha256
"""


def stamp(text):
    with tempfile.TemporaryDirectory() as folder:
        def path(name):
            return os.path.join(folder, name)

        def openssl(*arguments):
            subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True)

        for name, content in (("config", CONFIG.encode()), ("serial", b"01\n"), ("text", text)):
            with open(path(name), "wb") as file:
                file.write(content)
        openssl("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-sha256",
                "-days", "36500", "-config", "config", "-keyout", "key", "-out", "authority.pem")
        openssl("ts", "-query", "-data", "text", "-sha256", "-cert", "-no_nonce", "-out", "request")
        reply = ("ts", "-reply", "-config", "config", "-section", "ts", "-queryfile", "request",
                 "-signer", "authority.pem", "-inkey", "key")
        openssl(*reply, "-out", "response.der")
        openssl("ts", "-reply", "-in", "response.der", "-token_out", "-out", "token.der")
        for name in ("authority.pem", "response.der", "token.der"):
            with open(path(name), "rb") as file:
                yield name, file.read()


def main(folder):
    os.makedirs(folder, exist_ok=True)
    made = dict(files())
    if not os.path.exists(os.path.join(folder, "token.der")):
        made.update(stamp(made["stamped-text"]))
    for name, content in made.items():
        if not os.path.exists(os.path.join(folder, name)):
            with open(os.path.join(folder, name), "wb") as file:
                file.write(content)


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit(__doc__)
    main(sys.argv[1])
