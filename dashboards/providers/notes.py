"""Notes of the front line, for the pages: read with what the data say, kept with who added them."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from analyzer.catalog import NOBODY, add_notes, list_notes, remove_note, vote
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.errors import InputError
from analyzer.slices.with_catalog import borne_out, places_of
from analyzer.tables.field_note import BorneOut, FieldNote, NoteLine
from analyzer.words.language import say
from dashboards.providers.runs import Provider
from dashboards.providers.visitor import Visitor

__all__ = ["BorneOut", "FieldNote", "NoteLine"]


@dataclass(frozen=True)
class NotedPlace:
    """Notes with what the data say of each."""

    notes: list[FieldNote]
    borne: dict[str, BorneOut]


def all_notes(provider: Provider) -> NotedPlace:
    """All notes; what asks for attention first, then by votes, then the newest."""
    found = list_notes(provider.catalog())
    ranked = sorted(found, key=lambda note: (not note.line.attention, -len(note.voters)))
    return NotedPlace(ranked, borne_out(provider.catalog(), found, provider.newest_run()))


def about(provider: Provider, mismatch: MismatchRow) -> NotedPlace:
    """The notes that name a mismatch, its stage, or the stage and activity of one of its drivers."""
    noted = all_notes(provider)
    causes = {(d["stage"], d.get(key)) for d in mismatch["drivers"] for key in ("activity", "from", "to")}

    def speaks(line: NoteLine) -> bool:
        mine = line.stage is not None and line.stage == mismatch["stage"]
        cause = line.activity is not None and (line.stage, line.activity) in causes
        return line.mismatch_id == mismatch["id"] or mine or cause

    return NotedPlace([note for note in noted.notes if speaks(note.line)], noted.borne)


def choices(provider: Provider) -> tuple[Sequence[str], Sequence[str]]:
    """The stages and the activities that a note may name."""
    document = provider.document()
    if document is None:
        return [], []
    stages = document["journey"]["stages"]
    planned = {activity for stage in stages for activity in stage["activities"]}
    lived = {row["activity"] for row in document["process"]["activities"]}
    return [stage["name"] for stage in stages], sorted(planned | lived, key=str.casefold)


def say_note(
    provider: Provider,
    who: Visitor,
    text: str,
    stage: str | None,
    activity: str | None,
    mismatch: str | None,
    attention: bool,
) -> str | None:
    """Keep a note of today; why not, where it cannot be kept."""
    places = places_of(provider.catalog())
    if (stage and stage not in places.stages) or (activity and activity not in places.activities):
        return say("notes.that_stage_or_activity")
    if mismatch and mismatch not in places.mismatches:
        return say("notes.the_newest_run_does")
    today = datetime.now(ZoneInfo(provider.settings.timezone)).date()
    stage = stage or (places.activities.get(activity) if activity else None)
    line = NoteLine(today, who.name or NOBODY, text, stage, activity, mismatch, attention)
    try:
        return None if add_notes(provider.catalog(), [line], who.name) else say("notes.the_same_note_stands")
    except InputError as error:
        return say("word.is_needed_not", expected=error.expected.capitalize(), found=error.found)


def agrees(who: Visitor, note: FieldNote) -> bool:
    """Whether the visitor has agreed."""
    return (who.name or NOBODY) in note.voters


def may_take_away(who: Visitor, note: FieldNote) -> bool:
    """Whether the visitor may take it away."""
    return who.may_edit or note.added_by == (who.name or NOBODY)


def change(provider: Provider, who: Visitor, identity: str, remove: bool) -> None:
    """Agree with a note or take that back, or take the note away; one that is gone meanwhile stays gone."""
    with suppress(InputError):
        if remove:
            remove_note(provider.catalog(), identity, who.name, any_author=who.may_edit)
        else:
            vote(provider.catalog(), identity, who.name)
