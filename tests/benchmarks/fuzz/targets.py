"""What is fuzzed: a reader, a whole file that it takes, and words that files of its kind are made of."""

from __future__ import annotations

import gzip
import io
import json
import sqlite3
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from xml.sax.saxutils import quoteattr

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from analyzer.document.read import read_document
from analyzer.engine import Engine
from analyzer.ingest import read_log, read_signals
from analyzer.journey import load_journey
from analyzer.mining import read_model
from analyzer.ruler import read_ruler
from analyzer.settings import from_arguments, load_project
from analyzer.slices.filters import read_filters
from dashboards.components.address import read_address
from tests.conftest import ROOT

SAMPLE = ROOT / "data" / "samples" / "food_distribution"
JOURNEY = "stages:\n  - {name: Delivery, activities: [Order, Deliver]}\n"
ROWS = [
    ["case_id", "activity", "timestamp", "amount"],
    ["1", "Order", "2026-03-02T08:00:00", "3.5"],
    ["1", "Deliver", "2026-03-03T08:00:00", "4"],
    ["2", "Order", "2026-03-02T09:30:00", ""],
    ["2", "Deliver", "2026-03-04T10:00:00", "10.5"],
]
ROWS += [
    [str(case), what, f"2026-03-{2 + case % 25:02}T{hour}:00:00", str(case)]
    for case in range(3, 60)
    for what, hour in (("Order", "08"), ("Deliver", "17"))
]
SIGNALS = [
    ["case_id", "timestamp", "score", "comment"],
    ["1", "2026-03-03T09:00:00", "5", "Good"],
    ["2", "2026-03-04T12:00:00", "1", "Late, and nobody called"],
]
SIGNALS += [[str(case), f"2026-03-{3 + case % 25:02}T09:00:00", str(1 + case % 5), ""] for case in range(3, 60)]
TIMES = (
    b"202601010800 1767225600 1767225600000 253402300799000 9999-12-31 2026-02-30 2026-01-01T24:00:00 "
    b"2026-01-01T08:00:00.1234567+01:00 +25:00 31/12/2026 45000 638000000000000000 -1 1e309 NaN NULL \\N"
).split()
TEXT = [
    *TIMES,
    b"\x00",
    b"\xff",
    b"\xef\xbb\xbf",
    b'"',
    b"'",
    b"\r",
    b"\n",
    b";",
    b"\t",
    b",",
    b"\xe2\x80\xae",
    b"{}",
    b"[]",
]
YAML = [b": ", b"- ", b"&a ", b"*a", b"!!python/object:os.system", b"${HOME}", b"|", b">", b"~", b"[", b"]", b"{", b"}"]
YAML += [b"1e309", b".nan", b"-1", b"0x7f", b"9" * 400, b"null", b"true", b"2026-03-02", b"PT1H", b"3d", b"\x85", b"#"]
XML = [
    b"<",
    b">",
    b"/>",
    b"&amp;",
    b"&x;",
    b"<!DOCTYPE a>",
    b"<![CDATA[",
    b"]]>",
    b'key="ms"',
    b'key="case"',
    b"<trace>",
]
XES = (
    '<?xml version="1.0" encoding="UTF-8"?><log xes.version="1.0"><trace><string key="concept:name" value="1"/>'
    '<event><string key="concept:name" value="Order"/><date key="time:timestamp" value="2026-03-02T08:00:00Z"/>'
    '<float key="amount" value="3.5"/></event><event><string key="concept:name" value="Deliver"/>'
    '<date key="time:timestamp" value="2026-03-02T09:00:00.000+01:00"/></event></trace></log>'
)
BPMN = (
    "<definitions xmlns='http://www.omg.org/spec/BPMN/20100524/MODEL'><process id='p'><startEvent id='s'/>"
    "<task id='a' name='Order'/><exclusiveGateway id='g'/><task id='b' name='Pay'/><task id='c' name='Cancel'/>"
    "<endEvent id='e'/><sequenceFlow id='f1' sourceRef='s' targetRef='a'/>"
    "<sequenceFlow id='f2' sourceRef='a' targetRef='g'/>"
    "<sequenceFlow id='f3' sourceRef='g' targetRef='b'/><sequenceFlow id='f4' sourceRef='g' targetRef='c'/>"
    "<sequenceFlow id='f5' sourceRef='b' targetRef='e'/><sequenceFlow id='f6' sourceRef='c' targetRef='e'/>"
    "</process></definitions>"
)
PNML = (
    "<pnml><net id='n' type='http://www.pnml.org/version-2009/grammar/pnmlcoremodel'><page id='g'>"
    "<place id='p0'><initialMarking><text>1</text></initialMarking></place><place id='p1'/>"
    "<transition id='t0'><name><text>Order</text></name></transition>"
    "<arc id='a0' source='p0' target='t0'/><arc id='b0' source='t0' target='p1'/></page></net></pnml>"
)
MODEL = [
    b"<parallelGateway id='g'/>",
    b"<task id='a' name='Order'/>",
    b"targetRef='a'",
    b"name=''",
    b"id='s'",
    b"<text>9</text>",
]
OCEL = {
    "objectTypes": [{"name": "order", "attributes": [{"name": "price", "type": "float"}]}],
    "eventTypes": [{"name": "Order", "attributes": []}, {"name": "Deliver", "attributes": []}],
    "objects": [
        {"id": "o1", "type": "order", "attributes": [{"name": "price", "time": "2026-03-02T08:00:00Z", "value": 3}]}
    ],
    "events": [
        {
            "id": f"e{n}",
            "type": kind,
            "time": f"2026-03-0{n}T08:00:00Z",
            "relationships": [{"objectId": "o1", "qualifier": "q"}],
        }
        for n, kind in ((2, "Order"), (3, "Deliver"))
    ],
}


