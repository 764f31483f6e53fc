"""Calibrate: fit all that judging measures with, once, from everything at hand.

Each part is fitted to what the parts before it give: pauses to events, reactions to signals, targets and timing to
visits, lags to placed signals, thresholds to the visits whose customers spoke.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from analyzer.engine import Engine
from analyzer.inside_out import check_deadlines, fit_targets
from analyzer.judging import Given, judge
from analyzer.mismatches import fit_bins, fit_thresholds
from analyzer.outside_in import fit_lags, fit_reactions, fit_timing
from analyzer.ruler.keep import named
from analyzer.settings import Thresholds
from analyzer.tables.ruler import Ruler
from analyzer.visits import fit_pause


def calibrate(engine: Engine, given: Given, thresholds: Thresholds) -> Ruler:
    """The ruler of these data.

    Deterministic: the same log, signals and journey give the same ruler, with the same id. `made_at` is the moment of
    looking, never the wall clock. Raises JourneyError where a target's `by` column is no deadline.
    When not to trust it: fitted to few cases, its thresholds say little; each part carries its number of observations.
    """
    log, journey = given.log, given.journey
    ruler = Ruler(
        id="",
        made_at=given.now,
        first=_naive(log.first_at),
        last=_naive(log.last_at),
        cases=log.n_cases,
        events=log.n_events,
        signals=given.signals.total,
        pause=fit_pause(engine, log),
        reactions=fit_reactions(engine, given.linked, log, thresholds.reaction_share, given.signals.verdicts),
    )
    judged = judge(engine, given, ruler)
    seen = judged.seen
    check_deadlines(engine, judged.seen_visits, seen.staged, seen.log, journey)
    ruler = replace(
        ruler,
        targets=fit_targets(engine, judged.seen_visits, seen.staged, seen.log, journey),
        timing=fit_timing(engine, given.linked, judged.visits, journey),
    )
    judged = judge(engine, given, ruler)
    if given.quiet.speaks:
        ruler = replace(ruler, lags=fit_lags(engine, judged.judged, judged.placed.table, journey))
        judged = judge(engine, given, ruler)
    columns, numbers, waits, durations = fit_thresholds(engine, judged.heard, seen.staged, seen.log, journey)
    ruler = replace(
        ruler,
        bins=fit_bins(engine, judged.heard, journey),
        columns=columns,
        numbers=numbers,
        waits=waits,
        durations=durations,
    )
    return named(ruler)


def _naive(at: datetime) -> datetime:
    return datetime(at.year, at.month, at.day, at.hour, at.minute, at.second, at.microsecond)
