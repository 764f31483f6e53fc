"""Mismatches and drivers as the document holds them."""

from __future__ import annotations

from typing import Any

from analyzer.journey import Journey
from analyzer.reports.trend_rows import CELLS
from analyzer.tables.blueprint import Blueprint
from analyzer.tables.mismatch import Driver, Mismatch

NOTHING = {"value": None, "low": None, "high": None}


def mismatch_rows(mismatches: list[Mismatch], blueprint: Blueprint, journey: Journey) -> list[dict[str, Any]]:
    """A row a mismatch, by priority."""
    trend = blueprint.trend.to_dict("records")
    number = {s.name: s.no for s in journey.stages}
    rows = []
    for mismatch in mismatches:
        stage_no = number.get(mismatch.stage or "")
        rows.append(
            {
                "id": mismatch.id,
                "kind": mismatch.kind,
                "stage": mismatch.stage,
                "title": mismatch.title,
                "story": mismatch.story,
                "priority": mismatch.priority,
                "rank_by": "affected" if mismatch.avoidable is None else "avoidable",
                "weight": mismatch.weight,
                "owner": mismatch.owner or "",
                "affected_visits": mismatch.affected_visits,
                "avoidable_bad_per_month": mismatch.avoidable.as_dict() if mismatch.avoidable else dict(NOTHING),
                "drivers": [driver_row(d) for d in mismatch.drivers],
                "quotes": list(mismatch.quotes),
                "words": [dict(w) for w in mismatch.words],
                "evidence": mismatch.evidence,
                "comparison": mismatch.comparison,
                "trend": [
                    {"month": str(t["month"]), **{c: int(t[c]) for c in CELLS}}
                    for t in trend
                    if t["stage_no"] == stage_no
                ],
            }
        )
    return rows


def driver_row(driver: Driver) -> dict[str, Any]:
    """A driver with its numbers, its type's keys, and its twins under `also` in the same shape, with its numbers."""
    return {
        **_named(driver),
        "visits": driver.visits,
        "unhappy_visits": driver.unhappy,
        "risk_ratio": driver.risk_ratio.as_dict(),
        "adjusted": driver.adjusted,
        "q_value": driver.q_value,
        "share": driver.share.as_dict(),
        "avoidable_bad_per_month": driver.avoidable.as_dict(),
        "controllable": driver.controllable,
        "also": [driver_row(twin) for twin in driver.also],
    }


def _named(driver: Driver) -> dict[str, Any]:
    return {"type": driver.type, **driver.keys, "stage": driver.stage, "label": driver.label}


def blame_rows(mismatches: list[Mismatch]) -> list[dict[str, Any]]:
    """The blame matrix: the stage that customers name × the stage in which a driver of it lies (null: in none), in
    unhappy visits that have the driver."""
    visits: dict[tuple[str, str | None], int] = {}
    for mismatch in mismatches:
        for driver in mismatch.drivers:
            if mismatch.stage is not None:
                place = (mismatch.stage, driver.stage)
                visits[place] = visits.get(place, 0) + driver.unhappy
    return [
        {"stage": stage, "driver_stage": cause, "visits": n}
        for (stage, cause), n in sorted(visits.items(), key=lambda item: (item[0][0], item[0][1] or ""))
    ]
