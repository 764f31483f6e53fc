"""Work that answers what customers said cannot be its cause: it is left out of visits, and listed."""

from __future__ import annotations

import pytest

from tests.spec.small import at

JOURNEY = """
    stages:
      - {name: Order, activities: [Place order]}
      - {name: Delivery, activities: [Hand over, Apologise, Inspect, Refund, Thank, Sign]}
"""
# c1 to c5 complain on Monday at 12:00, n1 to n5 never, h1 to h5 are happy at 12:00.
LOG = """
        case    activity     time
        5 x  c#  Place order  Mon 09:00
        5 x  c#  Hand over    Mon 11:00
        5 x  n#  Place order  Mon 09:00
        5 x  n#  Hand over    Mon 11:00
        5 x  h#  Place order  Mon 09:00
        5 x  h#  Hand over    Mon 11:00

        4 x  c#  Apologise    Mon 14:00
        n1       Apologise    Mon 14:00
        3 x  c#  Inspect      Mon 15:00
        2 x  n#  Inspect      Mon 15:00
        4 x  c#  Refund       Mon 16:00
        5 x  h#  Thank        Mon 16:00
        5 x  c#  Sign         Mon 12:00
"""
SIGNALS = """
        case    time       kind    score
        5 x  c#  Mon 12:00  review  1
        5 x  h#  Mon 12:00  review  5
"""


@pytest.fixture(scope="module")
def small(run):
    return run(LOG, JOURNEY, SIGNALS, about="Delivery")


def test_what_follows_a_bad_signal_in_four_cases_of_five_is_a_reaction(small):
    """Apologise: 4 of 5 after a bad signal. Not: Inspect, 3 of 5; Refund, 4 of 4 but fewer than five; Thank, after a
    good signal; Sign, at the same moment and so not after it."""
    assert small.reactions == ("Apologise",)


def test_a_reaction_is_out_of_visits(small):
    """c4's last event is the refund at 16:00 either way; n1's delivery ends with the inspection at 15:00, not at 14:00;
    c5 has none."""
    assert small.visit["c4", "Delivery"]["events"] == 3  # Hand over, Sign, Refund
    assert small.visit["n1", "Delivery"]["events"] == 2  # Hand over, Inspect
    assert small.visit["n1", "Delivery"]["last_at"] == at("Mon 15:00")


def test_the_share_can_be_set(run):
    from tests.spec.small import Thresholds

    small = run(LOG, JOURNEY, SIGNALS, about="Delivery", thresholds=Thresholds(reaction_share=0.6))
    assert small.reactions == ("Apologise", "Inspect")
