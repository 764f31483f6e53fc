"""The nearest valid name to one that is unknown."""

from __future__ import annotations

import pytest

from analyzer.settings import nearest, suggestion


@pytest.mark.parametrize(
    ("word", "valid", "expected"),
    [
        ("Delivr", ["Deliver", "Order"], "Deliver"),
        ("case id", ["customer_id", "case_id"], "case_id"),
        ("NAME", ["goal", "name"], "name"),
        ("xyz", ["goal", "name"], None),
        ("abcd", ["abce", "abcf"], "abce"),  # equally alike: the first in the alphabet, whatever the order
        ("abcd", ["abcf", "abce"], "abce"),
        ("a", [], None),
    ],
)
def test_nearest(word, valid, expected):
    assert nearest(word, valid) == expected


def test_where_none_is_near_all_are_named():
    assert suggestion("xyz", ["goal", "name"]) == "write one of: goal, name"
