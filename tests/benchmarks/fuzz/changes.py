"""Files changed at random. The same seed makes the same files; nothing here knows how a file is read."""

from __future__ import annotations

import random
import sys

from tests.benchmarks.fuzz.targets import ROWS, FuzzTarget

LENGTHS = (0, 1, 1, 2, 4, 8, 30, 200)
PLANES = ((0, 0x80), (0x80, 0x800), (0x800, 0xD800), (0xE000, 0x10000), (0x10000, sys.maxunicode + 1))


def changed_file(chance: random.Random, target: FuzzTarget) -> bytes:
    """The whole file with odd values, its form kept, or with one to four changes of its bytes."""
    if target.written is not None and chance.random() < 0.5:
        return _with_odd_values(chance, target)
    held = bytearray(target.whole)
    for _ in range(chance.randint(1, 4)):
        at = chance.randint(0, max(len(held) - 1, 0))
        end = min(len(held), at + chance.choice(LENGTHS))
        match chance.choice(("word", "over", "bytes", "out", "twice", "cut")):
            case "word":
                held[at:at] = chance.choice(target.words)
            case "over":
                held[at:end] = chance.choice(target.words)
            case "bytes":
                held[at:end] = chance.randbytes(chance.randint(0, 8))
            case "out":
                del held[at:end]
            case "twice":
                held[at:at] = held[at:end] * chance.choice((1, 2, 50))
            case "cut":
                del held[end:]
    return bytes(held)


def _with_odd_values(chance: random.Random, target: FuzzTarget) -> bytes:
    """One to six of its values, names of columns among them, replaced."""
    assert target.written is not None
    rows = [list(row) for row in ROWS]
    for _ in range(chance.randint(1, 6)):
        odd = chance.choice(target.words).decode("utf-8", "replace") if chance.random() < 0.5 else _text(chance)
        chance.choice(rows)[chance.randrange(len(rows[0]))] = odd
    return target.written(rows)


def _text(chance: random.Random) -> str:
    """Up to twelve letters of any script, signs and marks among them."""
    return "".join(chr(chance.randrange(*chance.choice(PLANES))) for _ in range(chance.randint(0, 12)))
