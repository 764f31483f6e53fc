"""A few sets over real logs in every test run: causes, nothing, and columns that name the outcome."""

from __future__ import annotations

from typing import Any

import pytest

from ..runner import one_set
from .sorts import recipe, sets

pytestmark = [
    pytest.mark.slow,
    pytest.mark.filterwarnings("ignore:In the current version:UserWarning"),  # of pm4py, at the first log that it reads
]
PLANTED = (("real_helpdesk", 6), ("real_olist", 2))
EMPTY = (("real_empty_receipt", 1),)
LEAKS = (("real_leak_helpdesk", 0),)  # with a cause beside it, which is found too


@pytest.fixture(scope="module")
def scores(shared_data: object) -> dict[tuple[str, int], dict[str, Any]]:
    return {pair: one_set(*pair, None) for pair in (*PLANTED, *EMPTY, *LEAKS)}


@pytest.mark.parametrize("pair", PLANTED)
def test_a_cause_in_a_real_log_is_found_and_stands_first(scores, pair):
    (plant,) = scores[pair]["plants"]
    assert plant["found"]
    assert plant["first_right"], plant
    assert all(d["right"] for d in scores[pair]["drivers"]), scores[pair]["drivers"]


@pytest.mark.parametrize("pair", EMPTY)
def test_a_real_log_in_which_nothing_was_planted_stays_silent(scores, pair):
    assert scores[pair]["mismatches"] == []


@pytest.mark.parametrize("pair", LEAKS)
def test_a_column_that_names_the_outcome_is_left_out_and_warned_about(scores, pair):
    assert scores[pair]["leak"] == {"listed": False, "warned": True}
    assert [p["first_right"] for p in scores[pair]["plants"]] == [True]  # and the cause is found beside it


def test_sets_are_of_the_logs_that_are_there():
    assert set(sets(["olist"])) == {"real_olist", "real_leak_olist", "real_empty_olist"}
    assert sets([]) == {}


def test_the_recipes_cover_what_logs_do_to_a_search():
    import numpy as np

    made = [recipe("real_empty_olist", number, np.random.default_rng(number)) for number in range(4)]
    assert [r.kind for r in made] == ["plain", "sooner", "unequal", "temper"]
    assert made[1].delay[0] < made[1].delay[1]
    assert all(r.empty for r in made)
