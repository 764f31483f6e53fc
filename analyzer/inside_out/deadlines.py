"""A case's own deadline that is a date without a time: it counts as the end of that day where the project is."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from analyzer.engine import DAY_S, Table, after, days_of_change, ibis, local_seconds, offset_s
from analyzer.tables.log import Attribute, Log

REACH = timedelta(days=800)  # deadlines may lie this far outside the log


def end_of_day(visits: Table, attribute: Attribute, log: Log, timezone: str) -> Any:
    """The last microsecond of the local day whose midnight (as UTC) the attribute holds.

    Where clocks change on that day, the offset that holds at its end counts; where they skip midnight, a day begins
    or ends at the moment that they skip. Those days are few and known beforehand: each has its own end in the query,
    and all others have one offset from begin to end.
    """
    begins = visits[attribute.column]
    first, last = log.first_at - REACH, log.last_at + REACH
    local_s = local_seconds(begins, timezone, first, last)
    next_midnight_s = ((local_s / DAY_S).floor() + 1) * DAY_S  # on the local clock
    epoch = ibis.literal(datetime(1970, 1, 1), "timestamp(6)")
    ends = after(epoch, next_midnight_s - offset_s(begins, timezone, first, last))
    changing = [
        ((begins >= ibis.literal(start, "timestamp(6)")) & (begins < ibis.literal(end, "timestamp(6)")), end)
        for start, end in days_of_change(timezone, first, last)
    ]
    if changing:
        ends = ibis.cases(*((on, ibis.literal(end, "timestamp(6)")) for on, end in changing), else_=ends)
    return ends - ibis.interval(microseconds=1)
