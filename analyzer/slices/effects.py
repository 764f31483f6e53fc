"""The verdicts of a project's actions, from its newest run."""

from __future__ import annotations

import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from analyzer.catalog import Catalog, Run, find_run, last_findings
from analyzer.document import read_document
from analyzer.errors import InputError
from analyzer.improvement import did_it_help, weeks_decided
from analyzer.slices.effect_counts import Touched, effect_counts
from analyzer.slices.kept import has_tables
from analyzer.tables.action import Action
from analyzer.tables.effect import EffectCounts, EffectVerdict


def verdicts(catalog: Catalog, actions: Sequence[Action], run: Run | None) -> dict[str, EffectVerdict]:
    """Action → whether it helped, as the newest run (`run`; None: there is none yet) knows it.

    Left out are actions without a mismatch, start or review, those that were dropped, and all where no run keeps its
    tables. A mismatch that the newest run no longer has is taken from the last run that had it: an action that helped
    takes its own mismatch away. Visits that another action, not dropped, changes within the weeks that count are not
    what an action is held against. Raises InputError where the newest document cannot be read.
    """
    if run is None or not has_tables(run.folder):
        return {}
    wanted = [a for a in actions if a.mismatch_id and a.starts_on and a.review_on and a.status != "dropped"]
    known, last = _mismatches(run.folder), read_document(run.folder / "alignment.json")["log"]["last"] or ""
    started = [a for a in actions if a.mismatch_id and a.starts_on and a.status != "dropped"]
    gone = sorted({a.mismatch_id for a in started if a.mismatch_id} - set(known))
    for identity, finding in last_findings(catalog, gone).items() if gone else ():
        older = find_run(catalog, finding.run_id)
        if older is not None and (older.folder / "alignment.json").is_file():
            with suppress(InputError):  # a document of an earlier version, that this one cannot read: no verdict
                known = {**known, identity: _mismatches(older.folder).get(identity)}
    stages = {a.id: (known.get(a.mismatch_id or "") or {}).get("stage") for a in started}
    found: dict[str, EffectVerdict] = {}
    for one in wanted:
        mismatch = known.get(one.mismatch_id or "")
        if mismatch is not None:
            asked = {"stage": mismatch["stage"], "drivers": mismatch["drivers"][:1]}
            assert one.starts_on is not None
            assert one.review_on is not None
            others = json.dumps(
                [
                    (stages[a.id], a.starts_on.isoformat(), a.tried_on or {})
                    for a in started
                    if a.id != one.id and a.starts_on and stages[a.id]
                ]
            )
            counts = _counts(
                run.folder, json.dumps(asked), one.starts_on, one.review_on, json.dumps(one.tried_on or {}), others
            )
            found[one.id] = (
                EffectVerdict("not_measurable", "gone", last)
                if counts is None
                else _judged(counts, one.expected, one.starts_on)
            )
    return found


@lru_cache(maxsize=256)
def _judged(counts: EffectCounts, expected: float | None, start: date) -> EffectVerdict:
    """The verdict with the day on which it was decided."""
    verdict, week = did_it_help(counts, expected), weeks_decided(counts, expected)
    if week is None:
        return verdict
    return replace(verdict, decided_on=start + timedelta(weeks=week, days=counts.lag))


@lru_cache(maxsize=256)
def _counts(folder: Path, mismatch: str, start: date, review: date, on: str, others: str) -> EffectCounts | None:
    """As effect_counts; a kept run never changes. `mismatch`, `on`, `others`: JSON."""
    touched = [Touched(stage, date.fromisoformat(day), part) for stage, day, part in json.loads(others)]
    return effect_counts(folder, json.loads(mismatch), start, review, json.loads(on), touched)


@lru_cache(maxsize=8)
def _mismatches(folder: Path) -> dict[str, Any]:
    """The mismatches of a run by id; a kept run never changes."""
    return {row["id"]: row for row in read_document(folder / "alignment.json")["mismatches"]}
