"""Every path, against tests/kept_project.py: three orders take one path (11, 24, 37.5 h), one another (49 h)."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.slices import PATH_ORDERS, all_paths, read_filters

ALL = read_filters([])
WAY = ("Place order", "Confirm order", "Load truck", "Hand over")
CALLED = ("Place order", "Confirm order", "Load truck", "Call", "Hand over")


def test_all_of_them_with_durations_and_unhappiness(run: Path) -> None:
    found = all_paths(run, ALL)
    assert (found.found, found.total, found.cases, found.page, found.pages) == (2, 2, 4, 1, 1)
    one, other = found.rows
    assert (one.activities, one.rank, one.cases, one.share, one.median_s) == (WAY, 1, 3, 0.75, 24 * 3600.0)
    assert one.p90_s == pytest.approx((24 + 0.8 * 13.5) * 3600)
    assert (one.heard.heard, one.heard.unhappy) == (3, 2)
    assert (other.activities, other.cases, other.heard.unhappy) == (CALLED, 1, 1)


def test_orders(run: Path) -> None:
    first = {order: all_paths(run, ALL, order=order).rows[0].activities for order in PATH_ORDERS}
    assert first == {"cases": WAY, "unhappy": WAY, "longest": CALLED, "shortest": WAY, "steps": CALLED}


@pytest.mark.parametrize(
    ("words", "ranks"),
    [
        ("call", [2]), ("ORDER", [1, 2]), ("load > hand", [1, 2]), ("call → hand", [2]), ("hand > call", []),
        ("zzz", []), (" > ", [1, 2]), ("[", []),
    ],
)  # fmt: skip
def test_a_search(run: Path, words: str, ranks: list[int]) -> None:
    found = all_paths(run, ALL, words)
    assert [one.rank for one in found.rows] == ranks
    assert found.total == 2


def test_filters_and_pages_beyond_the_last(run: Path) -> None:
    found = all_paths(run, read_filters([("has", "Call")]), page=9)
    assert ([one.activities for one in found.rows], found.page) == ([CALLED], 1)
    assert all_paths(run, read_filters([("segment", "region:West")])).rows == ()
