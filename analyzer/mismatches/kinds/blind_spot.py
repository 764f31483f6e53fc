"""Blind spot: customers speak about something of which the company's systems record nothing."""

from __future__ import annotations

from analyzer.engine import Table
from analyzer.journey import Stage
from analyzer.mismatches.evidence import Evidence, identifier
from analyzer.tables.mismatch import Mismatch


def blind_spot(seen: Evidence) -> list[Mismatch]:
    """A mismatch for each stage without any event in the log, and each touchpoint of no stage, about which at least 1
    % of the cases speak. A touchpoint counts where the signal has no stage but one that its timing gave it."""
    happened = set(seen.log.activities)
    blind = {s.no: s for s in seen.journey.stages if not any(a.name in happened for a in s.activities)}
    placed = seen.placed
    of_stage = placed.filter(placed.stage_no.isin(sorted(blind))).mutate(place=placed.stage_no.cast("string"))
    adrift = placed.filter(placed.stage_from.isin(["timing", "none"]) & (placed.touchpoint.strip() != ""))
    known = {name.casefold() for s in seen.journey.stages for name in s.touchpoints} | {a.casefold() for a in happened}
    adrift = adrift.mutate(place=adrift.touchpoint.strip())
    found = [
        _mismatch(seen, blind[int(place)].name, blind[int(place)], counts)
        for place, counts in _spoken_of(seen, of_stage).items()
    ]
    found += [
        _mismatch(seen, place, None, counts)
        for place, counts in _spoken_of(seen, adrift).items()
        if place.casefold() not in known
    ]
    return found


def _spoken_of(seen: Evidence, signals: Table) -> dict[str, dict[str, int]]:
    """Places about which enough cases speak, with cases, bad_cases and signals."""
    by_place = signals.group_by("place").aggregate(
        cases=signals.case_id.nunique(),
        bad_cases=signals.case_id.nunique(where=signals.verdict == "bad"),
        signals=signals.count(),
    )
    rows = seen.engine.frame(by_place.order_by("place")).to_dict("records")
    least = seen.thresholds.blind_spot_share * seen.log.n_cases
    return {
        str(r["place"]): {name: int(r[name]) for name in ("cases", "bad_cases", "signals")}
        for r in rows
        if r["cases"] >= least
    }


def _mismatch(seen: Evidence, name: str, stage: Stage | None, counts: dict[str, int]) -> Mismatch:
    return Mismatch(
        id=identifier("blind_spot", name),
        kind="blind_spot",
        stage=stage.name if stage else None,
        affected_visits=counts["cases"],
        avoidable=None,
        weight=stage.weight if stage else 1.0,
        owner=stage.owner if stage else None,
        evidence={
            "basis": "cases",
            "touchpoint": None if stage else name,
            "share": counts["cases"] / seen.log.n_cases,
            "cases": counts["cases"],
            "bad_cases": counts["bad_cases"],
            "signals": counts["signals"],
            "of_cases": seen.log.n_cases,
        },
    )
