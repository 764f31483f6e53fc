"""A file of notes from the front line: a CSV with a row a note, read whole or not at all."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from analyzer.errors import InputError
from analyzer.settings import suggestion
from analyzer.tables.field_note import NoteLine

NEEDED = ("date", "author", "text")
COLUMNS = ("date", "author", "stage", "activity", "text", "mismatch", "attention")
SEPARATORS = (",", ";", "\t")
YES, NO = ("yes", "true", "1", "x"), ("", "no", "false", "0")


@dataclass(frozen=True)
class NotePlaces:
    """What a note may speak of: stages, activities with the stage that the journey puts them in, mismatches."""

    stages: Sequence[str]
    activities: Mapping[str, str | None]
    mismatches: Sequence[str]


def read_notes(path: Path, places: NotePlaces) -> list[NoteLine]:
    """The notes of a CSV file in UTF-8, its columns in any order and letter case; `,`, `;` or a tab parts them.

    Grain: one a row. Columns `date` (2026-12-24), `author` and `text` are needed; `stage`, `activity`, `mismatch` (its
    id) and `attention` (yes or no) may be left out or empty. An activity without a stage stands in the stage of the
    journey. Raises InputError, naming line and column, for the first row that cannot be used: then none is. Raises
    nothing else.
    """
    rows = _rows(path)
    if not rows:
        raise _wrong(path, 1, "", f"a row of names: {', '.join(COLUMNS[:5])}", "an empty file", "write one")
    names = [name.strip().lower() for name in rows[0][1]]
    for name in names:
        if name not in COLUMNS:
            raise _wrong(path, 1, name, f"columns of {', '.join(COLUMNS)}", name, suggestion(name, COLUMNS))
    for name in NEEDED:
        if name not in names:
            raise _wrong(path, 1, name, f"a column {name}", f"columns {', '.join(names)}", "add it")
    found = []
    for line, cells in rows[1:]:
        if len(cells) != len(names):
            do = "put text that holds the separator in quotation marks"
            raise _wrong(path, line, "", f"{len(names)} fields", f"{len(cells)}", do)
        found.append(_note(path, line, dict(zip(names, (cell.strip() for cell in cells), strict=True)), places))
    return found


def _rows(path: Path) -> list[tuple[int, list[str]]]:
    """(line, its fields), without empty lines; the line is the one on which a row ends."""
    try:
        text = path.read_bytes().decode("utf-8-sig")
    except OSError as reason:
        do = "check the path"
        raise InputError(expected="a file of notes", found=reason.strerror or "none", where=str(path), do=do) from None
    except UnicodeDecodeError:
        do = "save it as CSV in UTF-8"
        raise InputError(expected="a CSV in UTF-8", found="another encoding", where=str(path), do=do) from None
    head = text.partition("\n")[0]
    separator = max(SEPARATORS, key=head.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    try:
        return [(reader.line_num, row) for row in reader if any(cell.strip() for cell in row)]
    except csv.Error as reason:
        do = "close the quotation marks"
        raise _wrong(path, reader.line_num, "", "rows of a CSV", str(reason), do) from None


def _note(path: Path, line: int, row: Mapping[str, str], places: NotePlaces) -> NoteLine:
    try:
        said_on = date.fromisoformat(row["date"])
    except ValueError:
        do = "write year, month and day"
        raise _wrong(path, line, "date", "a day such as 2026-12-24", row["date"] or "nothing", do) from None
    for name in ("author", "text"):
        if not row[name]:
            raise _wrong(path, line, name, "text", "nothing", "fill it, or take the row out")
    stage, activity, mismatch = (row.get(name) or None for name in ("stage", "activity", "mismatch"))
    _one_of(path, line, "stage", stage, places.stages)
    _one_of(path, line, "activity", activity, list(places.activities))
    _one_of(path, line, "mismatch", mismatch, places.mismatches)
    attention = row.get("attention", "").lower()
    if attention not in (*YES, *NO):
        raise _wrong(path, line, "attention", "yes or no", attention, "write one of them")
    stage = stage or (places.activities.get(activity) if activity else None)
    return NoteLine(said_on, row["author"], row["text"], stage, activity, mismatch, attention in YES)


def _one_of(path: Path, line: int, column: str, found: str | None, known: Sequence[str]) -> None:
    if found is not None and found not in known:
        do = suggestion(found, known) if known else "leave it empty"
        raise _wrong(path, line, column, f"a known {column}", found, do)


def _wrong(path: Path, line: int, column: str, expected: str, found: str, do: str) -> InputError:
    where = f"{path.name}, line {line}" + (f", column {column}" if column else "")
    return InputError(expected=expected, found=found[:120], where=where, do=do)
