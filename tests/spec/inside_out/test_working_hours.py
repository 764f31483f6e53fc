"""`within: 8 working hours` counts by the project's calendar, on the clock of the project's time zone."""

from __future__ import annotations

from datetime import date, time

import pytest

from analyzer.settings import load_project
from tests.spec.small import Calendar

JOURNEY = """
    stages:
      - {name: Question, activities: [Ask]}
      - {name: Answer, activities: [Reply], target: {from: Ask, to: Reply, within: 8 working hours}}
"""
OFFICE = Calendar(
    weekdays=(0, 1, 2, 3, 4), opens=time(8), closes=time(17), holidays=(date(2026, 3, 4), date(2026, 3, 7))
)
# Wednesday 4 March is a holiday, and so is Saturday the 7th, which nobody works anyway.
LOG = """
        case              activity  time
        within a day      Ask       Mon 08:00
        within a day      Reply     Mon 16:00
        a minute more     Ask       Mon 08:00
        a minute more     Reply     Mon 16:01
        over night        Ask       Mon 16:00
        over night        Reply     Tue 15:00
        over night +      Ask       Mon 16:00
        over night +      Reply     Tue 15:01
        over a weekend    Ask       Fri 16:00
        over a weekend    Reply     Mon+1 15:00
        over a weekend +  Ask       Fri 16:00
        over a weekend +  Reply     Mon+1 15:01
        over a holiday    Ask       Tue 16:00
        over a holiday    Reply     Thu 15:00
        over a holiday +  Ask       Tue 16:00
        over a holiday +  Reply     Thu 15:01
        on a holiday      Ask       Wed 10:00
        on a holiday      Reply     Thu 16:00
        at night          Ask       Mon 22:00
        at night          Reply     Tue 16:00
        at night +        Ask       Mon 22:00
        at night +        Reply     Tue 16:01
        on a weekend      Ask       Sat 12:00
        on a weekend      Reply     Mon+1 16:00
        after hours       Ask       Mon 09:00
        after hours       Reply     Tue 03:00
        two weeks         Ask       Mon 08:00
        two weeks         Reply     Mon+2 08:00
        unanswered        Ask       Fri+1 16:00
        answerless        Ask       Fri+1 14:00
"""


@pytest.mark.parametrize("timezone", ["America/Sao_Paulo", "Asia/Kolkata"])
def test_only_working_time_counts(run, timezone):
    """Hours by hand, in the order of the table: 8; 8:01; 1 + 7; weekend 1 + 0 + 7; holiday 1 + 0 + 7; 8; 8; 8 (9 to 17
    on Monday)."""
    company = run(LOG, JOURNEY, timezone=timezone, calendar=OFFICE).company
    answers = {case: verdict for (case, stage), verdict in company.items() if stage == "Answer"}
    good = [
        "within a day",
        "over night",
        "over a weekend",
        "over a holiday",
        "on a holiday",
        "at night",
        "on a weekend",
        "after hours",
    ]
    bad = ["a minute more", "over night +", "over a weekend +", "over a holiday +", "at night +", "two weeks"]
    assert (answers["unanswered"], answers["answerless"]) == ("unknown", "unknown")  # see below
    assert {case: answers[case] for case in good + bad} == {**dict.fromkeys(good, "good"), **dict.fromkeys(bad, "bad")}


def test_an_open_visit_is_unknown_until_the_working_time_has_run_out(run):
    """Now is Monday 08:00 of the third week: asked on Friday at 16:00 one hour has gone, at 14:00 three; two are
    given."""
    short = JOURNEY.replace("8 working hours", "2 working hours")
    company = run(LOG, short, calendar=OFFICE).company
    assert company["unanswered", "Answer"] == "unknown"
    assert company["answerless", "Answer"] == "bad"


@pytest.mark.parametrize(
    ("friday", "monday"),
    [("2026-03-27", "2026-03-30"), ("2026-10-23", "2026-10-26")],
    ids=["an hour lost", "an hour won"],
)
def test_the_clock_is_the_local_one_across_a_change_of_the_clocks(run, friday, monday):
    """Friday 16:00 to Monday 15:00 are 1 + 7 hours on the clock of Berlin, though 22 or 24 hours of UTC lie between its
    days."""
    log = f"""
        case  activity  time
        in    Ask       {friday} 16:00
        in    Reply     {monday} 15:00
        out   Ask       {friday} 16:00
        out   Reply     {monday} 15:01
        early  Ask      {friday} 16:00
        early  Reply    {monday} 07:59
    """
    company = run(log, JOURNEY, timezone="Europe/Berlin", calendar=OFFICE).company
    assert [company[case, "Answer"] for case in ("in", "out", "early")] == ["good", "bad", "good"]


def test_a_calendar_may_run_round_the_clock(run, tmp_path):
    (tmp_path / "project.yaml").write_text(
        'log: log.csv\njourney: journey.yaml\ncalendar: {days: Mon-Sun, hours: "00:00-24:00"}\n'
    )
    log = """
        case  activity  time
        in    Ask       Mon 00:00:00
        in    Reply     Wed 00:00:00
        out   Ask       Mon 00:00:00
        out   Reply     Wed 00:00:01
    """
    journey = JOURNEY.replace("8 working hours", "48 working hours")
    company = run(log, journey, calendar=load_project(tmp_path).calendar).company
    assert [company[case, "Answer"] for case in ("in", "out")] == ["good", "bad"]
