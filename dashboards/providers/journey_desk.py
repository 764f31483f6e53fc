"""The journey on its desk: what the file says, what people changed since, what the log has and where it belongs."""

from __future__ import annotations

import secrets
import threading
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from analyzer.catalog import Run, latest
from analyzer.errors import AnalyzerError, JourneyError, SignalError
from analyzer.ingest import draft
from analyzer.jobs.looks import DraftedLook
from analyzer.journey import (
    Content,
    Suggestion,
    content_of,
    doubts,
    edit_journey,
    fault_in,
    field_of,
    likeliest,
    load_journey,
    with_suggestions,
)
from analyzer.settings import Settings
from analyzer.settings.files import matching
from analyzer.settings.what_is_read import what_is_read
from analyzer.settings.writing import digest_of, replace_file
from analyzer.slices import has_tables, open_run
from analyzer.tables.outline import Outline
from analyzer.words import wording
from analyzer.words.language import say
from analyzer.words.understood_words import understood_words
from dashboards.providers.journey_edits import name_of, replayed, rough_journey
from dashboards.providers.looked_at import WHOLE, held, is_too_large, look_at, too_large
from dashboards.providers.runs import Provider
from dashboards.providers.sources import BEGINNING, fresh

_drafts: dict[str, tuple[tuple[Any, ...], Drafted]] = {}
_drafting: defaultdict[str, threading.Lock] = defaultdict(threading.Lock)  # one project does not wait for another


@dataclass(frozen=True)
class Drafted:
    """A draft of the log, what could not be read, and on what the draft rests where that is not the whole log."""

    draft: DraftedLook | None
    unread: str | None = None
    rests: str | None = None


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
    rests: str | None = None  # on what the activities rest, where that is not the whole log
    doubts: Mapping[int, tuple[str, ...]] = field(default_factory=dict)  # of a draft: stage → questions

    @property
    def saved(self) -> bool:
        """Whether the file says what the desk says; never of a file that is not there."""
        return bool(self.base.get("seen")) and not self.changed

    @property
    def draft(self) -> bool:
        """Whether nobody has confirmed these stages yet."""
        return bool(self.content.get("draft"))

    @property
    def unmapped(self) -> tuple[Suggestion, ...]:
        """Activities that no stage claims."""
        return self.suggestions

    @property
    def nameless(self) -> tuple[str, ...]:
        """Stages that signals state and the journey does not have: the analysis refuses such signals."""
        known = {str(stage.get("name", "")).strip().casefold() for stage in self.content["stages"]}
        heard = self.outline.heard if self.outline else ()
        return tuple(
            f"{one.stage} ({wording.count(one.signals)})" for one in heard if one.stage.casefold() not in known
        )

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
    found = _drafted(provider, settings)
    drafted, unread = found.draft, found.unread
    if not base or not asked or asked.get("base") != base.get("id") or not isinstance(base.get("content"), dict):
        base, unread = _from_file(settings, drafted, unread)
        asks: list[Any] = []
    else:
        asks = list(asked.get("asks") or [])
    content = _replayed(dict(base["content"]), asks, drafted)
    made = _made(dict(base), content, drafted, unread, changed=bool(asks) or bool(base.get("unsaved")))
    return replace(made, rests=found.rests)


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
        found = _drafted(provider, settings)
        made = _made(kept, before.content, found.draft, found.unread, changed=True, said=error.message)
        return replace(made, rests=found.rests)
    after = desk(provider)
    return replace(after, said=say("journey_desk.saved_the_pages_show"))


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
    drafted: DraftedLook | None,
    unread: str | None,
    changed: bool,
    said: str | None = None,
) -> JourneyDesk:
    outline = drafted.outline if drafted else None
    suggestions = likeliest(rough_journey(content), outline) if outline else ()
    if outline and not content["stages"]:
        suggestions = tuple(Suggestion(one.activity, -1, "", 0.0, "") for one in outline.activities)
    fault = fault_in(content)
    words = (
        say("journey_desk.expected_found_to_do", expected=fault.expected, found=fault.found, do=fault.do)
        if fault
        else None
    )
    at = field_of(fault) if fault else (None, "")
    counts = {one.activity: one.cases for one in outline.activities} if outline else {}
    asked = doubts(rough_journey(content), outline) if outline and content.get("draft") else {}
    return JourneyDesk(base, content, outline, suggestions, words, at, unread, said, changed, counts, doubts=asked)


