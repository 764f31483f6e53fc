"""Filters as they stand in an address, and what is refused."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analyzer.errors import ArgumentError
from analyzer.settings.model import KINDS
from analyzer.slices import Filters, check_filters, read_filters, segment


def test_all_filters_of_an_address() -> None:
    filters = read_filters(
        [
            ("from", "2026-01-05"),
            ("to", "2026-02"),
            ("segment", "region:South"),
            ("segment", "region:North"),
            ("segment", "type:"),
            ("stage", "Delivery"),
            ("kind", "nps"),
            ("view", "table"),
        ]
    )
    assert filters == Filters(
        date(2026, 1, 5),
        date(2026, 2, 28),
        (("region", "North"), ("region", "South"), ("type", "")),
        "Delivery",
        ("nps",),
    )
    assert filters.by_attribute == {"region": ("North", "South"), "type": ("",)}


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [("2028-02", date(2028, 2, 1), date(2028, 2, 29)), ("2026-12", date(2026, 12, 1), date(2026, 12, 31))],
)
def test_a_month_is_its_first_and_its_last_day(text: str, first: date, last: date) -> None:
    filters = read_filters([("from", text), ("to", text)])
    assert (filters.first, filters.last) == (first, last)


def test_nothing_is_all_of_it() -> None:
    assert not read_filters([("from", ""), ("kind", " "), ("project", "North")])


@pytest.mark.parametrize(
    ("pairs", "said"),
    [
        ([("from", "2026-13")], "from=2026-13"),
        ([("to", "2026-02-30")], "to=2026-02-30"),
        ([("from", "yesterday")], "from=yesterday"),
        ([("from", "1799-01-01")], "from=1799-01-01"),
        ([("from", "2026-03"), ("to", "2026-01")], "from 2026-03-01 to 2026-01-31"),
        ([("segment", "North")], "segment=North"),
        ([("segment", ":North")], "segment=:North"),
        ([("kind", "npss")], "write nps"),
    ],
)
def test_nonsense_is_refused_in_words(pairs: list[tuple[str, str]], said: str) -> None:
    with pytest.raises(ArgumentError, match="address of the page") as refused:
        read_filters(pairs)
    assert said in refused.value.message


def test_what_the_run_does_not_have_is_refused_with_the_nearest_name() -> None:
    with pytest.raises(ArgumentError, match="write Delivery"):
        check_filters(Filters(stage="Delivry"), ["Order", "Delivery"], ["region"], [])
    with pytest.raises(ArgumentError, match="write region"):
        check_filters(Filters(segments=(("regio", "North"),)), ["Order"], ["region"], [])


@given(
    st.builds(
        Filters,
        st.none() | st.dates(date(1970, 1, 1), date(2000, 1, 1)),
        st.none() | st.dates(date(2000, 1, 2), date(2100, 1, 1)),
        st.sets(st.tuples(st.text(min_size=1).filter(str.strip), st.text())).map(lambda pairs: tuple(sorted(pairs))),
        st.none() | st.text(min_size=1).filter(lambda name: name == name.strip() and name),
        st.sets(st.sampled_from(KINDS)).map(lambda some: tuple(kind for kind in KINDS if kind in some)),
    )
)
def test_what_is_written_is_read_again(filters: Filters) -> None:
    assert read_filters(filters.pairs()) == filters


def test_a_name_with_a_colon_stands_apart_from_its_value() -> None:
    assert segment("a:b%", "c:d") == "a%3Ab%25:c:d"
    assert read_filters([("segment", "a%3Ab%25:c:d")]).segments == (("a:b%", "c:d"),)


def test_more_than_an_answer_can_be_waited_for_is_refused() -> None:
    most = [("took", f"{n}m..1d") for n in range(1, 41)]
    assert len(read_filters(most * 3).conditions) == 40
    with pytest.raises(ArgumentError) as refused:
        read_filters([*most, ("has", "Call")])
    assert (refused.value.expected, refused.value.found) == (
        "at most 40 conditions on cases",
        "41",
    )
    with pytest.raises(ArgumentError, match="at most 400 segments"):
        read_filters([("segment", f"region:{n}") for n in range(401)])
