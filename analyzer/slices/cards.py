"""The card of one owner or partner: its counts from a run, and what the catalog knows of its work."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from analyzer.catalog import Catalog, Run, findings, list_actions, list_notes, nights
from analyzer.document import AlignmentDocument, read_document
from analyzer.improvement import first_of_quarter, parties_of, score_card
from analyzer.slices.borne_out import borne_out
from analyzer.slices.card_counts import in_common, party_counts
from analyzer.slices.effects import verdicts
from analyzer.slices.kept import has_tables
from analyzer.tables.action import Action
from analyzer.tables.score_card import Party, ScoreCard, Shared

CHANGES = "changes.json"
MOST_NIGHTS = 400


def parties(run: Run | None, kind: Party) -> list[str]:
    """The owners or partners that have a visit in a run, by name; none where the run keeps no tables."""
    return parties_of(party_counts(run.folder, kind)) if run is not None and has_tables(run.folder) else []


def card_of(catalog: Catalog, run: Run | None, kind: Party, name: str) -> ScoreCard | None:
    """The card of a party, from a run that keeps its tables; None where it has no visit there.

    `verified`: actions that helped and that the party owns, that were tried on it, or that are about a stage of an
    owner. `nights`: the newest nights in a row on which no mismatch of its stages came back. `came_true`: notes about
    an owner's stages that spoke before the data; a partner's card has none, for notes name people. Raises InputError
    where a document cannot be read.
    """
    if run is None or not has_tables(run.folder):
        return None
    found = score_card(party_counts(run.folder, kind), name)
    if found is None:
        return None
    document = read_document(run.folder / "alignment.json")
    stages = {stage.name for stage in found.stages}
    helped = _helped(catalog, run, document, kind, name, stages)
    return replace(
        found,
        shared=_shared(run.folder, kind, name),
        verified=tuple(sorted(action.title for action in helped)),
        first_of_quarter=_first_of_quarter(catalog, run, helped),
        came_true=_came_true(catalog, run, stages) if kind == "owner" else 0,
        nights=nights_without_relapse(catalog, stages),
        first=document["period"]["first"],
        last=document["period"]["last"],
        noun=document["case_noun"],
    )


@lru_cache(maxsize=64)
def _shared(folder: Path, kind: Party, name: str) -> tuple[Shared, ...]:
    """A kept run never changes."""
    return in_common(folder, kind, name, read_document(folder / "alignment.json")["mismatches"])


def _helped(
    catalog: Catalog, run: Run, document: AlignmentDocument, kind: Party, name: str, stages: set[str]
) -> list[Action]:
    actions = list_actions(catalog)
    known = verdicts(catalog, actions, run)
    of_stage: Mapping[str, str | None] = {one["id"]: one["stage"] for one in document["mismatches"]}

    def is_mine(action: Action) -> bool:
        tried = any(name in values for values in (action.tried_on or {}).values())
        return action.owner == name or tried or (kind == "owner" and of_stage.get(action.mismatch_id or "") in stages)

    return [a for a in actions if a.id in known and known[a.id].word == "helped" and is_mine(a)]


def _first_of_quarter(catalog: Catalog, run: Run, mine: Sequence[Action]) -> bool:
    """Whether one of these is the first of all that were verified in the quarter of the run's moment of looking."""
    now = (run.last_at or run.started_at).astimezone(ZoneInfo(catalog.settings.timezone)).date()
    actions = list_actions(catalog)
    known = verdicts(catalog, actions, run)
    helped = {a.id: known[a.id] for a in actions if a.status == "done" and a.id in known}
    on = {one: verdict.decided_on for one, verdict in helped.items() if verdict.word == "helped"}
    return bool(first_of_quarter(on, now) & {a.id for a in mine})


def _came_true(catalog: Catalog, run: Run, stages: set[str]) -> int:
    notes = [note for note in list_notes(catalog) if note.line.stage in stages]
    return sum(one.first for one in borne_out(catalog, notes, run).values())


def nights_without_relapse(catalog: Catalog, stages: set[str]) -> int | None:
    """How many of the newest nights in a row passed without a mismatch of these stages that came back; None before the
    second night, when nothing could have come back. At most 400 are counted."""
    kept = [run for run in nights(catalog, MOST_NIGHTS) if (run.folder / CHANGES).is_file()]
    if len(kept) < 2:
        return None
    passed = 0
    for run in kept:
        content: dict[str, Any] = json.loads((run.folder / CHANGES).read_text(encoding="utf-8"))
        back = set(content.get("regressed") or ())
        if back and any(one.mismatch_id in back and one.stage in stages for one in findings(catalog, run.id)):
            return passed
        passed += content.get("since") is not None
    return passed
