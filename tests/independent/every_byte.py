#!/usr/bin/env python3
"""Changes bytes of an evidence bundle and demands that evidence.py finds each change.

    every_byte.py FILE --trust POLICY STEP NEW_SUM

One bit of every STEP-th byte is turned; and of every NEW_SUM-th (0: none) once more with a new last
line, as whoever forges a bundle makes it. The second sort runs all checks, and takes a second or so each.
Exit code 0: every change was found; 1: one passed, which is named.
"""

import contextlib
import hashlib
import io
import sys

from evidence import Trust, Verification


def is_found(data, trust):
    verification = Verification(trust)
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()):
        verification.run(data)
    return verification.faulty


def turned(whole, at):
    return whole[:at] + bytes([whole[at] ^ 1 << at % 8]) + whole[at + 1:]


def with_new_sum(data):
    body = data[:-72]
    return body + f"sha256 {hashlib.sha256(body).hexdigest()}\n".encode()


def main(arguments):
    if len(arguments) != 5 or arguments[1] != "--trust":
        sys.exit(__doc__)
    with open(arguments[2], encoding="utf-8") as file:
        trust = Trust(file.read())
    with open(arguments[0], "rb") as file:
        whole = file.read()
    step, new_sum = int(arguments[3]), int(arguments[4])
    if is_found(whole, trust):
        sys.exit("the bundle is faulty as it is")
    plain = range(0, len(whole), step)
    sealed = range(0, len(whole) - 72, new_sum) if new_sum else range(0)
    passed = [at for at in plain if not is_found(turned(whole, at), trust)]
    passed += [at for at in sealed if not is_found(with_new_sum(turned(whole, at)), trust)]
    print(f"{len(whole)} bytes, {len(plain)} changed, {len(sealed)} with a new sum; passed: {passed}")
    sys.exit(1 if passed else 0)


if __name__ == "__main__":
    main(sys.argv[1:])
