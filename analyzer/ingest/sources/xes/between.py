"""What stands between two quoted texts of a flat XES log: the end of an attribute, tags of events and traces, and the
beginning of the next attribute. A log has few different ones; each is read once."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

LOG, TRACE, EVENT, AFTER = 1, 2, 3, 4  # where one is, in or after it; 0: where one was

_FROM_TO = {
    "<trace>": (LOG, TRACE),
    "<event>": (TRACE, EVENT),
    "</event>": (EVENT, TRACE),
    "</trace>": (TRACE, LOG),
    "</log>": (LOG, AFTER),
}
_TAGS = r"((?:[ \t\r\n]*</?(?:trace|event|log)>)*)[ \t\r\n]*"
_BEGIN = r"<(?:string|date|int|float|boolean|id)[ \t\r\n]+key[ \t\r\n]*=[ \t\r\n]*"
_END = r"[ \t\r\n]*/>"
_SHAPES = {
    "first": re.compile(_TAGS + _BEGIN),
    "middle": re.compile(_END + _TAGS + _BEGIN),
    "last": re.compile(_END + _TAGS),
    "only": re.compile(_TAGS),
    "within": re.compile(r"()[ \t]+value[ \t]*=[ \t]*"),
}


class NotFlatError(Exception):
    """The log has something that only a whole reader of XML can judge: nested attributes, comments, damage, …"""


@dataclass(frozen=True)
class Between:
    """What one text between two quoted ones does. `needs` and `leaves`: where one must be before and is after it."""

    needs: int = 0
    leaves: int = 0
    traces: int = 0  # that begin
    events: int = 0  # that begin, one at most
    lines: int = 0  # that end
    lines_of_event: int = 0  # of these, after the beginning of the event
    brackets: int = 0  # "<"
    breaks: int = 0  # letters below the space: tabs and ends of lines


@lru_cache(maxsize=4096)
def read_between(text: str, where: str) -> Between:
    """Read such a text; `where` it stands: first, middle, last, only, or within an attribute.

    Raises NotFlatError for all that is not written as most logs are.
    """
    shape = _SHAPES[where].fullmatch(text)
    if shape is None:
        raise NotFlatError
    needs = state = 0
    tags = re.findall("<[^>]*>", shape[1])
    for tag in tags:
        if tag not in _FROM_TO:
            raise NotFlatError
        before, after = _FROM_TO[tag]
        if not state:
            needs = before
        elif state != before or tag == "</event>":  # an event without attributes
            raise NotFlatError
        state = after
    if where in ("first", "middle") and state in (LOG, AFTER):  # an attribute of the log
        raise NotFlatError
    return Between(
        needs=needs,
        leaves=state,
        traces=tags.count("<trace>"),
        events=tags.count("<event>"),
        lines=text.count("\n"),
        lines_of_event=text[text.rfind("<event>") :].count("\n") if "<event>" in tags else 0,
        brackets=text.count("<"),
        breaks=sum(text.count(letter) for letter in "\t\r\n"),
    )
