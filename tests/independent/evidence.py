#!/usr/bin/env python3
"""Verifies a greffe evidence bundle with the standard library alone.

Written from docs/proof-format.md and the specifications that it names (RFC 6962, RFC 8032, the
BLAKE3 paper), it shares no code with greffe. It is slow and short, to be read before it is run.

    evidence.py FILE --trust KEYS

KEYS is a file of public keys, one a line as `greffe keygen` writes them, or a policy (docs/proof-format.md
section 6). One line a check: name, count, verdict; then `not-checked` and a name for what was not. Exit code 0: all
sound; 1: something is faulty; 4: nothing is faulty, but no key of this ledger is pinned, so nothing can be
concluded; 2: not called like this; 3: a file cannot be read. An RFC 3161 token is held to the text that it is about;
who signed it is not looked at: for that there is `openssl ts -verify`.
"""

import base64
import hashlib
import json
import re
import sys
import unicodedata
from datetime import datetime

from rfc6962 import leaf_hash, verify_inclusion

# BLAKE3, hash mode only: section 2 of the paper.

MASK = 0xFFFFFFFF
IV = [0x6A09E667, 0xBB67AE85, 0x3C6EF372, 0xA54FF53A, 0x510E527F, 0x9B05688C, 0x1F83D9AB, 0x5BE0CD19]
PERMUTATION = [2, 6, 3, 10, 7, 0, 4, 13, 1, 11, 12, 5, 9, 14, 15, 8]
MIX = [(0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15),
       (0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14)]
CHUNK_START, CHUNK_END, PARENT, ROOT = 1, 2, 4, 8


def rotate(word, bits):
    return (word >> bits | word << (32 - bits)) & MASK


def compress(chaining, block, counter, length, flags):
    m = [int.from_bytes(block[i:i + 4], "little") for i in range(0, 64, 4)]
    v = chaining + IV[:4] + [counter & MASK, counter >> 32, length, flags]
    for turn in range(7):
        for i, (a, b, c, d) in enumerate(MIX):
            v[a] = (v[a] + v[b] + m[2 * i]) & MASK
            v[d] = rotate(v[d] ^ v[a], 16)
            v[c] = (v[c] + v[d]) & MASK
            v[b] = rotate(v[b] ^ v[c], 12)
            v[a] = (v[a] + v[b] + m[2 * i + 1]) & MASK
            v[d] = rotate(v[d] ^ v[a], 8)
            v[c] = (v[c] + v[d]) & MASK
            v[b] = rotate(v[b] ^ v[c], 7)
        if turn < 6:
            m = [m[i] for i in PERMUTATION]
    return [v[i] ^ v[i + 8] for i in range(8)]


def words_to_bytes(words):
    return b"".join(word.to_bytes(4, "little") for word in words)


def chunk_value(chunk, counter, root):
    blocks = [chunk[i:i + 64] for i in range(0, len(chunk), 64)] or [b""]
    value = IV
    for i, block in enumerate(blocks):
        last = i == len(blocks) - 1
        flags = (CHUNK_START if i == 0 else 0) | (CHUNK_END | root if last else 0)
        value = compress(value, block.ljust(64, b"\0"), counter, len(block), flags)
    return value


