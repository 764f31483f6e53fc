"""`max_repeats`, `never`, `must`: what may not happen too often, what never, and what has to. Every check that is given
must hold."""

from __future__ import annotations

import pytest

JOURNEY = """
    stages:
      - {name: Order, activities: [Place order]}
      - name: Payment
        activities: [Invoice, Remind, Pay]
        target: {max_repeats: 1, never: [Dun, Write off], must: [Pay]}
      - {name: Delivery, activities: [Hand over], target: {from: Pay, to: Hand over, within: 1d, max_repeats: 0}}
"""
LOG = """
        case        activity     time
        slow one    Place order  Mon 00:00
        slow one    Hand over    Fri 00:00
        slow two    Place order  Mon 00:00
        slow two    Hand over    Fri 00:00

        plain       Invoice      Mon 09:00
        plain       Pay          Mon 10:00
        plain       Hand over    Mon 11:00

        reminded    Invoice      Mon 09:00
        reminded    Remind       Mon 10:00
        reminded    Remind       Mon 11:00
        reminded    Pay          Mon 12:00
        reminded    Hand over    Mon 13:00

        pestered    Invoice      Mon 09:00
        pestered    Invoice      Mon 09:30
        pestered    Remind       Mon 10:00
        pestered    Remind       Mon 11:00
        pestered    Pay          Mon 12:00
        pestered    Hand over    Mon 13:00
        pestered    Hand over    Mon 13:30

        dunned      Invoice      Mon 09:00
        dunned      Pay          Mon 10:00
        dunned      Hand over    Mon 11:00
        dunned      Dun          Mon 12:00

        free        Invoice      Mon 09:00
        free        Hand over    Mon 11:00

        paid        Invoice      Thu 09:00
        paid        Pay          Thu 10:00
        unpaid      Invoice      Thu 09:00
        dunned now  Invoice      Thu 09:00
        dunned now  Dun          Thu 10:00
        pest now    Remind       Thu 09:00
        pest now    Remind       Thu 10:00
        pest now    Remind       Thu 11:00
        ordered     Place order  Thu 09:00
"""


@pytest.fixture(scope="module")
def company(run):
    return run(LOG, JOURNEY).company


def test_when_all_checks_hold_it_is_good(company):
    assert company["plain", "Payment"] == "good"


def test_repeats_are_the_events_beyond_the_first_of_each_activity(company):
    assert company["reminded", "Payment"] == "good"  # one: the second reminder
    assert company["pestered", "Payment"] == "bad"  # two: a second invoice, a second reminder


def test_one_failing_check_is_enough(company):
    assert company["pestered", "Delivery"] == "bad"  # within a day, but handed over twice
    assert company["reminded", "Delivery"] == "good"


def test_never_looks_at_the_whole_case(company):
    assert company["dunned", "Payment"] == "bad"


def test_what_must_happen_and_did_not_is_bad_once_the_visit_is_over(company):
    assert company["free", "Payment"] == "bad"


def test_under_way_nothing_that_may_still_happen_is_held_against_it_or_for_it(company):
    assert company["paid", "Payment"] == "unknown"  # may still be dunned
    assert company["unpaid", "Payment"] == "unknown"  # may still pay
    assert company["ordered", "Payment"] == "unknown"  # has not begun


def test_what_has_failed_already_is_bad_at_once(company):
    assert company["dunned now", "Payment"] == "bad"
    assert company["pest now", "Payment"] == "bad"
