"""Durations as people write them."""

from __future__ import annotations

import pytest

from analyzer.settings.durations import Duration, parse_duration


@pytest.mark.parametrize(
    ("written", "seconds"),
    [
        ("90m", 5400),
        ("24h", 86_400),
        ("36 h", 129_600),
        ("3d", 259_200),
        ("2w", 1_209_600),
        ("1.5h", 5400),
        ("45 minutes", 2700),
        ("1 day", 86_400),
        ("1d 12h", 129_600),
        ("10s", 10),
        ("24H", 86_400),
    ],
)
def test_by_the_clock(written, seconds):
    assert parse_duration(written) == Duration(seconds)


@pytest.mark.parametrize(
    ("written", "seconds"), [("8 working hours", 28_800), ("90 working minutes", 5400), ("1 Working Hour", 3600)]
)
def test_in_working_time(written, seconds):
    assert parse_duration(written) == Duration(seconds, working=True)


@pytest.mark.parametrize(
    ("written", "reason"),
    [
        ("", "nothing"),
        ("24", "without a unit"),
        ("soon", "not a duration"),
        ("-3d", "not a duration"),
        ("3 months", "unit"),
        ("0h", "of nothing"),
        ("200000d", "hundred years"),
        ("2 working days", "hours or minutes"),
        ("1d 8 working hours", "in one"),
        ("٣d", "not a duration"),
    ],
)
def test_what_is_none(written, reason):
    with pytest.raises(ValueError, match=reason):
        parse_duration(written)
