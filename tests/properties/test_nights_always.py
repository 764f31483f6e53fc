"""What must hold of nights, however rows come in: a night gives what one run over everything with its ruler gives."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, note
from hypothesis import strategies as st

from analyzer.pipeline import align
from analyzer.settings import Settings, load_project
from analyzer.state import NightReading, align_night
from tests.properties.test_analysis_always import always
from tests.properties.worlds import worlds
from tests.spec import oracle

LOG = ("case_id", "activity", "timestamp", "customer_id", "resource", "due", "level")
SIGNALS = ("case_id", "customer_id", "timestamp", "kind", "score", "stage", "touchpoint")
AT = "%Y-%m-%d %H:%M:%S"


def text(rows: list[tuple[Any, ...]], head: tuple[str, ...] | None) -> str:
    """Rows as CSV."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    if head:
        writer.writerow(head)
    writer.writerows(["" if value is None else value for value in row] for row in rows)
    return out.getvalue()


def log_rows(world: oracle.World, levels: list[str]) -> list[tuple[Any, ...]]:
    """The events of a world as rows; a level changes within cases."""
    return [
        (
            e.case,
            e.activity,
            e.at.strftime(AT),
            e.customer,
            e.resource,
            due.strftime(AT) if (due := world.due.get(e.case)) else None,
            levels[i % len(levels)],
        )
        for i, e in enumerate(world.events)
    ]


def signal_rows(world: oracle.World) -> list[tuple[Any, ...]]:
    return [(s.case, s.customer, s.at.strftime(AT), s.kind, s.score, s.stage, s.touchpoint) for s in world.signals]


def project(folder: Path, world: oracle.World, log: str) -> Settings:
    """A project over the files of a folder."""
    folder.mkdir()
    (folder / "journey.yaml").write_text(json.dumps({"stages": world.stages}), encoding="utf-8")
    source: dict[str, Any] = {"path": "signals.csv", "window": f"{int(world.window.total_seconds() // 60)}m"}
    source["silence"] = "good" if world.silence_good else "unknown"
    if world.about:
        source["about"] = world.about
    whole = {"log": {"path": log, "max_refused": 0.5}, "journey": "journey.yaml", "signals": [source]}
    (folder / "project.yaml").write_text(json.dumps(whole), encoding="utf-8")
    return replace(load_project(folder / "project.yaml"), discovery_budget_s=0.0)


def without_run(document: Any) -> str:
    return json.dumps({key: value for key, value in document.items() if key != "run"}, sort_keys=True)


class ComparedNights:
    """Nights of a project, from the second on held against one run over everything with the ruler of the first."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.ruler: Any = None
        self.read: list[NightReading] = []

    def night(self) -> None:
        analysis, reading = align_night(self.settings, self.ruler)
        note(str(reading))
        self.read.append(reading)
        self.ruler = self.ruler or analysis.ruler
        if len(self.read) == 1:
            return
        whole = align(self.settings, ruler=self.ruler)
        assert without_run(analysis.document) == without_run(whole.document)
        runs = [dict(document["run"]) for document in (analysis.document, whole.document)]
        assert runs[0] == runs[1]  # out of order, and in the future


@st.composite
def arrivals(draw: Any, most: int = 3) -> tuple[oracle.World, list[list[Any]], list[list[Any]]]:
    """A world, and the rows of its log and of its signals by the night in which they come: any row in any night."""
    world = draw(worlds())
    nights = draw(st.integers(2, most))
    levels = draw(st.lists(st.sampled_from(["", "1", "2", "N/A"]), min_size=1, max_size=5))
    logs, said = log_rows(world, levels), signal_rows(world)
    night = st.integers(0, nights - 1)
    when = [0, *(draw(night) for _ in logs[1:])]
    heard = [*(draw(night) for _ in said[:-1]), 0]
    return (
        world,
        [[row for row, n in zip(logs, when, strict=True) if n == i] for i in range(nights)],
        [[row for row, n in zip(said, heard, strict=True) if n == i] for i in range(nights)],
    )


@pytest.fixture
def folder(tmp_path_factory):
    return lambda: tmp_path_factory.mktemp("nights") / "project"


@pytest.mark.slow
@always(3)
@given(arrivals())
def test_a_file_that_grows_at_its_end(folder, world_by_night):
    world, logs, said = world_by_night
    nights = ComparedNights(project(home := folder(), world, "log.csv"))
    (home / "log.csv").write_text(text([], LOG), encoding="utf-8")
    (home / "signals.csv").write_text(text([], SIGNALS), encoding="utf-8")
    for rows, signals in zip(logs, said, strict=True):
        for name, more in (("log.csv", rows), ("signals.csv", signals)):
            with (home / name).open("a", encoding="utf-8") as file:
                file.write(text(more, None))
        nights.night()


@pytest.mark.slow
@always(3)
@given(arrivals(), st.data())
def test_files_of_a_pattern_that_overlap_come_between_each_other_change_and_go(folder, world_by_night, data):
    world, logs, said = world_by_night
    nights = ComparedNights(project(home := folder(), world, "part-*.csv"))
    before: list[Any] = []
    names = data.draw(st.permutations(range(10, 20)))
    (home / "part-00.csv").write_text(text(logs[0][:1], LOG), encoding="utf-8")
    signals: list[Any] = []
    for number, (rows, more) in enumerate(zip(logs, said, strict=True)):
        again = data.draw(st.lists(st.sampled_from(before), max_size=6)) if before else []
        if rows or again:
            (home / f"part-{names[number]}.csv").write_text(text([*again, *rows], LOG), encoding="utf-8")
        before += rows
        signals += more
        (home / "signals.csv").write_text(text(signals, SIGNALS), encoding="utf-8")
        nights.night()
    files = sorted(home.glob("part-1*.csv"))
    if files and data.draw(st.booleans()):
        files[0].unlink()
        nights.night()
    elif files:
        files[-1].write_text(text(logs[0][:1], LOG), encoding="utf-8")
        nights.night()
