"""Rows as an Excel workbook: numbers are numbers, words are words, no cell is a formula."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Sequence
from itertools import zip_longest
from typing import Any

from analyzer.figures.cells import guard
from analyzer.words.written import FORMATS

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
WIDEST = 60  # characters of a column
PLAIN = re.compile(r"[+-]?(?:0|[1-9]\d{0,14})(?:\.\d{1,12})?")  # no number of a customer, no 007
THOUSANDS = re.compile(r"[+-]?[1-9]\d{0,2}(?:,\d{3}){1,4}")
PERCENT = re.compile(r"([+-]?\d{1,6}(?:\.\d{1,4})?)[\u202f\u00a0 ]?%")
NO_NAME = re.compile(r"[\[\]:*?/\\\x00-\x1f]")  # what Excel takes in no name of a sheet


def rows_of(text: str) -> list[list[str]]:
    """The rows of a CSV, the names of its columns first."""
    return list(csv.reader(io.StringIO(text, newline=""), strict=True))


def as_workbook(name: str, table: list[list[str]], shown: Sequence[str] = ()) -> bytes:
    """Rows as a workbook of one sheet: the first row bold and always in sight, numbers as numbers in full. `shown`: the
    format of the numbers of each column, one of FORMATS; any other is none."""
    from openpyxl import Workbook
    from openpyxl.styles import Font
    from openpyxl.utils import get_column_letter

    book = Workbook(write_only=True)
    sheet = book.create_sheet(sheet_name(name))
    sheet.freeze_panes = "A2"
    for number, width in enumerate(_widths(table), start=1):
        sheet.column_dimensions[get_column_letter(number)].width = width
    bold = Font(bold=True)
    sheet.append([_text(sheet, words, bold) for words in table[0]])
    for row in table[1:]:
        sheet.append([_cell(sheet, words, form) for words, form in zip_longest(row, shown[: len(row)], fillvalue="")])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_name(name: str) -> str:
    """A figure's name as Excel takes it for a sheet."""
    return NO_NAME.sub(" ", name).strip(" '")[:31].strip(" '") or "Table"


def number_of(words: str) -> tuple[int | float, str] | None:
    """A number and its format, where a text is nothing else: 12, −3.5, 2,785, 9.9 %. What begins with a nought, or has
    more digits than a spreadsheet keeps, is a name."""
    plain = words.removeprefix("'").replace("−", "-")
    if PLAIN.fullmatch(plain):
        return (float(plain), "General") if "." in plain else (int(plain), "General")
    if THOUSANDS.fullmatch(plain):
        return int(plain.replace(",", "")), "#,##0"
    if share := PERCENT.fullmatch(plain):
        digits = len(share[1].partition(".")[2])
        return round(float(share[1]) / 100, digits + 2), f"0.{'0' * digits}%" if digits else "0%"
    return None


def _cell(sheet: Any, words: str, form: str = "") -> Any:
    from openpyxl.cell import WriteOnlyCell

    found = number_of(words)
    if found is None:
        return _text(sheet, words) if words else None
    cell = WriteOnlyCell(sheet, value=found[0])
    cell.number_format = form if form in FORMATS and found[1] == "General" else found[1]
    return cell


def _text(sheet: Any, words: str, font: Any = None) -> Any:
    """A cell of words, never a formula or an error, whatever it begins with."""
    from openpyxl.cell import WriteOnlyCell
    from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

    cell = WriteOnlyCell(sheet, value=guard(ILLEGAL_CHARACTERS_RE.sub("\ufffd", words)))
    cell.data_type = "s"
    if font is not None:
        cell.font = font
    return cell


def _widths(table: list[list[str]]) -> Iterable[int]:
    """As wide as the longest text of a column, within bounds."""
    wide = [0] * max(map(len, table))
    for row in table:
        for column, words in enumerate(row):
            wide[column] = max(wide[column], len(words))
    return [min(WIDEST, one + 2) for one in wide]
