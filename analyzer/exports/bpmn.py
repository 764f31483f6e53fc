"""A discovered model as BPMN 2.0 XML with its layout, as modelling tools open it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.exports.xes import UNWRITABLE
from analyzer.figures.layout import Box, Link, PlacedShape, lay_out
from analyzer.mining import from_dict, to_bpmn

OMG = "http://www.omg.org/spec/"
SPACES: dict[Any, str] = {  # the first has no prefix
    None: f"{OMG}BPMN/20100524/MODEL",
    "bpmndi": f"{OMG}BPMN/20100524/DI",
    "dc": f"{OMG}DD/20100524/DC",
    "di": f"{OMG}DD/20100524/DI",
}
SIZES = {"task": (128.0, 64.0), "start": (36.0, 36.0), "end": (36.0, 36.0)}
GATE = (50.0, 50.0)
ELEMENTS = {
    "start": "startEvent",
    "end": "endEvent",
    "task": "task",
    "choice": "exclusiveGateway",
    "parallel": "parallelGateway",
    "inclusive": "inclusiveGateway",
}
MARGIN = 40.0


def bpmn_xml(model: Mapping[str, Any], name: str) -> bytes:
    """A process tree (`model` of tables/process.py) as BPMN 2.0: one process, its nodes and flows, and one diagram with
    the place of each node and the bends of each flow (from left to right; units are pixels). The same model gives the
    same bytes."""
    from lxml import etree

    drawn = to_bpmn(from_dict(model))
    nodes, flows = drawn["nodes"], drawn["flows"]
    boxes = [Box(*SIZES.get(node["kind"], GATE), _rank(node["kind"])) for node in nodes]
    placed = lay_out(boxes, [Link(a, b) for a, b in flows], downwards=False, gap=24, step=48)
    top = etree.Element(_tag(None, "definitions"), nsmap=SPACES)
    top.attrib.update({"id": "definitions", "targetNamespace": "urn:process-alignment-analyzer"})
    process = etree.SubElement(top, _tag(None, "process"), id="process", name=_xml(name), isExecutable="false")
    for node in nodes:
        _node(process, node, flows)
    for number, (source, target) in enumerate(flows):
        ends = {"id": f"flow{number}", "sourceRef": f"node{source}", "targetRef": f"node{target}"}
        etree.SubElement(process, _tag(None, "sequenceFlow"), ends)
    _diagram(top, nodes, flows, placed, boxes)
    return bytes(etree.tostring(top, xml_declaration=True, encoding="UTF-8", pretty_print=True))


def _rank(kind: str) -> str | None:
    return {"start": "source", "end": "sink"}.get(kind)


def _tag(space: str | None, name: str) -> str:
    return f"{{{SPACES[space]}}}{name}"


def _xml(text: str) -> str:
    return UNWRITABLE.sub("\ufffd", text)


def _node(process: Any, node: Mapping[str, Any], flows: list[list[int]]) -> None:
    from lxml import etree

    element = etree.SubElement(process, _tag(None, ELEMENTS[node["kind"]]), id=f"node{node['id']}")
    if node["activity"] is not None:
        element.set("name", _xml(node["activity"]))
    ins = [number for number, flow in enumerate(flows) if flow[1] == node["id"]]
    outs = [number for number, flow in enumerate(flows) if flow[0] == node["id"]]
    if node["kind"] in ("choice", "parallel", "inclusive"):
        element.set("gatewayDirection", "Diverging" if len(outs) > 1 else "Converging")
    for name, numbers in (("incoming", ins), ("outgoing", outs)):
        for number in numbers:
            etree.SubElement(element, _tag(None, name)).text = f"flow{number}"


def _diagram(
    top: Any, nodes: list[dict[str, Any]], flows: list[list[int]], placed: PlacedShape, boxes: list[Box]
) -> None:
    from lxml import etree

    diagram = etree.SubElement(top, _tag("bpmndi", "BPMNDiagram"), id="diagram")
    plane = etree.SubElement(diagram, _tag("bpmndi", "BPMNPlane"), id="plane", bpmnElement="process")
    for node, box, (x, y) in zip(nodes, boxes, placed.middles, strict=True):
        identity = f"node{node['id']}"
        shape = etree.SubElement(plane, _tag("bpmndi", "BPMNShape"), id=f"{identity}_shape", bpmnElement=identity)
        if node["kind"] == "choice":
            shape.set("isMarkerVisible", "true")
        left, upper = x - box.width / 2 + MARGIN, y - box.height / 2 + MARGIN
        bounds = {"x": left, "y": upper, "width": box.width, "height": box.height}
        etree.SubElement(shape, _tag("dc", "Bounds"), {key: f"{value:g}" for key, value in bounds.items()})
    for number in range(len(flows)):
        edge = etree.SubElement(plane, _tag("bpmndi", "BPMNEdge"), id=f"flow{number}_edge", bpmnElement=f"flow{number}")
        for x, y in _bends(placed.curves[number].path, placed.curves[number].tip):
            etree.SubElement(edge, _tag("di", "waypoint"), x=f"{x + MARGIN:g}", y=f"{y + MARGIN:g}")


def _bends(path: str, tip: tuple[float, float]) -> list[tuple[float, float]]:
    """The points that a curve goes through: its start, the ends of its pieces, its tip."""
    points = [tuple(float(part) for part in pair.split(",")) for pair in path[1:].replace(" C", " ").split()]
    through = [(x, y) for x, y in points[::3]]
    return [*through, tip] if through[-1] != tip else through
