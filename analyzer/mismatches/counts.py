"""The counts that drivers are chosen from: one aggregate query a step, never a matrix of visits."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analyzer.engine import SMALL, Engine, Table, ibis
from analyzer.mismatches.candidates import Candidate
from analyzer.mismatches.settled import Mask, is_settled

STATES = 3  # absent, present, unknown


@dataclass(frozen=True)
class Cells:
    """2×2×strata counts of many candidates: arrays (candidates, strata).

    a present and bad, b present and good, c absent and bad, d absent and good; over the visits in which the candidate
    is known.
    """

    candidates: tuple[Candidate, ...]
    strata: Any  # the number of each stratum
    a: Any
    b: Any
    c: Any
    d: Any

    def only(self, keep: Any) -> Cells:
        """The cells of the candidates where `keep` is true."""
        kept = tuple(c for c, wanted in zip(self.candidates, keep, strict=True) if wanted)
        return Cells(kept, self.strata, self.a[keep], self.b[keep], self.c[keep], self.d[keep])

    @property
    def visits(self) -> Any:
        """Known visits of each candidate."""
        return (self.a + self.b + self.c + self.d).sum(axis=1)

    @property
    def exposed(self) -> Any:
        return (self.a + self.b).sum(axis=1)


def count(engine: Engine, visits: Table, present: Table, wanted: tuple[Candidate, ...]) -> Cells:
    """`count_by_stage` of the visits of one stage."""
    (found,) = count_by_stage(engine, visits, present, wanted).values()
    return found


def count_by_stage(engine: Engine, visits: Table, present: Table, wanted: tuple[Candidate, ...]) -> dict[int, Cells]:
    """Stage number → counts of bad and good visits with and without each candidate in each stratum of its visits.

    `visits` has visit, stage_no, bad, mask_0, …, stratum; `present` a row for each visit and candidate that is known
    to hold there, of further candidates and visits too. A visit counts for a candidate only where all that the
    candidate needs is settled. Counts leave the engine in parts that are small enough.
    """
    masks = [c for c in visits.columns if c.startswith("mask_")]
    groups = visits.group_by("stage_no", "stratum", *masks).aggregate(n=visits.count(), bad=visits.bad.sum())
    totals = engine.frame(groups)
    at_once = max(SMALL // max(len(totals[["stage_no", "stratum"]].drop_duplicates()), 1), 1)
    held = [_held(engine, visits, present, wanted[start : start + at_once]) for start in range(0, len(wanted), at_once)]
    found = {}
    for no, own in totals.groupby("stage_no"):
        strata = np.unique(own["stratum"].to_numpy())
        a, n1 = _placed([part[part["stage_no"] == no] for part in held], wanted, strata)
        n, bad = _known(own, strata, masks, wanted)
        found[int(no)] = Cells(wanted, strata, a, n1 - a, bad - a, (n - n1) - (bad - a))
    return found


def _held(engine: Engine, visits: Table, present: Table, wanted: tuple[Candidate, ...]) -> Any:
    """Frame: stage_no, candidate, stratum; visits and bad visits in which the candidate is present."""
    theirs = present.filter(present.candidate.isin([c.no for c in wanted]))  # no others leave the engine
    joined = theirs.select("visit", "candidate").join(visits.select("visit", "stage_no", "stratum", "bad"), "visit")
    groups = joined.group_by("stage_no", "candidate", "stratum")
    return engine.frame(groups.aggregate(n=joined.count(), bad=joined.bad.sum()))


def _placed(held: list[Any], wanted: tuple[Candidate, ...], strata: Any) -> tuple[Any, Any]:
    """Bad visits, and all, in which each candidate is present: arrays (candidates, strata)."""
    bad, n = np.zeros((len(wanted), len(strata))), np.zeros((len(wanted), len(strata)))
    numbers = np.array([c.no for c in wanted])
    order = np.argsort(numbers)
    for part in held:
        rows = order[np.searchsorted(numbers, part["candidate"].to_numpy(), sorter=order)]
        columns = np.searchsorted(strata, part["stratum"].to_numpy())
        bad[rows, columns], n[rows, columns] = part["bad"].to_numpy(float), part["n"].to_numpy(float)
    return bad, n


def _known(totals: Any, strata: Any, masks: list[str], wanted: tuple[Candidate, ...]) -> tuple[Any, Any]:
    """Visits and bad visits by stratum in which each candidate is known: arrays (candidates, strata)."""
    settled = totals[masks].to_numpy(np.int64)
    columns = np.searchsorted(strata, totals["stratum"].to_numpy())
    by_need: dict[Mask, tuple[Any, Any]] = {}
    for needs in {c.needs for c in wanted}:
        bits = np.array(needs, np.int64)
        known = ((settled & bits) == bits).all(axis=1)
        by_need[needs] = tuple(  # type: ignore[assignment]
            np.bincount(columns[known], weights=totals[name].to_numpy(float)[known], minlength=len(strata))
            for name in ("n", "bad")
        )
    empty = np.zeros((0, len(strata)))
    if not wanted:
        return empty, empty
    return np.stack([by_need[c.needs][0] for c in wanted]), np.stack([by_need[c.needs][1] for c in wanted])


def split(engine: Engine, visits: Table, present: Table, chosen: Candidate, column: str) -> Table:
    """The visits with a further column: 0 the chosen candidate is absent, 1 present, 2 unknown; and strata split by
    it."""
    holding = present.filter(present.candidate == chosen.no).select("visit", held=ibis.literal(1, "int64"))
    joined = visits.left_join(holding, "visit").drop("visit_right")
    state = ibis.ifelse(is_settled(joined, chosen.needs), joined.held.fill_null(0), ibis.literal(2, "int64"))
    widened = joined.mutate(**{column: state}).drop("held")
    return engine.keep(widened.mutate(stratum=widened.stratum * STATES + widened[column]), "split")
