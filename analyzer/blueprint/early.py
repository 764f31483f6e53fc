"""Surveys that were asked before the visit they ask about had ended."""

from __future__ import annotations

from typing import Any

from analyzer.blueprint.patterns import weighted_patterns
from analyzer.blueprint.spoken import spoken_visits
from analyzer.engine import Engine, Table
from analyzer.statistics.proportions import design_effect
from analyzer.tables.visits import VISIT

COUNTS = ("surveys", "early", "surveys_bad", "early_bad")


def asked_early(engine: Engine, placed: Table, rated: Table) -> dict[int, dict[str, Any]]:
    """Per stage: `surveys` whose stage is stated, by touchpoint or by the source, and how many of them were `early`;
    the same for visits off target as `surveys_bad`, `early_bad`; and `design`, `design_bad`: by how much the variance
    of the early share grows because customers answered several. Grain: a survey answer that has a visit."""
    asked = placed.filter(
        placed.survey & placed.early.notnull() & placed.stage_from.isin(["stated", "touchpoint", "about"])
    )
    visits = spoken_visits(engine, rated).select(*VISIT, "customer_id", "company")
    judged = asked.select(*VISIT, "stage_no", "early").join(visits, VISIT)
    off = judged.company == "bad"
    by_customer = judged.group_by("stage_no", "customer_id").aggregate(
        surveys=judged.count(),
        early=judged.early.cast("int64").sum(),
        surveys_bad=off.cast("int64").sum(),
        early_bad=(off & judged.early).cast("int64").sum(),
    )
    frame = weighted_patterns(engine, by_customer, ["stage_no"], COUNTS)
    return {int(no): _stage(rows) for no, rows in frame.groupby("stage_no", sort=True)}


def _stage(rows: Any) -> dict[str, Any]:
    """From the stage's customers, those with the same counts in one row."""
    customers = rows["times"].to_numpy(int)
    each = {name: rows[name].to_numpy(int) for name in COUNTS}
    found: dict[str, Any] = {name: int((values * customers).sum()) for name, values in each.items()}
    found["design"] = design_effect(each["early"], each["surveys"], times=customers)
    found["design_bad"] = design_effect(each["early_bad"], each["surveys_bad"], times=customers)
    return found
