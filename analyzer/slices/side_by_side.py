"""Two slices side by side: what differs between their documents, and whether they share cases."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, cast

from analyzer.document.parts.process import ProcessSection
from analyzer.document.parts.stages import StageRow
from analyzer.engine import Engine, Table
from analyzer.slices.cut import cut
from analyzer.slices.feelings import feelings
from analyzer.slices.filters import Filters
from analyzer.slices.kept import open_run
from analyzer.statistics.false_discovery import benjamini_hochberg
from analyzer.statistics.proportions import interval_difference, two_share_difference
from analyzer.statistics.risk_ratio import p_values
from analyzer.tables.comparison import ComparedActivityRow, ComparedFlowRow, ComparisonRow
from analyzer.tables.interval import NO_DATA, Interval
from analyzer.tables.side_by_side import CasesBeside, SharedMeasure, SharePair

BY = "slice"  # what parts the groups of a comparison of two slices
LEAST_SHARE = 0.01  # of the cases of both: an arrow that fewer of them take is left out
ACTIVITIES, FLOWS = 200, 400  # rows that are kept, the largest differences first
ROOM = 2  # times the memory that the engine takes by itself for a log of so many events


def share_pairs(first: Sequence[StageRow], second: Sequence[StageRow]) -> tuple[SharePair, ...]:
    """The shares of each stage that both sides name, in the journey's order: hidden, unhappy, off target, unfelt.

    Grain: a stage and a measure; one that neither side knows is left out. The difference is A − B with the interval of
    `interval_difference`: for two groups without a case in common. Adjusted for nothing: the groups may differ in much
    else. Of so many differences one in twenty lies outside its interval by chance.
    """
    other = {stage["name"]: stage for stage in second}
    found = []
    for stage in first:
        if stage["name"] not in other:
            continue
        for measure, one in _shares(stage).items():
            two = _shares(other[stage["name"]])[measure]
            if one[1] or two[1]:
                found.append(SharePair(stage["name"], measure, *one, *two, interval_difference(one[0], two[0])))
    return tuple(found)


def process_pair(first: ProcessSection, cases: int, second: ProcessSection, cases_of_second: int) -> ComparisonRow:
    """What the cases of A (`bad`) do more or less often than those of B (`good`): activities, arrows, repeats.

    Grain: a case. Formula: shares are cases in which it happened ÷ cases of the side; the difference is A − B with
    Newcombe's interval, `q` Benjamini–Hochberg over all rows of a list (χ², exact where few are expected).
    `median_s_…`: seconds from one event to the next, of each side. Arrows that less than 1 % of the cases take are
    left out.
    Not to be trusted as a cause, nor where the sides share cases; that cases of one customer go together is not in it.
    Source: Newcombe (1998), Statistics in Medicine 17:873; Benjamini & Hochberg (1995).
    """
    sizes = (cases, cases_of_second)
    activities = _counted(first["activities"], second["activities"], ("activity",), "cases")
    repeats = _counted(first["activities"], second["activities"], ("activity",), "repeated_cases")
    flows = _counted(first["flows"], second["flows"], ("from", "to"), "cases")
    times = [{(f["from"], f["to"]): f["median_s"] for f in side["flows"]} for side in (first, second)]
    least = LEAST_SHARE * sum(sizes)
    followed = _rows({key: pair for key, pair in flows.items() if sum(pair) >= least}, ("from", "to"), sizes, FLOWS)
    for row in followed:
        key = (row["from"], row["to"])
        row |= {"median_s_bad": times[0].get(key), "median_s_good": times[1].get(key)}
    return {
        "groups": {"bad": cases, "good": cases_of_second},
        "by": BY,
        "activities": cast(list[ComparedActivityRow], _rows(activities, ("activity",), sizes, ACTIVITIES)),
        "flows": cast(list[ComparedFlowRow], followed),
        "repeats": cast(
            list[ComparedActivityRow],
            _rows({key: pair for key, pair in repeats.items() if sum(pair)}, ("activity",), sizes, ACTIVITIES),
        ),
    }


def cases_beside(run: Path, first: Filters, second: Filters) -> CasesBeside:
    """How many cases two slices of a run have, and how many stand in both. Raises ArgumentError for filters that cannot
    be used."""
    with open_run(run) as (engine, kept):
        engine.expect(kept.log.n_events * ROOM)
        sides = [
            feelings(engine, cut(engine, kept, one)).select("case_id", "took_s", "ended") for one in (first, second)
        ]
        (one, one_s), (two, two_s) = (_size(engine, side) for side in sides)
        both, _ = _size(engine, sides[0].semi_join(sides[1], "case_id"))
        return CasesBeside(one, two, both, kept.log.n_cases, one_s, two_s)


def _size(engine: Engine, cases: Table) -> tuple[int, float | None]:
    row = engine.rows(cases.aggregate(n=cases.count(), s=cases.took_s.quantile(0.5, where=cases.ended)))[0]
    return int(row["n"]), None if row["s"] is None or row["s"] != row["s"] else float(row["s"])


def _shares(stage: StageRow) -> dict[SharedMeasure, tuple[Interval, int]]:
    """Each share of a stage with the visits that it is of."""
    both, outside, inside = stage["both"], stage["outside_in"], stage["inside_out"]
    judged = both["good_good"] + both["good_bad"] + both["bad_good"] + both["bad_bad"]
    return {
        "hidden": (_part(both["good_bad"], judged, stage.get("hidden")), judged),
        "unhappy": _failed(outside),
        "off_target": _failed(inside),
        "unfelt": (_part(both["bad_good"], judged, stage.get("unfelt")), judged),
    }


def _part(count: int, of: int, limits: Mapping[str, Any] | None) -> Interval:
    if not of:
        return NO_DATA
    return Interval(count / of, (limits or {}).get("low"), (limits or {}).get("high"))


def _failed(side: Mapping[str, Any]) -> tuple[Interval, int]:
    """The share that is bad, from a yield with its limits."""
    n = side["good"] + side["bad"]
    low, high = (None if side[end] is None else 1 - side[end] for end in ("high", "low"))
    return (Interval(side["bad"] / n, low, high) if n else NO_DATA), n


def _counted(
    first: Sequence[Mapping[str, Any]], second: Sequence[Mapping[str, Any]], keys: tuple[str, ...], count: str
) -> dict[tuple[str, ...], tuple[int, int]]:
    """Key → how often on either side."""
    one, two = ({tuple(row[key] for key in keys): int(row[count]) for row in side} for side in (first, second))
    return {key: (one.get(key, 0), two.get(key, 0)) for key in sorted({*one, *two})}


def _rows(
    counted: Mapping[tuple[str, ...], tuple[int, int]], keys: tuple[str, ...], sizes: tuple[int, int], most: int
) -> list[dict[str, Any]]:
    """Rows as a comparison has them, the largest difference first, each corrected for all; none without two sides."""
    if not counted or not all(sizes):
        return []
    pairs = list(counted.values())
    bad, good = [pair[0] for pair in pairs], [pair[1] for pair in pairs]
    without = [[size - n for n in side] for size, side in zip(sizes, (bad, good), strict=True)]
    q = benjamini_hochberg(p_values(bad, good, without[0], without[1]))
    found: list[dict[str, Any]] = [
        {
            **dict(zip(keys, key, strict=True)),
            "bad_share": a / sizes[0],
            "good_share": b / sizes[1],
            "difference": two_share_difference(a, sizes[0], b, sizes[1]).as_dict(),
            "q": float(f"{chance:.6g}"),
            "bad_n": sizes[0],
            "good_n": sizes[1],
        }
        for (key, (a, b)), chance in zip(counted.items(), q, strict=True)
    ]
    found.sort(key=lambda row: (-abs(row["difference"]["value"]), [row[key] for key in keys]))
    return found[:most]
