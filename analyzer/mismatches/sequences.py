"""The stages of each case in the order in which they were lived, and how that order leaves the plan."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analyzer.engine import Engine, Table, added, ibis
from analyzer.engine.sequences import alike

HOW = ("returned", "skipped", "displaced")
COUNTS = ("cases", "rated", "bad")
TALLIED = ("furthest", "lived before", "returned", "displaced")
BY = ("how", "low", "high")


@dataclass(frozen=True)
class Tally:
    """How many cases, in how many of them a visit was rated (`rated`), and in how many of these one is bad (`bad`)."""

    cases: int = 0
    rated: int = 0
    bad: int = 0

    def __add__(self, other: Tally) -> Tally:
        return Tally(self.cases + other.cases, self.rated + other.rated, self.bad + other.bad)

    def __sub__(self, other: Tally) -> Tally:
        return Tally(self.cases - other.cases, self.rated - other.rated, self.bad - other.bad)


@dataclass(frozen=True)
class Departures:
    """How the ended cases leave the planned order, by stage number.

    ended: all of them that lived a stage; returned: those that come back to the stage; skipped: those that lack it
    although a later one follows; displaced: those whose first visits are in planned order once these stages, and no
    others, are tried for removal one by one (one stage or two neighbours).
    """

    ended: Tally
    returned: dict[int, Tally]
    skipped: dict[int, Tally]
    displaced: dict[frozenset[int], Tally]


@dataclass(frozen=True)
class Lived:
    """Which stages each case lived, in which order: cases with the same events in stages are looked at once.

    cases: case_id and `keys`, a row a case. stages: `keys`, stage_no, runs (how often it was entered), furthest (the
    last stage in the journey that such a case lived), displaced (its first visits are out of order, and in order
    without this stage); a row a stage that such a case lived.
    """

    cases: Table
    stages: Table
    keys: tuple[str, ...]


def lived_stages(engine: Engine, staged: Table) -> Lived:
    """Each stage that each case lived, against the order of the journey.

    The stages are in order where no first visit is followed by one of an earlier stage; the removal of a stage
    restores that where all such steps down are its own and its neighbours follow each other.
    """
    events = staged.filter(staged.stage_no.notnull()).select("case_id", "position", "stage_no")
    same = alike(engine, events, "case_id", "stage_no", "position")
    events = events.join(same.first, "case_id")
    before = events.stage_no.lag().over(ibis.window(group_by="case_id", order_by="position"))
    runs = events.mutate(before=before).filter(lambda t: t.before.isnull() | (t.before != t.stage_no))
    entered = runs.group_by(*same.keys, "stage_no").aggregate(runs=runs.count(), first=runs.position.min())
    order = ibis.window(group_by=same.keys, order_by="first")
    beside = entered.mutate(before=entered.stage_no.lag().over(order), after=entered.stage_no.lead().over(order))
    fell, falls = _lower(beside.before, beside.stage_no), _lower(beside.stage_no, beside.after)
    beside = beside.mutate(fell=fell, own=fell + falls)
    whole = ibis.window(group_by=same.keys)
    counted = beside.mutate(furthest=beside.stage_no.max().over(whole), steps=beside.fell.sum().over(whole))
    closes = counted.before.isnull() | counted.after.isnull() | (counted.before < counted.after)
    displaced = ((counted.steps > 0) & (counted.steps == counted.own) & closes).fill_null(False)
    stages = counted.select(*same.keys, "stage_no", "runs", "furthest", displaced=displaced)
    return Lived(same.groups, engine.keep(stages, "lived"), same.keys)


def _lower(first: Any, second: Any) -> Any:
    """1 where the second of two stages comes before the first in the journey, else 0; 0 where one is missing."""
    return (first > second).fill_null(False).cast("int64")


def departing_cases(lived: Lived, how: str, stage_no: int) -> Table:
    """The cases (case_id, each once) that come back to a stage, skip it, or live it out of its place. `how`: one of
    HOW. Raises KeyError for another."""
    stages = lived.stages
    here = stages.filter(stages.stage_no == stage_no)
    beyond = stages.filter(stages.furthest > stage_no).select(*lived.keys).distinct()
    departing = {
        "returned": here.filter(here.runs > 1),
        "skipped": beyond.anti_join(here, lived.keys),
        "displaced": here.filter(here.displaced),
    }[how]
    return lived.cases.semi_join(departing, lived.keys).select("case_id")


def returning_cases(rated: Table, stage_no: int) -> Table:
    """The ended cases (case_id, each once) that come back to a stage that is visited by object: one of its visits was
    left and entered again. The next delivery is no return."""
    again = rated.filter((rated.stage_no == stage_no) & (rated.returns > 0) & rated.case_ended_at.notnull())
    return again.select("case_id").distinct()


def count_departures(
    engine: Engine, staged: Table, rated: Table, planned: tuple[int, ...], by_object: tuple[int, ...] = ()
) -> Departures:
    """Count the departures of the cases that have ended; a case under way may still live what it seems to skip.

    No departure is named for a stage that is not in `planned`, but for `displaced`. `by_object`: the stages that are
    visited by object.
    """

    def count(staged: Table, rated: Table) -> Table:
        return _counted(engine, lived_stages(engine, staged), rated, by_object)

    counted = added(engine, "departures", BY, count, staged, rated)
    tallies: dict[str, dict[tuple[int, int], Tally]] = {}
    for row in engine.rows(counted.order_by(*BY)):
        place = (int(row["low"]), int(row["high"]))
        tallies.setdefault(str(row["how"]), {})[place] = Tally(*(int(row[name] or 0) for name in COUNTS))
    by_furthest, lived_before, returned, displaced = (tallies.get(how, {}) for how in TALLIED)
    later = {no: sum((t for (last, _), t in by_furthest.items() if last > no), Tally()) for no in planned}
    return Departures(
        ended=sum(by_furthest.values(), Tally()),
        returned={no: returned.get((no, no), Tally()) for no in planned},
        skipped={no: later[no] - lived_before.get((no, no), Tally()) for no in planned},
        displaced={frozenset(stages): tally for stages, tally in displaced.items()},
    )


def _counted(engine: Engine, lived: Lived, rated: Table, by_object: tuple[int, ...]) -> Table:
    """Of the ended cases, how many: by the furthest stage, by each stage that they lived before it, by each that they
    entered again, and by the first and last stage that is out of place (`how` of TALLIED, low, high)."""
    ended = rated.filter(rated.case_ended_at.notnull())
    voiced = ended.group_by("case_id").aggregate(
        rated=ended.rated.cast("int64").max(), bad=(ended.customer == "bad").cast("int64").max()
    )
    of_case = voiced
    voiced = lived.cases.join(voiced, "case_id")
    sums = {"cases": voiced.count(), "rated": voiced.rated.sum(), "bad": voiced.bad.sum()}
    tallied = voiced.group_by(*lived.keys).aggregate(**sums)
    heard = engine.keep(lived.stages.join(tallied, lived.keys), "lived_ended")
    alike_cases = heard.group_by(*lived.keys).aggregate(
        **{name: heard[name].max() for name in ("furthest", *COUNTS)},
        low=heard.stage_no.min(where=heard.displaced),
        high=heard.stage_no.max(where=heard.displaced),
    )
    alike_cases = engine.keep(alike_cases, "ended_cases")
    returned = heard.filter(heard.runs > 1)
    if by_object:
        own = [
            of_case.semi_join(returning_cases(rated, no), "case_id").select(
                "rated", "bad", stage_no=ibis.literal(no, "int64"), cases=ibis.literal(1, "int64")
            )
            for no in by_object
        ]
        rest = returned.filter(returned.stage_no.notin(list(by_object))).select(*COUNTS, "stage_no")
        returned = ibis.union(*(rows.select(*COUNTS, "stage_no").cast(rest.schema()) for rows in (rest, *own)))
    parts = (
        (alike_cases, "furthest", "furthest"),
        (heard.filter(heard.stage_no < heard.furthest), "stage_no", "stage_no"),
        (returned, "stage_no", "stage_no"),
        (alike_cases.filter(alike_cases.low.notnull()), "low", "high"),
    )
    tallied = [
        rows.group_by(how=ibis.literal(how), low=rows[low].cast("int64"), high=rows[high].cast("int64")).aggregate(
            **{name: rows[name].sum() for name in COUNTS}
        )
        for how, (rows, low, high) in zip(TALLIED, parts, strict=True)
    ]
    return ibis.union(*tallied)
