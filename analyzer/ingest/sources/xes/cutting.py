"""A piece of a flat XES log → its attributes: key and text of each, its trace, its event, lines of events."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from analyzer.ingest.sources.xes.between import AFTER, EVENT, LOG, TRACE, Between, NotFlatError, read_between

_LONGEST = 1_000_000  # bytes of a text; reading by elements refuses from ten million on
_PREDEFINED = {"lt": "<", "gt": ">", "amp": "&", "quot": '"', "apos": "'"}
_REFERENCE = re.compile(r"&(?:#([0-9]{1,8})|#x([0-9a-fA-F]{1,8})|([a-z]+));|&")
_CONTROL = "[\x00-\x1f]"
_NEITHER_TAB_NOR_END = "[\x00-\x08\x0b\x0c\x0e-\x1f]"


@dataclass(frozen=True)
class FlatPiece:
    """The attributes of a piece of a log in their order, and the events that begin in it. NumPy arrays, but for
    `values`. Traces and events are counted from 0 in each piece."""

    keys: list[str]  # the different ones
    key: Any  # of each attribute, its place in `keys`
    values: Any  # of each attribute, its text (Arrow)
    trace: Any  # of each attribute, the number of its trace
    event: Any  # of each attribute, the number of the newest event
    of_event: Any  # of each attribute, whether it is one of that event, and not of the trace
    begins: Any  # of each event, its first attribute
    lines: Any  # of each event, its line


def cut(text: bytes, line: int, ended: bool) -> FlatPiece | None:
    """The attributes of a piece that begins with a trace, on this line, and goes up to the end of an event; or, where
    the log has `ended`, up to that. None where there are none. Raises NotFlatError."""
    import numpy as np

    letters = np.frombuffer(text, np.uint8)
    quotes = np.flatnonzero(letters == ord('"')).astype(np.int32)
    count, odd = divmod(len(quotes), 4)
    if odd or (count and int(np.diff(quotes).max()) > _LONGEST) or _has_no_letter(text):
        raise NotFlatError
    texts = _texts(text, quotes)
    if not count:
        only = read_between(text.decode(), "only")
        _check_states(np.array([only.needs]), np.array([only.leaves]), ended)
        return None
    read, place = _around(texts, count)
    needs, leaves, traces, events, lines, after = (
        np.array([getattr(one, name) for one in read])[place]
        for name in ("needs", "leaves", "traces", "events", "lines", "lines_of_event")
    )
    _check_states(needs, leaves, ended)
    within, uses = _distinct(_every(texts, 4, count))
    used = [*zip(read, np.bincount(place).tolist(), strict=True)]
    used += zip((read_between(one, "within") for one in within), np.bincount(uses).tolist(), strict=True)
    if np.count_nonzero(letters == ord("<")) != sum(one.brackets * times for one, times in used):  # one within a text
        raise NotFlatError
    keys, key = _distinct(_every(texts, 2, count))
    values, broken = _without_breaks(
        _every(texts, 6, count), int(np.count_nonzero(letters < 32)) - sum(one.breaks * times for one, times in used)
    )
    if b"&" in text:
        keys, values = [_resolved(one) for one in keys], _all_resolved(values)
        if len({*keys}) < len(keys):  # one key, written in two ways
            raise NotFlatError
    begins = np.flatnonzero(events[:count])
    newest = np.maximum.accumulate(np.where(leaves[:count] > 0, np.arange(count), 0))
    return FlatPiece(
        keys=keys,
        key=key,
        values=values,
        trace=np.cumsum(traces[:count]) - 1,
        event=np.cumsum(events[:count]) - 1,
        of_event=leaves[newest] == EVENT,
        begins=begins,
        lines=(line + np.cumsum(lines[:count]) - after[:count] + broken)[begins],
    )


def _has_no_letter(text: bytes) -> bool:
    """Whether U+FFFE or U+FFFF is in a text, which XML does not have; most texts have no byte of theirs."""
    return b"\xef" in text and (b"\xef\xbf\xbe" in text or b"\xef\xbf\xbf" in text)


def _texts(text: bytes, quotes: Any) -> Any:
    """Arrow: in turn what stands outside quotes, a quote, what stands inside, a quote; nothing is copied."""
    import numpy as np
    import pyarrow as pa

    held = pa.py_buffer(text)
    whole = pa.StringArray.from_buffers(1, pa.py_buffer(np.array([0, len(text)], np.int32)), held)
    try:
        whole.validate(full=True)
    except pa.ArrowInvalid:  # no UTF-8
        raise NotFlatError from None
    ends = np.zeros(2 * len(quotes) + 2, np.int32)
    ends[1:-1:2], ends[2:-1:2], ends[-1] = quotes, quotes + 1, len(text)
    return pa.StringArray.from_buffers(len(ends) - 1, pa.py_buffer(ends), held)


def _every(texts: Any, first: int, count: int) -> Any:
    """Of each attribute the text at this place: 0 before it, 2 its key, 4 what is between, 6 its value."""
    import numpy as np
    import pyarrow as pa

    return texts.take(pa.array(np.arange(first, first + 8 * count, 8)))


def _distinct(texts: Any) -> tuple[list[str], Any]:
    """The different texts, and of each its place among them."""
    encoded = texts.dictionary_encode()
    return encoded.dictionary.to_pylist(), encoded.indices.to_numpy()


def _around(texts: Any, count: int) -> tuple[list[Between], Any]:
    """The different texts before, between and after the attributes, read; and of each of them its place there."""
    import numpy as np

    middle, place = _distinct(_every(texts, 8, count - 1))
    read = [
        read_between(texts[0].as_py(), "first"),
        *(read_between(one, "middle") for one in middle),
        read_between(texts[8 * count].as_py(), "last"),
    ]
    return read, np.concatenate(([0], place + 1, [len(read) - 1]))


def _check_states(needs: Any, leaves: Any, ended: bool) -> None:
    """Raise NotFlatError where a tag stands where it may not."""
    changes = needs > 0
    needs, leaves = needs[changes], leaves[changes]
    whole = len(needs) and changes[0] and needs[0] == LOG and leaves[-1] == (AFTER if ended else TRACE)
    if not whole or (needs[1:] != leaves[:-1]).any():
        raise NotFlatError


def _without_breaks(values: Any, breaks: int) -> tuple[Any, Any]:
    """Tabs and ends of lines in texts are spaces, as XML has it; and before each text, the lines that end in others.

    `breaks`: how many there are. Raises NotFlatError where keys have some, and for other letters of control.
    """
    import numpy as np
    import pyarrow.compute as pc

    if not breaks:
        return values, 0
    if breaks != pc.sum(pc.count_substring_regex(values, _CONTROL)).as_py():
        raise NotFlatError
    if pc.any(pc.match_substring_regex(values, _NEITHER_TAB_NOR_END)).as_py():
        raise NotFlatError
    lines = pc.count_substring(values, "\n").to_numpy()
    return pc.replace_substring_regex(values, "\r\n|[\t\n\r]", " "), np.cumsum(lines) - lines


def _all_resolved(values: Any) -> Any:
    """Texts with what their references stand for."""
    import pyarrow as pa
    import pyarrow.compute as pc

    some = pc.match_substring(values, "&")
    return pc.replace_with_mask(
        values, some, pa.array([_resolved(one) for one in values.filter(some).to_pylist()], pa.string())
    )


@lru_cache(maxsize=10_000)
def _resolved(text: str) -> str:
    """A text with the letters that its references stand for. Raises NotFlatError for one that XML does not have."""
    return _REFERENCE.sub(_letter, text)


def _letter(found: re.Match[str]) -> str:
    decimal, hexadecimal, name = found.groups()
    if decimal is None and hexadecimal is None:
        if name not in _PREDEFINED:
            raise NotFlatError
        return _PREDEFINED[name]
    number = int(decimal) if decimal else int(hexadecimal, 16)
    if number in (9, 10, 13) or 32 <= number < 0xD800 or 0xE000 <= number < 0xFFFE or 0x10000 <= number < 0x110000:
        return chr(number)
    raise NotFlatError
