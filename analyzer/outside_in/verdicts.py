"""The customer's verdict on every visit: bad if any signal is bad, good if there is any and none is bad, else per
`silence`."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.engine import Engine, Table, Value, after, ibis, seconds
from analyzer.engine.chance import number_of
from analyzer.journey import Journey
from analyzer.tables.ruler import Lag, Lags
from analyzer.tables.signals import COMMENT, Quiet
from analyzer.tables.visits import GIVEN_BY_OTHERS, RATED, VISIT, with_given

MOST_LAGS = 200  # places and lags of a stage that are kept


def customer_verdicts(
    engine: Engine, judged: Table, placed: Table, journey: Journey, lags: Sequence[Lags], quiet: Quiet
) -> Table:
    """The table `rated visits`, kept but for the columns that others give.

    A neutral signal is not unhappy: it stands with the good. `said_at` is the first bad signal's time, else the first
    signal's. Where silence means no complaint (`quiet`) a silent visit that is over is good; its `said_at` is a
    reference time borrowed from a customer of its stage (see `_borrowed`), so that it is looked at from the same
    distance as a visit whose customer spoke. Of other cases nothing counts.
    """
    visits = with_signals(judged, placed)
    visits = visits.mutate(seen=_seen(visits, quiet))
    if quiet.speaks:
        visits = _borrowed(engine, visits, journey, lags)
    rated = visits.mutate(customer=_decided(visits), said_at=visits.spoke_at)
    known = set(GIVEN_BY_OTHERS) if "object" in rated.columns else {*GIVEN_BY_OTHERS, "visit_key"}
    if not any(stage.promise for stage in journey.stages):
        known |= {"promise", "promised_at"}
    kept = engine.keep(rated.select(*(c for c in RATED.held_by(rated) if c not in known)), "rated", RATED.holds)
    if "promise" in known:
        kept = kept.mutate(promise=ibis.literal("unknown"), promised_at=ibis.null("timestamp(6)"))
    found = with_given(kept).mutate(rated=kept.customer != "unknown")
    return RATED.check(found.select(*RATED.held_by(found)))


def verdicts_alone(judged: Table, placed: Table, quiet: Quiet) -> Table:
    """`judged` with customer, rated, answered and signals as `customer_verdicts` gives them, and without the times at
    which it was said. The names of cases and customers may be numbers."""
    visits = with_signals(judged, placed)
    visits = visits.mutate(seen=_seen(visits, quiet))
    rated = visits.mutate(customer=_decided(visits)).mutate(rated=lambda t: t.customer != "unknown")
    return rated.select(*judged.columns, "customer", "rated", "answered", "signals")


def _decided(visits: Table) -> Value:
    """The customer's verdict, of visits with what was said of them and whether silence would be heard."""
    silent = ibis.ifelse(visits.left & visits.seen, ibis.literal("good"), ibis.literal("unknown"))
    return ibis.cases((visits.bad_signals.fill_null(0) > 0, "bad"), (visits.signals > 0, "good"), else_=silent)


def _seen(visits: Table, quiet: Quiet) -> Value:
    """Whether a complaint, or the behaviour that is watched in the stage, would have been seen: then silence is good.

    Behaviour `again` is seen of a case that has ended, of a customer that is known, with all of `within` gone by.
    """
    if quiet.good:
        return ibis.literal(True)
    now = ibis.literal(quiet.now, "timestamp(6)")
    seen = ibis.literal(False)
    for one in quiet.watched:
        here = visits.stage_no == one.stage_no
        if one.within_s is not None:
            gone = (after(visits.case_ended_at, ibis.literal(one.within_s)) <= now).fill_null(False)
            here = here & gone & (visits.customer_id != visits.case_id)  # the case itself stands for no customer
        seen = seen | here
    return seen


def with_signals(judged: Table, placed: Table) -> Table:
    """Judged visits with what was said of each (words without a score apart): signals, bad_signals, answered, asked,
    spoke_at (null where silent)."""
    spoken = placed.filter(placed.visit_key.notnull() & (placed.kind != COMMENT))
    bad = spoken.verdict == "bad"
    said = spoken.group_by(*VISIT).aggregate(
        signals=spoken.count(),
        bad_signals=bad.cast("int64").sum(),
        first_bad_at=spoken["at"].min(where=bad),
        first_said_at=spoken["at"].min(),
        answered=spoken.survey.any(),
        first_kind=spoken.kind.min(where=spoken.survey),
        last_kind=spoken.kind.max(where=spoken.survey),
    )
    visits = judged.left_join(said, VISIT).drop("case_id_right", "visit_key_right")
    return visits.mutate(
        signals=visits.signals.fill_null(0),
        answered=visits.answered.fill_null(False),
        asked=ibis.cases(
            (visits.first_kind.isnull(), ""),
            (visits.first_kind == visits.last_kind, visits.first_kind),
            else_=visits.first_kind + "+" + visits.last_kind,
        ),
        spoke_at=ibis.coalesce(visits.first_bad_at, visits.first_said_at),
    )


