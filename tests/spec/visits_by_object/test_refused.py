"""`per` in the journey: kept when the file is written again, and refused before the log is read where its settings name
no such type of object."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from analyzer.errors import JourneyError, LogError
from analyzer.ingest import check_journey, check_object_types
from analyzer.journey import journey_yaml, load_journey
from analyzer.pipeline import align
from tests.spec.visits_by_object.orders import Event, project, rooms
from tests.spec.visits_by_object.test_five_orders import JOURNEY, ORDERS, STAGES


def refused(settings) -> JourneyError:
    with pytest.raises(JourneyError) as caught:
        check_object_types(load_journey(settings.resolve(settings.journey)), settings.log)
    return caught.value


def test_a_type_that_the_log_does_not_have(tmp_path):
    error = refused(project(tmp_path, ORDERS, STAGES.format(per="per: Delivry")))
    assert error.expected == "a type of object of an object-centric log, named in its case or with"
    assert error.found == "Delivry; the log names Order, Delivery"
    assert error.where.endswith("line 4, `per` of Delivery")
    assert error.do == "write Delivery, or name Delivry under with: of the log"


def test_a_log_without_objects(tmp_path):
    settings = project(tmp_path, ORDERS, JOURNEY)
    error = refused(replace(settings, log=replace(settings.log, case=None, others=())))
    assert error.found == "Delivery, and the log names no type of object"
    assert error.do == "take per out; or name an object-centric log (OCEL), with case and with, in the project file"


def test_it_is_refused_before_the_log_is_read(tmp_path):
    """The log is no log at all: nobody has looked at it yet."""
    settings = project(tmp_path, ORDERS, STAGES.format(per="per: Delivry"))
    (tmp_path / "orders.jsonocel").write_text("nothing", encoding="utf-8")
    with pytest.raises(JourneyError):
        align(settings)


def test_letter_case_is_passed_over(engine, tmp_path):
    run = rooms(engine, project(tmp_path, ORDERS, STAGES.format(per="per: delivery")))
    assert [note.kind for note in check_journey(run.journey, run.log)] == ["no_activity"]  # Plan delivery
    assert {row["type"] for row in engine.rows(run.log.objects)} == {"delivery"}


def test_the_file_keeps_it(tmp_path):
    (tmp_path / "journey.yaml").write_text(JOURNEY, encoding="utf-8")
    journey = load_journey(tmp_path / "journey.yaml")
    (tmp_path / "again.yaml").write_text(journey_yaml(journey), encoding="utf-8")
    again = load_journey(tmp_path / "again.yaml")
    assert [stage.per for stage in again.stages] == [None, "Delivery", None]
    assert again.object_types == ("Delivery",)


def test_one_id_of_two_types(engine, tmp_path):
    """x is a delivery and an item: a visit could not be told by its object."""
    items = (
        "journey: J\nstages: [{name: D, per: Delivery, activities: [Load]}, {name: I, per: Item, activities: [Pick]}]\n"
    )
    settings = project(
        tmp_path, {"o1": [Event("Load", "Mon 09:00", ("x",)), Event("Pick", "Mon 10:00", ("x",))]}, items
    )
    log = json.loads((tmp_path / "orders.jsonocel").read_text(encoding="utf-8"))
    log["objectTypes"].append({"name": "Item", "attributes": []})
    log["objects"].append({"id": "x", "type": "Item", "attributes": [], "relationships": []})
    (tmp_path / "orders.jsonocel").write_text(json.dumps(log), encoding="utf-8")
    settings = replace(settings, log=replace(settings.log, others=("Delivery", "Item")))
    with pytest.raises(LogError) as caught:
        rooms(engine, settings).log  # noqa: B018
    assert caught.value.found == "x, which is Delivery and Item"
