"""Five orders with one to three deliveries each: every visit by hand.

Target: from loading to handing over within 24 hours. Promise: from placing the order to handing over within 3 days, by
Thursday 09:00, for all were placed on Monday at 09:00.
"""

from __future__ import annotations

import pytest

from analyzer.mismatches.sequences import count_departures
from analyzer.outside_in import object_warnings
from analyzer.words.quality_words import note_lines
from tests.spec.small import at
from tests.spec.visits_by_object.orders import Event, project, rooms

STAGES = """\
journey: Ordering
stages:
  - {{name: Order, activities: [Place order, Plan delivery]}}
  - name: Delivery
    activities: [Release, Load, Hand over]
    target: {{from: Load, to: Hand over, within: 24h}}
    promise: {{from: Place order, to: Hand over, within: 3d}}
    {per}
  - {{name: Payment, activities: [Pay]}}
"""
JOURNEY = STAGES.format(per="per: Delivery")


def placed(*later: Event) -> list[Event]:
    return [Event("Place order", "Mon 09:00"), *later]


ORDERS = {
    "o1": placed(
        Event("Release", "Mon 12:00"),  # of no delivery: it belongs to both
        Event("Load", "Tue 08:00", ("a1",)),
        Event("Hand over", "Tue 15:00", ("a1",)),
        Event("Load", "Wed 08:00", ("b1",)),
        Event("Hand over", "Thu 10:00", ("b1",)),
        Event("Pay", "Fri 09:00"),
    ),
    "o2": placed(
        Event("Load", "Tue 08:00", ("a2", "b2")),  # one loading for both
        Event("Hand over", "Tue 12:00", ("a2",)),
        Event("Hand over", "Wed 12:00", ("b2",)),
        Event("Pay", "Fri 09:00"),
    ),
    "o3": placed(
        Event("Load", "Tue 08:00", ("a3",)), Event("Hand over", "Wed 08:00", ("a3",)), Event("Pay", "Fri 09:00")
    ),
    "o4": placed(
        Event("Load", "Tue 08:00", ("a4",)),
        Event("Load", "Tue 10:00", ("b4",)),  # the deliveries lie across each other
        Event("Hand over", "Tue 12:00", ("a4",)),
        Event("Hand over", "Wed 20:00", ("b4",)),
        Event("Load", "Thu 06:00", ("c4",)),
        Event("Hand over", "Thu 09:00", ("c4",)),
        Event("Pay", "Fri 09:00"),
    ),
    "o5": placed(
        Event("Load", "Tue 08:00", ("a5",)),
        Event("Hand over", "Tue 10:00", ("a5",)),
        Event("Load", "Fri 08:00", ("b5",)),  # still under way when the log ends, on Friday at 09:00
    ),
}
SAID = [  # case, when, kind, score, stage, delivery that is named
    ("o1", "Thu 12:00", "csat", "1", "Delivery", "a1"),
    ("o2", "Wed 13:00", "complaint", "", "", "b2"),
    ("o3", "Tue 20:00", "csat", "4", "Delivery", ""),
    ("o4", "Wed 10:00", "csat", "5", "Delivery", ""),
    ("o4", "Thu 12:00", "csat", "2", "Delivery", ""),
    ("o4", "Thu 13:00", "csat", "5", "Delivery", "unknown"),
    ("o5", "Tue 09:00", "csat", "4", "Delivery", ""),
    ("o5", "Fri 08:30", "complaint", "", "Delivery", "b5"),
    ("o5", "Fri 08:40", "csat", "2", "Payment", "b5"),
]
SIGNALS = [dict(zip(("case_id", "timestamp", "kind", "score", "stage", "Delivery"), one, strict=True)) for one in SAID]


@pytest.fixture(scope="module")
def five(engine, tmp_path_factory):
    return rooms(engine, project(tmp_path_factory.mktemp("five"), ORDERS, JOURNEY, SIGNALS))


@pytest.fixture(scope="module")
def visits(five):
    """(stage, object) of a case → its rated visit."""
    stages = [stage.name for stage in five.journey.stages]
    rows = five.engine.rows(five.rated.order_by("case_id", "visit_key"))
    return {(row["case_id"], stages[row["stage_no"]], row["object"]): row for row in rows}


DELIVERIES = [("o1", "a1"), ("o1", "b1"), ("o2", "a2"), ("o2", "b2"), ("o3", "a3")]
DELIVERIES += [("o4", "a4"), ("o4", "b4"), ("o4", "c4"), ("o5", "a5"), ("o5", "b5")]


