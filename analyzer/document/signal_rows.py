"""Signals as the document holds them: how much was heard, month by month."""

from __future__ import annotations

from analyzer.document.parts.signals import HeardRow
from analyzer.journey import Journey
from analyzer.tables.blueprint import Blueprint


def monthly_rows(journey: Journey, blueprint: Blueprint) -> list[HeardRow]:
    """A row a month, stage and kind of signal; `stage` is null where none is known and where the whole journey is
    meant, which `whole` tells apart."""
    if blueprint.heard is None:
        return []
    rows: list[HeardRow] = []
    for row in blueprint.heard.to_dict("records"):
        number = row["stage_no"]
        known = number is not None and number == number  # a missing number is not equal to itself
        staged = known and int(number) >= 0
        rows.append(
            {
                "month": str(row["month"]),
                "stage": journey.stages[int(number)].name if staged else None,
                "whole": bool(known and not staged),
                "kind": str(row["kind"]),
                "signals": int(row["signals"]),
                "good": int(row["good"]),
                "bad": int(row["bad"]),
                "score": row["score"],
            }
        )
    return rows
