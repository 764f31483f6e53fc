"""Who hears: what is quiet until worse, what waits until its data has settled, and `--fail-on` in step with both."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from analyzer.nightly.alarms import alarms_of
from analyzer.nightly.night import NightOutcome
from analyzer.nightly.outcome import Night
from analyzer.settings.model import Alerts

MOMENT = datetime(2026, 3, 2, tzinfo=UTC)
LISTS = ("new", "worse", "better", "resolved", "regressed", "unchanged", "not_measurable", "restated")


def night(**said: list[str]) -> Night:
    changes: dict[str, Any] = {name: said.get(name, []) for name in LISTS}
    return Night("r2", {"log": {"last": "2026-03-02T00:00:00Z"}}, {"since": "r1", **changes}, moment=MOMENT)  # type: ignore[typeddict-item]


def outcome(one: Night, settled: Any) -> NightOutcome:
    return NightOutcome(one, Path(), (), settled)


def test_nobody_hears_of_what_is_quiet_until_it_is_worse():
    both = Alerts(on=("new", "worse", "better"))
    calm = alarms_of(night(better=["a", "b"]), both, [], MOMENT, {"a"})
    assert (calm.now, calm.changes["better"], calm.changes["unchanged"]) == ({"b": "better"}, ["b"], ["a"])
    worse = alarms_of(night(worse=["a", "b"]), both, [], MOMENT, {"a"})
    assert worse.now == {"a": "worse", "b": "worse"}
    back = alarms_of(night(regressed=["a"]), both, [], MOMENT, {"a"})
    assert back.now == {"a": "regressed"}


def test_fail_on_waits_as_alarms_do():
    """New on 2 March with three days to settle: neither an alarm nor exit 1 that night; both on 5 March."""
    alerts = Alerts(on=("new",), settle_s=3 * 86400)
    first = night(new=["a"])
    then = alarms_of(first, alerts, [], MOMENT)
    assert (then.now, then.settled) == ({}, {})
    assert not outcome(first, then.settled).crossed("new")
    later = night(unchanged=["a"])
    now = alarms_of(later, alerts, list(then.waiting), MOMENT + timedelta(days=3))
    assert (now.now, now.settled) == ({"a": "new"}, {"a": "new"})
    assert outcome(later, now.settled).crossed("new")


def test_without_a_time_to_settle_nothing_waits_even_where_the_data_is_dated_after_the_run():
    found = alarms_of(night(new=["a"]), Alerts(on=("new",)), [], MOMENT - timedelta(days=30))
    assert (found.now, found.waiting) == ({"a": "new"}, ())
    assert outcome(night(new=["a"]), found.settled).crossed("new")


def test_fail_on_names_its_own_words_whatever_alerts_name():
    """`alerts: {on: [new]}` mails nobody of what is worse; `--fail-on worse` fails all the same, settled or later."""
    for settle, seen in ((0, True), (86400, False)):
        found = alarms_of(night(worse=["a"]), Alerts(on=("new",), settle_s=settle), [], MOMENT)
        assert found.now == {}
        assert outcome(night(worse=["a"]), found.settled).crossed("worse") is seen
        assert found.changes["worse"] == ["a"], "what does not wait to alarm is told as it is"
    again = alarms_of(
        night(unchanged=["a"]), Alerts(on=("new",), settle_s=86400), list(found.waiting), MOMENT + timedelta(days=1)
    )
    assert outcome(night(unchanged=["a"]), again.settled).crossed("worse")


@pytest.mark.parametrize(("fail_on", "crossed"), [("new", True), ("worse", True), (None, False)])
def test_worse_includes_new(fail_on, crossed):
    assert outcome(night(new=["a"]), {"a": "new"}).crossed(fail_on) is crossed
