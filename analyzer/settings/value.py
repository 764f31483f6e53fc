"""A value of a YAML file that knows its line and key, and how to read it as what is expected of it."""

from __future__ import annotations

import math
import os
import re
import unicodedata
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from analyzer.errors import InputError
from analyzer.settings.durations import EXAMPLES, Duration, parse_duration
from analyzer.settings.model import Place
from analyzer.settings.nearest import suggestion
from analyzer.settings.zones import EXPECTED, is_zone, nearest_zone

T = TypeVar("T")
D = TypeVar("D")

ENV_OPEN, ENV_CLOSE = "\uf8d0\uf8d1", "\uf8d2"  # stand for ${ and } while YAML is parsed
ENV_NAME = re.compile(r"\$\{([A-Za-z_][A-Za-z0-9_]*)\}")
_ENV_TOKEN = re.compile(f"{ENV_OPEN}([A-Za-z_][A-Za-z0-9_]*){ENV_CLOSE}")
_NULL = ("", "~", "null", "Null", "NULL")
_YES, _NO = ("true", "yes", "on"), ("false", "no", "off")


@dataclass
class RawValue:
    """A node of the tree as parsed.

    `keys` maps a key to its line and value; `size` counts the node and all below it, aliases each time.
    """

    kind: str  # text, list, map
    line: int
    text: str = ""
    plain: bool = False  # written without quotation marks
    items: tuple[RawValue, ...] = ()
    keys: dict[str, tuple[int, RawValue]] = field(default_factory=dict)
    size: int = 1


@dataclass
class Document:
    """The file that values come from, and the environment variables that were taken for it (value by name)."""

    file: str
    error: type[InputError]
    environment: bool = False
    taken: dict[str, str] = field(default_factory=dict)

    def fail(self, line: int | None, expected: str, found: str, do: str, key: str = "") -> InputError:
        where = str(Place(self.file, line)) + (f", key {key}" if key else "")
        return self.error(expected=expected, found=self.written(found), where=self.written(where), do=self.written(do))

    def written(self, text: str) -> str:
        """Text as it stands in the file: `${NAME}`, never its value."""
        return text.replace(ENV_OPEN, "${").replace(ENV_CLOSE, "}")


