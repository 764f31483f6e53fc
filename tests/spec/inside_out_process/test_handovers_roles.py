"""From whom to whom work passes, and who does the same."""

from __future__ import annotations

from typing import Any

from analyzer.inside_out.handovers import handovers
from analyzer.inside_out.roles import roles

BY_RESOURCE = """
    case  activity  time       resource
    A     order     Mon 08:00  Ann
    A     pay       Mon 09:00  Ben
    A     pack      Mon 10:00  Ben
    A     send      Mon 11:00  Ann
    B     order     Mon 08:00  Ann
    B     pay       Mon 09:00  Ben
    C     order     Mon 08:00  Ann
    C     pay       Mon 09:00  -
    C     pack      Mon 10:00  Cleo
"""


def rows(frame: Any) -> list[tuple[Any, ...]]:
    return list(frame.itertuples(index=False, name=None))


def test_handovers_between_resources(run: Any) -> None:
    given = run(BY_RESOURCE)
    # Ben's pay → pack is no handover; in C nobody is known to have paid: between Ann and Cleo work passed all the same
    assert rows(handovers(given.engine, given.log)) == [("Ann", "Ben", 2), ("Ann", "Cleo", 1), ("Ben", "Ann", 1)]


def test_teams_go_before_resources(run: Any) -> None:
    given = run(
        """
        case  activity  time       resource  team
        A     order     Mon 08:00  Ann       Sales
        A     pay       Mon 09:00  Ben       Sales
        A     pack      Mon 10:00  Cleo      Stock
        """
    )
    assert rows(handovers(given.engine, given.log)) == [("Sales", "Stock", 1)]


def test_without_people_there_are_neither_handovers_nor_roles(run: Any) -> None:
    given = run("case  activity  time\nA  order  Mon 08:00\nA  pay  Mon 09:00")
    found, notes = roles(given.engine, given.log)
    assert list(handovers(given.engine, given.log).columns) == ["from", "to", "count"]
    assert len(handovers(given.engine, given.log)) == 0
    assert len(found) == 0
    assert notes == ()


def test_roles_by_who_does_what(run: Any) -> None:
    # order and send are Ann's alone; pay is Ben's alone; pack is done by Ben and Cleo, once each: its likeness with pay
    # is (min 0.5) / (max 1 + 0.5) = 1/3, below the threshold of 0.65
    given = run(BY_RESOURCE)
    found, _ = roles(given.engine, given.log)
    assert rows(found) == [("Role 1", ("order", "send"), 1), ("Role 2", ("pack",), 2), ("Role 3", ("pay",), 1)]
