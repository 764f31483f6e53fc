"""How both views develop, as the document holds it."""

from __future__ import annotations

from typing import Any

from analyzer.journey import Journey
from analyzer.tables.blueprint import Blueprint

CELLS = ("visits", "rated", "good_good", "good_bad", "bad_good", "bad_bad")


def trend_rows(journey: Journey, blueprint: Blueprint) -> list[dict[str, Any]]:
    """A row a month and stage."""
    return [
        {
            "month": str(row["month"]),
            "stage": journey.stages[int(row["stage_no"])].name,
            **{name: int(row[name]) for name in CELLS},
        }
        for row in blueprint.trend.to_dict("records")
    ]
