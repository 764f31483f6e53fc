"""Handovers as a network, against tests/kept_project.py: Sales places and confirms, the depot loads and hands over;
once the night depot hands over, once Sales calls in between."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.errors import ArgumentError
from analyzer.figures.team_network import against, arc_rows, network, network_caption, node_rows
from analyzer.slices import read_filters, team_network
from analyzer.tables.heard_share import HeardShare
from analyzer.tables.interval import Interval

ALL = read_filters([])


def arcs(run: Path, *pairs: tuple[str, str], most: int = 12) -> dict[tuple[str, str], tuple[int, float, int, int]]:
    found = team_network(run, read_filters(pairs), most=most)
    return {(a.giver, a.taker): (a.times, a.median_s, a.heard.cases, a.heard.unhappy) for a in found.arcs}


def test_arcs_by_hand(run: Path) -> None:
    # Confirmed to loaded: 2 h, 21 h, 30 and 20 minutes; called to handed over: 47 h. The median of the five is 2 h.
    assert arcs(run) == {
        ("Sales", "Depot"): (5, 7200.0, 4, 3),
        ("Depot", "Night depot"): (1, 36_000.0, 1, 1),
        ("Depot", "Sales"): (1, 5_400.0, 1, 1),
    }
    assert arcs(run, ("segment", "region:North")) == {("Sales", "Depot"): (2, (2 + 21) / 2 * 3600, 2, 1)}


def test_nodes_and_what_their_customers_say(run: Path) -> None:
    found = team_network(run, ALL)
    assert (found.column, found.offered, found.folded, found.unknown) == ("team", ("team",), 0, 0)
    assert [(n.name, n.events, n.heard.cases, n.heard.unhappy) for n in found.nodes] == [
        ("Sales", 9, 4, 3), ("Depot", 7, 4, 3), ("Night depot", 1, 1, 1),
    ]  # fmt: skip


def test_names_beyond_the_busiest_stand_together(run: Path) -> None:
    found = team_network(run, ALL, most=1)
    assert ([n.name for n in found.nodes], found.folded, found.named) == (["Sales", "others"], 2, 3)
    # What goes from the depot to the night depot stays among the others.
    assert arcs(run, most=1) == {("Sales", "others"): (5, 7200.0, 4, 3), ("others", "Sales"): (1, 5_400.0, 1, 1)}
    assert "2 of 3 names stand together as “others”" in network_caption(found, "order")


def test_an_unknown_column_is_refused(run: Path) -> None:
    with pytest.raises(ArgumentError, match="write team"):
        team_network(run, ALL, "teem")


def test_the_drawing_and_its_tables(run: Path) -> None:
    found = team_network(run, ALL)
    svg = network(found, "order")
    assert svg.count("<g ") >= 6 and "5 · 75" in svg
    assert arc_rows(found, "order")[0]["unhappy share"].startswith("75")
    assert [row["who"] for row in node_rows(found, "order")] == ["Sales", "Depot", "Night depot"]


def test_a_colour_says_only_what_chance_does_not_explain() -> None:
    whole = HeardShare(100, 100, 20, Interval(0.2, 0.13, 0.29))
    assert against(HeardShare(50, 50, 20, Interval(0.4, 0.28, 0.54)), whole) == "more"
    assert against(HeardShare(50, 50, 2, Interval(0.04, 0.01, 0.13)), whole) == "less"
    assert against(HeardShare(5, 5, 3, Interval(0.6, 0.19, 0.9)), whole) == "alike"
    assert against(HeardShare(5), whole) == "alike"
