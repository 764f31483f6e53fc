"""The mined model: pm4py reads it back, with every node at its place, and it replays the log."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from lxml import etree

from analyzer.mining.door import open_door

Export = Callable[..., Path]
LOG = [("Place order", "Check, twice", "Ship"), ("Place order", "Ship"), ("Place order", "Ship", "Ship")]


def replayed(net: object, initial: object, final: object) -> list[bool]:
    """Whether the net can replay each variant, by token replay of pm4py."""
    from pm4py.algo.conformance.tokenreplay import algorithm
    from pm4py.objects.log.obj import Event, EventLog, Trace

    log = EventLog([Trace([Event({"concept:name": name}) for name in variant]) for variant in LOG])
    return [bool(one["trace_is_fit"]) for one in algorithm.apply(log, net, initial, final)]


def test_pm4py_reads_the_bpmn_back_with_its_layout(export: Export):
    path = export("bpmn", "model.bpmn")
    open_door()
    from pm4py.objects.bpmn.importer import importer
    from pm4py.objects.bpmn.obj import BPMN
    from pm4py.objects.conversion.bpmn import converter

    graph = importer.apply(str(path))
    assert sorted(node.get_name() for node in graph.get_nodes() if isinstance(node, BPMN.Task)) == [
        "Check, twice",
        "Place order",
        "Ship",
    ]
    places = [(layout.get_x(), layout.get_y()) for layout in map(graph.get_layout().get, graph.get_nodes())]
    assert len(set(places)) == len(places)
    assert min(min(place) for place in places) >= 0
    assert replayed(*converter.apply(graph)) == [True] * 3


def test_every_node_and_flow_of_the_bpmn_is_drawn(export: Export):
    root = etree.parse(str(export("bpmn", "model.bpmn"))).getroot()
    space = {"m": root.nsmap[None], "d": root.nsmap["bpmndi"], "i": root.nsmap["di"]}
    named = {one.get("id") for one in root.find("m:process", space)}
    drawn = {one.get("bpmnElement") for one in root.iterfind(".//d:BPMNPlane/*", space)}
    assert drawn == named
    assert all(len(edge.findall("i:waypoint", space)) >= 2 for edge in root.iterfind(".//d:BPMNEdge", space))


def test_pm4py_reads_the_petri_net_back(export: Export):
    path = export("bpmn", "model.pnml")
    open_door()
    from pm4py.objects.petri_net.importer import importer

    net, initial, final = importer.apply(str(path))
    assert replayed(net, initial, final) == [True] * 3


def test_the_model_is_of_the_chosen_cases(export: Export):
    path = export("bpmn", "model.bpmn", "variant=Place order → Ship")
    assert "Check, twice" not in path.read_text(encoding="utf-8")