@dataclass(frozen=True)
class FuzzTarget:
    """`read` takes the path of a file with these bytes, changed; it may raise no other error than those for people."""

    name: str
    suffix: str
    whole: bytes
    words: list[bytes]
    read: Callable[[Engine, Path], object]
    written: Callable[[list[list[str]]], bytes] | None = None  # a table as such a file, whole but for its values


def _csv(rows: list[list[str]]) -> bytes:
    return "".join(",".join(f'"{v}"' if "," in v else v for v in row) + "\n" for row in rows).encode()


def _parquet(rows: list[list[str]]) -> bytes:
    held = io.BytesIO()
    pq.write_table(pa.table(dict(zip(rows[0], map(list, zip(*rows[1:], strict=True)), strict=True))), held)
    return held.getvalue()


def _xlsx(rows: list[list[str]]) -> bytes:
    book, held = openpyxl.Workbook(), io.BytesIO()
    for row in rows:
        book.active.append([ILLEGAL_CHARACTERS_RE.sub("", value) for value in row])
    book.save(held)
    return held.getvalue()


def _xes(rows: list[list[str]]) -> bytes:
    """A trace an event, so that cases come in pieces."""
    held = ['<log xes.version="1.0">']
    for case, activity, time, amount in (map(_attribute, row) for row in rows[1:]):
        held.append(
            f'<trace><string key="concept:name" value={case}/><event><string key="concept:name" value={activity}/>'
        )
        held.append(f'<date key="time:timestamp" value={time}/><float key="amount" value={amount}/></event></trace>')
    return ("".join(held) + "</log>").encode()


def _attribute(value: str) -> str:
    return quoteattr(ILLEGAL_CHARACTERS_RE.sub("", value))


def _ocel_sqlite() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "log.sqlite"
        with sqlite3.connect(path) as file:
            file.executescript("""
                CREATE TABLE event(ocel_id TEXT, ocel_type TEXT); INSERT INTO event VALUES ('e1', 'Order');
                CREATE TABLE object(ocel_id TEXT, ocel_type TEXT); INSERT INTO object VALUES ('o1', 'order');
                CREATE TABLE event_object(ocel_event_id TEXT, ocel_object_id TEXT, ocel_qualifier TEXT);
                INSERT INTO event_object VALUES ('e1', 'o1', '');
                CREATE TABLE object_object(ocel_source_id TEXT, ocel_target_id TEXT, ocel_qualifier TEXT);
                CREATE TABLE event_map_type(ocel_type TEXT, ocel_type_map TEXT);
                INSERT INTO event_map_type VALUES ('Order', 'Order');
                CREATE TABLE object_map_type(ocel_type TEXT, ocel_type_map TEXT);
                INSERT INTO object_map_type VALUES ('order', 'order');
                CREATE TABLE event_Order(ocel_id TEXT, ocel_time TIMESTAMP);
                INSERT INTO event_Order VALUES ('e1', '2026-03-02 08:00:00');
                CREATE TABLE object_order(ocel_id TEXT, ocel_time TIMESTAMP, ocel_changed_field TEXT);
                INSERT INTO object_order VALUES ('o1', '1970-01-01 00:00:00', NULL);
            """)
        file.close()
        return path.read_bytes()


