"""Broken promise: the internal target is met, what the customer was told is not."""

from __future__ import annotations

from analyzer.mismatches.evidence import Evidence, identifier
from analyzer.statistics.proportions import wilson
from analyzer.tables.mismatch import Mismatch


def broken_promise(seen: Evidence) -> list[Mismatch]:
    """A mismatch for each stage whose promise fails in at least 5 % of the visits that meet the company's own
    target."""
    met = seen.rated.filter((seen.rated.company == "good") & (seen.rated.promise != "unknown"))
    counted = met.group_by("stage_no").aggregate(
        visits=met.count(),
        broken=(met.promise == "bad").cast("int64").sum(),
        felt=((met.promise == "bad") & (met.customer == "bad")).cast("int64").sum(),
        felt_rated=((met.promise == "bad") & met.rated).cast("int64").sum(),
    )
    rows = {int(r.stage_no): r for r in seen.engine.frame(counted).itertuples()}
    found = []
    for stage, _ in seen.stages():
        row = rows.get(stage.no)
        if row is None or stage.promise is None or not seen.judged_by_target(stage):
            continue
        share = wilson(int(row.broken), int(row.visits))
        if not row.broken or share.value is None or share.value < seen.thresholds.promise_share:
            continue
        found.append(
            Mismatch(
                id=identifier("broken_promise", stage.name),
                kind="broken_promise",
                stage=stage.name,
                affected_visits=int(row.broken),
                avoidable=None,
                weight=stage.weight,
                owner=stage.owner,
                evidence={
                    "basis": "visits_on_target",
                    "visits": int(row.visits),
                    "broken": int(row.broken),
                    "share": share.as_dict(),
                    "target": stage.target.text if stage.target else None,
                    "promise": stage.promise.text,
                    "felt": int(row.felt),
                    "felt_rated": int(row.felt_rated),
                },
            )
        )
    return found
