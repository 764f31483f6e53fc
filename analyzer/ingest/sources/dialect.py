"""How a text file separates its columns, and their names: from its header line and first rows."""

from __future__ import annotations

import csv
import io
import itertools
import re
import unicodedata
from dataclasses import dataclass

from analyzer.ingest.sources.files import GivenFile
from analyzer.tables.quality import ReadingNote, noted

SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "pipe"}
_ROWS = 200
_START = 256 * 1024


@dataclass(frozen=True)
class Dialect:
    """`names` are the columns as the file names them, each once; `skip` is the number of lines before the header."""

    separator: str
    names: tuple[str, ...]
    skip: int = 0
    told: tuple[ReadingNote, ...] = ()


def dialect_of(given: GivenFile) -> Dialect:
    """The separator under which the first rows have as many fields as the header; of several that with most columns.

    Raises the file's error where there is no header line, or nothing after it.
    """
    with given.path.open("rb") as file:
        start = file.read(_START)
        more = bool(file.read(1))
    text = start.decode("utf-8-sig", "ignore")
    said: str | None = None
    text, skip = _without_blank_lines(text, 0)
    first = text.partition("\n")[0].strip()
    if len(first) == 5 and first.lower().startswith("sep=") and first[4] in SEPARATORS:
        said = first[4]
        text, skip = _without_blank_lines(text.partition("\n")[2], skip + 1)
    best = max(SEPARATORS, key=lambda s: (s == said, *_fit(text, s, more), -list(SEPARATORS).index(s)))
    rows = _rows(text, best, more)
    if not rows or not any(cell.strip() for cell in rows[0]):
        raise given.refuse(
            "a header line with the names of the columns",
            "a first line without any",
            "put the names of the columns into the first line",
        )
    if len(rows) < 2:
        raise given.refuse("a header line and at least one row", "only a header line", "export the table with its rows")
    return Dialect(best, unique_names(rows[0]), skip, told_twice(rows[0]))


def _without_blank_lines(text: str, skip: int) -> tuple[str, int]:
    """The text from its first line that is not blank on, and the number of lines before it."""
    while text and not (line := text.partition("\n"))[0].strip():
        text, skip = line[2], skip + 1
    return text, skip


def _rows(text: str, separator: str, more: bool) -> list[list[str]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    try:
        rows = [row for row in itertools.islice(reader, _ROWS + 2) if row]
    except csv.Error:
        rows = [line.split(separator) for line in text.splitlines()[:_ROWS] if line]
    return rows[:-1] if more and 2 < len(rows) <= _ROWS else rows


def _fit(text: str, separator: str, more: bool) -> tuple[float, int]:
    """The share of rows with as many fields as the header, and the number of fields; one field fits nothing."""
    rows = _rows(text, separator, more)
    if not rows or len(rows[0]) < 2:
        return 0.0, 0
    fields = len(rows[0])
    alike = sum(1 for row in rows if len(row) == fields) / len(rows)
    return round(alike, 1), fields


def told_twice(names: list[str] | tuple[str, ...]) -> tuple[ReadingNote, ...]:
    """A note for each name that several columns have, letter case, spaces and dashes aside; `names` as in the file."""
    plain = [unicodedata.normalize("NFC", name.strip().strip("\ufeff")) for name in names]
    several = [name for name in dict.fromkeys(plain) if name and plain.count(name) > 1]
    same = [noted("columns_of_one_name", columns=plain.count(name), name=name) for name in several]
    alike: dict[str, list[str]] = {}
    for name in dict.fromkeys(plain):
        alike.setdefault(re.sub(r"[\s_\-]+", "", name.casefold()), []).append(name)
    near = [names for key, names in alike.items() if key and len(names) > 1]
    return (*same, *(noted("columns_of_like_names", names=", ".join(names), first=names[0]) for names in near))


def unique_names(names: list[str] | tuple[str, ...]) -> tuple[str, ...]:
    """Names of columns, outer spaces off, each once whatever its letter case; a nameless one is called by its place."""
    seen: set[str] = set()
    found = []
    for place, name in enumerate(names, 1):
        plain = unicodedata.normalize("NFC", name.strip().strip("\ufeff")) or f"column {place}"
        unique, number = plain, 1
        while unique.casefold() in seen:
            number += 1
            unique = f"{plain} ({number})"
        seen.add(unique.casefold())
        found.append(unique)
    return tuple(found)