def _log(engine: Engine, path: Path) -> object:
    log = read_log(engine, from_arguments(path, "journey.yaml"))
    return log.quality.rows


def _object_log(engine: Engine, path: Path) -> object:
    project = path.parent / "of-objects.yaml"
    project.write_text(f"log: {{path: {path.name}, case: order}}\njourney: journey.yaml\n", encoding="utf-8")
    return read_log(engine, load_project(project)).quality.rows


def _signals(engine: Engine, path: Path) -> object:
    (path.parent / "whole.csv").write_bytes(_csv(ROWS))
    (path.parent / "journey.yaml").write_text(JOURNEY, encoding="utf-8")
    project = path.parent / "of-signals.yaml"
    source = f"{{path: {path.name}, kind: csat, about: Delivery}}"
    project.write_text(f"log: whole.csv\njourney: journey.yaml\nsignals: [{source}]\n", encoding="utf-8")
    settings = load_project(project)
    log = read_log(engine, settings)
    return read_signals(engine, settings, load_journey(path.parent / "journey.yaml"), log)


def _address(_engine: Engine, path: Path) -> object:
    at = read_address("/process", path.read_bytes().decode("utf-8", "replace"))
    return read_filters(at.pairs)


def targets() -> list[FuzzTarget]:
    """Each reader of a file or an address that comes from outside."""
    ruler = (Path(__file__).parent / "ruler.yaml").read_bytes()
    ocel = json.dumps(OCEL).encode()
    csv = _csv(ROWS)
    return [
        FuzzTarget("csv", ".csv", csv, TEXT, _log, _csv),
        FuzzTarget("csv.gz", ".csv.gz", gzip.compress(csv, mtime=0), TEXT, _log),
        FuzzTarget("parquet", ".parquet", _parquet(ROWS), TEXT, _log, _parquet),
        FuzzTarget("xes", ".xes", XES.encode(), XML + TEXT, _log, _xes),
        FuzzTarget("xlsx", ".xlsx", _xlsx(ROWS), TEXT, _log, _xlsx),
        FuzzTarget("ocel-json", ".json", ocel, TEXT, _object_log),
        FuzzTarget("ocel-sqlite", ".sqlite", _ocel_sqlite(), TEXT, _object_log),
        FuzzTarget("signals", ".csv", _csv(SIGNALS), TEXT, _signals),
        FuzzTarget("journey", ".yaml", (SAMPLE / "journey.yaml").read_bytes(), YAML, lambda _, p: load_journey(p)),
        FuzzTarget("project", ".yaml", (SAMPLE / "project.yaml").read_bytes(), YAML, lambda _, p: load_project(p)),
        FuzzTarget("ruler", ".yaml", ruler, YAML, lambda _, p: read_ruler(p)),
        FuzzTarget(
            "document",
            ".json",
            (ROOT / "tests" / "fixtures" / "alignment.json").read_bytes(),
            [*TEXT, b"null", b"1e309", b"-1", b"true"],
            lambda _, p: read_document(p),
        ),
        FuzzTarget(
            "model-bpmn", ".bpmn", BPMN.encode(), [*MODEL, *XML], lambda _, p: read_model(p.read_bytes(), p.name)
        ),
        FuzzTarget(
            "model-pnml", ".pnml", PNML.encode(), [*MODEL, *XML], lambda _, p: read_model(p.read_bytes(), p.name)
        ),
        FuzzTarget(
            "address",
            ".txt",
            b"?from=2026-03-02&to=2026-03-09&segment=region:North&stage=Delivery",
            [b"&", b"=", b"%", b"%00", b"%ff", b"~", *TIMES],
            _address,
        ),
    ]
