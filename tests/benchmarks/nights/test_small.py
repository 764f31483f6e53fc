"""A small version of `make nights`, as part of every test run."""

from __future__ import annotations

import re

from .__main__ import still, wait
from .report import Figures, Planted, cost_part, page
from .years import Outcome, Plan, Told

YEARS = 12


def test_years_in_which_nothing_happens_stay_silent():
    """At most one of twenty may say anything; of twelve one is let pass. The usual interval alarms in most projects."""
    quiet = [still(number) for number in range(YEARS)]
    figures = Figures([q[0] for q in quiet], [q[1] for q in quiet])
    assert figures.false_years <= 1
    assert sum(outcome.naive_any for outcome, _ in quiet) > YEARS / 2


def test_ten_points_more_are_said_within_weeks():
    waits = [wait(number, Plan(points=0.10, a_day=50), "worse", 0)[0] for number in range(4)]
    assert all(night is not None and night <= 28 for night in waits), waits


def test_a_cause_that_goes_away_and_comes_back_is_told_both_times():
    plan = Plan(driver_gone=True, until=120, a_day=50)
    gone = [wait(number, plan, "resolved", 0)[0] for number in range(2)]
    back = [wait(number, plan, "regressed", plan.until)[0] for number in range(2)]
    assert all(night is not None and night < 60 for night in (*gone, *back)), (gone, back)


def test_the_page_says_what_was_counted():
    """Four years: one says worse, another has a finding come up; of three waits the median is the second, and the
    slowest quarter did not see it."""
    loud, quiet = Outcome([Told(3, "friction", "worse")], naive=2, naive_any=True), Outcome()
    text = page(
        Figures([loud, quiet, quiet, quiet], [None, 7, None, None], [Planted("x", 10, [5, 9, None], [1, 2, 3])])
    )
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in text.splitlines() if line.startswith("|")]
    counted = {row[0].strip("*"): row[1] for row in rows}
    assert counted["any of these"] == "2"
    assert counted["a finding came up in the quiet stage (*new*)"] == "1"
    assert ["x", "10", "2 of 3", "9 (5 to –)", "2 (1 to 3)"] in rows
    assert re.search(r"worse\* was said.*\| 1 \| 25\.0%", text)


def test_the_page_keeps_what_another_benchmark_wrote_at_its_end():
    before = "# Nights\n\nold figures\n\n## What a night costs\n\n| night | 12 s |\n"
    assert cost_part(before) == "\n## What a night costs\n\n| night | 12 s |\n"
    assert cost_part("# Nights\n\nold figures\n") == ""
