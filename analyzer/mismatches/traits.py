"""Traits: everything about a case, or about one of its visits, that may set unhappy customers apart.

A trait is a fact of one case under the ruler. Which traits are candidates, and how they are counted, is measured over
all cases (mismatches/candidates.py).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

from analyzer.engine import Engine, Table, Value, ibis, seconds
from analyzer.journey import Journey
from analyzer.mismatches.amounts import Amounts
from analyzer.mismatches.as_seen import lived_beside
from analyzer.mismatches.attributes import attribute_rows, attribute_texts, case_values, read_attributes, readings_of
from analyzer.mismatches.cuts import (
    fit_columns,
    fit_durations,
    fit_numbers,
    fit_waits,
    frequent_pairs,
    waits_of,
)
from analyzer.mismatches.trait_words import (
    LEAST,
    SMALL_NUMBER,
    TYPES,
    WHO,
    WHOLE_CASE,
    Traits,
    Words,
    number_words,
    trait_rows,
)
from analyzer.tables.log import Log
from analyzer.tables.ruler import ColumnType, DurationCuts, NumberCuts, Ruler, WaitCuts
from analyzer.tables.traits import TRAITS

HELD = ("case_id", "position", "at", "start_at", *WHO)  # what traits need of an event beside activity and stage


def fit_thresholds(
    engine: Engine, heard: Table, staged: Table, log: Log, journey: Journey
) -> tuple[tuple[ColumnType, ...], tuple[NumberCuts, ...], tuple[WaitCuts, ...], tuple[DurationCuts, ...]]:
    """What the ruler says of columns, numbers, waits and durations, fitted to the cases whose customers spoke."""
    events = _events(engine, heard, staged, log)
    columns = fit_columns(log, journey)
    readings = [r for r in readings_of(log, columns) if r.number]
    values = case_values(log, heard, readings)
    numbers = fit_numbers(engine, values, {r.column: (r.attribute, r.take) for r in readings})
    pairs = frequent_pairs(engine, events)
    waits = fit_waits(engine, waits_of(_firsts(engine, events), pairs), pairs, log.activities)
    return columns, numbers, waits, fit_durations(engine, _durations(events), journey)


def make_traits(
    engine: Engine,
    heard: Table,
    rated: Table,
    staged: Table,
    log: Log,
    journey: Journey,
    ruler: Ruler,
    types: Collection[str] = TYPES,
) -> Traits:
    """The traits of all cases whose customers spoke; `staged` and `log` hold the cases as the heard visits see them.

    Grain: case_id, visit_no (-1: the whole case) and the trait, a number that says what it is (type, first, second,
    threshold, and the stage of its cause). Activities that happened and were repeated, direct successions, waits and
    durations beyond the ruler's thresholds at either end, who worked in a stage and in all of the case so far, returns
    and handovers, attributes as of the visit. Each once. Of other cases nothing counts. Kept in the engine, a part at a
    time, so that memory does not grow with the number of attributes. `types`: those that are wanted.
    """
    events = _events(engine, heard, staged, log)
    readings = readings_of(log, ruler.columns)
    read = [engine.keep(table, "readings") for table in read_attributes(engine, log, heard, readings)]
    names = {"", *(r.attribute for r in readings), *(r.take for r in readings)}
    roles = [role for role in WHO if role in events.columns and role in types]
    texts = [(events, role) for role in roles] + attribute_texts(engine, read, readings)
    words = number_words(engine, log.activities, names, texts, len(journey.stages))
    numbers: dict[int, float] = {}
    made: list[tuple[set[str], Callable[[], list[Table]]]] = [
        ({"activity", "repeat"}, lambda: _activity_rows(engine, words, events)),
        ({"path"}, lambda: _path_rows(words, events)),
        (set(WHO), lambda: _who_rows(words, events, heard, roles)),
        ({"returns", "handovers"}, lambda: _visit_rows(engine, words, lived_beside(heard, rated, journey))),
        ({"wait over", "wait under"}, lambda: _wait_rows(engine, words, numbers, events, ruler)),
        ({"duration over", "duration under"}, lambda: _duration_rows(engine, words, numbers, events, journey, ruler)),
        (
            {"attribute =", "attribute >=", "attribute <"},
            lambda: attribute_rows(engine, words, numbers, read, readings, ruler.numbers),
        ),
    ]
    parts = [part for of, rows in made if of & set(types) for part in rows()]
    places = {name: number for number, name in enumerate(log.activities)}

    def firsts(wanted: list[int]) -> Table:
        return _some_firsts(engine, events, wanted)

    amounts = Amounts(places, firsts, lambda: _durations(events), read, readings)
    table = engine.gather(parts or [_none(words, heard)], "traits")
    return Traits(TRAITS.check(table), words, numbers, amounts)


def make_amounts(engine: Engine, heard: Table, staged: Table, log: Log, ruler: Ruler) -> Amounts:
    """The amounts of all cases whose customers spoke, where their traits are known already; `heard` is a kept table."""
    readings = readings_of(log, ruler.columns)
    read = [engine.keep(table, "readings") for table in read_attributes(engine, log, heard, readings)]
    places = {name: number for number, name in enumerate(log.activities)}

    def firsts(wanted: list[int]) -> Table:
        events = _events(engine, heard, staged, log)
        return _some_firsts(engine, events, wanted)

    return Amounts(places, firsts, lambda: _durations(_events(engine, heard, staged, log)), read, readings)


def _events(engine: Engine, heard: Table, staged: Table, log: Log) -> Table:
    """Events of the cases whose customers spoke, with the next one in the case, reactions left out. Activities are
    numbers: their place in the log's list."""
    import pandas as pd

    def made() -> Table:
        numbers = {"activity": "string", "number": SMALL_NUMBER}
        places = pd.DataFrame({"activity": log.activities, "number": range(len(log.activities))})
        places = engine.take(places, "activity_numbers", numbers)
        some = staged.semi_join(heard, "case_id").join(places, "activity")
        further = {"activity": some.number, "stage_no": some.stage_no.fill_null(WHOLE_CASE)}
        if "next_activity" in some.columns:
            some = some.left_join(places.select(next_activity="activity", next_number="number"), "next_activity")
            further["next_activity"] = some.next_number
        else:  # without reactions
            window = ibis.window(group_by="case_id", order_by="position")
            further["next_activity"] = some.number.lead().over(window)
        return engine.keep(some.select(*[c for c in HELD if c in some.columns], **further), "heard_events")

    return engine.once(f"heard events of {heard.get_name()}", made)


