"""Read a journey file. Every mistake is a JourneyError that names file, line and key."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Literal, cast

from analyzer.errors import JourneyError
from analyzer.journey.model import WHOLE_JOURNEY, Activity, AttributeRule, Journey, Lane, Rule, Stage, Take
from analyzer.journey.targets import read_target
from analyzer.settings.value import Value
from analyzer.settings.yaml_file import read_yaml

KEYS = ("journey", "draft", "persona", "stages", "attributes")
STAGE_KEYS = (
    *("name", "goal", "owner", "moment_of_truth", "weight", "activities", "touchpoints", "target", "promise"),
    "per",
)
ACTIVITY_KEYS = ("name", "lane", "team", "system", "partner", "required_by")
ATTRIBUTE_KEYS = ("controllable", "take", "as", "exclude")
EXCLUDE = "exclude"
RULES = ("controllable", "given", EXCLUDE)
TAKES = ("last", "first", "max", "min")
TYPES = ("number", "code")
LANES = ("frontstage", "backstage", "support")

A_JOURNEY = "a journey file"


def load_journey(path: Path | str) -> Journey:
    """The journey that a file holds."""
    top = read_yaml(Path(path), JourneyError, A_JOURNEY).keys(KEYS, A_JOURNEY)
    values = top.need(
        "stages",
        lambda value: value.items("stages"),
        A_JOURNEY,
        "add stages: in the order in which customers live them",
    )
    if not values:
        raise cast(Value, top.get("stages")).wrong("one stage or more", "an empty list", "add a stage: - name: …")
    stages = tuple(_stage(no, value) for no, value in enumerate(values))
    _refuse_twice(
        "every stage once",
        ((stage.name.casefold(), stage.name, value) for stage, value in zip(stages, values, strict=True)),
    )
    _refuse_shared_activities(values, stages)
    return Journey(
        name=top.take("journey", Value.name, "Customer journey"),
        stages=stages,
        persona=top.take("persona", Value.name, None),
        attributes=top.take("attributes", _attributes, {}),
        draft=top.take("draft", Value.flag, False),
        file=str(path),
    )


def _stage(no: int, value: Value) -> Stage:
    value.keys(STAGE_KEYS, "a stage")
    name_value = value.need("name", lambda name: name, "a stage", "add name: and what the customer calls it")
    name = name_value.name()
    if name.casefold() == WHOLE_JOURNEY:
        raise name_value.wrong(
            "a stage's own name", f"{name}, which stands for the whole journey", "name the stage otherwise"
        )
    moment_of_truth = value.take("moment_of_truth", Value.flag, False)
    activities = value.take(
        "activities", lambda given: tuple(_activity(item) for item in given.items("activities")), ()
    )
    return Stage(
        no=no,
        name=name,
        goal=value.take("goal", Value.name, None),
        owner=value.take("owner", Value.name, None),
        moment_of_truth=moment_of_truth,
        weight=value.take("weight", _weight, 2.0 if moment_of_truth else 1.0),
        activities=activities,
        touchpoints=value.take("touchpoints", _touchpoints, ()),
        target=value.take("target", lambda given: read_target(given, "a target"), None),
        promise=value.take("promise", lambda given: read_target(given, "a promise"), None),
        per=value.take("per", Value.name, None),
        place=value.place,
    )


def _weight(value: Value) -> float:
    weight = value.number(0, 1000, "a weight above 0, such as 3")
    if weight == 0:
        raise value.wrong("a weight above 0, such as 3")
    return weight


def _activity(value: Value) -> Activity:
    """`Pick order`, or a mapping with its lane, team, system and partner, and what demands it."""
    if value.is_text:
        return Activity(value.name(), place=value.place)
    value.keys(ACTIVITY_KEYS, "an activity")
    lane = value.take("lane", lambda word: word.one_of(LANES, "a lane"), "frontstage")
    return Activity(
        name=value.need("name", Value.name, "an activity", "add name: as the log writes it"),
        lane=cast(Lane, lane),
        team=value.take("team", Value.name, None),
        system=value.take("system", Value.name, None),
        partner=value.take("partner", Value.name, None),
        required_by=value.take("required_by", Value.name, None),
        place=value.place,
    )


def _touchpoints(value: Value) -> tuple[str, ...]:
    values = value.items("touchpoints")
    names = tuple(item.name() for item in values)
    _refuse_twice("every touchpoint once in a stage", ((n, n, v) for n, v in zip(names, values, strict=True)))
    return names


def _attributes(value: Value) -> dict[str, AttributeRule]:
    """`{prepayment_policy: controllable, region: given, reassignment_count: {controllable: true, take: max}}`."""
    return {
        name: value.need(name, _attribute, "attributes", "write controllable, given, exclude, or {take: max}")
        for name in value.names()
    }


def _attribute(value: Value) -> AttributeRule:
    """A word, or a mapping with `controllable` (true or false), `take`, `as` and `exclude` (true or false)."""
    if value.is_text:
        word = value.one_of(RULES, "what an attribute is")
        return AttributeRule(exclude=True) if word == EXCLUDE else AttributeRule(cast(Rule, word))
    value.keys(ATTRIBUTE_KEYS, "an attribute")
    controllable = value.take("controllable", Value.flag, None)
    read_as = value.take("as", lambda word: word.one_of(TYPES, "what an attribute's values are"), None)
    return AttributeRule(
        rule=None if controllable is None else "controllable" if controllable else "given",
        take=cast("Take | None", value.take("take", lambda word: word.one_of(TAKES, "which value counts"), None)),
        read_as=cast(Literal["number", "code"] | None, read_as),
        exclude=value.take("exclude", Value.flag, None),
    )


def _refuse_twice(expected: str, named: Iterable[tuple[str, str, Value]]) -> None:
    first: dict[str, int] = {}
    for key, name, value in named:
        if key in first:
            raise value.wrong(
                expected, f"{name} a second time (first on line {first[key]})", "take one of the two out, or rename it"
            )
        first[key] = value.line


def _refuse_shared_activities(values: tuple[Value, ...], stages: tuple[Stage, ...]) -> None:
    """An activity belongs to one stage, and stands there once."""
    seen: dict[str, tuple[Stage, int]] = {}
    for value, stage in zip(values, stages, strict=True):
        given = value.get("activities")
        items = given.items("activities") if given is not None else ()
        for item, activity in zip(items, stage.activities, strict=True):
            if activity.name in seen:
                other, line = seen[activity.name]
                where = "this stage" if other is stage else f"the stage {other.name}"
                raise item.wrong(
                    "every activity in one stage, once",
                    f"{activity.name} a second time (first in {where}, line {line})",
                    "keep it in the stage in which the customer lives it",
                )
            seen[activity.name] = (stage, item.line)
