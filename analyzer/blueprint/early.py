"""Surveys that were asked before the visit they ask about had ended."""

from __future__ import annotations

from typing import Any

from analyzer.engine import Engine, Table


def asked_early(engine: Engine, placed: Table, rated: Table) -> dict[int, dict[str, Any]]:
    """Per stage: `surveys` whose stage is stated, by touchpoint or by the source, and how many of them were `early`;
    the same for visits off target as `surveys_bad`, `early_bad`. Grain: a survey answer that has a visit."""
    asked = placed.filter(
        placed.survey & placed.early.notnull() & placed.stage_from.isin(["stated", "touchpoint", "about"])
    )
    judged = asked.select("case_id", "stage_no", "early").join(
        rated.select("case_id", "stage_no", "company"), ["case_id", "stage_no"]
    )
    off = judged.company == "bad"
    found = judged.group_by("stage_no").aggregate(
        surveys=judged.count(),
        early=judged.early.cast("int64").sum(),
        surveys_bad=off.cast("int64").sum(),
        early_bad=(off & judged.early).cast("int64").sum(),
    )
    return {
        int(r["stage_no"]): {k: int(v) for k, v in r.items() if k != "stage_no"}
        for r in engine.frame(found.order_by("stage_no")).to_dict("records")
    }
