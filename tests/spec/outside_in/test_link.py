"""A signal belongs to the case that it names, else to a case of its customer that was under way or had lately ended."""

from __future__ import annotations

import pytest

JOURNEY = """
    stages:
      - {name: Order, activities: [Place order, Change order]}
      - {name: Delivery, activities: [Hand over]}
"""
LOG = """
        case    activity      time         customer
        first   Place order   Mon 09:00    Bistro
        first   Hand over     Mon 12:00    Bistro
        second  Place order   Wed 09:00    Bistro
        second  Hand over     Wed 12:00    Bistro
        inn     Place order   Mon 09:00    Inn
        inn     Hand over     Mon 12:00    Inn
        hotel1  Place order   Mon 09:00    Hotel
        hotel1  Hand over     Wed 12:00    Hotel
        hotel2  Place order   Tue 09:00    Hotel
        hotel2  Change order  Wed 13:00    Hotel
"""


def linked(run, signals, log=LOG, **source):
    """Comment → the case and the way of each linked signal."""
    small = run(log, JOURNEY, signals, **source)
    frame = small.engine.frame(small.linked)
    return {row.comment: (row.case_id, row.link) for row in frame.itertuples()}


def test_the_case_that_it_names_goes_before_all_else(run):
    signals = """
        case     customer  time       kind       comment
        first    Bistro    Thu 09:00  complaint  names the older of two
        first    Inn       Thu 09:00  complaint  names a case and another customer
        first    -         Sat+9 09:00  complaint  names a case of two months ago
        unknown  Bistro    Thu 09:00  complaint  names no case of ours but a customer
        unknown  -         Thu 09:00  complaint  names nothing that we know
        -        Nobody    Thu 09:00  complaint  names a customer that we do not know
    """
    assert linked(run, signals) == {
        "names the older of two": ("first", "case"),
        "names a case and another customer": ("first", "case"),
        "names a case of two months ago": ("first", "case"),
        "names no case of ours but a customer": ("second", "customer"),
    }


def test_else_the_customers_latest_case_before_it(run):
    signals = """
        customer  time       kind       comment
        Bistro    Mon 08:59  complaint  before the first case
        Bistro    Mon 09:00  complaint  as the first case begins
        Bistro    Tue 10:00  complaint  between the two
        Bistro    Thu 10:00  complaint  after both
        Hotel     Wed 12:30  complaint  while two are under way, hotel1 moved last
        Hotel     Wed 14:00  complaint  while two are under way, hotel2 moved last
    """
    assert linked(run, signals) == {
        "as the first case begins": ("first", "customer"),
        "between the two": ("first", "customer"),
        "after both": ("second", "customer"),
        "while two are under way, hotel1 moved last": ("hotel1", "customer"),
        "while two are under way, hotel2 moved last": ("hotel2", "customer"),
    }


def test_of_several_cases_the_one_that_was_in_the_stage_it_states(run):
    signals = """
        customer  time       kind       stage     comment
        Hotel     Wed 14:00  complaint  Delivery  hotel2 has seen no delivery
        Hotel     Wed 11:00  complaint  Delivery  neither has yet, so the later event decides
        Hotel     Wed 14:00  complaint  Order     both have, hotel2 later
    """
    assert linked(run, signals) == {
        "hotel2 has seen no delivery": ("hotel1", "customer"),
        "neither has yet, so the later event decides": ("hotel2", "customer"),
        "both have, hotel2 later": ("hotel2", "customer"),
    }


@pytest.mark.parametrize(
    ("source", "last", "beyond"),
    [({}, "2026-04-01 12:00:00", "2026-04-01 12:00:01"), ({"window_s": 86_400.0}, "Tue 12:00:00", "Tue 12:00:01")],
    ids=["30 days unless said otherwise", "a day"],
)
def test_a_customers_case_is_remembered_for_the_window(run, source, last, beyond):
    """The inn's case ended on Monday, 2 March, at 12:00."""
    signals = f"""
        customer  time      kind       comment
        Inn       {last}    complaint  at the end of the window
        Inn       {beyond}  complaint  a second after it
    """
    assert linked(run, signals, **source) == {"at the end of the window": ("inn", "customer")}


def test_a_log_without_customers_links_by_case_only(run):
    log = """
        case  activity     time
        a     Place order  Mon 09:00
        a     Hand over    Mon 10:00
    """
    signals = """
        case  customer  time       kind       comment
        a     -         Mon 11:00  complaint  by its case
        -     a         Mon 11:00  complaint  by nothing
    """
    assert linked(run, signals, log) == {"by its case": ("a", "case")}
