"""Before an action starts: its expected effect, when that would be seen, and on which part it is tried best."""

import math

import pytest

from analyzer.improvement import fair_split, foresee, proposed_effect
from analyzer.tables.effect import EffectCounts, UnitWeek
from analyzer.words.plan_words import foresight_words, split_words


def weeks_before(others: int = 6, visits: int = 100, weeks: int = 10) -> EffectCounts:
    """Ten still weeks: a fifth of the treated visits is unhappy, a quarter of the others."""
    rows = [UnitWeek("own", True, w, visits, visits // 5) for w in range(-weeks, 0)]
    rows += [UnitWeek(f"o{i}", False, w, visits, visits // 4) for i in range(others) for w in range(-weeks, 0)]
    return EffectCounts(tuple(rows), 0, weeks, "2026-06-01T00:00:00Z")


def test_the_effect_is_the_part_of_the_unhappy_share():
    """Half of 20 % is a fall of 10 points; 1,000 visits in ten weeks are 100 a week."""
    found = foresee(weeks_before(), 0.5, of=8)
    assert (found.effect, found.visits, found.units) == (pytest.approx(-0.1), 100, 6)
    assert found.weeks is not None
    assert found.by_review is not None
    assert (found.weeks <= 8) == (found.by_review >= 0.8)


def test_weeks_after_the_start_say_nothing_of_the_plan():
    """What an action has already done must not make it look easy or hard to see."""
    known = weeks_before()
    later = tuple(UnitWeek("own", True, w, 5, 5) for w in range(4))
    assert foresee(EffectCounts((*known.weeks, *later), 4, 10, known.at), 0.5, 8) == foresee(known, 0.5, 8)


@pytest.mark.parametrize(
    ("counts", "expected", "why"),
    [
        (weeks_before(others=2), 0.5, "few_units"),
        (weeks_before(visits=1), 0.5, "few_visits"),
        (weeks_before(weeks=0), 0.5, "few_visits"),
        (weeks_before(), None, "nothing_expected"),
    ],
    ids=["few units", "few visits", "no weeks", "nothing expected"],
)
def test_why_nothing_is_foreseen(counts, expected, why):
    found = foresee(counts, expected, 8)
    assert (found.why, found.weeks, found.by_review) == (why, None, None)
    assert foresight_words(found)


def test_the_sentence_has_weeks_chance_and_what_it_rests_on():
    found = foresee(weeks_before(), 0.5, of=8)
    said = foresight_words(found)
    assert "a fall of 10.0 points" in said
    assert f"after about {found.weeks} weeks" in said
    assert "by the review, after 8 weeks, with" in said
    assert "100 heard visits a week, held against 6 others" in said


def test_a_small_effect_is_not_promised():
    """A hundredth of 20 % is a fifth of a point: chance alone strays by more in a year of 100 visits a week."""
    assert math.sqrt(0.2 * 0.8 / 5200) > 0.002
    found = foresee(weeks_before(), 0.01, None)
    assert (found.weeks, found.by_review) == (None, None)
    assert "would not be seen" in foresight_words(found)


VALUES = [
    ("region", "North", 100, 30),  # against 300 and 75 unhappy: as many visits; 30 % against 25 %: 0.2 away
    ("region", "South", 100, 25),  # against 300 and 80: 25 % against 26.7 %: 0.0625 away
    ("region", "East", 100, 25),
    ("region", "West", 100, 25),
    ("team", "A", 200, 50),  # alike in share, twice the visits: ln 2 = 0.69 away
    ("team", "B", 100, 25),
    ("team", "C", 100, 25),
    ("team", "D", 100, 25),
    ("truck", "1", 200, 50),  # two others only
    ("truck", "2", 200, 50),
    ("truck", "3", 200, 50),
    ("truck", "4", 19, 5),
]


def test_the_fairest_part_is_nearest_to_the_others_in_visits_and_share():
    """East, South and West are equally near; the first by name. B of the teams: 100 against 400/3, ln 0.75 = −0.29."""
    found = fair_split(VALUES)
    assert found is not None
    assert (found.attribute, found.value, found.visits, found.others) == ("region", "East", 100, 3)
    assert (found.share, found.others_visits, found.others_share) == (0.25, 100, pytest.approx(80 / 300))
    said = split_words(found)
    assert "region is East: 100 heard visits" in said
    assert "3 others with 100 each on average" in said


def test_no_part_is_proposed_where_fewer_than_three_others_are_left():
    assert fair_split([row for row in VALUES if row[0] == "truck"]) is None
    assert split_words(None) == ""


@pytest.mark.parametrize(("share", "expected"), [(0.347, 0.35), (1.2, 1.0), (0.0, None), (-0.1, None), (None, None)])
def test_the_first_driver_s_share_is_proposed(share, expected):
    drivers = [{"share": {"value": share, "low": None, "high": None}}, {"share": {"value": 0.9}}]
    assert proposed_effect({"drivers": drivers}) == expected
    assert proposed_effect({"drivers": []}) is None
