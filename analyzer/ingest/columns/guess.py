"""What a column may hold, by the values seen so far: a guess that more values can only narrow."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace

from analyzer.ingest.columns.kinds import Type
from analyzer.ingest.columns.number_formats import MISSING, Way, ways
from analyzer.ingest.columns.time_formats import TimeFormat, time_format

ALL_WAYS: tuple[Way, ...] = ("point", "comma", "grouped")
ALL_TYPES: frozenset[Type] = frozenset(("time", "number", "boolean"))
MANY, FEW = 1000, 100  # a text that has few words in many rows repeats them
UNREAD = 0.01  # of an attribute's values; above it the column is text, up to it what cannot be read is missing
FEW_AT_FIRST = 0.05  # of the values looked at first, which may be more than of all: fewer rule nothing out yet


@dataclass(frozen=True)
class Guess:
    """The types that no value has ruled out yet. `must` is set where the column's role says what it is."""

    column: str  # c0, c1, …
    native: str  # DuckDB's type of it
    must: Type | None = None
    identifies: bool = False  # its role is to name something, such as the case
    may: frozenset[Type] = ALL_TYPES
    ways: frozenset[Way] = frozenset(ALL_WAYS)
    formats: frozenset[TimeFormat] = frozenset()
    seen: bool = False
    signs: bool = False  # some number has a point or a comma
    repeats: bool = False
    cleaned: bool = False  # its texts are cleaned before they are asked; else they are as they are written

    @property
    def type(self) -> Type | None:
        """The type to be tried on the whole column; None where no value was seen yet."""
        if self.must:
            return self.must
        if not self.seen:
            return None
        order: tuple[Type, ...] = ("boolean", "number", "time")
        return next((t for t in order if t in self.may), "text")

    @property
    def tried(self) -> tuple[Way, ...]:
        """The ways of writing numbers that must be counted: one is enough where the others cannot read more."""
        if "point" in self.ways and ("comma" not in self.ways or not self.signs):
            return ("point",)
        return tuple(way for way in ALL_WAYS if way in self.ways)

    def with_values(self, values: list[str], few: float = 0.0) -> Guess:
        """The guess after more values; words for a missing value say nothing.

        `few`: the share of the values that may say otherwise without ruling a type out.
        """
        real = [v for v in values if v.casefold() not in MISSING]
        if not real:
            return self
        alike = len(real) >= MANY * 0.8 and len(set(real)) <= FEW and not self.identifies  # it may stand case by case
        repeats = self.repeats or alike
        if self.must == "text":
            return replace(self, seen=True, repeats=repeats)
        often = Counter(real)
        room = few * len(real)
        real = list(often)
        formats = [self._time_format(v) for v in real]
        may = set(self.may)
        if sum(often[v] for v, form in zip(real, formats, strict=True) if form is None) > room:
            may.discard("time")
        if sum(n for v, n in often.items() if v.casefold() not in ("true", "false")) > room:
            may.discard("boolean")
        still: frozenset[Way]
        if self.must == "number":
            read = [frozenset(found) for v in real if (found := ways([v]))]
            still = self.ways.intersection(*read) if not self.seen else frozenset(ALL_WAYS) if read else self.ways
            still = still or frozenset(ALL_WAYS)  # where they differ, the way in which most are written is counted
        else:
            numbers = [v for v in real if ways([v])] if room else real
            some = sum(often[v] for v in numbers) >= often.total() - room
            still = frozenset(ways(numbers)) & self.ways if some else frozenset()
            if not still or any(_padded(v) for v in real):
                may.discard("number")
        return replace(
            self,
            may=frozenset(may),
            ways=still,
            formats=self.formats | {f for f in formats if f is not None},
            seen=True,
            signs=self.signs or any("." in v or "," in v for v in real),
            repeats=repeats,
        )

    def _time_format(self, value: str) -> TimeFormat | None:
        """Where no role says that it is a time, 20260304 is a number and 1.2.26 a name."""
        found = time_format(value, self.must == "time")
        return None if found is not None and self.must != "time" and "%y" in found.pattern else found


def _padded(value: str) -> bool:
    """007 is no number but a name."""
    return len(value) > 1 and value[0] == "0" and value[1].isdigit()
