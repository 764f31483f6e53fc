"""A flat XES log, in which no attribute holds another, as columns, without looking at its elements one by one.

Such a log is a row of quoted texts, key and value in turn, and what stands between them tells where events and traces
begin and end (`between`). Quotes are found and texts are cut by NumPy and Arrow, a piece of the file at a time
(`cutting`). What is not written exactly so raises NotFlatError, and the log is read again element by element: no
damaged file passes here that would be refused there.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from analyzer.ingest.sources.safe_xml import SAFE
from analyzer.ingest.sources.xes.between import NotFlatError
from analyzer.ingest.sources.xes.cutting import FlatPiece, cut
from analyzer.ingest.sources.xes.rows import XesRows

_PIECE = 4 * 1024 * 1024  # bytes
_MOST = 32 * 1024 * 1024  # bytes without the end of an event, or before the first trace
_TRACE, _EVENT, _END = b"<trace>", b"<event>", b"</event>"
_NAME = "concept:name"


@dataclass(frozen=True)
class OpenTrace:
    """A trace that goes on in the next piece: its beginning as it is written, with its attributes, and their number."""

    text: bytes = b""
    attributes: int = 0


def read_flat(path: Path, rows: XesRows, most: int) -> None:
    """Hand over all events of a flat log. Raises NotFlatError, also where it has more than `most` attributes."""
    with path.open("rb") as file:
        head, held = _head(file)
        line, open_trace, ended = 1 + head.count(b"\n"), OpenTrace(), False
        while not ended:
            more = file.read(_PIECE)
            ended = not more
            held += more
            end = len(held) if ended else held.rfind(_END) + len(_END)
            if end < len(_END) and not ended:
                if len(held) > _MOST:
                    raise NotFlatError
                continue
            text = open_trace.text + held[:end]
            piece = cut(text, line - open_trace.text.count(b"\n"), ended)
            if piece is not None:
                _hand_over(piece, rows, open_trace)
                if len(rows.names) > most:
                    raise NotFlatError
            if not ended:
                open_trace = _still_open(text, piece)
            line += held.count(b"\n", 0, end)
            held = held[end:]


def _head(file: IO[bytes]) -> tuple[bytes, bytes]:
    """What stands before the first trace, and what was read from there on."""
    from lxml import etree

    held = b""
    while (at := held.find(_TRACE)) < 0:
        more = file.read(_PIECE)
        held += more
        if not more or len(held) > _MOST:
            raise NotFlatError
    head = held[:at]
    try:
        root = etree.fromstring(head + b"</log>", etree.XMLParser(**SAFE))
    except etree.XMLSyntaxError:
        raise NotFlatError from None
    told = root.getroottree().docinfo
    plain = told.xml_version == "1.0" and (told.encoding or "UTF-8").upper() == "UTF-8" and root.prefix is None
    if not plain or any(True for _ in root.iter("{*}event", "{*}trace")):
        raise NotFlatError
    return head, held[at:]


def _still_open(text: bytes, piece: FlatPiece | None) -> OpenTrace:
    """The trace in which the piece ends. Raises NotFlatError where it has attributes after its first event: these
    would belong to events that were handed over before."""
    import numpy as np

    if piece is None:
        raise NotFlatError
    last = piece.trace == piece.trace[-1]
    own = np.flatnonzero(last & ~piece.of_event)
    if len(own) and own[-1] > np.flatnonzero(last & piece.of_event)[0]:
        raise NotFlatError
    begin = text.rfind(_TRACE)
    return OpenTrace(text[begin : text.find(_EVENT, begin)], len(own))


def _hand_over(piece: FlatPiece, rows: XesRows, before: OpenTrace) -> None:
    """The events of a piece, and the names of the traces that begin in it, whose first one may have begun `before`."""
    import numpy as np
    import pyarrow as pa

    of_trace = ~piece.of_event
    if before.text and np.count_nonzero(of_trace & (piece.trace == 0)) != before.attributes:
        raise NotFlatError  # it has attributes after its first event
    named = np.full(int(piece.trace[-1]) + 1, -1)
    if _NAME in piece.keys:
        those = np.flatnonzero(of_trace & (piece.key == piece.keys.index(_NAME)))
        named[piece.trace[those]] = those
    named = named[1 if before.text else 0 :]
    rows.add_traces(piece.values.take(pa.array(named[named >= 0])))
    if len(piece.lines):
        rows.add(pa.array(piece.lines, pa.int64()), _columns(piece))


def _columns(piece: FlatPiece) -> dict[str, Any]:
    """Attribute → its texts, one an event, null where it has none; in the order in which the events bring them.

    The last one of a key counts; the event's own, where its trace has one of the same name.
    """
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    whose = piece.key.astype(np.int64) + len(piece.keys) * piece.of_event
    order = np.argsort(whose.astype(np.uint16) if whose.max() < 1 << 16 else whose, kind="stable")
    starts = np.flatnonzero(np.diff(whose[order], prepend=-1))
    trace_of = piece.trace[piece.begins]
    found = []
    for members in np.split(order, starts[1:]):
        of_event = bool(piece.of_event[members[0]])
        used = _used(piece, members, trace_of, of_event)
        first = int(np.argmax(used >= 0))
        if used[first] < 0:  # of traces without events
            continue
        if not of_event:
            members = members[piece.trace[members] == trace_of[first]]
        name = piece.keys[piece.key[members[0]]]
        found.append(((first, of_event, int(members[0])), name if of_event else f"case:{name}", used))
    columns: dict[str, Any] = {}
    for (_, of_event, _), name, used in sorted(found, key=lambda one: one[0]):
        column, other = piece.values.take(pa.array(used, mask=used < 0)), columns.get(name)
        if other is not None:
            column = pc.coalesce(column, other) if of_event else pc.coalesce(other, column)
        columns[name] = column
    return columns


def _used(piece: FlatPiece, members: Any, trace_of: Any, of_event: bool) -> Any:
    """Of each event the attribute among `members`, all of one key, that counts for it; -1 where there is none."""
    import numpy as np

    if of_event:
        used = np.full(len(piece.begins), -1)
        used[piece.event[members]] = members
        return used
    of_each = np.full(int(piece.trace[-1]) + 1, -1)
    of_each[piece.trace[members]] = members
    return of_each[trace_of]
