"""Two slices side by side, a filter that leaves cases out, and handovers as a filter, against tests/kept_project.py."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import ArgumentError
from analyzer.slices import (
    answer,
    cases_beside,
    handover_text,
    list_cases,
    process_pair,
    read_filters,
    share_pairs,
)
from analyzer.slices.cases import Question
from analyzer.statistics.proportions import interval_difference, two_share_difference, wilson
from analyzer.tables.interval import NO_DATA, Interval
from tests.kept_project import ODD

NORTH = ("segment", "region:North")


def names(run: Path, *pairs: tuple[str, str]) -> set[str]:
    return {row["case_id"] for row in list_cases(run, read_filters(pairs), Question()).rows}


class TestOutside:
    @pytest.mark.parametrize(
        ("pairs", "cases"),
        [
            ([("outside", "segment=region:North")], {"b1", ODD}),
            ([("outside", "has=Call")], {"a1", "a2", "b1"}),
            ([NORTH, ("outside", "from=2026-01-20")], {"a1"}),
            ([("outside", "stage=Delivery")], set()),
            ([("outside", "outside=has%3DCall")], {ODD}),
            ([("outside", "verdict=good_bad")], {"a2", ODD}),
            ([("outside", "kind=nps")], set()),
        ],
    )
    def test_the_cases_that_filters_would_not_leave(self, run: Path, pairs, cases) -> None:
        assert names(run, *pairs) == cases

    def test_it_is_written_as_it_was_read(self) -> None:
        filters = read_filters([("outside", "segment=region:North&follows=A>B<2h")])
        assert read_filters(filters.pairs()) == filters
        rest = read_filters([NORTH, ("stage", "Delivery")]).rest()
        assert read_filters(rest.pairs()) == rest

    @pytest.mark.parametrize(
        "text",
        [
            "x=1",
            "page=2",
            "from=2026-02-31",
            "outside=outside%3Doutside%253Dhas%25253DCall",
            "outside=" * 2_000 + "has=Call",
        ],
    )
    def test_what_leaves_nothing_out_is_refused(self, text: str) -> None:
        with pytest.raises(ArgumentError):
            read_filters([("outside", text)])

    def test_a_slice_and_its_rest_add_up_to_the_run(self, run: Path) -> None:
        def counted(filters) -> list[dict[str, int]]:
            return [stage["both"] for stage in answer(run, filters, ("views",))["stages"]]

        north = read_filters([NORTH])
        for one, rest, whole in zip(counted(north), counted(north.rest()), counted(read_filters([])), strict=True):
            assert {key: one[key] + rest[key] for key in one} == whole


class TestHandovers:
    @pytest.mark.parametrize(
        ("giver", "taker", "cases"),
        [
            ("Sales", "Depot", {"a1", "a2", "b1", ODD}),
            ("Depot", "Night depot", {"b1"}),
            ("Depot", "Sales", {ODD}),
            ("Night depot", "Depot", set()),
        ],
    )
    def test_who_handed_over_to_whom(self, run: Path, giver: str, taker: str, cases: set[str]) -> None:
        assert names(run, ("handover", handover_text("team", giver, taker))) == cases

    def test_names_with_signs_stand_as_they_are(self) -> None:
        text = handover_text("who:%", "a>b", "50%")
        (condition,) = read_filters([("handover", text)]).conditions
        assert condition.text == text

    @pytest.mark.parametrize("text", ["Sales>Depot", "team:Sales", ":a>b", "team:a>b>c"])
    def test_what_is_no_handover_is_refused(self, text: str) -> None:
        with pytest.raises(ArgumentError, match="handover=team:Sales>Depot"):
            read_filters([("handover", text)])

    def test_an_unknown_column_names_the_nearest(self, run: Path) -> None:
        with pytest.raises(ArgumentError, match="write team"):
            names(run, ("handover", "teem:Sales>Depot"))


class TestDifferences:
    def test_the_interval_is_newcombes_where_limits_are_wilsons(self) -> None:
        # Newcombe (1998), table II, example (a), method 10: 56/70 − 48/80 is 0.2, from 0.0524 to 0.3339.
        found = interval_difference(wilson(56, 70), wilson(48, 80))
        assert found.value == pytest.approx(0.2)
        assert (found.low, found.high) == (pytest.approx(0.0524, abs=5e-5), pytest.approx(0.3339, abs=5e-5))
        beside = two_share_difference(56, 70, 48, 80)
        assert (beside.low, beside.high) == (pytest.approx(found.low), pytest.approx(found.high))

    def test_what_is_not_known_has_no_difference(self) -> None:
        assert interval_difference(NO_DATA, wilson(1, 2)) == NO_DATA
        assert interval_difference(Interval(0.5, None, None), wilson(1, 2)) == Interval(0.0, None, None)

    def test_shares_by_hand(self, run: Path) -> None:
        first, second = (answer(run, one, ("views",))["stages"] for one in self.sides())
        found = {(one.stage, one.measure): one for one in share_pairs(first, second)}
        # North: one unhappy on target, one off target and not unhappy. The others: one unhappy on target, one off it.
        hidden = found["Delivery", "hidden"]
        assert (hidden.first.value, hidden.first_n, hidden.second.value, hidden.second_n) == (0.5, 2, 0.5, 2)
        unhappy = found["Delivery", "unhappy"]
        assert (unhappy.first.value, unhappy.second.value, unhappy.difference.value) == (0.5, 1.0, -0.5)
        assert found["Delivery", "unfelt"].difference.value == 0.5
        assert found["Order", "off_target"].difference.value == 0.5  # a2 alone
        assert not any(one.clear for one in found.values()), "four orders prove nothing"
        assert ("Order", "unhappy") not in found, "nobody spoke of it"

    def test_processes_by_hand(self, run: Path) -> None:
        first, second = (answer(run, one, ("process",)) for one in self.sides())
        found = process_pair(first["process"], 2, second["process"], 2)
        assert (found["groups"], found["by"]) == ({"bad": 2, "good": 2}, "slice")
        call = next(row for row in found["activities"] if row["activity"] == "Call")
        assert (call["bad_share"], call["good_share"], call["difference"]["value"], call["q"]) == (0.0, 0.5, -0.5, 1.0)
        loading = next(row for row in found["flows"] if row["from"] == "Confirm order")
        # 2 h and 21 h of the North; 30 and 20 minutes of the others.
        assert (loading["median_s_bad"], loading["median_s_good"]) == (11.5 * 3600, 25 * 60)
        assert found["repeats"] == []
        assert process_pair(first["process"], 2, second["process"], 0)["activities"] == []

    def test_cases_of_each_and_of_both(self, run: Path) -> None:
        found = cases_beside(run, *self.sides())
        assert (found.first, found.second, found.both, found.of) == (2, 2, 0, 4)
        assert found.first_median_s == (24 + 37.5) / 2 * 3600  # a1, a2
        overlapping = cases_beside(run, read_filters([NORTH]), read_filters([("lacks", "Call")]))
        assert (overlapping.second, overlapping.both) == (3, 2)
        nobody = cases_beside(run, read_filters([NORTH]), read_filters([("segment", "region:West")]))
        assert (nobody.second, nobody.second_median_s) == (0, None)

    @staticmethod
    def sides():
        north = read_filters([NORTH])
        return north, north.rest()
