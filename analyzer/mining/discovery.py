"""Process discovery from weighted variants: a process tree, and what is drawn and replayed from it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.mining.canonical import canonical_order
from analyzer.mining.door import open_door

Variant = tuple[str, ...]

_OPERATORS = {"->": "sequence", "X": "choice", "+": "parallel", "*": "loop", "O": "inclusive"}


def process_tree(variants: Mapping[Variant, int], noise_threshold: float = 0.2) -> Any:
    """The process tree of a log, by the inductive miner for infrequent behaviour (IMf).

    Grain: `variants` holds one entry a variant, activities in order → number of cases; the weights count as if each
    case stood there. `noise_threshold` (0–1): in each step directly-follows arcs rarer than this share of the most
    frequent arc of their source are left out when a step finds no cut. The tree is sound and every activity stands in
    it once at most. Empty variants are allowed and make the whole optional.
    Cost: about 1 µs for each event of the variants times the number of activities, up to 5 µs where no order is found.
    Raises ValueError without any variant.
    When not to trust it: rare behaviour is left out on purpose; look at fitness and precision before reading it as the
    process.
    Source: Leemans, Fahland, van der Aalst, "Discovering block-structured process models from event logs containing
    infrequent behaviour", BPM workshops 2013; pm4py's implementation over variants.
    """
    if not variants:
        raise ValueError("no variant to discover a process from")
    open_door()
    from pm4py.algo.discovery.inductive.dtypes.im_ds import IMDataStructureUVCL
    from pm4py.algo.discovery.inductive.variants.imf import IMFUVCL
    from pm4py.objects.process_tree.utils import generic
    from pm4py.util.compression.dtypes import UVCL

    activities = sorted({activity for variant in variants for activity in variant})
    # Numbers instead of names: they hash the same in every run, so the miner walks its sets in the same order.
    number = {activity: i for i, activity in enumerate(activities)}
    weighted = sorted((tuple(number[a] for a in variant), cases) for variant, cases in variants.items())
    parameters = {"noise_threshold": noise_threshold, "multiprocessing": False}
    tree = IMFUVCL(parameters).apply(IMDataStructureUVCL(UVCL(dict(weighted))), parameters)
    _name(tree, [f"{i:06d}" for i in range(len(activities))])
    tree = generic.fold(tree)
    generic.tree_sort(tree)
    _name(tree, activities)
    return tree


def _name(tree: Any, names: list[str]) -> None:
    """Put the names of activities for their numbers, in place."""
    if tree.label is not None:
        tree.label = names[int(tree.label)]
    for child in tree.children:
        _name(child, names)


def as_dict(tree: Any) -> dict[str, Any]:
    """A process tree as nested {"operator", "children"} and {"activity"}; {"activity": None} is a step without an
    event.

    Operators: sequence, choice (one of), parallel (all, in any order), loop (the first child, then any number of times
    one of the others and the first again).
    """
    if tree.operator is None:
        return {"activity": tree.label}
    children = list(tree.children)
    parts = [as_dict(child) for child in children]
    operator = _OPERATORS[str(tree.operator.value)]
    if operator in ("choice", "parallel", "inclusive"):
        parts.sort(key=_first_name)
    return {"operator": operator, "children": parts}


def from_dict(model: Mapping[str, Any]) -> Any:
    """The process tree of `as_dict`, back."""
    open_door()
    from pm4py.objects.process_tree.obj import Operator, ProcessTree

    if "operator" not in model:
        return ProcessTree(label=model["activity"])
    operators = {word: Operator(sign) for sign, word in _OPERATORS.items()}
    tree = ProcessTree(operator=operators[model["operator"]])
    for part in model["children"]:
        child = from_dict(part)
        child.parent = tree
        tree.children.append(child)
    return tree


def activities_of(model: Mapping[str, Any]) -> list[str]:
    """The activities that stand in a model of `as_dict`, sorted."""
    if "operator" not in model:
        return [] if model["activity"] is None else [model["activity"]]
    return sorted({activity for part in model["children"] for activity in activities_of(part)})


def _first_name(part: Mapping[str, Any]) -> tuple[bool, str, int]:
    """Sorts parts by their first activity; what has none comes last, smaller parts first."""
    names = activities_of(part)
    return (not names, names[0] if names else "", len(names))


def to_petri_net(tree: Any) -> tuple[Any, Any, Any]:
    """The Petri net of a process tree with its initial and final marking, the same object order in every run.

    Places are called p00000, …, transitions t00001, …, breadth first from the source; a transition without label is
    silent.
    """
    open_door()
    from pm4py.objects.conversion.process_tree.variants import to_petri_net as conversion

    return in_one_order(*conversion.apply(tree))


def in_one_order(net: Any, initial: Any, final: Any) -> tuple[Any, Any, Any]:
    """A copy of a net with its markings whose parts are walked in the same order in every run, and named by it."""
    open_door()
    from pm4py.objects.petri_net.obj import Marking, PetriNet

    nodes = [*net.places, *net.transitions]
    place = {id(node): i for i, node in enumerate(nodes)}
    kinds = [_kind(node, initial, final) for node in nodes]
    arcs = [(place[id(arc.source)], place[id(arc.target)]) for arc in net.arcs]
    order = canonical_order(kinds, arcs, start=next(place[id(p)] for p in initial))
    rank = {old: new for new, old in enumerate(order)}
    made: list[Any] = []
    for old in order:
        parts = {"in_arcs": _Ordered(), "out_arcs": _Ordered()}
        if kinds[old].startswith("place"):
            made.append(PetriNet.Place(f"p{len(made):05d}", **parts))
        else:
            made.append(PetriNet.Transition(f"t{len(made):05d}", nodes[old].label, **parts))
    links = _Ordered()
    for source, target in sorted((rank[a], rank[b]) for a, b in arcs):
        arc = PetriNet.Arc(made[source], made[target])
        made[source].out_arcs.add(arc)
        made[target].in_arcs.add(arc)
        links.add(arc)
    places = _Ordered.of(node for node in made if isinstance(node, PetriNet.Place))
    transitions = _Ordered.of(node for node in made if isinstance(node, PetriNet.Transition))
    copy = PetriNet("model", places, transitions, links)
    return (
        copy,
        Marking({made[rank[place[id(p)]]]: n for p, n in initial.items()}),
        Marking({made[rank[place[id(p)]]]: n for p, n in final.items()}),
    )


def _kind(node: Any, initial: Any, final: Any) -> str:
    if hasattr(node, "label"):
        return "silent" if node.label is None else f"activity {node.label}"
    return f"place {node in initial:d}{node in final:d}"


class _Ordered(dict[Any, None]):
    """A set that is walked in the order in which it was filled: as much of a set as a net that is only read needs."""

    @classmethod
    def of(cls, members: Any) -> _Ordered:
        made = cls()
        for member in members:
            made.add(member)
        return made

    def add(self, member: Any) -> None:
        self[member] = None


def to_bpmn(tree: Any) -> dict[str, list[Any]]:
    """The BPMN diagram of a process tree as plain nodes and flows, in the same order in every run.

    {"nodes": [{"id", "kind", "activity"}], "flows": [[from id, to id]]}; kinds: start, end, task, choice, parallel,
    inclusive (gateways). `activity` is None for all but tasks. Two equal flows (a step that can be skipped twice) stand
    once.
    """
    open_door()
    from pm4py.objects.bpmn.obj import BPMN
    from pm4py.objects.conversion.process_tree.variants import to_bpmn as conversion

    diagram = conversion.apply(tree)
    nodes = list(diagram.get_nodes())
    kinds = {
        BPMN.StartEvent: "start",
        BPMN.NormalEndEvent: "end",
        BPMN.Task: "task",
        BPMN.ExclusiveGateway: "choice",
        BPMN.ParallelGateway: "parallel",
        BPMN.InclusiveGateway: "inclusive",
    }
    place = {id(node): i for i, node in enumerate(nodes)}
    labels = [f"{kinds[type(node)]} {node.get_name() or ''}" for node in nodes]
    arcs = [(place[id(f.get_source())], place[id(f.get_target())]) for f in diagram.get_flows()]
    order = canonical_order(labels, arcs, start=next(i for i, label in enumerate(labels) if label.startswith("start")))
    rank = {old: new for new, old in enumerate(order)}
    drawn = []
    for new, old in enumerate(order):
        kind = kinds[type(nodes[old])]
        drawn.append({"id": new, "kind": kind, "activity": nodes[old].get_name() if kind == "task" else None})
    return {"nodes": drawn, "flows": [list(flow) for flow in sorted({(rank[a], rank[b]) for a, b in arcs})]}
