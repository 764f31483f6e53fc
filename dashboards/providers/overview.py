"""All projects at a glance: how each stands, how it develops, what comes first there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from analyzer.catalog import Run, list_actions, runs
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.settings.what_is_read import same_source
from analyzer.tables.action import OVER
from analyzer.tables.interval import IntervalRow
from dashboards.providers.projects import Projects
from dashboards.providers.runs import Provider, UnreadableRunError

TREND = 30  # runs


@dataclass(frozen=True)
class Glance:
    """One project as a manager sees it."""

    key: str  # for ?project=
    name: str
    score: IntervalRow | None  # value, low, high; None without a run or customer voice
    scores: list[float | None]  # by run, the oldest first; of those that read the files of the newest
    first: MismatchRow | None  # the first mismatch of the newest run
    mismatches: int
    visits: int
    rated: int
    last: Run | None
    open_actions: int
    overdue: int


def glances(projects: Projects) -> list[Glance]:
    """The projects that the visitor may open; where the most unhappy customers are avoidable stands first, then what
    has no count of them, then what has no run."""
    found = [_glance(projects.key(provider), provider) for provider in projects.seen()]
    return sorted(found, key=lambda one: (one.last is None, -_avoidable(one), one.name.casefold()))


def _glance(key: str, provider: Provider) -> Glance:
    kept = runs(provider.catalog(), 10 * TREND)
    try:
        document = provider.document()
    except UnreadableRunError:  # its own page says what is wrong with it
        document = None
    alignment = document["alignment"] if document else None
    score = alignment["score"] if alignment else None
    mismatches = document["mismatches"] if document else []
    still = [action for action in list_actions(provider.catalog()) if action.status not in OVER]
    today = datetime.now(ZoneInfo(provider.settings.timezone)).date()
    return Glance(
        key,
        provider.name,
        score if score and score["value"] is not None else None,
        _trend(kept),
        mismatches[0] if mismatches else None,
        len(mismatches),
        alignment["visits"] if alignment else 0,
        alignment["rated"] if alignment else 0,
        kept[0] if document else None,
        len(still),
        sum((action.due_on or date.max) < today for action in still),
    )


def _trend(kept: list[Run]) -> list[float | None]:
    """The scores of the runs that can be held against the newest: other files make another score, not a better one."""
    same = [run for run in kept if same_source(run.source, kept[0].source) is not False]
    return [run.score for run in same[:TREND]][::-1]


def _avoidable(one: Glance) -> float:
    return one.first["avoidable_bad_per_month"]["value"] or 0.0 if one.first else 0.0
