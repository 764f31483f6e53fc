"""Which part of a process the map shows, and that it never falls apart."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from analyzer.figures.abstraction import END, START, Shown, abstract


def process_of(*variants: tuple[str, int]) -> dict[str, Any]:
    """The graph of cases that are written as words, a letter an activity, each with its number of cases."""
    events: dict[str, int] = {}
    flows: dict[tuple[str, str], int] = {}
    starts: dict[str, int] = {}
    ends: dict[str, int] = {}
    for word, n in variants:
        for letter in word:
            events[letter] = events.get(letter, 0) + n
        for pair in pairwise(word):
            flows[pair] = flows.get(pair, 0) + n
        starts[word[0]] = starts.get(word[0], 0) + n
        ends[word[-1]] = ends.get(word[-1], 0) + n
    return {
        "activities": [
            {"activity": a, "stage": None, "events": n, "cases": n, "repeated_cases": 0} for a, n in events.items()
        ],
        "flows": [
            {"from": a, "to": b, "count": n, "cases": n, "median_s": 60.0, "p90_s": 90.0} for (a, b), n in flows.items()
        ],
        "starts": [{"activity": a, "cases": n} for a, n in starts.items()],
        "ends": [{"activity": a, "cases": n} for a, n in ends.items()],
    }


def shown_of(process: dict[str, Any], max_activities: int = 99, min_path_share: float = 0.0, **keep: Any) -> Shown:
    return abstract(process, max_activities, min_path_share, keep.get("keep", ()), keep.get("keep_arcs", ()))


def test_everything() -> None:
    shown = shown_of(process_of(("abc", 9), ("ac", 1)))
    assert sorted(shown.activities) == ["a", "b", "c"]
    assert set(shown.arcs) == {(START, "a"), ("a", "b"), ("b", "c"), ("a", "c"), ("c", END)}
    assert shown.bridges == ()


def test_rare_paths_go_first() -> None:
    # a → c stands once beside nine a → b: below 20 %; c keeps its arc from b
    shown = shown_of(process_of(("abc", 9), ("ac", 1)), min_path_share=0.2)
    assert ("a", "c") not in shown.arcs
    assert ("b", "c") in shown.arcs


def test_a_rare_path_that_holds_an_activity_to_the_map_stays() -> None:
    shown = shown_of(process_of(("abc", 99), ("axc", 1)), min_path_share=0.5)
    assert {("a", "x"), ("x", "c")} <= set(shown.arcs)


def test_a_way_through_a_hidden_activity_is_a_bridge() -> None:
    # the two most frequent activities are a and c (12 each); only b (10) joins them, and it is hidden
    shown = shown_of(process_of(("abc", 10), ("aa", 1), ("cc", 1)), max_activities=2)
    assert sorted(shown.activities) == ["a", "c"]
    assert shown.bridges == (("a", "c"),)


def test_what_is_lit_is_shown_at_any_setting() -> None:
    process = process_of(("abc", 99), ("axc", 1), ("ac", 1))
    assert "x" in shown_of(process, max_activities=1, keep=["x"]).activities
    shown = shown_of(process, max_activities=1, min_path_share=1.0, keep_arcs=[("a", "c")])
    assert ("a", "c") in shown.arcs


words = st.lists(st.tuples(st.text("abcdefgh", min_size=1, max_size=7), st.integers(1, 50)), min_size=1, max_size=12)


@given(words, st.integers(1, 8), st.floats(0, 1))
def test_every_activity_shown_lies_on_a_way_from_start_to_end(
    variants: list[tuple[str, int]], most: int, share: float
) -> None:
    shown = shown_of(process_of(*variants), most, share)
    drawn = [*shown.arcs, *shown.bridges]

    def reached(origin: str, end: int) -> set[str]:
        found = {origin}
        while True:
            further = {arc[1 - end] for arc in drawn if arc[end] in found} - found
            if not further:
                return found
            found |= further

    assert set(shown.activities) <= reached(START, 0)
    assert set(shown.activities) <= reached(END, 1)
    assert len(shown.activities) == min(most, len({letter for word, _ in variants for letter in word}))


@given(words)
def test_the_order_of_the_rows_changes_nothing(variants: list[tuple[str, int]]) -> None:
    one, other = process_of(*variants), process_of(*reversed(variants))
    assert shown_of(one, 4, 0.3) == shown_of(other, 4, 0.3)
