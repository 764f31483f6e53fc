"""Differences between two slices, a row a stage, as dots with whiskers around 0."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.figures.dots import Axis, Dot, dots
from analyzer.tables.side_by_side import SharePair
from analyzer.words.difference_words import signed_points
from analyzer.words.language import say
from analyzer.words.side_words import MEASURES, difference_brief, pair_tip

STEPS = (0.05, 0.1, 0.2, 0.3, 0.5, 1.0)


def side_dots(pairs: Sequence[SharePair], measure: str) -> str:
    """The stages' differences A − B of one measure, in points, on an axis with 0 in its middle; every measure has the
    same axis. Empty where no stage has one."""
    rows = [
        Dot(
            one.stage,
            one.difference.value,
            one.difference.low,
            one.difference.high,
            difference_brief(one),
            pair_tip(one),
        )
        for one in pairs
        if one.measure == measure and one.difference.value is not None
    ]
    return dots(rows, difference_axis(pairs), say("side_dots.a_b_in_points", measures=say(MEASURES[measure])))


def difference_axis(pairs: Sequence[SharePair]) -> Axis:
    """As far as the farthest limit, the same on both sides of 0."""
    ends = [abs(end) for one in pairs for end in (one.difference.low, one.difference.high) if end is not None]
    end = next((step for step in STEPS if step >= max(ends, default=0.0)), STEPS[-1])
    return Axis(-end, end, (-end, -end / 2, 0.0, end / 2, end), signed_points)
