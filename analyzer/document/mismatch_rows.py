"""Mismatches and drivers as the document holds them."""

from __future__ import annotations

from typing import cast

from analyzer.document.parts.mismatches import BlameRow, CauseRow, DriverRow, EvidenceRow, MismatchRow
from analyzer.document.required_rows import required_rows
from analyzer.document.trend_rows import cells_row
from analyzer.journey import Journey
from analyzer.settings import Worth
from analyzer.tables.blueprint import Blueprint
from analyzer.tables.interval import NO_DATA
from analyzer.tables.mismatch import Cause, Driver, Mismatch
from analyzer.tables.money import in_money


def mismatch_rows(
    mismatches: list[Mismatch], blueprint: Blueprint, journey: Journey, worth: Worth | None = None
) -> list[MismatchRow]:
    """A row a mismatch, by priority; with money where `worth` says what an unhappy customer costs."""
    trend = blueprint.trend.to_dict("records")
    number = {s.name: s.no for s in journey.stages}
    rows: list[MismatchRow] = []
    for mismatch in mismatches:
        stage_no = number.get(mismatch.stage or "")
        rows.append(
            {
                "id": mismatch.id,
                "kind": mismatch.kind,
                "stage": mismatch.stage,
                "title": "",
                "story": "",
                "priority": mismatch.priority,
                "rank_by": "affected" if mismatch.avoidable is None else "avoidable",
                "weight": mismatch.weight,
                "owner": mismatch.owner or "",
                "affected_visits": mismatch.affected_visits,
                "avoidable_bad_per_month": (mismatch.avoidable or NO_DATA).as_dict(),
                "drivers": [driver_row(d) for d in mismatch.drivers],
                "quotes": list(mismatch.quotes),
                "words": list(mismatch.words),
                "evidence": cast(EvidenceRow, mismatch.evidence),
                "comparison": mismatch.comparison,
                "trend": [cells_row(month) for month in trend if month["stage_no"] == stage_no],
            }
        )
        required = required_rows(mismatch, journey)
        if required:
            rows[-1]["required"] = required
        money = in_money(rows[-1]["avoidable_bad_per_month"], worth)
        if money is not None:
            rows[-1]["avoidable_money_per_month"] = money
    return rows


def driver_row(driver: Driver) -> DriverRow:
    """A driver with its numbers, its type's keys, and its twins under `also` in the same shape, with its numbers."""
    row: DriverRow = {
        **_named(driver),
        "visits": driver.visits,
        "unhappy_visits": driver.unhappy,
        "risk_ratio": driver.risk_ratio.as_dict(),
        "adjusted": driver.adjusted,
        "adjusted_for": [],
        "given": [_named(other) for other in driver.adjusted_for],
        "q_value": driver.q_value,
        "share": driver.share.as_dict(),
        "avoidable_bad_per_month": driver.avoidable.as_dict(),
        "controllable": driver.controllable,
        "also": [driver_row(twin) for twin in driver.also],
    }
    if driver.risk_ratio_uncorrected is not None:
        row["risk_ratio_uncorrected"] = driver.risk_ratio_uncorrected.as_dict()
    return row


def _named(cause: Cause | Driver) -> CauseRow:
    """Its label is made of the rest, by `words.labelled`."""
    return {**cause.keys, "type": cause.type, "stage": cause.stage, "label": ""}


def blame_rows(mismatches: list[Mismatch]) -> list[BlameRow]:
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