def blake3_tree(data, counter, root):
    chunks = -(-len(data) // 1024) or 1
    if chunks == 1:
        return chunk_value(data, counter, root)
    left = 1
    while left * 2 < chunks:
        left *= 2
    pair = [blake3_tree(data[:left * 1024], counter, 0), blake3_tree(data[left * 1024:], counter + left, 0)]
    return compress(IV, b"".join(map(words_to_bytes, pair)), 0, 64, PARENT | root)


def blake3(data):
    return words_to_bytes(blake3_tree(data, 0, ROOT)).hex()


# Ed25519: RFC 8032, section 5.1, with points in extended coordinates.

P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
NEUTRAL = (0, 1, 1, 0)


def add(p, q):
    a, b = (p[1] - p[0]) * (q[1] - q[0]) % P, (p[1] + p[0]) * (q[1] + q[0]) % P
    c, d = 2 * p[3] * q[3] * D % P, 2 * p[2] * q[2] % P
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(scalar, point):
    result = NEUTRAL
    while scalar:
        if scalar & 1:
            result = add(result, point)
        point, scalar = add(point, point), scalar >> 1
    return result


def same(p, q):
    return (p[0] * q[2] - q[0] * p[2]) % P == 0 and (p[1] * q[2] - q[1] * p[2]) % P == 0


def point(encoded):
    y = int.from_bytes(encoded, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    if (x * x - square) % P or (x == 0 and sign):
        return None
    if x & 1 != sign:
        x = P - x
    return x, y, 1, x * y % P


BASE = point((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def ed25519_verify(public, message, signature):
    if len(public) != 32 or len(signature) != 64:
        return False
    a, r, s = point(public), point(signature[:32]), int.from_bytes(signature[32:], "little")
    if a is None or r is None or s >= ORDER:
        return False
    if any(same(times(8, p), NEUTRAL) for p in (a, r)):
        return False
    k = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % ORDER
    return same(times(s, BASE), add(r, times(k, a)))


# Keys and notes.


class Malformed(Exception):
    pass


def unbase64(text):
    try:
        value = base64.b64decode(text, validate=True)
    except ValueError as error:
        raise Malformed(f"base64: {text!r}") from error
    if base64.b64encode(value).decode() != text:
        raise Malformed(f"base64: {text!r}")
    return value


def decimal(text):
    if not re.fullmatch("0|[1-9][0-9]{0,18}", text) or int(text) >= 2**63:
        raise Malformed(f"number: {text!r}")
    return int(text)


def is_name(text):
    def allowed(char):
        return not char.isspace() and unicodedata.category(char) != "Cc" and char != "+"

    return 1 <= len(text.encode()) <= 255 and all(map(allowed, text))


class Key:
    """A key in its written form, NAME+ID+BASE64."""

    def __init__(self, written):
        parts = written.split("+", 2)
        if len(parts) != 3:
            raise Malformed(f"key: {written!r}")
        self.written, (self.name, identity, material) = written, parts
        material = unbase64(material)
        self.kind, self.public = material[:1], material[1:]
        self.id = hashlib.sha256(self.name.encode() + b"\n" + material).digest()[:4]
        at = point(self.public) if len(self.public) == 32 else None
        if not is_name(self.name) or self.id.hex() != identity or self.kind not in (b"\x01", b"\x04"):
            raise Malformed(f"key: {written!r}")
        if at is None or same(times(8, at), NEUTRAL):
            raise Malformed(f"key: {written!r}")

    def verifies(self, text, signature):
        if self.kind == b"\x01":
            return ed25519_verify(self.public, text, signature)
        time = int.from_bytes(signature[:8], "big")
        message = f"cosignature/v1\ntime {time}\n".encode() + text
        return time < 2**63 and ed25519_verify(self.public, message, signature[8:])


class Note:
    def __init__(self, data):
        if len(data) > 1_000_000:
            raise Malformed("note: too long")
        try:
            whole = data.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Malformed("note: not UTF-8") from error
        if any(ord(c) < 32 and c != "\n" for c in whole):
            raise Malformed("note: control character")
        text, empty, lines = whole.rpartition("\n\n")
        if not empty or not lines.endswith("\n"):
            raise Malformed("note: no signatures")
        self.text, self.lines = (text + "\n").encode(), []
        for line in lines[:-1].split("\n"):
            found = re.fullmatch("\u2014 ([^ ]+) ([A-Za-z0-9+/=]+)", line)
            if not found or not is_name(found[1]):
                raise Malformed(f"note: {line!r}")
            payload = unbase64(found[2])
            if len(payload) < 5:
                raise Malformed(f"note: {line!r}")
            self.lines.append((found[1], payload[:4], payload[4:]))
        if len(self.lines) > 100:
            raise Malformed("note: signatures")

    def signed_by(self, keys):
        """The keys among these that signed; a line in the name of one that does not hold is refused."""
        signed = []
        for name, identity, signature in self.lines:
            for key in keys:
                if (key.name, key.id) == (name, identity):
                    if key in signed or not key.verifies(self.text, signature):
                        raise Malformed(f"signature of {name}")
                    signed.append(key)
        return signed


# White_Space of Unicode, which is less than what Python strips.
WHITE = "\t\x0b\x0c\r \x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000" + "".join(map(chr, range(0x2000, 0x200B)))


class Trust:
    """A policy file: logs, witnesses, groups and quorum."""

    def __init__(self, text):
        self.logs, self.witnesses, self.members, self.used, self.quorum = [], {}, {}, set(), None
        said = [line.strip(WHITE) for line in text.split("\n")]
        spoken = [line for line in said if line and not line.startswith("#")]
        if spoken and not any(" " in line or "\t" in line for line in spoken):
            # Public keys alone, one a line as keygen writes them, ask for no witness.
            text = "".join(f"log {key}\n" for key in spoken) + "quorum none"
        for line in text.split("\n"):
            if re.search("[\x00-\x08\x0a-\x1f\x7f]", line):
                raise Malformed(f"policy: {line!r}")
            words = line.replace("\t", " ").split(" ")
            match [word for word in words if word]:
                case []:
                    pass
                case [word, *_] if word.startswith("#"):
                    pass
                case ["log", key] | ["log", key, _]:
                    self.logs.append(self.fresh(key, b"\x01"))
                case ["witness", name, key] | ["witness", name, key, _]:
                    self.define(self.witnesses, name, self.fresh(key, b"\x04"))
                case ["group", name, threshold, *members]:
                    self.group(name, threshold, members)
                case ["quorum", name] if self.quorum is None:
                    if name != "none":
                        self.use(name)
                    self.quorum = name
                case _:
                    raise Malformed(f"policy: {line!r}")
        if self.quorum is None:
            raise Malformed("policy: no quorum")
        if max(map(len, (self.logs, self.witnesses, self.members))) > 256:
            raise Malformed("policy: too many")

    def fresh(self, written, kind):
        key = Key(written)
        known = [other.public for other in [*self.logs, *self.witnesses.values()]]
        if key.kind != kind or key.public in known:
            raise Malformed(f"policy: key of another kind, or of two parties: {written!r}")
        return key

    def define(self, where, name, value):
        if name == "none" or name in self.witnesses or name in self.members:
            raise Malformed(f"policy: name {name!r}")
        where[name] = value

    def use(self, name):
        """A name stands for one thing, and is asked for in one place."""
        if name in self.used or not (name in self.witnesses or name in self.members):
            raise Malformed(f"policy: name {name!r}")
        self.used.add(name)

    def group(self, name, threshold, members):
        words = {"any": 1, "all": len(members)}
        least = words[threshold] if threshold in words else decimal(threshold)
        if not 1 <= least <= len(members):
            raise Malformed(f"policy: group {name!r}")
        for member in members:
            self.use(member)
        self.define(self.members, name, (least, members))

    def enough(self, signed, name=None):
        name = name or self.quorum
        if name == "none":
            return True
        if name in self.witnesses:
            return self.witnesses[name] in signed
        least, members = self.members[name]
        return sum(self.enough(signed, member) for member in members) >= least


# The bundle.


class Bundle:
    def __init__(self, data):
        self.data, self.at = data, 0
        if self.line() != "greffe-evidence/1":
            raise Malformed("first line")
        end = len(data) - 72
        seal = f"sha256 {hashlib.sha256(data[:max(end, 0)]).hexdigest()}\n".encode()
        if end < 0 or data[end:] != seal:
            raise Malformed("sum")
        self.data = data[:end]
        (length,) = self.head("checkpoint", 1)
        self.checkpoint = Note(self.block(decimal(length)))
        self.keys = [Key(words[0]) for words in self.heads("key", 1)]
        self.tokens = [self.block(decimal(words[0])) for words in self.heads("timestamp", 1)]
        self.entries, self.documents = {}, {}
        for seq, length, hashes in self.heads("entry", 3):
            self.ascending(self.entries, decimal(seq))
            entry = self.block(decimal(length))
            if not 1 <= len(entry) <= 65535:
                raise Malformed("length of an entry")
            proof = [unbase64(self.block(44).decode("ascii", "replace")) for _ in range(decimal(hashes))]
            if len(proof) > 65 or any(len(value) != 32 for value in proof):
                raise Malformed("hash of a proof")
            self.entries[decimal(seq)] = (entry, proof)
        for digest, length in self.heads("document", 2):
            if not re.fullmatch("[0-9a-f]{64}", digest):
                raise Malformed("hash of a document")
            self.ascending(self.documents, digest)
            self.documents[digest] = self.block(decimal(length))
        names = {(key.name, key.id) for key in self.keys}
        lines = {(name, identity) for name, identity, _ in self.checkpoint.lines}
        written = [key.written for key in self.keys]
        orderly = written == sorted(set(written))
        if not orderly or names != lines or len(self.checkpoint.lines) != len(self.keys):
            raise Malformed("keys")
        if self.at != len(self.data) or not self.entries:
            raise Malformed(f"byte {self.at}")
        if len(self.tokens) > 16 or max(len(self.entries), len(self.documents)) > 65536:
            raise Malformed("too many parts")
        if not all(1 <= len(token) <= 65536 for token in self.tokens) or len(set(self.tokens)) != len(self.tokens):
            raise Malformed("time-stamps")

    def ascending(self, known, key):
        # They were taken in in order: the last one is the largest.
        if known and key <= next(reversed(known)):
            raise Malformed("order")

    def line(self):
        end = self.data.find(b"\n", self.at)
        if end < 0:
            raise Malformed("line")
        line, self.at = self.data[self.at:end], end + 1
        try:
            return line.decode("utf-8")
        except UnicodeDecodeError as error:
            raise Malformed("line: not UTF-8") from error

    def head(self, word, count):
        words = self.line().split(" ")
        if words[0] != word or len(words) != count + 1:
            raise Malformed(word)
        return words[1:]

    def heads(self, word, count):
        while self.data.startswith(word.encode() + b" ", self.at):
            yield self.head(word, count)

    def block(self, length):
        block, self.at = self.data[self.at:self.at + length], self.at + length + 1
        if len(block) != length or self.data[self.at - 1:self.at] != b"\n":
            raise Malformed("length")
        return block


# Time-stamps: RFC 3161 and RFC 5652, as far as the text that a token is about.

SEQUENCE, INTEGER, OCTETS, OBJECT, INSIDE = 0x30, 0x02, 0x04, 0x06, 0xA0
SET, BOOLEAN, TIME = 0x31, 0x01, 0x18
SIGNED_DATA, TST_INFO = bytes.fromhex("2a864886f70d010702"), bytes.fromhex("2a864886f70d0109100104")
SHA_256 = bytes.fromhex("608648016503040201")


def der(data):
    """The values that stand one behind the other in DER: tag and content of each."""
    values, at = [], 0
    while at < len(data):
        tag, short = data[at], data[at + 1]
        require(tag & 0x1F != 0x1F and short != 0x80 and short <= 0x83, "DER")
        start = at + 2 + (short - 0x80 if short > 0x80 else 0)
        length = int.from_bytes(data[at + 2:start], "big") if short > 0x80 else short
        # In its shortest spelling, and whole.
        require(short < 0x80 or length >= max(0x80, 256 ** (short - 0x81)), "DER")
        require(start + length <= len(data), "DER")
        values.append((tag, data[start:start + length]))
        at = start + length
    return values


def inside(value, expected):
    tag, content = value
    require(tag == expected, "DER")
    return der(content)


def is_critical(extensions):
    """Whether an extension is critical, or none: no extension of a time-stamp is understood here."""
    for extension in der(extensions):
        match inside(extension, SEQUENCE):
            case [(tag, _), (end, _)] if (tag, end) == (OBJECT, OCTETS):
                pass
            case [(tag, _), (middle, b"\0"), (end, _)] if (tag, middle, end) == (OBJECT, BOOLEAN, OCTETS):
                pass
            case _:
                return True
    return False


def is_about(token, datum):
    """Whether it is a token over SHA-256 of the datum: docs/proof-format.md, section 8, 1 and 2."""
    try:
        (whole,) = der(token)
        kind, signed = inside(whole, SEQUENCE)
        (data,) = inside(signed, INSIDE)
        version, _, about, *parts = inside(data, SEQUENCE)
        signers = [content for tag, content in parts if tag == SET]
        if {tag for tag, _ in parts} - {SET, INSIDE, INSIDE + 1} or len(signers) != 1:
            return False
        ((signer, _),) = der(signers[0])
        content_type, content = inside(about, SEQUENCE)
        ((tag, info),) = inside(content, INSIDE)
        (info,) = der(info)
        form, (rules, _), imprint, (serial, _), (time, _), *more = inside(info, SEQUENCE)
        if any(tag == INSIDE + 1 and is_critical(content) for tag, content in more):
            return False
        algorithm, digest = inside(imprint, SEQUENCE)
        algorithm, *_ = inside(algorithm, SEQUENCE)
    except (ValueError, IndexError):
        return False
    return ((kind, version, content_type) == ((OBJECT, SIGNED_DATA), (INTEGER, b"\x03"), (OBJECT, TST_INFO))
            and (signer, rules, serial, time) == (SEQUENCE, OBJECT, INTEGER, TIME)
            and (tag, form, algorithm) == (OCTETS, (INTEGER, b"\x01"), (OBJECT, SHA_256))
            and digest == (OCTETS, hashlib.sha256(datum).digest()))


def is_sealed(value):
    """Whether a digest stands in the place of a value anywhere in it: docs/proof-format.md, section 7."""
    if isinstance(value, list):
        return any(map(is_sealed, value))
    if not isinstance(value, dict):
        return False
    digest = value.get("sealed")
    if isinstance(digest, str) and re.fullmatch("[0-9a-f]{64}", digest):
        return True
    return any(map(is_sealed, value.values()))


# The fields of an entry: docs/format.md, section 2.

HASH = "[0-9a-f]{64}"
TEXTS = {
    "prev": HASH,
    "id": "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}",
    "stream": "(?=.{1,255}$)[!-.0-~]+(/[!-.0-~]+)*",
    "kind": "[A-Za-z0-9_.-]{1,64}",
    "effective": "[!-~]{1,64}",
    "recorded_at": r"[0-9]{4}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9]\.[0-9]{6}Z",
    "recorded_by": "[^\x00-\x1f\x7f-\x9f]{1,255}",
}
MOST = 2**63 - 1


def require(holds, what):
    if not holds:
        raise ValueError(what)


def matches(pattern, value):
    return isinstance(value, str) and re.fullmatch(pattern, value) is not None


def whole(value, least=0, most=MOST):
    return type(value) is int and least <= value <= most


def integer(text):
    require(text != "-0" and -MOST - 1 <= int(text) <= MOST, "number")
    return int(text)


def refuse(text):
    raise ValueError(text)


def depth(value):
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else None
    return 0 if inside is None else 1 + max(map(depth, inside), default=0)


def source(value):
    require(matches(HASH, value["document"]), "document")
    start, end = value["span"]
    require(whole(start) and whole(end) and start <= end, "span")
    pointers = value.get("fields", [])
    require(isinstance(pointers, list) and all(matches("(/([^~]|~[01])*)?", p) for p in pointers), "fields")
    return value["document"], start, end


def strings(value):
    """Every string of a value, keys among them."""
    if isinstance(value, str):
        return [value]
    inner = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else []
    return [text for member in inner for text in strings(member)]


def read_entry(data):
    def once(pairs):
        require(len({key for key, _ in pairs}) == len(pairs), "a key twice")
        return dict(pairs)

    require(b"\n" not in data, "line feed")
    entry = json.loads(data.decode("utf-8"), object_pairs_hook=once, parse_int=integer,
                       parse_float=refuse, parse_constant=refuse)
    json.dumps(entry, ensure_ascii=False).encode("utf-8")  # no half of a surrogate pair
    require(depth(entry) <= 64, "depth")
    for field, pattern in TEXTS.items():
        require(matches(pattern, entry[field]), field)
    require(len(entry["recorded_by"].encode()) <= 255, "recorded_by")
    year = entry["recorded_at"][:4].replace("0000", "2000")  # year 0 is a leap year that Python lacks
    datetime.fromisoformat(year + entry["recorded_at"][4:])
    require(whole(entry["seq"]) and whole(entry["version"], 1) and whole(entry["schema"], 0, 2**32 - 1), "numbers")
    evidence, causes = entry["evidence"], entry["causes"]
    require(matches("[a-z]{1,32}", evidence["grade"]), "grade")
    require(isinstance(evidence["sources"], list) and isinstance(causes, list), "lists")
    require(all(whole(cause, 0, entry["seq"] - 1) for cause in causes), "causes")
    require(isinstance(entry["data"], dict), "data")
    sources = [source(value) for value in evidence["sources"]]
    return entry, sources, [text for text in strings(entry["data"]) if matches(HASH, text)]


class Verification:
    def __init__(self, trust):
        self.trust, self.faulty, self.open, self.left = trust, False, False, []

    def say(self, name, count, sound):
        self.faulty |= not sound
        print(name, count, "sound" if sound else "faulty")

    def leave(self, *names):
        self.left += names

    def run(self, data):
        try:
            bundle = Bundle(data)
        except Malformed as error:
            print(error, file=sys.stderr)
            self.say("bundle", len(data), False)
            return
        self.say("bundle", len(data), True)
        entries = self.entries(bundle)
        self.links(bundle, entries)
        self.sealed(entries)
        size, root = self.checkpoint(bundle)
        if root is not None:
            proofs = [verify_inclusion(seq, size, leaf_hash(entry), root, proof)
                      for seq, (entry, proof) in bundle.entries.items()]
            self.say("tree", len(proofs), all(proofs))
            self.keys(bundle, entries, size, self.log(bundle))
        self.witnesses(bundle)
        self.time_stamps(bundle)
        cited = {h for _, sources, named in entries.values() for h in named + [s[0] for s in sources]}
        documents = [blake3(text) == digest and digest in cited for digest, text in bundle.documents.items()]
        self.say("documents", len(documents), all(documents))
        self.passages(bundle, entries)
        self.leave("stolen-keys", "other-entries", "truth")
        for name in self.left:
            print("not-checked", name)

    def entries(self, bundle):
        read = {}
        for seq, (entry, _) in bundle.entries.items():
            try:
                parts = read_entry(entry)
                if parts[0]["seq"] == seq:
                    read[seq] = parts
            except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                pass
        self.say("entries", len(bundle.entries), len(read) == len(bundle.entries))
        return read

    def sealed(self, entries):
        if any(is_sealed(entry["data"]) for entry, _, _ in entries.values()):
            self.leave("sealed-values")

    def links(self, bundle, entries):
        links = []
        for seq, (entry, _, _) in entries.items():
            if seq == 0:
                links.append(entry["prev"] == "0" * 64)
            elif seq - 1 in bundle.entries:
                links.append(entry["prev"] == blake3(bundle.entries[seq - 1][0]))
        if len(links) < len(entries):
            self.leave("missing-links")
        self.say("links", len(links), all(links))

    def checkpoint(self, bundle):
        sound, size, root = True, None, None
        try:
            origin, number, value, *more = bundle.checkpoint.text.decode()[:-1].split("\n")
            size, root = decimal(number), unbase64(value)
            self.origin = origin
            empty = root == hashlib.sha256(b"").digest()
            if not matches("[^\x00-\x1f\x7f-\x9f]+", origin) or len(root) != 32 or "" in more or (size == 0) != empty:
                raise Malformed("checkpoint")
        except (Malformed, ValueError):
            sound, size, root = False, None, None
        try:
            bundle.checkpoint.signed_by(bundle.keys)
        except Malformed:
            sound = False
        self.say("signatures", len(bundle.checkpoint.lines), sound)
        return size, root

    def log(self, bundle):
        """The keys whose signatures are judged by what entries say of keys."""
        keys = [key for key in self.trust.logs if key.name == self.origin]
        if not keys:
            self.open = True
            print("log", 0, "cannot-conclude")
            return [key for key in bundle.keys if key.kind == b"\x01" and key.name == self.origin]
        try:
            signed = bundle.checkpoint.signed_by(keys)
        except Malformed:
            signed = []
        self.say("log", len(signed), bool(signed))
        return signed

    def keys(self, bundle, entries, size, judged):
        """What the last entry that speaks of a key says of it: docs/proof-format.md, section 7."""
        said, registered = {}, False
        for seq, (entry, _, _) in entries.items():
            if seq < size and entry["stream"] == "ledger" and isinstance(entry["data"].get("key"), str):
                if entry["kind"] in ("SigningKeyRegistered", "SigningKeyRetired"):
                    said[entry["data"]["key"]] = entry["kind"]
                    registered |= entry["kind"] == "SigningKeyRegistered"
        words = [said.get(key.written) for key in judged]
        # Where every entry is here and keys are registered, a key that none registers is none of the ledger's.
        told = bool(judged) and len(bundle.entries) == size and registered
        if told or any(words):
            out = [word == "SigningKeyRetired" or (told and word is None) for word in words]
            self.say("keys", len(judged), not all(out))
        if len(bundle.entries) < size:
            self.leave("keys-in-force")

    def witnesses(self, bundle):
        try:
            signed, sound = bundle.checkpoint.signed_by(self.trust.witnesses.values()), True
        except Malformed:
            signed, sound = [], False
        self.say("witnesses", len(signed), sound and self.trust.enough(signed))
        if self.trust.quorum == "none":
            self.leave("forks")

    def time_stamps(self, bundle):
        if not bundle.tokens:
            self.leave("no-time-stamp")
            return
        # None is counted: that it is the authority's is not looked at here.
        self.say("time-stamps", 0, all(is_about(token, bundle.checkpoint.text) for token in bundle.tokens))
        self.leave("no-authority")

    def passages(self, bundle, entries):
        passages, absent = [], False
        for _, sources, _ in entries.values():
            for digest, start, end in sources:
                absent |= digest not in bundle.documents
                if digest in bundle.documents:
                    text = bundle.documents[digest]
                    try:
                        text.decode("utf-8"), text[:start].decode("utf-8"), text[:end].decode("utf-8")
                        passages.append(start <= end <= len(text))
                    except UnicodeDecodeError:
                        passages.append(False)
        if absent:
            self.leave("absent-texts")
        self.say("passages", len(passages), all(passages))


def main(arguments):
    if len(arguments) != 3 or arguments[1] != "--trust":
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    try:
        with open(arguments[2], encoding="utf-8", newline="") as file:
            trust = Trust(file.read())
        with open(arguments[0], "rb") as file:
            data = file.read()
    except (OSError, ValueError, Malformed) as error:
        print(error, file=sys.stderr)
        sys.exit(3)
    verification = Verification(trust)
    verification.run(data)
    sys.exit(1 if verification.faulty else 4 if verification.open else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
