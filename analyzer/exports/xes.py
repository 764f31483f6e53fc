"""A log as XES (IEEE 1849), written trace by trace."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any

from analyzer.engine import Engine, Table
from analyzer.exports.destination import Destination
from analyzer.exports.streaming import rows

STANDARD = {  # how the standard extensions call what we call otherwise
    "activity": "concept:name",
    "timestamp": "time:timestamp",
    "resource": "org:resource",
    "team": "org:group",
    "cost": "cost:total",
}
EXTENSIONS = (("Concept", "concept"), ("Time", "time"), ("Organizational", "org"), ("Cost", "cost"))
UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")  # what XML does not allow


def put_xes(engine: Engine, table: Table, of_case: Sequence[str], name: str, to: Destination) -> None:
    """Write a log whose rows stand in the order of case and place; memory holds one trace.

    `of_case`: columns that become attributes of the trace. Missing values are left out. Letters that XML does not allow
    become the replacement character.
    """
    from lxml import etree

    with to.opened() as stream, etree.xmlfile(stream, encoding="UTF-8") as file:
        file.write_declaration()
        with file.element("log", {"xes.version": "1849-2016", "xes.features": ""}):
            for extension, prefix in EXTENSIONS:
                uri = f"http://www.xes-standard.org/{prefix}.xesext"
                file.write(etree.Element("extension", name=extension, prefix=prefix, uri=uri))
            file.write(_attribute("concept:name", name))
            for case, events in groupby(rows(engine, table), key=lambda row: row["case_id"]):
                file.write(_trace(case, events, of_case))


def _trace(case: str, events: Iterator[dict[str, Any]], of_case: Sequence[str]) -> Any:
    from lxml import etree

    trace = etree.Element("trace")
    trace.append(_attribute("concept:name", case))
    for number, event in enumerate(events):
        if number == 0:
            trace.extend([_attribute(key, event[key]) for key in of_case if event[key] is not None])
        element = etree.SubElement(trace, "event")
        for key, value in event.items():
            if value is not None and key != "case_id" and key not in of_case:
                element.append(_attribute(STANDARD.get(key, key), value))
    return trace


def _attribute(key: str, value: Any) -> Any:
    """A value under its key, in the type of XES that holds it."""
    from lxml import etree

    kind, text = "string", str(value)
    if isinstance(value, bool):
        kind, text = "boolean", "true" if value else "false"
    elif isinstance(value, int):
        kind = "int"
    elif isinstance(value, float | Decimal):
        kind, text = "float", repr(float(value))
    elif isinstance(value, datetime):
        kind, text = "date", value.replace(tzinfo=value.tzinfo or UTC).isoformat(timespec="microseconds")
    elif isinstance(value, date):
        kind, text = "date", f"{value.isoformat()}T00:00:00+00:00"
    return etree.Element(kind, key=UNWRITABLE.sub("\ufffd", key), value=UNWRITABLE.sub("\ufffd", text))
