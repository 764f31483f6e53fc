"""`analyzer finding`: what people say of findings, the same as with the buttons of their pages."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from analyzer.catalog import changes, finding_marks, open_catalog
from analyzer.settings import load_project

FRICTION = "hidden-friction-delivery-182bfb"  # of the sample


@pytest.fixture
def project(analysed, tmp_path: Path) -> Path:
    return analysed.copy(tmp_path / "project")


@pytest.fixture
def finding(analyzer, project):
    return lambda verb, *more: analyzer("finding", verb, *more, "--project", project)


def listed(finding):
    return {row["id"]: row for row in json.loads(finding("list", "--json").out)}


def test_the_findings_of_the_newest_run_are_listed(finding, analysed):
    document = json.loads((analysed.files / "alignment.json").read_text(encoding="utf-8"))
    rows = listed(finding)
    assert list(rows) == [mismatch["id"] for mismatch in document["mismatches"]]
    assert rows[FRICTION] == {
        "id": FRICTION,
        "title": next(one["title"] for one in document["mismatches"] if one["id"] == FRICTION),
        "acknowledged": None,
        "quiet": None,
        "moments": [],  # `align` is no night
    }
    assert f"{FRICTION}  Delivery" in finding("list").out


def test_marks_are_put_on_once_and_taken_off_with_who_and_when(finding, project):
    assert finding("acknowledge", FRICTION).out == FRICTION + "\n"
    assert finding("quiet", FRICTION).code == 0
    assert finding("quiet", FRICTION).code == 0, "once more changes nothing"
    row = listed(finding)[FRICTION]
    assert (row["acknowledged"]["by"], row["quiet"]["by"]) == ("command line", "command line")
    assert row["moments"] == [], "moments are those of nights, and `align` is none"
    assert finding("hear", FRICTION).code == 0
    assert listed(finding)[FRICTION]["quiet"] is None
    with open_catalog(load_project(project)) as catalog:
        assert set(finding_marks(catalog)[FRICTION]) == {"acknowledged"}
        said = [(one.who, one.before, one.after) for one in changes(catalog, f"finding:{FRICTION}")]
    assert said == [
        ("command line", {"mark": "quiet"}, {"mark": None}),
        ("command line", None, {"mark": "quiet"}),
        ("command line", None, {"mark": "acknowledged"}),
    ]


@pytest.mark.parametrize("verb", ["acknowledge", "quiet"])
def test_a_finding_that_is_not_there_is_refused_with_the_nearest(finding, refused, verb):
    said = refused(finding(verb, FRICTION.replace("delivery", "delivry")))
    assert FRICTION in said["do"]
    assert said["where"].startswith("finding ")


def test_what_is_gone_may_be_heard_of_again(finding):
    """A finding that the newest run does not have may still be quiet: that can be ended."""
    assert finding("hear", "hidden-friction-long-gone").code == 0


def test_without_a_run_there_is_nothing_to_list(analyzer, analysed, tmp_path):
    folder = tmp_path / "fresh"
    shutil.copytree(analysed.project.parent, folder, ignore=shutil.ignore_patterns(".alignment"))
    told = analyzer("finding", "list", "--project", folder / analysed.project.name)
    assert (told.code, told.out) == (0, "No finding yet. `analyzer nightly` looks for some.\n")
