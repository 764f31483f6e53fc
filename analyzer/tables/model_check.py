"""A log beside a model of one's own: how many cases it allows, and where the others depart from it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from analyzer.tables.heard_share import HeardShare


@dataclass(frozen=True)
class ModelDeviation:
    """An activity that the model wanted and that is `missing`, or that happens where the model has no place for it
    (`extra`): the cases, and the median seconds from their first to their last event."""

    activity: str
    kind: Literal["missing", "extra"]
    heard: HeardShare
    median_s: float


NodeKind = Literal["start", "end", "event", "task", "choice", "parallel", "inclusive", "place", "silent"]


@dataclass(frozen=True)
class ModelNode:
    """A node of a model as it is drawn; `name` of a task is its activity, empty where it has none. `event`: one between
    start and end; `place` and `silent` (a transition without a name) are of Petri nets."""

    kind: NodeKind
    name: str = ""


@dataclass(frozen=True)
class ModelDiagram:
    """A model as its file says, from its start on: nodes, and flows as (from, to) by their places among the nodes."""

    nodes: tuple[ModelNode, ...]
    flows: tuple[tuple[int, int], ...]


@dataclass(frozen=True)
class ModelCheck:
    """What a model allows. `fitness` is the mean over the `aligned` cases, of `cases` that have ended;
    `running` ones have not, and are left aside. `fitting` are cases that
    need no deviation. `unknown` activities of the model are not in the log; `beyond` stand in the log alone; `left_out`
    are reactions to complaints, which are no part of the process. `diagram`: the model, as it is drawn."""

    name: str
    activities: int
    cases: int
    running: int
    aligned: int
    fitness: float | None
    fitting: HeardShare
    departing: HeardShare
    deviations: tuple[ModelDeviation, ...]
    unknown: tuple[str, ...]
    beyond: tuple[str, ...]
    left_out: tuple[str, ...]
    diagram: ModelDiagram
