"""Activities in groups: those that stand near each other in the case, share words and are done by the same team."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from analyzer.journey.words import shared, stems, weights
from analyzer.tables.outline import Outline, Placed

FEWEST, MOST = 4, 8  # groups
NEAR = 0.5  # positions this far apart have nothing in common
POSITION, WORDS, TEAM = 1.0, 0.5, 0.6  # what nearness, words and teams weigh
RARE = 0.05  # of the cases; what happens less often makes no group of its own
MOST_GROUPED = 150
Group = tuple[Placed, ...]


def core_of(outline: Outline) -> Group:
    """The activities from which groups are made: all but the rare ones, where enough are left."""
    often = [one for one in outline.activities if one.cases >= RARE * outline.cases]
    kept = often if len(often) >= FEWEST else list(outline.activities)
    kept = sorted(kept, key=lambda one: (-one.cases, one.position, one.activity))[:MOST_GROUPED]
    return tuple(sorted(kept, key=lambda one: (one.position, one.activity)))


def groupings(activities: Group) -> dict[int, tuple[Group, ...]]:
    """For each number of groups from FEWEST to MOST the groups, in the order of their place in the case.

    Average linkage over `distance`; of merges equally near the first in the order of activities is made.
    """
    found: dict[int, tuple[Group, ...]] = {}
    for groups, _ in _merges(activities):
        if len(groups) <= MOST:
            found[len(groups)] = tuple(sorted((tuple(activities[i] for i in g) for g in groups), key=place))
        if len(groups) <= FEWEST:
            break
    return found


def best_number(activities: Group) -> int:
    """The number of groups after which merging would cost most more than before: where the activities fall apart."""
    costs = {len(groups): cost for groups, cost in _merges(activities)}
    numbers = [k for k in sorted(costs) if FEWEST <= k <= MOST]
    if not numbers:
        return len(activities)
    return max(numbers, key=lambda k: (costs[k] - costs.get(k + 1, costs[k]), k))


def place(group: Sequence[Placed]) -> tuple[float, str]:
    """Where a group stands in the case: its mean position, by cases."""
    cases = sum(one.cases for one in group) or 1
    return sum(one.position * one.cases for one in group) / cases, group[0].activity


def distances(activities: Group) -> Any:
    """How unlike two activities are, 0–1: the weighted mean of what parts them in place, words and team."""
    import numpy as np

    weight = weights(one.activity for one in activities)
    words = [stems(one.activity) for one in activities]
    span = (max(a.position for a in activities) - min(a.position for a in activities)) or 1.0
    apart = np.zeros((len(activities), len(activities)))
    for i, one in enumerate(activities):
        for j in range(i):
            other = activities[j]
            far = min(1.0, abs(one.position - other.position) / span / NEAR)
            cost, whole = POSITION * far + WORDS * (1 - shared(words[i], words[j], weight)), POSITION + WORDS
            if one.team and other.team:
                cost, whole = cost + TEAM * (one.team != other.team), whole + TEAM
            apart[i, j] = apart[j, i] = cost / whole
    return apart


def _merges(activities: Group) -> Iterator[tuple[list[list[int]], float]]:
    """The groups at each step and what the next merge costs, from one group an activity to one of all."""
    import numpy as np

    apart = distances(activities)
    np.fill_diagonal(apart, np.inf)
    groups = [[i] for i in range(len(activities))]
    while len(groups) > 1:
        one, other = divmod(int(np.argmin(apart)), len(groups))
        one, other = min(one, other), max(one, other)
        yield [list(group) for group in groups], float(apart[one, other])
        sizes = len(groups[one]), len(groups[other])
        merged = (apart[one] * sizes[0] + apart[other] * sizes[1]) / sum(sizes)
        apart[one], apart[:, one] = merged, merged
        apart[one, one] = np.inf
        apart = np.delete(np.delete(apart, other, 0), other, 1)
        groups[one] = sorted(groups[one] + groups.pop(other))
    yield groups, 1.0
