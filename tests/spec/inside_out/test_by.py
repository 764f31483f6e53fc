"""`by`: the visit's end lies at or before the case's own deadline; a date without a time means the end of that day
where we are."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from analyzer.errors import JourneyError
from analyzer.ingest import check_journey

JOURNEY = """
    stages:
      - {name: Order, activities: [Place order], target: {must: [Place order]}}
      - {name: Delivery, activities: [Pick, Hand over], target: {by: due}}
      - {name: Invoice, activities: [Send invoice], target: {from: Place order, to: Send invoice, by: due}}
"""
DELIVERED = """
    stages: [{name: Delivery, activities: [Hand over], target: {by: due}}, {name: Invoice, activities: [Send invoice]}]
"""
WITH_TIMES = """
        case      activity      time       due
        exact     Place order   Mon 09:00  2026-03-03 12:00:00
        exact     Pick          Tue 11:00  2026-03-03 12:00:00
        exact     Hand over     Tue 12:00  2026-03-03 12:00:00
        exact     Send invoice  Tue 12:01  2026-03-03 12:00:00
        undated   Place order   Mon 09:00  -
        undated   Hand over     Tue 12:00  -
        undated   Send invoice  Tue 12:00  -
        slow one  Place order   Mon 00:00  2026-03-06 09:00:00
        slow one  Send invoice  Fri 00:00  2026-03-06 09:00:00
        slow two  Place order   Mon 00:00  2026-03-06 09:00:00
        slow two  Send invoice  Fri 00:00  2026-03-06 09:00:00
        overdue   Place order   Thu 09:00  2026-03-05 23:00:00
        not yet   Place order   Thu 09:00  2026-03-06 00:00:00
        picked    Place order   Thu 09:00  2026-03-06 12:00:00
        picked    Pick          Thu 10:00  2026-03-06 12:00:00
"""


@pytest.fixture(scope="module")
def small(run):
    return run(WITH_TIMES, JOURNEY)


def test_a_deadline_with_a_time_is_met_up_to_that_moment(small):
    company = small.company
    assert company["exact", "Delivery"] == "good"  # its last event, not its first, at the deadline
    assert company["exact", "Invoice"] == "bad"  # a minute after it
    assert company["undated", "Delivery"] == "unknown"  # a case without a deadline


def test_an_open_visit_is_unknown_until_its_deadline_and_bad_after_it(small):
    assert small.visit["overdue", "Delivery"]["open"] is True
    assert small.company["overdue", "Delivery"] == "bad"  # now is Friday 00:00
    assert small.company["not yet", "Delivery"] == "unknown"
    assert small.company["picked", "Delivery"] == "unknown"


def days(*days):
    """For each day: a case that ends in its last second, one that ends with it, one half an hour later. All are closed
    a day later."""
    lines = ["case  activity  time  due"]
    for day in days:
        after = f"{date.fromisoformat(day) + timedelta(days=1)}"
        for number, ended in enumerate((f"{day} 23:59:59", f"{after} 00:00:00", f"{after} 00:30:00")):
            case = f"{day} {number}"
            lines += [f"{case}  Hand over  {ended}  {day}", f"{case}  Send invoice  {after} 20:00:00  {day}"]
    return "\n".join(lines)


def delivered(run, timezone, *given):
    """Day → the verdicts of its three cases."""
    company = run(days(*given), DELIVERED, timezone=timezone).company
    return {day: [company[f"{day} {number}", "Delivery"] for number in range(3)] for day in given}


@pytest.mark.parametrize(
    ("timezone", "given"),
    [
        pytest.param("UTC", ["2026-03-04", "2026-12-31"], id="ordinary days"),
        pytest.param(
            "Europe/Berlin", ["2026-03-28", "2026-03-29", "2026-10-24", "2026-10-25"], id="days of 23 and of 25 hours"
        ),
        pytest.param("America/Sao_Paulo", ["2018-02-16", "2018-02-17"], id="clocks go back at midnight"),
    ],
)
def test_a_date_means_the_end_of_that_day_where_the_project_is(run, timezone, given):
    assert delivered(run, timezone, *given) == {day: ["good", "bad", "bad"] for day in given}


def test_so_too_where_a_day_has_no_midnight(run):
    """On 4 November 2018 São Paulo went from 23:59:59 of the 3rd to 01:00; what is stamped 00:00 or 00:30 on the 4th is
    of 01:00 or 01:30."""
    given = ["2018-11-03", "2018-11-04"]
    assert delivered(run, "America/Sao_Paulo", *given) == {day: ["good", "bad", "bad"] for day in given}


def test_the_hour_that_comes_twice_before_midnight_belongs_to_the_day(run):
    """On 17 February 2018 São Paulo lived the hour from 23:00 twice, until 02:59:59 UTC of the 18th."""
    log = """
        case    activity      time                  due
        twice   Hand over     2018-02-18T02:30:00Z  2018-02-17
        twice   Send invoice  2018-02-18T20:00:00Z  2018-02-17
        beyond  Hand over     2018-02-18T03:00:00Z  2018-02-17
        beyond  Send invoice  2018-02-18T20:00:00Z  2018-02-17
    """
    company = run(log, DELIVERED, timezone="America/Sao_Paulo").company
    assert [company[case, "Delivery"] for case in ("twice", "beyond")] == ["good", "bad"]


def test_a_deadline_that_changes_within_the_case_is_the_last_one(run):
    """Promised for Monday, moved to Tuesday; and the other way round."""
    log = """
        case     activity      time       due
        later    Place order   Mon 09:00  2026-03-02
        later    Hand over     Tue 09:00  2026-03-03
        later    Send invoice  Wed 09:00  -
        earlier  Place order   Mon 09:00  2026-03-03
        earlier  Hand over     Tue 09:00  2026-03-02
        earlier  Send invoice  Wed 09:00  -
        kept     Place order   Mon 09:00  2026-03-03
        kept     Hand over     Tue 09:00  -
        kept     Send invoice  Wed 09:00  -
    """
    company = run(log, JOURNEY).company
    assert [company[case, "Delivery"] for case in ("later", "earlier", "kept")] == ["good", "bad", "good"]


def test_a_column_that_holds_no_time_is_no_deadline(run):
    log = """
        case  activity     time       due
        a     Place order  Mon 09:00  soon
        a     Hand over    Tue 09:00  soon
    """
    small = run(log, JOURNEY)
    with pytest.raises(JourneyError):  # by the check of the journey, else where the deadline is looked up
        _ = check_journey(small.journey, small.log), small.company
