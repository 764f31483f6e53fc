"""Tonight's findings with their counts by day: what the document lists, and what is remembered."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.document import AlignmentDocument
from analyzer.settings import Thresholds
from analyzer.tables.nights import DayCounts, DriverDays, History, WatchedFinding, driver_key

HEARD = ("hidden_friction", "shared_failure")  # kinds whose counts wait for answers


def wanted_drivers(document: AlignmentDocument, history: History | None) -> dict[int, tuple[str, ...]]:
    """Stage number → the drivers (`driver_key`) of its hidden friction, tonight's and those that are remembered."""
    numbers = {stage["name"]: no for no, stage in enumerate(document["journey"]["stages"])}
    found: dict[int, set[str]] = {}
    for row in document["mismatches"]:
        no = numbers.get(row["stage"] or "")
        if row["kind"] == "hidden_friction" and no is not None:
            found.setdefault(no, set()).update(_keys(row))
    for life in history.lives if history is not None else ():
        no = numbers.get(life.stage or "")
        if life.driver_shares and no is not None:
            found.setdefault(no, set()).update(life.driver_shares)
    return {no: tuple(sorted(keys)) for no, keys in sorted(found.items())}


def watched_findings(
    document: AlignmentDocument,
    daily: Any,
    drivers: Mapping[int, tuple[DriverDays, ...]],
    history: History | None,
    thresholds: Thresholds,
    lags: Mapping[int, int],
    design_effects: Mapping[int, float],
) -> tuple[WatchedFinding, ...]:
    """Every finding that `classify` must look at, with what it is judged by.

    `daily`: the frame of `blueprint.daily_rows`; `drivers`: of `mismatches.driver_days` for `wanted_drivers`; `lags`:
    days by stage number, of `blueprint.answer_lags`; `design_effects` by stage number (StageBlueprint.design_effect).
    Hidden friction: of the heard visits on target the unhappy ones. Shared failure: of the heard and judged visits
    those off target and unhappy. Silent defect: of the judged visits those off target. Broken promise: of the visits on
    target with a known promise those that broke it. Of other kinds only presence is known.
    """
    numbers = {stage["name"]: no for no, stage in enumerate(document["journey"]["stages"])}
    listed = {row["id"]: row for row in document["mismatches"]}
    places = {row["id"]: (row["kind"], row["stage"], tuple(_keys(row))) for row in document["mismatches"]}
    for life in history.lives if history is not None else ():
        kind, stage, keys = places.get(life.id, (life.kind, life.stage, ()))
        places[life.id] = (kind, stage, tuple(dict.fromkeys((*life.driver_shares, *keys))))
    found = []
    for name, (kind, stage, keys) in sorted(places.items()):
        no = numbers.get(stage or "")
        measure, reported, level = (None, None, None) if no is None else _measured(kind, daily, no, thresholds)
        by_key = {d.key: d for d in drivers.get(no, ())} if no is not None and kind == "hidden_friction" else {}
        known = tuple(by_key[key] for key in keys if key in by_key)
        found.append(
            WatchedFinding(
                id=name,
                kind=kind,
                stage=stage,
                listed=name in listed,
                measure=measure,
                reported=reported,
                level=level,
                drivers=known if len(known) == len(keys) else (),  # one that is not known could still be at work
                lag_days=lags.get(no, 0) if no is not None and kind in HEARD else 0,
                design_effect=design_effects.get(no, 1.0) if no is not None and kind in HEARD else 1.0,
            )
        )
    return tuple(found)


def _keys(row: Any) -> list[str]:
    return [driver_key(d["type"], d["stage"], d) for d in row["drivers"]]


def _measured(
    kind: str, daily: Any, stage_no: int, thresholds: Thresholds
) -> tuple[DayCounts | None, DayCounts | None, float | None]:
    """The kind's measure, and the share with the level below which the kind is not reported."""
    here = daily[daily["stage_no"] == stage_no]
    judged = here[here["company"] != "unknown"]
    if kind == "hidden_friction":
        heard = here[(here["company"] == "good") & (here["customer"] != "unknown")]
        return _by_day(heard, heard["customer"] == "bad"), None, None
    if kind == "shared_failure":
        heard = judged[judged["customer"] != "unknown"]
        missed = _by_day(judged, judged["company"] == "bad")
        felt = (heard["customer"] == "bad") & (heard["company"] == "bad")
        return _by_day(heard, felt), missed, thresholds.shared_bad_share
    if kind == "silent_defect":
        missed = _by_day(judged, judged["company"] == "bad")
        return missed, missed, thresholds.silent_bad_share
    if kind == "broken_promise":
        met = here[(here["company"] == "good") & (here["promise"] != "unknown")]
        broken = _by_day(met, met["promise"] == "bad")
        return broken, broken, thresholds.promise_share
    return None, None, None


def _by_day(rows: Any, bad: Any) -> DayCounts:
    both = rows.assign(bad=rows["visits"].where(bad, 0)).groupby("day")[["visits", "bad"]].sum().sort_index()
    return DayCounts(
        tuple(str(d) for d in both.index), tuple(int(n) for n in both["visits"]), tuple(int(n) for n in both["bad"])
    )
