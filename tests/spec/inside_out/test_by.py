"""`by`: the visit's end lies at or before the case's own deadline; a date without a time means the end of that day where we are."""

from __future__ import annotations

import pytest

from analyzer.errors import JourneyError
from analyzer.ingest import check_journey

JOURNEY = """
    stages:
      - {name: Order, activities: [Place order], target: {must: [Place order]}}
      - {name: Delivery, activities: [Pick, Hand over], target: {by: due}}
      - {name: Invoice, activities: [Send invoice], target: {from: Place order, to: Send invoice, by: due}}
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


def test_a_deadline_with_a_time_is_met_up_to_that_moment(run):
    company = run(WITH_TIMES, JOURNEY).company
    assert company["exact", "Delivery"] == "good"  # its last event, not its first, at the deadline
    assert company["exact", "Invoice"] == "bad"  # a minute after it
    assert company["undated", "Delivery"] == "unknown"  # a case without a deadline


def test_an_open_visit_is_unknown_until_its_deadline_and_bad_after_it(run):
    small = run(WITH_TIMES, JOURNEY)
    assert small.visit["overdue", "Delivery"]["open"] is True
    assert small.company["overdue", "Delivery"] == "bad"  # now is Friday 00:00
    assert small.company["not yet", "Delivery"] == "unknown"
    assert small.company["picked", "Delivery"] == "unknown"


DAY = """
        case     activity      time                 due
        inside   Place order   {before} 09:00:00    {day}
        inside   Hand over     {day} 23:59:59       {day}
        inside   Send invoice  {after} 20:00:00     {day}
        outside  Place order   {before} 09:00:00    {day}
        outside  Hand over     {after} 00:00:00     {day}
        outside  Send invoice  {after} 20:00:00     {day}
        later    Place order   {before} 09:00:00    {day}
        later    Hand over     {after} 00:30:00     {day}
        later    Send invoice  {after} 20:00:00     {day}
"""


def delivered(run, day, before, after, timezone):
    company = run(DAY.format(day=day, before=before, after=after), JOURNEY, timezone=timezone).company
    return [company[case, "Delivery"] for case in ("inside", "outside", "later")]


@pytest.mark.parametrize(
    ("day", "before", "after", "timezone"),
    [
        pytest.param("2026-03-04", "2026-03-03", "2026-03-05", "UTC", id="an ordinary day"),
        pytest.param("2026-03-29", "2026-03-28", "2026-03-30", "Europe/Berlin", id="a day of 23 hours"),
        pytest.param("2026-10-25", "2026-10-24", "2026-10-26", "Europe/Berlin", id="a day of 25 hours"),
        pytest.param("2018-02-17", "2018-02-16", "2018-02-18", "America/Sao_Paulo", id="clocks go back at midnight"),
    ],
)
def test_a_date_means_the_end_of_that_day_where_the_project_is(run, day, before, after, timezone):
    assert delivered(run, day, before, after, timezone) == ["good", "bad", "bad"]


@pytest.mark.xfail(strict=True, reason="where clocks go forward at midnight the day ends an hour late, the day before an hour early")
@pytest.mark.parametrize(
    ("day", "before", "after"), [("2018-11-04", "2018-11-03", "2018-11-05"), ("2018-11-03", "2018-11-02", "2018-11-04")]
)
def test_so_too_where_a_day_has_no_midnight(run, day, before, after):
    """On 4 November 2018 São Paulo went from 23:59:59 of the 3rd to 01:00; an order of 00:00 or 00:30 on the 4th is one of 01:00."""
    assert delivered(run, day, before, after, "America/Sao_Paulo") == ["good", "bad", "bad"]


@pytest.mark.xfail(strict=True, reason="a column that is no deadline of the case is let through, and then is a fault of the program")
@pytest.mark.parametrize("values", [("2026-03-03", "2026-03-04"), ("soon", "soon")], ids=["it changes", "it is no time"])
def test_a_column_that_holds_no_deadline_of_the_case_is_refused(run, values):
    log = f"""
        case  activity     time       due
        a     Place order  Mon 09:00  {values[0]}
        a     Hand over    Tue 09:00  {values[1]}
    """
    small = run(log, JOURNEY)
    with pytest.raises(JourneyError):
        check_journey(small.journey, small.log)
