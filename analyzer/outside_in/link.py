"""Signals → cases: by the case they name, else by their customer and the time; and the work that only reacts to
signals, which is part of the ruler."""

from __future__ import annotations

from analyzer.engine import Engine, Table, Value, after, ibis
from analyzer.journey import Journey
from analyzer.tables.log import Log
from analyzer.tables.ruler import Reaction

DEFAULT_WINDOW_S = 30 * 86_400.0  # how long after a case a signal of its customer is still linked to it
MIN_REACTIONS = 5  # fewer occurrences of an activity are no pattern


def link(engine: Engine, signals: Table, log: Log, journey: Journey) -> Table:
    """Signals that belong to a case, with its `case_id` and `link`: `case` (it names the case) or `customer`.

    Grain: a linked signal. A signal without a known case goes to the case of its customer that was under way or had
    ended at most its window before; of several, to the one with the latest event before the signal (in the stage that
    it states or is asked about, where there is one and any of them was there).
    """
    exact = signals.semi_join(log.cases, "case_id").mutate(link=ibis.literal("case"))
    if "customer_id" not in log.cases.columns:
        return engine.keep(exact, "linked")
    loose = signals.anti_join(log.cases, "case_id").filter(lambda t: t.customer_id.notnull()).drop("case_id")
    owners = log.cases.filter(log.cases.customer_id.notnull()).select("customer_id", "case_id", "first_at", "last_at")
    pairs = loose.join(owners, "customer_id")
    window = ibis.coalesce(pairs.window_s, ibis.literal(DEFAULT_WINDOW_S))
    pairs = pairs.filter((pairs.first_at <= pairs["at"]) & (pairs["at"] <= after(pairs.last_at, window))).drop(
        "first_at", "last_at"
    )
    pairs = engine.keep(pairs, "customer_pairs")
    stage = ibis.coalesce(pairs.stage_no, pairs.about_no)
    wanted = pairs.select("signal", "case_id", said_at=pairs["at"], wanted_no=stage)
    before = log.events.select("case_id", "activity", event_at=log.events["at"]).join(wanted, "case_id")
    before = before.filter(before.event_at <= before.said_at)
    in_stage = _in_stage(before, journey)
    nearest = before.group_by("signal", "case_id").aggregate(
        stage_at=before.event_at.max(where=in_stage), any_at=before.event_at.max()
    )
    order = ibis.window(
        group_by="signal", order_by=[nearest.stage_at.desc(nulls_first=False), nearest.any_at.desc(), nearest.case_id]
    )
    best = (
        nearest.mutate(rank=ibis.row_number().over(order)).filter(lambda t: t["rank"] == 0).select("signal", "case_id")
    )
    by_customer = pairs.semi_join(best, ["signal", "case_id"]).mutate(link=ibis.literal("customer"))
    return engine.keep(exact.union(by_customer.select(*exact.columns)), "linked")


def _in_stage(events: Table, journey: Journey) -> Value:
    """Whether an event belongs to the stage that its signal speaks about."""
    cases = [
        (events.wanted_no == s.no, events.activity.isin([a.name for a in s.activities]))
        for s in journey.stages
        if s.activities
    ]
    return ibis.cases(*cases, else_=False).fill_null(False) if cases else ibis.literal(False)


def fit_reactions(
    engine: Engine, linked: Table, log: Log, share: float, verdicts: tuple[str, ...] = ()
) -> tuple[Reaction, ...]:
    """Activities of which at least `share` follows a bad signal of its case (goodwill call, complaint handling),
    sorted.

    They are the company's answer to what the customer said, so they cannot be its cause. An activity with fewer than
    five occurrences is not judged, and none of `verdicts`: what customers themselves do is no answer to them.
    """
    bad = linked.filter(linked.verdict == "bad").group_by("case_id").aggregate(said_at=lambda t: t["at"].min())
    events = log.events.filter(log.events.activity.notin(list(verdicts))) if verdicts else log.events
    events = events.left_join(bad, "case_id")
    follows = (events["at"] > events.said_at).fill_null(False)
    counts = events.group_by("activity").aggregate(n=events.count(), after=follows.cast("int64").sum())
    found = engine.frame(counts.filter((counts.n >= MIN_REACTIONS) & (counts.after >= counts.n * share)))
    return tuple(sorted((Reaction(r.activity, int(r.n), int(r.after)) for r in found.itertuples()), key=str))
