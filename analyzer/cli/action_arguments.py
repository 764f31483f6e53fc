"""The arguments of `analyzer action`, checked against the newest run: mismatch, part, days, share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from analyzer.catalog import Catalog, Run, latest, list_actions
from analyzer.document import AlignmentDocument, read_document
from analyzer.errors import ArgumentError
from analyzer.improvement import Card, cards
from analyzer.settings import suggestion
from analyzer.slices import foreseen, proposed_split
from analyzer.slices.with_catalog import verdicts
from analyzer.tables.action import Action, On
from analyzer.words.plan_words import foresight_words, split_words

DO_RUN = "analyse first: analyzer align --project … --out …, or analyzer nightly --project …"


def newest(catalog: Catalog, where: str) -> tuple[Run, AlignmentDocument]:
    """The newest run with its document. Raises ArgumentError where none is kept."""
    run = latest(catalog)
    if run is None:
        raise ArgumentError(
            expected="a run that the catalog keeps", found="none in this project", where=where, do=DO_RUN
        )
    return run, read_document(run.folder / "alignment.json")


def cards_of(catalog: Catalog) -> list[Card]:
    """The actions beside the newest run's mismatches, with their verdicts; the oldest first."""
    zone = ZoneInfo(catalog.settings.timezone)
    actions, run = list_actions(catalog), latest(catalog)
    mismatches = read_document(run.folder / "alignment.json")["mismatches"] if run else []
    today, worth = datetime.now(zone).date(), catalog.settings.worth
    found = cards(actions, mismatches, today, verdicts(catalog, actions, run), zone, worth)
    return sorted(found, key=lambda card: card.action.id)


def before_starting(run: Path, stage: str | None, action: Action) -> list[str]:
    """When the action's effect would be seen, and where it is not tried on a part, on which it is tried best first."""
    found = foreseen(run, stage, action.expected, action.starts_on, action.review_on, action.tried_on)
    split = "" if action.tried_on else split_words(proposed_split(run, stage))
    return [line for line in (foresight_words(found), split) if line]


def check_mismatch(document: AlignmentDocument, identity: str) -> None:
    """Raise ArgumentError, naming the nearest, for an id that the newest run does not have."""
    known = [mismatch["id"] for mismatch in document["mismatches"]]
    if identity not in known:
        raise ArgumentError(
            expected="the id of a mismatch of the newest run",
            found=identity,
            where="--mismatch",
            do=suggestion(identity, known) if known else "the newest run has no mismatch: leave it out",
        )


def read_on(given: Sequence[str]) -> On | None:
    """The part as attribute → values, from arguments of the form attribute=value. Raises ArgumentError for others."""
    found: On = {}
    for text in given:
        name, equals, value = text.partition("=")
        if not equals or not name.strip():
            raise ArgumentError(
                expected="an attribute and a value",
                found=text,
                where="--on",
                do="write it like --on region=North; give it several times for several values",
            )
        found.setdefault(name.strip(), []).append(value.strip())
    return found or None


def read_day_of(option: str, text: str | None) -> date | None:
    """A day of the form 2026-12-24. Raises ArgumentError for another text."""
    if text is None or text == "":
        return None
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise ArgumentError(
            expected="a day such as 2026-12-24", found=text[:40], where=option, do="write year, month and day"
        ) from None


def find_action(actions: Sequence[Action], identity: str, where: str = "action set") -> Action:
    """The action of an id, given at `where`. Raises ArgumentError, naming the nearest."""
    for one in actions:
        if one.id == identity:
            return one
    raise ArgumentError(
        expected="the id of an action of this project",
        found=identity,
        where=where,
        do=suggestion(identity, [one.id for one in actions]) if actions else "add one: analyzer action add …",
    )
