"""Rows as CSV for spreadsheets, in which no cell can be taken for a formula."""

from __future__ import annotations

import csv
import io
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from analyzer.words.language import say
from analyzer.words.wording import NO_VALUE
from analyzer.words.written import FORMATS, Written

Column = tuple[str, Callable[[Mapping[str, Any]], Any], str]  # its head, its cell of a row, its format

BOM = "\ufeff"  # spreadsheets know UTF-8 by it
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Any rows as such a CSV: every text guarded against being read as a formula; None is an empty cell.

    What was written as people read it (`Written`) is given as its number: shares 0–1, durations in seconds, limits in
    columns of their own. Numbers have a point and no separator of thousands.
    """
    names, whole = list(columns), list(rows)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    found = [_columns(name, whole) for name in names]
    writer.writerow([guard(head) for column in found for head, _, _ in column])
    writer.writerows([guard(take(row)) for column in found for _, take, _ in column] for row in whole)
    return BOM + out.getvalue()


def forms(columns: Iterable[str], rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """How a spreadsheet shows each column of that CSV; empty for words and plain numbers."""
    return [form for name in columns for _, _, form in _columns(name, rows)]


def _columns(name: str, rows: Sequence[Mapping[str, Any]]) -> list[Column]:
    """The columns that one becomes: itself, and its limits where any row has some."""
    numbers = [cell for row in rows if isinstance(cell := row.get(name), Written)]
    if not numbers:
        return [(name, lambda row: row.get(name), "")]
    unit = next((cell.unit for cell in numbers if cell.unit), "")
    head = f"{name} ({unit})" if unit else name
    form = max((cell.form for cell in numbers if cell.value is not None), key=FORMATS.index, default=numbers[0].form)
    found: list[Column] = [(head, lambda row: _number(row.get(name), "value"), form)]
    if any(cell.low is not None or cell.high is not None for cell in numbers):
        found.append((say("cells.low", head=head), lambda row: _number(row.get(name), "low"), form))
        found.append((say("cells.high", head=head), lambda row: _number(row.get(name), "high"), form))
    return found


def _number(cell: Any, of: str) -> Any:
    """The number behind a cell; a cell of words stays in the first column and has no limits."""
    if isinstance(cell, Written):
        value = getattr(cell, of)
        return None if value is None or not math.isfinite(value) else _plain(value)
    return cell if of == "value" and cell != NO_VALUE else None


def _plain(value: float) -> float | int | Decimal:
    """A number that is written without an exponent, to twelve digits after the point."""
    if float(value).is_integer():
        return int(value)
    return Decimal(f"{value:.12f}".rstrip("0"))


def guard(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: a text that begins like one gets a leading apostrophe. Numbers
    stay numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say("word.yes") if value else say("word.no")
    if isinstance(value, (int, float, Decimal)):
        return value
    words = str(value)
    return f"'{words}" if words.lstrip(" ").startswith(FORMULA) else words
