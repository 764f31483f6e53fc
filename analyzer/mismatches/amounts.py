"""What stands behind a candidate that is a wait, a duration or a number: its amount in each visit, and bands of it.

A cause that is an amount is adjusted for by its bands, not by the one threshold that names it: what a single cut leaves
over within its two halves is else picked up by whatever goes along with the amount (Cochran 1968: five bands take away
nine tenths of it). The threshold that matters may lie within a band; so limits also lie where the unhappy become more
or fewer at a step. They name nothing and are no finding: they only take away more from what is tested beside.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from analyzer.engine import Engine, Table, Value, ibis
from analyzer.mismatches.attributes import Reading
from analyzer.mismatches.candidates import Candidate
from analyzer.mismatches.cuts import waits_of
from analyzer.mismatches.trait_words import SMALL_NUMBER, WHOLE_CASE

FEWEST, MOST = 5, 20  # bands
BAD_A_BAND = 10  # bad visits that a band should have
TILES = 200  # parts of the visits between which limits are looked for
BESIDE = 4  # parts that an amount may have beside its bands: one for each step, and those that have none
STEPS = 2  # how often the largest step is looked for: in all visits, and on each side of it


@dataclass(frozen=True)
class Amounts:
    """Where amounts are read from: the first event of each activity of a case (activities as numbers), how long each
    visit took, and the attributes as of the visit, as `make_traits` has them. Tables are made when they are needed."""

    places: dict[str, int]  # activity → its number
    firsts: Callable[[list[int]], Table]  # of some activities: case_id, activity, first_at
    durations: Callable[[], Table]  # case_id, stage_no, took_s
    read: Sequence[Table]
    readings: Sequence[Reading]

    def of(self, engine: Engine, candidate: Candidate) -> Table | None:
        """Amounts of a candidate (case_id, visit_no with −1 for the whole case, amount), None where it is none."""
        if candidate.type == "wait":
            return self._wait(engine, str(candidate.keys["from"]), str(candidate.keys["to"]))
        if candidate.type == "duration":
            took = self.durations()
            here = took.filter(took.stage_no == candidate.stage_no)
            return here.select("case_id", visit_no=_whole(), amount=here.took_s.cast("float64"))
        if candidate.type == "attribute" and candidate.keys["op"] != "=":
            return self._number(str(candidate.keys["attribute"]), str(candidate.keys.get("take", "last")))
        return None

    def _wait(self, engine: Engine, start: str, end: str) -> Table:
        import pandas as pd

        first, then = self.places[start], self.places[end]
        pair = pd.DataFrame({"activity": [first], "next_activity": [then]})
        pairs = engine.take(pair, "banded_pair", dict.fromkeys(pair.columns, SMALL_NUMBER))
        waits = waits_of(self.firsts([first, then]), pairs)
        return waits.select("case_id", visit_no=_whole(), amount=waits.wait_s.cast("float64"))

    def _number(self, attribute: str, take: str) -> Table | None:
        for reading in self.readings:
            if reading.attribute == attribute and reading.take == take:
                tables = [t for t in self.read if reading.column in t.columns]
                some = [t.filter(t[reading.column].notnull()) for t in tables]
                rows = [
                    t.select("case_id", visit_no=t.visit_no.cast("int64"), amount=t[reading.column].cast("float64"))
                    for t in some
                ]
                return rows[0].union(*rows[1:]) if rows[1:] else rows[0]
        return None


def variable(candidate: Candidate) -> tuple[Any, ...] | None:
    """What a candidate's amount is of: equal for all thresholds of one amount, None where there is none."""
    keys = candidate.keys
    if candidate.type == "wait":
        return "wait", keys["from"], keys["to"]
    if candidate.type == "duration":
        return "duration", candidate.stage_no
    if candidate.type == "attribute" and keys["op"] != "=":
        return "attribute", keys["attribute"], keys.get("take", "last")
    return None


