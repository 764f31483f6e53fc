"""OCEL 2.0 in XML → the tables of an object-centric log, one element at a time."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from analyzer.ingest.sources.files import GivenFile
from analyzer.ingest.sources.objects.object_log import ObjectLog, ObjectTables
from analyzer.ingest.sources.safe_xml import SAFE, check_start

_OURS = frozenset(("object-types", "event-types", "objects", "events"))


def is_object_log(given: GivenFile) -> bool:
    """Whether an XML file is an object-centric log and no XES: by what stands first in its <log>."""
    from lxml import etree

    try:
        with given.path.open("rb") as file:
            for number, (_, element) in enumerate(etree.iterparse(file, events=("start",), **SAFE)):
                if number and isinstance(element.tag, str):
                    return _plain(element.tag) in _OURS
    except etree.XMLSyntaxError:
        return False
    return False


def read_xml_log(given: GivenFile, folder: Path) -> ObjectLog:
    """An `.xmlocel` or `.xml` file. Raises the file's error where it is cut off or brings a document type."""
    from lxml import etree

    tables = ObjectTables(given, folder)
    try:
        check_start(given)
        for element, of in _read(given):
            name, kind = element.get("id"), element.get("type")
            if name is None or kind is None:
                raise given.refuse(
                    f"every {of} with its id and type (OCEL 2.0)",
                    f"one without {'an id' if name is None else 'a type'}",
                    "export it again as OCEL 2.0",
                    element.sourceline,
                )
            if of == "event":
                values = {str(one.get("name")): one.text for one in _within(element, "attributes")}
                tables.event(name, kind, element.get("time"), values, element.sourceline)
            else:
                tables.object(name, kind)
                for one in _within(element, "attributes"):
                    tables.change(name, str(one.get("name")), one.get("time"), one.text)
            for thing in dict.fromkeys(one.get("object-id") for one in _within(element, "objects")):
                if thing is not None and of == "event":
                    tables.hold(name, thing)
                elif thing is not None:
                    tables.relate(name, thing)
    except etree.XMLSyntaxError as error:
        raise given.refuse(
            "a whole object-centric log (OCEL 2.0) in XML",
            f"XML that breaks off or is damaged: {error.msg}",
            "copy or export it again",
            int(error.lineno or 0) or None,
        ) from None
    return tables.finished("OCEL 2.0, XML")


def _read(given: GivenFile) -> Iterator[tuple[Any, str]]:
    """Every event and object of the log; a read one is dropped at once. What is within them is no element of its own:
    the relations of some exports are called <object> too."""
    from lxml import etree

    with given.path.open("rb") as file:
        for _, element in etree.iterparse(file, events=("end",), tag=("{*}event", "{*}object"), **SAFE):
            parent = element.getparent()
            above = parent.getparent() if parent is not None else None
            if above is None or above.getparent() is not None:
                continue
            yield element, _plain(element.tag)
            element.clear()
            while element.getprevious() is not None:
                del parent[0]


def _within(element: Any, name: str) -> Iterator[Any]:
    for child in element:
        if isinstance(child.tag, str) and _plain(child.tag) == name:
            yield from (one for one in child if isinstance(one.tag, str))


def _plain(tag: str) -> str:
    return tag.rpartition("}")[2]