def test_each_delivery_is_a_visit_and_the_other_stages_have_one(visits):
    """Ten deliveries, five orders, four payments and the one that is awaited: 20 visits, each once."""
    assert [(case, thing) for case, stage, thing in visits if stage == "Delivery"] == DELIVERIES
    assert [case for case, stage, _ in visits if stage == "Order"] == ["o1", "o2", "o3", "o4", "o5"]
    paid = {case: visits[case, stage, thing]["open"] for case, stage, thing in visits if stage == "Payment"}
    assert paid == {"o1": False, "o2": False, "o3": False, "o4": False, "o5": True}
    assert len(visits) == 20


@pytest.mark.parametrize(
    ("case", "thing", "company", "promise"),
    [
        ("o1", "a1", "good", "good"),  # 7 hours, Tuesday
        ("o1", "b1", "bad", "bad"),  # 26 hours, Thursday 10:00
        ("o2", "a2", "good", "good"),  # 4 hours
        ("o2", "b2", "bad", "good"),  # 28 hours, Wednesday
        ("o3", "a3", "good", "good"),  # 24 hours to the second
        ("o4", "a4", "good", "good"),
        ("o4", "b4", "bad", "good"),  # 34 hours, Wednesday
        ("o4", "c4", "good", "good"),  # 3 hours, 3 days to the second
        ("o5", "a5", "good", "good"),
        ("o5", "b5", "unknown", "bad"),  # loaded an hour ago; the promise was for Thursday
    ],
)
def test_target_and_promise_are_those_of_each_delivery(visits, case, thing, company, promise):
    found = visits[case, "Delivery", thing]
    assert (found["company"], found["promise"]) == (company, promise)


@pytest.mark.parametrize(
    ("case", "thing", "customer", "signals"),
    [
        ("o1", "a1", "bad", 1),  # named, though b1 had ended last
        ("o1", "b1", "unknown", 0),
        ("o2", "a2", "unknown", 0),
        ("o2", "b2", "bad", 1),  # named, and the stage by it
        ("o3", "a3", "good", 1),  # the one under way
        ("o4", "a4", "good", 1),  # the last that had ended on Wednesday morning, with b4 under way
        ("o4", "b4", "unknown", 0),
        ("o4", "c4", "bad", 2),  # the last that had ended on Thursday; a name that the order does not have says nothing
        ("o5", "a5", "good", 1),  # loaded an hour before; b5 is only waited for
        ("o5", "b5", "bad", 1),
    ],
)
def test_a_signal_counts_in_one_delivery(visits, case, thing, customer, signals):
    found = visits[case, "Delivery", thing]
    assert (found["customer"], found["signals"]) == (customer, signals)


def test_a_name_that_the_order_does_not_have_is_said(five):
    notes = object_warnings(five.engine, five.linked, five.log, five.journey)
    assert note_lines(notes) == [
        "1 of 5 signals that name an object of type Delivery name one that their case does not have: they were placed "
        "by their time"
    ]


def test_the_visits_of_a_case_are_one_customers(visits):
    """The log has no customers: intervals and tests take the case for one."""
    assert all(row["customer_id"] == case for (case, _, _), row in visits.items())


def test_no_join_makes_more_of_a_signal_or_of_a_visit(five, visits):
    """Nine signals, each in one visit; 20 visits in every table of visits; both views count them once."""
    placed = five.engine.rows(five.placed.table)
    assert sorted(row["signal"] for row in placed) == list(range(9))
    assert sum(row["signals"] for row in visits.values()) == 9
    assert visits["o5", "Payment", ""]["signals"] == 1  # it states another stage than that of its delivery
    for table in (five.visits, five.judged, five.rated):
        keys = [(row["case_id"], row["visit_key"]) for row in five.engine.rows(table)]
        assert (len(keys), len(set(keys))) == (20, 20)
    assert five.blueprint.visits == 20
    assert [stage.visits for stage in five.blueprint.stages] == [5, 10, 5]
    heard = five.engine.rows(five.under.heard)  # b5's payment is open
    assert sorted(row["object"] for row in heard) == ["a1", "a3", "a4", "a5", "b2", "b5", "c4"]


def test_what_concerns_no_delivery_belongs_to_all_and_opens_them(visits):
    first, second = visits["o1", "Delivery", "a1"], visits["o1", "Delivery", "b1"]
    assert (first["first_at"], second["first_at"]) == (at("Mon 12:00"), at("Mon 12:00"))  # Release
    assert (first["events"], second["events"]) == (3, 3)
    assert (first["opened_at"], second["opened_at"]) == (at("Mon 09:00"), at("Mon 09:00"))


