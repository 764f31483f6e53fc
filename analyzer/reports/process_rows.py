"""The discovered process as the document holds it."""

from __future__ import annotations

from typing import Any

from analyzer.journey import Journey
from analyzer.tables.process import Conformance, Process

FLOWS = 5_000  # arcs at most; `flows_total` says how many there are
VARIANTS = 100


def process_rows(process: Process, journey: Journey) -> dict[str, Any]:
    """Graph, variants, model, conformance, rework, handovers and roles."""
    names = {s.no: s.name for s in journey.stages}
    activities = [
        {
            **row,
            "stage": names.get(int(row["stage_no"]))
            if row["stage_no"] == row["stage_no"] and row["stage_no"] is not None
            else None,
        }
        for row in _records(process.activities)
    ]
    for row in activities:
        row.pop("stage_no")
    return {
        "activities": activities,
        "flows": _records(_flows(process.flows)),
        "flows_total": len(process.flows),
        "starts": _records(process.starts),
        "ends": _records(process.ends),
        "variants": [
            {**row, "activities": list(row["activities"])} for row in _records(process.variants.head(VARIANTS))
        ],
        "variants_total": process.variants_total,
        "handovers": _records(process.handovers),
        "roles": [{**row, "activities": list(row["activities"])} for row in _records(process.roles)],
        "rework": [row for row in activities if row["repeated_cases"]],
        "conformance": _conformance(process.conformance),
        "bpmn": _diagram(process, journey),
        "model": process.model,
        "notes": list(process.notes),
    }


def _flows(flows: Any) -> Any:
    """The most frequent arcs, the most frequent first: first of all the one into and the one out of each activity, so
    that none stands alone."""
    if len(flows) <= FLOWS:
        return flows
    between = flows[flows["from"] != flows["to"]]  # the most frequent first
    holding = between.drop_duplicates("to").index.union(between.drop_duplicates("from").index)[:FLOWS]
    others = flows.index.difference(holding)[: FLOWS - len(holding)]
    return flows.loc[holding.union(others)]


def _diagram(process: Process, journey: Journey) -> str | None:
    """The model as BPMN, an SVG in the stages' colours; None where no model was found in time."""
    from analyzer.figures.bpmn import bpmn

    names = [s.name for s in journey.stages]
    return bpmn(process.model, {a: names[no] for a, no in journey.stage_of.items()}, names) if process.model else None


def _records(frame: Any) -> list[dict[str, Any]]:
    rows: list[dict[str, Any]] = frame.to_dict("records")
    return rows


def _conformance(found: Conformance | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {
        "fitness": found.fitness,
        "precision": found.precision,
        "share_of_cases": found.share_of_cases,
        "noise_threshold": found.noise_threshold,
        "deviations": _records(found.deviations),
    }
