"""Thresholds of candidates, fitted once: part of the ruler.

Waits and durations are tried at both ends, so that haste is seen as well as waiting; numbers at few fixed quantiles.
No search for the best cut has to be paid for.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from analyzer.engine import Engine, Table, seconds
from analyzer.journey import Journey
from analyzer.tables.log import Attribute, Log
from analyzer.tables.ruler import ColumnType, DurationCuts, NumberCuts, WaitCuts

LONG, SHORT = (0.75, 0.9), (0.1, 0.25)  # quantiles above and below which waits and durations are tried
BOTH_ENDS = [*LONG, *SHORT]
QUANTILES = (0.1, 0.2, 0.25, 1 / 3, 0.5, 2 / 3, 0.75, 0.8, 0.9)  # of numbers
STEPS = 12  # a number with at most this many values is cut at each of them
WAIT_PAIRS = 200  # the most frequent directly-follows pairs get waits
PAIR_CASES = 0.02  # share of cases that a pair must occur in
AT_ONCE = 12  # columns whose quantiles are asked in one question: each distinct count holds memory of its own
MIN_CASES = 5
NAMES = 0.5  # a text with more values than this share of the cases names single cases
SOME = 0.01  # share of the cases: what is true of fewer is dirt, or too little to look at
MANY_VALUES = 100  # below so many values a text is never taken for a name of single cases


def fit_columns(log: Log, journey: Journey) -> tuple[ColumnType, ...]:
    """How each attribute is read, and in which ways it is tried.

    One with a single value tells nothing apart, one that names nearly every case neither. Times are left out: a date
    sets cases apart by when they happened, not by what happened. A number that more than 1 % of the cases change is
    tried by its last value and by the highest and lowest so far; one of which the journey says what counts (`take`) by
    that alone.
    """
    return tuple(
        ColumnType(a.name, a.type, a.dates_only, a.values, _takes(a, journey, log.n_cases)) for a in log.attributes
    )


def _takes(attribute: Attribute, journey: Journey, cases: int) -> tuple[str, ...]:
    names_cases = attribute.type in ("text", "code") and attribute.values > max(MANY_VALUES, cases * NAMES)
    if attribute.values < 2 or attribute.type == "time" or names_cases or journey.excludes(attribute.name):
        return ()
    said = journey.take_of(attribute.name)
    if said:
        return (said,)
    changes = attribute.type == "number" and attribute.changed_cases > SOME * cases
    return ("last", "max", "min") if changes else ("last",)


def fit_waits(engine: Engine, waits: Table, pairs: Table, names: Sequence[str]) -> tuple[WaitCuts, ...]:
    """Thresholds of each wait: P75 and P90, P10 and P25, of the cases that have it; equal ones once.

    `waits`: case_id, activity, next_activity (places in `names`), wait_s; `pairs`: the pairs wanted.
    """
    wanted = waits.semi_join(pairs, ["activity", "next_activity"])
    found = engine.frame(
        wanted.group_by("activity", "next_activity")
        .aggregate(cases=wanted.count(), least=wanted.wait_s.min(), both_ends=wanted.wait_s.quantile(BOTH_ENDS))
        .order_by("activity", "next_activity")
    )
    return tuple(
        WaitCuts(names[int(r.activity)], names[int(r.next_activity)], *_both_ends(r), int(r.cases))
        for r in found.itertuples()
    )


def fit_durations(engine: Engine, visits: Table, journey: Journey) -> tuple[DurationCuts, ...]:
    """Thresholds of each stage's durations, as of waits. `visits`: stage_no, took_s."""
    some = visits.filter(visits.took_s.notnull())
    found = engine.frame(
        some.group_by("stage_no")
        .aggregate(visits=some.count(), least=some.took_s.min(), both_ends=some.took_s.quantile(BOTH_ENDS))
        .order_by("stage_no")
    )
    return tuple(
        DurationCuts(journey.stages[int(r.stage_no)].name, *_both_ends(r), int(r.visits)) for r in found.itertuples()
    )


def frequent_pairs(engine: Engine, events: Table) -> Table:
    """The pairs of activities that often follow each other directly: activity, next_activity. `events` has
    next_activity."""
    total = int(engine.frame(events.aggregate(n=events.case_id.nunique()))["n"].iloc[0])
    arcs = events.filter(events.next_activity.notnull() & (events.next_activity != events.activity))
    pairs = arcs.group_by("activity", "next_activity").aggregate(cases=arcs.case_id.nunique())
    pairs = pairs.filter(pairs.cases >= max(MIN_CASES, total * PAIR_CASES))
    pairs = pairs.order_by(pairs.cases.desc(), "activity", "next_activity").limit(WAIT_PAIRS)
    return engine.keep(pairs.select("activity", "next_activity"), "wait_pairs")


def waits_of(firsts: Table, pairs: Table) -> Table:
    """Of each case the seconds from the first `activity` to the first `next_activity`, where that came later.

    `firsts`: case_id, activity, first_at. Grain: a case and pair.
    """
    later = firsts.select("case_id", next_activity="activity", next_at="first_at")
    waits = firsts.join(pairs, "activity").join(later, ["case_id", "next_activity"])
    waits = waits.select("case_id", "activity", "next_activity", wait_s=seconds(waits.next_at, waits.first_at))
    return waits.filter(waits.wait_s >= 0)


def fit_numbers(engine: Engine, values: Table, wanted: dict[str, tuple[str, str]]) -> tuple[NumberCuts, ...]:
    """Thresholds of each number: all values but the least where they are few, else fixed quantiles.

    `values`: a row a case with the columns `wanted` (column → attribute and take).
    """
    columns = list(wanted)
    row: dict[str, Any] = {}
    many = len(columns) > AT_ONCE
    values = engine.keep(values.select(*columns), "numbers") if many else values
    for start in range(0, len(columns), AT_ONCE):
        here = columns[start : start + AT_ONCE]
        some = engine.only(values, here) if many else values
        sizes: dict[str, Any] = {"n": some.count()}
        for i, column in enumerate(here, start):
            number = some[column].cast("float64")
            sizes |= {f"values_{i}": number.nunique(), f"known_{i}": number.count()}
            sizes[f"quantiles_{i}"] = number.quantile([*QUANTILES])
        row |= engine.frame(some.aggregate(**sizes)).iloc[0].to_dict()
    found = []
    for i, (column, (attribute, take)) in enumerate(wanted.items()):
        if int(row[f"values_{i}"]) < 2:
            continue
        if int(row[f"values_{i}"]) <= STEPS:
            its = engine.only(values, [column]) if many else values
            held = its.filter(its[column].notnull()).select(value=its[column].cast("float64")).distinct()
            cuts = sorted(float(v) for v in engine.frame(held)["value"])[1:]
        else:
            cuts = sorted(set(map(float, row[f"quantiles_{i}"])))
        gaps = int(row["n"]) - int(row[f"known_{i}"]) > SOME * int(row["n"])
        found.append(NumberCuts(attribute, take, tuple(cuts), gaps, int(row["n"])))
    return tuple(found)


def _both_ends(row: Any) -> tuple[tuple[float, ...], tuple[float, ...]]:
    """Long and short thresholds: above nothing, and different from each other; a short one has something below it."""
    over, under = set(map(float, row.both_ends[: len(LONG)])), set(map(float, row.both_ends[len(LONG) :]))
    return tuple(sorted(c for c in over if c > 0)), tuple(sorted(c for c in under if c > float(row.least)))
