"""What a run's tables say of an action before it starts."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date, timedelta
from functools import lru_cache
from pathlib import Path

from analyzer.document import read_document
from analyzer.engine import ibis
from analyzer.improvement import fair_split, foresee
from analyzer.slices.cut import written
from analyzer.slices.effect_counts import MOST_GROUPS, effect_counts
from analyzer.slices.kept import has_tables, open_run
from analyzer.tables.action import On
from analyzer.tables.effect import EffectCounts
from analyzer.tables.plan import Foresight, Split

WEEKS_BACK = 26  # of the log, that say what weeks are like


def foreseen(
    run: Path, stage: str | None, expected: float | None, start: date | None, review: date | None, on: On | None
) -> Foresight | None:
    """When the effect of an action on a stage would be seen, from the last 26 weeks of a run (its folder) before the
    start; None where the run keeps no tables, or has no such stage or attribute. A start after the log's end is taken
    to follow it. Without `start` the review counts from the log's end. Raises nothing of its own."""
    if stage is None or not has_tables(run):
        return None
    last = read_document(run / "alignment.json")["log"]["last"]
    if not last:
        return None
    end = date.fromisoformat(last[:10]) + timedelta(days=1)
    counts = _counts(run, stage, min(start or end, end), json.dumps(on or {}, sort_keys=True))
    of = max((review - (start or end)).days // 7, 1) if review and review > (start or end) else None
    return None if counts is None else foresee(counts, expected, of)


@lru_cache(maxsize=64)
def _counts(run: Path, stage: str, start: date, on: str) -> EffectCounts | None:
    """A kept run never changes. `on`: JSON."""
    review = start + timedelta(weeks=WEEKS_BACK)
    return effect_counts(run, {"stage": stage, "drivers": []}, start, review, json.loads(on))


@lru_cache(maxsize=64)
def proposed_split(run: Path, stage: str | None) -> Split | None:
    """The attribute's value on which an action on a stage is tried best first; None where none compares fairly.

    Looked at are attributes of the cases with 4 to 60 values that are neither times nor numbers. Raises nothing of its
    own."""
    if stage is None or not has_tables(run):
        return None
    with open_run(run) as (engine, kept):
        no = next((one.no for one in kept.journey.stages if one.name == stage), None)
        parts = [a for a in kept.log.attributes if a.type not in ("time", "number") and 4 <= a.values <= MOST_GROUPS]
        if no is None or not parts:
            return None
        heard = kept.rated.filter(kept.rated.rated & (kept.rated.stage_no == no))
        visits = heard.select("case_id", bad=(heard.customer == "bad").cast("int64"))
        columns: Mapping[str, ibis.Value] = {
            f"p{i}": written(kept.log.cases, one.column) for i, one in enumerate(parts)
        }
        joined = engine.keep(visits.join(kept.log.cases.select("case_id", **columns), "case_id"), "split_visits")
        counted = [
            joined.group_by(value=joined[f"p{i}"])
            .aggregate(n=joined.count(), bad=joined.bad.sum())
            .mutate(attribute=ibis.literal(i))
            for i in range(len(parts))
        ]
        rows = engine.rows(ibis.union(*counted) if len(counted) > 1 else counted[0])
    return fair_split([(parts[r["attribute"]].name, r["value"], r["n"], r["bad"]) for r in rows if r["value"]])
