"""`analyzer action`: adding, changing and listing actions, the same ones as on the board."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from analyzer.catalog import changes, open_catalog, reopen_actions
from analyzer.settings import load_project

FRICTION = "hidden-friction-delivery-182bfb"  # of the sample: felt in Delivery, caused in Payment
INVOICING = "hidden-friction-invoicing-1392d9"


@pytest.fixture
def project(analysed, tmp_path: Path) -> Path:
    return analysed.copy(tmp_path / "project")


@pytest.fixture
def action(analyzer, project):
    return lambda verb, *more: analyzer("action", verb, *more, "--project", project)


@pytest.fixture
def add(action):
    dates = ("--start", "2026-04-01", "--review", "2026-06-24")
    return lambda *more: action("add", "--mismatch", FRICTION, "--title", "No prepayment for regulars", *dates, *more)


def listed(action):
    return json.loads(action("list", "--json").out)


def test_the_id_is_printed_and_the_action_listed(add, action):
    ended = add("--owner", "Anna", "--on", "region=North", "--on", "region=South", "--effort", "small")
    assert ended.code == 0, ended.err
    (one,) = listed(action)
    assert ended.out == one["id"] + "\n"
    assert {name: one[name] for name in ("mismatch", "title", "owner", "status", "start", "review", "on")} == {
        "mismatch": FRICTION,
        "title": "No prepayment for regulars",
        "owner": "Anna",
        "status": "new",
        "start": "2026-04-01",
        "review": "2026-06-24",
        "on": {"region": ["North", "South"]},
    }


def test_without_an_owner_who_answers_for_the_causing_stage_is_proposed(add, action):
    assert add().code == 0
    assert listed(action)[0]["owner"] == "Credit"  # Payment's, not Logistics, who are blamed


def test_before_it_starts_it_says_when_its_effect_would_be_seen(add, action):
    """The driver's share is expected; the stage's 4 regions give a proposal, a region is held against the others."""
    whole = add()
    (one,) = listed(action)
    assert one["expected"] == pytest.approx(0.29, abs=0.05)
    assert "fall of" in whole.err
    assert "by the review, after 12 weeks, with" in whole.err
    assert "Try it first where region is" in whole.err
    assert "held against 4 others" in whole.err  # the other stages
    part = add("--on", "region=North", "--expected", "0.6")
    assert "You would see a fall of" in part.err
    assert "held against 15 others" in part.err  # three regions in five stages: 3 others here, and 4 · 3 elsewhere
    assert "Try it first" not in part.err


def test_a_change_is_written_down_like_one_on_the_board(add, action, project):
    identity = add("--expected", "0.3").out.strip()
    assert action("set", identity, "--status", "under_way", "--review", "2026-07-01").code == 0
    (one,) = listed(action)
    assert (one["status"], one["review"], one["expected"]) == ("under_way", "2026-07-01", 0.3)
    with open_catalog(load_project(project)) as catalog:
        newest, oldest = changes(catalog, f"action:{identity}")
    assert (newest.who, newest.before) == ("command line", {"review_on": "2026-06-24", "status": "new"})
    assert newest.after == {"review_on": "2026-07-01", "status": "under way"}
    assert oldest.after["expected"] == 0.3


def test_all_that_the_form_of_the_board_holds_can_be_set(add, action):
    identity = add("--due", "2026-05-01", "--note", "Ask Credit first").out.strip()
    (one,) = listed(action)
    assert (one["due"], one["note"]) == ("2026-05-01", "Ask Credit first")
    assert action("set", identity, "--due", "", "--note", "").code == 0
    (one,) = listed(action)
    assert (one["due"], one["note"]) == (None, "")


def test_what_is_removed_is_gone_but_for_the_record(add, action, project, refused):
    identity = add().out.strip()
    assert action("remove", identity).out == f"{identity}  No prepayment for regulars\n"
    assert listed(action) == []
    assert refused(action("remove", identity))["where"] == "action remove"
    with open_catalog(load_project(project)) as catalog:
        gone = changes(catalog, f"action:{identity}")[0]
    assert (gone.who, gone.before["title"], gone.after) == ("command line", "No prepayment for regulars", None)


def test_what_was_dropped_stays_in_the_list(add, action):
    action("set", add().out.strip(), "--status", "dropped")
    assert [one["status"] for one in listed(action)] == ["dropped"]


def test_a_list_of_one_owner_one_stage_one_age(add, action):
    add("--owner", "Anna")
    add("--owner", "Ben")

    def owners(*by: str) -> list[str]:
        return [one["owner"] for one in json.loads(action("list", "--json", *by).out)]

    assert owners("--owner", "Ben") == ["Ben"]
    assert owners("--stage", "Delivery") == ["Anna", "Ben"]
    assert owners("--stage", "Payment") == []
    assert owners("--age", "0") == ["Anna", "Ben"]
    assert owners("--age", "1") == []


def test_what_a_night_reopened_is_listed_with_the_moment(add, action, project):
    identity = add().out.strip()
    action("set", identity, "--status", "done")
    with open_catalog(load_project(project)) as catalog, catalog.writing() as connection:
        reopen_actions(connection, catalog, [FRICTION], datetime(2026, 7, 1, tzinfo=UTC), "nightly", "it came back")
    (one,) = listed(action)
    assert (one["status"], one["reopened_at"]) == ("under_way", "2026-07-01T00:00:00Z")
    assert "Reopened 1 Jul 2026: its mismatch came back." in action("list").out


def test_no_action_yet(action):
    assert "No action yet" in action("list").out
    assert listed(action) == []


@pytest.mark.parametrize(
    ("more", "where", "found", "do"),
    [
        (("--mismatch", "hidden-friction-delivry"), "--mismatch", "hidden-friction-delivry", f"write {FRICTION}"),
        (("--on", "regin=North"), "--on", "regin=North", "write region"),
        (("--on", "region=Nrth"), "--on", "region=Nrth", "write North"),
        (("--on", "region"), "--on", "region", "write it like"),
        (("--start", "soon"), "--start", "soon", "write year"),
        (("--review", "2026-03-31"), "the review date", "start 2026-04-01, review 2026-03-31", "correct one"),
        (("--expected", "1.5"), "the expected effect", "1.5", "write it as such a share"),
        (("--effort", "huge"), "the effort", "huge", "choose one"),
    ],
    ids=str,
)
def test_what_is_refused(add, refused, action, more, where, found, do):
    said = refused(add(*more))
    assert said["where"] == where
    assert said["found"] == found
    assert do in said["do"]
    assert listed(action) == [], "nothing half is kept"


def test_an_action_that_is_not_there(add, action, refused):
    identity = add().out.strip()
    said = refused(action("set", identity[:-1], "--status", "done"))
    assert said["do"] == f"write {identity}"


def test_the_verdict_counts_the_heard_visits_of_the_part_by_the_day_they_happened(add, action, project):
    """The same visits counted by pandas from the run's own tables, in days of the project's zone."""
    import pandas as pd

    add("--on", "region=North")
    (one,) = listed(action)
    (tables,) = project.parent.glob(".alignment/runs/*/tables")
    zone = load_project(project).timezone
    cases = pd.read_parquet(tables / "cases.parquet")
    column = next(name for name in cases.columns if name.endswith("region"))
    rated = pd.read_parquet(tables / "rated.parquet").merge(cases[["case_id", column]], on="case_id")
    heard = rated[rated["rated"] & rated["last_at"].notna() & (rated["stage_no"] == 3) & (rated[column] == "North")]
    day = pd.to_datetime(heard["last_at"]).dt.tz_localize("UTC").dt.tz_convert(zone).dt.tz_localize(None)
    assert one["verdict"]["n"]["after"] == int(((day >= "2026-04-01") & (day < "2026-06-24")).sum())
    assert set(one["verdict"]["bad_share"]) == {"value", "low", "high"}


@pytest.mark.parametrize(
    ("start", "status", "units"),
    [
        ("2026-05-01", "under_way", 14),  # within the weeks that count: Delivery in the South is left out
        ("2026-07-10", "new", 15),  # after the review: not yet treated
        ("2026-05-01", "dropped", 15),
    ],
)
def test_what_another_action_changes_is_not_held_against(add, action, start, status, units):
    """North is held against three regions in five stages; another action starts on the South, in Delivery alone."""
    identity = add("--on", "region=North").out.strip()
    more = ("--mismatch", FRICTION, "--title", "Other", "--start", start, "--on", "region=South")
    other = action("add", *more).out.strip()
    action("set", other, "--status", status)
    one = next(row for row in listed(action) if row["id"] == identity)
    assert one["verdict"]["units"] == units


def test_a_stage_that_is_treated_meanwhile_is_no_comparison(add, action):
    """A whole stage is held against the other four; an action on one of them leaves three. The treated stay as many."""
    whole = add().out.strip()
    before = {row["id"]: row["verdict"] for row in listed(action)}[whole]
    action("add", "--mismatch", INVOICING, "--title", "Elsewhere", "--start", "2026-05-01")
    after = {row["id"]: row["verdict"] for row in listed(action)}[whole]
    assert (before["units"], after["units"]) == (4, 3)
    assert before["n"] == after["n"]


def test_without_a_review_date_there_is_no_verdict(action):
    action("add", "--mismatch", FRICTION, "--title", "x", "--start", "2026-04-01")
    assert listed(action)[0]["verdict"] is None
