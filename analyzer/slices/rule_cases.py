"""Which cases keep a rule, which break it, and for which that is still open."""

from __future__ import annotations

from datetime import datetime

from analyzer.engine import Engine, Table, ibis, seconds
from analyzer.errors import ArgumentError
from analyzer.settings.rule import Rule, read_rule
from analyzer.slices.kept import Kept
from analyzer.slices.timed_pairs import next_ones

WHERE = "the address of the page"


def rule_of(text: str) -> Rule:
    """A rule of an address. Raises ArgumentError where it is none."""
    try:
        return read_rule(text)
    except ValueError as error:
        do = str(error)
        raise ArgumentError(expected="a rule", found=text, where=WHERE, do=do) from None


def states(engine: Engine, kept: Kept, rule: Rule) -> Table:
    """Of each case that a rule asks something of: case_id, `state` (broken, kept, open) and `violations`.

    Grain: a case. `must_follow` asks something of cases with the first activity: broken where, after one of its events,
    the second does not come (in time); open while a case runs, none is broken yet, and one may still come in time by
    the log's last event. `never_together` asks something of cases with one of the two: broken with both, open with one
    of them while the case runs. Events at the same time stand in the log's order.
    Source: van der Aalst, Pesic, Schonenberg, "Declarative workflows", CSRD 23, 2009 (response, not co-existence).
    """
    over = kept.rated.group_by("case_id").aggregate(ended=kept.rated.case_ended_at.notnull().any())
    if rule.kind == "never_together":
        return engine.keep(_together(kept.log.events, over, rule), "rule_states")
    return engine.keep(_followed(kept.log.events, over, rule, kept.log.last_at), "rule_states")


def _together(events: Table, over: Table, rule: Rule) -> Table:
    both = events.filter(events.activity.isin([rule.first, rule.second]))
    has = both.group_by("case_id").aggregate(names=both.activity.nunique(), events=both.count())
    broken = (has.names > 1) if rule.first != rule.second else (has.events > 1)
    asked = has.mutate(broken=broken).left_join(over, "case_id").drop("case_id_right")
    running = ~asked.ended.fill_null(False)
    return asked.select(
        "case_id",
        state=ibis.ifelse(asked.broken, "broken", ibis.ifelse(running, "open", "kept")),
        violations=asked.broken.cast("int64"),
    )


def _followed(events: Table, over: Table, rule: Rule, now: datetime) -> Table:
    steps = next_ones(events, rule.first, rule.second).left_join(over, "case_id").drop("case_id_right")
    running = ~steps.ended.fill_null(False)
    came = steps.took_s.notnull()
    if rule.within_s is not None:
        came = came & (steps.took_s <= rule.within_s)
        left_s = seconds(ibis.literal(now, "timestamp(6)"), steps.left_at)
        running = running & steps.took_s.isnull() & (left_s <= rule.within_s)
    judged = steps.mutate(bad=(~came & ~running).cast("int64"), waits=(~came & running).cast("int64"))
    counted = judged.group_by("case_id").aggregate(violations=judged.bad.sum(), waits=judged.waits.sum())
    state = ibis.ifelse(counted.violations > 0, "broken", ibis.ifelse(counted.waits > 0, "open", "kept"))
    return counted.select("case_id", "violations", state=state)
