"""Rows as CSV for spreadsheets, in which no cell can be taken for a formula."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Mapping
from typing import Any

BOM = "\ufeff"  # spreadsheets know UTF-8 by it
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def as_csv(columns: Iterable[str], rows: Iterable[Mapping[str, Any]]) -> str:
    """Any rows as such a CSV: every text guarded against being read as a formula; None is an empty cell."""
    names = list(columns)
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([guard(name) for name in names])
    writer.writerows([guard(row.get(name)) for name in names] for row in rows)
    return BOM + out.getvalue()


def guard(value: Any) -> Any:
    """A cell that no spreadsheet takes for a formula: a text that begins like one gets a leading apostrophe. Numbers
    stay numbers."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return value
    words = str(value)
    return f"'{words}" if words.lstrip(" ").startswith(FORMULA) else words
