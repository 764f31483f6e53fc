"""Variants: the different sequences of activities that cases take, with how many take each and how long."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from analyzer.engine import Engine, Table, ibis, seconds
from analyzer.engine.sequences import Alike, alike, joined_in_order
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


def count_variants(engine: Engine, taken: Table) -> Table:
    """The variants of cases (what `sequences` gives, or a part of it), kept in the engine.

    Grain: a variant. `signs` as there, `cases` that take it, `median_s` the exact median over them of the time from
    first to last event, in seconds. In the engine a case is one text with a sign for each activity, so that variants
    are grouped as short texts.
    """
    grouped = taken.group_by("signs").aggregate(cases=taken.count(), median_s=taken.took_s.quantile(0.5))
    return engine.keep(grouped, "variants")


def variants(engine: Engine, log: Log, limit: int, counted: Table) -> Variants:
    """The `limit` most frequent of the counted variants, and how many there are.

    Grain: a variant, the activities of a case in order of position. `share` is of all counted cases.
    """
    totals = engine.frame(counted.aggregate(variants=counted.count(), cases=counted["cases"].sum())).fillna(0).iloc[0]
    found = engine.frame(counted.order_by(ibis.desc("cases"), "signs").limit(limit))
    name = {sign: activity for activity, sign in signs_of(log.activities).items()}
    found["activities"] = [tuple(name[sign] for sign in text) for text in found["signs"]]
    found["share"] = found["cases"] / totals["cases"] if totals["cases"] else 0.0
    found = found.astype({"cases": "int64", "share": "float64", "median_s": "float64"})
    found["rarity"] = -found["cases"]
    found = found.sort_values(["rarity", "activities"], ignore_index=True)
    return Variants(found[["activities", "cases", "share", "median_s"]], int(totals["variants"]))


def sign_table(engine: Engine, log: Log) -> Table:
    """Of each activity of a log: activity and sign."""
    import pandas as pd

    signs = pd.DataFrame(list(signs_of(log.activities).items()), columns=["activity", "sign"])
    return engine.take(signs, "signs", {"activity": "string", "sign": "string"})


def sequences(engine: Engine, log: Log) -> Table:
    """Of each case: case_id, `signs` (its activities in order of position, a sign for each) and `took_s`, the seconds
    from its first to its last event."""
    same, texts = _written(engine, log)
    return same.groups.join(texts, same.keys).select("case_id", "signs", "took_s")


def log_variants(engine: Engine, log: Log) -> Table:
    """What `count_variants` gives for all cases of a log, without a text for each of them."""
    same, texts = _written(engine, log)
    taken = same.groups
    grouped = taken.group_by(*same.keys).aggregate(cases=taken.count(), median_s=taken.took_s.quantile(0.5))
    return engine.keep(grouped.join(texts, same.keys).select("signs", "cases", "median_s"), "variants")


def _written(engine: Engine, log: Log) -> tuple[Alike, Table]:
    """The cases by their sequences of activities, each with `took_s`; and the `signs` of each sequence."""
    events = log.events.select("case_id", "position", "activity", "at")
    took_s = seconds(events["at"].max(), events["at"].min())
    same = alike(engine, events, "case_id", "activity", "position", took_s=took_s)
    written = events.join(same.first, "case_id").join(sign_table(engine, log), "activity")
    texts = written.group_by(*same.keys).aggregate(signs=joined_in_order(engine, written.sign, written.position))
    return same, engine.keep(texts, "texts")


def signs_of(activities: Iterable[str]) -> dict[str, str]:
    """A sign for each of a log's activities, by their order."""
    return {activity: _sign(i) for i, activity in enumerate(activities)}


def signed_anew(taken: Table, before: Sequence[str], activities: Sequence[str]) -> Table:
    """Sequences whose signs are those of `before`, with the signs of a log that has other activities as well."""
    signs = signs_of(activities)
    moved = {sign: signs[name] for name, sign in signs_of(before).items() if name in signs and signs[name] != sign}
    if not moved:
        return taken
    return taken.mutate(signs=taken.signs.translate("".join(moved), "".join(moved.values())))


def _sign(number: int) -> str:
    """A letter of its own for each activity, in their order."""
    point = FIRST_SIGN + number
    return chr(point if point < SURROGATES.start else point + len(SURROGATES))
