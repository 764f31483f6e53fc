"""Drivers by day: how often each came, and how often with an unhappy customer. From it a night sees a cause go away."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from analyzer.engine import Engine, Table, ibis, iso_day, local_day
from analyzer.journey import Journey
from analyzer.mismatches.candidates import Candidate, candidates
from analyzer.mismatches.heard import focus
from analyzer.mismatches.settled import is_settled
from analyzer.mismatches.trait_words import Traits
from analyzer.tables.nights import DriverDays, driver_key
from analyzer.tables.ruler import Ruler

CELLS = ("exposed_bad", "exposed_good", "other_bad", "other_good")


def driver_days(
    engine: Engine,
    heard: Table,
    traits: Traits,
    journey: Journey,
    ruler: Ruler,
    wanted: Mapping[int, Sequence[str]],
    timezone: str,
    first_at: datetime,
    last_at: datetime,
) -> dict[int, tuple[DriverDays, ...]]:
    """Stage number → its wanted drivers (`driver_key`) by the day of the visits' last event, in the project's zone.

    Counted are the visits that drivers are looked for in: on target, their customer heard, and what the driver needs
    settled by then. A driver that fewer than five cases have in any stage, or that the ruler does not
    know, is left out.
    `first_at`, `last_at`: naive UTC limits of the log.
    """
    keys = [key for some in wanted.values() for key in some]
    if not keys:
        return {}
    here = heard.filter(heard.stage_no.isin(sorted(wanted)))
    days = here.select("case_id", "stage_no", day_no=local_day(here.last_at, timezone, first_at, last_at))
    focused = focus(engine, here, journey, ruler.bins)
    tried = candidates(engine, focused, traits, journey, ruler.numbers, heard, _mentioned(keys))
    dated = engine.keep(focused.join(days, ["case_id", "stage_no"]), "focus_days")
    found: dict[int, tuple[DriverDays, ...]] = {}
    for stage_no, some in wanted.items():
        visits = dated.filter(dated.stage_no == stage_no)
        sides = [(key, _side(key, tried.all, journey)) for key in some]
        found[stage_no] = tuple(
            _counted(engine, visits, tried.present, key, *side) for key, side in sides if side is not None
        )
    return found


def _mentioned(keys: Sequence[str]) -> set[str]:
    """The texts that traits which may be meant by the keys begin with: a name in one of them, or none."""
    names = {""}
    for key in keys:
        names |= {str(value) for value in json.loads(key).values() if isinstance(value, str)}
    return names


def _side(key: str, tried: tuple[Candidate, ...], journey: Journey) -> tuple[Candidate, bool] | None:
    """The candidate that a key names, and whether its absence is meant."""
    for candidate in tried:
        stage = None if candidate.stage_no is None else journey.stages[candidate.stage_no].name
        if driver_key(candidate.type, stage, candidate.keys) == key:
            return candidate, False
        turned = candidate.opposite
        if turned is not None and driver_key(turned[0], stage, turned[1]) == key:
            return candidate, True
    return None


def _counted(engine: Engine, visits: Table, present: Table, key: str, candidate: Candidate, absent: bool) -> DriverDays:
    holding = present.filter(present.candidate == candidate.no).select("visit", held=ibis.literal(1, "int64"))
    known = visits.filter(is_settled(visits, candidate.needs)).left_join(holding, "visit")
    exposed = known.held.isnull() if absent else known.held.notnull()
    cells: dict[str, Any] = {
        name: ((exposed if name.startswith("exposed") else ~exposed) & (known.bad == int(name.endswith("bad"))))
        .cast("int64")
        .sum()
        for name in CELLS
    }
    frame = engine.frame(known.group_by("day_no").aggregate(**cells).order_by("day_no"))
    columns = {name: tuple(int(n) for n in frame[name]) for name in CELLS}
    return DriverDays(key, tuple(iso_day(int(no)) for no in frame["day_no"]), **columns)
