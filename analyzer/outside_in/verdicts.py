"""The customer's verdict on every visit: bad if any signal is bad, good if there is any and none is bad, else per
`silence`."""

from __future__ import annotations

from analyzer.engine import Engine, Table, after, ibis, seconds
from analyzer.tables.visits import RATED


def customer_verdicts(engine: Engine, judged: Table, placed: Table, silence_good: bool) -> Table:
    """The table `rated visits`.

    A neutral signal is not unhappy: it stands with the good. `said_at` is the first bad signal's time, else the first
    signal's. Where silence means no complaint, a silent visit that is over is good; its `said_at` is a reference time
    drawn from what its stage's customers did (see `_reference`), so that it is looked at from the same distance as a
    visit whose customer spoke.
    """
    spoken = placed.filter(placed.stage_no.notnull() & (placed.stage_no >= 0))
    bad = spoken.verdict == "bad"
    said = spoken.group_by("case_id", "stage_no").aggregate(
        signals=spoken.count(),
        bad_signals=bad.cast("int64").sum(),
        first_bad_at=spoken["at"].min(where=bad),
        first_said_at=spoken["at"].min(),
        answered=spoken.survey.any(),
        first_kind=spoken.kind.min(where=spoken.survey),
        last_kind=spoken.kind.max(where=spoken.survey),
    )
    visits = judged.left_join(said, ["case_id", "stage_no"]).drop("case_id_right", "stage_no_right")
    visits = visits.mutate(
        signals=visits.signals.fill_null(0),
        answered=visits.answered.fill_null(False),
        asked=ibis.cases(
            (visits.first_kind.isnull(), ""),
            (visits.first_kind == visits.last_kind, visits.first_kind),
            else_=visits.first_kind + "+" + visits.last_kind,
        ),
        spoke_at=ibis.coalesce(visits.first_bad_at, visits.first_said_at),
    )
    if silence_good:
        visits = _reference(engine, visits)
    silent = ibis.literal("good" if silence_good else "unknown")
    quiet = ibis.ifelse(visits.left, silent, ibis.literal("unknown"))
    customer = ibis.cases((visits.bad_signals.fill_null(0) > 0, "bad"), (visits.signals > 0, "good"), else_=quiet)
    rated = visits.mutate(customer=customer).mutate(rated=lambda t: t.customer != "unknown", said_at=visits.spoke_at)
    return RATED.check(engine.keep(rated.select(*RATED.schema), "rated"))


def _reference(engine: Engine, visits: Table) -> Table:
    """Silent visits get a `spoke_at`: a place in the visit, or a lag after it, of another visit of the stage that has
    a signal.

    A signal during its visit is kept as the share of the way from opening to last event; a later one as seconds after
    the last event. Which signal a silent visit borrows is settled by its case's place in the alphabet, so it is the
    same on every night and every engine.
    """
    visits = engine.keep(visits, "with_signals")
    length_s = seconds(visits.last_at, visits.opened_at)
    gone_s = seconds(visits.spoke_at, visits.opened_at)
    spoken = visits.filter(visits.spoke_at.notnull() & visits.last_at.notnull()).mutate(
        part=ibis.ifelse(
            (gone_s < length_s) & (length_s > 0), ibis.greatest(gone_s, 0.0) / length_s, ibis.null("float64")
        ),
        lag_s=ibis.greatest(gone_s - length_s, 0.0),
    )
    order = ibis.window(group_by="stage_no", order_by=["spoke_at", "case_id"])
    lags = spoken.select(
        "stage_no",
        "part",
        "lag_s",
        rank=ibis.row_number().over(order),
        n=spoken.count().over(ibis.window(group_by="stage_no")),
    )
    totals = lags.group_by("stage_no").aggregate(n=lags.n.max())
    quiet = visits.filter(visits.spoke_at.isnull() & visits.last_at.notnull())
    quiet = quiet.mutate(turn=ibis.row_number().over(ibis.window(group_by="stage_no", order_by="case_id")))
    quiet = quiet.select("case_id", "stage_no", "opened_at", "last_at", "turn").join(totals, "stage_no")
    quiet = quiet.mutate(rank=(quiet.turn * 7919) % quiet.n).join(lags.drop("n"), ["stage_no", "rank"])
    inside = after(quiet.opened_at, seconds(quiet.last_at, quiet.opened_at) * quiet.part.fill_null(0.0))
    borrowed = quiet.select(
        "case_id", "stage_no", borrowed_at=ibis.ifelse(quiet.part.notnull(), inside, after(quiet.last_at, quiet.lag_s))
    )
    visits = visits.left_join(borrowed, ["case_id", "stage_no"]).drop("case_id_right", "stage_no_right")
    return visits.mutate(spoke_at=ibis.coalesce(visits.spoke_at, visits.borrowed_at, visits.last_at)).drop(
        "borrowed_at"
    )
