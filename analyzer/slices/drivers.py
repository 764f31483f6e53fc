"""Drivers of a slice: what sets unhappy visits apart, looked for again in the part that filters leave."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

from analyzer.document.mismatch_rows import driver_row
from analyzer.document.parts.whole import SliceStageRow
from analyzer.document.rounding import rounded
from analyzer.mismatches import find_drivers, heard_visits, make_traits, months_of
from analyzer.settings import Settings
from analyzer.slices.cut import Cut, bounds, cut, with_the_other_visits
from analyzer.slices.filters import Filters
from analyzer.slices.kept import open_run
from analyzer.tables.log import Log
from analyzer.tables.steps import Progress
from analyzer.visits import seen_cases, staged_events
from analyzer.words import labelled

ROOM = 2  # times the memory that the engine takes by itself for a log of so many events


def slice_drivers(
    run: Path, filters: Filters, settings: Settings, progress: Progress = lambda step: None
) -> list[SliceStageRow]:
    """The supported drivers of each stage among the visits of a slice, by stage in the journey's order.

    Gives rows {"stage", "visits", "bad", "drivers": [as in the document]}: a row a stage in which the slice has a rated
    visit that the company calls good; `visits` and `bad` are those. `run` is the folder of a run that keeps its tables.
    The same search at the same cut-offs as over the whole run (mismatches/drivers.py), so a slice, being smaller, shows
    less: what is not found here is not disproved. Looking into many slices finds something by chance in the end: each
    is corrected for what was tried within it, not for the slices that were looked at.
    What was settled when a customer spoke is judged from all visits of the case, those outside the slice too.
    Raises ArgumentError for a stage, an attribute or an activity that the run does not have.
    """
    progress("tables")
    with open_run(run) as (engine, kept):
        engine.expect(kept.log.n_events * ROOM, len(kept.log.attributes))
        part = cut(engine, kept, filters)
        rated = with_the_other_visits(engine, part)
        staged = staged_events(engine, kept.log, kept.journey, kept.reactions)
        if part.members is not None:
            staged = staged.semi_join(part.members, "case_id")
        progress("measuring")
        months = months_of(_of_period(part, kept.log))
        heard = heard_visits(engine, rated, kept.journey)
        seen = seen_cases(engine, kept.log, kept.journey, staged)
        traits = make_traits(engine, heard, rated, seen.staged, seen.log, kept.journey, kept.ruler)
        found = find_drivers(engine, heard, traits, kept.journey, kept.ruler, months, settings.thresholds).of
        sizes = rated.filter(rated.rated & (rated.company == "good"))
        counts = engine.frame(
            sizes.group_by("stage_no").aggregate(n=sizes.count(), bad=(sizes.customer == "bad").cast("int64").sum())
        )
        rows: list[SliceStageRow] = [
            {
                "stage": kept.journey.stages[int(row.stage_no)].name,
                "visits": int(row.n),
                "bad": int(row.bad),
                "drivers": [labelled(driver_row(driver)) for driver in found.get(int(row.stage_no), ())],
            }
            for row in counts.sort_values("stage_no").itertuples()
        ]
        return rounded(rows)


def _of_period(part: Cut, log: Log) -> Log:
    """The log with the limits of the period, where it lies within the log."""
    first, after = bounds(part.filters, part.kept.timezone)

    def inside(at: datetime | None, otherwise: datetime) -> datetime:
        return otherwise if at is None else min(max(at, log.first_at), log.last_at)

    return replace(log, first_at=inside(first, log.first_at), last_at=inside(after, log.last_at))
