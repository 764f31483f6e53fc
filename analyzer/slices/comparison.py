"""Unhappy against happy customers of a stage within a slice: what their cases do more or less often."""

from __future__ import annotations

from pathlib import Path

from analyzer.document.rounding import rounded
from analyzer.mismatches.comparison import ComparedStage, compare
from analyzer.slices.cut import cut, with_the_other_visits
from analyzer.slices.filters import Filters
from analyzer.slices.kept import open_run
from analyzer.tables.comparison import ComparisonRow
from analyzer.visits import seen_cases, staged_events

ROOM = 3  # times the memory that the engine takes by itself for a log of so many events


def happy_against_unhappy(run: Path, filters: Filters) -> ComparisonRow | None:
    """The comparison of a slice's stage, as a mismatch of the document has it (`comparison`).

    Grain, formulas and units: mismatches/comparison.py; the groups are the visits that the company calls good, by their
    customer's verdict. None where the slice has no stage or none of its visits was rated. Many rows are tried: `q` is
    corrected for those of one list, not for the slices that are looked at.
    Raises ArgumentError for a stage, an attribute or an activity that the run does not have.
    """
    with open_run(run) as (engine, kept):
        engine.expect(kept.log.n_events * ROOM)
        part = cut(engine, kept, filters)
        if part.stage_no is None:
            return None
        rated = with_the_other_visits(engine, part)
        staged = staged_events(engine, kept.log, kept.journey, kept.reactions)
        place = ComparedStage(part.stage_no, "customer")
        staged = seen_cases(engine, kept.log, kept.journey, staged).staged
        found = compare(engine, rated, staged, kept.log.activities, kept.journey, [place])
        return rounded(found.get(place))
