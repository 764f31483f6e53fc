"""A case's own deadline that is a date without a time: it counts as the end of that day where the project is."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from analyzer.engine import DAY_S, Table, after, offset_s
from analyzer.tables.log import Attribute, Log

REACH = timedelta(days=800)  # deadlines may lie this far outside the log


def end_of_day(visits: Table, attribute: Attribute, log: Log, timezone: str) -> Any:
    """The last microsecond of the local day whose midnight (as UTC) the attribute holds."""
    midnight = visits[attribute.column]
    first, last = log.first_at - REACH, log.last_at + REACH
    following = after(midnight, DAY_S)
    shift_s = offset_s(midnight, timezone, first, last) - offset_s(following, timezone, first, last)
    return after(following, shift_s - 0.000_001)
