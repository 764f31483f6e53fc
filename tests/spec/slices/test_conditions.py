"""Conditions on whole cases: what happened, in which order, how long it took, what both sides say of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from analyzer.engine import open_engine
from analyzer.errors import ArgumentError
from analyzer.inside_out.variants import signs_of
from analyzer.jobs.analyse import analyse_project
from analyzer.settings.spans import Span, duration_text, read_span, span_text
from analyzer.slices import (
    Filters,
    Question,
    answer,
    cause_text,
    choices,
    in_order,
    list_cases,
    read_cause,
    read_filters,
)  # fmt: skip
from analyzer.slices.conditions import where_they_hold
from analyzer.words.filter_words import condition_words
from tests.kept_project import ODD, newest, small_project

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
        ([("took", ">1d..3d")], {"back", "twice"}),  # without its first end
        ([("took", "..0s")], {"one"}),
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
        # Loaded to handed over: a1 21 h, a2 12.5 h, b1 10 h; of ODD a call comes between.
        ([("follows", "Load truck>Hand over<12h")], {"b1"}),
        ([("follows", "Load truck>Hand over<10h..12.5h")], {"a2", "b1"}),
        ([("follows", "Load truck>Hand over<>12.5h..")], {"a1"}),
        # Confirmed to handed over: 23 h, 33.5 h, 10.5 h, 48 h 50 min.
        ([("later", "Confirm order>Hand over<24h")], {"a1", "b1"}),
        ([("later", "Confirm order>Hand over<1d..2d")], {"a2"}),
        ([("later", "Hand over>Confirm order<9d")], set()),
        ([("later", "Call>Call<9d")], set()),
        ([("cause", "activity;activity=Call")], {ODD}),
        ([("cause", "missing;activity=Call")], {"a1", "a2", "b1"}),
        ([("cause", "team;value=Night depot;stage=Delivery")], {"b1"}),
        ([("cause", "path;from=Load truck;to=Hand over"), ("segment", "region:North")], {"a1", "a2"}),
        ([("cause", "activity;activity=Cal")], set()),
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
        ("follows", "Load truck>Hand over<soon", "not a duration"),
        ("number", "amount", "write it like number=amount:100..500"),
        ("number", "amount:1..x", "x: not a number"),
        ("number", "region:1..2", "the log has no such attribute"),
        ("cause", "activty;activity=Call", "write activity"),
        ("cause", "activity", "add ;activity="),
        ("cause", "repeat;activity=Call;at_least=9", "take one of these"),
        ("cause", "repeat;activity=Call;at_least=x", "in digits"),
        ("cause", "wait;from=A;to=B", "add one of the two"),
        ("cause", "activity;activity=Call;colour=red", "key=value"),
        ("cause", "team;value=Night depot", "add ;stage="),
        ("cause", "team;value=Night depot;stage=Delivery;stages=several", "one of the two"),
        ("cause", "returns", "add ;stage="),
        ("cause", "handovers;at_least=2", "add ;stage="),
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


def test_a_range_of_a_number_and_what_it_is_told_by(tmp_path: Path) -> None:
    project = small_project(tmp_path / "amounts")
    log = project.parent / "log.csv"
    head, *rows = log.read_text(encoding="utf-8").splitlines()
    amounts = {"a1": "100.5", "a2": "250", "b1": "900"}
    told = [f"{row},{amounts.get(row.split(',')[0], '')}" for row in rows]
    log.write_text("\n".join([f"{head},amount", *told]) + "\n", encoding="utf-8")
    analyse_project(project, {}, lambda step, share: None)
    run = newest(project.parent)
    assert listed(run, ("number", "amount:100.5..250")) == {"a1", "a2"}
    assert listed(run, ("number", "amount:>250..")) == {"b1"}
    assert listed(run, ("number", "amount:..1e9")) == {"a1", "a2", "b1"}  # of the last nobody knows it
    with pytest.raises(ArgumentError, match="write amount"):
        listed(run, ("number", "amont:1..2"))


def test_a_driver_of_the_document_is_the_same_driver_in_an_address() -> None:
    drivers: list[dict[str, Any]] = [
        {"type": "activity", "activity": "50 % off; now", "stage": "Pay"},
        {"type": "wait", "from": "A", "to": "B", "over_seconds": 7200.5, "stage": None},
        {"type": "attribute", "attribute": "amount", "op": ">=", "value": 100.0, "take": "max", "stage": None},
        {"type": "handovers", "at_least": 5, "stage": "Pay"},
        {"type": "team", "value": "Night depot", "stage": "Pay"},
        {"type": "team", "value": "Night depot", "stage": None},
    ]
    for driver in drivers:
        assert read_cause(cause_text(driver)) == driver
    assert cause_text(drivers[1]) == "wait;from=A;to=B;over_seconds=7200.5"
    assert cause_text(drivers[5]) == "team;value=Night depot;stages=several"
    assert cause_text({**drivers[0], "label": "x", "visits": 3}) == "activity;activity=50 %25 off%3B now;stage=Pay"


def test_conditions_in_words() -> None:
    def said(key: str, text: str) -> str:
        (one,) = read_filters([(key, text)]).conditions
        return condition_words(one.key, one.text, one.activities, read_cause(text) if key == "cause" else None)

    assert said("follows", "A>B<2h") == "B directly after A within 2h"
    assert said("later", "A>B<>1h..2h") == "B later than A after more than 1h to 2h"
    assert said("took", ">1d..") == "took more than 1d"
    assert said("number", "amount:..5") == "amount 5 or less"
    assert said("cause", "missing;activity=Call") == "no Call"


def test_durations_are_written_to_be_read_again() -> None:
    assert [duration_text(s) for s in (172_800.0, 5_400.0, 12.25, 0.0, 90_000.0)] == [
        "2d",
        "90m",
        "12.25s",
        "0s",
        "25h",
    ]
    assert span_text(3_600.0, None) == ">1h.." and span_text(None, 0.0) == "..0s"
    assert read_span(span_text(3_600.0, 7_200.0)) == Span(3_600.0, 7_200.0, above=True)
