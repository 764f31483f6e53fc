"""Both verdicts on every visit: the 2×2, yields, visibility, relevance and the score."""

from __future__ import annotations

import pytest

JOURNEY = """
    stages:
      - {name: Order, activities: [Place order], target: {never: [Cancel]}}
      - {name: Payment, activities: [Invoice, Pay], target: {within: 2h}}
      - name: Delivery
        activities: [Hand over]
        target: {from: Pay, to: Hand over, within: 1d}
        promise: {from: Pay, to: Hand over, within: 2d}
      - {name: Unheard, activities: [File], target: {must: [File]}}
"""
# Delivery by hand: gg, gb, bg and bb cases are handed over an hour or two days and an hour after payment, and stated
# good or bad; four more say nothing. Payment: one quick unhappy, three slow unhappy, all others quick and silent.
LOG = """
        case       activity     time
        4 x  gg#   Place order  Mon 09:00
        4 x  gg#   Invoice      Mon 10:00
        4 x  gg#   Pay          Mon 12:00
        4 x  gg#   Hand over    Mon 13:00
        3 x  gb#   Place order  Mon 09:00
        3 x  gb#   Invoice      Mon 10:00
        3 x  gb#   Pay          Mon 13:00
        3 x  gb#   Hand over    Mon 14:00
        1 x  bg#   Place order  Mon 09:00
        1 x  bg#   Invoice      Mon 10:00
        1 x  bg#   Pay          Mon 12:00
        1 x  bg#   Hand over    Wed 13:00
        2 x  bb#   Place order  Mon 09:00
        2 x  bb#   Invoice      Mon 10:00
        2 x  bb#   Pay          Mon 12:00
        2 x  bb#   Hand over    Tue 13:00
        3 x  sg#   Place order  Mon 09:00
        3 x  sg#   Invoice      Mon 10:00
        3 x  sg#   Pay          Mon 12:00
        3 x  sg#   Hand over    Mon 13:00
        1 x  sb#   Place order  Mon 09:00
        1 x  sb#   Invoice      Mon 10:00
        1 x  sb#   Pay          Mon 12:00
        1 x  sb#   Hand over    Wed 13:00
        end        Place order  Mon 09:00
        end        Hand over    Fri 13:00
        end        File         Fri 14:00
"""
SIGNALS = """
        case       time       kind    score  stage
        4 x  gg#   Wed 18:00  review  5      Delivery
        3 x  gb#   Wed 18:00  review  1      Delivery
        1 x  bg#   Wed 18:00  review  3      Delivery
        2 x  bb#   Wed 18:00  review  2      Delivery
        end        Fri 18:00  review  5      Delivery
        1 x  gg#   Wed 18:00  review  1      Payment
        3 x  gb#   Wed 18:00  review  1      Payment
"""


@pytest.fixture(scope="module")
def blueprint(run):
    return run(LOG, JOURNEY, SIGNALS).blueprint


@pytest.fixture(scope="module")
def delivery(blueprint):
    return blueprint.stages[2]


def test_the_table_counts_rated_visits_with_a_known_company_verdict(delivery):
    assert vars(delivery.both) == {"good_good": 4, "good_bad": 3, "bad_good": 1, "bad_bad": 2}
    assert delivery.both.n == 10


def test_yields_count_every_verdict_rated_or_not(delivery):
    """Company: 4 + 3 + 3 good, 1 + 2 + 1 bad, one without a payment unknown. Customer: 4 + 1 neutral + 1 good, 3 + 2
    bad, 4 silent."""
    assert (delivery.company.good, delivery.company.bad, delivery.company.unknown) == (10, 4, 1)
    assert delivery.company.yielded.value == pytest.approx(10 / 14)
    assert (delivery.customer.good, delivery.customer.bad, delivery.customer.unknown) == (6, 5, 4)
    assert delivery.customer.yielded.value == pytest.approx(6 / 11)


def test_visibility_is_the_share_of_unhappy_visits_that_our_measure_sees(delivery):
    """Two of five; Wilson's limits by hand with z = 1.959964: centre (0.4 + 1.92073/5) / 1.768292, half
    1.959964·√(0.048 + 0.0384146) / 1.768292."""
    found = delivery.measures.visibility
    assert (found.value, found.low, found.high) == pytest.approx((0.4, 0.11762, 0.76928), abs=5e-5)


