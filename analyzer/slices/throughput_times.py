"""How long cases take: by the week of their end, and in bands with what their customers say."""

from __future__ import annotations

from pathlib import Path

from analyzer.engine import Engine, Table
from analyzer.engine.zones import local_week, monday
from analyzer.slices.cut import cut
from analyzer.slices.feelings import feelings
from analyzer.slices.filters import Filters
from analyzer.slices.kept import Kept, open_run
from analyzer.slices.spectrum import band_of, duration_bands
from analyzer.tables.over_time import DurationWeek, ThroughputTimes

BANDS = 20  # at most, of one width, from the 1st to the 95th percentile; what is shorter or longer is in the ends
QUANTILES = (0.01, 0.5, 0.9, 0.95)
STEPS_S = (
    1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200, 86_400,
    172_800, 259_200, 604_800, 1_209_600, 2_592_000, 7_776_000, 31_536_000,
)  # fmt: skip


def throughput_times(run: Path, filters: Filters) -> ThroughputTimes:
    """The durations of a slice's cases from first to last event, of those that have ended.

    Grain: a case, whole, whatever the period. Weeks are those of the last event, from Monday, in the project's zone: a
    case that runs for long is seen in the week in which it ends, so that weeks do not look short because their cases
    still run. Quantiles interpolate between neighbours. Bands have one round width, 20 or fewer from the
    1st to the 95th percentile; the first and the last are open.
    When not to trust it: the last weeks where many cases still run (`running`).
    Raises ArgumentError for a stage, an attribute or an activity that the run does not have.
    """
    with open_run(run) as (engine, kept):
        every = feelings(engine, cut(engine, kept, filters))
        ended = every.filter(every.ended)
        total = engine.rows(every.aggregate(n=every.count(), ended=every.ended.cast("int64").sum()))[0]
        over = int(total["ended"] or 0)
        running = int(total["n"]) - over
        if not over:
            return ThroughputTimes(0, running, None, None, (), ())
        hardly, middle, most, nearly = engine.rows(ended.aggregate(q=ended.took_s.quantile(list(QUANTILES))))[0]["q"]
        cuts = _cuts(float(hardly), float(nearly))
        banded = engine.keep(ended.mutate(band=band_of(ended.took_s, cuts)), "banded_cases")
        bands = duration_bands(engine, banded, cuts)
        return ThroughputTimes(over, running, float(middle), float(most), _weeks(engine, ended, kept), bands)


def _cuts(least_s: float, most_s: float) -> list[float]:
    """Where the bands end: whole multiples of one of the widths."""
    width = next((step for step in STEPS_S if step * (BANDS - 2) >= most_s - least_s), STEPS_S[-1])
    first = int(least_s // width) + 1
    last = max(int(-(-most_s // width)), first)
    return [float(width * number) for number in range(first, min(last, first + BANDS) + 1)]


def _weeks(engine: Engine, ended: Table, kept: Kept) -> tuple[DurationWeek, ...]:
    week = local_week(ended.last_at, kept.timezone, kept.log.first_at, kept.log.last_at)
    weeks = ended.mutate(week=week)
    rows = weeks.group_by("week").aggregate(n=weeks.count(), q=weeks.took_s.quantile([0.5, 0.9])).order_by("week")
    return tuple(
        DurationWeek(monday(int(row["week"])), int(row["n"]), float(row["q"][0]), float(row["q"][1]))
        for row in engine.rows(rows)
    )
