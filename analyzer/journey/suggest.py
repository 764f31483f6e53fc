"""Draft a journey from a log's outline, and say of activities without a stage which one is likeliest and why.

A draft is a beginning that people correct, never a finding: it knows the order of work and the names of things, not
what a customer lives.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from analyzer.journey.groups import Groupings
from analyzer.journey.model import WHOLE_JOURNEY, Activity, Journey, Stage, Target
from analyzer.journey.naming import group_names
from analyzer.journey.placing import likeliest, owner_of, with_suggestions
from analyzer.journey.stated import Pair, matched
from analyzer.journey.targets import target_text
from analyzer.journey.words import shared, stems
from analyzer.tables.outline import Heard, Outline

_NAMED = "Customer journey"
_SOLVED = re.compile("resolv|solved|deliver|fulfil|complet|hand over")  # what a customer waits for
_OTHER = 0.2  # what each group more or fewer than the work itself falls into must be worth


def draft_journey(
    outline: Outline, name: str = _NAMED, deadlines: Sequence[str] = (), verdicts: Sequence[Target] = ()
) -> Journey:
    """A journey of four to eight stages in the order in which their work happens; fewer where the log has fewer
    activities.

    Where signals state stages (`outline.heard`) these give the names, and one without any work becomes a stage without
    activities. `deadlines` are columns with a time of the case: one that shares a word with a stage becomes its target;
    `verdicts`, targets by a column of the log, go to the stage that ends what customers wait for. All other targets
    stay out, so that they are derived from the data. It is marked as a draft. The same outline gives the same draft.
    """
    groups = Groupings(outline)
    if not groups.steps:
        return Journey(name, (), draft=True)
    pairs = _pairs(groups, outline.heard)
    names = _names(pairs)
    stages = [
        Stage(
            no,
            title,
            owner=owner_of(group or ()),
            activities=tuple(Activity(one.activity) for one in group or ()),
            touchpoints=heard.touchpoints if heard else (),
        )
        for no, (title, (group, heard)) in enumerate(zip(names, pairs, strict=True))
    ]
    drafted = _one_stage_a_touchpoint(Journey(name, tuple(stages), draft=True))
    rest = likeliest(drafted, outline)
    judged = _with_verdicts(with_suggestions(drafted, rest, outline), verdicts)
    return _with_deadlines(judged, deadlines)


def _pairs(groups: Groupings, heard: Sequence[Heard]) -> list[Pair]:
    """Groups and the stages that customers name; where they name some, the number of groups that fits them best."""
    if not heard:
        return [(group, None) for group in groups.of[groups.best]]
    tried = {k: matched(groups.of[k], heard) for k in groups.numbers}
    best = max(sorted(tried), key=lambda k: (tried[k][0] - _OTHER * abs(k - groups.best), k))
    return tried[best][1]


def _names(pairs: Sequence[Pair]) -> list[str]:
    """What customers call it, else what the group's activities say."""
    said = {heard.stage.casefold() for _, heard in pairs if heard}
    own = iter(group_names([group for group, heard in pairs if group and not heard]))
    found = []
    for _, heard in pairs:
        name = heard.stage if heard else next(own).name
        found.append(f"{name} (work)" if not heard and name.casefold() in {*said, WHOLE_JOURNEY} else name)
    return found


def _one_stage_a_touchpoint(journey: Journey) -> Journey:
    """Each touchpoint in the first stage that has it: one of two stages tells nothing."""
    seen: set[str] = set()
    stages = []
    for stage in journey.stages:
        own = tuple(point for point in stage.touchpoints if point not in seen)
        seen |= set(own)
        stages.append(replace(stage, touchpoints=own))
    return replace(journey, stages=tuple(stages))


def _with_verdicts(journey: Journey, verdicts: Sequence[Target]) -> Journey:
    """Each of the log's own verdicts as the target of the last stage in which something is solved or delivered; with
    none such of the last stage that has work."""
    stages = list(journey.stages)
    for verdict in verdicts:
        free = [stage for stage in stages if stage.activities and stage.target is None]
        ends = [stage for stage in free if any(_SOLVED.search(a.name.casefold()) for a in stage.activities)]
        if free:
            stage = (ends or free)[-1]
            stages[stage.no] = replace(stage, target=replace(verdict, text=target_text(verdict)))
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
