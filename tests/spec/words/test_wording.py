"""How numbers are written."""

from __future__ import annotations

import pytest

from analyzer.words import wording


@pytest.mark.parametrize(
    ("share", "written"),
    [
        (0.244, "24 %"),
        (0.0249, "2.5 %"),
        (0.0, "0 %"),
        (1.0, "100 %"),
        (0.0996, "10 %"),
        (0.0994, "9.9 %"),
        (0.0003, "0 %"),
        (None, "–"),
    ],
)
def test_a_share(share, written):
    assert wording.percent(share).replace("\u202f", " ") == written


@pytest.mark.parametrize(
    ("value", "written"),
    [(38.4, "38"), (8.34, "8.3"), (9.96, "10"), (2.0, "2"), (1234.5, "1,234"), (-3.2, "−3.2"), (None, "–")],
)
def test_an_amount(value, written):
    assert wording.number(value) == written


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(45, "45 s"), (5400, "90 min"), (7200, "2 h"), (108000, "30 h"), (302400, "3.5 d"), (None, "–")],
)
def test_a_duration(seconds, written):
    assert wording.duration(seconds).replace("\u202f", " ") == written


def test_limits_are_left_out_where_there_are_none():
    assert wording.percent_limits({"value": 0.5, "low": None, "high": None}) == ""
    assert wording.limits({"value": 1.0, "low": -2.0, "high": 8.34}) == "−2–8.3"
    assert wording.ratio_limits({"value": 3.0, "low": 1.5, "high": None}) == "1.5–∞"


@pytest.mark.parametrize(
    ("value", "low", "high", "written", "span"),
    [
        (4.2, 3.5, 5.0, "4.2×", "3.5–5.0"),
        (100.0, 40.0, 100.0, "100.0×", "40.0–100.0"),
        (380.0, 38.04, 3796.0, "more than 100×", "38.0 or more"),
        (380.0, 130.0, 3796.0, "more than 100×", "100.0 or more"),
        (None, None, None, "–", ""),
    ],
)
def test_a_risk_ratio_beyond_a_hundred_is_only_said_to_be_beyond(value, low, high, written, span):
    assert wording.times(value) == written
    assert wording.times(value, brief=True) == written.replace("more than ", ">")
    assert wording.ratio_limits({"value": value, "low": low, "high": high}) == span


def test_a_name_written_from_right_to_left_is_isolated():
    assert wording.isolated("משלוח") == "\u2068משלוח\u2069"
    assert wording.isolated("配送 / Delivery") == "配送 / Delivery"


@pytest.mark.parametrize(
    ("kind", "value", "written"),
    [("nps", -7.4, "−7"), ("nps", 12.0, "+12"), ("ces", 5.63, "5.6"), ("csat", 0.71, "71 %")],
)
def test_a_score_is_written_on_its_own_scale(kind, value, written):
    assert wording.score(kind, value).replace("\u202f", " ") == written


def test_a_period_and_a_moment():
    assert (
        wording.period({"first": "2025-12-31T05:12:00Z", "last": "2026-06-30T17:41:00Z"}) == "31 Dec 2025 – 30 Jun 2026"
    )
    assert wording.period({"first": "2026-01-02T05:12:00Z", "last": "2026-06-30T17:41:00Z"}) == "2 Jan – 30 Jun 2026"
    assert wording.moment("2026-07-01T02:15:09Z") == "1 Jul 2026, 02:15 UTC"


@pytest.mark.parametrize(
    ("noun", "n", "written"),
    [
        ("order", 1, "order"),
        ("order", 2, "orders"),
        ("category", 0, "categories"),
        ("mismatch", 5, "mismatches"),
        ("day", 2, "days"),
    ],
)
def test_a_noun_fits_its_count(noun, n, written):
    assert wording.plural(noun, n) == written
