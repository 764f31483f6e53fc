"""Handovers of work as a network: who gives to whom, and what the customers of these cases say."""

from __future__ import annotations

from dataclasses import dataclass

from analyzer.tables.heard_share import NOBODY, HeardShare

OTHERS = "others"  # what the names beyond the busiest are called together


@dataclass(frozen=True)
class TeamNode:
    """Who does work: the events that they did, and the cases with one of these."""

    name: str
    events: int
    heard: HeardShare


@dataclass(frozen=True)
class TeamArc:
    """Work that goes from one to another: how often one's event is directly followed by the other's in a case, the
    median seconds between the two, and the cases in which it happens."""

    giver: str
    taker: str
    times: int
    median_s: float
    heard: HeardShare


@dataclass(frozen=True)
class TeamNetwork:
    """`column` says who did an event, of those that are `offered`; `nodes` by their events, `arcs` by their times.

    `folded`: how many names stand together as `others`, of all `named`; `unknown`: events of nobody known. `all` are
    the slice's cases. Without a column nothing is known.
    """

    column: str | None
    offered: tuple[str, ...]
    nodes: tuple[TeamNode, ...] = ()
    arcs: tuple[TeamArc, ...] = ()
    folded: int = 0
    named: int = 0
    unknown: int = 0
    all: HeardShare = NOBODY
