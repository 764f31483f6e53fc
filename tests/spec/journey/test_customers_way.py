"""Names that say that the customer gives up."""

from __future__ import annotations

import pytest

from analyzer.journey import given_up


@pytest.mark.parametrize(
    "name", ["O_CANCELLED", "Cancel order", "Caller hangs up", "Customer gave up", "Reopened", "Antrag Widerruf"]
)
def test_these_say_so(name):
    assert given_up([name]) == (name,)


@pytest.mark.parametrize("name", ["Agent hangs up", "Check cancellation", "Closed", "Pick up", "Demand prepayment"])
def test_these_do_not(name):
    assert given_up([name]) == ()