def banded(engine: Engine, visits: Table, amounts: Table, known: Value, bands: int, column: str) -> Table:
    """The visits of one stage with a further column, and strata split by it: the band of the amount, counted from 1;
    0 where there is none, or where it is not `known` yet (a condition on `visits`).

    Bands lie between quantiles among these visits, and between the places where the share of the unhappy steps most.
    """
    own = _own(engine, visits, amounts)
    limits = _limits(engine, own, bands)
    joined = visits.left_join(own.drop("bad"), "visit").drop("visit_right")
    band: Value = ibis.literal(1, "int64")
    for limit in limits:
        band = band + (joined.amount > limit).cast("int64")
    widened = joined.mutate(**{column: ibis.ifelse(joined.amount.notnull() & known, band, ibis.literal(0, "int64"))})
    widened = widened.drop("amount")
    return engine.keep(widened.mutate(stratum=widened.stratum * (len(limits) + 2) + widened[column]), "banded")


def beyond_its_step(engine: Engine, visits: Table, amounts: Table, candidate: Candidate) -> Table | None:
    """The visits whose amount lies on the unhappier side of the place where the share of the unhappy steps most, as
    rows of `present`: visit, candidate. None where all amounts are alike."""
    own = _own(engine, visits, amounts)
    n, bad, top = _tiles(engine, own)
    places = _steps(n, bad, 0, len(n), 1)
    if not places:
        return None
    (place,) = places
    above = bad[place + 1 :].sum() / n[place + 1 :].sum() > bad[: place + 1].sum() / n[: place + 1].sum()
    limit = float(top[place])
    beyond = own.filter(own.amount > limit if above else own.amount <= limit)
    return engine.keep(beyond.select("visit", candidate=ibis.literal(candidate.no, "int64")), "beyond_its_step")


def _own(engine: Engine, visits: Table, amounts: Table) -> Table:
    """The amount of each visit that has one: visit, amount, bad."""
    at = visits.select("visit", "case_id", "stage_no", "bad").join(amounts, "case_id")
    at = at.filter((at.visit_no == WHOLE_CASE) | (at.visit_no == at.stage_no))
    return engine.keep(at.group_by("visit").aggregate(amount=at.amount.max(), bad=at.bad.max()), "amounts")


def _tiles(engine: Engine, own: Table) -> tuple[Any, Any, Any]:
    """Of small parts of the visits in the order of their amounts: how many, how many bad, the largest amount."""
    ranked = own.mutate(rank=ibis.rank().over(ibis.window(order_by=own.amount)), n=own.count().over(ibis.window()))
    tiles = ranked.mutate(tile=(ranked["rank"] * TILES / ranked.n).floor().cast("int64"))
    counted = tiles.group_by("tile").aggregate(n=tiles.count(), bad=tiles.bad.sum(), top=tiles.amount.max())
    frame = engine.frame(counted.order_by("tile"))
    n, bad, top = (frame[name].to_numpy(float) for name in ("n", "bad", "top"))
    return n, bad, top


def _limits(engine: Engine, own: Table, bands: int) -> list[float]:
    """The limits of the bands: quantiles, and the steps. `own`: a row a visit with amount and bad."""
    n, bad, top = _tiles(engine, own)
    if bands < 2 or len(n) < 2:
        return []
    parts = np.searchsorted(np.cumsum(n), np.arange(1, bands) * n.sum() / bands)
    steps = _steps(n, bad, 0, len(n), STEPS)
    places = sorted({min(int(place), len(n) - 2) for place in parts} | steps)
    return sorted({float(top[place]) for place in places})


def _steps(n: Any, bad: Any, start: int, stop: int, depth: int) -> set[int]:
    """Where the share of the unhappy differs most on both sides of a place (largest χ² of the two sides), and where it
    does within each side: the last place below each step."""
    if depth == 0 or stop - start < 2:
        return set()
    size, unhappy = np.cumsum(n[start:stop]), np.cumsum(bad[start:stop])
    below, total, all_bad = size[:-1], size[-1], unhappy[-1]
    gap = unhappy[:-1] - all_bad * below / total
    place = start + int(np.argmax(gap**2 / (below * (total - below))))
    return {place} | _steps(n, bad, start, place + 1, depth - 1) | _steps(n, bad, place + 1, stop, depth - 1)


def bands_for(bad: int, used: int) -> int:
    """How many bands the next amount gets: about ten bad visits a band, given that the strata are divided already."""
    return max(FEWEST, min(MOST, bad // (BAD_A_BAND * max(used, 1))))


def _whole() -> Value:
    return ibis.literal(WHOLE_CASE, "int64")
