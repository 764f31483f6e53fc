"""A signal's stage: what the customer states, else the touchpoint, else what the source asks about, else timing that
has proved itself."""

from __future__ import annotations

import pytest

from analyzer.outside_in import timing_warnings
from analyzer.words.quality_words import note_lines

JOURNEY = """
    stages:
      - {name: Order, activities: [Place order], touchpoints: [Web shop, hotline]}
      - {name: Payment, activities: [Pay], touchpoints: [Checkout]}
      - {name: Delivery, activities: [Pick, Hand over], touchpoints: [Driver, hotline]}
"""
ORDERED = """
        case  activity     time
        a     Place order  Mon 09:00
        a     Pay          Mon 10:00
        a     Pick         Mon 11:30
        a     Hand over    Mon 12:00
"""


def test_each_way_goes_before_the_next(run):
    signals = """
        case  time       kind    score  stage     touchpoint
        a     Mon 13:01  review  5      Order     Driver
        a     Mon 13:02  review  5      -         Driver
        a     Mon 13:03  review  5      -         driver
        a     Mon 13:04  review  5      -         Checkout
        a     Mon 13:05  review  5      -         fax
        a     Mon 13:06  review  5      -         hotline
        a     Mon 13:07  review  5      -         -
        a     Mon 13:08  review  5      payment   -
    """
    small = run(ORDERED, JOURNEY, signals, about="Delivery")
    assert small.placements == [
        ("a", "case", "Order", "stated"),
        ("a", "case", "Delivery", "touchpoint"),
        ("a", "case", "Delivery", "touchpoint"),  # letter case aside
        ("a", "case", "Payment", "touchpoint"),
        ("a", "case", "Delivery", "about"),  # a touchpoint of no stage
        ("a", "case", "Delivery", "about"),  # a touchpoint of two stages tells nothing
        ("a", "case", "Delivery", "about"),
        ("a", "case", "Payment", "stated"),  # letter case aside
    ]
    assert small.placed.stage_from == {"about": 3, "stated": 2, "touchpoint": 3}
    assert small.placed.links == {"case": 8}


def test_a_source_about_the_whole_journey_counts_in_no_stage(run):
    signals = """
        case  time       kind  score
        a     Mon 13:00  nps   2
    """
    small = run(ORDERED, JOURNEY, signals, about="journey")
    assert small.placements == [("a", "case", "journey", "about")]
    assert set(small.customer.values()) == {"unknown"}


def stated(payment, delivery, kind="review"):
    """Cases that were asked at 11:00, while they waited for delivery; so many state Payment, which had ended, so many
    Delivery."""
    score = "5" if kind == "review" else "-"
    log = f"""
        case  activity     time
        {payment + delivery + 1} x  c#  Place order  Mon 09:00
        {payment + delivery + 1} x  c#  Pay          Mon 10:00
        {payment + delivery + 1} x  c#  Hand over    Mon 12:00
    """
    rows = [(number, "Payment") for number in range(1, payment + 1)]
    rows += [(number, "Delivery") for number in range(payment + 1, payment + delivery + 1)]
    said = [f"c{number}  Mon 11:00  {kind}  {score}  {stage}" for number, stage in rows]
    untagged = f"c{payment + delivery + 1}"
    said += [f"{untagged}  Mon 11:01  review  5  -", f"{untagged}  Mon 11:02  complaint  -  -"]
    return log, "case  time  kind  score  stage\n" + "\n".join(said)


@pytest.mark.parametrize(
    ("payment", "delivery", "survey"),
    [
        pytest.param(50, 0, ("Payment", "timing"), id="fifty agree with the last ended visit"),
        pytest.param(45, 5, ("Payment", "timing"), id="nine in ten agree"),
        pytest.param(5, 45, ("Delivery", "timing"), id="nine in ten agree with the visit under way"),
        pytest.param(44, 6, (None, "none"), id="fewer than nine in ten agree"),
        pytest.param(49, 0, (None, "none"), id="fewer than fifty say where"),
    ],
)
def test_timing_is_believed_where_it_has_proved_itself(run, payment, delivery, survey):
    """Complaints are a group of their own: none of them states a stage, so the untagged one stays without."""
    log, signals = stated(payment, delivery)
    small = run(log, JOURNEY, signals)
    assert [p[2:] for p in small.placements[-2:]] == [survey, (None, "none")]
    assert timing_warnings(small.engine, small.placed.table, small.ruler.timing) == ()
    ended = payment / (payment + delivery)
    surveys = next(t for t in small.ruler.timing if t.group == "surveys")
    assert surveys.signals == payment + delivery
    assert surveys.agreement == {"last_ended": ended, "under_way": delivery / (payment + delivery)}


