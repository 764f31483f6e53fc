"""Behaviour as a signal: a customer who comes back at once, and an activity that is the customer's own verdict.

The call centre: calls are answered within a minute of their start, so the company calls nearly all of them good.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analyzer.engine import open_engine
from analyzer.errors import JourneyError, SettingsError, SignalError
from analyzer.settings import BehaviourSource, load_project
from tests.spec.small import Run

JOURNEY = """
journey: A call to the bank
stages:
  - {name: Wait, owner: Planning, activities: [Call arrives]}
  - name: Talk to an agent
    owner: Call centre
    activities: [Agent answers, Agent ends]
    target: {from: Call arrives, to: Agent answers, within: 60s}
"""
AGAIN = BehaviourSource("again", "Talk to an agent", within_s=3600.0)
HUNG_UP = BehaviourSource("activity", "Wait", activities=("Caller hangs up",))
MONDAY = datetime(2026, 3, 2, 9)


@pytest.fixture(scope="module")
def engine():
    with open_engine() as engine:
        yield engine


def call(case: str, customer: str, at: datetime, talk_s: int = 300) -> list[dict[str, str]]:
    """Answered after 20 seconds, and ended by the agent `talk_s` later."""
    times = (at, at + timedelta(seconds=20), at + timedelta(seconds=20 + talk_s))
    names = ("Call arrives", "Agent answers", "Agent ends")
    return [
        {"case_id": case, "customer_id": customer, "activity": name, "timestamp": f"{time:%Y-%m-%d %H:%M:%S}"}
        for name, time in zip(names, times, strict=True)
    ]


def run(engine: Any, folder: Path, log: list[dict[str, str]], *behaviours: BehaviourSource, **further: Any) -> Run:
    return Run(engine, folder, log, further.pop("journey", JOURNEY), behaviours=behaviours, **further)


def minutes(n: float) -> datetime:
    return MONDAY + timedelta(minutes=n)


def test_who_comes_back_within_the_hour_was_not_helped(engine, tmp_path):
    """Ada's first call ends at 9:05:20; her second begins 40 minutes later, Bo's second 61 minutes after his first."""
    log = [
        *call("a1", "ada", minutes(0)),
        *call("a2", "ada", minutes(45) + timedelta(seconds=20)),
        *call("b1", "bo", minutes(0)),
        *call("b2", "bo", minutes(66) + timedelta(seconds=20)),
        *call("late", "cy", minutes(600)),
        *call("latest", "cy", minutes(630)),  # the hour after `late` has not gone by when the log ends
    ]
    small = run(engine, tmp_path, log, AGAIN)
    rows = small.engine.frame(small.signals.table)
    assert [(r.case_id, r.kind, r.verdict, str(r.at)) for r in rows.itertuples()] == [
        ("a1", "again", "bad", "2026-03-02 09:45:20")
    ]
    assert small.signals.by_kind == {"again": 1}
    (seen,) = small.signals.behaviour
    assert (seen.signals, seen.cases) == (1, 4)  # a1, a2, b1, b2
    rated = {(v.case_id, v.stage_no): v.customer for v in engine.frame(small.rated).itertuples()}
    assert {case: rated[case, 1] for case, stage in rated if stage == 1} == {
        "a1": "bad",
        "a2": "good",
        "b1": "good",
        "b2": "good",
        "late": "unknown",
        "latest": "unknown",
    }
    # the behaviour speaks of one stage: silence says nothing of the other
    assert {verdict for (_, stage), verdict in rated.items() if stage == 0} == {"unknown"}


def test_a_case_that_begins_while_another_runs_is_no_return(engine, tmp_path):
    log = [
        *call("a1", "ada", minutes(0), talk_s=1200),
        *call("a2", "ada", minutes(10)),  # within the first call
        *call("b1", "bo", minutes(0), talk_s=40),
        *call("b2", "bo", minutes(1)),  # in the second in which b1 ends
        *call("end", "cy", minutes(600)),
    ]
    assert run(engine, tmp_path, log, AGAIN).signals.total == 0


def test_a_return_counts_for_every_case_that_it_follows_and_once_for_each(engine, tmp_path):
    log = [row for n in range(3) for row in call(f"a{n}", "ada", minutes(10 * n))] + call("end", "cy", minutes(600))
    small = run(engine, tmp_path, log, AGAIN)
    assert sorted(engine.frame(small.signals.table)["case_id"]) == ["a0", "a1"]


def test_a_case_without_a_customer_cannot_be_seen_to_come_back(engine, tmp_path):
    log = [*call("a1", "", minutes(0)), *call("a2", "", minutes(10)), *call("end", "cy", minutes(600))]
    small = run(engine, tmp_path, log, AGAIN)
    assert (small.signals.total, small.signals.behaviour[0].cases) == (0, 0)


def test_an_activity_that_is_the_customers_verdict(engine, tmp_path):
    """Two of ten callers hang up: their wait is bad, the others' good, and hanging up is no event of the stage."""
    journey = JOURNEY.replace("[Call arrives]", "[Call arrives, Caller hangs up]")
    log = []
    for n in range(10):
        rows = call(f"c{n}", f"p{n}", minutes(60 * n))
        if n < 2:
            rows = [rows[0], {**rows[1], "activity": "Caller hangs up"}]
        log += rows
    small = run(engine, tmp_path, log, HUNG_UP, journey=journey)
    waits = {v.case_id: v for v in engine.frame(small.rated).itertuples() if v.stage_no == 0}
    assert {case: v.customer for case, v in waits.items() if v.customer == "bad"} == {"c0": "bad", "c1": "bad"}
    assert {v.customer for case, v in waits.items() if case not in ("c0", "c1")} == {"good"}
    assert {v.events for v in waits.values()} == {1}
    assert small.signals.by_kind == {"gave_up": 2}
    assert "Caller hangs up" not in small.reactions
    assert not engine.frame(small.staged.filter(small.staged.activity == "Caller hangs up")).size


