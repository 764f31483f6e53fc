"""Attributes as of the visit: the last value known when it ended and before its customer spoke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.engine import Engine, Table, Value, ibis
from analyzer.engine.as_of import known_by
from analyzer.journey import Journey
from analyzer.tables.log import Log
from analyzer.tables.ruler import ColumnType, NumberCuts

TAKES = ("last", "max", "min")  # what is tried of a number that changes within cases
LAST = "last"


@dataclass(frozen=True)
class Reading:
    """An attribute in one of the ways in which it is read: `column` of the table of readings."""

    attribute: str
    take: str
    number: bool
    varies: bool
    column: str


def readings_of(log: Log, journey: Journey, columns: Sequence[ColumnType]) -> tuple[Reading, ...]:
    """The ways in which each attribute that is tried is read: its last value; numbers that change within cases also by
    the highest and lowest so far; one that the journey says (`take`) by that alone."""
    kinds = {c.attribute: c for c in columns if c.candidate}
    found = []
    for attribute in log.attributes:
        kind = kinds.get(attribute.name)
        if kind is None:
            continue
        number = kind.type == "number"
        said = journey.take_of(attribute.name)
        takes = (said,) if said else TAKES if number and attribute.varies else (LAST,)
        for take in takes:
            found.append(Reading(attribute.name, take, number, attribute.varies, f"read:{take}:{attribute.name}"))
    return tuple(found)


def read_attributes(engine: Engine, log: Log, heard: Table, readings: Sequence[Reading]) -> tuple[Table, ...]:
    """Tables with a column a reading (read:<take>:<attribute>), beside case_id and visit_no.

    An attribute that never changes within a case has its one value, a row a case (visit_no -1); of the others the
    events count up to the visit's last event and before its customer spoke, a row a heard visit. A visit before any
    value has null.
    """
    case_column = {a.name: a.column for a in log.attributes}
    plain = {r.column: log.cases[case_column[r.attribute]] for r in readings if not r.varies}
    wanted = {r.column: (f"event:{r.attribute}", r.take) for r in readings if r.varies}
    tables = []
    if plain:
        cases = log.cases.semi_join(heard, "case_id")
        named = {name: cases[column.get_name()] for name, column in plain.items()}
        tables.append(cases.select("case_id", visit_no=ibis.literal(-1, "int64"), **named))
    if wanted:
        until_at = ibis.least(heard.last_at, heard.until - ibis.interval(microseconds=1))
        moments = heard.select("case_id", visit_no="stage_no", until_at=until_at)
        tables.append(known_by(engine, moments, log.events, ("visit_no",), wanted))
    return tuple(tables)


def attribute_rows(read: Sequence[Table], readings: Sequence[Reading], numbers: Sequence[NumberCuts]) -> list[Table]:
    """Traits (mismatches/traits.py), a table for each reading and threshold; `read` as `read_attributes` gives it.

    A category has its value in `second`; a number its take in `second` and its threshold in `number` (present: at or
    above it). Where some visits have no number, each side is a candidate of its own, `attribute >=` and `attribute <`:
    a visit without one is on neither.
    """
    cuts = {(n.attribute, n.take): n for n in numbers}
    rows = []
    for reading in readings:
        table = next(t for t in read if reading.column in t.columns)
        if not reading.number:
            text = as_text(table[reading.column])
            some = table.filter(text.notnull() & (text != ""))
            rows.append(_row(some, "attribute =", reading.attribute, as_text(some[reading.column])))
            continue
        known = cuts.get((reading.attribute, reading.take))
        for cut in known.cuts if known else ():
            number = table[reading.column].cast("float64")
            rows.append(_row(table.filter(number >= cut), "attribute >=", reading.attribute, reading.take, cut))
            if known and known.gaps:
                rows.append(_row(table.filter(number < cut), "attribute <", reading.attribute, reading.take, cut))
    return rows


def as_text(value: Value) -> Value:
    """A value as it is written: a whole number without its decimals."""
    text = value.cast("string")
    return text.re_replace(r"\.0$", "") if value.type().is_floating() else text


def _row(table: Table, type_: str, first: str, second: Value | str, number: float = -1.0) -> Table:
    return table.select(
        "case_id",
        visit_no=table.visit_no,
        type=ibis.literal(type_),
        first=ibis.literal(first),
        second=second if isinstance(second, Value) else ibis.literal(second),
        number=ibis.literal(number, "float64"),
        stage_no=ibis.literal(-1, "int64"),
    )
