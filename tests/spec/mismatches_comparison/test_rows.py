"""The rows of a comparison, from counts: what is kept, how it is ordered, and that groups may change places."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import false_discovery_control, fisher_exact

from analyzer.mismatches.comparison_rows import Counts, Group, activity_rows, flow_rows, repeat_rows

ALL = Group((((1,), Counts(20, 40)),))


def happened(name: str, bad: int, good: int, needs: int = 1) -> dict:
    return {"first": name, "bad": bad, "good": good, "bad_twice": bad // 2, "good_twice": good // 2, "needs": (needs,)}


def test_at_most_forty_activities_are_kept_and_all_count_in_the_correction():
    # 50 activities: one in 20 of 20 against 4 of 40, the others in 2 of 20 against 4 of 40
    rows = [happened(f"a{i:02}", 20 if i == 7 else 2, 4) for i in range(50)]
    found = activity_rows(rows, ALL)
    assert len(found) == 40
    assert [row["activity"] for row in found[:3]] == ["a07", "a00", "a01"]
    p = [fisher_exact([[20, 4], [0, 36]]).pvalue] + [1.0] * 49
    assert found[0]["q"] == pytest.approx(false_discovery_control(p)[0])
    assert found[1]["q"] == pytest.approx(1.0)


def test_at_most_sixty_paths_are_kept():
    times = {"median_s_bad": 1.0, "median_s_good": float("nan")}
    rows = [{**happened("a", 2, 4), "second": f"b{i:02}", **times} for i in range(70)]
    found = flow_rows(rows, ALL)
    assert [row["to"] for row in found] == [f"b{i:02}" for i in range(60)]
    assert (found[0]["median_s_bad"], found[0]["median_s_good"]) == (1.0, None)


def test_what_is_known_of_less_than_a_twentieth_of_a_group_is_left_out():
    # bit 2 is settled for 2 of 40 bad visits in the one group, for 1 of 40 in the other; for all good ones
    rows = [happened("early", 10, 10, needs=1), happened("late", 1, 10, needs=2)]
    enough = Group((((1,), Counts(38, 0)), ((3,), Counts(2, 40))))
    fewer = Group((((1,), Counts(39, 0)), ((3,), Counts(1, 40))))
    assert [row["activity"] for row in activity_rows(rows, enough)] == ["late", "early"]  # 1/2 − 1/4; 1/4 − 1/4
    assert [row["activity"] for row in activity_rows(rows, fewer)] == ["early"]


def test_without_visits_on_one_side_there_is_nothing_to_compare():
    assert activity_rows([happened("a", 0, 3)], Group((((1,), Counts(0, 40)),))) == []
    assert activity_rows([], ALL) == []


def test_what_nobody_repeats_is_no_repeat():
    assert [row["activity"] for row in repeat_rows([happened("once", 1, 1), happened("twice", 2, 0)], ALL)] == ["twice"]


@st.composite
def counted(draw):
    bad, good = draw(st.integers(1, 60)), draw(st.integers(1, 60))
    names = draw(st.lists(st.sampled_from("abcdefgh"), min_size=1, unique=True))
    return bad, good, [happened(name, draw(st.integers(0, bad)), draw(st.integers(0, good))) for name in names]


@settings(deadline=None)
@given(counted())
def test_groups_that_change_places_negate_every_difference(of):
    bad, good, rows = of
    turned = [{**row, "bad": row["good"], "good": row["bad"]} for row in rows]
    one = {row["activity"]: row for row in activity_rows(rows, Group((((1,), Counts(bad, good)),)))}
    other = {row["activity"]: row for row in activity_rows(turned, Group((((1,), Counts(good, bad)),)))}
    assert list(one) == list(other), "the order rests on the size of the difference"
    for name, row in one.items():
        there = other[name]
        assert (there["bad_share"], there["good_share"]) == (row["good_share"], row["bad_share"])
        assert there["q"] == pytest.approx(row["q"])
        value, low, high = (row["difference"][key] for key in ("value", "low", "high"))
        assert there["difference"] == pytest.approx({"value": -value, "low": -high, "high": -low}, abs=1e-9)
