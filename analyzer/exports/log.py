"""The enriched log: every event with its stage, both verdicts on its visit, and what its case's customer said."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from analyzer.engine import Engine, Table
from analyzer.exports.chosen import Chosen
from analyzer.exports.columns import free_names, stage_name
from analyzer.exports.destination import Destination
from analyzer.exports.streaming import put_table
from analyzer.exports.xes import put_xes
from analyzer.ingest.columns.plan import EXPORTED
from analyzer.mismatches.as_seen import as_seen
from analyzer.slices import Kept
from analyzer.tables.log import Attribute
from analyzer.visits import seen_cases

FORMS = {
    ".csv": "csv",
    ".csv.gz": "csv",
    ".parquet": "parquet",
    ".xes": "xes",
    ".xes.gz": "xes",
}
EVENT_ROLES = {  # column of the events → how the file calls it
    "case_id": "case_id",
    "activity": "activity",
    "at": "timestamp",
    "start_at": "start_timestamp",
    "resource": "resource",
    "team": "team",
    "system": "system",
    "partner": "partner",
    "cost": "cost",
}
OF_VISIT = {  # column of the visits → how the file calls it
    "stage": "stage",
    "company": "company",
    "customer": "customer",
    "promise": "promise",
    "signals": "visit_signals",
}
OF_CASE = ("case_signals", "case_unhappy_signals")


@dataclass(frozen=True)
class EnrichedLog:
    """`table`: a row an event in the order of case and place; `of_case` the columns that a case's events share;
    `attributes`: column → the attribute that it holds."""

    table: Table
    of_case: tuple[str, ...]
    attributes: dict[str, Attribute]


def export_log(chosen: Chosen, to: Destination) -> int:
    """Write the log of the chosen cases, whole, with what the analysis says of each event; gives how many events.

    Grain: an event of a case. Columns: the roles that the log has, the attributes under their own names (as the event's
    row says them where they change within a case), and with the prefix `alignment:` stage, company, customer, promise,
    visit_signals (of the event's visit; empty where no stage claims it) and case_signals, case_unhappy_signals. The
    analyzer reads such a file as the log that it was: it leaves the columns with that prefix aside.
    Lifecycle events that were not counted are not in it, nor rows that were refused.
    """
    log = enriched(chosen)
    if to.form == "xes":
        put_xes(chosen.engine, log.table, log.of_case, chosen.document["name"], to)
    else:
        put_table(chosen.engine, log.table, to)
    return int(chosen.engine.rows(log.table.aggregate(n=log.table.count()))[0]["n"])


def enriched(chosen: Chosen, further: Mapping[str, str] | None = None) -> EnrichedLog:
    """The enriched log of the chosen cases. `further`: columns of the events that it has too → how it calls them."""
    kept, engine = chosen.kept, chosen.engine
    events = chosen.of_cases(kept.log.events)
    stages = kept.journey.stages
    number = {a: no for a, no in kept.journey.stage_of.items() if a not in kept.reactions}
    events = events.left_join(_numbers(chosen, number), "activity").drop("activity_right")
    rows = verdicts_of_events(engine, kept, events, [stage.name for stage in stages])
    cases = kept.log.cases.select(
        "case_id", *(c for c in kept.log.cases.columns if c == "customer_id" or c.startswith("case:"))
    )
    rows = rows.left_join(cases, "case_id").drop("case_id_right")
    rows = rows.left_join(engine.keep(_said(chosen), "said_in_case"), "case_id").drop("case_id_right")
    columns = {name: rows[column] for column, name in EVENT_ROLES.items() if column in rows.columns}
    if "customer_id" in rows.columns:
        columns["customer_id"] = rows.customer_id
    found = kept.log.attributes
    names = free_names([a.name for a in found], [*EVENT_ROLES.values(), "customer_id"])
    attributes = {names[a.name]: a for a in found}
    columns |= {
        name: rows[a.event_column or a.column] if a.event_column in rows.columns else rows[a.column]
        for name, a in attributes.items()
    }
    columns |= {name: rows[column] for column, name in (further or {}).items()}
    columns |= {f"{EXPORTED}{name}": rows[column] for column, name in OF_VISIT.items()}
    columns |= {f"{EXPORTED}{name}": rows[name].fill_null(0) for name in OF_CASE}
    shared = [name for name, a in attributes.items() if a.event_column is None]
    of_case = ("customer_id", *shared, *(f"{EXPORTED}{name}" for name in OF_CASE))
    table = rows.order_by("case_id", "position").select(**columns)
    return EnrichedLog(table, tuple(name for name in of_case if name in columns), attributes)


def verdicts_of_events(engine: Engine, kept: Kept, events: Table, names: list[str]) -> Table:
    """Events with what is said of their visit. One that belongs to several visits of its case is bad where any of them
    is, else good where any is, and has the signals of all."""
    rated = kept.rated.mutate(stage=stage_name(kept.rated.stage_no, names))
    if "object" not in rated.columns:
        visits = rated.select("case_id", "stage_no", *OF_VISIT)
        return events.left_join(visits, ["case_id", "stage_no"]).drop("case_id_right", "stage_no_right")
    seen = seen_cases(engine, kept.log, kept.journey, events.select("case_id", "event", "position", "stage_no")).staged
    pairs = seen.join(as_seen(rated).select("case_id", "of_case", "stage_no", *OF_VISIT), ["case_id", "stage_no"])
    verdicts = {name: pairs[name].min() for name in OF_VISIT if name != "signals"}  # bad < good < unknown
    found = pairs.group_by("of_case", "position").aggregate(**verdicts, signals=pairs.signals.sum())
    found = found.rename(case_id="of_case")
    return events.left_join(found, ["case_id", "position"]).drop("case_id_right", "position_right")


def _numbers(chosen: Chosen, number: dict[str, int]) -> Table:
    """Activity → stage_no."""
    import pandas as pd

    frame = pd.DataFrame(sorted(number.items()), columns=["activity", "stage_no"])
    return chosen.engine.take(frame, "stage_of", {"activity": "string", "stage_no": "int64"})


def _said(chosen: Chosen) -> Table:
    """Of each case with signals: how many, and how many unhappy ones."""
    placed = chosen.kept.placed
    bad = (placed.verdict == "bad").cast("int64").sum()
    return placed.group_by("case_id").aggregate(case_signals=placed.count(), case_unhappy_signals=bad)
