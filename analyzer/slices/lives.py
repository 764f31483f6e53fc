"""The life of findings over the nights of a project: what each night counted of them, and the moments that mattered."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from analyzer.catalog import Catalog, Run, finding_marks, findings_of, list_actions, nights
from analyzer.tables.finding_life import LifeMoment, LifeNight, LifeOfFinding

CHANGES = "changes.json"
MOST_NIGHTS = 400
MOMENTS = ("new", "worse", "better", "resolved", "regressed", "not_measurable", "restated")


def lives_of(catalog: Catalog, ids: Sequence[str]) -> dict[str, LifeOfFinding]:
    """Finding → its life over the newest 400 nights, the oldest night first; without nights, or for an id that none
    has, there is none.

    A night stands at its moment of looking. `avoidable`: unhappy customers a month as known that night; None in nights
    that did not list it. Moments: what nights said of it, a ruler that is another one than the night before, starts of
    actions about it, and who acknowledged it or made it quiet. The first night says `new` of everything. Raises nothing
    of its own.
    """
    known = list(reversed(nights(catalog, MOST_NIGHTS)))
    if not known or not ids:
        return {}
    counted = findings_of(catalog, ids)
    changes = [_changes(run.folder) for run in known]
    marks, zone = finding_marks(catalog), ZoneInfo(catalog.settings.timezone)
    begun = [(a.mismatch_id, a.starts_on, a.title) for a in list_actions(catalog) if a.starts_on]
    found = {}
    for one in ids:
        of_runs = counted.get(one, {})
        first = next((i for i, run in enumerate(known) if run.id in of_runs), None)
        if first is None:
            continue
        moments = _said(one, known[first:], changes[first:])
        starts = [(datetime.combine(on, time(), zone), title) for about, on, title in begun if about == one and on]
        moments += [LifeMoment(at, "action", title) for at, title in starts]
        moments += [LifeMoment(mark.at, mark.mark, mark.who) for mark in marks.get(one, {}).values()]
        line = tuple(
            LifeNight(_moment(run), run.id in of_runs, of_runs[run.id].avoidable if run.id in of_runs else None)
            for run in known[first:]
        )
        found[one] = LifeOfFinding(one, line, tuple(sorted(moments, key=lambda m: m.at)))
    return found


def _said(identity: str, runs: Sequence[Run], changes: Sequence[dict[str, Any]]) -> list[LifeMoment]:
    found: list[LifeMoment] = []
    ruler: str | None = None
    for run, content in zip(runs, changes, strict=True):
        for word in MOMENTS:
            if identity in (content.get(word) or ()):
                found.append(LifeMoment(_moment(run), word, ""))
        now = content.get("ruler")
        if ruler and now and now != ruler:
            found.append(LifeMoment(_moment(run), "ruler", ""))
        ruler = now or ruler
    return found


def _moment(run: Run) -> datetime:
    return run.last_at or run.started_at


@lru_cache(maxsize=1024)
def _changes(folder: Path) -> dict[str, Any]:
    """What a night's changes.json holds of findings; a kept run never changes. Empty where the file is gone."""
    try:
        content: dict[str, Any] = json.loads((folder / CHANGES).read_text(encoding="utf-8"))
    except (FileNotFoundError, NotADirectoryError):
        return {}
    return {name: content.get(name) for name in (*MOMENTS, "ruler", "since")}
