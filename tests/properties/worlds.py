"""Random worlds: logs, journeys and signals of some cases, ties and all."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from pathlib import Path

from hypothesis import strategies as st

from analyzer.engine import Engine
from tests.spec import oracle
from tests.spec.small import Run

START = datetime(2026, 3, 2)
TARGETS = (
    {"within": "5h"},
    {"from": "a", "to": "d", "within": "1d"},
    {"from": "a", "to": "c", "within": "8h", "max_repeats": 1},
    {"by": "due"},
    {"from": "a", "to": "e", "by": "due"},
    {"max_repeats": 0},
    {"never": ["x"], "must": ["c"]},
    {"within": "1d", "by": "due", "never": ["b"]},
)
KINDS = (("review", 1), ("review", 3), ("review", 5), ("nps", 6), ("nps", 7), ("complaint", None), ("praise", None))


def hours(most: int):
    return st.integers(0, most).map(lambda n: START + timedelta(hours=n))


@st.composite
def journeys(draw):
    """Four stages, one without work of ours; each with a target or with none, so that one is derived."""
    target = st.sampled_from([*({"target": given} for given in TARGETS), {}, {}])
    return [
        {"name": "First", "activities": ["a", "b"], "touchpoints": ["shop", "line"], **draw(target)},
        {"name": "Second", "activities": ["c"], "promise": draw(st.sampled_from(TARGETS)), **draw(target)},
        {"name": "Unseen", "activities": [], "touchpoints": ["door"], **draw(target)},
        {"name": "Third", "activities": ["d", "e"], "touchpoints": ["line"], **draw(target)},
    ]


@st.composite
def worlds(draw):
    """A log of some cases within three days, ties and all; signals before, in and after it; half of the logs end a
    month later."""
    cases = draw(st.lists(st.sampled_from("ijklmnopqrstuv"), min_size=1, max_size=14, unique=True))
    owner = {case: draw(st.sampled_from(["Ana", "Ben", None])) for case in cases}
    who = st.sampled_from(["Eva", "Joe", None])
    happened = st.tuples(st.sampled_from(cases), st.sampled_from("aabbccddeexx"), hours(72), who)
    events = [oracle.Event(case, "a", START + timedelta(hours=5), owner[case], "Eva") for case in cases[:1]]
    events += [
        oracle.Event(case, activity, at, owner[case], by)
        for case, activity, at, by in draw(st.lists(happened, min_size=1, max_size=70))
    ]
    if draw(st.booleans()):
        events.append(oracle.Event("later", "e", START + timedelta(days=33)))
    half_past = hours(80).map(lambda at: at + timedelta(minutes=30))  # a column of midnights would be one of dates
    due = {case: draw(st.one_of(st.none(), half_past)) for case in sorted({e.case for e in events})}
    due[events[0].case] = draw(half_past)
    said = st.tuples(
        st.sampled_from([*cases, "nobody's", None]),
        st.sampled_from(["Ana", "Ben", None]),
        hours(100),
        st.sampled_from(KINDS),
        st.sampled_from([None, None, None, "First", "Second", "Unseen", "Third"]),
        st.sampled_from([None, None, "shop", "line", "Door", "fax"]),
    )
    signals = [
        oracle.Said(at, kind, score, case, customer, stage, touchpoint)
        for case, customer, at, (kind, score), stage, touchpoint in draw(st.lists(said, max_size=30))
        if case or customer
    ]
    signals.append(oracle.Said(START + timedelta(hours=30), "review", 5, events[0].case))
    return oracle.World(
        stages=draw(journeys()),
        events=events,
        signals=signals,
        about=draw(st.sampled_from([None, None, "Third", "journey"])),
        window=draw(st.sampled_from([timedelta(days=30), timedelta(hours=6)])),
        silence_good=draw(st.booleans()),
        due={case: at for case, at in due.items() if at is not None},
    )


def rooms_over(engine: Engine, folder: Path, world: oracle.World) -> Run:
    """The rooms over a world's files."""
    log = [
        {
            "case_id": e.case,
            "activity": e.activity,
            "timestamp": e.at,
            "customer_id": e.customer,
            "resource": e.resource,
            "due": world.due.get(e.case),
        }
        for e in world.events
    ]
    signals = [
        {"case_id": s.case, "customer_id": s.customer, "timestamp": s.at, "kind": s.kind, "score": s.score}
        | {"stage": s.stage, "touchpoint": s.touchpoint}
        for s in world.signals
    ]
    return Run(
        engine,
        folder,
        log,
        json.dumps({"stages": world.stages}),
        signals,
        about=world.about,
        window_s=world.window.total_seconds(),
        silence="good" if world.silence_good else "unknown",
    )
