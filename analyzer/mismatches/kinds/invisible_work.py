"""Invisible work: activities that no stage of the journey claims take a good part of the time or the cost."""

from __future__ import annotations

from analyzer.engine import Table, added, ibis
from analyzer.mismatches.evidence import Evidence, identifier
from analyzer.tables.mismatch import Mismatch

NAMED = 5  # activities that the evidence names


def invisible_work(seen: Evidence) -> list[Mismatch]:
    """One mismatch where activities of no stage (reactions aside) take at least 5 % of all cycle time or cost.

    The cycle time of an event is the time since the case's event before it: the sum over a case is the case's duration.
    """
    events = seen.log.events
    has_cost = "cost" in events.columns
    by_activity = added(seen.engine, "cycle time", ("activity",), _cycle_time, events)
    if has_cost:
        costs = events.group_by("activity").aggregate(cost=events.cost.sum())
        by_activity = by_activity.join(costs, "activity").select("activity", "cost", "cycle_us")
    else:
        by_activity = by_activity.select("activity", "cycle_us", cost=ibis.literal(0.0))
    claimed = {*seen.journey.stage_of, *seen.reactions}
    frame = seen.engine.frame(by_activity.order_by("activity"))
    hidden = frame[~frame["activity"].isin(claimed)]
    shares = {
        "cycle_time": float(hidden["cycle_us"].sum() / frame["cycle_us"].sum()) if frame["cycle_us"].sum() else 0.0,
        "cost": float(hidden["cost"].sum() / frame["cost"].sum()) if has_cost and frame["cost"].sum() > 0 else 0.0,
    }
    over = [name for name, share in shares.items() if share >= seen.thresholds.invisible_share]
    if not over:
        return []
    by = "cycle_us" if over[0] == "cycle_time" else "cost"
    top = hidden.sort_values([by, "activity"], ascending=[False, True]).head(NAMED)
    names = sorted(hidden["activity"])

    def affected(events: Table) -> Table:
        return events.filter(events.activity.isin(names)).aggregate(n=lambda t: t.case_id.nunique())

    cases = int(seen.engine.frame(added(seen.engine, f"cases with any of {names}", (), affected, events))["n"].iloc[0])
    return [
        Mismatch(
            id=identifier("invisible_work"),
            kind="invisible_work",
            stage=None,
            affected_visits=cases,
            avoidable=None,
            weight=1.0,
            owner=None,
            evidence={
                "basis": "events",
                "share_of_cycle_time": shares["cycle_time"],
                "share_of_cost": shares["cost"] if has_cost else None,
                "over": over,
                "activities": list(top["activity"]),
            },
        )
    ]


def _cycle_time(events: Table) -> Table:
    """By activity: events (`n`), and the microseconds from the events before to these (`cycle_us`)."""
    steps = events.filter(events.next_at.notnull())
    waited = steps.group_by(activity=steps.next_activity).aggregate(
        cycle_us=steps.next_at.delta(steps["at"], unit="microsecond").sum()
    )
    did = events.group_by("activity").aggregate(n=events.count())
    return did.left_join(waited, "activity").select("activity", "n", cycle_us=waited.cycle_us.fill_null(0))
