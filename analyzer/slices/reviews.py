"""The management review of a project's month, from its catalog."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from analyzer.catalog import Catalog, Run, last_findings, latest, list_actions, nights
from analyzer.document import read_document
from analyzer.improvement import NightLine, Review, cards, proposed_owner, review
from analyzer.slices.effects import verdicts

CHANGES = "changes.json"
MOST_NIGHTS = 400


def review_of(
    catalog: Catalog, month: str | None = None, run: Run | None = None, today: date | None = None
) -> tuple[Review, Mapping[str, str]]:
    """The review of a month (YYYY-MM; None: that to which the run has read), and the titles of the mismatches that it
    names. `run`: the newest one where none is given; `today`: by the clock where none is. Raises ValueError for a month
    that is none, InputError where a document cannot be read."""
    zone = ZoneInfo(catalog.settings.timezone)
    run, today = run or latest(catalog), today or datetime.now(zone).date()
    document = read_document(run.folder / "alignment.json") if run else None
    stages = document["journey"]["stages"] if document else []
    mismatches = [{**one, "owner": proposed_owner(one, stages)} for one in document["mismatches"]] if document else []
    actions = list_actions(catalog)
    known = cards(actions, mismatches, today, verdicts(catalog, actions, run), zone, catalog.settings.worth)
    now = (run.last_at or run.started_at).astimezone(zone).date() if run else today
    found = review(month or f"{now:%Y-%m}", known, mismatches, _nights(catalog, zone), today)
    titles = {str(one["id"]): str(one["title"]) for one in mismatches}
    gone = sorted({one for ids in found.changed.values() for one in ids} - set(titles))
    return found, {**{one: f.title for one, f in last_findings(catalog, gone).items()}, **titles}


def _nights(catalog: Catalog, zone: ZoneInfo) -> list[NightLine]:
    """The nights but the first, which changes nothing; a night's day is that to which it had read."""
    found = []
    for run in nights(catalog, MOST_NIGHTS):
        file = run.folder / CHANGES
        content: dict[str, Any] = json.loads(file.read_text(encoding="utf-8")) if file.is_file() else {}
        if content.get("since") is not None:
            found.append(NightLine((run.last_at or run.started_at).astimezone(zone).date(), content))
    return found
