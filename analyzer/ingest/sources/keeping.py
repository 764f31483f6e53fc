"""The rows of a source as they are asked for: again from the text, or stored beside the reader."""

from __future__ import annotations

from dataclasses import replace

from analyzer.engine.reader import SMALL_FILE, WIDE, Reader
from analyzer.ingest.sources.raw import RawTable


def begin(raw: RawTable, reader: Reader, most: int | None = None) -> RawTable:
    """The rows, with room in the reader for what is to be asked of them; only the first `most`, where that is given.

    All rows of a big text are read from it again for each of the few questions that need all of them: parsing it once
    more takes a third of the time that storing it would. Those of a small one stay in memory. Of a text of many columns
    each question is about a few of them: it is stored by column.
    """
    if most is not None or raw.bytes < SMALL_FILE or len(raw.names) > WIDE:
        return keep(raw, reader, most)
    reader.allow(raw.bytes, len(raw.names))
    return raw


def keep(raw: RawTable, reader: Reader, most: int | None = None) -> RawTable:
    """The same rows, read from the text once; only the first `most`, where that is given.

    What is stored in columns already (Parquet, XES, several files) is not written again.
    """
    reader.allow(raw.bytes, len(raw.names))
    if raw.in_columns:
        return raw if most is None else _begun(raw, most)
    limit = "" if most is None else f" LIMIT {most}"
    table = reader.keep(f"SELECT row, {raw.all_columns} FROM {raw.checked}{limit}", raw.bytes, len(raw.names))
    rows = f"(SELECT {raw.all_columns} FROM {table})"
    return replace(raw, relation=rows, numbered=table, checked=table, in_columns=True, in_order=False)


def _begun(raw: RawTable, most: int) -> RawTable:
    return replace(
        raw,
        relation=f"(SELECT * FROM {raw.relation} LIMIT {most})",
        numbered=f"(SELECT * FROM {raw.numbered} WHERE row < {most})",
        checked=f"(SELECT * FROM {raw.checked} LIMIT {most})",
    )
