"""The files of a log or of signals → one relation, whatever their format and number."""

from __future__ import annotations

from dataclasses import replace

from analyzer.engine.reader import Reader
from analyzer.ingest.sources.delimited import read_delimited
from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.parquet import read_parquet
from analyzer.ingest.sources.raw import MOST_COLUMNS, RawTable, too_many_columns
from analyzer.ingest.sources.sheets import sheet_as_text
from analyzer.ingest.sources.together import together
from analyzer.ingest.sources.unpack import plainly_named, unpacked
from analyzer.ingest.sources.xes import read_xes


def read_source(files: list[GivenFile], reader: Reader, sheet: str | None = None) -> RawTable:
    """One relation of all files. `sheet`: of workbooks, where one is named; else their first that holds anything."""
    raws = [_narrow(_one(given, reader, sheet)) for given in files]
    return raws[0] if len(raws) == 1 else together(raws, reader)


def _narrow(raw: RawTable) -> RawTable:
    if len(raw.names) > MOST_COLUMNS:
        raise too_many_columns(raw.files[0], len(raw.names))
    return raw


def _one(given: GivenFile, reader: Reader, sheet: str | None) -> RawTable:
    found, kind = unpacked(given, reader.folder)
    plain = plainly_named(found, reader.folder)
    if kind == "parquet":
        return read_parquet(plain, reader)
    if kind == "xml":
        return read_xes(plain, reader)
    if kind == "xlsx":
        raw = read_delimited(replace(plain, path=sheet_as_text(plain, reader.folder, sheet)), reader)
        return replace(raw, notes=("Excel workbook",))
    return read_delimited(plain, reader)