def test_behaviour_stands_beside_a_survey_and_is_no_part_of_its_score(engine, tmp_path):
    log = [*call("a1", "ada", minutes(0)), *call("a2", "ada", minutes(30)), *call("end", "cy", minutes(600))]
    said = [{"case_id": "a1", "timestamp": "2026-03-02 09:10:00", "kind": "csat", "score": "5", "stage": "Wait"}]
    small = run(engine, tmp_path, log, AGAIN, signals=said)
    assert small.signals.by_kind == {"again": 1, "csat": 1}
    rows = engine.frame(small.signals.table)
    assert sorted(rows["signal"]) == [0, 1]
    assert small.blueprint.scores["csat"]["n"] == 1
    assert set(small.blueprint.scores) == {"csat"}
    assert not small.signals.silence_good


def test_haste_is_found_where_answered_is_green(engine, tmp_path):
    """1,000 calls, a customer each, all answered within a minute; in 200 of them the agent ends within eight seconds.

    The others last 60, 300, 420 or 540 seconds, 200 calls each. Of the 200 hasty callers 100 come back within the hour,
    of the others 20 after each length; their 180 second calls, 45 of each length, end well. By hand: 100 of 200 against
    80 of 980, and 20 of 245 of each length; risk ratio 0.5 / (80 / 980) = 6.125. Of the 180 unhappy calls
    100 · (1 − 1 / 6.125) = 83.67, or 46.5 %, go with haste.
    """
    lasts = (60, 300, 420, 540)
    log = call("end", "nobody", MONDAY + timedelta(days=30))
    back = 0
    for n in range(200):
        calls = [(8, n % 2 == 0), *((seconds, n % 10 == k) for k, seconds in enumerate(lasts))]
        for k, (talk_s, again) in enumerate(calls):
            at = MONDAY + timedelta(minutes=35 * n + 7 * k)
            log += call(f"c{n}-{k}", f"p{n}-{k}", at, talk_s)
            if again:
                log += call(f"c{n}-{k}x", f"p{n}-{k}", at + timedelta(minutes=30), lasts[back % 4])
                back += 1
    small = run(engine, tmp_path, log, AGAIN)
    assert small.signals.total == 180
    talks = [v for v in engine.frame(small.rated).itertuples() if v.stage_no == 1]
    assert {v.company for v in talks} == {"good"}
    assert sum(v.customer == "bad" for v in talks) == 180
    (found,) = [m for m in small.mismatches if m.kind == "hidden_friction"]
    assert found.stage == "Talk to an agent"
    (haste,) = found.drivers
    assert (haste.type, haste.visits, haste.unhappy) == ("wait", 200, 100)
    assert haste.keys == {"from": "Agent answers", "to": "Agent ends", "under_seconds": 60.0}
    assert haste.risk_ratio.value == pytest.approx(6.125)
    assert haste.share.value == pytest.approx(0.4648, abs=0.0001)


