"""Filters: which part of a run is looked at, as it stands in an address.

    ?from=2026-01-01&to=2026-01&segment=region:North&segment=region:South&stage=Delivery&kind=nps

`from` and `to` are days in the project's time zone, both included; a month stands for its first and its last day.
Segments of one attribute are alternatives, of several attributes all must hold; a segment without a value (`region:`)
are the cases that have none. In the name of an attribute `%` is written `%25` and `:` is written `%3A`.
`outside` holds filters written as an address (`outside=has%3DCall`): the cases that those would not leave.
Further conditions on whole cases: slices/conditions.py.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from urllib.parse import parse_qsl, unquote, urlencode

from analyzer.errors import ArgumentError
from analyzer.settings import suggestion
from analyzer.settings.model import KINDS
from analyzer.slices.conditions import CONDITION_KEYS, WHERE, Condition, check_conditions, read_condition

DEEPEST = 2  # an `outside`, and one more in it
KEYS = ("from", "to", "segment", "stage", "kind", "outside", *CONDITION_KEYS)
MOST_CONDITIONS = 40  # each makes the question to the tables longer and slower
MOST_SEGMENTS = 400
_DAY = re.compile(r"(\d{4})-(\d{2})(?:-(\d{2}))?")

Pairs = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Filters:
    """What is looked at; nothing given means all of it."""

    first: date | None = None
    last: date | None = None  # included
    segments: Pairs = ()  # (attribute, value), sorted, each once
    stage: str | None = None
    kinds: tuple[str, ...] = ()  # in the order of settings.KINDS
    conditions: tuple[Condition, ...] = ()  # in the order of CONDITION_KEYS, then of their values, each once
    outside: Filters | None = None  # the cases that these leave are left out

    def __bool__(self) -> bool:
        return self != Filters()

    @property
    def by_attribute(self) -> dict[str, tuple[str, ...]]:
        """Attribute → the values that it may have."""
        found: dict[str, tuple[str, ...]] = {}
        for attribute, value in self.segments:
            found[attribute] = (*found.get(attribute, ()), value)
        return found

    def pairs(self) -> Pairs:
        """The filters as keys and values of an address, in one order."""
        written = [("from", self.first.isoformat())] if self.first else []
        written += [("to", self.last.isoformat())] if self.last else []
        written += [("segment", segment(attribute, value)) for attribute, value in self.segments]
        written += [("stage", self.stage)] if self.stage else []
        written += [("kind", kind) for kind in self.kinds]
        written += [("outside", urlencode(self.outside.pairs()))] if self.outside else []
        return (*written, *((one.key, one.text) for one in self.conditions))

    def without_stage(self) -> Filters:
        return replace(self, stage=None)

    def but(self, other: Filters) -> Filters:
        """These filters without the cases that others leave."""
        return replace(self, outside=other)

    def rest(self) -> Filters:
        """The cases that these filters do not leave, looked at in the same way: of the same stage, by the same kinds of
        signal."""
        return Filters(stage=self.stage, kinds=self.kinds, outside=self)


def segment(attribute: str, value: str) -> str:
    """An attribute and its value as one value of an address."""
    return f"{attribute.replace('%', '%25').replace(':', '%3A')}:{value}"


def read_filters(pairs: Iterable[tuple[str, str]]) -> Filters:
    """Filters from the keys and values of an address; other keys and empty values are left aside.

    Raises ArgumentError for a day that is none, a range that ends before it begins, a segment without an attribute, a
    kind of signal that does not exist, a condition that is none, an `outside` without filters or deeper than two.
    Whether stages, attributes and activities exist `check_filters` says.
    """
    return _read(pairs, DEEPEST)


def _read(pairs: Iterable[tuple[str, str]], deeper: int) -> Filters:
    """As `read_filters`; `deeper`: how many times an `outside` may still follow in another."""
    given: dict[str, list[str]] = {key: [] for key in KEYS}
    for key, value in pairs:
        if key in given and value.strip():
            given[key].append(value)
    _not_too_many(given)
    first = _day("from", given["from"][-1]) if given["from"] else None
    last = _day("to", given["to"][-1], end=True) if given["to"] else None
    if first and last and last < first:
        raise _refused("a time that ends after it begins", f"from {first} to {last}", "exchange the two days")
    kinds = {value.strip() for value in given["kind"]}
    for kind in sorted(kinds - set(KINDS)):
        raise _refused("a kind of signal", f"kind={kind}", suggestion(kind, KINDS))
    conditions = {read_condition(key, text) for key in CONDITION_KEYS for text in given[key]}
    return Filters(
        first,
        last,
        tuple(sorted({_segment(text) for text in given["segment"]})),
        given["stage"][-1].strip() if given["stage"] else None,
        tuple(kind for kind in KINDS if kind in kinds),
        tuple(sorted(conditions, key=lambda one: (CONDITION_KEYS.index(one.key), one.text))),
        _outside(given["outside"][-1], deeper) if given["outside"] else None,
    )


def check_filters(
    filters: Filters,
    stages: Sequence[str],
    attributes: Iterable[str],
    activities: Sequence[str],
    numbers: Sequence[str] = (),
) -> None:
    """Raise ArgumentError for a stage that the journey does not have, an attribute that the cases do not have, an
    activity that the log does not have, or a range of an attribute that is none of the numbers."""
    if filters.stage is not None and filters.stage not in stages:
        raise _refused("a stage of the journey", f"stage={filters.stage}", suggestion(filters.stage, stages))
    known = sorted(attributes)
    for attribute in filters.by_attribute:
        if attribute not in known:
            found = f"segment={attribute}:…"
            raise _refused("an attribute of the cases", found, suggestion(attribute, known))
    for one in filters.conditions:
        if one.attribute is not None and one.attribute not in numbers:
            do = suggestion(one.attribute, numbers) if numbers else "leave number out: the log has no such attribute"
            raise _refused("an attribute of the cases that is a number", f"number={one.text}", do)
    check_conditions(filters.conditions, activities)


def _not_too_many(given: dict[str, list[str]]) -> None:
    conditions = len({(key, text) for key in CONDITION_KEYS for text in given[key]})
    for what, found, most in (
        ("conditions on cases", conditions, MOST_CONDITIONS),
        ("segments", len(set(given["segment"])), MOST_SEGMENTS),
    ):
        if found > most:
            raise _refused(f"at most {most} {what}", f"{found:,}", "take some of them away")


def _outside(text: str, deeper: int) -> Filters:
    found = _read(parse_qsl(text), deeper - 1) if deeper else None
    if not found:
        do = "write it like outside=has%3DCall, with one more outside in it at most"
        raise _refused("filters whose cases are left out", f"outside={text}", do)
    return found


def _day(key: str, text: str, end: bool = False) -> date:
    """A day, or a month's first or last day."""
    found = _DAY.fullmatch(text.strip())
    if found is not None:
        year, month, day = int(found[1]), int(found[2]), int(found[3] or 0)
        if 1970 <= year <= 2100 and 1 <= month <= 12:
            days = monthrange(year, month)[1]
            if found[3] is None:
                return date(year, month, days if end else 1)
            if 1 <= day <= days:
                return date(year, month, day)
    raise _refused("a day or a month of the years 1970 to 2100", f"{key}={text}", "write it like 2026-03-31 or 2026-03")


def _segment(text: str) -> tuple[str, str]:
    attribute, colon, value = text.partition(":")
    if not colon or not attribute.strip():
        raise _refused("an attribute and a value", f"segment={text}", "write it like segment=region:North")
    return unquote(attribute), value


def _refused(expected: str, found: str, do: str) -> ArgumentError:
    return ArgumentError(expected=expected, found=found, where=WHERE, do=do)
