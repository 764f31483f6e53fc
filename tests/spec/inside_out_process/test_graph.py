"""The directly-follows graph of a log: frequencies and times."""

from __future__ import annotations

from typing import Any

import pandas as pd
import pytest

from analyzer.inside_out.graph import Graph, graph
from analyzer.inside_out.variants import count_variants, sequences

LOG = """
    case  activity  time
    A     order     Mon 08:00
    A     pay       Mon 09:00
    A     pack      Mon 12:00
    A     send      Mon 13:00
    B     order     Mon 08:00
    B     pay       Mon 10:00
    B     pay       Mon 11:00
    B     send      Tue 11:00
    C     order     Tue 08:00
    C     pay       Tue 12:00
"""


def rows(frame: Any) -> list[tuple[Any, ...]]:
    return [
        tuple(None if pd.isna(value) else value for value in row)
        for row in frame.astype(object).itertuples(index=False, name=None)
    ]


def drawn_of(given: Any, stage_of: Any) -> Graph:
    return graph(given.engine, given.log, stage_of, count_variants(given.engine, sequences(given.engine, given.log)))


@pytest.fixture(scope="module")
def drawn(run: Any) -> Graph:
    given = run(LOG)
    return drawn_of(given, given.journey.stage_of)


def test_activities_with_stage_events_cases_and_repeating_cases(drawn: Graph) -> None:
    assert rows(drawn.activities) == [
        ("pay", 0, 4, 3, 1),  # B pays twice
        ("order", 0, 3, 3, 0),
        ("send", 1, 2, 2, 0),
        ("pack", 1, 1, 1, 0),
    ]


def test_where_cases_start_and_end(drawn: Graph) -> None:
    assert rows(drawn.starts) == [("order", 3)]
    assert rows(drawn.ends) == [("send", 2), ("pay", 1)]


def test_what_follows_what_and_how_long_it_takes(drawn: Graph) -> None:
    hour = 3600.0
    # order → pay took 1, 2 and 4 hours: the median is 2; the 90th percentile lies at 0.9·2 = 1.8 of the way from the
    # first to the third value: 2 + 0.8·(4 − 2) = 3.6
    assert rows(drawn.flows) == [
        ("order", "pay", 3, 3, 2 * hour, pytest.approx(3.6 * hour)),
        ("pack", "send", 1, 1, 1 * hour, 1 * hour),
        ("pay", "pack", 1, 1, 3 * hour, 3 * hour),
        ("pay", "pay", 1, 1, 1 * hour, 1 * hour),
        ("pay", "send", 1, 1, 24 * hour, 24 * hour),
    ]


def test_an_arc_taken_twice_by_a_case_counts_one_case(run: Any) -> None:
    given = run(
        """
        case  activity  time
        A     pay       Mon 08:00
        A     pack      Mon 09:00
        A     pay       Mon 10:00
        A     pack      Mon 11:00
        """
    )
    flows = drawn_of(given, {}).flows
    assert rows(flows)[0] == ("pay", "pack", 2, 1, 3600.0, 3600.0)


def test_work_of_no_stage_has_none(run: Any) -> None:
    given = run("case  activity  time\nA  call  Mon 08:00\nA  order  Mon 09:00")
    stages = dict(rows(drawn_of(given, given.journey.stage_of).activities[["activity", "stage_no"]]))
    assert stages == {"call": None, "order": 0}


def test_the_order_of_the_rows_changes_nothing(run: Any, drawn: Graph) -> None:
    head, *lines = [line for line in LOG.splitlines() if line.strip()]
    given = run("\n".join([head, *reversed(lines)]))
    again = drawn_of(given, given.journey.stage_of)
    for name in ("activities", "flows", "starts", "ends"):
        assert getattr(again, name).equals(getattr(drawn, name))
