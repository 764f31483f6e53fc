"""A driver by the day: how many visits have it and how many not, happy and unhappy, on each day."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analyzer.engine import Engine, Table, Value, ibis, local_day
from analyzer.journey import Journey
from analyzer.mismatches.settled import Mask, is_settled, mask_of
from analyzer.mismatches.traits import WHOLE_CASE
from analyzer.tables.log import Log
from analyzer.tables.ruler import Ruler

TURNED = {"!=": "=", "<": ">="}


@dataclass(frozen=True)
class Exposed:
    """What a driver is in the table of traits: its row's keys, whether its absence is the driver, and what must be
    settled for it to be known."""

    type: str
    first: str
    second: str
    number: float
    stage_no: int
    absent: bool
    needs: Mask


def exposure_of(type_: str, keys: Mapping[str, Any], stage: str | None, journey: Journey, ruler: Ruler) -> Exposed:
    """Where a driver, by its type and keys of the contract, stands in the table of traits."""
    no = journey.number(stage) if stage is not None else None
    stage_no = WHOLE_CASE if no is None else no
    of, one = journey.stage_of, -1.0

    def needs(*activities: str) -> Mask:
        return mask_of(journey, [of.get(a) for a in activities])

    own = mask_of(journey, [] if no is None else [no])
    if type_ in ("activity", "missing", "repeat"):
        name = str(keys["activity"])
        number = float(keys.get("at_least", one))
        kind = "repeat" if type_ == "repeat" else "activity"
        return Exposed(kind, name, "", number, of.get(name, WHOLE_CASE), type_ == "missing", needs(name))
    if type_ in ("path", "wait"):
        begin, end = str(keys["from"]), str(keys["to"])
        kind, cut = ("path", one) if type_ == "path" else _beyond("wait", keys)
        return Exposed(kind, begin, end, cut, WHOLE_CASE, False, needs(begin, end))
    if type_ == "duration":
        kind, cut = _beyond("duration", keys)
        return Exposed(kind, "", "", cut, stage_no, False, own)
    if type_ in ("returns", "handovers"):
        return Exposed(type_, "", "", float(keys.get("at_least", one)), stage_no, False, own)
    if type_ == "attribute":
        return _of_attribute(keys, mask_of(journey, []), ruler)
    return Exposed(type_, str(keys["value"]), "", one, stage_no, False, own)


def _beyond(type_: str, keys: Mapping[str, Any]) -> tuple[str, float]:
    side = "over" if "over_seconds" in keys else "under"
    return f"{type_} {side}", float(keys[f"{side}_seconds"])


def _of_attribute(keys: Mapping[str, Any], nothing: Mask, ruler: Ruler) -> Exposed:
    name, op, take = str(keys["attribute"]), str(keys["op"]), str(keys.get("take", "last"))
    gaps = any(n.gaps for n in ruler.numbers if (n.attribute, n.take) == (name, take))
    absent = op == "!=" or (op == "<" and not gaps)
    positive = TURNED[op] if absent else op
    if positive == "=":
        return Exposed("attribute =", name, str(keys["value"]), -1.0, WHOLE_CASE, absent, nothing)
    return Exposed(f"attribute {positive}", name, take, float(keys["value"]), WHOLE_CASE, absent, nothing)


def driver_days(
    engine: Engine, heard: Table, traits: Table, stage_no: int, exposed: Exposed, log: Log, timezone: str
) -> Any:
    """Visits of a stage that the company calls good and in which the driver is known, by the day of their last event.

    Frame, days rising: day_no (days since 1970 in the project's zone), exposed_bad, exposed_good, other_bad,
    other_good. Formula: counts. Unit: visits.
    """
    visits = heard.filter((heard.stage_no == stage_no) & (heard.company == "good") & heard.last_at.notnull())
    visits = visits.filter(is_settled(visits, exposed.needs))
    rows = traits.filter(
        (traits.type == exposed.type)
        & (traits["first"] == exposed.first)
        & (traits.second == exposed.second)
        & (traits.number == exposed.number)
        & (traits.stage_no == exposed.stage_no)
        & traits.visit_no.isin([WHOLE_CASE, stage_no])
    )
    held = rows.select("case_id", held=ibis.literal(True)).distinct()
    joined = visits.left_join(held, "case_id").drop("case_id_right")
    present: Value = joined.held.fill_null(False)
    present = ~present if exposed.absent else present
    counted = joined.select(
        day_no=local_day(joined.last_at, timezone, log.first_at, log.last_at), bad=joined.bad == 1, present=present
    )
    sums = {
        f"{side}_{verdict}": (
            (counted.present if side == "exposed" else ~counted.present)
            & (counted.bad if verdict == "bad" else ~counted.bad)
        ).sum()
        for side in ("exposed", "other")
        for verdict in ("bad", "good")
    }
    return engine.frame(counted.group_by("day_no").aggregate(**sums).order_by("day_no"))
