"""The kata of an action: written with a version, one experiment at a time, a history of cycles."""

from __future__ import annotations

from datetime import date

import pytest

from analyzer.catalog import add_action, begin_cycle, changes, end_cycle, find_kata, save_kata
from analyzer.errors import InputError

TRY = {"obstacle": "Credit asks too late", "experiment": "Ask at the order", "expected": "Half of the calls"}


@pytest.fixture
def action(catalog) -> str:
    return add_action(catalog, {"title": "Drop prepayment"}, "Anna").id


def test_before_anything_is_written_it_is_empty(catalog, action):
    kata = find_kata(catalog, action)
    assert (kata.version, kata.challenge, kata.cycles, kata.open_cycle) == (0, "", (), None)


def test_challenge_and_target_are_kept_with_a_version(catalog, action):
    values = {"challenge": "Nobody waits", "target": "One in ten waits", "target_on": "2026-12-24"}
    kata = save_kata(catalog, action, 0, values, "Anna")
    assert (kata.challenge, kata.target, kata.target_on, kata.version) == (
        "Nobody waits", "One in ten waits", date(2026, 12, 24), 1,
    )  # fmt: skip
    assert save_kata(catalog, action, 1, {**values, "target": "One in five"}, "Ben").target == "One in five"
    assert changes(catalog, f"kata:{action}")[0].before["target"] == "One in ten waits"


def test_who_saves_an_older_version_is_told_and_nothing_is_lost(catalog, action):
    save_kata(catalog, action, 0, {"target": "Anna's"}, "Anna")
    with pytest.raises(InputError, match="Anna has saved: Anna's"):
        save_kata(catalog, action, 0, {"target": "Ben's"}, "Ben")
    assert find_kata(catalog, action).target == "Anna's"


def test_one_experiment_at_a_time_and_a_history(catalog, action):
    first = begin_cycle(catalog, action, "12 % unhappy", TRY, "Anna")
    with pytest.raises(InputError, match="one experiment at a time"):
        begin_cycle(catalog, action, "", TRY, "Anna")
    end_cycle(catalog, first.id, "A third of the calls", "Some call for another reason", "Anna")
    second = begin_cycle(catalog, action, "9 % unhappy", {**TRY, "look_on": "2026-12-24"}, "Ben")
    kata = find_kata(catalog, action)
    assert [cycle.id for cycle in kata.cycles] == [second.id, first.id]
    assert kata.open_cycle == second
    ended = kata.cycles[1]
    assert (ended.condition, ended.happened, ended.learned) == (
        "12 % unhappy", "A third of the calls", "Some call for another reason",
    )  # fmt: skip
    assert second.look_on == date(2026, 12, 24)


@pytest.mark.parametrize("missing", ["experiment", "expected"])
def test_an_experiment_says_what_it_tries_and_expects(catalog, action, missing):
    with pytest.raises(InputError):
        begin_cycle(catalog, action, "", {**TRY, missing: " "}, "Anna")
    assert find_kata(catalog, action).cycles == ()


def test_an_experiment_ends_once_with_both_answers(catalog, action):
    cycle = begin_cycle(catalog, action, "", TRY, "Anna")
    with pytest.raises(InputError):
        end_cycle(catalog, cycle.id, "It worked", "", "Anna")
    end_cycle(catalog, cycle.id, "It worked", "Ask early", "Anna")
    with pytest.raises(InputError):
        end_cycle(catalog, cycle.id, "It did not", "Ask late", "Ben")


def test_an_action_that_is_not_there_has_no_kata(catalog):
    with pytest.raises(InputError):
        save_kata(catalog, "gone", 0, {"target": "x"}, "Anna")
    with pytest.raises(InputError):
        begin_cycle(catalog, "gone", "", TRY, "Anna")
