"""A journey as people edit it: plain content with the keys of the file, errors that know their field, and saving that
keeps comments."""

from __future__ import annotations

import re
from copy import deepcopy
from pathlib import Path
from typing import Any

from analyzer.errors import JourneyError
from analyzer.journey.load import load_journey
from analyzer.journey.model import Journey
from analyzer.journey.save import as_content, content_yaml
from analyzer.settings.scratch import scratch_folder
from analyzer.settings.writing import replace_file
from analyzer.settings.yaml_edit import in_line, parse_keeping, plain, text_of, update, written

Content = dict[str, Any]  # journey, persona, stages, attributes; of a stage also `was`: its number in the file
WAS = "was"
_FIELD = re.compile(r", key (\S+)$")
_STAGE = re.compile(r"stages\[(\d+)\](?:\.(.+))?")


def content_of(journey: Journey) -> Content:
    """The journey as content to be edited."""
    content = as_content(journey)
    for number, stage in enumerate(content["stages"]):
        stage[WAS] = number
    return content


def fault_in(content: Content) -> JourneyError | None:
    """What is wrong with edited content, in the words of the loader; None where it is a journey."""
    try:
        _journey_of(content_yaml(_without_was(content)))
    except JourneyError as error:
        return error
    return None


def field_of(error: JourneyError) -> tuple[int | None, str]:
    """The stage (its number, from 0) and the key that an error speaks of: stages[2].target.within → 1, target."""
    key = _FIELD.search(error.where)
    found = _STAGE.match(key[1]) if key else None
    if found is None:
        return None, key[1] if key else ""
    return int(found[1]) - 1, re.split(r"[.\[]", found[2] or "name")[0]


def edit_journey(path: Path, content: Content, seen: str | None = None) -> str:
    """Save edited content; gives the file's new digest. Comments stay where what they stand at stays.

    Raises JourneyError for content that is no journey, and where the file has changed since it was `seen`.
    """
    whole = content_yaml(_without_was(content))
    wanted = _journey_of(whole)
    try:
        text = written(_edited(parse_keeping(path), deepcopy(content)), text_of(path))
        faithful = _journey_of(text) == wanted  # else what is kept of the old file changes what was edited
    except (OSError, ValueError, JourneyError):
        text, faithful = whole, True
    return replace_file(path, text if faithful else whole, load_journey, seen, JourneyError)


def _journey_of(text: str) -> Journey:
    with scratch_folder("alignment-") as folder:
        path = folder / "journey.yaml"
        path.write_text(text, encoding="utf-8", newline="")
        return load_journey(path)


def _edited(tree: Any, content: Content) -> Any:
    old = list(tree.get("stages") or [])
    known = {_name(one): one for stage in old for one in stage.get("activities") or []}
    nodes = [_stage(stage, old, known) for stage in content["stages"]]
    stages = tree["stages"]
    if len(nodes) == len(old) and all(one is other for one, other in zip(nodes, old, strict=True)):
        rest = {key: value for key, value in content.items() if key != "stages"}
        return update(tree, {key: rest.get(key, stages) for key in _order(tree, content)})
    while len(stages):
        del stages[-1]
    stages.extend(nodes)
    return update(tree, {key: stages if key == "stages" else content[key] for key in _order(tree, content)})


def _order(tree: Any, content: Content) -> list[str]:
    """The keys as the file has them, new ones behind."""
    return [*(key for key in tree if key in content), *(key for key in content if key not in tree)]


def _stage(stage: Content, old: list[Any], known: dict[str, Any]) -> Any:
    """The stage's own node of the file brought up to date, or a new one. `known`: activity → how the file writes it."""
    was = stage.pop(WAS, None)
    for key in ("target", "promise"):
        if isinstance(stage.get(key), dict):
            stage[key] = in_line(stage[key])
    stage["activities"] = [_activity(given, known) for given in stage.get("activities") or []]
    if not (isinstance(was, int) and 0 <= was < len(old)):
        return _new(stage)
    if not stage["activities"] and "activities" not in old[was]:
        del stage["activities"]
    return update(old[was], stage)


def _activity(given: Any, known: dict[str, Any]) -> Any:
    """An activity as the file writes it, where that says the same; frontstage is the lane of those that name none."""
    before = known.get(_name(given))
    same = before is not None and _said(before) == _said(given)
    return before if same else in_line(given) if isinstance(given, dict) else given


def _said(activity: Any) -> dict[str, str]:
    content = plain(activity) if isinstance(activity, dict) else {"name": str(activity)}
    return {key: value for key, value in content.items() if (key, value) != ("lane", "frontstage")}


def _new(stage: Content) -> Any:
    from ruamel.yaml.comments import CommentedMap, CommentedSeq

    made = CommentedMap()
    for key, value in stage.items():
        if isinstance(value, list):
            listed = CommentedSeq(value)
            if not any(isinstance(one, dict) for one in value):
                listed.fa.set_flow_style()
            value = listed
        made[key] = value
    return made


def _name(activity: Any) -> str:
    return str(activity["name"]) if isinstance(activity, dict) else str(activity)


def _without_was(content: Content) -> Content:
    stages = [{key: value for key, value in stage.items() if key != WAS} for stage in content["stages"]]
    return {**content, "stages": stages}
