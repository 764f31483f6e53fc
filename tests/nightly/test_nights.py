"""Nights as people run them: `analyzer nightly` over a project whose files grow."""

from __future__ import annotations

import csv
import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from analyzer.catalog import add_action, changes, list_actions, open_catalog
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


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project in which nothing goes with unhappy customers yet."""
    (tmp_path / "journey.yaml").write_text(JOURNEY, encoding="utf-8")
    (tmp_path / "project.yaml").write_text(PROJECT, encoding="utf-8")
    write(tmp_path, "1", *rows(0, 600, 0.05, 1))
    return tmp_path / "project.yaml"


def command(name: str, project: Path) -> list[str]:
    return [sys.executable, "-c", "from analyzer.cli.main import main; main()", name, "--project", str(project)]


def analyzer(name: str, project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([*command(name, project), *options], capture_output=True, text=True, check=False, cwd=ROOT)


def nightly(project: Path, *options: str) -> subprocess.CompletedProcess[str]:
    return analyzer("nightly", project, *options)


def nights(project: Path) -> list[dict]:
    """The changes of every night, the oldest first."""
    folders = sorted((project.parent / "reports").iterdir(), key=lambda folder: (len(folder.name), folder.name))
    return [json.loads((folder / "changes.json").read_text(encoding="utf-8")) for folder in folders]


def test_the_first_night_is_the_baseline_the_same_input_changes_nothing_and_new_pain_is_new(project: Path) -> None:
    first = nightly(project, "--fail-on", "new")
    assert first.returncode == 0, first.stderr
    again = nightly(project, "--fail-on", "worse")
    assert again.returncode == 0, again.stderr
    write(project.parent, "2", *rows(600, 600, 0.6, 2))
    third = nightly(project, "--fail-on", "new")
    assert third.returncode == 1, third.stderr + third.stdout
    baseline, same, pain = nights(project)
    assert (baseline["since"], baseline["unchanged"]) == (None, [])
    assert same["since"] is not None
    assert sorted(same["unchanged"]) == sorted(baseline["new"])
    assert [same[name] for name in LISTS if name != "unchanged"] == [[]] * 7
    assert [one for one in pain["new"] if one.startswith("hidden-friction-delivery")]
    assert baseline["ruler"] == same["ruler"] == pain["ruler"]
    ids = [one for name in LISTS for one in pain[name]]
    assert len(ids) == len(set(ids))


def test_a_night_is_one_run_over_everything_with_the_same_ruler(project: Path) -> None:
    """Two nights, the second with a late survey of an old case, give what one run with that ruler gives."""
    from analyzer import pipeline
    from analyzer.ruler import kept_ruler
    from analyzer.settings import load_project

    assert nightly(project).returncode == 0
    log, signals = rows(600, 80, 0.05, 3)
    write(project.parent, "2", log, [*signals, ["c17", datetime(2026, 4, 20).isoformat(), "1"]])
    assert nightly(project).returncode == 0
    newest = max((project.parent / "reports").iterdir(), key=lambda folder: (len(folder.name), folder.name))
    document = json.loads((newest / "alignment.json").read_text(encoding="utf-8"))
    settings = load_project(project)
    whole = json.loads(json.dumps(pipeline.align(settings, ruler=kept_ruler(settings)).document))
    assert {k: v for k, v in document.items() if k != "run"} == {k: v for k, v in whole.items() if k != "run"}


def test_names_of_nights_are_their_times_and_hold_four_files(project: Path) -> None:
    assert nightly(project).returncode == 0
    (folder,) = (project.parent / "reports").iterdir()
    assert re.fullmatch(r"\d{8}T\d{6}Z", folder.name)
    assert sorted(file.name for file in folder.iterdir()) == [
        "alignment.json",
        "changes.json",
        "mismatches.csv",
        "report.html",
    ]


def test_stale_data_fails_the_night_that_asks_for_it(project: Path) -> None:
    with project.open("a", encoding="utf-8") as stream:
        stream.write("stale_after: 2d\n")
    assert nightly(project, "--fail-on", "stale").returncode == 0  # the first night stirs nothing
    found = nightly(project, "--fail-on", "stale")
    assert found.returncode == 1
    assert "No event and no signal came since the night before" in found.stdout


def test_a_delivery_that_fails_is_exit_4_before_1(project: Path) -> None:
    with project.open("a", encoding="utf-8") as stream:
        stream.write("report: {webhook: {url: 'http://127.0.0.1:9/none'}}\n")
    assert nightly(project).returncode == 0
    write(project.parent, "2", *rows(600, 600, 0.6, 2))
    found = nightly(project, "--fail-on", "new")
    assert found.returncode == 4, found.stdout + found.stderr
    assert len(nights(project)) == 2  # the outputs are kept


@pytest.mark.skipif(os.name == "nt", reason="there is no kill -9")
def test_a_night_that_is_killed_leaves_nothing_half_and_the_next_is_right(project: Path) -> None:
    assert nightly(project).returncode == 0
    write(project.parent, "2", *rows(600, 600, 0.6, 2))
    chance = random.Random(4)
    for _ in range(3):
        process = subprocess.Popen(
            command("nightly", project), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT
        )
        time.sleep(chance.uniform(0.5, 4))
        process.send_signal(signal.SIGKILL)
        process.wait()
    before = len(nights(project))
    assert before in (1, 2, 3, 4)
    for folder in (project.parent / "reports").iterdir():
        assert (folder / "changes.json").is_file()
    last = nightly(project)
    assert last.returncode == 0, last.stderr
    said = nights(project)
    found = [one for night in said[1:] for one in night["new"] if one.startswith("hidden-friction-delivery")]
    assert len(found) == 1  # said once, by whichever night came through
    hidden = [p for p in (project.parent / "reports").glob(".*") if p.name.startswith(".writing-")]
    assert hidden == []


def test_calibrate_says_what_it_alone_changes_and_its_findings_are_restated(project: Path) -> None:
    assert nightly(project).returncode == 0
    write(project.parent, "2", *rows(600, 600, 0.6, 2, hours=5))
    ruler = project.parent / ".alignment" / "ruler.yaml"
    kept = ruler.read_text(encoding="utf-8")
    dry = analyzer("calibrate", project, "--dry-run")
    assert dry.returncode == 0, dry.stderr
    assert "Measured otherwise" in dry.stdout
    assert ruler.read_text(encoding="utf-8") == kept
    assert analyzer("calibrate", project).returncode == 0
    assert ruler.read_text(encoding="utf-8") != kept
    assert nightly(project, "--fail-on", "worse").returncode == 0  # nobody is alarmed by a change of ruler
    *_, last = nights(project)
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
