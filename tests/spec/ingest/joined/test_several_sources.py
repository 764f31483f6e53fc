"""Several logs of one journey: each by its own columns, zone and clock; their cases meet, and what does not is said."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from analyzer.errors import LogError, SettingsError
from analyzer.ingest import check_clocks, preview_log, read_log
from analyzer.journey import Activity, Journey, Stage
from analyzer.settings import LogSource, Via, check_files, load_project
from analyzer.words.quality_words import note_lines
from tests.spec.ingest.conftest import settings_for

ORDERS = """\
order_id,step,at,region
o1,Place order,2026-03-02 09:00:00,north
o1,Deliver,2026-03-04 12:00:00,north
o2,Place order,2026-03-02 10:00:00,south
o2,Deliver,2026-03-05 12:00:00,south
"""
BILLING = """\
invoice_id;activity;date;amount;clerk
i1;Send invoice;04.03.2026 18:00;1.250,50;Eve
i2;Send invoice;05.03.2026 18:00;80,00;Eve
i9;Send invoice;06.03.2026 18:00;12,00;Eve
"""
MAP = "invoice_id,order_id\ni1,o1\ni2,o1\ni2,o2\n"


@pytest.fixture
def several(engine, tmp_path):
    """`several(second source, orders=…, billing=…)`: the order system's log and the billing's."""

    def read(second: LogSource, orders: str = ORDERS, billing: str = BILLING, **arguments):
        for name, content in (("orders.csv", orders), ("billing.csv", billing), ("map.csv", MAP)):
            (tmp_path / name).write_text(content)
        given = settings_for(tmp_path / "orders.csv", **arguments)
        first = replace(
            given.log, columns={"activity": "step", "timestamp": "at"}, shared_columns=False, more=(second,)
        )
        return read_log(engine, replace(given, log=first))

    return read


VIA = LogSource(path="billing.csv", name="billing", day_first=True, via=Via("map.csv", "invoice_id", "order_id"))


def test_cases_meet_by_way_of_a_table(engine, rows, several):
    """Invoice i2 is of both orders and counts in each; of i9 the table says no order."""
    read = several(VIA)
    events = read.events.order_by("case_id", "position")
    assert rows(events, "case_id", "activity", "at", "source", "event") == [
        ("o1", "Place order", "2026-03-02 09:00:00", 0, 0),
        ("o1", "Deliver", "2026-03-04 12:00:00", 0, 1),
        ("o1", "Send invoice", "2026-03-04 18:00:00", 1, 4),
        ("o1", "Send invoice", "2026-03-05 18:00:00", 1, 5),
        ("o2", "Place order", "2026-03-02 10:00:00", 0, 2),
        ("o2", "Deliver", "2026-03-05 12:00:00", 0, 3),
        ("o2", "Send invoice", "2026-03-05 18:00:00", 1, 5),
    ]
    assert read.sources == ("orders.csv", "billing")
    assert [said for said in note_lines(read.quality.warnings) if said.startswith("billing")] == [
        "billing: 1 events of 1 invoice_id are left out: map.csv says no order_id for them",
        "billing: 1 event belongs to several order_id: it counts in every one of them",
    ]


def test_each_source_has_its_own_way_of_writing(engine, several):
    """Decimal commas and days first in one, points in the other; attributes of both stand side by side."""
    read = several(VIA)
    assert {a.name: a.type for a in read.attributes} == {"region": "text", "amount": "number"}
    last = {r["case_id"]: r["case:amount"] for r in engine.rows(read.cases.select("case_id", "case:amount"))}
    assert last == {"o1": 80.0, "o2": 80.0}
    events = engine.rows(read.events.filter(read.events.source == 1).select("resource"))
    assert {r["resource"] for r in events} == {"Eve"}


def test_each_source_has_its_own_zone(engine, rows, several):
    """18:00 in São Paulo is 21:00 UTC; the orders' times are read in the project's zone, Berlin in winter."""
    read = several(replace(VIA, timezone="America/Sao_Paulo"), timezone="Europe/Berlin")
    events = read.events.filter(read.events.case_id == "o2").order_by("position")
    assert rows(events, "activity", "at") == [
        ("Place order", "2026-03-02 09:00:00"),
        ("Deliver", "2026-03-05 11:00:00"),
        ("Send invoice", "2026-03-05 21:00:00"),
    ]


def test_an_hour_that_exists_twice_keeps_the_order_of_its_source(rows, several):
    """In Berlin the clock went back at 03:00 on 25 October 2026: 02:30 after 02:50 is the second one, 01:30 UTC."""
    twice = "order_id,activity,at\no1,Check,2026-10-25 02:50:00\no1,Send,2026-10-25 02:30:00\n"
    read = several(LogSource(path="billing.csv", timezone="Europe/Berlin"), billing=twice)
    events = read.events.filter(read.events.source == 1).order_by("position")
    assert rows(events, "activity", "at") == [("Check", "2026-10-25 00:50:00"), ("Send", "2026-10-25 01:30:00")]


def test_what_does_not_join_is_counted_by_source(several):
    billing = "order_id,activity,at\no1,Pay,2026-03-06 09:00:00\nO-2,Pay,2026-03-06 10:00:00\n"
    read = several(LogSource(path="billing.csv", name="billing"), billing=billing)
    assert read.n_cases == 3
    assert "billing: 1 of 2 cases (1 of 2 events) are in no other source" in note_lines(read.quality.warnings)


def test_rows_that_cannot_be_read_are_named_in_their_file(several):
    billing = "order_id,activity,at\no1,Pay,2026-03-06 09:00:00\no2,Pay,soon\n"
    with pytest.raises(LogError) as caught:
        several(LogSource(path="billing.csv"), billing=billing)
    assert caught.value.where == "billing.csv, line 3"
    assert "1 of 2 rows" in caught.value.found
    read = several(LogSource(path="billing.csv", max_refused=0.6), billing=billing, max_refused=0.5)
    assert (read.quality.used, read.quality.reasons) == (5, {"unreadable time": 1})


def test_rows_that_are_repeated_are_still_seen(several):
    billing = "order_id,activity,at\n" + 2 * "o1,Pay,2026-03-06 09:00:00\n"
    assert several(LogSource(path="billing.csv"), billing=billing).quality.duplicates == 1


def test_a_table_with_other_columns_is_refused(several):
    with pytest.raises(LogError) as caught:
        several(replace(VIA, columns={"case_id": "invoice_id"}, via=Via("map.csv", "invoice", "order_id")))
    assert (caught.value.expected, caught.value.do) == (
        "a column invoice, to be read as from",
        "write from=invoice_id",
    )


def test_the_project_file(tmp_path: Path):
    for name, content in (("orders.csv", ORDERS), ("billing.csv", BILLING), ("map.csv", MAP), ("journey.yaml", "")):
        (tmp_path / name).write_text(content)
    project = tmp_path / "project.yaml"
    project.write_text(
        "journey: journey.yaml\nlog:\n"
        "  - {path: orders.csv, columns: {activity: step, timestamp: at}}\n"
        "  - {path: billing.csv, name: billing, timezone: Europe/Berlin, day_first: true,\n"
        "     via: {path: map.csv, from: invoice_id, to: order_id}}\n"
    )
    settings = load_project(project)
    check_files(settings)
    assert [one.called for one in settings.log.all] == ["orders.csv", "billing"]
    assert settings.log.more[0].via == Via("map.csv", "invoice_id", "order_id")
    seen = preview_log(settings)
    assert (seen.cases, seen.events, seen.faults) == (2, 7, ())
    assert "@@event" not in [one.column for one in seen.columns]
    (tmp_path / "map.csv").unlink()
    with pytest.raises(SettingsError, match=r"map\.csv"):
        check_files(settings)
    project.write_text("journey: journey.yaml\nlog: [orders.csv, orders.csv]\n")
    with pytest.raises(SettingsError, match=r"orders\.csv twice"):
        load_project(project)


JOURNEY = Journey(
    "Orders",
    tuple(
        Stage(no, name, activities=(Activity(name),))
        for no, name in enumerate(("Place order", "Send invoice", "Deliver", "Pay"))
    ),
)


def _two_systems(engine, tmp_path, late: int):
    """40 orders, an hour from stage to stage; the billing system tells of the invoice and the payment, `late` hours
    too late."""
    orders = ["case_id,activity,timestamp"]
    billing = list(orders)
    for case in range(40):
        day = f"2026-03-{case % 20 + 1:02d}"
        orders += [f"{case},Place order,{day} 08:00", f"{case},Deliver,{day} 10:00"]
        billing += [f"{case},Send invoice,{day} {9 + late:02d}:00", f"{case},Pay,{day} {11 + late:02d}:00"]
    (tmp_path / "orders.csv").write_text("\n".join(orders))
    (tmp_path / "billing.csv").write_text("\n".join(billing))
    given = settings_for(tmp_path / "orders.csv")
    second = LogSource(path="billing.csv", name="billing")
    log = read_log(engine, replace(given, log=replace(given.log, shared_columns=False, more=(second,))))
    return tuple(note_lines(check_clocks(engine, JOURNEY, log)))


@pytest.mark.parametrize(
    ("late", "said"),
    [
        (0, ()),
        (3, ("billing: its clock may be ahead. In 40 of 40 places", "by 2.0 h")),  # invoice 12:00, delivery 10:00
        (-3, ("billing: its clock may be behind. In 80 of 80 places", "by 2.0 h")),
    ],
)
def test_a_clock_that_is_off_is_noticed(engine, tmp_path, late, said):
    """Late: the invoice comes after the delivery that follows it. Early: it comes before the order, and so does the
    payment before the delivery."""
    warnings = _two_systems(engine, tmp_path, late)
    assert len(warnings) == bool(said)
    assert all(part in warnings[0] for part in said)
