"""Draft a journey from a log's outline, and say of activities without a stage which one is likeliest and why.

A draft is a beginning that people correct, never a finding: it knows the order of work and the names of things, not
what a customer lives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from analyzer.journey.groups import Group, best_number, core_of, groupings, place
from analyzer.journey.model import WHOLE_JOURNEY, Activity, Journey, Stage, Target
from analyzer.journey.naming import group_names
from analyzer.journey.stated import Pair, matched
from analyzer.journey.targets import target_text
from analyzer.journey.words import same, shared, stem, stems, weights, words_of
from analyzer.tables.outline import Heard, Outline, Placed

BESIDE, ALIKE, TEAM = 0.5, 0.35, 0.15  # what neighbours in the case, shared words and the team weigh
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
    return tuple(_likeliest(one, journey, outline, known, weight) for one in free)


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


def _likeliest(
    one: Placed, journey: Journey, outline: Outline, known: dict[str, int], weight: dict[str, float]
) -> Suggestion:
    beside = _neighbours(one.activity, outline, known)
    whole = sum(beside.values()) or 1
    scores = []
    for stage in journey.stages:
        likeness = _likeness(one.activity, stage, weight)
        team = 1.0 if one.team and one.team == _team_of(stage, outline) else 0.0
        score = BESIDE * beside.get(stage.no, 0) / whole + ALIKE * likeness + TEAM * team
        scores.append((score - 0.05 * _apart(one, stage, outline), -stage.no, stage))
    best = max(scores, key=lambda found: found[:2])
    total = sum(max(score, 0.0) for score, *_ in scores)
    stage = best[2]
    reason = "; ".join(_reasons(one, stage, outline, known)) or "nothing says more for another stage"
    return Suggestion(one.activity, stage.no, stage.name, max(best[0], 0.0) / total if total > 0 else 0.0, reason)


def _neighbours(activity: str, outline: Outline, known: dict[str, int]) -> dict[int, int]:
    """Stage → how often an activity of it comes right before or right after."""
    counts: dict[int, int] = {}
    for (before, after), n in sorted(outline.follows.items()):
        other = after if before == activity else before if after == activity else None
        if other in known:
            counts[known[other]] = counts.get(known[other], 0) + n
    return counts


def _likeness(activity: str, stage: Stage, weight: dict[str, float]) -> float:
    """The most that the name shares with the stage's own name or with one of its activities, 0–1."""
    mine = stems(activity)
    names = (stage.name, *(one.name for one in stage.activities))
    return max(shared(mine, stems(name), weight) for name in names)


def _team_of(stage: Stage, outline: Outline) -> str | None:
    return _owner(tuple(p for a in stage.activities if (p := outline.of(a.name)) is not None))


def _apart(one: Placed, stage: Stage, outline: Outline) -> float:
    """How far from the stage's work an activity stands, 0–1; 1 for a stage without work."""
    group = tuple(p for a in stage.activities if (p := outline.of(a.name)) is not None)
    return abs(one.position - place(group)[0]) if group else 1.0


def _reasons(one: Placed, stage: Stage, outline: Outline, known: dict[str, int]) -> list[str]:
    """What speaks for the stage, in words."""
    found = []
    before = _most(outline, known, stage.no, lambda pair: pair[0] if pair[1] == one.activity else None)
    after = _most(outline, known, stage.no, lambda pair: pair[1] if pair[0] == one.activity else None)
    if before and after and before != after:
        found.append(f"happens between {before} and {after}")
    elif before or after:
        found.append(f"happens right after {before}" if before else f"happens right before {after}")
    words = _common_words(one.activity, stage)
    if words:
        found.append(f"shares the word{'s' if len(words) > 1 else ''} {' and '.join(f'“{w}”' for w in words)}")
    if one.team and one.team == _team_of(stage, outline):
        found.append(f"is done by {one.team}, as most of {stage.name}")
    return found


def _most(outline: Outline, known: dict[str, int], stage_no: int, side: object) -> str | None:
    """The stage's activity that most often stands on a side of it."""
    assert callable(side)
    counts: dict[str, int] = {}
    for pair, n in outline.follows.items():
        other = side(pair)
        if other is not None and known.get(other) == stage_no:
            counts[other] = counts.get(other, 0) + n
    return min(counts, key=lambda name: (-counts[name], name)) if counts else None


def _common_words(activity: str, stage: Stage) -> list[str]:
    theirs = set().union(*(stems(name) for name in (stage.name, *(one.name for one in stage.activities))))
    return list(dict.fromkeys(w for w in words_of(activity) if any(same(stem(w), o) for o in sorted(theirs))))[:2]
