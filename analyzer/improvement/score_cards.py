"""Score cards from counts: own visits only, fair to case mix, small numbers drawn to the middle, peers as a band."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date

from analyzer.statistics.shrinkage import Standardised, standardise
from analyzer.tables.interval import NO_DATA, Interval
from analyzer.tables.score_card import CardStage, CardWord, PartyCell, PartyCounts, ScoreCard

LEAST_RATED = 20  # visits below which no share is shown
LEAST_PEERS = 4  # below which a band would tell who is who


def parties_of(counts: PartyCounts) -> list[str]:
    """Everybody who has a card, by name and never by a number."""
    return sorted({cell.party for cell in counts.cells}, key=lambda name: (name.casefold(), name))


def score_card(counts: PartyCounts, name: str) -> ScoreCard | None:
    """The card of one party; None where it has no visit.

    Grain: one party of one run. Its unhappy share is adjusted by indirect standardisation over stage and the `given`
    attributes of the cases (for owners the attributes alone: a stage is theirs whole) and shrunk by empirical Bayes:
    `statistics.shrinkage.standardise` with formula and sources. Adjusted share = shrunk ratio × share of everybody, 0
    to 1. The word is `better` or `worse` only where the 95 % limits leave out what is expected, `too_few` below 20
    rated visits. Raises nothing. Not to be trusted as a cause: a party gets its visits from those before it.
    """
    names = parties_of(counts)
    if name not in names:
        return None
    own = {party: [cell for cell in counts.cells if cell.party == party] for party in names}
    found = dict(zip(names, standardise([_by_cell(own[party]) for party in names], counts.whole), strict=True))
    bad, rated = (sum(pair[side] for pair in counts.whole.values()) for side in (0, 1))
    everybody = bad / rated if rated else None
    mine, cells = found[name], own[name]
    n = sum(cell.rated for cell in cells)
    adjusted = _share(mine, everybody) if n >= LEAST_RATED else NO_DATA
    peers = [
        share
        for party in names
        if party != name and sum(cell.rated for cell in own[party]) >= LEAST_RATED
        and (share := _share(found[party], everybody).value) is not None
    ]  # fmt: skip
    return ScoreCard(
        kind=counts.kind,
        name=name,
        visits=sum(cell.visits for cell in cells),
        rated=n,
        bad=mine.observed,
        expected=mine.expected,
        adjusted=adjusted,
        everybody=everybody,
        word="too_few" if n < LEAST_RATED else _word(mine),
        band=_middle_half(peers),
        peers=len(peers),
        stages=tuple(_stages(counts, cells)),
        mix=counts.mix,
        left_out=counts.left_out,
    )


def first_of_quarter(helped: Mapping[str, date | None], today: date) -> set[str]:
    """Which actions are the first verified improvement of the quarter of `today`. `helped`: action that is done and
    helped → the day on which that was decided. Several where they were decided on one day; none where none was from the
    quarter's first day to today. Raises nothing."""
    began = date(today.year, 3 * ((today.month - 1) // 3) + 1, 1)
    days = {one: at for one, at in helped.items() if at is not None and began <= at <= today}
    return {one for one, at in days.items() if at == min(days.values())}


def _by_cell(cells: Sequence[PartyCell]) -> dict[str, tuple[int, int]]:
    found: dict[str, list[int]] = defaultdict(lambda: [0, 0])
    for cell in cells:
        found[cell.cell][0] += cell.bad
        found[cell.cell][1] += cell.rated
    return {cell: (bad, rated) for cell, (bad, rated) in found.items()}


def _share(one: Standardised, everybody: float | None) -> Interval:
    """A ratio as a share; never above 1."""
    if everybody is None or one.shrunk.value is None:
        return NO_DATA
    value, low, high = (
        None if side is None else min(side * everybody, 1.0)
        for side in (one.shrunk.value, one.shrunk.low, one.shrunk.high)
    )
    return Interval(value, low, high)


def _word(one: Standardised) -> CardWord:
    low, high = one.shrunk.low, one.shrunk.high
    if low is None or high is None or low <= 1 <= high:
        return "as_expected"
    return "better" if high < 1 else "worse"


def _middle_half(shares: Sequence[float]) -> tuple[float, float] | None:
    if len(shares) < LEAST_PEERS:
        return None
    import numpy as np

    low, high = np.quantile(np.asarray(shares), [0.25, 0.75])
    return float(low), float(high)


def _stages(counts: PartyCounts, cells: Sequence[PartyCell]) -> list[CardStage]:
    rates: Mapping[str, float] = {cell: bad / n for cell, (bad, n) in counts.whole.items() if n}
    found = []
    for no in sorted({cell.stage_no for cell in cells}):
        here = [cell for cell in cells if cell.stage_no == no]
        visits, rated, bad = (sum(getattr(cell, of) for cell in here) for of in ("visits", "rated", "bad"))
        off = sum(cell.off_target for cell in here)
        expected = sum(cell.rated * rates.get(cell.cell, 0.0) for cell in here)
        shown = rated >= LEAST_RATED
        name = counts.stages[no]
        found.append(
            CardStage(
                name=name,
                moment_of_truth=name in counts.moments_of_truth,
                visits=visits,
                rated=rated,
                bad=bad,
                unhappy=bad / rated if shown else None,
                off_target=off / visits if visits >= LEAST_RATED else None,
                expected=expected / rated if shown else None,
            )
        )
    return found
