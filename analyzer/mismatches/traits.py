"""Traits: everything about a case, or about one of its visits, that may set unhappy customers apart.

A trait is a fact of one case under the ruler. Which traits are candidates, and how they are counted, is measured over
all cases (mismatches/candidates.py).
"""

from __future__ import annotations

from analyzer.engine import Engine, Table, ibis, seconds
from analyzer.journey import Journey
from analyzer.mismatches.attributes import attribute_rows, attribute_texts, case_values, read_attributes, readings_of
from analyzer.mismatches.cuts import (
    fit_columns,
    fit_durations,
    fit_numbers,
    fit_waits,
    frequent_pairs,
    waits_of,
)
from analyzer.mismatches.trait_words import SMALL_NUMBER, WHOLE_CASE, Traits, Words, number_words, trait_row
from analyzer.tables.log import Log
from analyzer.tables.ruler import ColumnType, DurationCuts, NumberCuts, Ruler, WaitCuts
from analyzer.tables.traits import TRAITS

WHO = ("resource", "team", "system", "partner")
HELD = ("case_id", "position", "at", "start_at", *WHO)  # what traits need of an event beside activity and stage
REPEATS = (2, 3)
HANDOVERS = (1, 2, 3, 5)
TYPES = (
    "activity", "repeat", "path", "wait over", "wait under", *WHO, "returns", "handovers",
    "duration over", "duration under", "attribute =", "attribute >=", "attribute <",
)  # fmt: skip


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
    waits = fit_waits(engine, waits_of(_firsts(events), pairs), pairs, log.activities)
    return columns, numbers, waits, fit_durations(engine, _durations(events), journey)


def make_traits(
    engine: Engine, heard: Table, rated: Table, staged: Table, log: Log, journey: Journey, ruler: Ruler
) -> Traits:
    """The traits of all cases whose customers spoke.

    Grain: case_id, visit_no (-1: the whole case) and what the trait is: type, first, second, number, stage_no (of its
    cause, -1 none); type, first and second as numbers of words. Activities that happened and were repeated, direct
    successions, waits and durations beyond the ruler's thresholds at either end, who worked in a stage and in all of
    the case so far, returns and handovers, attributes as of the visit. Each once. Of other cases nothing counts. Kept
    in the engine.
    """
    cases = heard.select("case_id").distinct()
    events = _events(engine, heard, staged, log)
    readings = readings_of(log, ruler.columns)
    read = [engine.keep(table, "readings") for table in read_attributes(engine, log, heard, readings)]
    names = {*TYPES, "", *(r.attribute for r in readings), *(r.take for r in readings)}
    texts = [(events, role) for role in WHO if role in events.columns]
    words = number_words(engine, log.activities, names, texts + attribute_texts(read, readings))
    rows = [
        *_activity_rows(words, events),
        _path_rows(words, events),
        *_who_rows(words, events, heard),
        *_visit_rows(words, rated.semi_join(cases, "case_id")),
        *_wait_rows(engine, words, events, ruler),
        *_duration_rows(words, events, journey, ruler),
        *attribute_rows(words, read, readings, ruler.numbers),
    ]
    return Traits(TRAITS.check(engine.keep(ibis.union(*rows), "traits")), words)


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


def _firsts(events: Table) -> Table:
    return events.group_by("case_id", "activity").aggregate(first_at=events["at"].min())


def _activity_rows(words: Words, events: Table) -> list[Table]:
    often = events.group_by("case_id", "activity", "stage_no").aggregate(n=events.count())
    rows = [trait_row(words, often, "activity", often.activity, stage_no=often.stage_no)]
    for least in REPEATS:
        many = often.filter(often.n >= least)
        rows.append(trait_row(words, many, "repeat", many.activity, number=float(least), stage_no=many.stage_no))
    return rows


def _path_rows(words: Words, events: Table) -> Table:
    pairs = events.filter(events.next_activity.notnull()).select("case_id", "activity", "next_activity").distinct()
    return trait_row(words, pairs, "path", pairs.activity, pairs.next_activity)


