"""An Excel workbook → text: the sheet that is named, else the first that holds anything; values, not how they show."""

from __future__ import annotations

import csv
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.unpack import free_name
from analyzer.settings import nearest

_DOCTYPE = b"<!DOCTYPE"
_CUT = (zipfile.BadZipFile, zlib.error, EOFError, KeyError, ValueError, OSError)  # what a damaged archive ends in
_MOST = 2 * 1024 * 1024 * 1024  # bytes of all its parts unpacked


def sheet_as_text(given: GivenFile, folder: Path, name: str | None = None) -> Path:
    """The sheet as CSV in the scratch folder.

    Raises the file's error where the workbook is damaged, empty, lacks the sheet or brings a document type.
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
    except (*_CUT, InvalidFileException):
        raise damaged from None
    target = free_name(folder, "sheet")
    try:
        if name is not None and name not in book.sheetnames:
            near = nearest(name, book.sheetnames)
            raise given.refuse(
                f"a sheet {name}",
                f"the sheets {', '.join(book.sheetnames)}",
                f"write sheet: {near or book.sheetnames[0]}",
            )
        for sheet in (one for one in book.worksheets if name in (None, one.title)):
            with target.open("w", encoding="utf-8", newline="") as out:
                written = _write(csv.writer(out, lineterminator="\n"), sheet.iter_rows(values_only=True))
            if written:
                return target
    except (*_CUT, SyntaxError):
        raise damaged from None
    finally:
        book.close()
    raise given.refuse(
        "a sheet with a header line and rows",
        "a workbook without any",
        "save the table into its first sheet, or name its sheet: sheet: …",
    )


def _check_parts(given: GivenFile) -> None:
    """No part of a workbook has a document type; one that has may bring entities."""
    with zipfile.ZipFile(given.path) as book:
        size = sum(part.file_size for part in book.infolist())
        if size > _MOST:
            raise given.refuse(
                f"a workbook of at most {_MOST >> 30} GB unpacked", f"one of {size:,} bytes", "save the sheet as CSV"
            )
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