@dataclass(frozen=True)
class Value:
    """A value with its place; `key` is the way to it, such as `stages[2].target.within`."""

    document: Document
    raw: RawValue
    key: str
    key_line: int | None = None

    @property
    def line(self) -> int:
        return self.raw.line if self.raw.kind == "text" or self.key_line is None else self.key_line

    @property
    def place(self) -> Place:
        return Place(self.document.file, self.line)

    @property
    def is_null(self) -> bool:
        return self.raw.kind == "text" and self.raw.plain and self.raw.text in _NULL

    @property
    def is_text(self) -> bool:
        return self.raw.kind == "text"

    @property
    def is_list(self) -> bool:
        return self.raw.kind == "list"

    @property
    def written(self) -> str:
        """The value as it stands in the file, in short, for messages."""
        if self.is_null:
            return "nothing"
        if self.raw.kind == "text":
            text = self.document.written(" ".join(self.raw.text.split()))
            return text if 0 < len(text) <= 80 else f"{text[:77]}…" if text else "empty text"
        return "a list" if self.is_list else "a mapping"

    def wrong(self, expected: str, found: str | None = None, do: str | None = None) -> InputError:
        """The error that this value is not what was expected."""
        return self.document.fail(
            self.line, expected, self.written if found is None else found, do or f"give {expected}", self.key
        )

    def keys(self, valid: Iterable[str], of: str) -> Value:
        """The value itself, if it is a mapping that has valid keys only; `of` says of what, for messages."""
        if self.raw.kind != "map":
            raise self.wrong(f"{of} as a mapping of keys to values", do=f"write its keys, such as {_example(valid)}")
        names = tuple(valid)
        for name, (line, _) in self.raw.keys.items():
            if name not in names:
                way = f"{self.key}.{name}" if self.key else name
                raise self.document.fail(line, f"a key of {of}: {', '.join(names)}", name, suggestion(name, names), way)
        return self

    def names(self) -> tuple[str, ...]:
        """The keys of a mapping."""
        if self.raw.kind != "map":
            raise self.wrong("a mapping of keys to values", do="write {key: value, …}")
        return tuple(self.raw.keys)

    def get(self, name: str) -> Value | None:
        """The value under a key; None where it is absent or null."""
        found = self.raw.keys.get(name)
        if found is None:
            return None
        value = Value(self.document, found[1], f"{self.key}.{name}" if self.key else name, found[0])
        return None if value.is_null else value

    def take(self, name: str, read: Callable[[Value], T], default: D) -> T | D:
        """What is read under a key, else the default."""
        value = self.get(name)
        return default if value is None else read(value)

    def need(self, name: str, read: Callable[[Value], T], of: str, do: str) -> T:
        """What is read under a key that must be there."""
        value = self.get(name)
        if value is None:
            found = self.raw.keys.get(name)
            key = f"{self.key}.{name}" if self.key else name
            raise self.document.fail(
                found[0] if found else self.line,
                f"the key {name} in {of}",
                "none" if found is None else "nothing in it",
                do,
                key,
            )
        return read(value)

    def items(self, of: str) -> tuple[Value, ...]:
        """The values of a list."""
        if not self.is_list:
            raise self.wrong(
                f"a list of {of}",
                do=f"write [{self.written}]" if self.is_text and not self.is_null else f"write a list of {of}",
            )
        return tuple(
            Value(self.document, item, f"{self.key}[{number}]") for number, item in enumerate(self.raw.items, 1)
        )

    def text(self) -> str:
        """Text without outer spaces, environment variables put in; never empty."""
        if self.raw.kind != "text":
            raise self.wrong("text", do="write one text; put it in quotation marks where it holds [, {, : or #")
        text = self._with_environment(self.raw.text).strip()
        if not text or self.is_null:
            raise self.wrong("text", do="write a text or leave the key out")
        return text

    def name(self) -> str:
        """Text whose accents are written as one letter each, as the log's names are once they are read."""
        return unicodedata.normalize("NFC", self.text())

    def _with_environment(self, text: str) -> str:
        if not self.document.environment:
            return text
        if "${" in text:
            raise self.wrong("${NAME}, the name in letters, digits and _", do="correct the name between ${ and }")

        def value(found: re.Match[str]) -> str:
            name = found[1]
            if name not in os.environ:
                raise self.wrong(
                    f"the environment variable {name}",
                    "it is not set",
                    f"set {name} before the start, or write the value itself",
                )
            self.document.taken[name] = os.environ[name]
            return os.environ[name]

        return _ENV_TOKEN.sub(value, text)

    def one_of(self, valid: Iterable[str], of: str) -> str:
        """One of some words, letter case aside."""
        names = tuple(valid)
        word = self.text()
        for name in names:
            if name.casefold() == word.casefold():
                return name
        raise self.wrong(f"{of}: {', '.join(names)}", do=suggestion(self.written, names))

    def flag(self) -> bool:
        """true or false (yes, no, on, off alike)."""
        word = self.text().casefold()
        if word not in _YES + _NO:
            raise self.wrong("true or false")
        return word in _YES

    def number(self, low: float = -math.inf, high: float = math.inf, of: str = "a number") -> float:
        """A finite number between two limits, both included."""
        number = _number(self.text())
        if number is None or not low <= number <= high:
            raise self.wrong(of)
        return number

    def whole(self, low: int, high: int, of: str) -> int:
        """A whole number between two limits, both included."""
        number = self.number(low, high, of)
        if number != int(number):
            raise self.wrong(of)
        return int(number)

    def share(self) -> float:
        """A share from 0 to 1, or a percentage such as `1 %`."""
        text = self.text()
        percent = text.endswith("%")
        number = _number(text.removesuffix("%").rstrip())
        if number is not None:
            number = number / 100 if percent else number
        if number is None or not 0 <= number <= 1:
            raise self.wrong("a share from 0 to 1, such as 0.01 or 1 %")
        return number

    def duration(self) -> Duration:
        """A duration, in clock time or working time."""
        try:
            return parse_duration(self.text())
        except ValueError as reason:
            raise self.wrong(EXAMPLES, f"{self.written} ({reason})") from None

    def zone(self) -> str:
        """A time zone of the IANA database."""
        name = self.text()
        if not is_zone(name):
            raise self.wrong(EXPECTED, do=nearest_zone(self.written))
        return name

    def seconds(self) -> float:
        """A duration in clock time, in seconds."""
        duration = self.duration()
        if duration.working:
            raise self.wrong("a duration by the clock, such as 24h or 3d")
        return duration.seconds


def _number(text: str) -> float | None:
    try:
        number = float(text) if re.fullmatch(r"[-+]?(\d+\.?\d*|\.\d+)([eE][-+]?\d+)?", text, re.ASCII) else math.nan
    except ValueError:
        return None
    return number if math.isfinite(number) else None


def _example(valid: Iterable[str]) -> str:
    return next((f"`{name}: …`" for name in valid), "`key: value`")
