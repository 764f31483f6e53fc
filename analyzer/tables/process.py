"""What process discovery hands on: the graph, the variants and the model, small frames all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Conformance:
    """How well the discovered model and the log fit, on the cases that were replayed within the budget.

    `fitness` and `precision` are 0–1, weighted by cases; None where the budget did not suffice. `share_of_cases` is
    the share of cases whose variant was replayed.
    """

    fitness: float | None
    precision: float | None
    share_of_cases: float
    noise_threshold: float
    deviations: Any  # frame: activity, kind (missing: the model wanted it; extra: it has no place there), cases


@dataclass(frozen=True)
class Process:
    """The discovered process. Every member ending in `s` is a pandas frame, sorted.

    - activities: activity, stage_no?, events, cases, repeated_cases (cases in which it happens twice or more)
    - flows: from, to, count, cases, median_s, p90_s (directly-follows graph; most frequent first)
    - starts, ends: activity, cases
    - variants: activities (tuple), cases, share, median_s (of the case's whole duration); the 1,000 most frequent
    - handovers: from, to, count (between resources' teams, else resources)
    - roles: role, activities (tuple), resources
    """

    activities: Any
    flows: Any
    starts: Any
    ends: Any
    variants: Any
    variants_total: int
    handovers: Any
    roles: Any
    conformance: Conformance | None
    model: (
        dict[str, Any] | None
    )  # the process tree as nested {"operator", "children"} / {"activity"}; None where no time was left
    notes: tuple[str, ...] = ()
