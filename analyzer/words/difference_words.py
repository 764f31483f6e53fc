"""A process comparison in words: who is compared, each difference in points, the table of a page or a report."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from analyzer.tables.comparison import ComparisonRow
from analyzer.tables.interval import IntervalRow
from analyzer.words.language import say
from analyzer.words.wording import NO_VALUE, count, duration, p_value, percent, plural, small

CLEAR = 0.05  # the largest q at which a difference is called clear
NAMED = 3  # differences that a sentence names on each side
TAKEN, SLOWER = 20, 1.5  # visits of each group, and how many times as long: from here on a median is worth a word
LISTS = ("activities", "flows", "repeats")
SLICE = "slice"  # two slices are compared, case by case


def sides(comparison: ComparisonRow) -> tuple[str, str]:
    """What the two groups of visits are called."""
    return say(f"sides.{comparison['by']}.bad"), say(f"sides.{comparison['by']}.good")


def against(comparison: ComparisonRow) -> str:
    """The two groups with their sizes: `12 unhappy against 30 happy visits`, `12 cases of A against 30 of B`."""
    bad, good = sides(comparison)
    ones, others = (count(comparison["groups"][side]) for side in ("bad", "good"))
    if comparison["by"] == SLICE:
        return say("difference_words.cases_of_against_of", ones=ones, bad=bad, others=others, good=good)
    return say("difference_words.against_visits", ones=ones, bad=bad, others=others, good=good)


def _say(key: str, comparison: ComparisonRow, **named: str) -> str:
    """A sentence about visits, or the one about cases of two slices."""
    return say(f"{key}.slice" if comparison["by"] == SLICE else key, **named)


def points(share: float | None) -> str:
    """A difference of shares as people read it, with its sign: +12 points, −1 point, 0 points."""
    if share is None:
        return NO_VALUE
    return f"{signed_points(share)} {plural(say('unit.point'), abs(round(100 * share)))}"


def signed_points(share: float | None) -> str:
    """The same without its unit: +12, −1, 0."""
    if share is None:
        return NO_VALUE
    whole = round(100 * share)
    return f"{'+' if whole > 0 else '−' if whole < 0 else ''}{abs(whole)}"


def point_limits(difference: IntervalRow) -> str:
    """The limits of a difference in points, as in −3 to +5; empty where there are none."""
    low, high = difference["low"], difference["high"]
    if low is None or high is None:
        return ""
    return say("limits.to", low=signed_points(low), high=signed_points(high))


def what(row: Mapping[str, Any]) -> str:
    """What a row is about: an activity, or a path a → b."""
    return f"{row['from']} → {row['to']}" if "from" in row else str(row["activity"])


def is_clear(row: Mapping[str, Any]) -> bool:
    """Whether a difference is significant after correction for all that were looked at."""
    return bool(row["q"] is not None and row["q"] <= CLEAR)


def spoken(row: Mapping[str, Any], comparison: ComparisonRow) -> str:
    """One difference with all its numbers."""
    bad, good = sides(comparison)
    parts = [
        _say(
            "difference_words.shares",
            comparison,
            bad_share=percent(row["bad_share"]),
            bad_n=count(row["bad_n"]),
            bad=bad,
            good_share=percent(row["good_share"]),
            good_n=count(row["good_n"]),
            good=good,
        ),
        f"{points(row['difference']['value'])} (95 %: {point_limits(row['difference'])}), q {small(row['q'])}",
    ]
    if "from" in row:
        parts.append(
            say(
                "difference_words.median",
                median_s_bad=duration(row["median_s_bad"]),
                bad=bad,
                median_s_good=duration(row["median_s_good"]),
                good=good,
            )
        )
    return "; ".join(parts)


def difference_sentence(comparison: ComparisonRow) -> str:
    """The largest clear differences, first those that go with bad visits, then those that go with good ones."""
    rows: list[Mapping[str, Any]] = [row for row in (*comparison["activities"], *comparison["flows"]) if is_clear(row)]
    said = []
    for side, sign in zip(sides(comparison), (1, -1), strict=True):
        here = [row for row in rows if row["difference"]["value"] * sign > 0]
        here.sort(key=lambda row: -abs(row["difference"]["value"]))
        named = [f"{what(row)} ({points(row['difference']['value'])})" for row in here[:NAMED]]
        if named:
            said.append(_say("compared.goes_with", comparison, side=side, rows=", ".join(named)))
    if not said:
        said = [_say("compared.none", comparison)]
    return " ".join([*said, *_slower(comparison)])


def _slower(comparison: ComparisonRow) -> list[str]:
    """The path whose median times differ most, by ratio, of those that enough visits of both groups take; untested."""
    bad, good = sides(comparison)
    found = []
    for row in comparison["flows"]:
        one, other = row["median_s_bad"], row["median_s_good"]
        taken = min(row["bad_share"] * row["bad_n"], row["good_share"] * row["good_n"])
        if one and other and taken >= TAKEN and max(one, other) >= SLOWER * min(one, other):
            found.append((-max(one, other) / min(one, other), what(row), one, other))
    return [
        _say("compared.slower", comparison, path=path, one=duration(one), bad=bad, other=duration(other), good=good)
        for _, path, one, other in sorted(found)[:1]
    ]


def difference_caption(comparison: ComparisonRow) -> str:
    """What the numbers are, and what they are not."""
    bad, good = sides(comparison)
    groups = comparison["groups"]
    counts = {"n_bad": count(groups["bad"]), "n_good": count(groups["good"])}
    return _say("compared.caption", comparison, bad=bad, good=good, clear=f"{CLEAR:g}", **counts)


def difference_rows(comparison: ComparisonRow, most: int = 60) -> list[dict[str, str]]:
    """The comparison as a table in words: clear differences first, then by size; at most `most` rows."""
    bad, good = sides(comparison)
    listed: Sequence[tuple[str, Mapping[str, Any]]] = [
        *(("activities", row) for row in comparison["activities"]),
        *(("flows", row) for row in comparison["flows"]),
        *(("repeats", row) for row in comparison["repeats"]),
    ]
    ranked = sorted(
        listed,
        key=lambda pair: (not is_clear(pair[1]), -abs(pair[1]["difference"]["value"]), LISTS.index(pair[0])),
    )
    return [
        {
            say("column.in_the_case"): what(row) + (say("difference_words.twice_or_more") if name == "repeats" else ""),
            bad: percent(row["bad_share"]),
            good: percent(row["good_share"]),
            say("column.difference_small"): f"{points(row['difference']['value'])} ({point_limits(row['difference'])})",
            say("column.q"): p_value(row["q"]),
            say("difference_words.median_time", bad=bad): duration(row.get("median_s_bad")),
            say("difference_words.median_time_good", good=good): duration(row.get("median_s_good")),
        }
        for name, row in ranked[:most]
    ]
