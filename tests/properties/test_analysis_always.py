"""What must hold of the analysis whatever the log: it agrees with plain loops, and with itself when the same is said
otherwise."""

from __future__ import annotations

import dataclasses
import functools
import json
import random
from collections import Counter
from datetime import timedelta

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from analyzer.engine import open_engine
from tests.properties.worlds import START, rooms_over, worlds
from tests.spec import oracle
from tests.spec.small import Run


@pytest.fixture(scope="module")
def engine():
    with open_engine() as opened:
        yield opened


@pytest.fixture(scope="module")
def rooms(engine, tmp_path_factory):
    """A world → the rooms over its files."""
    folder = tmp_path_factory.mktemp("worlds")

    return functools.partial(rooms_over, engine, folder)


def always(examples: int):
    """So many random logs, the same ones every time; not made smaller when one fails, which would take minutes."""
    allowed = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.function_scoped_fixture]
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        database=None,
        phases=[Phase.generate],
        suppress_health_check=allowed,
    )


@always(6)
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
    names = (
        "opened_at",
        "first_at",
        "last_at",
        "open",
        "entries",
        "returns",
        "events",
        "handovers",
        "wait_s",
        "duration_s",
        "case_ended_at",
    )
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
        "handovers": visit.handovers,
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


# --- the same said otherwise -----------------------------------------------------------------------------------------


def busy(seed: int, closed: bool = False) -> oracle.World:
    """Thirty cases within ten days, no two events of one at the same time; a customer has up to three of them.

    `closed`: each case ends in its last planned stage, and signals come after all of it, so that no case depends on
    another.
    """
    chance = random.Random(seed)
    stages = [
        {"name": "First", "activities": ["a", "b"], "target": {"within": "5h"}},
        {"name": "Second", "activities": ["c"], "target": {"from": "a", "to": "c", "within": "2d", "never": ["x"]}},
        {"name": "Third", "activities": ["d", "e"], "target": {"by": "due"}, "promise": {"max_repeats": 0}},
    ]
    world = oracle.World(stages=stages, events=[], about="Third")
    for number in range(30):
        case, customer = f"case {number:02}", f"customer {number // 3}"
        hours = sorted(chance.sample(range(240), chance.randint(2, 7)))
        doing = [chance.choice("aabbccddeex") for _ in hours]
        if closed:
            doing[-1] = "e"
        world.events += [
            oracle.Event(case, a, START + timedelta(hours=h, minutes=7), customer)
            for h, a in zip(hours, doing, strict=True)
        ]
        world.due[case] = START + timedelta(hours=chance.randint(0, 240), minutes=30)
        for _ in range(chance.randint(0, 2)):
            said_at = START + timedelta(
                hours=chance.randint(240, 300) if closed else chance.randint(0, 300), minutes=12
            )
            stage = chance.choice(["First", "Second", "Third", None])
            named = (case, None) if closed or chance.random() < 0.5 else (None, customer)
            world.signals.append(oracle.Said(said_at, "review", chance.randint(1, 5), *named, stage))
    chance.shuffle(world.events)
    return world


TIMES = ("opened_at", "first_at", "last_at", "case_ended_at", "deadline_at", "said_at")
seeds = pytest.mark.parametrize("seed", [1])


@pytest.fixture(scope="module")
def base(rooms):
    """A busy world by its seed, analysed once."""
    return functools.cache(lambda seed: rooms(busy(seed)))


def outcome(run: Run, back: timedelta = timedelta(0)) -> tuple:
    """All that is said of visits and stages, times moved back by so much, without names of stages."""
    frame = run.engine.frame(run.rated.order_by("case_id", "stage_no"))
    frame = frame.assign(**{name: frame[name] - back for name in TIMES})
    frame = frame.astype(object)
    stages = [dataclasses.replace(s, early={}) for s in run.blueprint.stages]
    whole = run.blueprint.both, run.blueprint.overall, run.blueprint.scores
    return frame.where(frame.notna(), None).to_dict("records"), stages, whole, run.placed.links, run.placed.stage_from


@seeds
def test_the_order_of_rows_in_the_files_changes_nothing(rooms, base, seed):
    world = busy(seed)
    random.Random(seed + 100).shuffle(world.events)
    random.Random(seed + 200).shuffle(world.signals)
    assert outcome(rooms(world)) == outcome(base(seed))


@seeds
def test_other_names_for_activities_and_stages_change_nothing_but_names(rooms, base, seed):
    """The new names stand in the opposite order of the alphabet."""
    activity = dict(zip("abcdex", ["Zoom", "Yell", "Xerox", "Wait", "Visit", "Use"], strict=True))
    stage = {"First": "Omega", "Second": "Nu", "Third": "Mu", None: None}
    world = busy(seed)
    world.about = stage[world.about]
    for event in world.events:
        event.activity = activity[event.activity]
    for said in world.signals:
        said.stage = stage[said.stage]
    for known in world.stages:
        known["name"] = stage[known["name"]]
        known["activities"] = [activity[a] for a in known["activities"]]
        target = known["target"]
        for key in {"from", "to"} & set(target):
            target[key] = activity[target[key]]
        if "never" in target:
            target["never"] = [activity[a] for a in target["never"]]
    assert outcome(rooms(world)) == outcome(base(seed))


