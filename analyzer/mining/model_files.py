"""Models from files: BPMN 2.0 and PNML, as a Petri net with its initial and final marking."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analyzer.errors import ArgumentError
from analyzer.mining.discovery import in_one_order
from analyzer.mining.door import open_door
from analyzer.mining.model_diagrams import bpmn_diagram, net_diagram
from analyzer.tables.model_check import ModelDiagram

MOST_BYTES = 5_000_000
MOST_NODES = 2_000  # places and transitions: beyond, no search ends
FORMS = (".bpmn", ".pnml")
READ_FAULTS = (
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
)  # what pm4py raises at a file it cannot read


@dataclass(frozen=True)
class OwnModel:
    """A net (net, initial, final marking), the activities that it names, sorted, and what its file draws."""

    net: tuple[Any, Any, Any]
    activities: tuple[str, ...]
    diagram: ModelDiagram


def read_model(data: bytes, name: str) -> OwnModel:
    """A model from the bytes of a file; `name` ends in .bpmn (or .xml with BPMN in it) or .pnml.

    The XML is read without entities, document types and network. Tasks and transitions without a name are silent.
    Without a final marking, the places that nothing leaves are the end. Raises ArgumentError, with what to do, for a
    file that is too large, no XML, none of the two formats, without activities, or without a beginning and an end.
    """
    if len(data) > MOST_BYTES:
        raise _refused(f"a model of at most {MOST_BYTES // 1_000_000} MB", f"{len(data):,} bytes", name)
    root = _root(data, name)
    kind = root.tag.rpartition("}")[2].lower()
    if kind not in ("definitions", "pnml"):
        raise _refused("a BPMN 2.0 file (definitions) or a PNML file (pnml)", f"the element {kind}", name)
    open_door()
    try:
        net, initial, final, drawn = _from_bpmn(data) if kind == "definitions" else _from_pnml(data)
    except READ_FAULTS as fault:
        form = "BPMN 2.0" if kind == "definitions" else "PNML"
        raise _refused(f"a model that {form} allows", f"{type(fault).__name__}: {fault}", name) from None
    return _checked(net, initial, final, drawn, name)


def _root(data: bytes, name: str) -> Any:
    """The root of the XML, safely read."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as fault:
        raise _refused("an XML file", str(fault), name) from None
    declared: Any = root.getroottree().docinfo
    if declared.doctype:
        raise _refused("XML without a document type", "a DOCTYPE", name, "take the line <!DOCTYPE …> out")
    return root


def _from_bpmn(data: bytes) -> tuple[Any, Any, Any, ModelDiagram]:
    from pm4py.objects.bpmn.importer.variants import lxml as importer
    from pm4py.objects.conversion.bpmn.variants import to_petri_net

    graph = importer.import_from_string(data)
    drawn = bpmn_diagram(graph)
    net, initial, final = to_petri_net.apply(graph)
    return net, initial, final, drawn


def _from_pnml(data: bytes) -> tuple[Any, Any, Any, ModelDiagram]:
    from pm4py.objects.petri_net.importer.variants import pnml

    net, initial, final = pnml.import_net_from_string(data)
    return net, initial, final, net_diagram(net)


def _checked(net: Any, initial: Any, final: Any, drawn: ModelDiagram, name: str) -> OwnModel:
    from pm4py.objects.petri_net.obj import Marking

    size = len(net.places) + len(net.transitions)
    if size > MOST_NODES:
        raise _refused(f"a model of at most {MOST_NODES:,} places and transitions", f"{size:,}", name)
    for transition in net.transitions:
        label = " ".join((transition.label or "").split())
        transition.label = label or None
    activities = sorted({t.label for t in net.transitions if t.label is not None})
    if not activities:
        raise _refused("a model with named tasks", "none", name, "name its tasks as the log names its activities")
    if not initial:
        sources = [place for place in net.places if not place.in_arcs]
        initial = Marking(dict.fromkeys(sources, 1))
    if not final:
        final = Marking({place: 1 for place in net.places if not place.out_arcs})
    if not initial or not final:
        do = "add a start event and an end event (a marked place, and one that nothing leaves)"
        raise _refused("a model with a beginning and an end", "none", name, do)
    return OwnModel(in_one_order(net, initial, final), tuple(activities), drawn)


def _refused(expected: str, found: str, where: str, do: str = "export the model again as BPMN 2.0 or PNML") -> Any:
    return ArgumentError(expected=expected, found=found, where=where, do=do)
