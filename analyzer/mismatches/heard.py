"""The visits whose customers spoke, with what was settled by then, and which of them are compared with each other."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.engine import Engine, Table, Value, ibis, seconds
from analyzer.journey import Journey
from analyzer.mismatches.as_seen import as_seen
from analyzer.mismatches.settled import columns_of, with_masks
from analyzer.tables.ruler import LagBins
from analyzer.tables.traits import HEARD

LAG_BINS = 4  # visits are compared with visits whose customers spoke after about as long
EVENLY_KNOWN = 0.98  # above this share of visits with the same mask no bins are needed


def heard_visits(engine: Engine, rated: Table, journey: Journey) -> Table:
    """Rated visits that are not open, with what was settled when their customer spoke.

    The table `heard visits` (tables/traits.py) with mask_0, … (mismatches/settled.py). Of other cases nothing counts.
    """
    chosen = as_seen(rated.filter(rated.rated & rated.said_at.notnull() & ~rated.open))
    chosen = chosen.mutate(
        until=chosen.said_at.truncate("s") + ibis.interval(seconds=1),
        bad=(chosen.customer == "bad").cast("int64"),
        lag_s=seconds(chosen.said_at, chosen.last_at),
    )
    masked = with_masks(chosen, rated, journey)
    return HEARD.check(engine.keep(masked.select(*HEARD.held_by(masked), *columns_of(journey)), "heard", HEARD.holds))


def fit_bins(engine: Engine, heard: Table, journey: Journey) -> tuple[LagBins, ...]:
    """The limits between the bins of about equal lags, by stage, company's verdict and kinds of survey.

    Signals that came after the visit's end are divided into four parts of equal size; signals during the visit stand
    by themselves. No limits where the same things were settled for nearly all visits of the stage.
    """
    masks = heard.group_by("stage_no", "company", *columns_of(journey)).aggregate(n=heard.count())
    evenly = engine.frame(
        masks.group_by("stage_no", "company").aggregate(evenly=masks.n.max() >= EVENLY_KNOWN * masks.n.sum())
    )
    uneven = {(int(r.stage_no), str(r.company)) for r in evenly.itertuples() if not r.evenly}
    later = heard.filter(heard.lag_s >= 0)
    parts = [i / LAG_BINS for i in range(1, LAG_BINS)]
    found = engine.frame(
        later.group_by("stage_no", "company", "asked")
        .aggregate(visits=later.count(), limits=later.lag_s.quantile(parts))
        .order_by("stage_no", "company", "asked")
    )
    return tuple(
        LagBins(
            journey.stages[int(r.stage_no)].name,
            str(r.company),
            str(r.asked),
            tuple(sorted(set(map(float, r.limits)))),
            int(r.visits),
        )
        for r in found.itertuples()
        if (int(r.stage_no), str(r.company)) in uneven
    )


def focus(engine: Engine, heard: Table, journey: Journey, bins: Sequence[LagBins], company: str = "good") -> Table:
    """Heard visits with the given company verdict, a row each, and the stratum that each is compared in.

    Columns: visit (int), case_id, stage_no, cluster (the customer), bad (0/1), mask_0, …, stratum. Visits of one
    stratum were answered in the same kinds of survey (who only complains was never asked, and all of them are
    unhappy), and with about the same lag from the visit's end to the signal by the ruler's bins, because the unhappy
    may answer sooner; signals during the visit stand by themselves.
    """
    chosen = heard.filter(heard.company == company)
    chosen = chosen.mutate(
        visit=ibis.row_number().over(ibis.window(order_by=["stage_no", "case_id"])), bin=_bin(chosen, journey, bins)
    )
    stratum = ibis.dense_rank().over(ibis.window(group_by="stage_no", order_by=["asked", "bin"]))
    return engine.keep(
        chosen.select(
            "visit",
            "case_id",
            "stage_no",
            "bad",
            *columns_of(journey),
            cluster=chosen.customer_id,
            stratum=stratum.cast("int64"),
        ),
        "focus",
    )


def _bin(heard: Table, journey: Journey, bins: Sequence[LagBins]) -> Value:
    """0 where no bins are needed or the signal came during the visit, else one more than the limits it lies above."""
    zero = ibis.literal(0, "int64")
    cases = []
    for part in bins:
        no = journey.number(part.stage)
        if no is None:
            continue
        above: Value = ibis.literal(1, "int64")
        for limit in part.limits_s:
            above = above + (heard.lag_s > limit).cast("int64")
        here = (heard.stage_no == no) & (heard.company == part.company) & (heard.asked == part.asked)
        cases.append((here, ibis.ifelse(heard.lag_s < 0, zero, above)))
    return ibis.cases(*cases, else_=zero) if cases else zero
