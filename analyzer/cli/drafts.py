"""The text of a drafted project and journey, with what to check as comments."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from analyzer.ingest.draft import Draft
from analyzer.journey import Stage, doubts, given_up, journey_yaml
from analyzer.settings import Settings
from analyzer.tables.quality import Detected, Quality
from analyzer.words.language import plural

_NO_NOUN = {"id", "ids", "key", "number", "no", "nr", "num", "code", "identifier", "ref", "reference", "uuid"}
_NOT_ROLES = ("file", "attribute")
_PROJECT = """\
# Drafted by `analyzer init`. Check what is marked; every key is explained in the guide, "The project file".
name: {name}
# Check: which column is what, as the log's names and values say. All other columns are attributes.
{stamps}log: {log}
journey: journey.yaml
{signals}{behaviours}# Check: the zone of times that name none, such as Europe/Berlin.
timezone: {timezone}
# Check: what people call one case.
case_noun: {noun}
# For targets in working hours:
# calendar: {{days: Mon-Fri, hours: "08:00-17:00"}}
"""
_STAMPS = """\
# Check: the log has one row a case, and each column of times is an activity (stamps). Name them as your customers
# would, and take out those that are no work.
"""
_OBJECTS = """\
# Check: the log is object-centric. case is the object type that is a case; with: [types] adds the events of objects
# that are related to it. `analyzer init` has listed the types.
"""
_SIGNALS = """\
# Check: how each source is scaled and what it asks about (about: a stage's name, or journey for the whole).
# silence: good says that no signal means no complaint; unknown is the default once there are surveys or reviews.
signals:
{sources}
"""
_BEHAVIOURS = """\
# Few customers answer; what they do speaks for the rest, and is always bad. Take in what is true, {where}:
{proposed}
"""
_JOURNEY = """\
# Drafted by `analyzer init` from the order of work, words in names and what customers name: a beginning, no finding.
# Until you have looked at it and take `draft: true` out, what only says that it is a draft is not reported.
# Check:
# - Are these the stages that your customers live, in their order and in their words? Rename, join, split, move.
# - Is every activity where the customer lives it? One that you take out counts as work of no stage.
# - Does the owner answer for the stage? It is the team that does most of its work, where the log names teams.
# - How do you judge a stage? Without a target one is derived from the data, and every output says so. A target:
#     target: {example}
#   What the customer was told is a promise, with the same keys.{deadlines}
# - Which stage decides whether the customer stays? moment_of_truth: true makes it weigh double.
# - What does the customer not see? {{name: {activity}, lane: backstage}}
"""


def case_noun(column: str) -> str:
    """What a case is called, by its column or object type: order_id → order, Orders → order; else case."""
    words = [word for word in re.findall(r"[a-z]+", column.casefold()) if word not in _NO_NOUN]
    if len(words) != 1 or words[0] in ("case", "trace", "instance"):
        return "case"
    return words[0].removesuffix("s") if len(words[0]) > 3 and not words[0].endswith(("ss", "us", "is")) else words[0]


def project_text(settings: Settings, log: str, signals: list[str], draft: Draft) -> str:
    """The text of project.yaml; `log` and `signals` are the paths as they are to be written."""
    source = settings.log
    columns = _columns(draft.log.quality)
    if source.stamps:  # activity and time are no columns of the file
        columns = {role: column for role, column in columns.items() if role not in ("activity", "timestamp")}
    given: dict[str, Any] = {"path": log, "sheet": source.sheet, "columns": columns, "day_first": source.day_first}
    given["stamps"] = source.stamps
    if source.case:  # the roles are the format's own
        given |= {"columns": {}, "case": source.case, "with": list(source.others) or None}
    sources = []
    for path, detected in zip(signals, _by_file(draft.signals), strict=True):
        sources.append({"path": path, "columns": detected, "day_first": settings.log.day_first})
    listed = "\n".join(f"  - {_flow(source)}" for source in sources)
    return _PROJECT.format(
        name=_flow(settings.name),
        log=_flow(given),
        stamps=_STAMPS if source.stamps else _OBJECTS if source.case else "",
        signals=_SIGNALS.format(sources=listed) if sources else "",
        behaviours=_behaviours(draft, columns, bool(sources)),
        timezone=settings.timezone,
        noun=_flow(case_noun(columns.get("case_id", ""))),
    )


def _behaviours(draft: Draft, columns: dict[str, str], listed: bool) -> str:
    """What customers do, proposed as signals in comments: coming back, where the log names customers, and activities
    whose names say that they gave up. Empty where there is neither."""
    worked = [stage for stage in draft.journey.stages if stage.activities]
    found: list[dict[str, Any]] = []
    if "customer_id" in columns and worked:
        found.append({"behaviour": "again", "within": "7d", "stage": worked[-1].name})
    for stage in worked:
        if names := given_up(activity.name for activity in stage.activities):
            found.append({"behaviour": "activity", "activities": list(names), "stage": stage.name})
    if not found:
        return ""
    lines = ([] if listed else ["# signals:"]) + [f"#   - {_flow(one)}" for one in found]
    where = "under signals" if listed else "signals with it"
    return _BEHAVIOURS.format(where=where, proposed="\n".join(lines))


def journey_text(draft: Draft, noun: str) -> str:
    """The text of journey.yaml: the stages, each with where it comes from, under a list of what to check."""
    work = [stage.activities for stage in draft.journey.stages if stage.activities]
    shown = next((one for one in work if len(one) > 1), None) or [one for stage in work for one in stage]
    first, last = (shown[0].name, shown[-1].name) if len(shown) > 1 else ("A", "B")
    example = _flow({"from": first, "to": last, "within": "24h"})
    columns = ", ".join(_flow(one) for one in draft.deadlines)
    known = f"\n#   Columns that can be a deadline (by: …): {columns}" if columns else ""
    head = _JOURNEY.format(example=example, deadlines=known, activity=_flow(last))
    lines: list[str] = []
    stages, asked = iter(draft.journey.stages), doubts(draft.journey, draft.outline)
    for line in journey_yaml(draft.journey).splitlines():
        if line.startswith("  - name:"):
            stage = next(stages)
            lines += [f"  # {words}" for words in _origin(stage, draft, noun)]
            lines += [f"  # Uncertain. {' '.join(question.split())}" for question in asked.get(stage.no, ())]
        lines.append(line)
    return head + "\n".join(lines) + "\n"


def _origin(stage: Stage, draft: Draft, noun: str) -> Iterator[str]:
    heard = next((one for one in draft.outline.heard if one.stage == stage.name), None)
    if heard:
        yield f"customers name it: {heard.signals:,} {plural('signal', heard.signals)}"
    elif not draft.outline.heard:
        yield "check its name, which comes from its work"
    else:
        yield "no signal names it; check its name, which comes from its work"
    if not stage.activities:
        yield "no activity of the log has to do with it: check, or leave it so, and it can turn out a blind spot"
        return
    cases = max((one.cases for a in stage.activities if (one := draft.outline.of(a.name))), default=0)
    yield f"its work is in {cases:,} of {draft.outline.cases:,} {plural(noun, draft.outline.cases)}"


def _columns(quality: Quality) -> dict[str, str]:
    return _roles(quality.detected)


def _roles(detected: tuple[Detected, ...]) -> dict[str, str]:
    return {one.role: one.column for one in detected if one.role not in _NOT_ROLES}


def _by_file(quality: Quality | None) -> list[dict[str, str]]:
    """Role → column for each source: what was detected stands behind the name of its file."""
    found: list[list[Detected]] = []
    for one in quality.detected if quality else ():
        if one.role == "file":
            found.append([])
        found[-1].append(one)
    return [_roles(tuple(one)) for one in found]


def _flow(value: Any) -> str:
    """A value on one line of YAML."""
    import yaml

    if isinstance(value, dict):
        value = {key: one for key, one in value.items() if one not in (None, {})}
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10**6, sort_keys=False)
    return text.removesuffix("...\n").strip()
