"""What must hold of the analysis whatever the log: it agrees with plain loops, and with itself when the same is said otherwise."""

from __future__ import annotations

import json
from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from analyzer.engine import open_engine
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
    target = st.sampled_from(TARGETS)
    return [
        {"name": "First", "activities": ["a", "b"], "touchpoints": ["shop", "line"], "target": draw(target)},
        {"name": "Second", "activities": ["c"], "target": draw(target), "promise": draw(target)},
        {"name": "Unseen", "activities": [], "touchpoints": ["door"], "target": draw(target)},
        {"name": "Third", "activities": ["d", "e"], "touchpoints": ["line"], "target": draw(target)},
    ]


@st.composite
def worlds(draw):
    """A log of some cases within three days, ties and all; signals before, in and after it; half of the logs end a month later."""
    cases = draw(st.lists(st.sampled_from("ijklmnopqrstuv"), min_size=1, max_size=14, unique=True))
    owner = {case: draw(st.sampled_from(["Ana", "Ben", None])) for case in cases}
    happened = st.tuples(st.sampled_from(cases), st.sampled_from("aabbccddeexx"), hours(72))
    events = [oracle.Event(case, "a", START + timedelta(hours=5), owner[case]) for case in cases[:1]]
    events += [oracle.Event(c, a, t, owner[c]) for c, a, t in draw(st.lists(happened, min_size=1, max_size=70))]
    finished = draw(st.booleans())
    if finished:
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
        silence_good=finished and draw(st.booleans()),
        due={case: at for case, at in due.items() if at is not None},
    )


@pytest.fixture(scope="module")
def engine():
    with open_engine() as opened:
        yield opened


@pytest.fixture(scope="module")
def rooms(engine, tmp_path_factory):
    """A world → the rooms over its files."""
    folder = tmp_path_factory.mktemp("worlds")

    def run(world: oracle.World) -> Run:
        log = [
            {"case_id": e.case, "activity": e.activity, "timestamp": e.at, "customer_id": e.customer, "due": world.due.get(e.case)}
            for e in world.events
        ]
        signals = [
            {"case_id": s.case, "customer_id": s.customer, "timestamp": s.at, "kind": s.kind, "score": s.score}
            | {"stage": s.stage, "touchpoint": s.touchpoint}
            for s in world.signals
        ]
        return Run(
            engine, folder, log, json.dumps({"stages": world.stages}), signals,
            about=world.about, window_s=world.window.total_seconds(), silence="good" if world.silence_good else "unknown",
        )  # fmt: skip

    return run


def always(examples: int):
    """So many random logs, the same ones every time; not made smaller when one fails, which would take minutes."""
    allowed = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
    return settings(max_examples=examples, deadline=None, derandomize=True, database=None, phases=[Phase.generate], suppress_health_check=allowed)


@always(12)
@given(world=worlds())
def test_the_rooms_agree_with_plain_loops(rooms, world):
    run = rooms(world)
    visits, linked, left_out = oracle.analyse(world)
    assert set(run.reactions) == left_out
    rated = run.rows(run.rated)
    assert {key: seen(row) for key, row in rated.items()} == {(v.case, v.stage): told(v) for v in visits}
    assert Counter(run.placements) == Counter((s.case, s.link, s.placed, s.placed_from) for s in linked)
    for stage, numbers in zip(world.stages, run.blueprint.stages, strict=True):
        here = [v for v in visits if v.stage == stage["name"]]
        assert vars(numbers.both) == oracle.both(here)
        assert (numbers.visits, numbers.open) == (len(here), sum(v.open for v in here))
        assert numbers.rated == sum(v.customer != "unknown" for v in here)
        found = oracle.measures(here)
        assert numbers.company.yielded.value == pytest.approx(found["company"])
        assert numbers.customer.yielded.value == pytest.approx(found["customer"])
        assert_measures(numbers.measures, found)
    assert vars(run.blueprint.both) == oracle.both(visits)
    assert_measures(run.blueprint.overall, oracle.measures(visits))


def assert_measures(product, found):
    for name in ("visibility", "relevance", "score"):
        assert getattr(product, name).value == (None if found[name] is None else pytest.approx(found[name]))


def seen(row):
    """What the product says of a visit."""
    names = ("opened_at", "first_at", "last_at", "open", "entries", "returns", "events", "wait_s", "duration_s", "case_ended_at")
    return {name: row[name] for name in (*names, "company", "promise", "customer", "rated", "signals", "answered")}


def told(visit):
    """What the oracle says of it."""
    first, last = visit.first_at, visit.last_at
    return {
        "opened_at": visit.opened_at,
        "first_at": first,
        "last_at": last,
        "open": visit.open,
        "entries": visit.entries,
        "returns": max(visit.entries - 1, 0),
        "events": len(visit.events),
        "wait_s": None if first is None else (first - visit.opened_at).total_seconds(),
        "duration_s": None if first is None else (last - first).total_seconds(),
        "case_ended_at": visit.ended_at,
        "company": visit.company,
        "promise": visit.promise,
        "customer": visit.customer,
        "rated": visit.customer != "unknown",
        "signals": len(visit.signals),
        "answered": any(s.kind in oracle.SURVEYS for s in visit.signals),
    }