def _replayed(content: Content, asks: list[Any], drafted: DraftedLook | None) -> Content:
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


def _drafted_over(content: Content, drafted: DraftedLook) -> Content:
    """The drafted stages in the place of all; what the file says of an activity (lane, team) stays with it."""
    known = {name_of(one): one for stage in content["stages"] for one in stage.get("activities") or []}
    made = content_of(drafted.journey)
    for stage in made["stages"]:
        stage.pop("was", None)
        stage["activities"] = [known.get(name_of(one), one) for one in stage["activities"]]
    return {**content, "draft": True, "stages": made["stages"]}


def _from_file(
    settings: Settings, drafted: DraftedLook | None, unread: str | None
) -> tuple[dict[str, Any], str | None]:
    path = settings.resolve(settings.journey)
    try:
        content, seen = content_of(load_journey(path)), digest_of(path)
    except JourneyError as error:
        seen = digest_of(path)
        content = {"journey": say("journey_desk.customer_journey"), "stages": []}
        if seen:
            unread = unread or error.message
        elif drafted is not None:
            content = _drafted_over(content, drafted)
    return {"id": secrets.token_hex(4), "content": content, "seen": seen}, unread


def _drafted(provider: Provider, settings: Settings) -> Drafted:
    """A draft of the log, remembered until log, signals, their columns or the newest run change."""
    name, run = str(provider.project), _read_by(provider, settings)
    key = (repr(settings.log), repr(settings.signals), run.id if run else None, *_stamps(settings))
    with _drafting[name]:
        kept = _drafts.get(name)
        if kept is None or kept[0] != key:
            kept = _drafts[name] = (key, _draft(settings, run))
        return kept[1]


def _begun() -> str:
    return say("journey_desk.begun", rows=wording.count(BEGINNING))


def _draft(settings: Settings, run: Run | None) -> Drafted:
    """Signals that cannot be read leave a draft of the log alone. Of a big log that no run has read, the beginning."""
    if run is None and any(is_too_large(settings, one.path) for one in settings.log.all):
        return Drafted(None, understood_words([too_large()]))
    big = run is None and _size(settings) > WHOLE
    try:
        if run is None:
            return Drafted(
                look_at(settings, "draft", settings, BEGINNING if big else None), rests=_begun() if big else None
            )
        with open_run(run.folder) as (engine, kept):
            made = draft(engine, settings, log=kept.log)
            return Drafted(DraftedLook(made.journey, made.outline), rests=say("journey_desk.taken_from_the_newest"))
    except SignalError as error:
        alone = _draft(replace(settings, signals=()), run)
        return replace(alone, unread=alone.unread or error.message)
    except AnalyzerError as error:
        return Drafted(None, error.message)


def _read_by(provider: Provider, settings: Settings) -> Run | None:
    """The newest run, where it read this log as it is now, by these columns, and keeps its tables; only of a big log,
    for any other is read in a moment."""
    run = latest(provider.catalog()) if _size(settings) > WHOLE else None
    if run is None or not run.source or not has_tables(run.folder):
        return None
    document = provider.document()
    known = {(one["role"], one["column"]) for one in (document["quality"]["detected"] if document else [])}
    same = run.source["log"] == what_is_read(settings)["log"] and set(settings.log.columns.items()) <= known
    return run if same else None


def _size(settings: Settings) -> int:
    """Bytes of the log's files, unpacked."""
    return sum(held(settings, one.path) for one in settings.log.all)


def _stamps(settings: Settings) -> list[tuple[str, float, int]]:
    paths = [*(one.path for one in settings.log.all), *(one.path for one in settings.signals)]
    files = [Path(name) for path in paths if path for name in matching(settings, path)]
    return [(str(file), file.stat().st_mtime, file.stat().st_size) for file in files if file.is_file()]
