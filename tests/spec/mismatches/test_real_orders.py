"""Real marketplace orders: what is known of them, counted by others on the same file, and what must and must not be
found there."""

from __future__ import annotations

import pytest

from analyzer.settings import load_project
from tests.spec.small import Run

DELIVERY = 3


@pytest.fixture(scope="module")
def orders(engine, shared_data):
    return Run.of(engine, load_project(shared_data / "olist"))


@pytest.fixture(scope="module")
def friction(orders):
    return next(m for m in orders.mismatches if m.kind == "hidden_friction")


def test_the_table_of_late_and_unhappy_orders(orders):
    """Delivered and reviewed orders: unhappy is one or two stars, late is after the promised day where the customers
    live."""
    delivery = orders.blueprint.stages[DELIVERY]
    assert vars(delivery.both) == {"good_bad": 465, "bad_bad": 225, "bad_good": 117, "good_good": 4357}
    assert delivery.both.n == 5164


def test_what_our_measure_sees_and_what_customers_feel(orders):
    delivery = orders.blueprint.stages[DELIVERY]
    assert delivery.measures.visibility.value == pytest.approx(0.326, abs=5e-4)
    assert delivery.measures.relevance.value == pytest.approx(0.658, abs=5e-4)
    assert delivery.company.yielded.value == pytest.approx(0.934, abs=5e-4)
    assert delivery.customer.yielded.value == pytest.approx(0.866, abs=5e-4)
    assert delivery.measures.score.value == pytest.approx(2 * 225 / (2 * 225 + 465 + 117))


def test_on_time_orders_hurt_where_several_items_or_sellers_close_with_one_delivery(friction):
    assert friction.stage == "Delivery"
    assert friction.affected_visits == 465
    first = friction.drivers[0]
    assert (first.type, first.keys["op"], first.keys["value"]) == ("attribute", ">=", 2)
    assert first.keys["attribute"] in ("items", "sellers")
    assert first.risk_ratio.low > 1.2
    if first.keys["attribute"] == "items":
        assert first.visits == pytest.approx(0.105 * 4822, rel=0.01)  # 10.5 % of the orders on time


def test_what_makes_no_difference_is_no_driver(friction):
    """Payment type, instalments, price, freight and the wait for approval are known not to set them apart."""
    named = [driver for first in friction.drivers for driver in (first, *first.also)]
    attributes = {driver.keys.get("attribute") for driver in named}
    assert not attributes & {"payment_type", "payment_installments", "price", "freight"}
    assert ("Order purchased", "Payment approved") not in [(d.keys.get("from"), d.keys.get("to")) for d in named]


def test_late_orders_are_a_shared_failure(orders):
    """66 % of late orders are unhappy, 9.6 % of those on time: 225/342 over 465/4822."""
    (failure,) = [m for m in orders.mismatches if m.kind == "shared_failure"]
    assert (failure.stage, failure.affected_visits) == ("Delivery", 225)
    assert failure.evidence["risk_ratio"]["value"] == pytest.approx(225 / 342 / (465 / 4822), abs=1e-4)


def test_late_orders_are_asked_before_the_parcel_is_there(orders):
    """About three quarters of them; of those on time next to none."""
    (early,) = [m for m in orders.mismatches if m.kind == "asked_too_early"]
    assert (early.stage, early.evidence["basis"]) == ("Delivery", "visits_off_target")
    assert 0.65 < early.evidence["share"]["value"] < 0.85


def test_nothing_else_is_said(orders):
    assert sorted(m.kind for m in orders.mismatches) == ["asked_too_early", "hidden_friction", "shared_failure"]
