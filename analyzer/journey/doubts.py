"""What is uncertain in a drafted journey, as questions to a person, stage by stage."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

from analyzer.journey.model import Journey, Stage
from analyzer.journey.placing import likeliest
from analyzer.journey.planned_way import Ways, planned
from analyzer.journey.words import spoken
from analyzer.tables.outline import Outline, PlacedActivity

UNSURE = 0.5  # the strength of a suggestion below which another stage may be as good
ORDERED = 0.7  # of the cases that live both; fewer are no clear order
MOST = 4  # activities that are named in one question


def doubts(journey: Journey, outline: Outline) -> dict[int, tuple[str, ...]]:
    """Stage number → questions: about a name that is only an activity's, an owner where other stages have one, a place
    among the stages that many cases do not live so, and activities that could as well belong elsewhere. Stages without
    doubt are left out."""
    found: dict[int, list[str]] = {stage.no: [] for stage in journey.stages}
    heard = {one.stage for one in outline.heard}
    for stage in journey.stages:
        names = {spoken(activity.name).casefold() for activity in stage.activities}
        if stage.name not in heard and stage.name.casefold() in names:
            found[stage.no].append("What do customers call this stage? Its name is only an activity's.")
        if stage.activities and not stage.owner and any(other.owner for other in journey.stages):
            found[stage.no].append("Who answers for it? No team that is named does more than half of its work.")
    steps = {one.activity: one for one in planned(outline)}
    _ask_order(journey, outline, steps, found)
    _ask_activities(journey, outline, steps, found)
    return {no: tuple(asked) for no, asked in found.items() if asked}


def _ask_order(
    journey: Journey, outline: Outline, steps: dict[str, PlacedActivity], found: dict[int, list[str]]
) -> None:
    ways = Ways(outline)
    worked = [(stage, main) for stage in journey.stages if (main := _main(stage, steps)) is not None]
    for (earlier, one), (stage, other) in pairwise(worked):
        both = ways.both(one, other)
        share = ways.before(one, other) / both if both else 1.0
        if share < ORDERED:
            found[stage.no].append(
                f"Does it come after {earlier.name}? In {share:.0%} of the cases that live both it does."
            )


def _ask_activities(
    journey: Journey, outline: Outline, steps: dict[str, PlacedActivity], found: dict[int, list[str]]
) -> None:
    bare = tuple(
        replace(stage, activities=tuple(a for a in stage.activities if a.name in steps)) for stage in journey.stages
    )
    placed = journey.stage_of
    number = {one.activity: one.cases for one in outline.activities}
    unsure: dict[int, list[str]] = {}
    for one in likeliest(replace(journey, stages=bare), outline):
        no = placed.get(one.activity)
        if no is not None and (one.strength < UNSURE or one.stage_no != no):
            unsure.setdefault(no, []).append(one.activity)
    for no, names in sorted(unsure.items()):
        often = sorted(names, key=lambda name: (-number[name], name))
        more = f" and {len(often) - MOST} more" if len(often) > MOST else ""
        found[no].append(f"Does it hold {', '.join(often[:MOST])}{more}? They could as well belong to another stage.")


def _main(stage: Stage, steps: dict[str, PlacedActivity]) -> PlacedActivity | None:
    """The step that most cases of the stage live."""
    own = [steps[a.name] for a in stage.activities if a.name in steps]
    return min(own, key=lambda one: (-one.cases, one.position, one.activity)) if own else None
