"""Nights as people run them: `analyzer nightly` over a project whose files grow. That a night may be killed at any
instant is held in test_killed_nights.py."""

from __future__ import annotations

import csv
import json
import random
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from analyzer.catalog import add_action, changes, list_actions, open_catalog
from analyzer.cli.main import run
from analyzer.nightly.changes import classify
from analyzer.nightly.night import run_night
from analyzer.settings import load_project
from analyzer.tables.nights import WatchedNight
from tests.conftest import ROOT

LISTS = ("new", "worse", "better", "resolved", "regressed", "unchanged", "not_measurable", "restated")
JOURNEY = """
journey: A parcel
stages:
  - {name: Order, owner: Sales, activities: [Order], target: {must: [Order]}}
  - {name: Delivery, owner: Logistics, activities: [Check, Hand over],
     target: {from: Order, to: Hand over, within: 3d}}
"""
PROJECT = """
name: Parcels
log: {path: "log*.csv"}
journey: journey.yaml
signals: [{path: "signals*.csv", kind: csat, about: Delivery}]
"""


def rows(
    first: int, cases: int, checked_unhappy: float, seed: int, hours: int = 2
) -> tuple[list[list[str]], list[list[str]]]:
    """Cases of which a third is checked; of the checked ones that share is unhappy, of the others one in twenty."""
    chance = random.Random(seed)
    log, signals = [], []
    for number in range(first, first + cases):
        at = datetime(2026, 3, 2, 8) + timedelta(hours=number)
        checked = chance.random() < 1 / 3
        log.append([f"c{number}", "Order", at.isoformat()])
        if checked:
            log.append([f"c{number}", "Check", (at + timedelta(hours=1)).isoformat()])
        log.append([f"c{number}", "Hand over", (at + timedelta(hours=hours)).isoformat()])
        unhappy = chance.random() < (checked_unhappy if checked else 0.05)
        signals.append([f"c{number}", (at + timedelta(hours=hours + 1)).isoformat(), "1" if unhappy else "5"])
    return log, signals


def write(folder: Path, name: str, log: list[list[str]], signals: list[list[str]]) -> None:
    for stem, head, lines in (
        ("log", ["case_id", "activity", "timestamp"], log),
        ("signals", ["case_id", "timestamp", "score"], signals),
    ):
        with (folder / f"{stem}{name}.csv").open("w", newline="", encoding="utf-8") as stream:
            csv.writer(stream).writerows([head, *lines])


def begin(folder: Path) -> Path:
    """A project in which nothing goes with unhappy customers yet."""
    (folder / "journey.yaml").write_text(JOURNEY, encoding="utf-8")
    (folder / "project.yaml").write_text(PROJECT, encoding="utf-8")
    write(folder, "1", *rows(0, 600, 0.05, 1))
    return folder / "project.yaml"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    return begin(tmp_path)


def command(name: str, project: Path) -> list[str]:
    """The command as a process."""
    return [sys.executable, "-c", "from analyzer.cli.main import main; main()", name, "--project", str(project)]


