"""The performance spectrum between two activities: every way from the one to the other, by time and by speed."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from analyzer.engine import Engine, Table, ibis, seconds
from analyzer.engine.chance import number_of
from analyzer.errors import ArgumentError
from analyzer.settings import suggestion
from analyzer.slices.cut import cut, log_of
from analyzer.slices.feelings import customer_word, feelings, heard_shares
from analyzer.slices.filters import Filters
from analyzer.slices.kept import open_run
from analyzer.tables.heard_share import NOBODY
from analyzer.tables.over_time import DurationBand, PerformanceSpectrum, SpectrumLine

MOST_LINES = 1_200
QUARTERS = (0.25, 0.5, 0.75)
ROOM = 3  # times the memory that the engine takes by itself for a log of so many events


def performance_spectrum(run: Path, filters: Filters, first: str | None, second: str | None) -> PerformanceSpectrum:
    """The ways from an event of one activity to the next event of its case, where that is of the other activity.

    Grain: such a way. Without activities the two between which most time goes by in all. Bands: up to the quartiles of
    all durations, each above the one before; equal quartiles make fewer bands. Shares as `heard_shares`, a case once a
    band. At most 1,200 lines are drawn, by lot of the case's name. Whole cases, whatever the period.
    Source: Denisov, Fahland, van der Aalst, "Unbiased, fine-grained description of processes performance from event
    data", BPM 2018. When not to trust it: of events with equal times the order is the file's.
    Raises ArgumentError for a stage, an attribute or an activity that the run does not have.
    """
    with open_run(run) as (engine, kept):
        engine.expect(kept.log.n_events * ROOM)
        for name in (first, second):
            if name is not None and name not in kept.log.activities:
                do = suggestion(name, kept.log.activities)
                raise ArgumentError(expected="an activity of the log", found=name, where="performance spectrum", do=do)
        part = cut(engine, kept, filters)
        events = log_of(engine, part).events
        if first is None or second is None:
            first, second = _longest(engine, events, first, second)
        if first is None or second is None:
            return PerformanceSpectrum(first or "", second or "", 0, (), ())
        ways = events.filter((events.activity == first) & (events.next_activity == second))
        ways = ways.select(
            "case_id", "position", left_at="at", reached_at="next_at", took_s=seconds(ways.next_at, ways["at"])
        )
        told = feelings(engine, part).drop("took_s", "first_at", "last_at", "ended")
        found = engine.keep(ways.join(told, "case_id"), "ways")
        return _measured(engine, found, first, second)


def _longest(engine: Engine, events: Table, first: str | None, second: str | None) -> tuple[str | None, str | None]:
    """The activities of the way that takes most time in all, of those that one of them is given for."""
    pairs = events.filter(events.next_activity.notnull())
    if first is not None:
        pairs = pairs.filter(pairs.activity == first)
    if second is not None:
        pairs = pairs.filter(pairs.next_activity == second)
    counted = pairs.group_by("activity", "next_activity").aggregate(s=seconds(pairs.next_at, pairs["at"]).sum())
    rows = engine.rows(counted.order_by(ibis.desc("s"), "activity", "next_activity"), 1)
    return (rows[0]["activity"], rows[0]["next_activity"]) if rows else (first, second)


def _measured(engine: Engine, ways: Table, first: str, second: str) -> PerformanceSpectrum:
    totals = engine.rows(ways.aggregate(n=ways.count(), cuts=ways.took_s.quantile(list(QUARTERS))))[0]
    if not totals["n"]:
        return PerformanceSpectrum(first, second, 0, (), ())
    cuts = sorted(set(totals["cuts"]))
    banded = engine.keep(ways.mutate(band=band_of(ways.took_s, cuts)), "banded")
    lot = number_of(banded.case_id)
    drawn = banded.mutate(lot=lot, customer=customer_word(banded)).order_by("lot", "case_id", "position")
    lines = [
        SpectrumLine(row["left_at"], row["reached_at"], int(row["band"]), row["customer"])
        for row in engine.rows(drawn.select("left_at", "reached_at", "band", "customer"), MOST_LINES)
    ]
    return PerformanceSpectrum(first, second, int(totals["n"]), tuple(lines), duration_bands(engine, banded, cuts))


def band_of(took_s: Any, cuts: Sequence[float]) -> Any:
    """The number of the band in which a duration lies: how many cuts it is above."""
    number = ibis.literal(0, "int64")
    for one in cuts:
        number = number + (took_s > one).cast("int64")
    return number


def duration_bands(engine: Engine, banded: Table, cuts: Sequence[float]) -> tuple[DurationBand, ...]:
    """The bands between cuts that hold anything. `banded`: `band`, case_id, customer_id, heard, unhappy."""
    counts = {
        int(row["band"]): int(row["n"]) for row in engine.rows(banded.group_by("band").aggregate(n=banded.count()))
    }
    once = banded.select("band", "case_id", "customer_id", "heard", "unhappy").distinct()
    shares = heard_shares(engine, once, "band")
    ends = [None, *cuts, None]
    return tuple(
        DurationBand(ends[band], ends[band + 1], counts[band], shares.get(band, NOBODY)) for band in sorted(counts)
    )
