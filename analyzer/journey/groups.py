"""The planned steps in groups of neighbours: parted where time passes, cases end, words or teams change."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

from analyzer.journey.model import Activity, Journey, Stage
from analyzer.journey.placing import likeliest
from analyzer.journey.planned_way import Group, Ways, planned
from analyzer.journey.words import overlap, stems, weights
from analyzer.tables.outline import Outline, PlacedActivity

FEWEST, MOST = 4, 8  # groups
# What parts two steps: the time between them (its logarithm, as a share of the longest), the cases that do not go on,
# names without a word in common, another team. In all from 0 to 1.
TIME, LEFT, WORDS, TEAM = 1.0, 0.5, 0.5, 0.4
PARTED = 0.55  # from here on a group is one of its own
_CASES = 1 / 3  # the power of the share of the cases that come to it: a parting that few live matters less
_SIZE = 0.5  # the power of the harmonic mean of both sizes: as in Ward's linkage, small groups join first


class Groupings:
    """The groups for each number of them, and the number at which joining would put together what is apart.

    Agglomerative, of neighbours only, so that every group is a stretch of the planned way; of joins that cost the same
    the first is made.
    """

    def __init__(self, outline: Outline) -> None:
        self.steps = planned(outline)
        self.of: dict[int, tuple[Group, ...]] = {}
        self._costs: dict[int, float] = {}  # number of groups → what the next join costs
        partings = _partings(outline, self.steps)
        groups = [[i] for i in range(len(self.steps))]
        while groups:
            costs = [_cost(one, other, partings) for one, other in pairwise(groups)]
            self.of[len(groups)] = tuple(tuple(self.steps[i] for i in group) for group in groups)
            if not costs:
                break
            self._costs[len(groups)] = min(costs)
            first = costs.index(min(costs))
            groups[first : first + 2] = [groups[first] + groups[first + 1]]

    @property
    def numbers(self) -> tuple[int, ...]:
        """The numbers of groups that a journey may have: FEWEST to MOST, fewer where there are fewer steps."""
        return tuple(k for k in sorted(self.of) if min(FEWEST, len(self.steps)) <= k <= MOST)

    @property
    def best(self) -> int:
        """The greatest number of groups of which each is parted from the next."""
        apart = [k for k in self.numbers if self._costs.get(k, 0.0) >= PARTED]
        return max(apart, default=min(self.numbers, default=0))


def place(group: Sequence[PlacedActivity]) -> tuple[float, str]:
    """Where a group stands in the case: its mean position, by cases."""
    cases = sum(one.cases for one in group) or 1
    return sum(one.position * one.cases for one in group) / cases, group[0].activity


def _cost(one: Sequence[int], other: Sequence[int], partings: Sequence[float]) -> float:
    """What joining two neighbours costs."""
    size = 2 * len(one) * len(other) / (len(one) + len(other))
    return partings[one[-1]] * size**_SIZE


def _partings(outline: Outline, steps: Group) -> list[float]:
    """For each step but the last how much parts it from the next, 0–1."""
    ways = Ways(outline)
    weight = weights(one.activity for one in outline.activities)
    names = _with_rest(outline, steps)
    gaps = [math.log1p(max(ways.gap_s(a, b) or 0.0, 0.0)) for a, b in pairwise(steps)]
    longest = max(gaps, default=0.0) or 1.0
    found = []
    for i, (one, other) in enumerate(pairwise(steps)):
        alike = [overlap(a, b, weight) for a in names[i] for b in names[i + 1]]
        cost = TIME * gaps[i] / longest + LEFT * max(0.0, 1 - other.cases / one.cases)
        cost, whole = cost + WORDS * (1 - math.fsum(alike) / len(alike)), TIME + LEFT + WORDS
        if one.team and other.team:
            cost, whole = cost + TEAM * (one.team != other.team), whole + TEAM
        found.append(cost / whole * (one.cases / (outline.cases or 1)) ** _CASES)
    return found


def _with_rest(outline: Outline, steps: Group) -> list[list[frozenset[str]]]:
    """For each step the stems of its name and of those that interrupt it."""
    alone = Journey(
        "steps", tuple(Stage(i, s.activity, activities=(Activity(s.activity),)) for i, s in enumerate(steps))
    )
    names = [[stems(one.activity)] for one in steps]
    for found in likeliest(alone, outline):
        names[found.stage_no].append(stems(found.activity))
    return names
