"""`analyzer note`: notes from a file, all or none, and what the data say of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.catalog import changes, open_catalog
from analyzer.settings import load_project

FRICTION = "hidden-friction-delivery-182bfb"  # of the sample: its driver is Demand prepayment, in Payment
HEAD = "date,author,stage,activity,text\n"


@pytest.fixture
def project(analysed, tmp_path) -> Path:
    return analysed.copy(tmp_path / "project")


@pytest.fixture
def note(analyzer, project):
    return lambda verb, *more: analyzer("note", verb, *more, "--project", project)


def file(folder: Path, rows: str) -> Path:
    path = folder / "notes.csv"
    path.write_text(HEAD + rows, encoding="utf-8")
    return path


def test_a_note_that_the_data_came_to_support_says_who_was_first(note, tmp_path):
    """The sample is read to 1 July 2026 or so: a note of January was first, one of 2030 was not."""
    rows = (
        "2026-01-15,Ana,,Demand prepayment,Regulars are hurt\n"
        "2030-01-01,Rui,Payment,Demand prepayment,I heard of it\n"
        "2026-01-15,Eva,Delivery,,They wait\n"
    )
    assert note("import", file(tmp_path, rows)).out == "3 taken\n"
    assert note("import", file(tmp_path, rows)).out == "0 taken, 3 known already\n"
    rui, eva, ana = json.loads(note("list", "--json").out)
    assert (ana["borne_out"]["mismatch"], ana["borne_out"]["first"]) == (FRICTION, True)
    assert (rui["borne_out"]["first"], eva["borne_out"]) == (False, None)
    told = note("list").out
    assert "They spoke first: noted 15 Jan 2026, found by the data" in told
    assert "It was written down here on" in told, "a date of one's own choice is told as such: it is the file's"
    assert "The data had found this" in told


def test_a_row_that_cannot_be_used_takes_none(note, refused, tmp_path):
    said = refused(note("import", file(tmp_path, "2026-01-15,Ana,,,fine\n2026-01-15,Ana,Paymnt,,no\n")))
    assert said["where"] == "notes.csv, line 3, column stage"
    assert "Payment" in said["do"]
    assert note("list", "--json").out == "[]\n"


def test_a_file_that_is_not_there(note, refused, tmp_path):
    assert "nowhere.csv" in refused(note("import", tmp_path / "nowhere.csv"))["where"]


def test_a_vote_is_given_and_taken_back_and_written_down(note, project):
    identity = note("add", "--text", "They wait", "--author", "Ana", "--stage", "Delivery").out.strip()
    assert note("vote", identity).out == "agreed\n"
    assert json.loads(note("list", "--json").out)[0]["votes"] == 1
    assert note("list").out.startswith(f"{identity}  ")
    assert "1 vote" in note("list").out
    assert note("vote", identity).out == "taken back\n"
    assert json.loads(note("list", "--json").out)[0]["votes"] == 0
    with open_catalog(load_project(project)) as catalog:
        back, agreed, added = changes(catalog, f"note:{identity}")
    assert (agreed.who, agreed.before, agreed.after) == ("command line", {"agrees": None}, {"agrees": "command line"})
    assert (back.before, back.after) == ({"agrees": "command line"}, {"agrees": None})
    assert added.before is None


def test_a_note_is_taken_away_with_its_votes_and_what_it_said_is_kept(note, project):
    identity = note("add", "--text", "They wait", "--author", "Ana").out.strip()
    note("vote", identity)
    assert note("remove", identity).out == f"{identity}  They wait\n"
    assert note("list", "--json").out == "[]\n"
    with open_catalog(load_project(project)) as catalog:
        gone = changes(catalog, f"note:{identity}")[0]
    assert (gone.who, gone.before["text"], gone.after) == ("command line", "They wait", None)


@pytest.mark.parametrize("verb", ["vote", "remove"])
def test_a_note_that_is_not_there_is_refused(note, refused, verb):
    identity = note("add", "--text", "They wait", "--author", "Ana").out.strip()
    said = refused(note(verb, identity[:-1]))
    assert (said["where"], identity in said["do"]) == (f"note {verb}", True)
