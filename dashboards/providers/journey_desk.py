"""The journey on its desk: what the file says, what people changed since, what the log has and where it belongs."""

from __future__ import annotations

import secrets
import threading
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from analyzer.engine import open_engine
from analyzer.errors import AnalyzerError, JourneyError, SignalError
from analyzer.ingest import Draft, draft
from analyzer.journey import (
    Content,
    Suggestion,
    content_of,
    edit_journey,
    fault_in,
    field_of,
    likeliest,
    load_journey,
    with_suggestions,
)
from analyzer.settings import Settings
from analyzer.settings.files import matching
from analyzer.settings.writing import digest_of, replace_file
from analyzer.tables.outline import Outline
from dashboards.providers.journey_edits import name_of, replayed, rough_journey
from dashboards.providers.runs import Provider
from dashboards.providers.sources import fresh

SAVED = "Saved. The pages show it after the next analysis."
_drafts: dict[str, tuple[tuple[Any, ...], Draft | None, str | None]] = {}
_drafting: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)  # one project does not wait for another


@dataclass(frozen=True)
class JourneyDesk:
    """All that the editor shows. `base` is what edits are counted from: the file, or what a save refused."""

    base: dict[str, Any]  # id, content, seen (the file's digest)
    content: Content
    outline: Outline | None
    suggestions: tuple[Suggestion, ...] = ()
    fault: str | None = None  # in the loader's words
    fault_at: tuple[int | None, str] = (None, "")  # stage and key
    unread: str | None = None  # why the log or the journey file cannot be read
    said: str | None = None
    changed: bool = False
    counts: Mapping[str, int] = field(default_factory=dict)  # activity → cases

    @property
    def unmapped(self) -> tuple[Suggestion, ...]:
        """Activities that no stage claims."""
        return self.suggestions

    @property
    def nameless(self) -> tuple[str, ...]:
        """Stages that signals state and the journey does not have: the analysis refuses such signals."""
        known = {str(stage.get("name", "")).strip().casefold() for stage in self.content["stages"]}
        heard = self.outline.heard if self.outline else ()
        return tuple(f"{one.stage} ({one.signals:,})" for one in heard if one.stage.casefold() not in known)

    def cases(self, activity: str) -> int | None:
        """How many cases have an activity; None where the log does not have it."""
        return self.counts.get(activity)


def desk(
    provider: Provider, base: Mapping[str, Any] | None = None, asked: Mapping[str, Any] | None = None
) -> JourneyDesk:
    """The desk after what was asked; from the file where nothing was, or where that was asked of another base.

    Nothing is saved here but by `saved`.
    """
    settings = fresh(provider)
    drafted, unread = _drafted(provider, settings)
    if not base or not asked or asked.get("base") != base.get("id"):
        base, unread = _from_file(settings, drafted, unread)
        asks: list[Any] = []
    else:
        asks = list(asked.get("asks") or [])
    content = _replayed(dict(base["content"]), asks, drafted)
    return _made(dict(base), content, drafted, unread, changed=bool(asks) or bool(base.get("unsaved")))


def saved(provider: Provider, before: JourneyDesk) -> JourneyDesk:
    """Save what is on the desk; refused, the edits stay on it and the words say why."""
    settings = fresh(provider)
    path = settings.resolve(settings.journey)
    try:
        if path.exists():
            edit_journey(path, before.content, before.base["seen"])
        else:
            _save_new(path, before.content)
    except AnalyzerError as error:
        kept = {"id": secrets.token_hex(4), "content": before.content, "seen": before.base["seen"], "unsaved": True}
        drafted, unread = _drafted(provider, settings)
        return _made(kept, before.content, drafted, unread, changed=True, said=error.message)
    after = desk(provider)
    return replace(after, said=SAVED)


def _save_new(path: Path, content: Content) -> None:
    """The first version of a journey file."""
    from analyzer.journey.save import content_yaml

    fault = fault_in(content)
    if fault is not None:
        raise fault
    plain = {**content, "stages": [{k: v for k, v in s.items() if k != "was"} for s in content["stages"]]}
    replace_file(path, content_yaml(plain), load_journey, "", JourneyError)