def drafted(folder: Path, source: str) -> tuple[BehaviourSource, ...]:
    (folder / "project.yaml").write_text(f"log: log.csv\njourney: journey.yaml\nsignals:\n  - {source}\n")
    return load_project(folder / "project.yaml").behaviours


def test_the_project_file_names_it_among_the_signals(tmp_path):
    assert drafted(tmp_path, "{behaviour: again, within: 1h, stage: Talk to an agent}") == (AGAIN,)
    assert drafted(tmp_path, "{behaviour: activity, activities: [Caller hangs up], stage: Wait}") == (HUNG_UP,)
    assert drafted(tmp_path, "{path: nps.csv, kind: nps}") == ()


@pytest.mark.parametrize(
    ("source", "expected", "found", "do"),
    [
        ("{behaviour: agian, stage: Wait}", "a behaviour: again, activity", "agian", "write again"),
        (
            "{behaviour: again, stage: Wait}",
            "the key within in the behaviour again",
            "none",
            "add within: and how soon after a case, such as 1h",
        ),
        (
            "{behaviour: again, within: 1h}",
            "the key stage in the behaviour again",
            "none",
            "add stage: and the stage that it speaks about, or journey",
        ),
        (
            "{behaviour: activity, stage: Wait, activities: []}",
            "one activity or more",
            "none",
            "name the activities that are the customer's verdict",
        ),
        (
            "{behaviour: again, within: 1h, stage: Wait, silense: good}",
            "a key of the behaviour again: behaviour, stage, within",
            "silense",
            "write one of: behaviour, stage, within",
        ),
    ],
)
def test_a_mistake_in_the_project_file(tmp_path, source, expected, found, do):
    with pytest.raises(SettingsError) as caught:
        drafted(tmp_path, source)
    error = caught.value
    assert (error.expected, error.found, error.do) == (expected, found, do)
    assert "project.yaml, line 4" in error.where


def test_a_stage_that_the_journey_does_not_have(engine, tmp_path):
    with pytest.raises(SignalError) as caught:
        _ = run(engine, tmp_path, call("a1", "ada", MONDAY), replace(AGAIN, stage="Talk to agent")).signals
    error = caught.value
    assert error.expected == "a stage of the journey: Wait, Talk to an agent, journey"
    assert (error.found, error.do) == ("stage: Talk to agent", "did you mean Talk to an agent?")


def test_a_log_without_customers(engine, tmp_path):
    log = [{k: v for k, v in row.items() if k != "customer_id"} for row in call("a1", "ada", MONDAY)]
    with pytest.raises(SignalError) as caught:
        _ = run(engine, tmp_path, log, AGAIN).signals
    assert caught.value.found == "no column for the customer"
    assert caught.value.do.startswith("name it in the project file, log: {columns: {customer_id: …}}")


def test_an_activity_that_the_log_does_not_have(engine, tmp_path):
    with pytest.raises(SignalError) as caught:
        source = BehaviourSource("activity", "Wait", activities=("Agent answer",))
        _ = run(engine, tmp_path, call("a1", "ada", MONDAY), source).signals
    assert (caught.value.found, caught.value.do) == (
        "Agent answer, which the log does not have",
        "write Agent answers",
    )


def test_a_target_cannot_rest_on_the_customers_verdict(engine, tmp_path):
    with pytest.raises(JourneyError) as caught:
        source = BehaviourSource("activity", "Wait", activities=("Agent answers",))
        _ = run(engine, tmp_path, call("a1", "ada", MONDAY), source).signals
    assert caught.value.expected == "a target of stage Talk to an agent that rests on the company's work"
    assert caught.value.found.startswith("Agent answers, which is the customer's verdict")
