"""Every path that the cases of a slice take: searched, sorted, a page at a time."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

from analyzer.engine import Engine, Table, ibis
from analyzer.inside_out.variants import signs_of
from analyzer.slices.cut import Cut, cut, sequences_of
from analyzer.slices.feelings import feelings, heard_shares
from analyzer.slices.filters import Filters
from analyzer.slices.kept import open_run
from analyzer.tables.heard_share import NOBODY
from analyzer.tables.paths_taken import PathsPage, PathTaken

PathOrder = Literal["cases", "unhappy", "longest", "shortest", "steps"]
PATH_ORDERS: tuple[PathOrder, ...] = ("cases", "unhappy", "longest", "shortest", "steps")
ON_A_PAGE = 25
ROOM = 3  # times the memory that the engine takes by itself for a log of so many events


def all_paths(run: Path, filters: Filters, words: str = "", order: PathOrder = "cases", page: int = 1) -> PathsPage:
    """A page of the variants of a slice; only the page leaves the engine.

    Grain: a variant, whole cases, whatever the period. `words`: parts of names of activities, in any letter case, with
    → or > between them where one comes later than the other. Order: `cases` the most frequent first; `unhappy` by
    the number of unhappy cases; `longest`, `shortest` by the median; `steps` the most events first; ties by rank.
    A page beyond the last is the last. Shares as `heard_shares`: those of a path that few take say little.
    Raises ArgumentError for filters that cannot be used.
    """
    with open_run(run) as (engine, kept):
        engine.expect(kept.log.n_events * ROOM)
        part = cut(engine, kept, filters)
        signed = sequences_of(part).select("case_id", "signs")
        told = engine.keep(feelings(engine, part).join(signed, "case_id"), "told")
        counted = _ranked(engine, told)
        total = engine.rows(counted.aggregate(n=counted.count(), cases=counted["cases"].sum()))[0]
        chosen = engine.keep(_holding(counted, part, words), "chosen_paths")
        held = engine.rows(chosen.aggregate(n=chosen.count(), cases=chosen["cases"].sum()))[0]
        pages = max(1, -(-int(held["n"]) // ON_A_PAGE))
        page = min(max(page, 1), pages)
        wanted = chosen.order_by(*_keys(chosen, order)).limit(ON_A_PAGE, offset=(page - 1) * ON_A_PAGE)
        listed = engine.rows(wanted)
        its = told.filter(told.signs.isin([row["signs"] for row in listed])) if listed else told.limit(0)
        shares = heard_shares(engine, its, "signs")
        name = {sign: activity for activity, sign in signs_of(kept.log.activities).items()}
        every = int(total["cases"] or 0)
        rows = tuple(_row(row, name, every, shares.get(row["signs"], NOBODY)) for row in listed)
        return PathsPage(rows, int(held["n"]), int(total["n"]), int(held["cases"] or 0), page, pages)


def _ranked(engine: Engine, told: Table) -> Table:
    counted = told.group_by("signs").aggregate(
        cases=told.count(),
        quantiles=told.took_s.quantile([0.5, 0.9]),
        unhappy=told.unhappy.cast("int64").sum(),
    )
    rank = ibis.row_number().over(ibis.window(order_by=[ibis.desc("cases"), "signs"])) + 1
    return engine.keep(counted.mutate(rank=rank, steps=counted.signs.length()), "ranked_paths")


def _holding(counted: Table, part: Cut, words: str) -> Table:
    """The variants that hold what was searched for."""
    signs = signs_of(part.kept.log.activities)
    parts = [one.strip().casefold() for one in words.replace("→", ">").split(">")]
    parts = [one for one in parts if one]
    if not parts:
        return counted
    groups = []
    for one in parts:
        fitting = [sign for activity, sign in signs.items() if one in activity.casefold()]
        if not fitting:
            return counted.limit(0)
        groups.append("[" + "".join(fitting) + "]")
    return counted.filter(counted.signs.re_search(".*".join(groups)))


def _keys(chosen: Table, order: PathOrder) -> tuple[Any, ...]:
    if order == "cases":
        return (chosen["rank"],)
    keys: dict[PathOrder, Any] = {
        "unhappy": ibis.desc(chosen.unhappy),
        "longest": ibis.desc(chosen.quantiles[0]),
        "shortest": chosen.quantiles[0],
        "steps": ibis.desc(chosen.steps),
    }
    return keys[order], chosen["rank"]


def _row(row: dict[str, Any], name: dict[str, str], every: int, heard: Any) -> PathTaken:
    middle, most = row["quantiles"]
    activities = tuple(name[sign] for sign in row["signs"])
    return PathTaken(
        activities, int(row["rank"]), int(row["cases"]), row["cases"] / every, float(middle), float(most), heard
    )