def _firsts(engine: Engine, events: Table) -> Table:
    """When each activity first happened in each case. Kept, for a wait looks at it from both its ends."""
    first = events.group_by("case_id", "activity").aggregate(first_at=events["at"].min())
    return engine.once(f"firsts of {events.get_name()}", lambda: engine.keep(first, "firsts"))


def _some_firsts(engine: Engine, events: Table, activities: list[int]) -> Table:
    firsts = _firsts(engine, events)
    return firsts.filter(firsts.activity.isin(activities))


def _none(words: Words, heard: Table) -> Table:
    return trait_rows(heard.limit(0), words.number("returns"))


def _activity_rows(engine: Engine, words: Words, events: Table) -> list[Table]:
    often = events.group_by("case_id", "activity", "stage_no").aggregate(n=events.count())
    least = [(1, words.number("activity", first=0))]
    least += [(n, words.number("repeat", first=0, place=place)) for place, n in enumerate(LEAST["repeat"])]
    some = _at_least(engine, often, least)
    return [trait_rows(some, some.trait + some.activity.cast("int64") * words.first + some.stage_no + 1)]


def _at_least(engine: Engine, often: Table, least: list[tuple[int, int]]) -> Table:
    """The rows (with `n`) once for each of some least numbers that they reach, with the `trait` that goes with it."""
    import pandas as pd

    frame = pd.DataFrame(least, columns=["least", "trait"])
    steps = engine.take(frame, "least", {"least": "int64", "trait": "int64"})
    return often.cross_join(steps).filter(lambda t: t.n >= t.least)


def _path_rows(words: Words, events: Table) -> list[Table]:
    pairs = events.filter(events.next_activity.notnull()).select("case_id", "activity", "next_activity").distinct()
    return [trait_rows(pairs, words.number("path", pairs.activity, pairs.next_activity))]