def test_what_concerns_two_is_one_event_in_counts_of_events(five, visits):
    assert (visits["o2", "Delivery", "a2"]["events"], visits["o2", "Delivery", "b2"]["events"]) == (2, 2)
    assert five.log.n_events == sum(len(events) for events in ORDERS.values())
    loaded = five.staged.filter(five.staged.activity == "Load")
    assert five.engine.rows(loaded.aggregate(n=loaded.count())) == [{"n": 9}]  # ten deliveries


def test_deliveries_that_lie_across_each_other_are_entered_once(visits):
    """As the order sees it there are two runs of handing over; each delivery is loaded and handed over."""
    assert [visits["o4", "Delivery", thing]["returns"] for thing in ("a4", "b4", "c4")] == [0, 0, 0]
    assert visits["o4", "Delivery", "b4"]["duration_s"] == 34 * 3600


def test_the_next_delivery_is_no_return(engine, tmp_path):
    """Each of these orders is paid between two steps of Delivery; only o9 leaves a delivery and comes back to it."""
    later = {
        "o8": placed(
            Event("Load", "Tue 08:00", ("a8",)),
            Event("Pay", "Wed 08:00"),
            Event("Load", "Thu 08:00", ("b8",)),
        ),
        "o9": placed(
            Event("Load", "Tue 08:00", ("a9",)), Event("Pay", "Wed 08:00"), Event("Hand over", "Thu 08:00", ("a9",))
        ),
    }
    run = rooms(engine, project(tmp_path, {**ORDERS, **later}, JOURNEY))
    found = count_departures(engine, run.staged, run.rated, (0, 1, 2), (1,))
    assert {no: tally.cases for no, tally in found.returned.items()} == {0: 0, 1: 1, 2: 0}
    whole = count_departures(engine, run.staged, run.rated, (0, 1, 2))
    assert whole.returned[1].cases == 2


def test_one_visit_a_case_without_per(engine, tmp_path):
    """The same log and signals: five visits, and the numbers of the log are the same."""
    whole = rooms(engine, project(tmp_path, ORDERS, STAGES.format(per=""), SIGNALS))
    rows = {row["case_id"]: row for row in engine.rows(whole.rated.filter(whole.rated.stage_no == 1))}
    assert {case: row["company"] for case, row in rows.items()} == {
        "o1": "bad",  # from the first loading to the last handing over: 50 hours
        "o2": "bad",
        "o3": "good",
        "o4": "bad",
        "o5": "good",  # the second loading changes nothing
    }
    assert "object" not in whole.rated.columns
    assert all(row["visit_key"] == 1 for row in rows.values())
    assert whole.log.objects is None


def test_a_delivery_that_is_known_and_has_not_begun_is_awaited(engine, tmp_path):
    """Two were planned, one was handed over: the visit of the other is open since its planning."""
    planned = placed(
        Event("Plan delivery", "Thu 10:00", ("a6",)),
        Event("Plan delivery", "Thu 11:00", ("b6",)),
        Event("Load", "Fri 07:00", ("a6",)),
        Event("Hand over", "Fri 08:00", ("a6",)),
    )
    journey = JOURNEY.replace("  - {name: Payment, activities: [Pay]}\n", "")
    run = rooms(engine, project(tmp_path, {"o6": planned, **ORDERS}, journey))
    rated = run.rated.filter(run.rated.case_id == "o6").order_by("visit_key")
    order, first, second = engine.rows(rated)
    assert (first["object"], first["open"], second["object"], second["open"]) == ("a6", False, "b6", True)
    assert second["opened_at"] == at("Thu 11:00")
    assert {row["case_ended_at"] for row in (order, first, second)} == {None}  # it runs for b6


def test_a_case_without_a_delivery_keeps_its_one_visit(engine, tmp_path):
    given = {**ORDERS, "o7": placed(Event("Release", "Mon 10:00"), Event("Pay", "Tue 09:00"))}
    run = rooms(engine, project(tmp_path, given, JOURNEY))
    rows = engine.rows(run.rated.filter(run.rated.case_id == "o7").order_by("visit_key"))
    assert [(row["stage_no"], row["visit_key"], row["object"]) for row in rows] == [(0, 0, ""), (1, 1, ""), (2, 2, "")]


def test_orders_that_are_called_as_numbers_with_a_point_have_their_deliveries(engine, tmp_path):
    """Where all ids end in ".0" the log calls the case 1; so do its objects."""
    given = {f"{n}.0": placed(Event("Load", "Tue 08:00", (f"d{n}",))) for n in (1, 2)}
    run = rooms(engine, project(tmp_path, given, JOURNEY))
    rows = engine.rows(run.rated.filter(run.rated.object != "").order_by("case_id"))
    assert [(row["case_id"], row["object"]) for row in rows] == [("1", "d1"), ("2", "d2")]
