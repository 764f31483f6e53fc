"""Two slices side by side in words: shares with their difference, and drivers in both or in one alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analyzer.tables.side_by_side import CasesBeside, SharePair
from analyzer.words import wording
from analyzer.words.difference_words import point_limits, points

MEASURES = {
    "hidden": "Unhappy, and our measure does not see it",
    "unhappy": "Unhappy",
    "off_target": "Off target",
    "unfelt": "Off target, and nobody minds",
}
NAMED = 4  # differences that a sentence names
NOT_A_CAUSE = (
    "This compares two groups and is adjusted for nothing: they may differ in much else. A difference is an "
    "association, no proof of a cause."
)
SAME_VISITS = (
    "Share of A minus share of B in points, with its 95 % interval; the shares and their n on hover and in the table."
)


def pair_rows(pairs: Sequence[SharePair]) -> list[dict[str, str]]:
    """The differences as a table in words."""
    return [
        {
            "stage": one.stage,
            "measure": MEASURES[one.measure],
            "A": _share(one.first.value, one.first.low, one.first.high, one.first_n),
            "B": _share(one.second.value, one.second.low, one.second.high, one.second_n),
            "A − B (95 %)": difference_words(one),
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
    return points(one.difference.value).split(" ")[0] + (f" ({limits})" if limits else "")


def pair_tip(one: SharePair) -> str:
    """One difference with all its numbers."""
    sides = [
        f"{name}: {_share(side.value, side.low, side.high, n)}"
        for name, side, n in (("A", one.first, one.first_n), ("B", one.second, one.second_n))
    ]
    return "\n".join([f"{one.stage}: {MEASURES[one.measure].lower()}", *sides, f"A − B: {difference_words(one)}"])


def clear_sentence(pairs: Sequence[SharePair]) -> str:
    """The largest differences whose interval leaves out 0, and how many of how many there are."""
    known = [one for one in pairs if one.difference.value is not None]
    clear = sorted((one for one in known if one.clear), key=lambda one: -abs(one.difference.value or 0.0))
    if not known:
        return "No stage has customers heard, or verdicts of ours, on both sides: nothing can be compared."
    if not clear:
        return f"None of {wording.count(len(known))} differences is beyond chance: each interval holds 0."
    named = [f"{one.stage}, {MEASURES[one.measure].lower()}: {difference_words(one)}" for one in clear[:NAMED]]
    many = f"{wording.count(len(clear))} of {wording.count(len(known))} differences are beyond chance"
    return f"{many}. {'; '.join(named)}."


def in_both_words(found: CasesBeside, many: str) -> str:
    """What the page says of cases on both sides; empty where there are none."""
    if not found.both:
        return ""
    return (
        f"{wording.count(found.both)} {many} stand on both sides. The intervals hold for two groups without a case in "
        "common: take the common ones out of B to trust them."
    )


def driver_rows(first: Sequence[Mapping[str, Any]], second: Sequence[Mapping[str, Any]]) -> list[dict[str, str]]:
    """Drivers of both searches (rows {stage, drivers}), told apart by stage and label: those in both first, then those
    in A alone, then those in B alone."""
    one, two = ({(row["stage"], d["label"]): d for row in side for d in row["drivers"]} for side in (first, second))
    keys = sorted({*one, *two}, key=lambda key: ((key not in one) * 2 + (key not in two), key))
    return [
        {
            "unhappy at": stage,
            "driver": label,
            "found in": "A and B" if (stage, label) in one and (stage, label) in two
            else "A alone" if (stage, label) in one else "B alone",
            "A: times as likely": _ratio(one.get((stage, label))),
            "B: times as likely": _ratio(two.get((stage, label))),
        }
        for stage, label in keys
    ]  # fmt: skip


def _ratio(driver: Mapping[str, Any] | None) -> str:
    if driver is None:
        return "not found"
    ratio = driver["risk_ratio"]
    return f"{wording.times(ratio['value'])} ({wording.ratio_limits(ratio)})"


def _share(value: float | None, low: float | None, high: float | None, n: int) -> str:
    if value is None:
        return "nobody known" if not n else wording.NO_VALUE
    limits = wording.percent_limits({"low": low, "high": high})
    return f"{wording.percent(value)}{f' ({limits})' if limits else ''}, n {wording.count(n)}"
