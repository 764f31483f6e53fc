"""Lifecycle transitions where the log lies: `complete` is the event, its matching `start` says when it began. The rule
is that of `assembly/lifecycle.py`."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analyzer.engine import Engine, Table, ibis
from analyzer.ingest.assembly.assemble import NotAsBeforeError
from analyzer.ingest.assembly.lifecycle import ABORT, COMPLETE, INSTANCE, START, Lifecycle, told_of
from analyzer.ingest.columns.plan import Plan
from analyzer.ingest.in_place.placed import ROW


@dataclass(frozen=True)
class CountedRows:
    """The rows that count as events, and those that are refused. Where starts were matched they have the column
    `started_us`, when the event began."""

    told: Lifecycle
    rows: Table


def counted_rows(engine: Engine, plan: Plan, typed: Table, words: tuple[bool, bool] | None = None) -> CountedRows:
    """What the lifecycle column says, and the rows that are no event by it left out. `words`: whether the whole log has
    completes and starts, where these are some rows of it. Raises NotAsBeforeError where these have the first."""
    if not plan.has("lifecycle"):
        return CountedRows(Lifecycle(), typed)
    word = typed.lifecycle.lower()
    fine = typed.reason.isnull()
    (said,) = engine.rows(
        typed.aggregate(complete=(word.isin(COMPLETE) & fine).any(), start=(word.isin(START) & fine).any())
    )
    here = (bool(said["complete"]), bool(said["start"]))
    if words is not None and any(new and not old for new, old in zip(here, words, strict=True)):
        raise NotAsBeforeError("the lifecycle column has transitions that it did not have")
    found = told_of(words or here)
    if found.counted == "true":
        return CountedRows(found, typed)
    rows = typed if found.starts is None else _matched(engine, plan, typed)
    return CountedRows(found, rows.filter(rows.reason.notnull() | _completes(rows)))


def _completes(rows: Table) -> Any:
    return rows.lifecycle.isnull() | rows.lifecycle.lower().isin(COMPLETE)


def _matched(engine: Engine, plan: Plan, typed: Table) -> Table:
    """The rows with `started_us`: of a complete the time of the latest start of its case and activity (and instance,
    where the log tells them apart) that was still open, as brackets match. `depth` is the number of open starts after a
    row; a bracket closes on the level on which it was opened."""
    instance = [a.column for a in plan.attributes if a.file_column == INSTANCE]
    of = ["case_id", "activity", *instance]
    begins = typed.lifecycle.lower().isin(START).fill_null(False)
    takes_part = begins | _completes(typed) | typed.lifecycle.lower().isin(ABORT)
    steps = typed.filter(typed.reason.isnull() & takes_part)
    rest = typed.filter(~(typed.reason.isnull() & takes_part))
    steps = steps.mutate(begins=steps.lifecycle.lower().isin(START).fill_null(False))
    others = [c for c in typed.columns if c not in (ROW, "us", "reason", *of)]
    order = ["us", ROW] if ROW in typed.columns else ["us", ibis.desc("begins"), *others]
    before = ibis.window(group_by=of, order_by=order, preceding=None, following=0)
    inside = ibis.window(group_by=of, order_by=order)
    steps = steps.mutate(net=ibis.ifelse(steps.begins, 1, -1).sum().over(before))
    steps = steps.mutate(depth=steps.net - ibis.least(0, steps.net.min().over(before)))
    opened = steps.depth.lag().over(inside)
    closing = ibis.ifelse(opened > 0, steps.depth + 1, ibis.null("int64"))
    steps = engine.keep(steps.mutate(level=ibis.ifelse(steps.begins, steps.depth, closing)), "levels")
    pairs = ibis.window(group_by=[*of, "level"], order_by=order)
    started = ibis.ifelse(steps.level.notnull(), steps.us.lag().over(pairs), ibis.null("int64"))
    matched = steps.mutate(started_us=started).select(*typed.columns, "started_us")
    rest = rest.mutate(started_us=ibis.null("int64")).select(*typed.columns, "started_us")
    return engine.keep(matched.union(rest), "matched")
