"""What is said of a finding, from its facts: each number once, rounded as everywhere, with what it is a share of."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.words.coverage import coverage_warning, weighted_warning
from analyzer.words.findings import (
    affected,
    basis,
    derived_target,
    label,
    labelled,
    story,
    story_html,
    story_parts,
    title,
)


def interval(value: float, low: float, high: float) -> dict[str, float]:
    return {"value": value, "low": low, "high": high}


def cause(kind: str, stage: str | None = None, **keys: Any) -> Any:
    return {"type": kind, "stage": stage, "label": "", **{name.rstrip("_"): value for name, value in keys.items()}}


def driver(**keys: Any) -> Any:
    numbers = {"risk_ratio": interval(4.22, 3.6, 4.96), "share": interval(0.286, 0.238, 0.331)}
    return labelled({**cause(**keys), **numbers, "also": [], "given": []})


def mismatch(kind: str, stage: str | None = "Delivery", drivers: tuple[Any, ...] = (), **facts: Any) -> Any:
    return {
        "kind": kind,
        "stage": stage,
        "owner": "Logistics",
        "drivers": list(drivers),
        "affected_visits": 1200,
        "avoidable_bad_per_month": interval(31.8, 26.4, 36.7),
        "evidence": facts,
        "story": "",
    }


FRICTION = {
    "basis": "rated",
    "judged_visits": 7551,
    "company_good_share": 7310 / 7551,
    "company_good_rated": 3413,
    "company_good_bad": 469,
    "derived_target": False,
    "cause_owner": "Credit",
}
PREPAYMENT = driver(kind="activity", stage="Payment", activity="Demand prepayment")
TWO_SIDES = {
    "basis": "rated",
    "judged_visits": 7600,
    "company_bad_share": 0.0937,
    "rated_off_target": 259,
    "rated_on_target": 2526,
    "bad_off_target": 85 / 259,
    "bad_on_target": 192 / 2526,
}


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (cause("activity", activity="Call back"), "Call back"),
        (cause("missing", activity="Call back"), "no Call back"),
        (cause("repeat", activity="Call back", at_least=2), "Call back, 2 times or more"),
        (cause("path", from_="Pick", to="Load"), "Pick directly followed by Load"),
        (cause("wait", from_="Pick", to="Load", over_seconds=18000.0), "more than 5 hours from Pick to Load"),
        (cause("wait", from_="Pick", to="Load", under_seconds=45.0), "less than 45 seconds from Pick to Load"),
        (cause("duration", "Call", under_seconds=10.0), "less than 10 seconds in Call"),
        (cause("attribute", attribute="region", op="=", value="South"), "region is South"),
        (cause("attribute", attribute="region", op="!=", value="South"), "region is not South"),
        (cause("attribute", attribute="value", op=">=", value=250.0), "value: 250 or more"),
        (cause("attribute", attribute="moves", op=">=", value=3, take="max"), "highest moves: 3 or more"),
        (cause("returns"), "coming back"),
        (cause("returns", "Payment"), "coming back to Payment"),
        (cause("handovers", "Payment", at_least=1), "1 handover or more in Payment"),
        (cause("handovers", at_least=3), "3 handovers or more"),
        (cause("team", "Payment", value="Night"), "team Night in Payment"),
        (cause("partner", value="ColdChain"), "partner ColdChain"),
    ],
)
def test_what_a_driver_is_called(given: Any, said: str) -> None:
    assert label(given) == said


def test_a_driver_says_what_it_was_adjusted_for() -> None:
    given = driver(kind="activity", activity="Call back")
    given["given"] = [cause("attribute", attribute="region", op="=", value="South"), cause("returns")]
    given["also"] = [driver(kind="missing", activity="Mail")]
    assert labelled(given)["adjusted_for"] == ["region is South", "coming back"]
    assert given["also"][0]["label"] == "no Mail"


def test_hidden_friction() -> None:
    found = mismatch("hidden_friction", drivers=(PREPAYMENT,), **FRICTION)
    assert title(found) == "Delivery looks fine to us, and hurts customers"
    assert story(found, "order").replace("\u202f", " ") == (
        "Delivery looks fine to us in 97 % of 7,551 visits, yet of those who answered about visits on target 14 % are "
        "unhappy (469 of 3,413). 29 % of that is linked to Demand prepayment (Payment, owner: Credit): 4.2× as likely "
        "(95 %: 3.6–5.0). If those visits had gone like the rest: about 32 fewer unhappy customers a month (26–37) "
        "among those who answered."
    )


def test_the_first_driver_is_bold_and_nothing_else() -> None:
    found = mismatch("hidden_friction", drivers=(PREPAYMENT,), **FRICTION)
    assert [words for words, bold in story_parts(found) if bold] == ["Demand prepayment"]
    assert "".join(words for words, _ in story_parts(found)) == story(found, "order")
    assert story_html(found).count("<strong>Demand prepayment</strong>") == 1


def test_a_run_of_an_earlier_version_keeps_its_own_words() -> None:
    found = mismatch("hidden_friction", drivers=(PREPAYMENT,), basis="rated") | {"story": "As it was told <then>."}
    assert story_parts(found) == [("As it was told <then>.", False)]
    assert story_html(found) == "As it was told &lt;then&gt;."


@pytest.mark.parametrize(
    ("drivers", "facts", "said"),
    [
        ((PREPAYMENT,), {"cause_owner": "Logistics"}, "Demand prepayment (Payment): "),
        ((PREPAYMENT,), {"cause_owner": None}, "Demand prepayment (Payment): "),
        ((driver(kind="returns", stage="Delivery"),), {}, "coming back to Delivery: "),
        ((PREPAYMENT, PREPAYMENT), {}, "1 further driver adds to it."),
        ((PREPAYMENT,) * 3, {}, "2 further drivers add to it."),
        ((PREPAYMENT,), {"derived_target": True}, "No target is set for Delivery: "),
    ],
)
def test_what_a_story_adds_where_it_is_so(drivers: tuple[Any, ...], facts: dict[str, Any], said: str) -> None:
    assert said in story(mismatch("hidden_friction", drivers=drivers, **{**FRICTION, **facts}), "order")
    assert "No target" not in story(mismatch("hidden_friction", drivers=drivers, **FRICTION), "order")


@pytest.mark.parametrize(
    ("found", "heading", "said"),
    [
        (
            mismatch("silent_defect", **TWO_SIDES, difference_upper=0.0159, margin=0.05),
            "Delivery misses its target, and customers do not mind",
            "Delivery is off target in 9.4 % of 7,600 visits. Of those who answered, 33 % are unhappy off target (n = "
            "259) and 7.6 % on target (n = 2,526): the difference is at most 1.6 points with 95 % confidence, below "
            "the margin of 5.0 points. The target measures something that customers do not feel.",
        ),
        (
            mismatch(
                "shared_failure", **TWO_SIDES, risk_ratio=interval(4.32, 3.43, 5.43), share=interval(0.236, 0.178, 0.29)
            ),
            "Delivery misses its target, and customers feel it",
            "Delivery is off target in 9.4 % of 7,600 visits. Of those who answered, 33 % are unhappy off target (n = "
            "259) and 7.6 % on target (n = 2,526): 4.3× as likely (3.4–5.4). That is linked to 24 % of all unhappy "
            "visits here (18–29 %).",
        ),
        (
            mismatch(
                "broken_promise",
                basis="visits_on_target",
                visits=2000,
                broken=100,
                share=interval(0.05, 0.041, 0.06),
                target="within 24h",
                promise="within 48h",
                felt=30,
                felt_rated=40,
            ),
            "Delivery meets our target and breaks our promise",
            "Of 2,000 visits to Delivery that meet our own target (within 24h), 5.0 % (4.1–6.0 %) break what the "
            "customer was told (within 48h). Of those who answered after a broken promise, 75 % are unhappy (n = 40).",
        ),
        (
            mismatch(
                "blind_spot",
                None,
                basis="cases",
                touchpoint="cloakroom",
                share=0.0226,
                cases=172,
                bad_cases=60,
                signals=1,
                of_cases=7600,
            ),
            "Customers speak about cloakroom, and we record nothing",
            "2.3 % of all 7,600 orders (172) have something to say about cloakroom, 60 of them nothing good (1 "
            "signal), and no event in the log belongs to it.",
        ),
        (
            mismatch(
                "invisible_work",
                None,
                basis="events",
                over=["cycle_time", "cost"],
                share_of_cycle_time=0.21,
                share_of_cost=0.055,
                activities=["Check stock", "Mail"],
            ),
            "Work that belongs to no stage of the journey",
            "21 % of all cycle time and 5.5 % of all cost goes into activities that no stage claims, in 1,200 orders; "
            "most of it into Check stock, Mail.",
        ),
        (
            mismatch(
                "missing_touchpoint",
                basis="ended_cases",
                cases=120,
                ended_cases=1000,
                share=0.12,
                rated=50,
                bad=20,
                rated_others=400,
                bad_others=20,
            ),
            "Delivery is skipped",
            "12 % of 1,000 ended orders (120) skip Delivery, although later stages follow. Of those who answered, 40 % "
            "of them are unhappy somewhere (n = 50), 5.0 % of the others (n = 400).",
        ),
        (
            mismatch("unowned", basis="visits", owner=None, share=None, events=None, most=None, most_share=None),
            "Nobody answers for Delivery",
            "No one answers for Delivery: 1,200 visits, and no owner in the journey.",
        ),
        (
            mismatch("unowned", basis="visits", owner="Money", share=0.25, events=4000, most="Road", most_share=0.7),
            "Money answers for Delivery, others do it",
            "Money answers for Delivery and does 25 % of its work (n = 4,000 events); Road does 70 %.",
        ),
        (
            mismatch(
                "asked_too_early", basis="visits_off_target", surveys=342, early=260, share=interval(0.76, 0.71, 0.8)
            ),
            "Delivery: asked before it was over",
            "76 % of the 342 surveys about visits off target of Delivery were answered before the visit had ended "
            "(71–80 %). They speak about waiting, not about the outcome.",
        ),
    ],
    ids=lambda value: value["kind"] if isinstance(value, dict) else "",
)
def test_the_other_kinds(found: Any, heading: str, said: str) -> None:
    assert title(found) == heading
    assert story(found, "order").replace("\u202f", " ") == said


def test_what_counts_rest_on() -> None:
    assert basis(mismatch("hidden_friction", **FRICTION), "order") == "those who answered"
    assert basis(mismatch("out_of_order", basis="ended_cases"), "delivery") == "ended deliveries"
    assert basis(mismatch("unowned", basis="something else"), "order") == ""
    assert affected(mismatch("blind_spot"), "order") == "orders affected"
    assert affected(mismatch("unowned"), "order") == "visits affected"


def test_a_derived_target() -> None:
    assert derived_target(3199.0) == "within 53.3 minutes of opening, nothing repeated"
    assert derived_target(None) == "nothing repeated"


def answered(how: str | None) -> Any:
    sides = {"answered_off_target": 0.4, "unanswered_off_target": 0.1}
    times = {"answered_median_s": 5400.0, "unanswered_median_s": 3600.0}
    return {"coverage": {"differs": how}, "answered": {**sides, **times}}


def test_how_those_who_answered_differ() -> None:
    said = coverage_warning(answered("off_target")) or ""
    assert said.replace("\u202f", " ") == (
        "Those who answered differ: 40 % of the visits that were answered are off target, 10 % of the others."
    )
    longer = "Those who answered differ: their visits took 1.5 times as long at the median."
    assert coverage_warning(answered("duration")) == longer
    assert coverage_warning(answered(None)) is None


def test_what_weighting_changes() -> None:
    weighted: Any = {"felt_bad": interval(0.2, 0.16, 0.25), "by": ["company verdict", "duration"], "differs": "answers"}
    raw: Any = interval(0.3, 0.26, 0.34)
    assert (weighted_warning(raw, weighted) or "").replace("\u202f", " ") == (
        "Weighted to all finished visits 20 % are unhappy (16–25 %), of those rated 30 %: those who answered differ by "
        "company verdict and duration."
    )
    assert (weighted_warning(raw, {**weighted, "differs": "complaints"}) or "").endswith(
        "complaints come by themselves and weigh on the second figure."
    )
    assert weighted_warning(raw, {**weighted, "differs": None}) is None
