"""How much was heard: signals by month, stage and kind."""

from __future__ import annotations

from typing import Any

from analyzer.engine import Engine, Table


def heard(engine: Engine, placed: Table) -> Any:
    """Frame: month (YYYY-MM of the signal, UTC), stage_no (-1 the whole journey, null unknown), kind, signals, good,
    bad, score (mean; null where the kind has none). Grain: month × stage × kind, of signals linked to a case."""
    named = placed.mutate(month=placed["at"].strftime("%Y-%m"))
    found = named.group_by("month", "stage_no", "kind").aggregate(
        signals=named.count(),
        good=(named.verdict == "good").fill_null(False).cast("int64").sum(),
        bad=(named.verdict == "bad").fill_null(False).cast("int64").sum(),
        score=named.score.cast("decimal(18, 6)").mean().cast("float64"),
    )
    frame = engine.frame(found)
    return frame.sort_values(["month", "stage_no", "kind"], na_position="last").reset_index(drop=True)