@pytest.fixture(scope="module")
def after_one_night(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The project after its first night, a process as cron starts it. To be read: who goes on takes `second`."""
    project = begin(tmp_path_factory.mktemp("first"))
    given = [*command("nightly", project), "--fail-on", "new"]
    first = subprocess.run(given, capture_output=True, text=True, check=False, cwd=ROOT)
    assert first.returncode == 0, first.stderr
    return project


@pytest.fixture
def second(after_one_night: Path, tmp_path: Path) -> Path:
    """A project that has had its first night."""
    shutil.copytree(after_one_night.parent, tmp_path / "project")
    return tmp_path / "project" / after_one_night.name


@dataclass
class Ended:
    code: int
    out: str
    err: str


@pytest.fixture
def analyzer(capsys: pytest.CaptureFixture[str]) -> Callable[..., Ended]:
    """A command of a project, run in this process."""

    def call(name: str, project: Path, *options: str) -> Ended:
        code = run([name, "--project", str(project), *options])
        return Ended(code, *capsys.readouterr())

    return call


def nights(project: Path) -> list[dict]:
    """The changes of every night, the oldest first."""
    folders = sorted((project.parent / "reports").iterdir(), key=lambda folder: (len(folder.name), folder.name))
    return [json.loads((folder / "changes.json").read_text(encoding="utf-8")) for folder in folders]


def test_the_first_night_is_the_baseline_the_same_input_changes_nothing_and_new_pain_is_new(second, analyzer) -> None:
    again = analyzer("nightly", second, "--fail-on", "worse")
    assert again.code == 0, again.err
    write(second.parent, "2", *rows(600, 600, 0.6, 2))
    third = analyzer("nightly", second, "--fail-on", "new")
    assert third.code == 1, third.err + third.out
    baseline, same, pain = nights(second)
    assert (baseline["since"], baseline["unchanged"]) == (None, [])
    assert same["since"] is not None
    assert sorted(same["unchanged"]) == sorted(baseline["new"])
    assert [same[name] for name in LISTS if name != "unchanged"] == [[]] * 7
    assert [one for one in pain["new"] if one.startswith("hidden-friction-delivery")]
    assert baseline["ruler"] == same["ruler"] == pain["ruler"]
    ids = [one for name in LISTS for one in pain[name]]
    assert len(ids) == len(set(ids))


def test_a_night_is_one_run_over_everything_with_the_same_ruler(second, analyzer) -> None:
    """Two nights, the second with a late survey of an old case, give what one run with that ruler gives."""
    from analyzer import pipeline
    from analyzer.ruler import kept_ruler

    log, signals = rows(600, 80, 0.05, 3)
    write(second.parent, "2", log, [*signals, ["c17", datetime(2026, 4, 20).isoformat(), "1"]])
    assert analyzer("nightly", second).code == 0
    newest = max((second.parent / "reports").iterdir(), key=lambda folder: (len(folder.name), folder.name))
    document = json.loads((newest / "alignment.json").read_text(encoding="utf-8"))
    settings = load_project(second)
    whole = json.loads(json.dumps(pipeline.align(settings, ruler=kept_ruler(settings)).document))
    assert {k: v for k, v in document.items() if k != "run"} == {k: v for k, v in whole.items() if k != "run"}


def test_names_of_nights_are_their_times_and_hold_four_files(after_one_night: Path) -> None:
    (folder,) = (after_one_night.parent / "reports").iterdir()
    assert re.fullmatch(r"\d{8}T\d{6}Z", folder.name)
    assert sorted(file.name for file in folder.iterdir()) == [
        "alignment.json",
        "changes.json",
        "mismatches.csv",
        "report.html",
    ]


def test_stale_data_fails_the_night_that_asks_for_it(second, analyzer) -> None:
    with second.open("a", encoding="utf-8") as stream:
        stream.write("stale_after: 2d\n")
    found = analyzer("nightly", second, "--fail-on", "stale")
    assert found.code == 1
    assert "No event and no signal came since the night before" in found.out


def test_a_delivery_that_fails_is_exit_4_before_1(second, analyzer) -> None:
    with second.open("a", encoding="utf-8") as stream:
        stream.write("report: {webhook: {url: 'http://127.0.0.1:9/none'}}\n")
    write(second.parent, "2", *rows(600, 600, 0.6, 2))
    found = analyzer("nightly", second, "--fail-on", "new")
    assert found.code == 4, found.out + found.err
    assert len(nights(second)) == 2  # the outputs are kept


def test_calibrate_says_what_it_alone_changes_and_its_findings_are_restated(second, analyzer) -> None:
    write(second.parent, "2", *rows(600, 600, 0.6, 2, hours=5))
    ruler = second.parent / ".alignment" / "ruler.yaml"
    kept = ruler.read_text(encoding="utf-8")
    dry = analyzer("calibrate", second, "--dry-run")
    assert dry.code == 0, dry.err
    assert "Measured otherwise" in dry.out
    assert ruler.read_text(encoding="utf-8") == kept
    assert analyzer("calibrate", second).code == 0
    assert ruler.read_text(encoding="utf-8") != kept
    assert analyzer("nightly", second, "--fail-on", "worse").code == 0  # nobody is alarmed by a change of ruler
    *_, last = nights(second)
    assert last["new"] == []
    assert [one for one in last["restated"] if one.startswith("hidden-friction-delivery")]


def test_a_relapse_reopens_what_was_done_about_it(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The comparison says that a finding came back (its own tests show when); what the night makes of that."""
    one = add_done(project, "hidden-friction-delivery")
    relapse = replace(classify(None, WatchedNight("2026-03-27", "r", "f", ())), regressed=("hidden-friction-delivery",))
    monkeypatch.setattr("analyzer.nightly.night.classify", lambda *given: relapse)
    outcome = run_night(load_project(project))
    with open_catalog(load_project(project)) as catalog:
        (after,) = list_actions(catalog)
        newest = changes(catalog, f"action:{one}")[0]
    assert (after.status, after.reopened_at) == ("under way", outcome.night.moment)
    assert newest.who == "nightly"
    assert newest.after["reason"] == f"its mismatch came back (night {outcome.night.run_id})"


def add_done(project: Path, mismatch: str) -> str:
    with open_catalog(load_project(project)) as catalog:
        return add_action(catalog, {"title": "Check less", "status": "done", "mismatch_id": mismatch}, "Anna").id
