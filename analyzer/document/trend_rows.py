"""How both views develop, as the document holds it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Literal

from analyzer.document.parts.stages import CellsRow, TrendRow
from analyzer.journey import Journey
from analyzer.tables.blueprint import Blueprint

Cell = Literal["visits", "rated", "good_good", "good_bad", "bad_good", "bad_bad"]
CELLS: tuple[Cell, ...] = ("visits", "rated", "good_good", "good_bad", "bad_good", "bad_bad")


def trend_rows(journey: Journey, blueprint: Blueprint) -> list[TrendRow]:
    """A row a month and stage."""
    return [
        {**cells_row(row), "stage": journey.stages[int(row["stage_no"])].name}
        for row in blueprint.trend.to_dict("records")
    ]


def cells_row(row: Mapping[str, Any]) -> CellsRow:
    """The visits of a month, from a row of the blueprint's trend."""
    return {
        "month": str(row["month"]),
        "visits": int(row["visits"]),
        "rated": int(row["rated"]),
        "good_good": int(row["good_good"]),
        "good_bad": int(row["good_bad"]),
        "bad_good": int(row["bad_good"]),
        "bad_bad": int(row["bad_bad"]),
    }
