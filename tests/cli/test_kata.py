"""`analyzer kata` and `analyzer show`: what the pages of improvement hold, on the command line, with the same audit."""

from __future__ import annotations

import json

import pytest

from analyzer.catalog import changes, open_catalog
from analyzer.settings import load_project

FRICTION = "hidden-friction-delivery-182bfb"  # of the sample: its driver is Demand prepayment, in Payment


@pytest.fixture
def project(analysed, tmp_path):
    return analysed.copy(tmp_path / "project")


@pytest.fixture
def kata(analyzer, project):
    return lambda verb, *more: analyzer("kata", verb, *more, "--project", project)


@pytest.fixture
def show(analyzer, project):
    return lambda what, *more: analyzer("show", what, *more, "--project", project)


@pytest.fixture
def action(analyzer, project):
    return analyzer("action", "add", "--mismatch", FRICTION, "--title", "Invoice", "--project", project).out.strip()


def test_a_cycle_from_the_challenge_to_what_was_learned(kata, action, project):
    assert kata("list").out.startswith("No kata yet")
    assert kata("set", action, "--challenge", "No order waits", "--by", "2026-09-01").code == 0
    assert kata("set", action, "--target", "Half of them").code == 0
    begun = ("add", action, "--experiment", "Invoice regulars", "--expect", "fewer complaints", "--obstacle", "credit")
    assert kata(*begun).code == 0
    assert kata("end", action, "--happened", "Two did not pay", "--learned", "Ask for a limit").code == 0
    (row,) = json.loads(kata("list", "--json").out)
    assert (row["challenge"], row["target"], row["by"]) == ("No order waits", "Half of them", "2026-09-01")
    (cycle,) = row["cycles"]
    assert (cycle["obstacle"], cycle["learned"], cycle["by"]) == ("credit", "Ask for a limit", "command line")
    assert "Delivery" in cycle["condition"], "how things stood is kept with it, in numbers of the run"
    assert "learned last: Ask for a limit" in kata("list").out
    with open_catalog(load_project(project)) as catalog:
        subjects = [entry.what for entry in changes(catalog) if entry.who == "command line"]
    assert subjects.count(f"kata:{action}") == 4


def test_one_experiment_at_a_time_and_none_to_end(kata, action, refused):
    assert "none in “Invoice”" in refused(kata("end", action, "--happened", "a", "--learned", "b"))["found"]
    kata("add", action, "--experiment", "one", "--expect", "x")
    assert "still open" in refused(kata("add", action, "--experiment", "two", "--expect", "y"))["found"]


def test_an_action_that_is_not_there(kata, action, refused):
    said = refused(kata("set", "nope", "--target", "x"))
    assert (said["where"], said["found"]) == ("ACTION", "nope")


def test_the_register_the_price_the_review_and_the_cards(show, action):
    risks = json.loads(show("risks", "--json").out)
    one = next(row for row in risks if row["id"] == FRICTION)
    assert one["score"] == one["likelihood"] * one["impact"]
    assert "likelihood" in show("risks").out
    assert "required_by" in show("compliance").out, "nothing in the sample is required"
    review = json.loads(show("review", "--json").out)
    assert any("Invoice" in line for line in review["parts"]["Decisions asked for"])
    assert review["headline"] in show("review").out
    owners = json.loads(show("cards", "--json").out)["owner"]
    assert owners == sorted(owners, key=str.casefold)
    assert len(owners) > 1
    card = json.loads(show("cards", "--owner", owners[0], "--json").out)
    assert card["name"] == owners[0]
    assert owners[0] in show("cards", "--owner", owners[0]).out


def test_what_is_not_there_is_refused(show, refused):
    assert refused(show("review", "--month", "2026-13"))["where"] == "--month"
    assert refused(show("cards", "--owner", "Nobod"))["where"] == "--owner"


def test_a_note_from_the_command_line_is_that_of_the_form(analyzer, project, refused):
    given = ("--text", "They wait", "--author", "Rui", "--date", "2026-01-15", "--project", project)
    added = analyzer("note", "add", "--activity", "Demand prepayment", "--attention", *given)
    (row,) = json.loads(analyzer("note", "list", "--json", "--project", project).out)
    assert (row["id"], row["stage"], row["date"]) == (added.out.strip(), "Payment", "2026-01-15")
    assert refused(analyzer("note", "add", "--stage", "Paymnt", *given))["where"] == "--stage"
