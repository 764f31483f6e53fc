"""Object-centric logs: an object of the chosen type is the case; an event of several cases counts in each."""

from __future__ import annotations

import gzip
import json
import sqlite3
from dataclasses import replace

import pytest

from analyzer.errors import LogError
from analyzer.ingest import look_at_objects, preview_log, proposed_case
from analyzer.words.quality_words import note_lines
from tests.spec.ingest.conftest import settings_for
from tests.spec.ingest.objects.small_objects import FORMATS, NEW, json_1, json_2, sqlite_2, xml_2


def _lives(engine, log):
    """Case → its activities, in their order."""
    found: dict[str, list[str]] = {}
    for row in engine.rows(log.events.order_by("case_id", "position").select("case_id", "activity")):
        found.setdefault(row["case_id"], []).append(row["activity"])
    return found


@pytest.mark.parametrize("file", FORMATS)
def test_the_events_of_a_case_are_those_of_its_object(engine, objects, file):
    read = objects(file, "Order")
    assert _lives(engine, read) == {"o1": ["place order", "pay"], "o2": ["place order"]}
    assert "5 of 8 events belong to no object of type Order: they are left out" in note_lines(read.quality.warnings)


@pytest.mark.parametrize("file", NEW)
def test_related_objects_lend_their_events(engine, objects, file):
    """The order reaches its items, and through them their deliveries; not the other items in those deliveries: the
    picking of i1 is no event of o2, though d1 carries both."""
    read = objects(file, "Order", "Item", "Delivery")
    assert _lives(engine, read) == {
        "o1": ["place order", "pick item", "load", "deliver", "deliver", "pay"],
        "o2": ["place order", "load", "deliver"],
    }
    shared = "2 of 7 events belong to several objects of type Order (up to 2): each counts in every one of them"
    assert shared in note_lines(read.quality.warnings)
    numbers = [row["event"] for row in engine.rows(read.events.order_by("case_id", "position").select("event"))]
    assert numbers == [0, 2, 3, 4, 5, 6, 1, 3, 4]  # the event's place in the file: shared ones are one event
    assert (read.n_events, len(set(numbers))) == (9, 7)


def test_ocel_1_relates_objects_that_share_an_event(engine, objects):
    """i1 shares events with o1 and d1; o1 itself shares none with a delivery, so it reaches d1 through its item."""
    read = objects("old.jsonocel", "Order", "Item", "Delivery")
    assert _lives(engine, read)["o1"] == ["place order", "pick item", "load", "deliver", "deliver", "pay"]
    assert any(w.startswith("the file relates no objects to each other") for w in note_lines(read.quality.warnings))


@pytest.mark.parametrize("file", NEW)
def test_attributes_of_the_object_are_known_as_of_each_event(engine, objects, file):
    read = objects(file, "Order", "Item", "Delivery")
    assert {a.name: (a.type, a.varies) for a in read.attributes} == {
        "channel": ("text", False),  # said at the first event, and never otherwise
        "price": ("number", True),
        "region": ("text", False),
    }
    first = read.events.filter(read.events.case_id == "o1").order_by("position")
    prices = [row["event:price"] for row in engine.rows(first.select("event:price"))]
    assert prices == [100, 100, 100, 120, 120, 120]  # the price rose between load and the first delivery


@pytest.mark.parametrize("file", FORMATS)
def test_a_type_called_customer_names_the_customer(engine, objects, file):
    read = objects(file, "Order")
    assert [r["customer_id"] for r in engine.rows(read.cases.order_by("case_id"))] == ["Anna", "Ben"]


def test_columns_may_name_another_type_as_the_customer(engine, objects):
    read = objects("log.jsonocel", "Delivery", columns={"customer_id": "Employee"})
    assert [r["customer_id"] for r in engine.rows(read.cases.order_by("case_id"))] == ["Eve", None]


def test_packed_and_otherwise_named_files(engine, objects, tmp_path):
    packed = tmp_path / "anything.gz"
    packed.write_bytes(gzip.compress(json_2(tmp_path / "plain").read_bytes()))
    assert objects(packed, "Order").n_events == 3
    assert objects(xml_2(tmp_path / "log.xml"), "Order").n_events == 3


def test_what_each_type_would_give(tmp_path):
    settings = settings_for(sqlite_2(tmp_path / "log.sqlite"))
    types = look_at_objects(settings)
    told = {one.name: (one.objects, one.events, one.shared, one.activities) for one in types}
    assert told == {
        "Item": (3, 6, 3, 4),  # e1, e4 and e5 concern two items each
        "Delivery": (2, 3, 0, 2),
        "Order": (2, 3, 0, 2),
        "Customer": (2, 2, 0, 1),
        "Employee": (1, 3, 0, 3),
    }
    assert proposed_case(types) == "Item"
    plain = tmp_path / "log.csv"
    plain.write_text("case_id,activity,timestamp\n1,A,2026-03-02 09:00:00\n")
    assert look_at_objects(settings_for(plain)) == ()


