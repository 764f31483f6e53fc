"""Arithmetic on times in the engine: whole microseconds, so that no order of rows or threads changes a result."""

from __future__ import annotations

from typing import Any


def seconds(later: Any, earlier: Any) -> Any:
    """later − earlier in seconds, negative where `later` is earlier."""
    return later.delta(earlier, unit="microsecond") / 1_000_000.0


def after(at: Any, offset_s: Any) -> Any:
    """The moment `offset_s` seconds (a column or a number) after `at`."""
    import ibis

    if isinstance(offset_s, int | float):
        return at + ibis.interval(microseconds=round(offset_s * 1_000_000))
    return at + (offset_s * 1_000_000).round().cast("int64").as_interval("us")
