"""Two slices side by side in words: shares with their difference, and drivers in both or in one alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analyzer.tables.side_by_side import CasesBeside, SharePair
from analyzer.words import wording
from analyzer.words.difference_words import point_limits, points, signed_points
from analyzer.words.language import say

MEASURES = {
    "hidden": "side_words.unhappy_and_our_measure",
    "unhappy": "side_words.unhappy",
    "off_target": "side_words.off_target",
    "unfelt": "side_words.off_target_and_nobody",
}
NAMED = 4  # differences that a sentence names


def pair_rows(pairs: Sequence[SharePair]) -> list[dict[str, str]]:
    """The differences as a table in words."""
    return [
        {
            say("column.stage"): one.stage,
            say("column.measure"): say(MEASURES[one.measure]),
            say("column.a"): _share(one.first.value, one.first.low, one.first.high, one.first_n),
            say("column.b"): _share(one.second.value, one.second.low, one.second.high, one.second_n),
            say("column.a_b"): difference_words(one),
        }
        for one in pairs
    ]


def difference_words(one: SharePair) -> str:
    """`+12 points (+4 to +20)`."""
    limits = point_limits(one.difference.as_dict())
    return points(one.difference.value) + (f" ({limits})" if limits else "")


def difference_brief(one: SharePair) -> str:
    """`+12 (+4 to +20)`, of points."""
    limits = point_limits(one.difference.as_dict())
    return signed_points(one.difference.value) + (f" ({limits})" if limits else "")


def pair_tip(one: SharePair) -> str:
    """One difference with all its numbers."""
    sides = [
        f"{name}: {_share(side.value, side.low, side.high, n)}"
        for name, side, n in (("A", one.first, one.first_n), ("B", one.second, one.second_n))
    ]
    return "\n".join([f"{one.stage}: {say(MEASURES[one.measure]).lower()}", *sides, f"A − B: {difference_words(one)}"])


def clear_sentence(pairs: Sequence[SharePair]) -> str:
    """The largest differences whose interval leaves out 0, and how many of how many there are."""
    known = [one for one in pairs if one.difference.value is not None]
    clear = sorted((one for one in known if one.clear), key=lambda one: -abs(one.difference.value or 0.0))
    if not known:
        return say("side_words.no_stage_has_customers")
    if not clear:
        return say("side_words.none_of_differences_is", n=wording.count(len(known)))
    named = [f"{one.stage}, {say(MEASURES[one.measure]).lower()}: {difference_words(one)}" for one in clear[:NAMED]]
    many = say("side_words.of_differences_are_beyond", n=wording.count(len(clear)), n_b=wording.count(len(known)))
    return f"{many}. {'; '.join(named)}."


def in_both_words(found: CasesBeside, many: str) -> str:
    """What the page says of cases on both sides; empty where there are none."""
    if not found.both:
        return ""
    return say("side_words.stand_on_both_sides", both=wording.count(found.both), many=many)


def driver_rows(first: Sequence[Mapping[str, Any]], second: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Drivers of both searches (rows {stage, drivers}), told apart by stage and label: those in both first, then those
    in A alone, then those in B alone."""
    one, two = ({(row["stage"], d["label"]): d for row in side for d in row["drivers"]} for side in (first, second))
    keys = sorted({*one, *two}, key=lambda key: ((key not in one) * 2 + (key not in two), key))
    return [
        {
            say("column.unhappy_at"): stage,
            say("column.driver"): label,
            say("column.found_in"): say("side_words.a_and_b") if (stage, label) in one and (stage, label) in two
            else say("side_words.a_alone") if (stage, label) in one else say("side_words.b_alone"),
            say("column.a_times_as_likely"): _ratio(one.get((stage, label))),
            say("column.b_times_as_likely"): _ratio(two.get((stage, label))),
        }
        for stage, label in keys
    ]  # fmt: skip


def _ratio(driver: Mapping[str, Any] | None) -> str:
    if driver is None:
        return say("side_words.not_found")
    ratio = driver["risk_ratio"]
    return f"{wording.times(ratio['value'])} ({wording.ratio_limits(ratio)})"


def _share(value: float | None, low: float | None, high: float | None, n: int) -> str:
    if value is None:
        return say("side_words.nobody_known") if not n else wording.NO_VALUE
    limits = wording.percent_limits({"low": low, "high": high})
    return f"{wording.percent(value)}{f' ({limits})' if limits else ''}, n {wording.count(n)}"
