"""What was known at a moment: the last, first, highest or lowest value of a case's events up to then."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.engine.conditions import any_of
from analyzer.engine.engine import Engine

TAKES = ("last", "first", "max", "min")


def known_by(
    engine: Engine, moments: Any, events: Any, keys: tuple[str, ...], wanted: Mapping[str, tuple[str, str]]
) -> Any:
    """For each moment what its case's events had said by then.

    `moments`: a row a moment, with `case_id`, further `keys` that tell the moments of a case apart, and `until_at`,
    which counts itself. `events`: case_id, position, at and the columns. `wanted`: name of the new column → (column of
    the events, take), take being last, first, max or min. Missing values are passed over; a moment before any value
    has null. Returns case_id, the keys and the new columns, a row a moment, kept in the engine.
    """
    columns = sorted({column for column, _ in wanted.values()})
    known = events.select("case_id", "position", "at", *columns).semi_join(moments, "case_id")
    # only rows that say something are paired with the moments
    said = known.filter(any_of([known[c].notnull() for c in columns]))
    pairs = moments.select("case_id", *keys, "until_at").join(said, "case_id")
    pairs = pairs.filter(pairs["at"] <= pairs.until_at)
    found = pairs.group_by("case_id", *keys).aggregate(
        **{name: _taken(pairs, column, take) for name, (column, take) in wanted.items()}
    )
    rest = moments.select("case_id", *keys)
    joined = rest.left_join(found, ["case_id", *keys])
    return engine.keep(joined.select("case_id", *keys, *wanted), "known_by")


def _taken(pairs: Any, column: str, take: str) -> Any:
    value = pairs[column]
    if take == "last":
        return value.argmax(pairs.position, where=value.notnull())
    if take == "first":
        return value.argmin(pairs.position, where=value.notnull())
    return value.max() if take == "max" else value.min()
