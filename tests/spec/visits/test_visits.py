"""A visit: one stage as one customer lived it. When it opens, what is counted in it."""

from __future__ import annotations

import pytest

from tests.spec.small import at

JOURNEY = """
    stages:
      - {name: Order, activities: [Place order, Confirm order]}
      - {name: Payment, activities: [Pay]}
      - {name: Delivery, activities: [Pick, Hand over]}
"""
HOUR = 3600.0


LOG = """
    case       activity       time
    straight   Place order    Mon 09:00
    straight   Confirm order  Mon 10:00
    straight   Pay            Tue 09:00
    straight   Pick           Wed 08:00
    straight   Hand over      Wed 12:00

    returning  Place order    Mon 09:00
    returning  Pick           Mon 10:00
    returning  Confirm order  Mon 11:00
    returning  Pick           Mon 12:00
    returning  Pay            Mon 13:00
    returning  Hand over      Mon 15:00

    stageless  Check credit   Mon 08:00
    stageless  Place order    Mon 09:00
    stageless  Call           Mon 10:00
    stageless  Pay            Mon 11:00
    stageless  Archive        Mon 12:00
    stageless  Hand over      Mon 13:00

    tied       Pay            Tue 09:00
    tied       Place order    Tue 09:00
    tied       Hand over      Tue 09:00

    unsorted   Hand over      Tue 12:00
    unsorted   Place order    Tue 10:00
    unsorted   Pay            Tue 11:00
"""


@pytest.fixture(scope="module")
def visit(run):
    return run(LOG, JOURNEY).visit


def test_a_visit_opens_with_the_last_event_of_another_stage_before_its_first(visit):
    payment = visit["straight", "Payment"]
    assert (payment["opened_at"], payment["first_at"], payment["last_at"]) == (
        at("Mon 10:00"),
        at("Tue 09:00"),
        at("Tue 09:00"),
    )


def test_the_wait_for_a_stage_is_part_of_living_it(visit):
    assert visit["straight", "Payment"]["wait_s"] == 23 * HOUR
    assert visit["straight", "Payment"]["duration_s"] == 0
    assert visit["straight", "Delivery"]["wait_s"] == 23 * HOUR
    assert visit["straight", "Delivery"]["duration_s"] == 4 * HOUR


def test_the_first_visit_opens_with_the_case(visit):
    order = visit["straight", "Order"]
    assert (order["opened_at"], order["wait_s"], order["duration_s"], order["events"]) == (at("Mon 09:00"), 0, HOUR, 2)


def test_each_separate_run_of_events_is_an_entry_and_all_but_the_first_are_returns(visit):
    entries = {
        stage: (row["entries"], row["returns"], row["events"])
        for (case, stage), row in visit.items()
        if case == "returning"
    }
    assert entries == {"Order": (2, 1, 2), "Payment": (1, 0, 1), "Delivery": (3, 2, 3)}


def test_a_visit_with_returns_is_one_visit_from_its_first_to_its_last_event(visit):
    delivery = visit["returning", "Delivery"]
    assert (delivery["opened_at"], delivery["first_at"], delivery["last_at"]) == (
        at("Mon 09:00"),
        at("Mon 10:00"),
        at("Mon 15:00"),
    )


def test_an_event_of_no_stage_opens_no_visit_but_may_start_the_case(visit):
    assert visit["stageless", "Order"]["opened_at"] == at("Mon 08:00")
    assert visit["stageless", "Order"]["wait_s"] == HOUR
    assert visit["stageless", "Payment"]["opened_at"] == at("Mon 09:00")
    assert visit["stageless", "Delivery"]["opened_at"] == at("Mon 11:00")


def test_an_event_of_no_stage_does_not_part_a_visit(visit):
    assert visit["stageless", "Payment"]["entries"] == 1
    assert {stage for case, stage in visit if case == "stageless"} == {"Order", "Payment", "Delivery"}


def test_events_of_no_stage_in_one_case_change_no_other_case(run, visit):
    staged = "\n".join(line for line in LOG.splitlines() if "stageless" not in line)
    assert run(staged, JOURNEY).visit == {key: row for key, row in visit.items() if key[0] != "stageless"}


def test_a_handover_across_a_return_counts_where_an_event_of_no_stage_lies_between(run):
    log = """
        case  activity       time       resource
        a     Place order    Mon 09:00  Ana
        a     Pay            Mon 10:00  Eva
        a     Call           Mon 10:30  Eva
        a     Confirm order  Mon 11:00  Ben
        a     Archive        Mon 11:30  Eva
        a     Place order    Mon 11:40  Ana
        a     Hand over      Mon 12:00  Ben
    """
    visit = run(log, JOURNEY).visit
    assert [visit["a", "Order"][name] for name in ("handovers", "entries", "events")] == [2, 2, 3]


