"""Write a journey to its file: read again it is the same journey. What keeps an older file's comments is `edit.py`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from analyzer.errors import JourneyError
from analyzer.journey.load import load_journey
from analyzer.journey.model import Activity, AttributeRule, Journey, Stage, Target
from analyzer.settings.writing import replace_file


def save_journey(journey: Journey, path: Path | str, seen: str | None = None) -> str:
    """Write the journey file whole or not at all; gives the digest of what is there then. See `replace_file`."""
    return replace_file(Path(path), journey_yaml(journey), load_journey, seen, JourneyError)


def journey_yaml(journey: Journey) -> str:
    """The journey as the text of its file."""
    return content_yaml(as_content(journey))


def content_yaml(content: dict[str, Any]) -> str:
    """Content with the keys of a journey file as the text of one."""
    import yaml

    class Dumper(yaml.SafeDumper):
        """Indents lists below their key, and never writes an anchor."""

        def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
            super().increase_indent(flow, False)

        def ignore_aliases(self, data: Any) -> bool:
            return True

    return yaml.dump(content, Dumper=Dumper, sort_keys=False, allow_unicode=True, width=110, default_flow_style=False)


def as_content(journey: Journey) -> dict[str, Any]:
    """The journey as plain content with the keys of its file, what is at its default left out."""
    content: dict[str, Any] = {"journey": journey.name}
    if journey.draft:
        content["draft"] = True
    if journey.persona is not None:
        content["persona"] = journey.persona
    content["stages"] = [_stage(stage) for stage in journey.stages]
    if journey.attributes:
        content["attributes"] = {name: _attribute(one) for name, one in journey.attributes.items()}
    return content


def _stage(stage: Stage) -> dict[str, Any]:
    content: dict[str, Any] = {"name": stage.name, "goal": stage.goal, "owner": stage.owner}
    if stage.moment_of_truth:
        content["moment_of_truth"] = True
    if stage.weight != (2.0 if stage.moment_of_truth else 1.0):
        content["weight"] = int(stage.weight) if stage.weight == int(stage.weight) else stage.weight
    content["activities"] = [_activity(activity) for activity in stage.activities]
    content["touchpoints"] = list(stage.touchpoints) or None
    content["target"] = _target(stage.target)
    content["promise"] = _target(stage.promise)
    content["per"] = stage.per
    return {key: value for key, value in content.items() if value is not None}


def _activity(activity: Activity) -> str | dict[str, str]:
    lane = activity.lane if activity.lane != "frontstage" else None
    content = {
        "name": activity.name,
        "lane": lane,
        "team": activity.team,
        "system": activity.system,
        "partner": activity.partner,
        "required_by": activity.required_by,
    }
    given = {key: value for key, value in content.items() if value is not None}
    return given if len(given) > 1 else activity.name


def _attribute(one: AttributeRule) -> str | dict[str, Any]:
    if one.rule is not None and one == AttributeRule(one.rule):
        return one.rule
    if one == AttributeRule(exclude=True):
        return "exclude"
    content = {
        "controllable": None if one.rule is None else one.rule == "controllable",
        "take": one.take,
        "as": one.read_as,
        "exclude": one.exclude,
    }
    return {key: value for key, value in content.items() if value is not None}


def _target(target: Target | None) -> dict[str, Any] | None:
    if target is None:
        return None
    content = {
        "from": target.start,
        "to": target.end,
        "within": target.within if target.within is not None else _within(target),
        "by": target.by,
        "max_repeats": target.max_repeats,
        "never": list(target.never) or None,
        "must": list(target.must) or None,
        "column": target.column,
        "good": [_flagged(one) for one in target.good] or None,
        "bad": [_flagged(one) for one in target.bad] or None,
        "required_by": target.required_by,
    }
    return {key: value for key, value in content.items() if value is not None}


def _flagged(value: str) -> str | bool:
    """A value of a column as people write it: true and false without quotation marks."""
    return {"true": True, "false": False}.get(value, value)


def _within(target: Target) -> str | None:
    """The duration in its biggest whole unit, for targets that were not read from a file."""
    if target.within_s is None:
        return None
    units = (
        (("working hours", 3600), ("working minutes", 60))
        if target.working
        else (("w", 604_800), ("d", 86_400), ("h", 3600), ("m", 60))
    )
    for unit, seconds in units:
        if target.within_s % seconds == 0:
            return f"{int(target.within_s // seconds)}{' ' if target.working else ''}{unit}"
    return f"{target.within_s / 60:g} working minutes" if target.working else f"{target.within_s:g}s"
