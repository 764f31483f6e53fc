"""Any XES, element by element: attributes of a trace become columns `case:…` of its events.

Lists and nested attributes give their own value; what is in them is left out.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from analyzer.ingest.sources.safe_xml import SAFE
from analyzer.ingest.sources.xes.rows import XesRows

_PIECE = 20_000  # events
_VALUES = frozenset(("string", "date", "int", "float", "boolean", "id"))


def read_elements(path: Path, rows: XesRows, most: int) -> int:
    """Hand over all events; the number of attributes, of which reading ends once there are more than `most`.

    Raises lxml's XMLSyntaxError where the file is cut off or damaged.
    """
    piece, traces = _Piece(), []
    for trace, events in _traces(path):
        name = trace.get("case:concept:name")
        if name is not None:
            traces.append(name)
        for line, event in events:
            piece.add(line, trace, event)
            if len(piece.columns) > most:
                return len(piece.columns)
            if piece.rows >= _PIECE:
                piece.hand_to(rows, traces)
                piece, traces = _Piece(), []
    piece.hand_to(rows, traces)
    return len(rows.names)


class _Piece:
    """Events on their way: a list of values for each attribute, short of `rows` where the last have none."""

    def __init__(self) -> None:
        self.rows = 0
        self.lines: list[int] = []
        self.columns: dict[str, list[str | None]] = {}

    def add(self, line: int, *attributes: dict[str, str]) -> None:
        """One event with the attributes of its trace and its own; its own count where both have one."""
        for values in attributes:
            for key, value in values.items():
                column = self.columns.get(key)
                if column is None:
                    column = self.columns[key] = []
                missing = self.rows - len(column)
                if missing < 0:
                    column[-1] = value
                    continue
                if missing:
                    column.extend([None] * missing)
                column.append(value)
        self.lines.append(line)
        self.rows += 1

    def hand_to(self, rows: XesRows, traces: list[str]) -> None:
        """Hand over the events, and the names of traces that were read beside them."""
        import pyarrow as pa

        if traces:
            rows.add_traces(pa.array(traces, pa.string()))
        if not self.rows:
            return
        for column in self.columns.values():
            column.extend([None] * (self.rows - len(column)))
        columns = {key: pa.array(column, pa.string()) for key, column in self.columns.items()}
        rows.add(pa.array(self.lines, pa.int64()), columns)


def _traces(path: Path) -> Iterator[tuple[dict[str, str], list[tuple[int, dict[str, str]]]]]:
    """Every trace: its attributes, and its events with their lines. Read elements are dropped at once."""
    from lxml import etree

    events: list[tuple[int, dict[str, str]]] = []
    with path.open("rb") as file:
        for _, element in etree.iterparse(file, events=("end",), tag=("{*}event", "{*}trace"), **SAFE):
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


@lru_cache(maxsize=64)
def _is_value(tag: Any) -> bool:
    """Whether an element is an attribute with a value; comments have no name."""
    return isinstance(tag, str) and tag.rpartition("}")[2] in _VALUES


def _attributes(element: Any) -> dict[str, str]:
    """Key → value of an element's own attributes; the last one of a key counts."""
    found = {}
    for child in element:
        if _is_value(child.tag):
            key, value = child.get("key"), child.get("value")
            if key is not None and value is not None:
                found[key] = value
    return found
