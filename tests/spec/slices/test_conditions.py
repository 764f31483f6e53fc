"""Conditions on whole cases: what happened, in which order, how long it took, what both sides say of it."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from analyzer.engine import open_engine
from analyzer.errors import ArgumentError
from analyzer.inside_out.variants import signs_of
from analyzer.slices import Filters, Question, answer, choices, in_order, list_cases, read_filters
from analyzer.slices.conditions import where_they_hold
from tests.kept_project import ODD

H = 3600.0
# The cases' activities in order, and the hours from first to last event.
TABLE = {
    "one": ("A", 0.0),
    "straight": ("ABC", 24.0),
    "back": ("CBA", 48.0),
    "twice": ("ABAB", 72.0),
    "again": ("AAC", 72.5),
    "apart": ("ACBA", 100.0),
}


def held(*pairs: tuple[str, str]) -> set[str]:
    """The cases of TABLE for which the filters' conditions hold."""
    signs = signs_of("ABC")
    rows = [(name, "".join(signs[one] for one in path), hours * H) for name, (path, hours) in TABLE.items()]
    with open_engine() as engine:
        columns = {"case_id": "string", "signs": "string", "took_s": "float64"}
        cases = engine.take(pd.DataFrame(rows, columns=list(columns)), "table_of_cases", columns)
        found = where_they_hold(cases, read_filters(pairs).conditions, ("A", "B", "C"))
        return {row["case_id"] for row in engine.rows(found.select("case_id"))}


@pytest.mark.parametrize(
    ("pairs", "cases"),
    [
        ([("has", "B")], {"straight", "back", "twice", "apart"}),
        ([("lacks", "B")], {"one", "again"}),
        ([("has", "B"), ("has", "C")], {"straight", "back", "apart"}),
        ([("has", "B"), ("lacks", "C")], {"twice"}),
        ([("starts", "C")], {"back"}),
        ([("ends", "C")], {"straight", "again"}),
        ([("ends", "B"), ("ends", "C")], {"straight", "twice", "again"}),  # of one kind: one of them
        ([("starts", "A"), ("ends", "A")], {"one", "apart"}),
        ([("follows", "A>B")], {"straight", "twice"}),
        ([("follows", "B>A")], {"back", "twice", "apart"}),
        ([("follows", "A>A")], {"again"}),
        ([("later", "A>B")], {"straight", "twice", "apart"}),
        ([("later", "A>C")], {"straight", "again", "apart"}),
        ([("later", "C>A")], {"back", "apart"}),
        ([("later", "A>A")], {"twice", "again", "apart"}),
        ([("later", "C>C")], set()),
        ([("repeats", "A")], {"twice", "again", "apart"}),
        ([("repeats", "B")], {"twice"}),
        ([("path", "A")], {"one"}),
        ([("path", "A>B>C"), ("path", "A>A>C")], {"straight", "again"}),
        ([("path", "A>B")], set()),
        ([("took", "1d..3d")], {"straight", "back", "twice"}),  # both ends are included
        ([("took", "..24h")], {"one", "straight"}),
        ([("took", "3d 30m..")], {"again", "apart"}),
        ([("took", "1d.."), ("took", "..2d")], {"straight", "back"}),
        ([("repeats", "A"), ("lacks", "C"), ("took", "..3d")], {"twice"}),
        ([("verdict", "good_bad")], set(TABLE)),  # visits answer that
    ],
)  # fmt: skip
def test_a_table_of_cases(pairs: list[tuple[str, str]], cases: set[str]) -> None:
    assert held(*pairs) == cases


def listed(run: Path, *pairs: tuple[str, str]) -> set[str]:
    return {row["case_id"] for row in list_cases(run, read_filters(pairs), Question()).rows}


@pytest.mark.parametrize(
    ("pairs", "cases"),
    [
        ([("has", "Call")], {ODD}),
        ([("lacks", "Call")], {"a1", "a2", "b1"}),
        ([("follows", "Load truck>Hand over")], {"a1", "a2", "b1"}),
        ([("later", "Load truck>Hand over")], {"a1", "a2", "b1", ODD}),
        ([("repeats", "Hand over")], set()),
        ([("took", "1d..2d")], {"a1", "a2"}),  # 24 h and 37.5 h; b1 11 h, ODD 49 h
        ([("took", "1d..2d"), ("segment", "region:South")], set()),
        ([("took", "1d.."), ("segment", "region:North")], {"a1", "a2"}),
        ([("verdict", "good_bad")], {"a1", "b1"}),
        ([("verdict", "good_bad"), ("verdict", "bad_good")], {"a1", "b1", "a2"}),
        ([("verdict", "good_bad"), ("stage", "Order")], set()),
        ([("verdict", "bad_bad"), ("stage", "Delivery")], {ODD}),
        ([("verdict", "good_good"), ("kind", "nps"), ("stage", "Delivery")], {"b1"}),  # its NPS is 10, of a2 is none
        ([("verdict", "good_bad"), ("from", "2026-02")], {"b1"}),  # a1 was handed over in January
    ],
)  # fmt: skip
def test_a_run(run: Path, pairs: list[tuple[str, str]], cases: set[str]) -> None:
    assert listed(run, *pairs) == cases


def test_every_section_is_of_the_chosen_cases(run: Path) -> None:
    found = answer(run, read_filters([("has", "Call")]))
    assert (found["slice"]["cases"], found["slice"]["visits"], found["log"]["events"]) == (1, 2, 5)
    assert found["signals"]["total"] == 1
    assert [row["activities"] for row in found["process"]["variants"]] == [
        ["Place order", "Confirm order", "Load truck", "Call", "Hand over"]
    ]
    assert found["slice"]["filters"] == [["has", "Call"]]


def test_the_pickers_offer_every_activity(run: Path) -> None:
    assert choices(run)["activities"] == ["Call", "Confirm order", "Hand over", "Load truck", "Place order"]


@pytest.mark.parametrize(
    ("key", "text", "do"),
    [
        ("has", "Cal", "write Call"),
        ("follows", "Load truk>Hand over", "write Load truck"),
        ("follows", "Load truck", "write it like follows=Place order>Call"),
        ("later", ">Call", "write it like"),
        ("took", "3d..1d", "exchange"),
        ("took", "3d", "write it like took=1d..3d"),
        ("took", "..", "write it like took=1d..3d"),
        ("took", "1x..3d", "its unit is none of"),
        ("took", "8 working hours..", "leave out the word working"),
        ("verdict", "good_bd", "write good_bad"),
    ],
)
def test_nonsense_is_refused_with_what_to_do(run: Path, key: str, text: str, do: str) -> None:
    with pytest.raises(ArgumentError, match="address of the page") as refused:
        listed(run, (key, text))
    assert f"{key}={text}" in refused.value.message
    assert do in refused.value.message


def test_names_with_the_sign_of_a_pair_stand_apart() -> None:
    written = in_order("a>b", "100% c")
    assert written == "a%3Eb>100%25 c"
    (condition,) = read_filters([("follows", written)]).conditions
    assert condition.activities == ("a>b", "100% c")


def test_what_is_written_is_read_again_in_one_order() -> None:
    pairs = [("took", " ..3d "), ("later", "A > B"), ("has", "B"), ("has", "A"), ("has", "B"), ("kind", "nps")]
    filters = read_filters(pairs)
    assert filters.pairs() == (("kind", "nps"), ("has", "A"), ("has", "B"), ("later", "A>B"), ("took", "..3d"))
    assert read_filters(filters.pairs()) == filters
    assert filters and filters != Filters()
