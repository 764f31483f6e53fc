"""Groups of activities and the stages that customers name: which belongs to which, both in their order."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.journey.groups import place
from analyzer.journey.planned_way import Group
from analyzer.journey.words import shared, stems
from analyzer.tables.outline import Heard, PlacedActivity

NAME, TOUCHPOINT, TEAM, NEARNESS = 1.0, 0.4, 0.5, 0.3  # what likeness of each sort weighs
EARLY = 0.05  # a signal may fall this far before the work that it is about
BEFORE = 2.0  # what it costs when it falls farther before
UNLIKE = 0.8  # what it costs when nothing in their names is alike
UNNAMED, UNDONE = 0.25, 0.5  # a group that no signal names; a stage without work, by its share of the signals
_BY_NAME = 0.5  # of a group's work, for a stage beside it to take it in
Pair = tuple[Group | None, Heard | None]


def matched(groups: Sequence[Group], heard: Sequence[Heard]) -> tuple[float, list[Pair]]:
    """How well groups and stages fit in order, and the pairs: a group without a stage or a stage without a group
    stands alone.

    The best of all pairings that keep both orders (dynamic programming); `heard` in the order of its signals.
    """
    most = max((one.signals for one in heard), default=1)
    rows, columns = len(groups), len(heard)
    best: list[list[tuple[float, tuple[int, int]]]] = [[(0.0, (0, 0))] * (columns + 1) for _ in range(rows + 1)]
    for i in range(rows + 1):
        for j in range(columns + 1):
            ways: list[tuple[float, tuple[int, int]]] = []
            if i and j:
                ways.append((best[i - 1][j - 1][0] + _fit(groups[i - 1], heard[j - 1]), (1, 1)))
            if i:
                ways.append((best[i - 1][j][0] - UNNAMED, (1, 0)))
            if j:
                ways.append((best[i][j - 1][0] - UNDONE * heard[j - 1].signals / most, (0, 1)))
            if ways:
                best[i][j] = max(ways, key=lambda way: (way[0], way[1]))
    pairs: list[Pair] = []
    i, j = rows, columns
    while i or j:
        down, right = best[i][j][1]
        pairs.append((groups[i - 1] if down else None, heard[j - 1] if right else None))
        i, j = i - down, j - right
    return best[rows][columns][0], _gathered(pairs[::-1])


def _gathered(pairs: list[Pair]) -> list[Pair]:
    """A group that its own stage does not name, beside one that a stage names for both, joins that stage."""
    found = list(pairs)
    for here, (group, own) in enumerate(pairs):
        if not group or (own and _likeness(group, own) > 0):
            continue
        for beside in (here - 1, here + 1):
            other, stage = found[beside] if 0 <= beside < len(found) else (None, None)
            if other and stage and _named(group, stage) > _BY_NAME and _likeness(other, stage) > 0:
                both = sorted((*other, *group), key=lambda one: (one.position, one.activity))
                found[beside], found[here] = (tuple(both), stage), (None, own)
                break
    return [(group, stage) for group, stage in found if group or stage]


def _fit(group: Group, stage: Heard) -> float:
    """How well a stage that customers name fits a group of activities: by names, and by where its signals fall."""
    likeness = _likeness(group, stage)
    score = likeness if likeness > 0 else -UNLIKE
    if stage.position is None:
        return score
    ahead = stage.position - place(group)[0]
    return score + NEARNESS * (1 - min(1.0, abs(ahead))) - (BEFORE if ahead < -EARLY else 0.0)


def _likeness(group: Group, stage: Heard) -> float:
    """What part of a group's work shares a word with the stage, its touchpoints and its team, weighed."""
    name, points = stems(stage.stage), [stems(point) for point in stage.touchpoints]
    by_touch = _part(group, [one for one in group if any(shared(point, stems(one.activity)) for point in points)])
    by_team = _part(group, [one for one in group if one.team and shared(name, stems(one.team))])
    return NAME * _named(group, stage) + TOUCHPOINT * by_touch + TEAM * by_team


def _named(group: Group, stage: Heard) -> float:
    """What part of a group's work shares a word with the stage's name."""
    return _part(group, [one for one in group if shared(stems(stage.stage), stems(one.activity))])


def _part(group: Group, fits: Sequence[PlacedActivity]) -> float:
    return sum(one.cases for one in fits) / (sum(one.cases for one in group) or 1)
