"""Draft a journey from a log's outline, and say of activities without a stage which one is likeliest and why.

A draft is a beginning that people correct, never a finding: it knows the order of work and the names of things, not
what a customer lives.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from analyzer.journey.groups import Group, best_number, core_of, groupings, place
from analyzer.journey.model import WHOLE_JOURNEY, Activity, Journey, Stage, Target
from analyzer.journey.naming import group_names
from analyzer.journey.stated import Pair, matched
from analyzer.journey.targets import target_text
from analyzer.journey.words import same, shared, stem, stems, weights, words_of
from analyzer.tables.outline import Heard, Outline, Placed

BESIDE, ALIKE, TEAM = 0.5, 0.35, 0.15  # what neighbours in the case, shared words and the team weigh
APART = 0.05  # what distance in the case takes away
_NO_REASON = "is nearest to it in the case"
_NAMED = "Customer journey"
_OTHER = 0.2  # what each group more or fewer than the work itself falls into must be worth


@dataclass(frozen=True)
class Suggestion:
    """An activity that no stage claims, the likeliest stage, how likely next to the others (0–1), and why in words."""

    activity: str
    stage_no: int
    stage: str
    strength: float
    reason: str


def draft_journey(outline: Outline, name: str = _NAMED, deadlines: Sequence[str] = ()) -> Journey:
    """A journey of four to eight stages in the order in which their work happens; fewer where the log has fewer
    activities.

    Where signals state stages (`outline.heard`) these give the names, and one without any work becomes a stage without
    activities. `deadlines` are columns with a time of the case: one that shares a word with a stage becomes its target;
    all other targets stay out, so that they are derived from the data. The same outline gives the same draft.
    """
    core = core_of(outline)
    if not core:
        return Journey(name, ())
    pairs = _pairs(core, outline.heard)
    names = _names(pairs)
    stages = [
        Stage(
            no,
            title,
            owner=_owner(group),
            activities=tuple(Activity(one.activity) for one in group or ()),
            touchpoints=heard.touchpoints if heard else (),
        )
        for no, (title, (group, heard)) in enumerate(zip(names, pairs, strict=True))
    ]
    drafted = _one_stage_a_touchpoint(Journey(name, tuple(stages)))
    rest = likeliest(drafted, outline)
    return _with_deadlines(with_suggestions(drafted, rest, outline), deadlines)


def likeliest(journey: Journey, outline: Outline) -> tuple[Suggestion, ...]:
    """For each activity that no stage claims the likeliest stage: by its neighbours in the case, by words and by team.

    In the order of the outline. Empty where the journey has no stage.
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
    return tuple(_likeliest(one, facts, beside.get(one.activity, {}), weight, kin) for one in free)


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


def _pairs(core: Group, heard: Sequence[Heard]) -> list[Pair]:
    """Groups and the stages that customers name; where they name some, the number of groups that fits them best."""
    every = groupings(core) or {len(core): tuple((one,) for one in core)}
    number = best_number(core)
    chosen = every.get(number) or every[max(every)]
    if not heard:
        return [(group, None) for group in chosen]
    tried = {k: matched(groups, heard) for k, groups in every.items()}
    best = max(sorted(tried), key=lambda k: (tried[k][0] - _OTHER * abs(k - number), k))
    return tried[best][1]


def _names(pairs: Sequence[Pair]) -> list[str]:
    """What customers call it, else what the group's activities say."""
    said = {heard.stage.casefold() for _, heard in pairs if heard}
    own = iter(group_names([group for group, heard in pairs if group and not heard]))
    found = []
    for _, heard in pairs:
        name = heard.stage if heard else next(own)
        found.append(f"{name} (work)" if not heard and name.casefold() in {*said, WHOLE_JOURNEY} else name)
    return found


def _owner(group: Group | None) -> str | None:
    """The team that does more than half of a group's work."""
    counts: dict[str, int] = {}
    for one in group or ():
        if one.team:
            counts[one.team] = counts.get(one.team, 0) + one.cases
    whole = sum(one.cases for one in group or ())
    return next((team for team in sorted(counts) if 2 * counts[team] > whole), None)


def _one_stage_a_touchpoint(journey: Journey) -> Journey:
    """Each touchpoint in the first stage that has it: one of two stages tells nothing."""
    seen: set[str] = set()
    stages = []
    for stage in journey.stages:
        own = tuple(point for point in stage.touchpoints if point not in seen)
        seen |= set(own)
        stages.append(replace(stage, touchpoints=own))
    return replace(journey, stages=tuple(stages))


def _with_deadlines(journey: Journey, deadlines: Sequence[str]) -> Journey:
    """Each deadline of the case as the target of the last stage with whose name or last activity it shares a word."""
    stages = list(journey.stages)
    for column in sorted(deadlines):
        for stage in reversed(stages):
            if stage.target or not stage.activities:
                continue
            if shared(stems(column), stems(stage.name) | stems(stage.activities[-1].name)):
                target = Target(end=stage.activities[-1].name, by=column)
                stages[stage.no] = replace(stage, target=replace(target, text=target_text(target)))
                break
    return replace(journey, stages=tuple(stages))


@dataclass(frozen=True)
class _Facts:
    """What is known of a stage: the stems of its names, who does most of it, where its work stands."""

    stage: Stage
    names: tuple[frozenset[str], ...]
    team: str | None
    position: float | None


@dataclass
class _Beside:
    """How often each activity of a stage comes right before and right after an activity."""

    before: dict[str, int] = field(default_factory=dict)
    after: dict[str, int] = field(default_factory=dict)

    @property
    def number(self) -> int:
        return sum(self.before.values()) + sum(self.after.values())


def _facts(stage: Stage, placed: dict[str, Placed]) -> _Facts:
    group = tuple(placed[a.name] for a in stage.activities if a.name in placed)
    names = dict.fromkeys(stems(name) for name in (stage.name, *(a.name for a in stage.activities)))
    return _Facts(stage, tuple(names), _owner(group), place(group)[0] if group else None)


def _kin(facts: Sequence[_Facts]) -> Callable[[str], frozenset[str]]:
    """Stem → the stems of the stages' names that mean the same word; each looked for once."""
    spoken = sorted({word for known in facts for name in known.names for word in name})
    return cache(lambda word: frozenset(other for other in spoken if same(word, other)))


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
    one: Placed,
    facts: Sequence[_Facts],
    beside: dict[int, _Beside],
    weight: dict[str, float],
    kin: Callable[[str], frozenset[str]],
) -> Suggestion:
    whole = sum(side.number for side in beside.values()) or 1
    mine = stems(one.activity)
    akin = frozenset().union(*(kin(word) for word in mine))
    scores = []
    for known in facts:
        no = known.stage.no
        alike = max((shared(mine, name, weight) for name in known.names if not akin.isdisjoint(name)), default=0.0)
        team = 1.0 if one.team and one.team == known.team else 0.0
        near = beside[no].number / whole if no in beside else 0.0
        apart = abs(one.position - known.position) if known.position is not None else 1.0
        scores.append((BESIDE * near + ALIKE * alike + TEAM * team - APART * apart, -no, known))
    best = max(scores, key=lambda found: found[:2])
    total = sum(max(score, 0.0) for score, *_ in scores)
    known = best[2]
    reason = "; ".join(_reasons(one, known, beside.get(known.stage.no, _Beside())))
    strength = max(best[0], 0.0) / total if total > 0 else 0.0
    return Suggestion(one.activity, known.stage.no, known.stage.name, strength, reason or _NO_REASON)


def _reasons(one: Placed, known: _Facts, beside: _Beside) -> list[str]:
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
