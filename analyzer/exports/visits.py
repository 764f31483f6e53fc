"""Visits: a row a case and stage, or a case, stage and object, with both verdicts."""

from __future__ import annotations

from analyzer.engine import Table, Value, ibis
from analyzer.exports.chosen import Chosen
from analyzer.exports.columns import stage_name
from analyzer.exports.destination import Destination
from analyzer.exports.streaming import put_table
from analyzer.slices import Kept
from analyzer.tables.visits import RATED, VISIT

FORMS = {".parquet": "parquet", ".csv": "csv", ".csv.gz": "csv"}


def visit_rows(kept: Kept, rated: Table | None = None) -> Table:
    """The visits of a run, or some of them (`rated`), in the order of case and stage.

    Grain: one case × stage, and × `object` where the stage is visited by object; its type is in `object_type` then
    (both empty for a visit of none). Columns: case_id, customer_id, stage (its name), then those of tables/visits.py:
    times are UTC, durations seconds, verdicts good, bad or unknown.
    """
    visits = kept.rated if rated is None else rated
    named = visits.mutate(stage=stage_name(visits.stage_no, [stage.name for stage in kept.journey.stages]))
    first = ("case_id", "customer_id", "stage")
    rest = [column.name for column in RATED.columns if column.name not in first and column.name in visits.columns]
    if "object" in visits.columns:
        named = named.mutate(object_type=_type(kept, named))
        rest.insert(rest.index("object"), "object_type")
    return named.order_by(*VISIT).select(*first, *rest)


def _type(kept: Kept, visits: Table) -> Value:
    types = [(visits.stage_no == stage.no, stage.per) for stage in kept.journey.stages if stage.per is not None]
    return ibis.ifelse(visits.object == "", "", ibis.cases(*types, else_=""))


def export_visits(chosen: Chosen, to: Destination) -> int:
    """Write the visits of the slice; gives how many. Where a stage is asked for, those of it."""
    visits = chosen.of_cases(chosen.part.rated)
    if chosen.part.stage_no is not None:
        visits = visits.filter(visits.stage_no == chosen.part.stage_no)
    put_table(chosen.engine, visit_rows(chosen.kept, visits), to)
    return int(chosen.engine.rows(visits.aggregate(n=visits.count()))[0]["n"])
