"""Did it help? Counts by unit and week going in, one of five words coming out."""

import pytest

from analyzer.improvement import did_it_help, weeks_decided
from analyzer.improvement.effect import look_bound
from analyzer.tables.effect import EffectCounts, UnitWeek
from tests.benchmarks.effect.measure import measure
from tests.benchmarks.effect.worlds import World


def history(treated: tuple[int, int], done: int = 4, of: int = 4, visits: int = 1000, answers: int = 1000, others=5):
    """Four weeks before and `done` after of 1,000 visits: the treated go from one number of unhappy a week to another,
    the untreated stay at 200, give or take 5."""
    weeks = []
    for week in range(-4, done):
        bad = treated[0] if week < 0 else treated[1]
        n = visits if week < 0 else answers
        weeks.append(UnitWeek("own", True, week, n, min(bad, n), bad // 2))
        for i in range(others):
            weeks.append(UnitWeek(f"other {i}", False, week, visits, 200 + (5 * (i - 2) if week >= 0 else 0)))
    return EffectCounts(tuple(weeks), done, of, "2026-06-01T00:00:00Z", "stages", with_driver=True)


@pytest.mark.parametrize(
    ("treated", "word"), [((200, 120), "helped"), ((200, 280), "worse"), ((200, 201), "no_effect")], ids=str
)
def test_the_words_at_the_review(treated, word):
    """−8 points, +8 points, and +0.1 points where half of the 20 % unhappy were to go: 5 points are worth having."""
    assert did_it_help(history(treated), expected=0.5).word == word


def test_avoided_is_the_change_in_share_times_the_visits_since():
    """(−80/1000) · 4,000 visits = 320 avoided; the untreated stay at 200 on average."""
    found = did_it_help(history((200, 120)))
    assert found.bad_share.value == pytest.approx(-0.08)
    assert found.avoided.value == pytest.approx(320)
    assert (found.before, found.after, found.units) == (4000, 4000, 5)


def test_the_driver_is_asked_for_in_the_same_way():
    """Half of the treated unhappy visits have it: from 10 % to 6 %; the untreated never do."""
    assert did_it_help(history((200, 120))).driver.value == pytest.approx(-0.04)


def test_it_is_too_early_before_the_first_week_and_where_the_limits_say_nothing():
    assert (did_it_help(history((200, 120), done=0)).word, did_it_help(history((200, 120), done=0)).why) == (
        "too_early",
        "waiting",
    )
    early = did_it_help(history((200, 180), done=1, of=20))
    assert (early.word, early.why) == ("too_early", "waiting")


def test_what_the_review_leaves_open_is_undecided():
    """−1 point, give or take about 2: within neither side of 0, nor within the 2 points worth having."""
    found = did_it_help(history((200, 190)))
    assert (found.word, found.why) == ("too_early", "undecided")


def test_decided_is_the_first_of_the_looks_that_say_the_same_to_the_end():
    """−8 points are seen from the second of four looks on: O'Brien-Fleming bounds of 4.05, 2.86, 2.34, 2.02 standard
    errors, as t with four degrees of freedom 15.2, 4.6, 3.4, 2.8; the units' spread is 0.5·√2.5 = 0.79 points, so the
    limits of the looks are about 13, 4, 2.9 and 2.4 points. A word that is none has no week."""
    assert weeks_decided(history((200, 120))) == 2
    assert weeks_decided(history((200, 190))) is None


def test_weeks_after_the_review_do_not_count():
    late = history((200, 120), done=8, of=4)
    assert did_it_help(late).after == 4000


@pytest.mark.parametrize(
    ("counts", "why"),
    [
        (history((200, 20), answers=20), "answers_stopped"),
        (history((200, 120), others=2), "few_units"),
        (history((1, 1), visits=4, answers=4), "few_before"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_not_measurable(counts, why):
    found = did_it_help(counts)
    assert (found.word, found.why) == ("not_measurable", why)
    assert found.bad_share.value is None


def test_the_last_look_is_nearly_as_strict_as_one_alone_and_the_first_far_stricter():
    """Five looks of equal distance (Jennison & Turnbull 2000, Lan-DeMets O'Brien-Fleming, 5 %): 4.877, …, 2.031."""
    assert look_bound(1, 5) == pytest.approx(4.877, abs=0.005)
    assert look_bound(5, 5) == pytest.approx(2.031, abs=0.005)


def test_worlds_without_an_effect_hold_the_truth_where_plain_difference_in_differences_does_not():
    """400 histories with weeks that go together, from the seed of docs/effect.md, which has 2,000. Limits: three
    standard errors of 400 around 95 % and 2.5 %."""
    found = measure(World("autocorrelated", memory=0.8), 400, seed=12)
    assert found.covered >= 0.95 - 3 * (0.95 * 0.05 / 400) ** 0.5
    assert found.plain < 0.88
    assert max(found.helped, found.worse) <= 0.025 + 3 * (0.025 * 0.975 / 400) ** 0.5


def test_a_large_effect_is_found():
    assert measure(World("12 points", effect=-0.12), 60, seed=5).helped > 0.7
