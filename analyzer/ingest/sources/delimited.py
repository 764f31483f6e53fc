"""CSV and TSV → a relation. Rows that do not have the header's number of fields are set aside and counted."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from analyzer.engine.reader import Reader, literal
from analyzer.ingest.sources.dialect import SEPARATORS, Dialect, dialect_of
from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.raw import TEXT, RawTable, Refused
from analyzer.ingest.sources.text import LONGEST_LINE, as_utf8
from analyzer.ingest.sources.unpack import PIECE
from analyzer.tables.quality import fact

# Of a wrong quotation mark its own place is told; that of its line may be the line before.
_WHERE = (
    "CASE WHEN error_type = 'UNQUOTED VALUE' THEN byte_position ELSE coalesce(line_byte_position, byte_position) END"
)
_BEGINNING = 64 * 1024  # of a row that is looked at once more
_BUFFER = 8 * 1024 * 1024


def read_delimited(given: GivenFile, reader: Reader) -> RawTable:
    """A text file in any of the known encodings and with any of the known separators."""
    text = as_utf8(given, reader.folder)
    dialect = dialect_of(text.given)
    path = text.given.path
    number = reader.number()
    columns = ", ".join(f"c{i}" for i in range(len(dialect.names)))
    relation = _scan(path, dialect, "ignore_errors = true")
    aside = f"store_rejects = true, rejects_table = 'rejects_{number}', rejects_scan = 'scans_{number}'"
    return RawTable(
        names=dialect.names,
        types=(TEXT,) * len(dialect.names),
        relation=relation,
        numbered=_numbered(columns, relation),
        checked=_numbered(columns, _scan(path, dialect, aside)),
        files=(given,),
        ragged=lambda: _ragged(text.given, dialect, reader, f"rejects_{number}"),
        place_of=lambda row: (given, _line(path, dialect, row)),
        notes=(fact(f"separated_by_{SEPARATORS[dialect.separator]}", encoding=text.encoding),),
        separator=dialect.separator,
        in_order=True,
        told=(*text.told, *dialect.told),
    )


def _numbered(columns: str, relation: str) -> str:
    """SQL: the rows with their place; a table that is made of a scan alone does not always keep their order."""
    return f"(SELECT row_number() OVER () - 1 AS row, {columns} FROM {relation})"


def _scan(path: Path, dialect: Dialect, errors: str) -> str:
    columns = ", ".join(f"'c{i}': '{TEXT}'" for i in range(len(dialect.names)))
    options = (
        literal(str(path)),
        "auto_detect = false",
        f"columns = {{{columns}}}",
        f"delim = {literal(dialect.separator)}",
        "quote = '\"'",
        "escape = '\"'",
        "header = true",
        f"skip = {dialect.skip}",
        "compression = 'none'",
        f"max_line_size = {LONGEST_LINE}",
        f"buffer_size = {_BUFFER}",
        errors,
    )
    return f"read_csv({', '.join(options)})"


def _ragged(given: GivenFile, dialect: Dialect, reader: Reader, table: str) -> Refused | None:
    """How many rows were set aside, and the first of them.

    Raises the file's error where a quotation mark is never closed: it takes in all rows after it.
    """
    where = f"FROM {table} GROUP BY byte_position, line_byte_position"
    count = int(reader.row(f"SELECT count(*) FROM (SELECT 1 {where})")[0])
    if not count:
        return None
    first = reader.row(f"SELECT {_WHERE} AS place, csv_line FROM {table} ORDER BY ALL LIMIT 1")
    position = _unclosed(given.path, dialect, reader, table)
    if position is not None:
        raise given.refuse(
            f"every quotation mark closed, and no row longer than {LONGEST_LINE >> 20} MB",
            "a field that opens with a quotation mark and does not end with one, or is longer",
            "write a quotation mark within a field twice, or export the file again",
            line=_line_at(given.path, position),
        )
    return count, given, _line_at(given.path, int(first[0])), str(first[1]).strip()[:120]


def _unclosed(path: Path, dialect: Dialect, reader: Reader, table: str) -> int | None:
    """Where a quotation mark is opened and its field does not end with the line; it runs on to any later mark."""
    kinds = "error_type LIKE 'LINE SIZE%' AS long, error_type = 'UNQUOTED VALUE' AS quoted"
    for position, long, quoted in reader.rows(f"SELECT {_WHERE} AS place, {kinds} FROM {table} ORDER BY ALL"):
        if long or (quoted and _runs_on(path, dialect, int(position))):
            return int(position)
    return None


def _runs_on(path: Path, dialect: Dialect, position: int) -> bool:
    with path.open("rb") as file:
        file.seek(position - 1)
        start = file.read(_BEGINNING).decode("utf-8", "ignore")
    reader = csv.reader(io.StringIO(start, newline=""), delimiter=dialect.separator)
    try:
        next(reader, None)
    except csv.Error:
        return True
    return reader.line_num > 1


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
        try:
            for record in reader:
                if len(record) == len(dialect.names):
                    if seen == row:
                        return start + 1 + dialect.skip
                    seen += 1
                start = reader.line_num
        except csv.Error:  # a field longer than Python takes
            return None
    return None
