"""Attributes as of the visit: the last value known when it ended and before its customer spoke."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from analyzer.engine import Engine, Table, Value, any_of, ibis
from analyzer.engine.as_of import known_by
from analyzer.mismatches.trait_words import AT_ONCE, Words, trait_rows, united
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
        flags[_flag(reading)] = (value.max() > value.min()).fill_null(False) | late.fill_null(False)
    found = events.group_by("case_id").aggregate(**flags)
    return found.filter(any_of([found[_flag(reading)] for reading in varying]))


def _flag(reading: Reading) -> str:
    return f"changed:{reading.attribute}"


def _whole() -> Value:
    return ibis.literal(-1, "int64")


def attribute_texts(engine: Engine, read: Sequence[Table], readings: Sequence[Reading]) -> list[tuple[Table, str]]:
    """Tables with a column of texts: the values of all attributes that are no numbers."""
    found = []
    for table in read:
        columns = set(table.columns)
        for reading in readings:
            if reading.column in columns and not reading.number:
                found.append((engine.only(table, [reading.column]), reading.column))
    return [(table.select(text=as_text(table[column])), "text") for table, column in found]


def attribute_rows(
    engine: Engine,
    words: Words,
    thresholds: dict[int, float],
    read: Sequence[Table],
    readings: Sequence[Reading],
    numbers: Sequence[NumberCuts],
) -> list[Table]:
    """Traits (mismatches/traits.py), some readings in each table; `read` as `read_attributes` gives it.

    A category has its value in `second`; a number its take in `second`, and is present at or above each of its
    thresholds, which are added to `thresholds`. Where some visits have no number, each side is a candidate of its own,
    `attribute >=` and `attribute <`: a visit without one is on neither.
    """
    cuts = {(n.attribute, n.take): n for n in numbers}
    rows = []
    for table in read:
        columns = set(table.columns)
        held = [r for r in readings if r.column in columns]
        tried = [(r, cuts[r.attribute, r.take]) for r in held if r.number and (r.attribute, r.take) in cuts]
        texts = [r for r in held if not r.number]
        for i in range(0, len(texts), AT_ONCE):
            some = texts[i : i + AT_ONCE]
            rows.append(_text_rows(words, _only(engine, table, some), some))
        for i in range(0, len(tried), AT_ONCE):
            of = tried[i : i + AT_ONCE]
            rows.append(_number_rows(engine, words, thresholds, _only(engine, table, [r for r, _ in of]), of))
    return rows


def _only(engine: Engine, table: Table, readings: Sequence[Reading]) -> Table:
    return engine.only(table, ["case_id", "visit_no", *(r.column for r in readings)])


def _text_rows(words: Words, table: Table, readings: Sequence[Reading]) -> Table:
    """The values of some readings that are no numbers."""
    each = [
        table.select(
            "case_id",
            "visit_no",
            text=as_text(table[r.column]),
            trait=ibis.literal(words.number("attribute =", r.attribute, 0), "int64"),
        )
        for r in readings
    ]
    some = united(each).filter(lambda t: t.text.notnull() & (t.text != ""))
    some = words.numbered(some, "text")
    return trait_rows(some, some.trait + some.text.cast("int64") * words.second, some.visit_no)


def _number_rows(
    engine: Engine,
    words: Words,
    thresholds: dict[int, float],
    table: Table,
    tried: Sequence[tuple[Reading, NumberCuts]],
) -> Table:
    """Some readings that are numbers, against their thresholds."""
    import pandas as pd

    cuts = []
    for no, (reading, known) in enumerate(tried):
        for kind in ("attribute >=", "attribute <") if known.gaps else ("attribute >=",):
            for place, cut in enumerate(known.cuts):
                cuts.append(
                    (no, kind == "attribute >=", cut, words.number(kind, reading.attribute, reading.take, place))
                )
    thresholds |= {trait: cut for *_, cut, trait in cuts}
    types = {"reading": "int64", "over": "boolean", "cut": "float64", "trait": "int64"}
    limits = engine.take(pd.DataFrame(cuts, columns=list(types)), "number_cuts", types)
    each = [
        table.select("case_id", "visit_no", reading=ibis.literal(no, "int64"), number=table[r.column].cast("float64"))
        for no, (r, _) in enumerate(tried)
    ]
    held = united(each).filter(lambda t: t.number.notnull()).join(limits, "reading")
    beyond = held.filter(ibis.ifelse(held.over, held.number >= held.cut, held.number < held.cut))
    return trait_rows(beyond, beyond.trait, beyond.visit_no)


def as_text(value: Value) -> Value:
    """A value as it is written: a whole number without its decimals."""
    text = value.cast("string")
    return text.re_replace(r"\.0$", "") if value.type().is_floating() else text
