"""Blind spot: customers speak about something of which the company's systems record nothing."""

from __future__ import annotations

from analyzer.mismatches.evidence import Evidence, identifier, percent, plural
from analyzer.tables.mismatch import Mismatch


def blind_spot(seen: Evidence) -> list[Mismatch]:
    """A mismatch for each stage without any event in the log about which at least 1 % of the cases speak."""
    happened = set(seen.log.activities)
    blind = [s for s in seen.journey.stages if not any(a.name in happened for a in s.activities)]
    if not blind:
        return []
    spoken = seen.placed.filter(seen.placed.stage_no.isin([s.no for s in blind]))
    counted = spoken.group_by("stage_no").aggregate(
        cases=spoken.case_id.nunique(),
        bad_cases=spoken.case_id.nunique(where=spoken.verdict == "bad"),
        signals=spoken.count(),
    )
    rows = {int(r.stage_no): r for r in seen.engine.frame(counted).itertuples()}
    found = []
    for stage in blind:
        row = rows.get(stage.no)
        if row is None or not seen.log.n_cases or row.cases / seen.log.n_cases < seen.thresholds.blind_spot_share:
            continue
        share = row.cases / seen.log.n_cases
        found.append(
            Mismatch(
                id=identifier("blind_spot", stage.name),
                kind="blind_spot",
                stage=stage.name,
                title=f"Customers speak about {stage.name}, and we record nothing",
                story=(
                    f"{percent(share)} of all {seen.log.n_cases:,} {seen.case_noun}s ({row.cases:,}) have something "
                    f"to say about {stage.name}, "
                    f"{row.bad_cases:,} of them nothing good ({plural(row.signals, 'signal')}), and no event in the "
                    f"log belongs to it."
                ),
                affected_visits=int(row.cases),
                avoidable=None,
                weight=stage.weight,
                owner=stage.owner,
                evidence={
                    "basis": "cases",
                    "cases": int(row.cases),
                    "bad_cases": int(row.bad_cases),
                    "signals": int(row.signals),
                    "share": share,
                },
            )
        )
    return found
