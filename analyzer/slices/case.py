"""One case: what happened and what its customer said, as the case mirror shows it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

from analyzer.document.build import local
from analyzer.document.parts.case import CaseDocument, CaseEventRow, CaseSignalRow, CaseVisitRow, NamedValueRow
from analyzer.document.rounding import rounded
from analyzer.engine import Engine, Table
from analyzer.outside_in.masking import mask
from analyzer.slices.cut import written
from analyzer.slices.kept import Kept, open_run

OTHERS = 20  # further cases of the same customer that are named


def one_case(run: Path, case_id: str) -> CaseDocument | None:
    """A case of a run; None where the run has none of that name. Comments are masked, as in quotes.

    Keys: case_id, customer_id (None where the log has no customers), attributes [{name, value}], took_s, others (ids of
    the customer's further cases, the first 20 by name), others_total, and three lists in the order of time:
    `events` activity, at, start_at, stage (None where no stage claims it), reaction, resource, team, system, partner,
    objects; `visits` stage, object, opened_at, first_at, last_at, open, company, customer, promise, target_due_at,
    promise_due_at, wait_s, duration_s, returns, signals; `signals` kind, score, verdict, at, stage (None unknown),
    object, whole (the journey), stage_from, link, early, touchpoint, comment. Times are ISO-8601 in the project's zone.
    `promise_due_at` is there for promises in elapsed time and by a column that holds a time; None for others.
    """
    with open_run(run) as (engine, kept):
        about = _one(engine, kept.log.cases, case_id)
        if not about:
            return None
        events = _one(engine, kept.log.events, case_id)
        others, others_total = _others(engine, kept, about[0])
        events.sort(key=lambda row: row["position"])
        objects = _objects(engine, kept, case_id)
        case: CaseDocument = {
            "case_id": case_id,
            "customer_id": about[0].get("customer_id"),
            "attributes": _attributes(engine, kept, case_id),
            "took_s": (about[0]["last_at"] - about[0]["first_at"]).total_seconds(),
            "others": others,
            "others_total": others_total,
            "events": [_event(kept, row, objects) for row in events],
            "visits": _visits(engine, kept, case_id),
            "signals": _signals(engine, kept, case_id),
        }
        return rounded(case)


def _one(engine: Engine, table: Table, case_id: str) -> list[dict[str, Any]]:
    """The rows of a case; what is missing is None, times are Python's."""
    return list(engine.rows(table.filter(table.case_id == case_id)))


def _attributes(engine: Engine, kept: Kept, case_id: str) -> list[NamedValueRow]:
    cases = kept.log.cases.filter(kept.log.cases.case_id == case_id)
    times = {a.column for a in kept.log.attributes if cases[a.column].type().is_timestamp()}
    named = {
        f"a{i}": cases[a.column] if a.column in times else written(cases, a.column)
        for i, a in enumerate(kept.log.attributes)
    }
    row = next(iter(engine.rows(cases.select("case_id", **named))))
    held: list[NamedValueRow] = [
        {"name": a.name, "value": _on_the_clock(row[f"a{i}"], kept.timezone) if a.column in times else row[f"a{i}"]}
        for i, a in enumerate(kept.log.attributes)
    ]
    return sorted((one for one in held if one["value"]), key=lambda one: one["name"])


def _on_the_clock(at: datetime | None, zone: str) -> str:
    """A time of an attribute on the clocks of the project's zone, as a list shows it."""
    return "" if at is None else local(at, zone)[:19].replace("T", " ")


def _others(engine: Engine, kept: Kept, about: dict[str, Any]) -> tuple[list[str], int]:
    customer, cases = about.get("customer_id"), kept.log.cases
    if customer is None:
        return [], 0
    same = cases.filter((cases.customer_id == customer) & (cases.case_id != about["case_id"])).select("case_id")
    total = int(engine.frame(same.aggregate(n=same.count()))["n"].iloc[0])
    return [str(case) for case in engine.frame(same.order_by("case_id").limit(OTHERS))["case_id"]], total


def _objects(engine: Engine, kept: Kept, case_id: str) -> dict[tuple[int, str], list[str]]:
    """Number of an event of the case, and type → the objects that it concerns, sorted."""
    found: dict[tuple[int, str], list[str]] = {}
    if kept.log.objects is not None:
        for row in _one(engine, kept.log.objects, case_id):
            found.setdefault((row["event"], row["type"]), []).append(row["object"])
    return {key: sorted(names) for key, names in found.items()}


def _event(kept: Kept, row: dict[str, Any], objects: dict[tuple[int, str], list[str]]) -> CaseEventRow:
    no = kept.journey.stage_of.get(row["activity"])
    per = None if no is None else kept.journey.stages[no].per
    reaction = row["activity"] in kept.ruler.reacting
    return {
        "activity": row["activity"],
        "at": local(row["at"], kept.timezone),
        "start_at": _local(kept, row.get("start_at")),
        "stage": None if no is None or reaction else kept.journey.stages[no].name,
        "reaction": reaction,
        "resource": row.get("resource"),
        "team": row.get("team"),
        "system": row.get("system"),
        "partner": row.get("partner"),
        "objects": objects.get((row["event"], per), []) if per is not None else [],
    }


def _visits(engine: Engine, kept: Kept, case_id: str) -> list[CaseVisitRow]:
    rows = _one(engine, kept.rated, case_id)
    rows.sort(key=lambda row: (row["first_at"] or row["opened_at"], row["stage_no"], row["visit_key"]))
    return [
        {
            "stage": kept.journey.stages[row["stage_no"]].name,
            "object": row.get("object") or None,
            "opened_at": _local(kept, row["opened_at"]),
            "first_at": _local(kept, row["first_at"]),
            "last_at": _local(kept, row["last_at"]),
            "open": row["open"],
            "company": row["company"],
            "customer": row["customer"],
            "promise": row["promise"],
            "wait_s": row["wait_s"],
            "duration_s": row["duration_s"],
            "returns": row["returns"],
            "signals": row["signals"],
            "target_due_at": _local(kept, row["deadline_at"]),
            "promise_due_at": _local(kept, row["promised_at"]),
        }
        for row in rows
    ]


def _signals(engine: Engine, kept: Kept, case_id: str) -> list[CaseSignalRow]:
    objects = {row["visit_key"]: row.get("object") or None for row in _one(engine, kept.rated, case_id)}
    rows = sorted(_one(engine, kept.placed, case_id), key=lambda row: (row["at"], row["signal"]))
    return [_signal(kept, row, objects.get(row["visit_key"])) for row in rows]


def _signal(kept: Kept, row: dict[str, Any], thing: str | None) -> CaseSignalRow:
    no = row["stage_no"]
    return {
        "kind": row["kind"],
        "score": row["score"],
        "verdict": row["verdict"],
        "stage_from": row["stage_from"],
        "link": row["link"],
        "early": row["early"],
        "touchpoint": row["touchpoint"],
        "at": local(row["at"], kept.timezone),
        "stage": kept.journey.stages[no].name if no is not None and no >= 0 else None,
        "object": thing,
        "whole": no == -1,
        "comment": mask(" ".join(row["comment"].split())) if row["comment"] else None,
    }


def _local(kept: Kept, at: datetime | None) -> str | None:
    return None if at is None else local(at, kept.timezone)