def test_what_customers_say_unasked_proves_a_rule_of_its_own(run):
    log, signals = stated(0, 50, kind="contact")
    small = run(log, JOURNEY, signals, contact="neutral")
    assert [p[2:] for p in small.placements[-2:]] == [(None, "none"), ("Delivery", "timing")]


def test_where_nobody_states_a_stage_defaults_stand_in_with_a_warning(run):
    """Surveys: the last visit that had ended; complaints and contacts: the visit under way."""
    signals = """
        case  time       kind       score  touchpoint
        a     Mon 09:30  review     5      -
        a     Mon 11:00  review     5      -
        a     Mon 11:01  complaint  -      -
        a     Mon 12:00  review     5      -
        a     Mon 12:01  complaint  -      -
        a     Mon 12:02  review     5      Checkout
        a     Mon 08:00  review     5      -
    """
    small = run(ORDERED, JOURNEY, signals)
    assert [p[2:] for p in small.placements] == [
        (None, "none"),  # before anything had happened
        ("Order", "timing"),
        ("Payment", "timing"),
        ("Delivery", "timing"),  # under way: opened at 10:00, and not over
        ("Delivery", "timing"),  # ended in the moment of the signal
        (None, "none"),  # all was over: nothing was under way
        ("Payment", "touchpoint"),
    ]
    surveys, others = note_lines(timing_warnings(small.engine, small.placed.table, small.ruler.timing))
    assert surveys.startswith("4 surveys name no stage")
    assert others.startswith("2 complaints, contacts or praises name no stage")


def test_of_visits_that_ended_together_the_later_stage_counts(run):
    log = """
        case  activity     time
        a     Pay          Mon 10:00
        a     Place order  Mon 10:00
        a     Hand over    Mon 12:00
    """
    signals = """
        case  time       kind    score
        a     Mon 11:00  review  5
    """
    assert run(log, JOURNEY, signals).placements == [("a", "case", "Payment", "timing")]


def test_a_signal_may_fall_into_the_visit_that_a_case_is_on_its_way_to(run):
    """The case has paid and waits for delivery: it is the visit under way."""
    log = """
        case      activity     time
        slow one  Place order  Mon 00:00
        slow one  Hand over    Mon 20:00
        slow two  Place order  Mon 00:00
        slow two  Hand over    Mon 20:00
        waiting   Pay          Mon 10:00
    """
    signals = """
        case     time       kind       score
        waiting  Mon 11:00  complaint  -
    """
    small = run(log, JOURNEY, signals)
    assert small.placements == [("waiting", "case", "Delivery", "timing")]
    assert small.customer["waiting", "Delivery"] == "bad"


def test_asked_early_is_before_the_visits_last_event(run):
    log = (
        ORDERED
        + """
        slow one  Place order  Mon 00:00
        slow one  Hand over    Mon 20:00
        slow two  Place order  Mon 00:00
        slow two  Hand over    Mon 20:00
        waiting   Pay          Mon 10:00
        skipping  Hand over    Mon 10:00
    """
    )
    signals = """
        case      time          kind    score  stage
        a         Mon 11:59:59  review  5      Delivery
        a         Mon 12:00:00  review  5      Delivery
        waiting   Mon 15:00:00  review  5      Delivery
        skipping  Mon 16:00:00  review  5      Payment
    """
    small = run(log, JOURNEY, signals)
    frame = small.engine.frame(small.placed.table.order_by("signal")).astype(object)
    assert [None if value != value else value for value in frame["early"]] == [True, False, True, None]