def _made(
    base: dict[str, Any],
    content: Content,
    drafted: Draft | None,
    unread: str | None,
    changed: bool,
    said: str | None = None,
) -> JourneyDesk:
    outline = drafted.outline if drafted else None
    suggestions = likeliest(rough_journey(content), outline) if outline else ()
    if outline and not content["stages"]:
        suggestions = tuple(Suggestion(one.activity, -1, "", 0.0, "") for one in outline.activities)
    fault = fault_in(content)
    words = f"Expected {fault.expected}; found {fault.found}. To do: {fault.do}." if fault else None
    at = field_of(fault) if fault else (None, "")
    counts = {one.activity: one.cases for one in outline.activities} if outline else {}
    return JourneyDesk(base, content, outline, suggestions, words, at, unread, said, changed, counts)


def _replayed(content: Content, asks: list[Any], drafted: Draft | None) -> Content:
    """As `replayed`, with the two steps that need the log: taking all suggestions, and drafting anew.

    What the base says of an activity (lane, team) stays with it, wherever it goes meanwhile.
    """
    known = {name_of(one): one for stage in content["stages"] for one in stage.get("activities") or []}
    for ask in asks:
        if not isinstance(ask, dict):
            continue
        if ask.get("do") == "draft" and drafted is not None:
            content = _drafted_over(content, drafted)
        elif ask.get("do") == "take" and drafted is not None:
            content = _with_all(content, drafted.outline)
        else:
            content = replayed(content, [ask])
    for stage in content["stages"]:
        stage["activities"] = [known.get(name_of(one), one) for one in stage.get("activities") or []]
    return content


def _with_all(content: Content, outline: Outline) -> Content:
    journey = rough_journey(content)
    taken = with_suggestions(journey, likeliest(journey, outline), outline)
    stages = []
    for stage, now in zip(content["stages"], taken.stages, strict=True):
        known = {name_of(one): one for one in stage.get("activities") or []}
        stages.append({**stage, "activities": [known.get(one.name, one.name) for one in now.activities]})
    return {**content, "stages": stages}


def _drafted_over(content: Content, drafted: Draft) -> Content:
    """The drafted stages in the place of all; what the file says of an activity (lane, team) stays with it."""
    known = {name_of(one): one for stage in content["stages"] for one in stage.get("activities") or []}
    made = content_of(drafted.journey)
    for stage in made["stages"]:
        stage.pop("was", None)
        stage["activities"] = [known.get(name_of(one), one) for one in stage["activities"]]
    return {**content, "stages": made["stages"]}


def _from_file(settings: Settings, drafted: Draft | None, unread: str | None) -> tuple[dict[str, Any], str | None]:
    path = settings.resolve(settings.journey)
    try:
        content, seen = content_of(load_journey(path)), digest_of(path)
    except JourneyError as error:
        seen = digest_of(path)
        content = {"journey": "Customer journey", "stages": []}
        if seen:
            unread = unread or error.message
        elif drafted is not None:
            content = _drafted_over(content, drafted)
    return {"id": secrets.token_hex(4), "content": content, "seen": seen}, unread


def _drafted(provider: Provider, settings: Settings) -> tuple[Draft | None, str | None]:
    """A draft of the log, remembered until log, signals or their columns change; and what could not be read.

    Signals that cannot be read leave a draft of the log alone.
    """
    name = str(provider.project)
    key = (repr(settings.log), repr(settings.signals), *_stamps(settings))
    with _drafting[name]:
        kept = _drafts.get(name)
        if kept is None or kept[0] != key:
            kept = _drafts[name] = (key, *_draft(settings))
        return kept[1], kept[2]


def _draft(settings: Settings) -> tuple[Draft | None, str | None]:
    try:
        with open_engine() as engine:
            return draft(engine, settings), None
    except SignalError as error:
        made, unread = _draft(replace(settings, signals=()))
        return made, unread or error.message
    except AnalyzerError as error:
        return None, error.message


def _stamps(settings: Settings) -> list[tuple[str, float, int]]:
    paths = [settings.log.path, *(one.path for one in settings.signals)]
    files = [Path(name) for path in paths if path for name in matching(settings, path)]
    return [(str(file), file.stat().st_mtime, file.stat().st_size) for file in files if file.is_file()]
