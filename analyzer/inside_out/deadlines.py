"""A case's own deadline that is a date without a time: it counts as the end of that day where the project is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from analyzer.engine import DAY_S, Table, after, ibis, local_seconds, offset_s
from analyzer.tables.log import Attribute, Log

HOUR_S = 3600
REACH = timedelta(days=800)  # deadlines may lie this far outside the log


def end_of_day(visits: Table, attribute: Attribute, log: Log, timezone: str) -> Any:
    """The last microsecond of the local day whose midnight (as UTC) the attribute holds.

    Where clocks change on that day, the offset that holds at its end counts; where they skip midnight, a day begins
    or ends at the moment that they skip.
    """
    begins = visits[attribute.column]
    first, last = log.first_at - REACH, log.last_at + REACH
    local_s = local_seconds(begins, timezone, first, last)
    next_midnight_s = ((local_s / DAY_S).floor() + 1) * DAY_S  # on the local clock
    epoch = ibis.literal(datetime(1970, 1, 1), "timestamp(6)")
    soon = after(epoch, next_midnight_s - offset_s(begins, timezone, first, last))
    late = after(epoch, next_midnight_s - offset_s(after(soon, HOUR_S), timezone, first, last))
    misses = local_seconds(soon, timezone, first, last) != next_midnight_s
    meets = local_seconds(late, timezone, first, last) == next_midnight_s
    return ibis.ifelse(misses & meets, late, soon) - ibis.interval(microseconds=1)