def test_relevance_is_the_share_of_our_red_flags_that_a_customer_felt(delivery):
    assert delivery.measures.relevance.value == pytest.approx(2 / 3)


def test_the_score_is_the_harmonic_mean_of_both(delivery):
    """1 / ((1/0.4 + 1/(2/3)) / 2) = 1 / ((2.5 + 1.5) / 2) = 0.5."""
    score = delivery.measures.score
    assert score.value == pytest.approx(0.5)
    assert 0 <= score.low < 0.5 < score.high <= 1


def test_shares_of_rated_visits(delivery):
    assert delivery.hidden.value == pytest.approx(3 / 10)
    assert delivery.unfelt.value == pytest.approx(1 / 10)
    assert delivery.felt_bad.value == pytest.approx(5 / 11)
    assert (delivery.rated, delivery.visits) == (11, 15)
    assert delivery.coverage == pytest.approx(11 / 15)


def test_a_promise_has_a_yield_of_its_own(delivery, blueprint):
    """Broken in one rated and one silent case, each two days and an hour after payment; unknown where nothing was
    paid."""
    assert (delivery.promise.good, delivery.promise.bad, delivery.promise.unknown) == (12, 2, 1)
    assert blueprint.stages[1].promise is None


def test_the_whole_journey_adds_up_the_stages(blueprint):
    """Payment: one on target and unhappy, three (three hours from invoice to payment) off target and unhappy."""
    assert vars(blueprint.stages[1].both) == {"good_good": 0, "good_bad": 1, "bad_good": 0, "bad_bad": 3}
    assert vars(blueprint.both) == {"good_good": 4, "good_bad": 4, "bad_good": 1, "bad_bad": 5}
    assert blueprint.overall.visibility.value == pytest.approx(5 / 9)
    assert blueprint.overall.relevance.value == pytest.approx(5 / 6)
    assert blueprint.overall.score.value == pytest.approx(2 * 5 / (2 * 5 + 4 + 1))
    assert (blueprint.visits, blueprint.rated) == (15 + 14 + 15 + 5, 15)


def test_open_visits_are_counted_among_the_visits(blueprint):
    """99 % of pauses are shorter than 78 hours (49 and 100 are the longest of 44): bb and the late ones are still on
    their way to Unheard."""
    assert (blueprint.stages[3].visits, blueprint.stages[3].open) == (5, 4)
    assert (blueprint.stages[3].company.good, blueprint.stages[3].company.unknown) == (1, 4)


def test_a_measure_without_data_is_none(blueprint):
    """Nobody spoke about filing, and nothing of it was off target."""
    unheard = blueprint.stages[3]
    assert unheard.customer.yielded.value is None
    assert unheard.measures.visibility.value is None
    assert unheard.measures.relevance.value is None
    assert unheard.measures.score.value is None
    assert (unheard.hidden.value, unheard.unfelt.value) == (None, None)
    assert (unheard.company.yielded.value, unheard.coverage) == (1.0, 0.0)


def test_durations_are_from_opening_to_the_last_event(delivery):
    """Hours from payment (for `end`: from the order): 10 × 1, 2 × 25, 2 × 49, 100. The median of 15 is the 8th; the
    90th percentile lies at 12.6 between the 13th and the 14th, 49 and 49."""
    assert delivery.median_s == 3600
    assert delivery.p90_s == 49 * 3600


def test_the_trend_counts_by_the_month_of_the_last_event(run):
    log = """
        case  activity     time
        a     Place order  2026-03-31 09:00
        a     Invoice      2026-03-31 23:00
        a     Pay          2026-03-31 23:59
        b     Place order  2026-03-31 09:00
        b     Invoice      2026-03-31 23:00
        b     Pay          2026-04-01 03:00
        c     Place order  2026-04-02 09:00
        c     File         2026-04-02 10:00
    """
    signals = """
        case  time              kind    score  stage
        a     2026-04-03 10:00  review  1      Payment
        b     2026-04-03 10:00  review  1      Payment
    """
    trend = run(log, JOURNEY, signals).blueprint.trend
    payment = trend[trend["stage_no"] == 1].drop(columns="stage_no")
    assert payment.to_dict("records") == [
        {"month": "2026-03", "visits": 1, "rated": 1, "good_good": 0, "good_bad": 1, "bad_good": 0, "bad_bad": 0},
        {"month": "2026-04", "visits": 1, "rated": 1, "good_good": 0, "good_bad": 0, "bad_good": 0, "bad_bad": 1},
    ]