def test_preview_shows_the_columns_that_it_makes(tmp_path):
    given = settings_for(json_2(tmp_path / "log.jsonocel"))
    seen = preview_log(replace(given, log=replace(given.log, case="Order")))
    assert (seen.cases, seen.events, seen.faults) == (2, 3, ())
    assert [one.column for one in seen.columns] == [
        "Order", "activity", "timestamp", "channel", "case:price", "case:region", "Customer",
    ]  # fmt: skip
    fault = preview_log(given).faults[0]
    assert fault.expected == "the object type that is the case"


class TestRefused:
    def _error(self, objects, *arguments):
        with pytest.raises(LogError) as caught:
            objects(*arguments)
        return caught.value

    def test_no_case_is_chosen(self, objects):
        error = self._error(objects, "log.sqlite", None)
        assert "Order (2 objects, 3 events)" in error.found
        assert "--case" in error.do

    def test_an_unknown_type(self, objects):
        error = self._error(objects, "log.xmlocel", "Ordr")
        assert (error.expected, error.do) == ("an object type Ordr", "write Order")
        assert self._error(objects, "log.xmlocel", "Order", "Items").do == "write Item"

    def test_a_type_twice(self, objects):
        assert self._error(objects, "log.jsonocel", "Order", "order").found == "Order twice"

    def test_a_table_has_no_object_types(self, tmp_path, objects):
        plain = tmp_path / "log.csv"
        plain.write_text("case_id,activity,timestamp\n1,A,2026-03-02 09:00:00\n")
        assert self._error(objects, plain, "Order").found == "a table of events"

    @pytest.mark.parametrize(
        ("content", "found"),
        [
            ('{"events": [{"id": "e1", "type": "a"', "breaks off"),
            ('{"events": [{"id": "e1", "time": "2026-03-02T09:00:00Z"}]}', "an entry without type"),
            ('{"events": ["e1"]}', "another kind"),
            ('{"name": "x", "values": [1, 2, 3]}', "JSON without them"),
            ('{"events": [], "objects": []}', "JSON without them"),
        ],
    )
    def test_damaged_json(self, objects, tmp_path, content, found):
        path = tmp_path / "log.json"
        path.write_text(content)
        assert found in self._error(objects, path, "Order").found

    def test_damaged_xml(self, objects, tmp_path):
        path = xml_2(tmp_path / "log.xmlocel")
        path.write_text(path.read_text()[:-200])
        assert "breaks off" in self._error(objects, path, "Order").found
        path.write_text("<!DOCTYPE log [<!ENTITY a 'b'>]><log><objects/></log>")
        assert "DOCTYPE" in self._error(objects, path, "Order").found

    def test_another_database(self, objects, tmp_path):
        path = tmp_path / "other.sqlite"
        base = sqlite3.connect(path)
        base.execute("CREATE TABLE invoices (id TEXT)")
        base.commit()
        base.close()
        error = self._error(objects, path, "Order")
        assert error.found.startswith("a database without event, object")
        assert error.found.endswith("its tables: invoices")

    def test_a_damaged_database(self, objects, tmp_path):
        path = sqlite_2(tmp_path / "log.sqlite")
        path.write_bytes(path.read_bytes()[:6000])
        assert "cannot be read" in self._error(objects, path, "Order").found


def test_an_event_without_a_time_is_refused_and_counted(engine, objects, tmp_path):
    path = json_1(tmp_path / "old.json")
    content = json.loads(path.read_text())
    content["ocel:events"]["e7"]["ocel:timestamp"] = None
    path.write_text(json.dumps(content))
    read = objects(path, "Order", max_refused=0.5)
    assert (read.quality.used, read.quality.reasons) == (2, {"no time": 1})


def test_what_the_file_does_not_explain_is_said(objects, tmp_path):
    path = json_2(tmp_path / "log.json")
    content = json.loads(path.read_text())
    content["events"][0]["relationships"].append({"objectId": "ghost", "qualifier": ""})
    content["objects"].append({"id": "o3", "type": "Order"})
    path.write_text(json.dumps(content))
    said = note_lines(objects(path, "Order").quality.warnings)
    assert "events name 1 object that the file does not list: it is passed over" in said
    assert "1 of 3 objects of type Order have no event: they are no cases" in said
