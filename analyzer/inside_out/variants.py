"""Variants: the different sequences of activities that cases take, with how many take each and how long."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analyzer.engine import Engine, ibis, seconds
from analyzer.engine.sequences import joined_in_order
from analyzer.tables.log import Log

FIRST_SIGN = 0x100
SURROGATES = range(0xD800, 0xE000)  # code points that no text may hold


@dataclass(frozen=True)
class Variants:
    """`frame`: activities (tuple), cases, share, median_s; the most frequent first, ties by their activities. `total`:
    all there are.
    """

    frame: Any
    total: int


def variants(engine: Engine, log: Log, limit: int) -> Variants:
    """The `limit` most frequent variants of a log, and how many there are.

    Grain: a variant, the activities of a case in order of position. `share` is of all cases; `median_s` is the exact
    median over its cases of the time from first to last event, in seconds.
    In the engine a case is one text with a sign for each activity, so that variants are grouped as short texts.
    """
    signs = {activity: _sign(i) for i, activity in enumerate(log.activities)}
    grouped = engine.keep(_grouped(engine, log, signs), "variants")
    total = int(engine.frame(grouped.aggregate(n=grouped.count()))["n"].iloc[0])
    found = engine.frame(grouped.order_by(ibis.desc("cases"), "signs").limit(limit))
    name = {sign: activity for activity, sign in signs.items()}
    found["activities"] = [tuple(name[sign] for sign in text) for text in found["signs"]]
    found["share"] = found["cases"] / log.n_cases if log.n_cases else 0.0
    found = found.astype({"cases": "int64", "share": "float64", "median_s": "float64"})
    found["rarity"] = -found["cases"]
    found = found.sort_values(["rarity", "activities"], ignore_index=True)
    return Variants(found[["activities", "cases", "share", "median_s"]], total)


def _grouped(engine: Engine, log: Log, signs: dict[str, str]) -> Any:
    import pandas as pd

    table = engine.take(
        pd.DataFrame(list(signs.items()), columns=["activity", "sign"]),
        "signs",
        {"activity": "string", "sign": "string"},
    )
    events = log.events.select("case_id", "position", "activity", "at").join(table, "activity")
    cases = events.group_by("case_id").aggregate(
        signs=joined_in_order(engine, events.sign, events.position),
        first_at=events["at"].min(),
        last_at=events["at"].max(),
    )
    cases = cases.select("signs", took_s=seconds(cases.last_at, cases.first_at))
    return cases.group_by("signs").aggregate(cases=cases.count(), median_s=cases.took_s.quantile(0.5))


def _sign(number: int) -> str:
    """A letter of its own for each activity, in their order."""
    point = FIRST_SIGN + number
    return chr(point if point < SURROGATES.start else point + len(SURROGATES))
