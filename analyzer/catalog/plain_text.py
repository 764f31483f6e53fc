"""Texts that people type, made fit to be kept: what no database takes is left out, nothing else is changed."""

from __future__ import annotations

from analyzer.errors import InputError


def plain(text: str | None) -> str:
    """A text without NUL and halves of characters, its ends trimmed, its lines ended in one way."""
    whole = (text or "").encode("utf-8", "ignore").decode("utf-8")
    return whole.replace("\r\n", "\n").replace("\x00", "").strip()


def plain_within(text: str | None, longest: int, what: str, shortest: int = 0) -> str:
    """The same; raises InputError where it is shorter or longer than may be."""
    whole = plain(text)
    if shortest <= len(whole) <= longest:
        return whole
    raise InputError(
        expected=f"{what} of {shortest} to {longest:,} characters",
        found=f"{len(whole):,} characters",
        where=what,
        do="write something" if not whole else "shorten it",
    )
