"""The register: likelihood and impact by fixed limits, by hand; what is left once actions have worked."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from analyzer.improvement import risks
from analyzer.tables.action import Action
from analyzer.tables.effect import EffectVerdict
from analyzer.words.risk_words import risk_headline, risk_row

AT = datetime(2026, 11, 1, tzinfo=UTC)
STAGES = [
    {"name": "Delivery", "visits": 1000, "outside_in": {"bad": 300}},
    {"name": "Payment", "visits": 500, "outside_in": {"bad": 300}},
]


def mismatch(identity: str, affected: int, avoidable: float | None, stage: str | None = "Delivery", weight: float = 1):
    return {
        "id": identity,
        "title": identity,
        "kind": "hidden_friction",
        "stage": stage,
        "owner": "Ann",
        "affected_visits": affected,
        "avoidable_bad_per_month": {"value": avoidable, "low": None, "high": None},
        "weight": weight,
    }


def document(*mismatches: dict[str, Any]) -> dict[str, Any]:
    return {"log": {"cases": 2000}, "stages": STAGES, "mismatches": list(mismatches)}


def action(**changed: Any) -> Action:
    fields = dict.fromkeys(("owner", "starts_on", "due_on", "effort"))
    base = {"id": "a", "mismatch_id": "m", "title": "Do", "status": "under way", "note": "", "version": 1, **fields}
    stamps = {"created_at": AT, "created_by": "A", "updated_at": AT, "updated_by": "A"}
    return Action(**{**base, **stamps, **changed})


def test_likelihood_and_impact_by_hand():
    """6 months: 600 unhappy are 100 a month. 120 of 1,000 visits is 12 %: 4. 6 of 100 a month is 6 %: 4."""
    (one,) = risks(document(mismatch("m", 120, 6.0)), {"Delivery": ["target: 24h"]}, [], {}, 6)
    assert (one.share, one.part) == (0.12, pytest.approx(0.06))
    assert (one.likelihood, one.impact, one.score, one.residual) == (4, 4, 16, 16)
    assert (one.controls, one.basis) == (("target: 24h",), "none")


@pytest.mark.parametrize(
    ("affected", "avoidable", "cell"),
    [
        (9, 0.9, (1, 1)),
        (10, 1.0, (2, 2)),
        (49, 1.9, (2, 2)),
        (50, 2.0, (3, 3)),
        (100, 5.0, (4, 4)),
        (200, 10.0, (5, 5)),
    ],
)
def test_each_limit_belongs_to_the_higher_band(affected, avoidable, cell):
    (one,) = risks(document(mismatch("m", affected, avoidable)), {}, [], {}, 6)
    assert (one.likelihood, one.impact) == cell


def test_a_moment_of_truth_weighs_double():
    (one,) = risks(document(mismatch("m", 10, 2.6, weight=2)), {}, [], {}, 6)
    assert (one.part, one.impact) == (pytest.approx(0.052), 4)


def test_what_counts_no_customers_has_no_impact_and_stands_last():
    found = risks(document(mismatch("none", 1999, None, None), mismatch("m", 10, 1.0)), {}, [], {}, 6)
    assert [one.id for one in found] == ["m", "none"]
    assert (found[1].likelihood, found[1].impact, found[1].score) == (5, None, None)
    assert risk_row(found[1])["score"] == "–"


def test_an_action_that_helped_leaves_what_is_left_of_its_share():
    """From 20 % to 5 % unhappy: a quarter is left, 6 % becomes 1.5 %: impact 2."""
    helped = EffectVerdict("helped", "", "", shares={"before": 0.20, "after": 0.05})
    (one,) = risks(document(mismatch("m", 120, 6.0)), {}, [action(status="done")], {"a": helped}, 6)
    assert (one.residual_impact, one.residual, one.basis) == (2, 8, "proved")


@pytest.mark.parametrize(
    ("changed", "residual", "basis"),
    [({"expected": 0.5}, 12, "planned"), ({}, 16, "none"), ({"expected": 0.5, "status": "dropped"}, 16, "none")],
)
def test_an_open_action_counts_what_it_is_expected_to_take_away(changed, residual, basis):
    """Half of 6 % is 3 %: impact 3."""
    (one,) = risks(document(mismatch("m", 120, 6.0)), {}, [action(**changed)], {}, 6)
    assert (one.residual, one.basis) == (residual, basis)


def test_the_headline_counts_the_high_ones():
    found = risks(document(mismatch("m", 120, 6.0), mismatch("n", 10, 1.0)), {}, [], {}, 6)
    assert risk_headline(found) == "2 risks, 1 of them high (15 or more of 25)."
    assert "empty" in risk_headline([])
