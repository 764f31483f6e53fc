"""Pairs of activities within a time: what the events of a case answer."""

from __future__ import annotations

from analyzer.engine import Table, ibis, seconds
from analyzer.slices.conditions import Condition
from analyzer.slices.within import lies_within


def with_timed_pair(events: Table, condition: Condition) -> Table:
    """The cases (case_id, each once) in which a pair of activities comes within its time.

    `follows`: the second activity is the very next event, so much later. `later`: from an event of the first to the
    next event of the second, whatever comes between; once is enough.
    """
    assert condition.span is not None
    first, second = condition.activities
    if condition.key == "follows":
        pairs = events.filter((events.activity == first) & (events.next_activity == second))
        pairs = pairs.select("case_id", took_s=seconds(pairs.next_at, pairs["at"]))
    else:
        pairs = next_ones(events, first, second)
    return pairs.filter(lies_within(pairs.took_s, condition.span)).select("case_id").distinct()


def next_ones(events: Table, first: str, second: str) -> Table:
    """Of each event of the first activity: case_id, position, `left_at`, and `took_s`, the seconds until the next event
    of the second one in its case; null where none comes."""
    both = events.filter(events.activity.isin([first, second])).select("case_id", "position", "activity", "at")
    after = ibis.window(group_by="case_id", order_by="position", preceding=0, following=None)
    if first == second:
        reached = both["at"].lead().over(ibis.window(group_by="case_id", order_by="position"))
    else:
        reached = ibis.ifelse(both.activity == second, both["at"], ibis.null("timestamp(6)")).min().over(after)
    timed = both.mutate(reached_at=reached)
    timed = timed.filter(timed.activity == first)
    return timed.select("case_id", "position", left_at="at", took_s=seconds(timed.reached_at, timed["at"]))
