"""The language that is spoken: its texts, filled with what is given. A language is a file in `languages`."""

from __future__ import annotations

import string
from importlib import import_module
from typing import Protocol, cast

DEFAULT = "english"
_FORMATTER = string.Formatter()


class Language(Protocol):
    """What a file in `languages` holds."""

    TEXTS: dict[str, str]
    MONTHS: tuple[str, ...]
    THOUSANDS: str
    DECIMAL: str
    AND: str

    def plural(self, noun: str, n: int) -> str:
        """The noun that fits a count."""


def language(name: str = DEFAULT) -> Language:
    """A language by the name of its file. Raises ModuleNotFoundError for one that is not there."""
    return cast(Language, import_module(f"analyzer.words.languages.{name}"))


_spoken = language()


def choose(name: str) -> None:
    """Speak another language from now on, in the whole process."""
    global _spoken
    _spoken = language(name)


def text(key: str, /) -> str:
    """A text as the language file has it, with its names in braces. Raises KeyError for a key that is not there."""
    return _spoken.TEXTS[key]


def say(key: str, /, **given: object) -> str:
    """A text with what is given in the place of its names. Raises KeyError for a key or a name that is not there."""
    return _spoken.TEXTS[key].format_map(given)


def texts_of(prefix: str) -> dict[str, str]:
    """The texts whose keys begin so, as the language file has them: for what fills them in elsewhere."""
    return {key: text for key, text in _spoken.TEXTS.items() if key.startswith(prefix)}


def knows(key: str) -> bool:
    """Whether there is such a text."""
    return key in _spoken.TEXTS


def say_parts(key: str, bold: str, /, **given: object) -> list[tuple[str, bool]]:
    """The same in pieces (words, whether bold); bold is what stands for one name."""
    pieces: list[tuple[str, bool]] = []
    for text, name, _, _ in _FORMATTER.parse(_spoken.TEXTS[key]):
        for words, strong in ((text, False), (str(given[name]) if name else "", name == bold)):
            if words and pieces and pieces[-1][1] == strong:
                pieces[-1] = (pieces[-1][0] + words, strong)
            elif words:
                pieces.append((words, strong))
    return pieces


def plural(noun: str, n: int) -> str:
    """A noun that fits its count: 1 order, 2 orders, 2 categories."""
    return _spoken.plural(noun, n)


def listed(names: list[str]) -> str:
    """Names one after the other: A, B and C."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} {_spoken.AND} {names[-1]}"


def month_name(number: int) -> str:
    """The short name of a month, 1 to 12."""
    return _spoken.MONTHS[number - 1]


def figures(written: str) -> str:
    """A number that was written with a comma for thousands and a point, as the language writes it."""
    return written.translate({ord(","): _spoken.THOUSANDS, ord("."): _spoken.DECIMAL})
