"""XES → a relation, read piece by piece: attributes of a trace become columns `case:…` of its events.

Nothing is loaded beside the file: no entities, no DTD, no network. Lists and nested attributes give their own value;
what is in them is left out.
"""

from __future__ import annotations

import shutil
from contextlib import closing

from analyzer.engine.reader import Reader, literal
from analyzer.ingest.sources.dialect import unique_names
from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.raw import MOST_COLUMNS, TEXT, RawTable, nothing_ragged, too_many_columns
from analyzer.ingest.sources.safe_xml import check_start
from analyzer.ingest.sources.unpack import free_name
from analyzer.ingest.sources.xes.between import NotFlatError
from analyzer.ingest.sources.xes.elements import read_elements
from analyzer.ingest.sources.xes.flat import read_flat
from analyzer.ingest.sources.xes.rows import XesRows
from analyzer.tables.quality import ReadingNote, fact, noted


def read_xes(given: GivenFile, reader: Reader) -> RawTable:
    """An XES log. Raises the file's error where it is cut off, is no XES, has no events or brings a document type."""
    from lxml import etree

    try:
        check_start(given)
        rows = _read(given, reader)
    except etree.XMLSyntaxError as error:
        line = int(error.lineno or 0) or None
        raise given.refuse(
            "a whole XES file", f"XML that breaks off or is damaged: {error.msg}", "copy or export it again", line
        ) from None
    if not rows.rows:
        raise given.refuse("traces with at least one event", "a log without any event", "export it with its events")
    columns = ", ".join(f"c{i}" for i in range(len(rows.names)))
    table = f"read_parquet({literal(str(rows.events / '*.parquet'))}, union_by_name = true)"
    return RawTable(
        names=unique_names(tuple(rows.names)),
        types=(TEXT,) * len(rows.names),
        relation=f"(SELECT {columns} FROM {table})",
        numbered=f"(SELECT row, {columns} FROM {table})",
        checked=f"(SELECT row, {columns} FROM {table})",
        files=(given,),
        ragged=nothing_ragged,
        place_of=lambda row: (given, int(reader.row(f"SELECT line FROM {table} WHERE row = {row}")[0])),
        notes=(fact("format", name="XES"),),
        told=_told(rows, reader),
        in_columns=True,
    )


def _read(given: GivenFile, reader: Reader) -> XesRows:
    """The rows of the file: by the reader of flat logs, and where it is none, again by that of all."""
    folder = free_name(reader.folder, "xes")
    try:
        with closing(XesRows(folder)) as rows:
            read_flat(given.path, rows, MOST_COLUMNS)
        return rows
    except NotFlatError:
        shutil.rmtree(folder)
    with closing(XesRows(folder)) as rows:
        columns = read_elements(given.path, rows, MOST_COLUMNS)
    if columns > MOST_COLUMNS:
        raise too_many_columns(given, columns)
    return rows


def _told(rows: XesRows, reader: Reader) -> tuple[ReadingNote, ...]:
    """What is to be said of traces of one name."""
    if not rows.named:
        return ()
    names = f"SELECT count(*) AS n FROM read_parquet({literal(str(rows.traces))}) GROUP BY name"
    again = int(reader.row(f"SELECT sum(n - 1) FROM ({names})")[0])
    return (noted("traces_of_one_name", n=again),) if again else ()
