"""Columns that name the outcome itself, filled in after the customer was heard, are no drivers.

One stage, 200 visits: 40 with a long check, 24 of them unhappy (60 %), and 160 without, 16 of them unhappy (10 %). By
hand: risk ratio 6. A note that the export copies onto all rows of a case says how the case ended.
"""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from analyzer.mismatches import outcome_notes
from analyzer.words.quality_words import note_lines
from tests.spec.small import MONDAY

ONE = {True: ("refunded",), False: ("solved",)}
MANY = {True: ("refunded", "reopened", "angry"), False: ("solved", "workaround", "informed")}


def world(note, rule=None, on_rows=lambda step: True):
    """Log, journey and signals. `note`: number, whether unhappy → what stands in the column `closing` of the rows that
    `on_rows` names; `rule`: what the journey says of it."""
    log, signals = [], []
    for number in range(200):
        bad = number < 24 or 40 <= number < 56
        steps = ["Take in", "Check at length", "Answer"] if number < 40 else ["Take in", "Answer"]
        for place, step in enumerate([*steps, "File"]):
            at = MONDAY + timedelta(hours=place + (72 if step == "File" else 0))
            closing = note(number, bad) if on_rows(step) else ""
            log.append({"case_id": f"c{number}", "activity": step, "timestamp": at, "closing": closing})
        said = MONDAY + timedelta(days=1)
        signals.append(
            {"case_id": f"c{number}", "timestamp": said, "kind": "csat", "score": 1 if bad else 5, "stage": "Help"}
        )
    stages = [
        {"name": "Help", "activities": ["Take in", "Check at length", "Answer"], "target": {"within": "3d"}},
        {"name": "Filing", "activities": ["File"], "target": {"within": "3d"}},
    ]
    return log, json.dumps({"stages": stages, "attributes": {"closing": rule} if rule is not None else {}}), signals


def first_of(found):
    return [(d.type, d.keys) for d in found.drivers.get(0, ())][:1]


CAUSE = [("activity", {"activity": "Check at length"})]


@pytest.mark.parametrize(
    ("texts", "wrong"),
    [
        pytest.param(ONE, 0, id="one value for the unhappy"),
        pytest.param(ONE, 4, id="four of the content have it too"),
        pytest.param(MANY, 0, id="three values for the unhappy"),
    ],
)
def test_it_is_left_out_and_named_and_the_cause_is_found(run, texts, wrong):
    def note(number, bad):
        some = texts[bad or 60 <= number < 60 + wrong]
        return some[number % len(some)]

    found = run(*world(note))
    assert first_of(found) == CAUSE
    (column,) = found.supported.outcomes
    assert (column.attribute, column.certain, column.stage) == ("closing", True, "Help")
    assert (column.unhappy, column.others) == ((40, 40), (wrong, 160))
    (warning,) = note_lines(outcome_notes(found.supported.outcomes))
    assert f"40 of 40 unhappy visits on target in Help have one of its values, and {wrong} of 160 others" in warning
    assert "attributes: {closing: {exclude: false}}" in warning
    (friction,) = [m for m in found.mismatches if m.kind == "hidden_friction"]
    assert (friction.evidence["left_out"], friction.evidence["doubtful"]) == (["closing"], [])


def test_a_number_that_names_the_outcome_is_left_out(run):
    found = run(*world(lambda number, bad: number % 2 + (1 if bad else 4)))  # 1 or 2, 4 or 5
    assert first_of(found) == CAUSE
    assert [(c.attribute, c.certain) for c in found.supported.outcomes] == [("closing", True)]


def test_one_that_the_journey_excludes_is_not_tried(run):
    found = run(*world(lambda number, bad: ONE[bad][0], rule="exclude"))
    assert first_of(found) == CAUSE
    assert found.supported.outcomes == ()


def test_one_that_the_journey_vouches_for_is_a_driver(run):
    found = run(*world(lambda number, bad: ONE[bad][0], rule={"exclude": False}))
    assert first_of(found) == [("attribute", {"attribute": "closing", "op": "=", "value": "refunded"})]
    assert found.supported.outcomes == ()


def test_what_is_written_after_the_customer_spoke_is_not_known_yet(run):
    found = run(*world(lambda number, bad: ONE[bad][0], on_rows=lambda step: step == "File"))
    assert first_of(found) == CAUSE
    assert found.supported.outcomes == ()


def test_a_strong_cause_is_none(run):
    # The same visits as the long check, told by a column: risk ratio 6, Youden's index 24/40 − 16/160 = 0.5.
    found = run(*world(lambda number, bad: "long" if number < 40 else "short"))
    assert found.supported.outcomes == ()
    assert [(d.risk_ratio_uncorrected or d.risk_ratio).value for d in found.drivers[0]] == [pytest.approx(6)]


def test_one_that_tells_much_but_not_all_is_listed_with_a_warning(run):
    # 27 of the 40 unhappy, and 4 of the 160 others: an index of 0.65. With half a visit more in each cell the ratio is
    # (27.5/32) ÷ (13.5/170) = 10.8, and its lower limit 10.8 · e^(−1.96 · √(1/27.5 − 1/32 + 1/13.5 − 1/170)) = 6.4.
    some = {*range(24), 40, 41, 42, *range(60, 64)}
    found = run(*world(lambda number, bad: "refunded" if number in some else "ok"))
    assert [kind for kind, keys in first_of(found) if keys.get("attribute") == "closing"] == ["attribute"]
    (column,) = found.supported.outcomes
    assert (column.certain, column.unhappy, column.others) == (False, (27, 40), (4, 160))
    assert "write attributes: {closing: exclude}" in note_lines(outcome_notes([column]))[0]
    (friction,) = [m for m in found.mismatches if m.kind == "hidden_friction"]
    assert (friction.evidence["left_out"], friction.evidence["doubtful"]) == ([], ["closing"])
