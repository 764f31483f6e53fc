"""The outline of a log and its signals, asked of the engine: small tables from which a journey can be drafted."""

from __future__ import annotations

from typing import Any

from analyzer.engine import Engine
from analyzer.engine.times import seconds
from analyzer.ingest.columns.number_formats import MISSING
from analyzer.tables.log import Log
from analyzer.tables.outline import Before, Heard, Outline, PlacedActivity

_EXACT = 1_000_000  # positions are added up as whole millionths, so that no order of rows changes a digit
_MOST_TOUCHPOINTS = 6
_MOST_OFTEN = 60  # activities whose order is looked at, those that most cases have
_MOST_CASES = 100_000  # of which that order is asked
_NOBODY = MISSING | {"empty", "unknown"}


def outline(engine: Engine, log: Log, heard: tuple[Heard, ...] = ()) -> Outline:
    """What the activities of a log are and where they stand.

    Grain of the activities: one each; `position` is the mean over its events of position ÷ (events of the case − 1),
    0.5 in a case of one event. `follows` counts how often an activity comes right after another.
    """
    sizes = log.cases.select("case_id", size="events")
    events = log.events.inner_join(sizes, "case_id")
    place = (events.size > 1).ifelse(events.position * _EXACT / (events.size - 1).nullif(0), _EXACT / 2)
    placed = events.mutate(place=place.round().cast("int64"))
    rows = engine.frame(
        placed.group_by("activity")
        .agg(cases=placed.case_id.nunique(), events=placed.count(), place=placed.place.sum())
        .order_by("activity")
    )
    teams = _teams(engine, log) if "team" in log.events.columns else {}
    activities = [
        PlacedActivity(str(r.activity), int(r.cases), int(r.place) / int(r.events) / _EXACT, teams.get(str(r.activity)))
        for r in rows.itertuples()
    ]
    often = sorted(activities, key=lambda one: (-one.cases, one.activity))
    return Outline(
        cases=log.n_cases,
        activities=tuple(sorted(activities, key=lambda one: (one.position, one.activity))),
        follows=_follows(engine, log.events),
        heard=heard,
        orders=_orders(engine, log, [one.activity for one in often[:_MOST_OFTEN]]),
        looked_at=min(log.n_cases, _MOST_CASES),
    )


def _follows(engine: Engine, events: Any) -> dict[tuple[str, str], int]:
    going = events.filter(events.next_activity.notnull())
    counted = going.group_by("activity", "next_activity").agg(n=going.count()).order_by("activity", "next_activity")
    return {(str(r.activity), str(r.next_activity)): int(r.n) for r in engine.frame(counted).itertuples()}


def _orders(engine: Engine, log: Log, often: list[str]) -> dict[tuple[str, str], Before]:
    """For each two of the frequent activities that a case has both: which came first, and how long before.

    Rests on the first `_MOST_CASES` cases by their names, so that its cost has a limit.
    """
    if not often:
        return {}
    events = log.events.filter(log.events.activity.isin(often))
    if log.n_cases > _MOST_CASES:
        events = events.semi_join(log.cases.select("case_id").order_by("case_id").limit(_MOST_CASES), "case_id")
    firsts = events.group_by("case_id", "activity").agg(place=events.position.min(), at=events.at.min())
    later = firsts.select("case_id", later="activity", later_place="place", later_at="at")
    both = firsts.inner_join(later, "case_id")
    both = both.filter(both.place < both.later_place)
    both = both.select("activity", "later", gap=seconds(both.later_at, both["at"]))
    counted = both.group_by("activity", "later").agg(n=both.count(), gap=both.gap.quantile(0.5))
    rows = engine.frame(counted.order_by("activity", "later"))
    return {(str(r.activity), str(r.later)): Before(int(r.n), float(r.gap)) for r in rows.itertuples()}


def _teams(engine: Engine, log: Log) -> dict[str, str]:
    """Activity → the team that does more than half of its events."""
    events = log.events
    counted = events.group_by("activity", "team").agg(n=events.count()).order_by("activity", "team")
    frame = engine.frame(counted)
    whole = frame.groupby("activity")["n"].sum()
    most = frame[frame["team"].notna()]
    return {
        str(r.activity): str(r.team)
        for r in most.itertuples()
        if 2 * int(r.n) > int(whole[r.activity]) and str(r.team).casefold() not in _NOBODY
    }


def heard_stages(engine: Engine, log: Log, signals: Any, names: tuple[str, ...]) -> tuple[Heard, ...]:
    """The stages that signals state, in the order of where their signals fall; those nobody named are left out.

    `signals` is the signal table, its `stage_no` counting through `names`. Only signals that name a case have a place.
    """
    stated = signals.filter(signals.stage_no >= 0)
    counts = stated.group_by("stage_no").agg(n=stated.count()).order_by("stage_no")
    number = {int(r.stage_no): int(r.n) for r in engine.frame(counts).itertuples()}
    told = stated.filter(stated.case_id.notnull()).select("signal", "case_id", "stage_no", said_at="at")
    joined = told.inner_join(log.events.select("case_id", done_at="at"), "case_id")
    over = (joined.done_at <= joined.said_at).cast("int64")
    by_stage = joined.group_by("stage_no").agg(over=over.sum(), events=joined.count()).order_by("stage_no")
    place = {int(r.stage_no): int(r.over) / int(r.events) for r in engine.frame(by_stage).itertuples()}
    touched = stated.filter(stated.touchpoint.notnull())
    by_touch = touched.group_by("stage_no", "touchpoint").agg(n=touched.count())
    points: dict[int, list[tuple[int, str]]] = {}
    for r in engine.frame(by_touch.order_by("stage_no", "touchpoint")).itertuples():
        points.setdefault(int(r.stage_no), []).append((-int(r.n), str(r.touchpoint)))
    found = [
        Heard(names[no], n, place.get(no), tuple(name for _, name in sorted(points.get(no, []))[:_MOST_TOUCHPOINTS]))
        for no, n in number.items()
    ]
    return tuple(sorted(found, key=lambda one: (one.position is None, one.position or 0.0, one.stage)))