def _who_rows(words: Words, events: Table, heard: Table, roles: Sequence[str]) -> list[Table]:
    """Who worked in a stage of the case; and who worked in several of its stages, by the end of the visit and before
    its customer spoke: what goes with them is pinned to no stage."""
    rows = []
    for role in roles:
        did = words.numbered(events.select("case_id", "stage_no", "at", who=events[role]), "who")
        within = did.filter(did.stage_no >= 0).select("case_id", "stage_no", "who").distinct()
        rows.append(trait_rows(within, words.number(role, within.who, stage_no=within.stage_no)))
        by_then = heard.select("case_id", "last_at", "until", visit_no="stage_no").join(did, "case_id")
        by_then = by_then.filter((by_then["at"] < by_then.until) & (by_then["at"] <= by_then.last_at))
        stages = by_then.group_by("case_id", "visit_no", "who").aggregate(n=by_then.stage_no.nunique())
        seen = stages.filter(stages.n > 1)
        rows.append(trait_rows(seen, words.number(role, seen.who), seen.visit_no))
    return rows


def _visit_rows(engine: Engine, words: Words, lived: Table) -> list[Table]:
    again = lived.filter(lived.returns >= 1)
    passed = lived.filter(lived.handovers >= 1).select("case_id", "stage_no", n="handovers")
    least = [(n, words.number("handovers", place=place)) for place, n in enumerate(LEAST["handovers"])]
    often = _at_least(engine, passed, least)
    return [
        trait_rows(again, words.number("returns", stage_no=again.stage_no)),
        trait_rows(often, often.trait + often.stage_no + 1),
    ]


def _wait_rows(engine: Engine, words: Words, numbers: dict[int, float], events: Table, ruler: Ruler) -> list[Table]:
    cuts: list[tuple[Any, ...]] = []
    for w in ruler.waits:
        if w.start not in words.known or w.end not in words.known:
            continue
        for kind, limits in (("wait over", w.over_s), ("wait under", w.under_s)):
            for place, cut in enumerate(limits):
                trait = words.number(kind, w.start, w.end, place)
                cuts.append((words.known[w.start], words.known[w.end], kind == "wait over", cut, trait))
    if not cuts:
        return []
    numbers |= {trait: cut for *_, cut, trait in cuts}
    table = _cut_table(engine, cuts, {"activity": SMALL_NUMBER, "next_activity": SMALL_NUMBER})
    pairs = table.select("activity", "next_activity").distinct()
    waits = waits_of(_firsts(engine, events), pairs).join(table, ["activity", "next_activity"])
    beyond = waits.filter(_beyond(waits, waits.wait_s))
    return [trait_rows(beyond, beyond.trait)]


def _cut_table(engine: Engine, cuts: list[tuple[Any, ...]], keys: dict[str, str]) -> Table:
    """Thresholds: `keys`, then whether over or under it is meant, `cut` and `trait`."""
    import pandas as pd

    types = {**keys, "over": "boolean", "cut": "float64", "trait": "int64"}
    return engine.take(pd.DataFrame(cuts, columns=list(types)), "cuts", types)


def _beyond(table: Table, value: Value) -> Value:
    """Whether a value lies on the side of its row's threshold that the trait means."""
    return ibis.ifelse(table.over, value > table.cut, value < table.cut)


def _durations(events: Table) -> Table:
    """How long each visit took, from its first event (its start, where the log has starts) to its last: case_id,
    stage_no, took_s."""
    some = events.filter(events.stage_no >= 0)
    began = ibis.least(some["at"], some.start_at) if "start_at" in some.columns else some["at"]
    visits = some.group_by("case_id", "stage_no").aggregate(began_at=began.min(), ended_at=some["at"].max())
    return visits.select("case_id", "stage_no", took_s=seconds(visits.ended_at, visits.began_at))


def _duration_rows(
    engine: Engine, words: Words, numbers: dict[int, float], events: Table, journey: Journey, ruler: Ruler
) -> list[Table]:
    cuts: list[tuple[Any, ...]] = []
    for limits in ruler.durations:
        no = journey.number(limits.stage)
        if no is None:
            continue
        for kind, beyond_s in (("duration over", limits.over_s), ("duration under", limits.under_s)):
            for place, cut in enumerate(beyond_s):
                cuts.append((no, kind == "duration over", cut, words.number(kind, place=place, stage_no=no)))
    if not cuts:
        return []
    numbers |= {trait: cut for *_, cut, trait in cuts}
    visits = _durations(events).join(_cut_table(engine, cuts, {"stage_no": "int64"}), "stage_no")
    beyond = visits.filter(_beyond(visits, visits.took_s))
    return [trait_rows(beyond, beyond.trait)]
