"""What is out of the ordinary in a night's data, and what it means for the findings. Numbers counted by hand."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from analyzer.nightly.outcome import Concern
from analyzer.nightly.vitals import Vitals, concerns, vitals_of
from analyzer.tables.ruler import Pause, Ruler
from analyzer.words.digest_words import meaning
from tests.real_document import example

MONDAY = datetime(2026, 6, 1, 22)
WEEK = (100, 100, 100, 100, 100, 10, 10)  # new rows of the nights of Monday, …, Sunday


def night(number: int, rows: int, *, signals: int = 0, linked: int | None = None, refused: int = 0) -> Vitals:
    """The vitals of the night so many days after a Monday, when that many rows and signals were there in all."""
    moment = (MONDAY + timedelta(days=number)).isoformat()
    return Vitals(moment, rows, refused, signals, signals if linked is None else linked, ("region",), ("Order",))


def nights(count: int) -> list[Vitals]:
    """So many nights of the usual week from a Monday on, on top of 1,000 rows."""
    return [night(n, 1000 + sum(WEEK[day % 7] for day in range(n + 1))) for n in range(count)]


@pytest.fixture
def said(ruler: Ruler):
    def ask(before: list[Vitals], now: Vitals, cases: int = 0) -> list[Concern]:
        return list(concerns(before, now, ruler, cases))

    return ask


@pytest.fixture
def ruler() -> Ruler:
    return Ruler("r", MONDAY, MONDAY, MONDAY, cases=100, events=1000, signals=0, pause=Pause(3600.0, 0.99, 100))


def test_rows_are_held_against_nights_of_the_same_weekday(said):
    """35 nights, Monday to Sunday. The next is a Monday: five Mondays went before, the first of them without a night
    before it, so four brought 100 rows each. 301 rows are more than three times as many, 33 less than a third; 300 and
    34 are not. A Sunday's 10 rows are usual on a Sunday only."""
    before = nights(35)
    rows = before[-1].rows
    for came in (34, 100, 300):
        assert said(before, night(35, rows + came)) == []
    many, few = said(before, night(35, rows + 301)), said(before, night(35, rows + 33))
    assert [c.kind for c in (*many, *few)] == ["volume", "volume"]
    assert many[0].fact == "301 new rows came, where nights of this weekday bring about 100."
    assert few[0].fact == "33 new rows came, where nights of this weekday bring about 100."
    assert said(nights(34), night(34, nights(34)[-1].rows + 10)) == []  # a Sunday
    assert [c.kind for c in said(nights(34), night(34, nights(34)[-1].rows + 100))] == ["volume"]
    assert meaning("volume").startswith("Counts of this night are not comparable")


def test_before_four_nights_of_a_weekday_its_volume_is_not_known(said):
    """After 28 nights three Mondays have a night before them."""
    before = nights(28)
    assert said(before, night(28, before[-1].rows + 5000)) == []


def test_the_weekday_is_that_of_the_projects_zone():
    """22:30 UTC on a Sunday is Monday in Berlin, in summer two hours ahead."""
    sunday = datetime(2026, 6, 7, 22, 30)
    found = [vitals_of(example(), (), sunday, zone).weekday for zone in ("UTC", "Europe/Berlin")]
    assert found == [6, 0]


def test_nothing_newer_than_last_night_is_all_that_is_said_of_freshness(said):
    before = nights(35)
    (one,) = said(before, before[-1])
    assert (one.kind, one.fact) == (
        "no_new_data",
        "No event and no signal came since the night before; the newest is of 2026-07-05 22:00 UTC.",
    )
    assert meaning("no_new_data")


def test_answers_that_stopped_after_seven_nights_that_brought_some(said):
    before = [night(n, 1000 + n, signals=50 + 4 * n) for n in range(8)]
    (one,) = said(before, night(8, 2000, signals=78))
    assert one.kind == "answers_stopped"
    assert one.fact == "No new signal came; the nights before brought about 4 each."
    assert said(before[1:], night(8, 2000, signals=78)) == [], "six nights are too few"
    assert said(before, night(8, 2000, signals=79)) == []


def test_a_column_that_is_gone_an_activity_that_is_new(said):
    before = night(0, 1000)
    now = Vitals(night(1, 1100).moment, 1100, 0, 0, 0, (), ("Order", "Refund"))
    assert [(c.kind, c.fact) for c in said([before], now)] == [
        ("column", "The column region is not in the log any more, or empty."),
        ("process", "Activity that no night had seen before: Refund."),
    ]


def test_a_share_of_refused_rows_that_jumped(said):
    """1 of 1,000 before: beyond twice that and half a point, 0.7 %, is a jump; 8 of 1,100 is 0.727 %, 7 is 0.636 %."""
    before = [night(0, 1000, refused=1)]
    assert said(before, night(1, 1100, refused=7)) == []
    (one,) = said(before, night(1, 1100, refused=8))
    assert one.kind == "refused"


def test_a_share_of_unlinked_signals_that_jumped(said):
    """5 of 100 belonged to no case. Ten points more are 15 %: 18 of 120 is just that, 19 is 15.8 %."""
    before = [night(0, 1000, signals=100, linked=95)]
    assert said(before, night(1, 1100, signals=120, linked=102)) == []
    (one,) = said(before, night(1, 1100, signals=120, linked=101))
    assert one.kind == "unlinked"
    assert one.fact == "16\u202f% of the signals belong to no case; the night before it was 5.0\u202f%."


def test_half_as_many_cases_again_as_the_ruler_was_fitted_to(said):
    assert said([], night(0, 1000), cases=150) == []
    (one,) = said([], night(0, 1000), cases=151)
    assert one.kind == "ruler"


def test_every_concern_says_what_it_means():
    kinds = ("volume", "no_new_data", "answers_stopped", "column", "process", "refused", "unlinked", "ruler")
    assert all(meaning(kind) for kind in kinds)
