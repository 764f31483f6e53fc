"""The visits whose drivers are sought, and what was already settled about each when its customer spoke."""

from __future__ import annotations

from analyzer.engine import Engine, Table, Value, ibis, seconds
from analyzer.journey import Journey

LAG_BINS = 4  # visits are compared with visits whose customers spoke after about as long
EVENLY_KNOWN = 0.98  # above this share of visits with the same mask no bins are needed
CASE_OVER = 62  # the bit that says the whole case was over


def bit(stage_no: int) -> int:
    return 1 << stage_no


def focus(engine: Engine, rated: Table, journey: Journey, company: str = "good") -> Table:
    """Rated visits with the given company verdict, a row each.

    Columns: visit (int), case_id, stage_no, cluster (the customer), bad (0/1), mask, stratum. mask: bit T is set if
    stage T of the visit's case was finished when the customer spoke: its last event lies at or before the signal (to
    the second), or it was skipped: a later planned stage was entered, or the case was over. Bit 62: the case was
    over. What belongs to a stage whose bit is not set is unknown for this visit, never "missing". stratum: visits
    that are compared with each other: answered in the same kinds of survey (who only complains was never asked, and
    all of them are unhappy) and, where not the same was settled for nearly all, with about the same lag from the
    visit's end to the signal, because the unhappy may answer sooner; signals during the visit stand by themselves.
    """
    chosen = rated.filter(rated.rated & (rated.company == company) & rated.said_at.notnull() & ~rated.open)
    chosen = chosen.mutate(
        visit=ibis.row_number().over(ibis.window(order_by=["stage_no", "case_id"])),
        until=chosen.said_at.truncate("s") + ibis.interval(seconds=1),
        bad=(chosen.customer == "bad").cast("int64"),
    )
    masked = with_mask(chosen, rated, journey)
    settled = engine.keep(
        masked.select(
            "visit",
            "case_id",
            "customer_id",
            "stage_no",
            "bad",
            "asked",
            "mask",
            lag_s=seconds(masked.said_at, masked.last_at),
        ),
        "settled",
    )
    during = settled.lag_s < 0
    quarter = ibis.ntile(LAG_BINS).over(
        ibis.window(group_by=["stage_no", "asked", during], order_by=["lag_s", "case_id"])
    )
    quartered = settled.mutate(bin=ibis.ifelse(during, ibis.literal(0, "int64"), quarter.cast("int64") + 1))
    masks = settled.group_by("stage_no", "mask").aggregate(n=settled.count())
    evenly = masks.group_by("stage_no").aggregate(evenly=masks.n.max() >= EVENLY_KNOWN * masks.n.sum())
    binned = quartered.join(evenly, "stage_no")
    binned = binned.mutate(bin=ibis.ifelse(binned.evenly, ibis.literal(0, "int64"), binned.bin))
    stratum = ibis.dense_rank().over(ibis.window(group_by="stage_no", order_by=["asked", "bin"]))
    return engine.keep(
        binned.select(
            "visit", "case_id", "stage_no", "bad", "mask", cluster=binned.customer_id, stratum=stratum.cast("int64")
        ),
        "focus",
    )


def with_mask(chosen: Table, rated: Table, journey: Journey) -> Table:
    """Chosen visits (of which `visit` is the number and `until` the moment that ends what counts) with their mask, as
    `focus` says it."""
    lived = rated.filter(rated.first_at.notnull()).select(
        "case_id",
        first_at=rated.first_at,
        last_at=rated.last_at,
        its_bit=_bit(rated.stage_no, journey),
        its_no=rated.stage_no,
    )
    pairs = chosen.select("visit", "case_id", "until").join(lived, "case_id")
    zero = ibis.literal(0, "int64")
    found = pairs.group_by("visit").aggregate(
        lived=pairs.its_bit.sum(),
        finished=ibis.coalesce(pairs.its_bit.sum(where=pairs.last_at < pairs.until), zero),
        furthest=ibis.coalesce(pairs.its_no.max(where=pairs.first_at < pairs.until), zero),
    )
    seen = chosen.join(found, "visit")
    over = (seen.case_ended_at < seen.until).fill_null(False)
    everything = ibis.literal(sum(bit(s.no) for s in journey.stages), "int64")
    passed = ibis.ifelse(over, everything, _below(seen.furthest, journey))
    skipped = passed & (everything - seen.lived.cast("int64"))
    mask = seen.finished.cast("int64") + skipped + ibis.ifelse(over, ibis.literal(1 << CASE_OVER, "int64"), zero)
    return seen.mutate(mask=mask)


def _bit(stage_no: Value, journey: Journey) -> Value:
    return ibis.cases(
        *((stage_no == s.no, ibis.literal(bit(s.no), "int64")) for s in journey.stages), else_=ibis.literal(0, "int64")
    )


def _below(stage_no: Value, journey: Journey) -> Value:
    """The bits of all stages before a stage."""
    last = len(journey.stages)
    return ibis.cases(
        *((stage_no == no, ibis.literal(bit(no) - 1, "int64")) for no in range(last + 1)),
        else_=ibis.literal(0, "int64"),
    )
