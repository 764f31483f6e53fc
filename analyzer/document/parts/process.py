"""The discovered process."""

from __future__ import annotations

from typing import TypedDict


class ActivityRow(TypedDict):
    """An activity; `stage` None: work of no stage. `repeated_cases`: cases in which it happens twice or more."""

    activity: str
    stage: str | None
    events: int
    cases: int
    repeated_cases: int


# `from` is a word of Python, so these types are written as calls
FlowRow = TypedDict(
    "FlowRow",
    {"from": str, "to": str, "count": int, "cases": int, "median_s": float | None, "p90_s": float | None},
)
HandoverRow = TypedDict("HandoverRow", {"from": str, "to": str, "count": int})


class EndRow(TypedDict):
    """An activity that cases begin or end with."""

    activity: str
    cases: int


class VariantRow(TypedDict):
    """A way through the process; `median_s` of the whole case."""

    activities: list[str]
    cases: int
    share: float
    median_s: float | None


class RoleRow(TypedDict):
    """Resources that do the same work."""

    role: str
    activities: list[str]
    resources: int


class DeviationRow(TypedDict):
    """`kind` missing: the model wanted it; extra: it has no place there."""

    activity: str
    kind: str
    cases: int


class ConformanceRow(TypedDict):
    """How well model and log fit, 0–1, on the share of cases that was replayed."""

    fitness: float | None
    precision: float | None
    share_of_cases: float
    noise_threshold: float
    deviations: list[DeviationRow]


class TreeRow(TypedDict, total=False):
    """A node of the process tree: an operator with children, or an activity (None: a step that leaves no event)."""

    operator: str
    children: list[TreeRow]
    activity: str | None


class ProcessSection(TypedDict):
    """Graph, variants, model, conformance, rework, handovers and roles; lists by frequency, then by name."""

    activities: list[ActivityRow]
    flows: list[FlowRow]
    flows_total: int
    starts: list[EndRow]
    ends: list[EndRow]
    variants: list[VariantRow]
    variants_total: int
    handovers: list[HandoverRow]
    roles: list[RoleRow]
    rework: list[ActivityRow]
    conformance: ConformanceRow | None
    bpmn: str | None
    model: TreeRow | None
    notes: list[str]