def test_events_of_the_same_time_keep_their_place_in_the_file(visit):
    assert visit["tied", "Payment"]["opened_at"] == at("Tue 09:00")
    assert [visit["tied", stage]["wait_s"] for stage in ("Payment", "Order", "Delivery")] == [0, 0, 0]


def test_the_file_need_not_be_sorted(visit):
    assert visit["unsorted", "Payment"]["opened_at"] == at("Tue 10:00")
    assert visit["unsorted", "Delivery"]["opened_at"] == at("Tue 11:00")


def test_without_customers_in_the_log_each_case_is_its_own(visit):
    assert visit["straight", "Order"]["customer_id"] == "straight"


def test_no_work_time_without_starts_in_the_log(visit):
    assert visit["straight", "Order"]["active_s"] is None


def test_ties_in_time_decide_by_place_which_stage_came_before(run):
    log = """
        case   activity     time
        first  Place order  Mon 09:00
        first  Pay          Mon 10:00
        first  Hand over    Mon 10:00
        other  Place order  Mon 09:00
        other  Hand over    Mon 10:00
        other  Pay          Mon 10:00
    """
    visit = run(log, JOURNEY).visit
    assert visit["first", "Delivery"]["wait_s"] == 0  # opened by the payment of the same minute
    assert visit["other", "Delivery"]["wait_s"] == HOUR  # opened by the order


def test_handovers_are_changes_of_resource_between_successive_events_of_the_visit(run):
    log = """
        case     activity       time       resource  team
        passed   Place order    Mon 09:00  Ana       Sales
        passed   Confirm order  Mon 10:00  Ben       Sales
        passed   Confirm order  Mon 11:00  Ana       Sales
        passed   Pay            Mon 12:00  Eva       Money
        passed   Hand over      Mon 13:00  Ana       Road
        kept     Place order    Mon 09:00  Ana       Sales
        kept     Confirm order  Mon 10:00  Ana       Sales
        kept     Hand over      Mon 13:00  Ben       Road
        unnamed  Place order    Mon 09:00  Ana       Sales
        unnamed  Confirm order  Mon 10:00  -         Sales
        unnamed  Hand over      Mon 13:00  Ben       Road
        between  Place order    Mon 09:00  Ana       Sales
        between  Confirm order  Mon 10:00  -         Sales
        between  Confirm order  Mon 11:00  Ben       Sales
        between  Hand over      Mon 13:00  Eva       Road
        same     Place order    Mon 09:00  Ana       Sales
        same     Confirm order  Mon 10:00  -         Sales
        same     Confirm order  Mon 11:00  Ana       Sales
    """
    visit = run(log, JOURNEY).visit
    assert visit["passed", "Order"]["handovers"] == 2
    assert visit["passed", "Payment"]["handovers"] == 0  # between stages is no handover within one
    assert visit["kept", "Order"]["handovers"] == 0
    assert visit["unnamed", "Order"]["handovers"] == 0  # nobody knows
    assert visit["between", "Order"]["handovers"] == 1  # from Ana to Ben, whoever did what lies between
    assert visit["same", "Order"]["handovers"] == 0


def test_without_resources_handovers_are_changes_of_team(run):
    log = """
        case  activity       time       team
        a     Place order    Mon 09:00  Sales
        a     Confirm order  Mon 10:00  Office
        a     Hand over      Mon 11:00  Road
    """
    assert run(log, JOURNEY).visit["a", "Order"]["handovers"] == 1


def test_a_handover_across_a_return_counts(run):
    log = """
        case  activity       time       resource
        a     Place order    Mon 09:00  Ana
        a     Pay            Mon 10:00  Eva
        a     Confirm order  Mon 11:00  Ben
        a     Hand over      Mon 12:00  Ben
    """
    assert run(log, JOURNEY).visit["a", "Order"]["handovers"] == 1


def test_work_time_is_the_sum_from_start_to_end_of_its_events(run):
    log = """
        case  activity       start      time       customer
        a     Place order    Mon 08:30  Mon 09:00  Bistro
        a     Confirm order  Mon 09:45  Mon 10:00  Bistro
        a     Hand over      Mon 11:00  Mon 11:00  Bistro
    """
    visit = run(log, JOURNEY).visit
    assert visit["a", "Order"]["active_s"] == 45 * 60
    assert visit["a", "Delivery"]["active_s"] == 0
    assert visit["a", "Order"]["customer_id"] == "Bistro"
