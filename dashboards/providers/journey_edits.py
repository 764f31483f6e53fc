"""What people do to a journey, one step at a time: plain functions from content to content."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from copy import deepcopy
from typing import Any

from analyzer.journey import Activity, Content, Journey, Stage
from analyzer.words.language import say

Ask = Mapping[str, Any]
LISTS = ("touchpoints", "never", "must", "good", "bad")
RULES = ("target", "promise")


def replayed(content: Content, asks: Sequence[Ask]) -> Content:
    """The content after each step in its order. A step that makes no sense changes nothing."""
    made = deepcopy(content)
    for ask in asks:
        step = STEPS.get(str(ask.get("do")))
        if step is not None:
            step(made, ask)
    return made


def rough_journey(content: Content) -> Journey:
    """The journey that content means, however unfinished: stages with names and activities only."""
    stages = [
        Stage(no, str(stage.get("name", "")), activities=tuple(Activity(one) for one in activities_of(stage)))
        for no, stage in enumerate(content["stages"])
    ]
    return Journey(str(content.get("journey", "")), tuple(stages))


def activities_of(stage: Content) -> list[str]:
    """The names of a stage's activities."""
    return [name_of(one) for one in stage.get("activities") or []]


def name_of(activity: Any) -> str:
    """The name of an activity, written alone or with its lane and team."""
    return str(activity["name"]) if isinstance(activity, dict) else str(activity)


def _move(content: Content, ask: Ask) -> None:
    """{activity, to (a stage's number, or none), before (an activity)}"""
    name, to = str(ask.get("activity", "")), _number(ask.get("to"), len(content["stages"]))
    if not name or (ask.get("to") not in (None, "") and to is None):
        return
    moved: Any = name
    for stage in content["stages"]:
        for one in list(stage.get("activities") or []):
            if name_of(one) == name:
                moved = one
                stage["activities"].remove(one)
    if to is None:
        return
    listed = content["stages"][to].setdefault("activities", [])
    names = [name_of(one) for one in listed]
    before = ask.get("before")
    listed.insert(names.index(before) if before in names else len(listed), moved)


def _shift(content: Content, ask: Ask) -> None:
    """{activity, by}: earlier or later within its stage."""
    for stage in content["stages"]:
        names = activities_of(stage)
        if ask.get("activity") in names:
            here = names.index(ask["activity"])
            there = min(max(here + (1 if ask.get("by") == 1 else -1), 0), len(names) - 1)
            stage["activities"].insert(there, stage["activities"].pop(here))
            return


def _add(content: Content, ask: Ask) -> None:
    taken = {str(stage.get("name", "")).casefold() for stage in content["stages"]}
    new = say("journey_edits.new_stage")
    names = (new if n == 1 else f"{new} {n}" for n in range(1, len(taken) + 2))
    content["stages"].append({"name": next(n for n in names if n.casefold() not in taken), "activities": []})


def _remove(content: Content, ask: Ask) -> None:
    of = _number(ask.get("of"), len(content["stages"]))
    if of is not None:
        del content["stages"][of]


def _order(content: Content, ask: Ask) -> None:
    """{of, by}: a stage earlier or later in the journey."""
    of = _number(ask.get("of"), len(content["stages"]))
    if of is not None:
        there = of + (1 if ask.get("by") == 1 else -1)
        if 0 <= there < len(content["stages"]):
            content["stages"].insert(there, content["stages"].pop(of))


def _set(content: Content, ask: Ask) -> None:
    """{of, field, value}: a field of a stage (`target.within`), or of the journey where `of` is empty."""
    field, value = str(ask.get("field", "")), _value(str(ask.get("field", "")), ask.get("value"))
    of = _number(ask.get("of"), len(content["stages"]))
    if of is None:
        if field in ("journey", "persona"):
            _put(content, field, value)
        return
    stage = content["stages"][of]
    rule, _, key = field.partition(".")
    if rule in RULES and key:
        given = dict(stage.get(rule) or {})
        _put(given, key, value)
        _put(stage, rule, given)
    elif field == "name":
        stage["name"] = str(value or "")
    elif field in ("goal", "owner", "moment_of_truth", "weight", "touchpoints"):
        _put(stage, field, value)


def _confirm(content: Content, ask: Ask) -> None:
    """The stages are no draft any more: a person stands behind them."""
    content.pop("draft", None)


def _put(where: dict[str, Any], key: str, value: Any) -> None:
    if value in (None, "", [], {}, False):
        where.pop(key, None)
    else:
        where[key] = value


def _value(field: str, value: Any) -> Any:
    if field.rpartition(".")[2] in LISTS:
        return [line.strip() for line in str(value or "").splitlines() if line.strip()]
    return value if isinstance(value, bool) else str(value if value is not None else "").strip()


def _number(value: Any, below: int) -> int | None:
    text = str(value if value is not None else "")
    return int(text) if text.isascii() and text.isdigit() and int(text) < below else None


STEPS = {
    "confirm": _confirm,
    "move": _move,
    "shift": _shift,
    "add": _add,
    "remove": _remove,
    "order": _order,
    "set": _set,
}
