"""A mismatch that comes back on a night opens the actions again that had resolved it."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest

from analyzer.catalog import (
    ActionChangedError,
    Catalog,
    add_action,
    change_action,
    changes,
    keep_run,
    list_actions,
    reopen_actions,
)
from tests.spec.catalog.down_and_up import down_and_up

AT = datetime(2026, 9, 1, 22, tzinfo=UTC)


def add(catalog: Catalog, title: str, status: str, mismatch: str | None = "m1") -> str:
    return add_action(catalog, {"title": title, "status": status, "mismatch_id": mismatch}, "Anna").id


def reopen(catalog: Catalog, *ids: str) -> list[str]:
    with catalog.writing() as connection:
        return reopen_actions(connection, catalog, ids, AT, "nightly", "it came back")


def states(catalog: Catalog) -> dict[str, tuple[str, Any]]:
    return {one.title: (one.status, one.reopened_at) for one in list_actions(catalog)}


def test_what_is_done_is_under_way_again_and_nothing_else_changes(catalog):
    done = add(catalog, "done", "done")
    for title, status, mismatch in (
        ("open", "accepted", "m1"),
        ("dropped", "dropped", "m1"),
        ("another", "done", "m2"),
        ("free", "done", None),
    ):
        add(catalog, title, status, mismatch)
    assert reopen(catalog, "m1", "m9") == [done]
    assert states(catalog) == {
        "done": ("under way", AT),
        "open": ("accepted", None),
        "dropped": ("dropped", None),
        "another": ("done", None),
        "free": ("done", None),
    }


def test_the_record_says_who_and_why(catalog):
    done = add(catalog, "done", "done")
    reopen(catalog, "m1")
    newest = changes(catalog, f"action:{done}")[0]
    assert (newest.who, newest.before) == ("nightly", {"status": "done"})
    assert newest.after == {"status": "under way", "reason": "it came back"}


def test_a_night_without_a_relapse_opens_nothing(catalog):
    add(catalog, "done", "done")
    assert reopen(catalog) == []
    assert states(catalog) == {"done": ("done", None)}


def test_whoever_had_it_open_in_a_form_is_told(catalog):
    """They read version 1, the night made version 2: a change of the status is refused, one of the note stands."""
    done = add(catalog, "done", "done")
    reopen(catalog, "m1")
    with pytest.raises(ActionChangedError):
        change_action(catalog, done, 1, {"status": "dropped"}, "Anna")
    kept = change_action(catalog, done, 1, {"note": "We look at it"}, "Anna")
    assert (kept.status, kept.note, kept.reopened_at, kept.version) == ("under way", "We look at it", AT, 3)


def test_it_is_one_with_the_night(catalog, document, files):
    """A night that cannot be kept opens nothing."""
    add(catalog, "done", "done", "hidden-friction-delivery")

    def within(connection: Any, catalog: Catalog, run_id: str) -> None:
        reopen_actions(connection, catalog, ["hidden-friction-delivery"], AT, "nightly", f"night {run_id}")
        raise RuntimeError("the disk is full")

    with pytest.raises(RuntimeError):
        keep_run(catalog, document, files, within=within)
    assert states(catalog) == {"done": ("done", None)}


def test_migrations_go_down_and_up_again(settings):
    down_and_up(settings)
