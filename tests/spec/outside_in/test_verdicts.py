"""The customer's verdict on a visit: bad if any signal is, good if there is one and none is bad, else what silence
says."""

from __future__ import annotations

import pytest

from tests.spec.small import at

JOURNEY = """
    stages:
      - {name: Order, activities: [Place order]}
      - {name: Delivery, activities: [Hand over, Unpack]}
"""


def test_one_bad_signal_is_enough_and_neutral_stands_with_the_good(run):
    log = """
        case     activity     time
        8 x  c#  Place order  Mon 09:00
        8 x  c#  Hand over    Mon 10:00
    """
    signals = """
        case  time       kind    score
        c1    Mon 11:00  review  1
        c2    Mon 11:00  review  2
        c3    Mon 11:00  review  3
        c4    Mon 11:00  review  4
        c5    Mon 11:00  review  5
        c5    Mon 12:00  review  1
        c6    Mon 11:00  review  5
        c6    Mon 12:00  review  3
        c7    Mon 11:00  complaint  -
        c7    Mon 12:00  praise  -
    """
    small = run(log, JOURNEY, signals, about="Delivery")
    found = {case: small.customer[case, "Delivery"] for case in ("c1", "c2", "c3", "c4", "c5", "c6", "c7", "c8")}
    assert found == {
        "c1": "bad",
        "c2": "bad",
        "c3": "good",
        "c4": "good",
        "c5": "bad",
        "c6": "good",
        "c7": "bad",
        "c8": "unknown",
    }
    assert small.customer["c1", "Order"] == "unknown"  # the source asks about delivery
    rated = small.rows(small.rated)
    twice = rated["c5", "Delivery"]
    assert (twice["signals"], twice["said_at"], twice["asked"]) == (2, at("Mon 12:00"), "review")
    assert twice["rated"]
    assert twice["answered"]
    assert rated["c6", "Delivery"]["said_at"] == at("Mon 11:00")  # nobody was bad: the first
    assert rated["c7", "Delivery"]["rated"]
    assert not rated["c7", "Delivery"]["answered"]  # spoke, but was not asked
    assert (rated["c8", "Delivery"]["rated"], rated["c8", "Delivery"]["said_at"]) == (False, None)


def test_words_without_a_score_decide_nothing(run):
    log = """
        case     activity     time
        2 x  c#  Place order  Mon 09:00
        2 x  c#  Hand over    Mon 10:00
    """
    signals = """
        case  time       kind     score
        c1    Mon 11:00  comment  -
        c2    Mon 11:00  comment  -
        c2    Mon 12:00  review   1
    """
    small = run(log, JOURNEY, signals, about="Delivery")
    assert (small.customer["c1", "Delivery"], small.customer["c2", "Delivery"]) == ("unknown", "bad")


SCORES = [
    ("nps", "0", "bad"), ("nps", "6", "bad"), ("nps", "7", "good"), ("nps", "9", "good"), ("nps", "10", "good"),
    ("csat", "1", "bad"), ("csat", "2", "bad"), ("csat", "3", "good"), ("csat", "5", "good"),
    ("ces", "1", "bad"), ("ces", "3", "bad"), ("ces", "4", "good"), ("ces", "7", "good"),
    ("contact", "-", "bad"), ("complaint", "-", "bad"), ("praise", "-", "good"),
]  # fmt: skip


@pytest.mark.parametrize("contact", ["bad", "neutral"])
def test_each_kind_has_its_cut_offs(run, contact):
    log = f"""
        case  activity     time
        {len(SCORES)} x  c#  Place order  Mon 09:00
        {len(SCORES)} x  c#  Hand over    Mon 10:00
    """
    said = [f"c{number}  Mon 11:00  {kind}  {score}" for number, (kind, score, _) in enumerate(SCORES, 1)]
    small = run(log, JOURNEY, "case  time  kind  score\n" + "\n".join(said), about="Delivery", contact=contact)
    found = [
        (kind, score, small.customer[f"c{number}", "Delivery"]) for number, (kind, score, _) in enumerate(SCORES, 1)
    ]
    assert found == [(k, s, "good" if (k, contact) == ("contact", "neutral") else v) for k, s, v in SCORES]


SILENCE = """
        case      activity     time
        slow one  Place order  Mon 00:00
        slow one  Hand over    Mon 20:00
        slow two  Place order  Mon 00:00
        slow two  Hand over    Mon 20:00
        spoke     Place order  Mon 09:00
        spoke     Hand over    Mon 10:00
        silent    Place order  Mon 09:00
        silent    Hand over    Mon 10:00
        waiting   Place order  Mon 18:00
"""
COMPLAINT = """
        case   time       kind       score
        spoke  Mon 11:00  complaint  -
"""
REVIEW = """
        case   time       kind       score
        spoke  Mon 11:00  complaint  -
        spoke  Mon 12:00  review     5
"""


@pytest.mark.parametrize(
    ("signals", "source", "silent"),
    [
        pytest.param(COMPLAINT, {}, "good", id="complaints alone: no signal is no complaint"),
        pytest.param(REVIEW, {}, "unknown", id="with a review: unknown"),
        pytest.param(COMPLAINT, {"silence": "unknown"}, "unknown", id="complaints, told unknown"),
        pytest.param(REVIEW, {"silence": "good"}, "good", id="reviews, told good"),
    ],
)
def test_silence(run, signals, source, silent):
    small = run(SILENCE, JOURNEY, signals, about="Delivery", **source)
    assert small.customer["spoke", "Delivery"] == "bad"
    assert small.customer["silent", "Delivery"] == silent
    assert small.visit["waiting", "Delivery"]["open"] is True
    assert small.customer["waiting", "Delivery"] == "unknown"  # it is not over


@pytest.fixture(scope="module")
def complaints(run):
    """A feed of complaints, where silence means that there was none."""
    return run(SILENCE, JOURNEY, COMPLAINT, about="Delivery")


def test_silence_says_nothing_of_a_visit_that_is_not_over(complaints):
    """`waiting` has placed its order and nothing since: its visit to Order is under way."""
    assert complaints.customer["waiting", "Order"] == "unknown"


def test_a_silent_visit_is_looked_at_from_the_same_distance_as_one_that_spoke(complaints):
    """The complaint came an hour after the hand-over; the silent visits borrow this lag."""
    rated = complaints.rows(complaints.rated)
    assert rated["silent", "Delivery"]["said_at"] == at("Mon 11:00")
    assert rated["slow one", "Delivery"]["said_at"] == at("Mon 21:00")
