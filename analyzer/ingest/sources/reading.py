"""The files of a log or of signals → one relation, whatever their format and number."""

from __future__ import annotations

from dataclasses import replace

from analyzer.engine.reader import Reader
from analyzer.ingest.sources.delimited import read_delimited
from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.objects.flattened import ObjectChoice, flattened
from analyzer.ingest.sources.objects.opening import object_log
from analyzer.ingest.sources.parquet import read_parquet
from analyzer.ingest.sources.raw import MOST_COLUMNS, RawTable, too_many_columns
from analyzer.ingest.sources.sheets import sheet_as_text
from analyzer.ingest.sources.together import together
from analyzer.ingest.sources.unpack import plainly_named, unpacked
from analyzer.ingest.sources.xes.reader import read_xes
from analyzer.tables.quality import fact


def read_source(
    files: list[GivenFile], reader: Reader, sheet: str | None = None, choice: ObjectChoice | None = None
) -> RawTable:
    """One relation of all files. `sheet`: of workbooks, where one is named; else their first that holds anything.

    `choice`: of an object-centric log, which of its objects are the cases. Raises the file's error where one is chosen
    and the file is no such log, and for several of them.
    """
    raws = [_narrow(_one(given, reader, sheet, choice)) for given in files]
    several = next((raw for raw in raws if raw.roles and len(raws) > 1), None)
    if several is not None:
        raise several.files[0].refuse(
            "one object-centric log",
            f"a pattern that names {len(raws)} files",
            "name one file; or list them as sources",
        )
    return raws[0] if len(raws) == 1 else together(raws, reader)


def _narrow(raw: RawTable) -> RawTable:
    if len(raw.names) > MOST_COLUMNS:
        raise too_many_columns(raw.files[0], len(raw.names))
    return raw


def _one(given: GivenFile, reader: Reader, sheet: str | None, choice: ObjectChoice | None) -> RawTable:
    found, kind = unpacked(given, reader.folder)
    plain = plainly_named(found, reader.folder)
    log = object_log(plain, kind, reader.folder)
    if log is not None:
        return flattened(log, reader, choice or ObjectChoice())
    if choice is not None and choice.case is not None:
        raise given.refuse(
            "an object-centric log (OCEL: .sqlite, .xmlocel, .jsonocel), of which case names an object type",
            "a table of events" if kind != "xml" else "XES",
            "take case and with out, or name the object-centric file",
        )
    if kind == "parquet":
        return read_parquet(plain, reader)
    if kind == "xml":
        return read_xes(plain, reader)
    if kind == "xlsx":
        raw = read_delimited(replace(plain, path=sheet_as_text(plain, reader.folder, sheet)), reader)
        return replace(raw, notes=(fact("workbook"),))
    return read_delimited(plain, reader)
