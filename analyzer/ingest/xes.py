"""XES → a relation, read piece by piece: attributes of a trace become columns `case:…` of its events.

Nothing is loaded beside the file: no entities, no DTD, no network. Lists and nested attributes give their own value;
what is in them is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analyzer.engine.reader import Reader, literal
from analyzer.ingest.dialect import unique_names
from analyzer.ingest.files import Given
from analyzer.ingest.raw import TEXT, Raw, nothing_ragged
from analyzer.ingest.unpack import free_name

_PIECE = 20_000  # events
_SAFE: dict[str, Any] = {
    "resolve_entities": False,
    "no_network": True,
    "load_dtd": False,
    "dtd_validation": False,
    "huge_tree": False,
}
_VALUES = frozenset(("string", "date", "int", "float", "boolean", "id"))


def read_xes(given: Given, reader: Reader) -> Raw:
    """An XES log. Raises the file's error where it is cut off, is no XES, has no events or brings a document type."""
    from lxml import etree

    folder = free_name(reader.folder, "xes")
    folder.mkdir()
    names: dict[str, int] = {}
    try:
        _check_start(given)
        rows = _write(given, folder, names)
    except etree.XMLSyntaxError as error:
        line = int(error.lineno or 0) or None
        raise given.refuse(
            "a whole XES file", f"XML that breaks off or is damaged: {error.msg}", "copy or export it again", line
        ) from None
    if not rows:
        raise given.refuse("traces with at least one event", "a log without any event", "export it with its events")
    columns = ", ".join(f"c{i}" for i in range(len(names)))
    table = f"read_parquet({literal(str(folder / '*.parquet'))}, union_by_name = true)"
    return Raw(
        names=unique_names(tuple(names)),
        types=(TEXT,) * len(names),
        relation=f"(SELECT {columns} FROM {table})",
        numbered=f"(SELECT row, {columns} FROM {table})",
        checked=f"(SELECT {columns} FROM {table})",
        files=(given,),
        ragged=nothing_ragged,
        place_of=lambda row: (given, int(reader.row(f"SELECT line FROM {table} WHERE row = {row}")[0])),
        notes=("XES",),
    )


def _check_start(given: Given) -> None:
    """Refuse what is no XES log, and every document type, before anything in it can be expanded."""
    from lxml import etree

    with given.path.open("rb") as file:
        _, root = next(iter(etree.iterparse(file, events=("start",), **_SAFE)))
        if root.getroottree().docinfo.internalDTD is not None:
            raise given.refuse(
                "XES without a document type",
                "a <!DOCTYPE …>, which may bring entities",
                "take the <!DOCTYPE …> out of the file",
            )
        if etree.QName(root).localname != "log":
            raise given.refuse(
                "XES, which starts with <log>",
                f"XML that starts with <{etree.QName(root).localname}>",
                "export the event log as XES or CSV",
            )


def _write(given: Given, folder: Path, names: dict[str, int]) -> int:
    """Write the events in pieces as Parquet, an attribute in column c0, c1, …; `names`: attribute → its number."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    piece: list[tuple[int, dict[str, str]]] = []
    rows = 0

    def flush() -> None:
        nonlocal rows
        used = sorted({key for _, values in piece for key in values}, key=lambda key: names[key])
        data: dict[str, Any] = {
            "row": pa.array(range(rows, rows + len(piece)), pa.int64()),
            "line": pa.array([line for line, _ in piece], pa.int64()),
        }
        for key in used:
            data[f"c{names[key]}"] = pa.array([values.get(key) for _, values in piece], pa.string())
        pq.write_table(pa.table(data), folder / f"{rows:015d}.parquet", compression="snappy")
        rows += len(piece)
        piece.clear()

    for trace, events in _traces(given):
        for line, event in events:
            values = trace | event
            for key in values:
                names.setdefault(key, len(names))
            piece.append((line, values))
            if len(piece) >= _PIECE:
                flush()
    if piece:
        flush()
    return rows


def _traces(given: Given) -> Iterator[tuple[dict[str, str], list[tuple[int, dict[str, str]]]]]:
    """Every trace: its attributes, and its events with their lines. Read elements are dropped at once."""
    from lxml import etree

    events: list[tuple[int, dict[str, str]]] = []
    with given.path.open("rb") as file:
        for _, element in etree.iterparse(file, events=("end",), tag=("{*}event", "{*}trace"), **_SAFE):
            parent = element.getparent()
            if element.tag.endswith("event"):
                events.append((element.sourceline, _attributes(element)))
                if parent is None or not parent.tag.endswith("trace"):
                    yield {}, events  # an event of no trace has no case
                    events = []
            else:
                yield {f"case:{key}": value for key, value in _attributes(element).items()}, events
                events = []
            element.clear()
            while parent is not None and element.getprevious() is not None and element.getprevious().tag == element.tag:
                del parent[parent.index(element) - 1]


def _attributes(element: Any) -> dict[str, str]:
    """Key → value of an element's own attributes; the last one of a key counts."""
    found = {}
    for child in element:
        tag = child.tag
        if isinstance(tag, str) and tag.rpartition("}")[2] in _VALUES:
            key, value = child.get("key"), child.get("value")
            if key is not None and value is not None:
                found[key] = value
    return found
