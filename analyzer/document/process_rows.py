"""The discovered process as the document holds it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, cast

from analyzer.document.parts.process import (
    ActivityRow,
    ConformanceRow,
    DeviationRow,
    EndRow,
    FlowRow,
    HandoverRow,
    ProcessSection,
    RoleRow,
    TreeRow,
    VariantRow,
)
from analyzer.journey import Journey
from analyzer.tables.process import Conformance, Process

FLOWS = 5_000  # arcs at most; `flows_total` says how many there are
VARIANTS = 100
# a process tree, the stage of each activity, the stages in order → the diagram as SVG
Draw = Callable[[Mapping[str, Any], Mapping[str, str], Sequence[str]], str | None]


def process_rows(process: Process, journey: Journey, draw: Draw | None = None) -> ProcessSection:
    """Graph, variants, model, conformance, rework, handovers and roles. `draw` draws the model as BPMN; without it, and
    where no model was found in time, there is no diagram."""
    activities = [_activity(row, journey) for row in process.activities.to_dict("records")]
    return {
        "activities": activities,
        "flows": cast(list[FlowRow], _flows(process.flows).to_dict("records")),
        "flows_total": len(process.flows),
        "starts": cast(list[EndRow], process.starts.to_dict("records")),
        "ends": cast(list[EndRow], process.ends.to_dict("records")),
        "variants": cast(list[VariantRow], _with_lists(process.variants.head(VARIANTS))),
        "variants_total": process.variants_total,
        "handovers": cast(list[HandoverRow], process.handovers.to_dict("records")),
        "roles": cast(list[RoleRow], _with_lists(process.roles)),
        "rework": [row for row in activities if row["repeated_cases"]],
        "conformance": _conformance(process.conformance),
        "bpmn": _diagram(process, journey, draw),
        "model": cast(TreeRow | None, process.model),
        "notes": list(process.notes),
    }


def _activity(row: Mapping[str, Any], journey: Journey) -> ActivityRow:
    number = row["stage_no"]
    known = number is not None and number == number  # a missing number is not equal to itself
    return {
        "activity": row["activity"],
        "events": row["events"],
        "cases": row["cases"],
        "repeated_cases": row["repeated_cases"],
        "stage": journey.stages[int(number)].name if known else None,
    }


def _with_lists(frame: Any) -> list[dict[str, Any]]:
    return [{**row, "activities": list(row["activities"])} for row in frame.to_dict("records")]


def _flows(flows: Any) -> Any:
    """The most frequent arcs, the most frequent first: first of all the one into and the one out of each activity, so
    that none stands alone."""
    if len(flows) <= FLOWS:
        return flows
    between = flows[flows["from"] != flows["to"]]  # the most frequent first
    holding = between.drop_duplicates("to").index.union(between.drop_duplicates("from").index)[:FLOWS]
    others = flows.index.difference(holding)[: FLOWS - len(holding)]
    return flows.loc[holding.union(others)]


def _diagram(process: Process, journey: Journey, draw: Draw | None) -> str | None:
    names = [s.name for s in journey.stages]
    if process.model is None or draw is None:
        return None
    return draw(process.model, {a: names[no] for a, no in journey.stage_of.items()}, names)


def _conformance(found: Conformance | None) -> ConformanceRow | None:
    if found is None:
        return None
    return {
        "fitness": found.fitness,
        "precision": found.precision,
        "share_of_cases": found.share_of_cases,
        "noise_threshold": found.noise_threshold,
        "deviations": cast(list[DeviationRow], found.deviations.to_dict("records")),
    }
