"""Hypotheses: written down first; the answer comes once and stays."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.catalog import add_hypothesis, answer_hypothesis, changes, list_hypotheses
from analyzer.errors import InputError

ANSWER: Any = {
    "word": "not_supported", "run": "r", "last": "2026-06-30T00:00:00Z", "ruler": "x", "visits": 40, "bad": 4,
    "driver": None, "whole": None,
}  # fmt: skip


def test_it_is_on_record_before_it_is_tested(catalog):
    one = add_hypothesis(catalog, "It hurts cafes", "Delivery", {"activity": "Ask"}, {"segment": ["Cafe"]}, "Anna")
    (kept,) = list_hypotheses(catalog)
    assert kept == one
    assert kept.answer is None
    assert changes(catalog, f"hypothesis:{one.id}")[0].after == {"text": "It hurts cafes", "stage": "Delivery"}


def test_the_answer_is_kept_once_and_never_changed(catalog):
    one = add_hypothesis(catalog, "It hurts", "Delivery", {"activity": "Ask"}, None, "Anna")
    answer_hypothesis(catalog, one.id, ANSWER)
    with pytest.raises(InputError):
        answer_hypothesis(catalog, one.id, {**ANSWER, "word": "supported"})
    (kept,) = list_hypotheses(catalog)
    assert kept.answer == ANSWER
    assert kept.answered_at is not None


def test_an_empty_one_is_none(catalog):
    with pytest.raises(InputError):
        add_hypothesis(catalog, " ", "Delivery", {"activity": "Ask"}, None, "Anna")