@seeds
def test_days_later_all_is_the_same_but_the_times(rooms, base, seed):
    """Clocks of UTC know no summer: 1,000 days on, across months and a leap year."""
    later = timedelta(days=1000)
    world = busy(seed)
    for thing in (*world.events, *world.signals):
        thing.at += later
    world.due = {case: at + later for case, at in world.due.items()}
    assert outcome(rooms(world), back=later) == outcome(base(seed))


def part(world: oracle.World, keep) -> oracle.World:
    """The cases that are kept, and one that nobody rated and that ends as late as the whole, so that it is the same day
    in both."""
    last = oracle.Event("last of all", "e", max(event.at for event in world.events), "nobody")
    return dataclasses.replace(
        world,
        events=[*(e for e in world.events if keep(e.customer)), last],
        signals=[s for s in world.signals if any(e.case == s.case and keep(e.customer) for e in world.events)],
    )


def cells(blueprint) -> Counter:
    return Counter({(s.stage_no, name): n for s in blueprint.stages for name, n in vars(s.both).items()})


@pytest.fixture(scope="module")
def whole(rooms):
    """The blueprint of a whole log of closed cases by its seed."""
    return functools.cache(lambda seed: rooms(part(busy(seed, closed=True), lambda customer: True)).blueprint)


@seeds
def test_parts_of_a_log_add_up_to_the_whole(rooms, whole, seed):
    world, whole = busy(seed, closed=True), whole(seed)
    evens, odds = (rooms(part(world, lambda c, odd=odd: int(c.split()[1]) % 2 == odd)).blueprint for odd in (0, 1))
    assert cells(whole) == cells(evens) + cells(odds)
    assert Counter(vars(whole.both)) == Counter(vars(evens.both)) + Counter(vars(odds.both))
    assert sum(vars(whole.both).values()) > 10


@seeds
def test_a_good_visit_never_lowers_a_yield(rooms, whole, seed):
    world, before = part(busy(seed, closed=True), lambda customer: True), whole(seed)
    at = START + timedelta(hours=1)
    world.events += [oracle.Event("spotless", a, at + timedelta(minutes=n), "new") for n, a in enumerate("abcde")]
    world.due["spotless"] = at + timedelta(days=1)
    world.signals += [
        oracle.Said(at + timedelta(days=20), "review", 5, "spotless", None, s["name"]) for s in world.stages
    ]
    after = rooms(world).blueprint
    for old, new in zip(before.stages, after.stages, strict=True):
        assert new.both.good_good == old.both.good_good + 1
        assert new.company.yielded.value >= old.company.yielded.value
        assert new.customer.yielded.value >= old.customer.yielded.value


# --- and of what is found --------------------------------------------------------------------------------------------


def planted(names: dict[str, str]) -> tuple[list[dict], str, list[dict]]:
    """300 orders; in 60 a prepayment is asked for, and half of these are unhappy, a tenth of the others."""
    log, signals = [], []
    for number in range(300):
        exposed = number % 5 == 0
        bad = number % 10 == 0 if exposed else number % 10 == 1
        work = ["order", *(["prepay"] if exposed else []), "deliver"]
        log += [
            {"case_id": f"c{number}", "activity": names[w], "timestamp": START + timedelta(hours=number + n)}
            for n, w in enumerate(work)
        ]
        said = {
            "case_id": f"c{number}",
            "timestamp": START + timedelta(days=20),
            "kind": "review",
            "score": 1 if bad else 5,
        }
        signals.append(said)
    stages = [
        {"name": "Ordering", "activities": [names["order"], names["prepay"]], "target": {"must": [names["order"]]}},
        {"name": "Delivery", "activities": [names["deliver"]], "target": {"must": [names["deliver"]]}},
    ]
    return log, json.dumps({"stages": stages}), signals


PLAIN = {name: name for name in ("order", "prepay", "deliver")}


@pytest.fixture(scope="module")
def findings(engine, tmp_path_factory):
    folder = tmp_path_factory.mktemp("planted")
    return lambda log, journey, signals: Run(engine, folder, log, journey, signals, about="Delivery").mismatches


@pytest.fixture(scope="module")
def first(findings):
    return findings(*planted(PLAIN))


def test_the_order_of_rows_changes_no_finding(findings, first):
    log, journey, signals = planted(PLAIN)
    random.Random(1).shuffle(log)
    random.Random(2).shuffle(signals)
    assert findings(log, journey, signals) == first
    assert [m.kind for m in first].count("hidden_friction") == 1


def test_other_names_change_no_finding_but_its_names(findings, first):
    names = {"order": "Zulu", "prepay": "Yankee", "deliver": "X-ray"}
    found = findings(*planted(names))
    assert [m.id for m in found] == [m.id for m in first]  # ids are made of stages
    for one, other in zip(first, found, strict=True):
        assert (one.kind, one.affected_visits, one.avoidable, one.priority) == (
            other.kind,
            other.affected_visits,
            other.avoidable,
            other.priority,
        )
        for driver, same in zip(one.drivers, other.drivers, strict=True):
            assert {k: names.get(v, v) for k, v in driver.keys.items()} == same.keys
            assert (driver.type, driver.visits, driver.risk_ratio, driver.share) == (
                same.type,
                same.visits,
                same.risk_ratio,
                same.share,
            )
