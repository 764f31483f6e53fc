"""A JSON file that is too large for memory, element by element of the lists and mappings at its top."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import IO, Any

_PIECE = 1 << 20  # letters
_LONGEST = 64 << 20  # letters of one element
_SPACES = " \t\r\n"


def elements(path: Path) -> Iterator[tuple[str, str | None, Any]]:
    """Every element of what stands at the top: (its key at the top, its own key in a mapping, its value).

    `{"events": [a, b], "objects": {"o1": c}}` gives ("events", None, a), ("events", None, b), ("objects", "o1", c).
    Raises ValueError for what is no such JSON, or breaks off.
    """
    with path.open(encoding="utf-8-sig") as file:
        text = _JsonLetters(file)
        for key in _keys(text):
            opened = text.next()
            if opened == "[":
                for value in _values(text):
                    yield key, None, value
            elif opened == "{":
                for name in _keys(text):
                    yield key, name, text.value()
            else:
                yield key, None, text.value()
        if text.next():
            raise ValueError("text after its end")


def _keys(text: _JsonLetters) -> Iterator[str]:
    """The keys of a mapping; the caller takes the value of each."""
    text.take("{")
    if text.next() == "}":
        text.take("}")
        return
    while True:
        key = text.value()
        if not isinstance(key, str):
            raise ValueError("a key that is no text")
        text.take(":")
        yield key
        if text.next() == "}":
            text.take("}")
            return
        text.take(",")


def _values(text: _JsonLetters) -> Iterator[Any]:
    text.take("[")
    if text.next() == "]":
        text.take("]")
        return
    while True:
        yield text.value()
        if text.next() == "]":
            text.take("]")
            return
        text.take(",")


class _JsonLetters:
    """The letters of a file that are not yet taken, read as they are wanted."""

    def __init__(self, file: IO[str]) -> None:
        self._file, self._text, self._place = file, "", 0
        self._decode = json.JSONDecoder().raw_decode

    def next(self) -> str:
        """The next letter that is no space; nothing at the end."""
        while True:
            while self._place < len(self._text):
                letter = self._text[self._place]
                if letter not in _SPACES:
                    return letter
                self._place += 1
            if not self._more():
                return ""

    def take(self, sign: str) -> None:
        """Pass over a sign that has to come next."""
        found = self.next()
        if found != sign:
            raise ValueError(f"{found or 'the end'} in the place of {sign}")
        self._place += 1

    def value(self) -> Any:
        """The next value, whole."""
        self.next()
        while True:
            try:
                value, end = self._decode(self._text, self._place)
            except ValueError:
                if not self._more():
                    raise
                continue
            except RecursionError:
                raise ValueError("values within values without end") from None
            if end == len(self._text) and self._more():
                continue  # a number may go on
            self._place = end
            return value

    def _more(self) -> bool:
        left = len(self._text) - self._place
        if left > _LONGEST:
            raise ValueError(f"an element of more than {_LONGEST:,} letters")
        piece = self._file.read(max(_PIECE, left))
        self._text, self._place = self._text[self._place :] + piece, 0
        return bool(piece)
