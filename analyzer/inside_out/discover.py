"""The process as it is discovered from the log: graph, variants, model, conformance, handovers and roles."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from analyzer.engine import Engine, Table
from analyzer.inside_out.graph import MAX_FLOWS, Graph, graph
from analyzer.inside_out.handovers import handovers
from analyzer.inside_out.model import NOISE_THRESHOLD, model
from analyzer.inside_out.roles import roles
from analyzer.inside_out.variants import Variants, count_variants, log_variants, variants
from analyzer.journey import Journey
from analyzer.tables.log import Log
from analyzer.tables.process import Process

SHOWN_VARIANTS = 1_000
CHECKED_VARIANTS = 20_000


@dataclass(frozen=True)
class Paths:
    """The ways that cases take: the directly-follows graph and the most frequent variants."""

    graph: Graph
    variants: Variants


@dataclass(frozen=True)
class LogShape:
    """What the engine says of a log's process, before a model is made of it: frames as in tables/process.py, and
    remarks on what they rest on."""

    graph: Graph
    variants: Variants
    handovers: Any
    roles: Any
    remarks: tuple[str, ...]


def paths_of(engine: Engine, log: Log, journey: Journey, taken: Table | None = None) -> Paths:
    """Graph and variants of a log. `taken`: the sequences of all cases (`sequences`), where they are known. Nothing of
    the log leaves the engine but counts, the most frequent arcs and variants."""
    counted = log_variants(engine, log) if taken is None else count_variants(engine, taken)
    drawn = graph(engine, log, journey.stage_of, counted)
    return Paths(drawn, variants(engine, log, CHECKED_VARIANTS, counted))


def shape_of(engine: Engine, log: Log, paths: Paths) -> LogShape:
    """Graph, variants, handovers and roles of a log. `paths`: what `paths_of` gives of it."""
    done_by, remarks = roles(engine, log)
    if len(paths.graph.flows) == MAX_FLOWS:
        remarks = (*remarks, f"The graph holds the {MAX_FLOWS:,} most frequent arcs.")
    return LogShape(paths.graph, paths.variants, handovers(engine, log), done_by, remarks)


def discover(
    engine: Engine,
    log: Log,
    journey: Journey,
    budget_s: float,
    *,
    reactions: Collection[str] = (),
    shape: LogShape | None = None,
    noise_threshold: float = NOISE_THRESHOLD,
) -> Process:
    """Everything that the log says of the process, as small frames (tables/process.py), sorted.

    `budget_s` bounds discovery and conformance, in seconds of an ordinary core (mining/conformance.py says how); 0
    leaves both out. `reactions` are activities that answer a bad signal: they stand in the graph and the variants, not
    in model and conformance. `shape`: what `shape_of` gives, where it is known. The diagram is left to the figures.
    """
    shape = shape or shape_of(engine, log, paths_of(engine, log, journey))
    drawn, found = shape.graph, shape.variants
    mined = None
    notes: tuple[str, ...] = ()
    if budget_s > 0 and log.n_cases:
        weighted = dict(zip(found.frame["activities"], (int(n) for n in found.frame["cases"]), strict=True))
        mined = model(weighted, log.n_cases, budget_s, reactions, noise_threshold)
        notes = mined.notes
    return Process(
        activities=drawn.activities,
        flows=drawn.flows,
        starts=drawn.starts,
        ends=drawn.ends,
        variants=found.frame.head(SHOWN_VARIANTS),
        variants_total=found.total,
        handovers=shape.handovers,
        roles=shape.roles,
        conformance=mined.conformance if mined else None,
        model=mined.tree if mined else None,
        notes=(*notes, *shape.remarks),
    )
