"""Visits by object where the log is joined of several sources: an order system that knows orders and deliveries, and a
carrier's table that tells when each was handed over. Three deliveries, by hand."""

from __future__ import annotations

import csv
from dataclasses import replace

import pytest

from analyzer.settings import LogSource, Via
from analyzer.words.quality_words import note_lines
from tests.spec.small import at
from tests.spec.visits_by_object.orders import Event, Known, project, rooms
from tests.spec.visits_by_object.test_five_orders import JOURNEY, placed

ORDERS = {
    "o1": placed(Event("Load", "Tue 08:00", ("a1",)), Event("Load", "Wed 08:00", ("b1",))),
    "o2": placed(Event("Load", "Tue 08:00", ("a2",)), Event("Pay", "Fri 09:00")),
}
HANDED = [("o1", "a1", "Tue 15:00"), ("o1", "b1", "Thu 10:00"), ("o2", "a2", "Tue 12:00")]
COLUMNS = {"activity": "step", "timestamp": "when"}


def write(path, head, rows):
    with path.open("w", newline="", encoding="utf-8") as stream:
        csv.writer(stream).writerows([head, *rows])


@pytest.fixture
def joined(engine, tmp_path):
    """`joined(second source, handed over)`: the rooms over the orders and the carrier's table."""

    def read(second: LogSource, handed=HANDED, name: str = "Delivery", known=None):
        settings = project(tmp_path, ORDERS, JOURNEY, known=known)
        rows = [(order, thing, "Hand over", at(when).isoformat(" ")) for order, thing, when in handed]
        write(tmp_path / "carrier.csv", ("order", name, "step", "when"), rows)
        write(tmp_path / "map.csv", ("shipment", "order"), [(thing, order) for order, thing, _ in handed])
        return rooms(engine, replace(settings, log=replace(settings.log, more=(second,))))

    return read


def deliveries(run):
    """(order, delivery) → hours from its first event to its last, and the company's verdict."""
    rows = run.engine.rows(run.rated.filter(run.rated.stage_no == 1).order_by("case_id", "visit_key"))
    return {(row["case_id"], row["object"]): (row["duration_s"] / 3600, row["company"]) for row in rows}


BY_HAND = {("o1", "a1"): (7, "good"), ("o1", "b1"): (26, "bad"), ("o2", "a2"): (4, "good")}


@pytest.mark.parametrize("name", ["Delivery", "delivery_id"])
def test_a_column_that_is_called_like_the_type_names_the_delivery(joined, name):
    run = joined(LogSource(path="carrier.csv", name="carrier", columns={**COLUMNS, "case_id": "order"}), name=name)
    assert deliveries(run) == BY_HAND
    assert not [line for line in note_lines(run.log.quality.warnings) if "of type Delivery" in line]


def test_so_does_one_from_which_a_map_leads_to_the_order(joined):
    """The carrier knows no orders: `Delivery` is its case, and a table says of which order."""
    second = LogSource(path="carrier.csv", name="carrier", columns=COLUMNS, via=Via("map.csv", "shipment", "order"))
    run = joined(replace(second, columns={**COLUMNS, "case_id": "Delivery"}))
    assert deliveries(run) == BY_HAND


def test_a_table_that_names_no_delivery_tells_of_all(joined):
    """Each delivery of o1 sees both handings over: from Tuesday 08:00, or Wednesday 08:00, to Thursday 10:00; before
    its loading on Wednesday b1 sees the one of Tuesday 15:00."""
    run = joined(LogSource(path="carrier.csv", columns={**COLUMNS, "case_id": "order"}), name="parcel")
    hours = {key: took for key, (took, _) in deliveries(run).items()}
    assert hours == {("o1", "a1"): 50, ("o1", "b1"): 43, ("o2", "a2"): 4}


def test_what_the_orders_know_of_a_delivery_is_known_in_its_visits(joined):
    known = {"a1": [Known("size", "S")], "b1": [Known("size", "L"), Known("size", "M", "Wed 10:00")]}
    run = joined(LogSource(path="carrier.csv", columns={**COLUMNS, "case_id": "order"}), known=known)
    rows = run.engine.rows(run.log.object_states.order_by("object", "since"))
    assert [(row["case_id"], row["object"], row["object:Delivery size"]) for row in rows] == [
        ("o1", "a1", "S"),
        ("o1", "b1", "L"),
        ("o1", "b1", "M"),
    ]
    assert (rows[1]["until"], rows[2]["since"], rows[2]["until"]) == (at("Wed 10:00"), at("Wed 10:00"), None)


def test_a_name_that_the_orders_do_not_have_is_a_visit_of_its_own_and_is_said(joined):
    run = joined(
        LogSource(path="carrier.csv", columns={**COLUMNS, "case_id": "order"}), [*HANDED, ("o2", "c2", "Wed 12:00")]
    )
    assert deliveries(run)["o2", "c2"][0] == 0  # handed over, and never loaded
    assert {key: value for key, value in deliveries(run).items() if key != ("o2", "c2")} == BY_HAND
    assert [line for line in note_lines(run.log.quality.warnings) if "of type Delivery" in line] == [
        "of 4 objects of type Delivery that a column of another source names for a case, 1 have no event of that case "
        "in the object-centric source: each is a visit of its own. Check their names"
    ]


def test_the_object_centric_source_may_stand_second(engine, tmp_path):
    """Its events are numbered behind the others: each delivery keeps its own."""
    settings = project(tmp_path, ORDERS, JOURNEY)
    rows = [(order, thing, "Hand over", at(when).isoformat(" ")) for order, thing, when in HANDED]
    write(tmp_path / "carrier.csv", ("order", "Delivery", "step", "when"), rows)
    first = replace(settings.log, path="carrier.csv", case=None, others=(), columns={**COLUMNS, "case_id": "order"})
    run = rooms(engine, replace(settings, log=replace(first, more=(settings.log,))))
    assert deliveries(run) == BY_HAND
