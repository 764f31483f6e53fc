"""The nights of a project: what changed, what was read, how long it took, and who was told."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from analyzer.catalog import Run, deliveries, last_findings, nights
from analyzer.settings.moments import iso_utc
from analyzer.words import digest_words, wording
from analyzer.words.language import say
from dashboards.providers.runs import Provider

PAGE = 60  # nights at once
STATUS = {"sent": "nights.told", "waiting": "nights.not_told_yet", "given_up": "nights.given_up"}


@dataclass(frozen=True)
class NightRow:
    """One night as people read it. `changed`: (what is said, mismatches as (id, title)); `number` is its place."""

    id: str
    number: int
    at: str  # ISO-8601 UTC
    headline: str
    changed: list[tuple[str, list[tuple[str, str]]]]
    warnings: list[str]
    read: str
    took: str
    told: list[str]


def nights_of(provider: Provider, older: str | None = None) -> list[NightRow]:
    """The nights, the newest first, sixty at most; `older`: those before the one of that number."""
    before = int(older) if older and older.isdecimal() and len(older) < 10 else None
    found = nights(provider.catalog(), PAGE, before)
    changes = {run.id: _changes(run) for run in found}
    ids = sorted({one for content in changes.values() for word in digest_words.TOLD for one in content.get(word) or ()})
    titles = {key: finding.title for key, finding in last_findings(provider.catalog(), ids).items()}
    return [_row(provider, run, changes[run.id], titles) for run in found]


def _changes(run: Run) -> dict[str, Any]:
    """Its changes.json; empty where the file is gone."""
    try:
        content: dict[str, Any] = json.loads((run.folder / "changes.json").read_text(encoding="utf-8"))
    except FileNotFoundError:
        return {}
    return content


def _row(provider: Provider, run: Run, content: dict[str, Any], titles: dict[str, str]) -> NightRow:
    noun = provider.settings.case_noun
    changed = {word: [(one, titles.get(one, one)) for one in content.get(word) or ()] for word in digest_words.TOLD}
    counts = {word: len(found) for word, found in changed.items() if found}
    ongoing, baseline = len(content.get("unchanged") or ()), content.get("since") is None
    headline = digest_words.headline(counts, ongoing, baseline) if content else say("nights.its_changes_are_not")
    read = (
        wording.counted(run.cases, noun),
        wording.counted(run.events, say("noun.event")),
        wording.counted(run.signals, say("noun.signal")),
    )
    return NightRow(
        id=run.id,
        number=run.number,
        at=iso_utc(run.started_at),
        headline=headline,
        changed=[(digest_words.label(word), found) for word, found in changed.items() if found],
        warnings=[one["fact"] for one in (content.get("details") or {}).get("warnings") or ()],
        read=digest_words.names(read),
        took=wording.duration((run.finished_at - run.started_at).total_seconds()),
        told=[
            f"{say(STATUS[one.status])}: {one.shown}" + (f" ({one.last_error})" if one.last_error else "")
            for one in deliveries(provider.catalog(), run.id)
        ],
    )
