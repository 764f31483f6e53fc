"""For activities that no stage claims the likeliest stage: the one that they interrupt, and why in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any

from analyzer.journey.model import Activity, Journey, Stage
from analyzer.journey.planned_way import LIVED, Ways
from analyzer.journey.words import same, shared, stem, stems, weights, words_of
from analyzer.tables.outline import Outline, PlacedActivity

# What it weighs where an activity comes from, where it goes to, what its name shares, and who does it.
FROM, TO, ALIKE, TEAM = 0.5, 0.15, 0.35, 0.15
TEAM_BESIDE = 0.6  # its own team has the stage right beside, and another one where it comes from
_STAYS = 0.95  # a way through activities of no stage tells a little less at each step
_NO_REASON = "is nearest to it in the case"
MOST_WALKED = 1500  # activities of no stage; with more only direct neighbours are looked at


@dataclass(frozen=True)
class Suggestion:
    """An activity that no stage claims, the likeliest stage, how likely next to the others (0–1), and why in words."""

    activity: str
    stage_no: int
    stage: str
    strength: float
    reason: str


@dataclass(frozen=True)
class _Facts:
    """What is known of a stage: the stems of its names and who does most of it."""

    stage: Stage
    names: tuple[frozenset[str], ...]
    team: str | None


@dataclass
class _Beside:
    """How often each activity of a stage comes right before and right after an activity."""

    before: dict[str, int] = field(default_factory=dict)
    after: dict[str, int] = field(default_factory=dict)


def likeliest(journey: Journey, outline: Outline) -> tuple[Suggestion, ...]:
    """For each activity that no stage claims the likeliest stage: by where it comes from, by words and by team.

    It comes from the last stage that most of its cases had begun before; of activities whose order in the cases the
    outline does not hold, from the stages that a walk back through `follows` meets first. In the order of the outline.
    Empty where the journey has no stage.
    """
    known = journey.stage_of
    free = [one for one in outline.activities if one.activity not in known]
    if not journey.stages or not free:
        return ()
    weight = weights([one.activity for one in outline.activities])
    placed = {one.activity: one for one in outline.activities}
    facts = [_facts(stage, placed) for stage in journey.stages]
    beside = _neighbours(outline, known)
    kin = _kin(facts)
    came, goes = _near(journey, outline, free)
    return tuple(
        _likeliest(one, facts, came[i] * FROM + goes[i] * TO, beside.get(one.activity, {}), weight, kin)
        for i, one in enumerate(free)
    )


def with_suggestions(journey: Journey, taken: Sequence[Suggestion], outline: Outline) -> Journey:
    """The journey with the suggested activities in their stages, each at its place by order of occurrence."""
    where = {one.activity: one.position for one in outline.activities}
    stages = []
    for stage in journey.stages:
        new = [Activity(one.activity) for one in taken if one.stage_no == stage.no]
        listed = list(stage.activities)
        for activity in new:
            at = next((i for i, a in enumerate(listed) if where.get(a.name, -1.0) > where[activity.name]), len(listed))
            listed.insert(at, activity)
        stages.append(replace(stage, activities=tuple(listed)))
    return replace(journey, stages=tuple(stages))


def owner_of(group: Sequence[PlacedActivity]) -> str | None:
    """The team that does more than half of a group's work."""
    counts: dict[str, int] = {}
    for one in group:
        if one.team:
            counts[one.team] = counts.get(one.team, 0) + one.cases
    whole = sum(one.cases for one in group)
    return next((team for team in sorted(counts) if 2 * counts[team] > whole), None)


def _facts(stage: Stage, placed: dict[str, PlacedActivity]) -> _Facts:
    group = tuple(placed[a.name] for a in stage.activities if a.name in placed)
    names = dict.fromkeys(stems(name) for name in (stage.name, *(a.name for a in stage.activities)))
    return _Facts(stage, tuple(names), owner_of(group))


def _kin(facts: Sequence[_Facts]) -> Callable[[str], frozenset[str]]:
    """Stem → the stems of the stages' names that mean the same word; each looked for once."""
    spoken = sorted({word for known in facts for name in known.names for word in name})
    return cache(lambda word: frozenset(other for other in spoken if same(word, other)))


