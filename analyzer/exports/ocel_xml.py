"""OCEL 2.0 as XML, written object by object."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from analyzer.exports.destination import Destination
from analyzer.exports.ocel_model import OcelEvent, OcelLog, OcelObject, Related, written
from analyzer.exports.xes import UNWRITABLE


def put_xml(log: OcelLog, to: Destination) -> None:
    """Write it; memory holds one object or event. Letters that XML does not allow become the replacement character."""
    from lxml import etree

    with to.opened() as stream, etree.xmlfile(stream, encoding="UTF-8") as file:
        file.write_declaration()
        with file.element("log"):
            for kind, types in (("object", log.object_types), ("event", log.event_types)):
                file.write(_types(kind, types))
            with file.element("objects"):
                for thing in log.objects:
                    file.write(_object(thing))
            with file.element("events"):
                for event in log.events:
                    file.write(_event(event))


def _types(kind: str, types: Mapping[str, Mapping[str, str]]) -> Any:
    from lxml import etree

    top = etree.Element(f"{kind}-types")
    for name, attributes in types.items():
        one = etree.SubElement(top, f"{kind}-type", name=_xml(name))
        listed = etree.SubElement(one, "attributes")
        for key, type_ in attributes.items():
            etree.SubElement(listed, "attribute", name=_xml(key), type=type_)
    return top


def _object(one: OcelObject) -> Any:
    from lxml import etree

    element = etree.Element("object", id=_xml(one.id), type=_xml(one.type))
    listed = etree.SubElement(element, "attributes")
    for key, value in one.attributes.items():
        etree.SubElement(listed, "attribute", name=_xml(key), time=one.at).text = _xml(written(value))
    for at, key, value in one.later:
        etree.SubElement(listed, "attribute", name=_xml(key), time=at).text = _xml(written(value))
    _related(element, one.related)
    return element


def _event(one: OcelEvent) -> Any:
    from lxml import etree

    element = etree.Element("event", id=_xml(one.id), type=_xml(one.type), time=one.at)
    listed = etree.SubElement(element, "attributes")
    for key, value in one.attributes.items():
        etree.SubElement(listed, "attribute", name=_xml(key)).text = _xml(written(value))
    _related(element, one.related)
    return element


def _related(element: Any, related: Iterable[Related]) -> None:
    from lxml import etree

    listed = etree.SubElement(element, "objects")
    for one in related:
        etree.SubElement(listed, "relationship", {"object-id": _xml(one.object), "qualifier": _xml(one.qualifier)})


def _xml(text: str) -> str:
    return UNWRITABLE.sub("\ufffd", text)
