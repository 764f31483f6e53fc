"""Sums that nights keep: in whatever way a case changes, the document is that of one run over everything."""

from __future__ import annotations

import csv
import json
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analyzer.engine import KeptSums
from analyzer.pipeline import align
from analyzer.settings import load_project
from analyzer.state import NightReading, align_night

BEGUN = datetime(2026, 3, 2, 8)
HEAD = ("case_id", "activity", "timestamp", "customer_id", "team", "resource", "cost", "region")
PROJECT = """
log: {path: "log*.csv"}
journey: journey.yaml
signals: [{path: signals.csv, kind: csat, about: Delivery}]
"""
JOURNEY = """
stages:
  - {name: Order, owner: Sales, activities: [Order], target: {must: [Order]}}
  - {name: Packing, owner: Depot, activities: [Pack]}
  - {name: Delivery, owner: Depot, activities: [Hand over], target: {from: Order, to: Hand over, within: 2d}}
"""


def events(number: int, whole: bool = True) -> list[list[str]]:
    """A parcel: of every fifth the packing comes after the delivery, of every seventh it lacks; every third waits for a
    check that no stage has. Three parcels have one customer."""
    at = BEGUN + timedelta(hours=5 * number)
    steps = [("Order", 0, "Sales")]
    if number % 3 == 0:
        steps.append(("Check", 20, "Office"))
    if whole:
        pack, deliver = (30, 28) if number % 5 == 0 else (24, 30 + number % 31)
        steps += [("Pack", pack, "Depot")] if number % 7 else []
        steps.append(("Hand over", deliver, "Carrier" if number % 4 else "Depot"))
    region = ("North", "South", "West")[number % 3]
    return [
        [
            f"p{number:03}",
            name,
            (at + timedelta(hours=hours)).isoformat(),
            f"c{number // 3:02}",
            team,
            f"{team} {number % 2}",
            str(hours / 4),
            region,
        ]
        for name, hours, team in steps
    ]


def answer(number: int, score: int) -> list[str]:
    return [f"p{number:03}", (BEGUN + timedelta(hours=5 * number + 80)).isoformat(), str(score)]


class Parcels:
    """A project, and its nights held against one run over everything with the ruler of the first night."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.ruler: Any = None
        for name, text in (("project.yaml", PROJECT), ("journey.yaml", JOURNEY)):
            (folder / name).write_text(text, encoding="utf-8")
        self.write("log-1.csv", [HEAD, *(row for number in range(120) for row in events(number))])
        said = [answer(number, 1 if number % 5 == 0 else 5) for number in range(0, 120, 2)]
        self.write("signals.csv", [("case_id", "timestamp", "score"), *said])

    def write(self, name: str, rows: list[Any], how: str = "w") -> None:
        with (self.folder / name).open(how, encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(rows)

    def add(self, name: str, *rows: list[str]) -> None:
        self.write(name, list(rows), "a")

    def night(self) -> NightReading:
        settings = load_project(self.folder / "project.yaml")
        analysis, reading = align_night(settings, self.ruler)
        self.ruler = self.ruler or analysis.ruler
        if reading.whole is not None:  # the night itself was a run over everything
            return reading
        whole = align(settings, ruler=self.ruler).document
        one, other = (json.loads(json.dumps(found)) for found in (analysis.document, whole))
        del one["run"], other["run"]
        assert one == other
        return reading


@pytest.fixture
def counted(monkeypatch):
    """The names of what is added up in a night, with whether it was counted from the changed cases alone."""
    found: dict[str, bool] = {}
    whole = KeptSums.added

    def added(self, name, by, count, tables):
        asked = []

        def seen(*given):
            asked.append(any(one is other for one, other in zip(given, tables, strict=True)))
            return count(*given)

        result = whole(self, name, by, seen, tables)
        found[name.split(" [")[0]] = not any(asked)
        return result

    monkeypatch.setattr(KeptSums, "added", added)
    return found


@pytest.mark.slow
def test_a_case_changes_in_each_way_and_the_sums_are_those_of_all_cases(tmp_path, counted):
    parcels = Parcels(tmp_path)
    assert parcels.night().whole == "nothing was kept yet"
    assert set(counted.values()) == {False}

    late = [*events(3)[0][:1], "Pack", (BEGUN + timedelta(hours=400)).isoformat(), *events(3)[0][3:]]
    parcels.add("log-1.csv", late)  # an event of an old case, whose customer has two more
    reading = parcels.night()
    assert (reading.whole, reading.rows) == (None, 1)
    assert set(counted.values()) == {True}
    named = {name.rstrip("0123456789 ") for name in counted}
    assert named >= {
        "departures",
        "counts by customer",
        "trend",
        "cycle time",
        "work by team",
        "work by resource",
        "cases by trait",
    }

    parcels.add("log-1.csv", *(row for number in (120, 121, 122) for row in events(number, whole=False)))
    assert parcels.night().whole is None  # three cases begin
    parcels.add("log-1.csv", *events(121)[1:])  # one of them goes on
    parcels.add("signals.csv", answer(119, 1), answer(4, 1))  # a survey of a case that nobody had asked, and a second
    assert parcels.night().whole is None
    parcels.write("log-2.csv", [HEAD, *(row for number in range(300, 304) for row in events(number))])
    reading = parcels.night()  # a file comes, and time goes by: what was open has ended
    assert reading.whole is None and reading.cases > 4
    assert set(counted.values()) == {True}

    parcels.write("log-2.csv", [HEAD, *(row for number in range(300, 303) for row in events(number))])
    assert parcels.night().whole == "log-2.csv has changed"
    (tmp_path / "log-2.csv").unlink()
    assert parcels.night().whole == "log-2.csv is gone"
    parcels.add("log-1.csv", *events(306))
    assert parcels.night().whole is None
    assert set(counted.values()) == {True}

    counted.clear()
    reading = parcels.night()  # nothing came: nothing is counted again
    assert (reading.whole, reading.files, reading.rows, reading.cases) == (None, 0, 0, 0)
    assert set(counted.values()) == {True}
