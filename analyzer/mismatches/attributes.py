"""Attributes as of the visit: the last value known when it ended and before its customer spoke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.engine import Engine, Table, Value, ibis
from analyzer.engine.as_of import known_by
from analyzer.mismatches.trait_words import Words, trait_row
from analyzer.tables.log import Log
from analyzer.tables.ruler import ColumnType, NumberCuts

LAST = "last"


@dataclass(frozen=True)
class Reading:
    """An attribute in one of the ways in which it is read: `column` of the tables of readings; `event_column` is where
    events hold it, None where no case changes it."""

    attribute: str
    take: str
    number: bool
    case_column: str
    event_column: str | None

    @property
    def column(self) -> str:
        return f"read:{self.take}:{self.attribute}"


def readings_of(log: Log, columns: Sequence[ColumnType]) -> tuple[Reading, ...]:
    """The ways in which each attribute that is tried is read, as the ruler says."""
    held = {a.name: a for a in log.attributes}
    return tuple(
        Reading(c.attribute, take, c.type == "number", held[c.attribute].column, held[c.attribute].event_column)
        for c in columns
        for take in c.takes
        if c.attribute in held
    )


def read_attributes(engine: Engine, log: Log, heard: Table, readings: Sequence[Reading]) -> tuple[Table, ...]:
    """Tables with a column a reading (read:<take>:<attribute>), beside case_id and visit_no.

    The first has a row a case (visit_no -1): the value of an attribute that the case never changes. The second, where
    any case changes any, a row a heard visit of such cases: the value known when the visit ended and before its
    customer spoke. Each is null where the other holds the value: so a case that changes an attribute changes nothing
    for the others.
    """
    varying = [r for r in readings if r.event_column is not None]
    cases = log.cases.semi_join(heard, "case_id")
    if not varying:
        return (cases.select("case_id", visit_no=_whole(), **{r.column: cases[r.case_column] for r in readings}),)
    changed = engine.keep(_changed(log, heard, varying), "changed_cases")
    joined = cases.left_join(changed, "case_id").drop("case_id_right")
    plain = {r.column: joined[r.case_column] for r in readings if r.event_column is None}
    for reading in varying:
        moved = joined[_flag(reading)].fill_null(False)
        plain[reading.column] = ibis.ifelse(moved, None, joined[reading.case_column])
    whole = joined.select("case_id", visit_no=_whole(), **plain)
    until_at = ibis.least(heard.last_at, heard.until - ibis.interval(microseconds=1))
    moments = heard.semi_join(changed, "case_id").select("case_id", visit_no=heard.stage_no, until_at=until_at)
    wanted = {r.column: (str(r.event_column), r.take) for r in varying}
    known = known_by(engine, moments, log.events, ("visit_no",), wanted).join(changed, "case_id")
    values = {r.column: ibis.ifelse(known[_flag(r)], known[r.column], None) for r in varying}
    return whole, known.select("case_id", "visit_no", **values)


def case_values(log: Log, heard: Table, readings: Sequence[Reading]) -> Table:
    """A row a case whose customer spoke, with a column a reading: its value over the whole case."""
    cases = log.cases.semi_join(heard, "case_id")
    further = {
        r.column: _over_case(log.events[r.event_column], log.events.position, r.take)
        for r in readings
        if r.event_column is not None and r.take != LAST
    }
    plain = {r.column: r.case_column for r in readings if r.column not in further}
    if not further:
        return cases.select("case_id", **{name: cases[column] for name, column in plain.items()})
    joined = cases.join(log.events.group_by("case_id").aggregate(**further), "case_id")
    return joined.select("case_id", *further, **{name: joined[column] for name, column in plain.items()})


def _over_case(value: Value, position: Value, take: str) -> Value:
    if take == "first":
        return value.argmin(position, where=value.notnull())
    return value.max() if take == "max" else value.min()


def _changed(log: Log, heard: Table, varying: Sequence[Reading]) -> Table:
    """The cases that change any of these attributes, with a flag a column: two values, or none at first and one
    later."""
    events = log.events.semi_join(heard, "case_id")
    flags = {}
    for reading in varying:
        value = events[reading.event_column]
        late = events.position.min(where=value.notnull()) > events.position.min()
        flags[_flag(reading)] = (value.nunique() > 1) | late.fill_null(False)
    found = events.group_by("case_id").aggregate(**flags)
    moved = found[_flag(varying[0])]
    for reading in varying[1:]:
        moved = moved | found[_flag(reading)]
    return found.filter(moved)


def _flag(reading: Reading) -> str:
    return f"changed:{reading.attribute}"


def _whole() -> Value:
    return ibis.literal(-1, "int64")


def attribute_texts(read: Sequence[Table], readings: Sequence[Reading]) -> list[tuple[Table, str]]:
    """Tables with a column of texts: the values of all attributes that are no numbers."""
    return [
        (table.select(text=as_text(table[reading.column])), "text")
        for table in read
        for reading in readings
        if reading.column in table.columns and not reading.number
    ]


def attribute_rows(
    words: Words, read: Sequence[Table], readings: Sequence[Reading], numbers: Sequence[NumberCuts]
) -> list[Table]:
    """Traits (mismatches/traits.py), a table for each reading and threshold; `read` as `read_attributes` gives it.

    A category has its value in `second`; a number its take in `second` and its threshold in `number` (present: at or
    above it). Where some visits have no number, each side is a candidate of its own, `attribute >=` and `attribute <`:
    a visit without one is on neither.
    """
    cuts = {(n.attribute, n.take): n for n in numbers}
    rows = []
    for table, reading in ((t, r) for t in read for r in readings if r.column in t.columns):
        name = reading.attribute
        if not reading.number:
            text = as_text(table[reading.column])
            some = table.select("case_id", "visit_no", text=text).filter(text.notnull() & (text != ""))
            some = words.numbered(some, "text")
            rows.append(trait_row(words, some, "attribute =", name, some.text, visit_no=some.visit_no))
            continue
        known = cuts.get((name, reading.take))
        number = table[reading.column].cast("float64")
        for cut in known.cuts if known else ():
            over = table.filter(number >= cut)
            rows.append(trait_row(words, over, "attribute >=", name, reading.take, cut, visit_no=over.visit_no))
            if known and known.gaps:
                under = table.filter(number < cut)
                rows.append(trait_row(words, under, "attribute <", name, reading.take, cut, visit_no=under.visit_no))
    return rows


def as_text(value: Value) -> Value:
    """A value as it is written: a whole number without its decimals."""
    text = value.cast("string")
    return text.re_replace(r"\.0$", "") if value.type().is_floating() else text
