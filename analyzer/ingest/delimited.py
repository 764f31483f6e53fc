"""CSV and TSV → a relation. Rows that do not have the header's number of fields are set aside and counted."""

from __future__ import annotations

import csv
from pathlib import Path

from analyzer.engine.reader import Reader, literal
from analyzer.ingest.dialect import SEPARATORS, Dialect, dialect_of
from analyzer.ingest.files import Given
from analyzer.ingest.raw import TEXT, Raw, Refused
from analyzer.ingest.text import as_utf8
from analyzer.ingest.unpack import PIECE

_LONGEST_LINE = 4 * 1024 * 1024
_BUFFER = 8 * 1024 * 1024


def read_delimited(given: Given, reader: Reader) -> Raw:
    """A text file in any of the known encodings and with any of the known separators."""
    text = as_utf8(given, reader.folder)
    dialect = dialect_of(text.given)
    path = text.given.path
    number = reader.number()
    columns = ", ".join(f"c{i}" for i in range(len(dialect.names)))
    relation = _scan(path, dialect, "ignore_errors = true")
    return Raw(
        names=dialect.names,
        types=(TEXT,) * len(dialect.names),
        relation=relation,
        numbered=f"(SELECT row_number() OVER () - 1 AS row, {columns} FROM {relation})",
        checked=_scan(
            path, dialect, f"store_rejects = true, rejects_table = 'rejects_{number}', rejects_scan = 'scans_{number}'"
        ),
        files=(given,),
        ragged=lambda: _ragged(text.given, dialect, reader, f"rejects_{number}"),
        place_of=lambda row: (given, _line(path, dialect, row)),
        notes=(f"{text.encoding}, separator {SEPARATORS[dialect.separator]}", *text.notes),
        separator=dialect.separator,
    )


def _scan(path: Path, dialect: Dialect, errors: str) -> str:
    columns = ", ".join(f"'c{i}': '{TEXT}'" for i in range(len(dialect.names)))
    return (
        f"read_csv({literal(str(path))}, auto_detect = false, delim = {literal(dialect.separator)}, quote = '\"',"
        f" escape = '\"', header = true,"
        f" skip = {dialect.skip}, columns = {{{columns}}}, max_line_size = {_LONGEST_LINE}, buffer_size = {_BUFFER},"
        f" {errors})"
    )


def _ragged(given: Given, dialect: Dialect, reader: Reader, table: str) -> Refused | None:
    """How many rows were set aside, and the first of them. Raises where a quotation mark is never closed: it swallows
    all rows after it."""
    where = f"FROM {table} GROUP BY byte_position, line_byte_position"
    count = int(reader.row(f"SELECT count(*) FROM (SELECT 1 {where})")[0])
    if not count:
        return None
    first = reader.row(
        f"SELECT coalesce(line_byte_position, byte_position), csv_line FROM {table} ORDER BY 1, 2 LIMIT 1"
    )
    swallowed = reader.rows(
        f"SELECT coalesce(line_byte_position, byte_position) FROM {table} WHERE error_type = 'UNQUOTED VALUE' AND"
        f" contains(rtrim(csv_line, chr(10) || chr(13)), chr(10)) ORDER BY 1 LIMIT 1"
    )
    if swallowed:
        raise given.refuse(
            "every quotation mark closed",
            "a field that opens with a quotation mark and does not end with one",
            "write a quotation mark within a field twice, or export the file again",
            line=_line_at(given.path, int(swallowed[0][0])),
        )
    return count, given, _line_at(given.path, int(first[0])), str(first[1]).strip()[:120]


def _line_at(path: Path, position: int) -> int:
    """The number of the line in which a byte lies."""
    line, left = 1, position - 1
    with path.open("rb") as file:
        while left > 0 and (piece := file.read(min(PIECE, left))):
            line += piece.count(b"\n")
            left -= len(piece)
    return line


def _line(path: Path, dialect: Dialect, row: int) -> int | None:
    """The line in which a row starts; rows within quotation marks may run over several lines."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for _ in range(dialect.skip):
            file.readline()
        reader = csv.reader(file, delimiter=dialect.separator)
        start, seen = reader.line_num, -1
        for record in reader:
            if len(record) == len(dialect.names):
                if seen == row:
                    return start + 1 + dialect.skip
                seen += 1
            start = reader.line_num
    return None
