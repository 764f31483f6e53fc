"""The runs of a project, and two of them side by side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analyzer.catalog import Finding, Run, find_run, findings, runs
from analyzer.document import read_document
from analyzer.errors import InputError
from analyzer.settings.what_is_read import same_source
from analyzer.tables.interval import IntervalRow
from analyzer.words.source_words import read_lines
from dashboards.providers.runs import Provider

WORSE = 0.1  # part of a priority; below it a mismatch counts as unchanged


@dataclass(frozen=True)
class FindingChange:
    """A mismatch in two runs: `how` is new, gone, worse, better or unchanged."""

    identity: str
    kind: str
    stage: str | None
    title: str
    how: str
    before: float | None  # priority
    after: float | None


@dataclass(frozen=True)
class Pair:
    """Two runs, the older first, with their documents and what changed between them, the new ones first."""

    older: Run
    newer: Run
    measures: tuple[tuple[str, Any, Any], ...]  # name, interval before, interval after
    changes: tuple[FindingChange, ...]
    files: tuple[tuple[str, ...], tuple[str, ...]] = ((), ())  # what each run read
    same_files: bool | None = None  # None where a run does not say what it read


@dataclass(frozen=True)
class Listed:
    """A run as a list shows it."""

    run: Run
    took_s: float
    score: IntervalRow


def listed(provider: Provider, most: int) -> list[Listed]:
    """The newest runs, each with how long it took and its score with its limits."""
    return [
        Listed(
            run,
            (run.finished_at - run.started_at).total_seconds(),
            {"value": run.score, "low": run.score_low, "high": run.score_high},
        )
        for run in runs(provider.catalog(), most)
    ]


def pair(provider: Provider, one: str | None, other: str | None) -> Pair | None:
    """Two runs by their ids, in whichever order; the newest two where none is named. None where there are not two."""
    catalog = provider.catalog()
    named = [find_run(catalog, name) for name in (one, other) if name]
    chosen = [run for run in named if run is not None] if named else runs(catalog, 2)
    if len({run.id for run in chosen}) < 2:
        return None
    older, newer = sorted(chosen, key=lambda run: run.number)
    first, second = _document(older), _document(newer)
    before, after = first["alignment"], second["alignment"]
    measures = tuple((name, before.get(name), after.get(name)) for name in ("visibility", "relevance", "score"))
    changes = compared(findings(catalog, older.id), findings(catalog, newer.id))
    return Pair(
        older,
        newer,
        measures,
        tuple(changes),
        (_files(older, first), _files(newer, second)),
        same_source(older.source, newer.source),
    )


def compared(before: list[Finding], after: list[Finding]) -> list[FindingChange]:
    """What became of each mismatch. Worse or better: its priority moved by a tenth or more."""
    old, new = ({one.mismatch_id: one for one in found} for found in (before, after))
    found = [_change(old.get(one.mismatch_id), one) for one in after]
    found += [_change(one, None) for one in before if one.mismatch_id not in new]
    order = {"new": 0, "worse": 1, "better": 2, "gone": 3, "unchanged": 4}
    return sorted(found, key=lambda change: order[change.how])


def _change(old: Finding | None, new: Finding | None) -> FindingChange:
    one = new or old
    assert one is not None
    before, after = old.priority if old else None, new.priority if new else None
    return FindingChange(one.mismatch_id, one.kind, one.stage, one.title, _how(before, after), before, after)


def _how(before: float | None, after: float | None) -> str:
    if before is None:
        return "new"
    if after is None:
        return "gone"
    if abs(after - before) < WORSE * max(abs(before), 1e-9):
        return "unchanged"
    return "worse" if after > before else "better"


def _document(run: Run) -> Mapping[str, Any]:
    """A run's document; of one whose file is gone or not as a run writes it, its measures without limits."""
    try:
        return read_document(run.folder / "alignment.json")
    except InputError:
        values = {"visibility": run.visibility, "relevance": run.relevance, "score": run.score}
        return {"alignment": {name: {"value": value, "low": None, "high": None} for name, value in values.items()}}


def _files(run: Run, document: Mapping[str, Any]) -> tuple[str, ...]:
    """The files that a run read, log first; of a run of an older version their names alone."""
    if run.source:
        return tuple(read_lines(run.source))
    quality = document.get("quality") or {}
    said = [*(quality.get("detected") or []), *((quality.get("signals") or {}).get("detected") or [])]
    return tuple(dict.fromkeys(str(one["column"]) for one in said if one.get("role") == "file"))
