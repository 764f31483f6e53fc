"""Which changes of a night alarm: those that `alerts` names, once their data has settled."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from analyzer.catalog import WaitingAlarm
from analyzer.nightly.outcome import Night
from analyzer.settings.model import Alerts

STALE = "@stale"  # stands among the ids while the data is stale, so that it is said once
GONE = ("resolved", "not_measurable")
OPEN = ("new", "worse", "regressed", "unchanged")
WORSE = ("new", "worse", "regressed")


@dataclass(frozen=True)
class Alarms:
    """What alarms tonight, by id; what waits; and the changes of the night as they are told: without what waits, with
    what has waited, and what is quiet among the unchanged. `settled`: new, worse or regressed, whatever `alerts` names:
    what `--fail-on` goes by."""

    now: dict[str, str]
    waiting: tuple[WaitingAlarm, ...]
    changes: dict[str, Any]
    stale: bool
    settled: dict[str, str] = field(default_factory=dict)


def alarms_of(
    night: Night, alerts: Alerts, before: list[WaitingAlarm], at: datetime, quiet: Collection[str] = ()
) -> Alarms:
    """What alarms in a night that ran at a time. `quiet`: ids of which nobody hears until they are worse or back again.

    `settle`: a change alarms once so much time lies between the last data of the night that said it and the run; until
    then it waits, as long as it holds: the mismatch is open, or gone where that is what was said. `worse` includes what
    came back. The first night alarms nobody.
    """
    if night.is_baseline:
        return Alarms({}, (), dict(night.changes), False)
    moment = night.moment or datetime.fromisoformat(night.document["log"]["last"].replace("Z", "+00:00"))
    wanted = {*alerts.on, *(("regressed",) if "worse" in alerts.on else ())}
    still_open = {one for change in OPEN for one in night.ids(change)}
    told = {one.mismatch_id: one for one in before if (one.mismatch_id in still_open) != (one.change in GONE)}
    told.pop(STALE, None)
    for change in ("new", "regressed", "worse", "better", "resolved", "not_measurable"):
        if change in (*wanted, *WORSE):
            told.update({one: WaitingAlarm(one, change, moment) for one in night.ids(change) if one not in told})
    settle_s = alerts.settle_s  # 0: nothing waits, not even where data is dated after the run
    unsettled = {k: one for k, one in told.items() if settle_s and (at - one.since_at).total_seconds() < settle_s}
    settled = {key: one.change for key, one in told.items() if key not in unsettled}
    hushed = {one for one in quiet if one not in told or told[one].change not in ("worse", "regressed")}
    waits = {key: one for key, one in unsettled.items() if one.change in wanted and key not in hushed}
    now = {key: change for key, change in settled.items() if change in wanted and key not in hushed}
    known_stale = any(one.mismatch_id == STALE for one in before)
    stale = night.stale and "stale" in alerts.on
    kept = (*unsettled.values(), *((WaitingAlarm(STALE, "stale", moment),) if stale else ()))
    worse = {key: change for key, change in settled.items() if change in WORSE and key not in hushed}
    return Alarms(now, kept, _told(night, now, waits, hushed), stale and not known_stale, worse)


def _told(night: Night, now: dict[str, str], waits: Collection[str], hushed: Collection[str]) -> dict[str, Any]:
    """The changes without those that wait or are hushed, and with those that have waited under what was said."""
    lists = {key: list(ids) for key, ids in night.changes.items() if isinstance(ids, (list, tuple))}
    listed = {identity for ids in lists.values() for identity in ids}
    aside = sorted({*waits, *(one for one in hushed if one in listed)})
    for identity in (*now, *aside):
        for ids in lists.values():
            if identity in ids:
                ids.remove(identity)
    for identity in aside:
        lists.setdefault("unchanged", []).append(identity)
    for identity, change in now.items():
        lists.setdefault(change, []).append(identity)
    return {**night.changes, **lists}
