"""The nearest valid name to one that is unknown, for messages."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import SequenceMatcher


def nearest(word: str, valid: Iterable[str], alike: float = 60.0) -> str | None:
    """The valid name most like the word, letter case and separators aside; None where none is alike.

    `alike` is the least likeness, 0–100: 200 × letters in common, in order ÷ letters of both. Of two that are equally
    alike the first in the alphabet is taken.
    """
    wanted = SequenceMatcher(b=_plain(word), autojunk=False)
    best, likeness = None, alike / 100
    for name in sorted(set(valid)):
        wanted.set_seq1(_plain(name))
        if wanted.real_quick_ratio() < likeness or wanted.quick_ratio() < likeness:
            continue
        ratio = wanted.ratio()
        if ratio > likeness or (best is None and ratio == likeness):
            best, likeness = name, ratio
    return best


def suggestion(word: str, valid: Iterable[str]) -> str:
    """What to do about an unknown name: the nearest valid one, else all of them."""
    names = list(dict.fromkeys(valid))
    close = nearest(word, names)
    if close is not None:
        return f"write {close}"
    return f"write one of: {', '.join(names)}" if names else "leave it out"


def _plain(word: str) -> str:
    return "".join(" " if letter in "_-./" else letter for letter in word.strip().casefold())