def _who_rows(words: Words, events: Table, heard: Table) -> list[Table]:
    """Who worked in a stage of the case; and who worked in several of its stages, by the end of the visit and before
    its customer spoke: what goes with them is pinned to no stage."""
    rows = []
    for role in WHO:
        if role not in events.columns:
            continue
        did = words.numbered(events.select("case_id", "stage_no", "at", who=events[role]), "who")
        within = did.filter(did.stage_no >= 0).select("case_id", "stage_no", "who").distinct()
        rows.append(trait_row(words, within, role, within.who, stage_no=within.stage_no))
        by_then = heard.select("case_id", "last_at", "until", visit_no="stage_no").join(did, "case_id")
        by_then = by_then.filter((by_then["at"] < by_then.until) & (by_then["at"] <= by_then.last_at))
        stages = by_then.group_by("case_id", "visit_no", "who").aggregate(n=by_then.stage_no.nunique())
        seen = stages.filter(stages.n > 1)
        rows.append(trait_row(words, seen, role, seen.who, visit_no=seen.visit_no))
    return rows


def _visit_rows(words: Words, rated: Table) -> list[Table]:
    again = rated.filter(rated.returns >= 1)
    rows = [trait_row(words, again, "returns", stage_no=again.stage_no)]
    for least in HANDOVERS:
        passed = rated.filter(rated.handovers >= least)
        rows.append(trait_row(words, passed, "handovers", number=float(least), stage_no=passed.stage_no))
    return rows


def _wait_rows(engine: Engine, words: Words, events: Table, ruler: Ruler) -> list[Table]:
    import pandas as pd

    cuts = [
        (words.known[w.start], words.known[w.end], kind, cut)
        for w in ruler.waits
        if w.start in words.known and w.end in words.known
        for kind, limits in (("wait over", w.over_s), ("wait under", w.under_s))
        for cut in limits
    ]
    if not cuts:
        return []
    frame = pd.DataFrame(cuts, columns=["activity", "next_activity", "kind", "cut"])
    names = {"activity": SMALL_NUMBER, "next_activity": SMALL_NUMBER, "kind": "string", "cut": "float64"}
    table = engine.take(frame, "wait_cuts", names)
    pairs = table.select("activity", "next_activity").distinct()
    waits = waits_of(_firsts(events), pairs).join(table, ["activity", "next_activity"])
    rows = []
    for kind in ("wait over", "wait under"):
        here = waits.filter(waits.kind == kind)
        beyond = here.filter(here.wait_s > here.cut if kind == "wait over" else here.wait_s < here.cut)
        rows.append(trait_row(words, beyond, kind, beyond.activity, beyond.next_activity, number=beyond.cut))
    return rows


def _durations(events: Table) -> Table:
    """How long each visit took, from its first event (its start, where the log has starts) to its last: case_id,
    stage_no, took_s."""
    some = events.filter(events.stage_no >= 0)
    began = ibis.least(some["at"], some.start_at) if "start_at" in some.columns else some["at"]
    visits = some.group_by("case_id", "stage_no").aggregate(began_at=began.min(), ended_at=some["at"].max())
    return visits.select("case_id", "stage_no", took_s=seconds(visits.ended_at, visits.began_at))


def _duration_rows(words: Words, events: Table, journey: Journey, ruler: Ruler) -> list[Table]:
    visits = _durations(events)
    rows = []
    for limits in ruler.durations:
        no = journey.number(limits.stage)
        if no is None:
            continue
        here = visits.filter(visits.stage_no == no)
        for kind, cuts in (("duration over", limits.over_s), ("duration under", limits.under_s)):
            for cut in cuts:
                beyond = here.filter(here.took_s > cut if kind == "duration over" else here.took_s < cut)
                rows.append(trait_row(words, beyond, kind, number=cut, stage_no=beyond.stage_no))
    return rows
