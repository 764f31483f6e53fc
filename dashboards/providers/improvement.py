"""Actions for the board and the mismatch pages: read with what the newest run knows, changed with who did it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from analyzer.catalog import (
    ActionChangedError,
    add_action,
    change_action,
    count_comments,
    first_seen,
    list_actions,
    remove_action,
)
from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.document.parts.shown import ShownMismatchRow
from analyzer.errors import InputError
from analyzer.improvement import (
    VERIFIED,
    Card,
    Point,
    Standing,
    all_owners,
    cards,
    only,
    points,
    proposed_effect,
    proposed_owner,
    standings,
)
from analyzer.slices import foreseen, proposed_split
from analyzer.slices.with_catalog import verdicts
from analyzer.tables.action import SIZES, STATUSES, Action
from analyzer.words.language import say
from analyzer.words.plan_words import foresight_words, split_words
from dashboards.providers.runs import Provider
from dashboards.providers.visitor import Visitor

__all__ = ["SIZES", "STATUSES", "VERIFIED", "Action", "Board", "Card", "Outcome", "Point", "Standing"]

FIELD_NAMES = {
    "mismatch_id": "improvement.the_mismatch",
    "title": "improvement.what_to_do",
    "owner": "improvement.the_owner",
    "starts_on": "improvement.the_start",
    "due_on": "improvement.the_due_date",
    "review_on": "improvement.the_review_date",
    "tried_on": "improvement.the_part_it_is",
    "expected": "improvement.the_expected_effect",
    "effort": "improvement.the_effort",
    "status": "improvement.the_status",
    "note": "improvement.the_note",
}


@dataclass(frozen=True)
class Board:
    """All that the page of actions shows."""

    cards: list[Card]
    points: list[Point]
    mismatches: list[MismatchRow]  # of the newest run
    owners: list[str]
    today: date
    proposed: dict[str, str]  # mismatch → who answers for its causing stage
    stages: list[str]
    expected: dict[str, float]  # mismatch → the part of the unhappy visits that goes with its first driver

    def only(self, owner: str | None, stage: str | None, age: str | None) -> list[Card]:
        """The cards that filters leave; an age that is no number of days leaves all."""
        return only(self.cards, owner, stage, int(age) if age and age.isdecimal() and len(age) < 6 else 0)

    def card(self, identity: str) -> Card | None:
        return next((card for card in self.cards if card.action.id == identity), None)


@dataclass(frozen=True)
class Outcome:
    """What became of a change: the action as it stands, and what to tell where the change was not made."""

    action: Action | None = None
    refused: str | None = None


def board(provider: Provider) -> Board:
    """The actions of a project beside the newest run's mismatches."""
    mismatches = _mismatches(provider)
    zone = ZoneInfo(provider.settings.timezone)
    today = datetime.now(zone).date()
    actions = list_actions(provider.catalog())
    known = verdicts(provider.catalog(), actions, provider.newest_run())
    found = cards(actions, mismatches, today, known, zone, provider.settings.worth)
    document = provider.document()
    stages = document["journey"]["stages"] if document else []
    owners = all_owners(stages, (*(m.get("owner") for m in mismatches), *(card.action.owner for card in found)))
    named = {m["id"]: proposed_owner(m, stages) for m in mismatches}
    proposed = {identity: owner for identity, owner in named.items() if owner}
    effects = {m["id"]: effect for m in mismatches if (effect := proposed_effect(m)) is not None}
    names = [s["name"] for s in stages]
    return Board(found, points(found, mismatches), mismatches, owners, today, proposed, names, effects)


def parts(provider: Provider) -> dict[str, list[str]]:
    """Attribute → the values on which an action can be tried first; empty where the newest run keeps no tables."""
    offered = (provider.slices.choices() or {}).get("attributes", ())
    return {one["name"]: [row["value"] for row in one["values"] if row["value"]] for one in offered}


def ahead(provider: Provider, identity: str | None, plan: Mapping[str, Any]) -> list[str]:
    """When the effect of an action on a mismatch would be seen, and where it is not tried on a part, on which it is
    tried best first. `plan` holds its start, review, expected effect and part as an action does, days as ISO texts."""
    run = provider.newest_run()
    mismatch = next((m for m in _mismatches(provider) if m["id"] == identity), None)
    if run is None or mismatch is None:
        return []
    start, review = (date.fromisoformat(plan[name][:10]) if plan[name] else None for name in ("starts_on", "review_on"))
    on = plan["tried_on"]
    found = foreseen(run.folder, mismatch["stage"], plan["expected"], start, review, on)
    split = "" if on else split_words(proposed_split(run.folder, mismatch["stage"]))
    return [line for line in (foresight_words(found), split) if line]


def standing(provider: Provider) -> dict[str, Standing]:
    """Since when each mismatch of the newest run is known, and what is done about it."""
    ids = [m["id"] for m in _mismatches(provider)]
    return standings(ids, first_seen(provider.catalog()), list_actions(provider.catalog()))


def _mismatches(provider: Provider) -> list[MismatchRow]:
    document = provider.document()
    return document["mismatches"] if document else []


def with_standing(provider: Provider, document: AlignmentDocument) -> AlignmentDocument:
    """The document, each of its mismatches with its `standing` and the number of its `comments`."""
    known, said = standing(provider), count_comments(provider.catalog())
    shown: list[ShownMismatchRow] = [
        {**m, "standing": known.get(m["id"]), "comments": said.get(f"mismatch:{m['id']}", 0)}
        for m in document["mismatches"]
    ]
    return {**document, "mismatches": cast(list[MismatchRow], shown)}


def save(provider: Provider, who: Visitor, identity: str | None, version: int, values: Mapping[str, Any]) -> Outcome:
    """Keep a new action (`identity` is None), or some fields of one that was read at a version."""
    try:
        if identity is None:
            return Outcome(add_action(provider.catalog(), values, who.name))
        return Outcome(change_action(provider.catalog(), identity, version, values, who.name))
    except ActionChangedError as changed:
        return Outcome(changed.now, _both(changed))
    except InputError as error:
        return Outcome(None, _refused(error))


def _refused(error: InputError) -> str:
    """What is wrong with a field, under the name that the form gives it."""
    where = say("improvement.what_to_do") if error.where == "a title" else error.where
    needed = error.expected.removeprefix(f"{error.where} of ")
    return say("improvement.needed_not", where=where[:1].upper() + where[1:], needed=needed, found=error.found)


def move(provider: Provider, who: Visitor, identity: str, version: int, status: str) -> Outcome:
    """Put an action into another column."""
    try:
        return Outcome(change_action(provider.catalog(), identity, version, {"status": status}, who.name))
    except ActionChangedError as changed:
        now = changed.now
        words = say(
            "improvement.was_moved_to_by",
            title=now.title,
            status=now.status,
            updated_by=now.updated_by,
            status_b=status,
        )
        return Outcome(now, words)
    except InputError:
        return Outcome(None, say("improvement.that_action_is_not"))


def remove(provider: Provider, who: Visitor, identity: str) -> bool:
    """Take an action away; the audit keeps what it said."""
    return remove_action(provider.catalog(), identity, who.name)


def _both(changed: ActionChangedError) -> str:
    now = changed.now
    theirs = "; ".join(f"{say(FIELD_NAMES[name])}: {_said(getattr(now, name))}" for name in changed.fields)
    return say("improvement.has_changed_this_action", updated_by=now.updated_by, theirs=theirs)


def _said(value: Any) -> str:
    return say("word.nothing") if value in (None, "") else str(value)
