"""A number with its limits, as it is handed on and written to JSON."""

from __future__ import annotations

import dataclasses
import math

import pytest

from analyzer.tables.interval import NO_DATA, Interval


def test_json_gets_six_significant_digits():
    assert Interval(1 / 3, 0.00001234567, 1234567.8).as_dict() == {
        "value": 0.333333,
        "low": 1.23457e-05,
        "high": 1234570.0,
    }


def test_json_gets_null_for_what_it_cannot_hold():
    assert Interval(2.0, math.nan, math.inf).as_dict() == {"value": 2.0, "low": None, "high": None}


def test_without_a_value_there_are_no_limits():
    assert Interval(None, 0.1, 0.2) == NO_DATA
    assert Interval(math.nan, 0.1, 0.2) == NO_DATA
    assert NO_DATA.as_dict() == {"value": None, "low": None, "high": None}


def test_no_negative_zero_in_json():
    assert str(Interval(-0.0, -1.0, 1.0).as_dict()["value"]) == "0.0"


def test_it_cannot_be_changed():
    with pytest.raises(dataclasses.FrozenInstanceError):
        Interval(1.0, 0.0, 2.0).value = 3.0  # type: ignore[misc]
