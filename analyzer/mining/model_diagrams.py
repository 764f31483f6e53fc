"""Models of one's own as plain nodes and flows, for drawing: what a BPMN or PNML file says, not what is made of it."""

from __future__ import annotations

from typing import Any

from analyzer.mining.canonical import canonical_order
from analyzer.tables.model_check import ModelDiagram, ModelNode, NodeKind


def bpmn_diagram(graph: Any) -> ModelDiagram:
    """The events, tasks, gateways and sequence flows of pm4py's BPMN, in the same order in every run."""
    nodes = list(graph.get_nodes())
    place = {id(node): number for number, node in enumerate(nodes)}
    kinds = [_bpmn_kind(node) for node in nodes]
    names = [
        _name(node.get_name()) if kind in ("task", "event") else "" for node, kind in zip(nodes, kinds, strict=True)
    ]
    flows = [(place.get(id(f.get_source())), place.get(id(f.get_target()))) for f in graph.get_flows()]
    return _ordered(kinds, names, [(a, b) for a, b in flows if a is not None and b is not None], "start")


def net_diagram(net: Any) -> ModelDiagram:
    """The places, transitions and arcs of pm4py's Petri net, in the same order in every run."""
    nodes = [*net.places, *net.transitions]
    place = {id(node): number for number, node in enumerate(nodes)}
    names = [*("" for _ in net.places), *(_name(transition.label) for transition in net.transitions)]
    kinds: list[NodeKind] = ["place"] * len(net.places)
    kinds += ["task" if name else "silent" for name in names[len(net.places) :]]
    return _ordered(kinds, names, [(place[id(arc.source)], place[id(arc.target)]) for arc in net.arcs], "place")


def _bpmn_kind(node: Any) -> NodeKind:
    from pm4py.objects.bpmn.obj import BPMN

    kinds: tuple[tuple[Any, NodeKind], ...] = (
        (BPMN.StartEvent, "start"),
        (BPMN.EndEvent, "end"),
        (BPMN.Event, "event"),
        (BPMN.ParallelGateway, "parallel"),
        (BPMN.InclusiveGateway, "inclusive"),
        (BPMN.Gateway, "choice"),
    )
    return next((kind for of, kind in kinds if isinstance(node, of)), "task")


def _name(written: str | None) -> str:
    return " ".join((written or "").split())


def _ordered(kinds: list[NodeKind], names: list[str], flows: list[tuple[int, int]], first: str) -> ModelDiagram:
    """From the first node of a kind on that nothing leads to, breadth first."""
    if not kinds:
        return ModelDiagram((), ())
    reached = {target for _, target in flows}
    labels = [f"{kind} {name}" for kind, name in zip(kinds, names, strict=True)]
    begins = sorted(range(len(kinds)), key=lambda n: (kinds[n] != first, n in reached, labels[n]))
    order = canonical_order(labels, flows, begins[0])
    rank = {old: new for new, old in enumerate(order)}
    nodes = tuple(ModelNode(kinds[old], names[old]) for old in order)
    return ModelDiagram(nodes, tuple(sorted({(rank[a], rank[b]) for a, b in flows})))
