"""A small version of the benchmark, as part of every test run: each sixth sort once (`make truth` runs them all).

The targets are those of the whole; among so few sets one fault is let pass, two are not.
"""

from __future__ import annotations

from typing import Any

import pytest

from .runner import chosen, one_set
from .targets import CLASSES, effect_class, frictions

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def scores() -> list[dict[str, Any]]:
    return [one_set(sort, number, None) for sort, number in chosen(None, None, small=True)[::6]]


def test_what_is_listed_was_planted(scores):
    wrong = [(s["sort"], s["number"], m) for s in scores for m in s["mismatches"] if not m["right"]]
    assert len([m for s in scores for m in s["mismatches"]]) >= 8
    assert len(wrong) <= 1, wrong


def test_the_drivers_that_are_listed_are_causes(scores):
    wrong = [(s["sort"], s["number"], d["driver"], d["class"]) for s in scores for d in s["drivers"] if not d["right"]]
    assert len([d for s in scores for d in s["drivers"]]) >= 6
    assert len(wrong) <= 1, wrong


def test_data_in_which_nothing_was_planted_stay_silent(scores):
    empty = [s for s in scores if s["empty"]]
    assert len(empty) >= 3
    assert sum(bool(s["mismatches"]) for s in empty) <= 1


def test_strong_causes_are_found_and_stand_first(scores):
    strong = [p for s, p in frictions(scores) if effect_class(p, s["cases"]) in CLASSES[:2]]
    missed = [(p["form"], p["stage"]) for p in strong if not p["found"]]
    assert len(strong) >= 5
    assert len(missed) <= 1, missed
    assert sum(p["found"] and not p["first_right"] for p in strong) <= 1


def test_the_other_kinds_are_found(scores):
    planted = [p for s in scores for p in s["plants"] if p["must"] and p["kind"] != "hidden_friction"]
    missed = [(p["kind"], p["stage"]) for p in planted if p["seen"] and not p["found"]]
    assert len(planted) >= 2
    assert len(missed) <= 1, missed