def _near(journey: Journey, outline: Outline, free: Sequence[PlacedActivity]) -> tuple[Any, Any]:
    """Where each free activity comes from and where it goes: a row each, a share for each stage."""
    came = _walked(journey, free, outline.follows)
    goes = _walked(journey, free, {(after, before): n for (before, after), n in outline.follows.items()})
    ways = Ways(outline)
    steps = [
        (stage.no, one) for stage in journey.stages for a in stage.activities if (one := outline.of(a.name)) is not None
    ]
    for i, one in enumerate(free):
        begun = [no for no, step in steps if ways.before(step, one) > LIVED * ways.number(one)]
        if begun:
            came[i] = 0.0
            came[i, max(begun)] = 1.0
    return came, goes


def _walked(journey: Journey, free: Sequence[PlacedActivity], follows: dict[tuple[str, str], int]) -> Any:
    """The stage that a walk back from each free activity meets first: the shares of an absorbing Markov chain."""
    import numpy as np

    known, row = journey.stage_of, {one.activity: i for i, one in enumerate(free)}
    inner, out = np.zeros((len(free), len(free))), np.zeros((len(free), len(journey.stages)))
    for (before, after), n in sorted(follows.items()):
        if after not in row or after == before:
            continue
        if before in known:
            out[row[after], known[before]] += n
        elif before in row:
            inner[row[after], row[before]] += n
    whole = inner.sum(axis=1) + out.sum(axis=1)
    whole[whole == 0] = 1
    if len(free) > MOST_WALKED:
        return out / whole[:, None]
    return np.linalg.solve(np.eye(len(free)) - _STAYS * inner / whole[:, None], out / whole[:, None])


def _neighbours(outline: Outline, known: dict[str, int]) -> dict[str, dict[int, _Beside]]:
    """Activity of no stage → stage → its activities right before and right after."""
    found: dict[str, dict[int, _Beside]] = {}
    for (first, second), n in sorted(outline.follows.items()):
        if second not in known and first in known:
            side = found.setdefault(second, {}).setdefault(known[first], _Beside()).before
            side[first] = side.get(first, 0) + n
        if first not in known and second in known:
            side = found.setdefault(first, {}).setdefault(known[second], _Beside()).after
            side[second] = side.get(second, 0) + n
    return found


def _likeliest(
    one: PlacedActivity,
    facts: Sequence[_Facts],
    near: Any,
    beside: dict[int, _Beside],
    weight: dict[str, float],
    kin: Callable[[str], frozenset[str]],
) -> Suggestion:
    mine = stems(one.activity)
    akin = frozenset().union(*(kin(word) for word in mine))
    scores = []
    home = int(near.argmax())
    strange = facts[home].team not in (None, one.team)
    for known in facts:
        no = known.stage.no
        alike = max((shared(mine, name, weight) for name in known.names if not akin.isdisjoint(name)), default=0.0)
        team = 0.0
        if one.team and one.team == known.team:
            team = TEAM_BESIDE if strange and abs(no - home) == 1 else TEAM
        scores.append((float(near[no]) + ALIKE * alike + team, -no, known))
    score, _, known = max(scores, key=lambda found: found[:2])
    total = sum(found[0] for found in scores)
    reason = "; ".join(_reasons(one, known, beside.get(known.stage.no, _Beside())))
    strength = score / total if total > 0 else 0.0
    return Suggestion(one.activity, known.stage.no, known.stage.name, strength, reason or _NO_REASON)


def _reasons(one: PlacedActivity, known: _Facts, beside: _Beside) -> list[str]:
    """What speaks for the stage, in words."""
    found = []
    before, after = _most(beside.before), _most(beside.after)
    if before and after and before != after:
        found.append(f"happens between {before} and {after}")
    elif before or after:
        found.append(f"happens right after {before}" if before else f"happens right before {after}")
    theirs = sorted(set().union(*known.names))
    words = [w for w in dict.fromkeys(words_of(one.activity)) if any(same(stem(w), other) for other in theirs)][:2]
    if words:
        found.append(f"shares the word{'s' if len(words) > 1 else ''} {' and '.join(f'“{w}”' for w in words)}")
    if one.team and one.team == known.team:
        found.append(f"is done by {one.team}, as most of {known.stage.name}")
    return found


def _most(counts: dict[str, int]) -> str | None:
    return min(counts, key=lambda name: (-counts[name], name)) if counts else None
