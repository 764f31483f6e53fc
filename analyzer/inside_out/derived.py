"""Targets taken from the log itself, for stages that have none: part of the ruler, fitted once."""

from __future__ import annotations

import math
from typing import Any

from analyzer.engine import Engine, Table, ibis, seconds
from analyzer.inside_out.marks import repeats
from analyzer.journey import Journey
from analyzer.tables.log import Log
from analyzer.tables.ruler import DerivedTarget, Ruler

TUKEY = 1.5  # the upper fence lies this many interquartile ranges above the third quartile
FURTHEST = 0.99  # a target that hardly any visit can miss is none: never beyond this quantile of the durations
ORDINARY = 0.25  # share of the visits that repeat something, above which that is no fault
FEW = 100  # visits; of fewer the longest is the 99th percentile


def fit_targets(engine: Engine, visits: Table, staged: Table, log: Log, journey: Journey) -> tuple[DerivedTarget, ...]:
    """A target for each stage that has activities and no target, from its finished visits.

    The upper Tukey fence Q3 + 1.5·(Q3 − Q1) of log(1 + seconds from opening to last event), never beyond the 99th
    percentile of these seconds, nor beyond the span of the log. A duration of zero is one like any other. Nothing may
    be repeated, unless that is ordinary: more than a quarter of the visits do so, as where a step is logged when it
    begins and when it ends. Not to be trusted as the company's own judgement: silent defects, shared failures and
    broken promises never rest on it.
    Source: Tukey, Exploratory Data Analysis, 1977 (fences).
    """
    wanted = {s.no: s.name for s in journey.stages if s.target is None and s.activities}
    if not wanted:
        return ()
    counted = visits.left_join(repeats(staged, list(wanted)), ["case_id", "stage_no"]).drop(
        "case_id_right", "stage_no_right"
    )
    ended = counted.filter(counted.stage_no.isin(list(wanted)) & counted.left & counted.last_at.notnull())
    took_s = ibis.greatest(seconds(ended.last_at, ended.opened_at), 0.0)
    logs = (took_s + 1.0).ln()
    spread = ended.group_by("stage_no").aggregate(
        quartiles=logs.quantile([0.25, 0.75]),
        furthest=ibis.ifelse(ended.count() < FEW, took_s.max(), took_s.quantile(FURTHEST)),
        visits=ended.count(),
        repeating=(ended.repeats.fill_null(0) > 0).mean(),
    )
    found = {int(row.stage_no): row for row in engine.frame(spread).itertuples()}
    span_s = max((log.last_at - log.first_at).total_seconds(), 0.0)
    return tuple(_target(name, found.get(no), span_s) for no, name in wanted.items())


def _target(stage: str, row: Any, span_s: float) -> DerivedTarget:
    if row is None:
        return DerivedTarget(stage, None, "fence", 0)
    q1, q3 = (float(quartile) for quartile in row.quartiles)
    limits = {
        "fence": math.expm1(q3 + TUKEY * (q3 - q1)),
        "p99": float(row.furthest),
        "span": span_s,
    }
    limit = min(limits, key=lambda name: limits[name])
    within_s = limits[limit]
    once = within_s <= 0 or float(row.repeating) <= ORDINARY
    return DerivedTarget(stage, within_s if within_s > 0 else None, limit, int(row.visits), once)


def derived_targets(journey: Journey, ruler: Ruler) -> dict[int, DerivedTarget]:
    """Stage number → its derived target, where it has one."""
    numbered = ((journey.number(target.stage), target) for target in ruler.targets)
    return {no: target for no, target in numbered if no is not None}
