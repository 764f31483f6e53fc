"""An Excel workbook → text: its first sheet that holds anything, values as they are, not as they are shown."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from analyzer.ingest.sources.files import Given
from analyzer.ingest.sources.unpack import free_name

_DOCTYPE = b"<!DOCTYPE"


def sheet_as_text(given: Given, folder: Path) -> Path:
    """The sheet as CSV in the scratch folder.

    Raises the file's error where the workbook is damaged, empty or brings a document type.
    """
    import openpyxl
    from openpyxl.utils.exceptions import InvalidFileException

    damaged = given.refuse(
        "a whole Excel workbook",
        "one that cannot be read",
        "open it in Excel and save it again, or save the sheet as CSV",
    )
    try:
        _check_parts(given)
        book = openpyxl.load_workbook(given.path, read_only=True, data_only=True)
    except (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError):
        raise damaged from None
    target = free_name(folder, "sheet")
    try:
        for sheet in book.worksheets:
            with target.open("w", encoding="utf-8", newline="") as out:
                written = _write(csv.writer(out, lineterminator="\n"), sheet.iter_rows(values_only=True))
            if written:
                return target
    except (zipfile.BadZipFile, ValueError, SyntaxError, KeyError, EOFError, OSError):
        raise damaged from None
    finally:
        book.close()
    raise given.refuse(
        "a sheet with a header line and rows", "a workbook without any", "save the signals into its first sheet"
    )


def _check_parts(given: Given) -> None:
    """No part of a workbook has a document type; one that has may bring entities."""
    with zipfile.ZipFile(given.path) as book:
        for part in book.namelist():
            if part.endswith((".xml", ".rels")):
                with book.open(part) as file:
                    if _DOCTYPE in file.read(4096).upper():
                        raise given.refuse(
                            "a workbook as Excel writes it", f"a <!DOCTYPE …> in {part}", "save the sheet as CSV"
                        )


def _write(writer: Any, rows: Iterator[tuple[Any, ...]]) -> int:
    """Write the rows from the first that is not empty on, as wide as that one; the number of them."""
    width, written = 0, 0
    for row in rows:
        cells = [_text(value) for value in row]
        if not any(cells):
            continue
        if not width:
            width = max(place for place, cell in enumerate(cells, 1) if cell)
        padded = (cells + [""] * width)[: max(width, *(place for place, cell in enumerate(cells, 1) if cell))]
        writer.writerow(padded)
        written += 1
    return written


def _text(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, datetime):
        return value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return str(value)
