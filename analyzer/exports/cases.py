"""Cases: a row a case of the slice, with both verdicts on each stage."""

from __future__ import annotations

from typing import Any

from analyzer.engine import Table
from analyzer.exports.chosen import Chosen
from analyzer.exports.columns import free_names
from analyzer.exports.destination import Destination
from analyzer.exports.streaming import put_table

FORMS = {".csv": "csv", ".csv.gz": "csv", ".parquet": "parquet"}
OWN = ("case_id", "customer_id", "first_at", "last_at", "took_s", "events", "visits", "rated", "signals")
SIDES = ("company", "customer")


def export_cases(chosen: Chosen, to: Destination) -> int:
    """Write the cases of the slice, in the order of their names; gives how many.

    Grain: a case. Columns: OWN (`took_s` from first to last event; `visits`, `rated` and `signals` of the slice), then
    `<stage>: company` and `<stage>: customer` for each stage (empty where it was not lived in the slice), then the
    last known value of each attribute.
    """
    put_table(chosen.engine, _rows(chosen), to)
    return chosen.n_cases


def _rows(chosen: Chosen) -> Table:
    kept, stages = chosen.kept, chosen.kept.journey.stages
    visits = chosen.of_cases(chosen.part.rated)
    verdicts: dict[str, Any] = {}
    for stage in stages:
        for side in SIDES:
            verdicts[f"v{stage.no}_{side}"] = visits[side].max(where=visits.stage_no == stage.no)
    counted = chosen.engine.keep(
        visits.group_by("case_id").aggregate(
            visits=visits.count(),
            rated=visits.rated.cast("int64").sum(),
            signals=visits.signals.sum(),
            **verdicts,
        ),
        "case_verdicts",
    )
    assert kept.sequences is not None
    took = kept.sequences.select("case_id", "took_s")
    cases = chosen.of_cases(kept.log.cases)
    rows = cases.left_join(took, "case_id").drop("case_id_right")
    rows = rows.left_join(counted, "case_id").drop("case_id_right")
    rows = rows.mutate(**{name: rows[name].fill_null(0) for name in ("visits", "rated", "signals")})
    own = [name for name in OWN if name in rows.columns]
    heads = [f"{stage.name}: {side}" for stage in stages for side in SIDES]
    attributes = free_names([a.name for a in kept.log.attributes], [*own, *heads])
    columns = {name: rows[name] for name in own}
    columns |= {f"{stage.name}: {side}": rows[f"v{stage.no}_{side}"] for stage in stages for side in SIDES}
    columns |= {attributes[a.name]: rows[a.column] for a in kept.log.attributes}
    return rows.order_by("case_id").select(**columns)