def fit_lags(engine: Engine, judged: Table, placed: Table, journey: Journey) -> tuple[Lags, ...]:
    """When the customers of each stage speak, for silent visits to borrow: at most 200 a stage, evenly spaced among
    the visits with a signal, in the order of their place in the visit, then of their lag after it."""
    visits = with_signals(judged, placed)
    spoken = visits.filter(visits.spoke_at.notnull() & visits.last_at.notnull())
    length_s, gone_s = seconds(spoken.last_at, spoken.opened_at), seconds(spoken.spoke_at, spoken.opened_at)
    inside = (gone_s < length_s) & (length_s > 0)
    placed_at = spoken.select(
        *VISIT,
        "stage_no",
        part=ibis.ifelse(inside, ibis.greatest(gone_s, 0.0) / length_s, ibis.null("float64")),
        after_s=ibis.greatest(gone_s - length_s, 0.0),
    )
    order = [placed_at.part.asc(nulls_first=False), placed_at.after_s, placed_at.case_id, placed_at.visit_key]
    ranked = placed_at.mutate(
        rank=ibis.row_number().over(ibis.window(group_by="stage_no", order_by=order)),
        n=placed_at.count().over(ibis.window(group_by="stage_no")),
    )
    step = (ranked["rank"] * MOST_LAGS / ranked.n).floor()
    before = ((ranked["rank"] - 1) * MOST_LAGS / ranked.n).floor()
    kept = ranked.filter((ranked["rank"] == 0) | (step != before)).order_by("stage_no", "rank")
    frame = engine.frame(kept.select("stage_no", "part", "after_s", "n", "rank"))
    return tuple(
        Lags(
            journey.stages[int(no)].name,
            int(part["n"].iloc[0]),
            tuple(Lag(None if r.part != r.part else float(r.part), float(r.after_s)) for r in part.itertuples()),
        )
        for no, part in frame.groupby("stage_no", sort=True)
    )


def _borrowed(engine: Engine, visits: Table, journey: Journey, lags: Sequence[Lags]) -> Table:
    """Silent visits get a `spoke_at`: a place in the visit, or a lag after it, of a customer of the stage who spoke.

    Which one is settled by the letters of the case's name alone, so it is the same on every night, on every engine,
    and whatever other cases there are.
    """
    import pandas as pd

    rows = [
        (journey.number(known.stage), place, lag.part, lag.after_s, len(known.lags))
        for known in lags
        for place, lag in enumerate(known.lags)
        if journey.number(known.stage) is not None
    ]
    names = {"stage_no": "int64", "place": "int64", "part": "float64", "after_s": "float64", "n": "int64"}
    table = engine.take(pd.DataFrame(rows, columns=list(names)).astype({"part": "float64"}), "lags", names)
    sizes = table.select("stage_no", "n").distinct()
    quiet = visits.filter(visits.seen & visits.spoke_at.isnull() & visits.last_at.notnull())
    quiet = quiet.select(*VISIT, "stage_no", "opened_at", "last_at").join(sizes, "stage_no")
    drawn = number_of(quiet.case_id) + quiet.visit_key - quiet.stage_no  # the visits of one stage draw different lags
    quiet = quiet.mutate(place=drawn % quiet.n).join(table.drop("n"), ["stage_no", "place"])
    inside = after(quiet.opened_at, seconds(quiet.last_at, quiet.opened_at) * quiet.part.fill_null(0.0))
    borrowed = quiet.select(
        *VISIT,
        borrowed_at=ibis.ifelse(quiet.part.notnull(), inside, after(quiet.last_at, quiet.after_s)),
    )
    visits = visits.left_join(borrowed, VISIT).drop("case_id_right", "visit_key_right")
    borrowed = ibis.coalesce(visits.spoke_at, visits.borrowed_at, visits.last_at)
    return visits.mutate(spoke_at=ibis.ifelse(visits.seen, borrowed, visits.spoke_at)).drop("borrowed_at")
