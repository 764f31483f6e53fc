"""Forward selection of drivers: each must set bad visits apart from good ones given all that were chosen before it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from analyzer.engine import SMALL, Engine, Table
from analyzer.mismatches.adjust import ABSENT, PRESENT, Effect, effect, test
from analyzer.mismatches.amounts import BESIDE, FEWEST, Amounts, banded, bands_for
from analyzer.mismatches.candidates import Candidate
from analyzer.mismatches.choice import Choice, Side, other_end, strata_of
from analyzer.mismatches.counts import STATES, Cells, count, split
from analyzer.mismatches.passed import given_that_it_passed
from analyzer.mismatches.roots import LITTLE_LEFT, Fit, may_bring_about, root_of
from analyzer.mismatches.screen import Screening, tests
from analyzer.mismatches.settled import is_settled
from analyzer.settings import Thresholds
from analyzer.tables.interval import Interval

MAX_STEPS = 8
MOST_STRATA = SMALL // (2 * STATES)  # a choice splits each, and bad and good visits are counted in each
TWIN = 0.9  # Jaccard
EQUAL_FIT = 0.97  # share of the best χ² from which on two candidates fit equally
SIMPLEST = (
    "activity",
    "missing",
    "returns",
    "repeat",
    "attribute",
    "partner",
    "team",
    "system",
    "resource",
    "handovers",
    "path",
    "wait",
    "duration",
)


@dataclass(frozen=True)
class Found:
    """A supported driver: the choice, its effect, the other choices that the effect was adjusted for, and the risk
    ratio before it was corrected for having been selected."""

    choice: Choice
    effect: Effect
    others: tuple[Choice, ...] = ()
    plain: Interval | None = None


@dataclass(frozen=True)
class Search:
    """One stage's search: where the survivors are present, the amounts behind them, the cut-off, the screen's q-values,
    the bad visits, whether customers have several visits."""

    engine: Engine
    present: Table
    amounts: Amounts
    cut: float
    q_of: dict[int, float]
    bad: int
    clustered: bool


def select_drivers(
    engine: Engine,
    visits: Table,
    present: Table,
    screening: Screening,
    amounts: Amounts,
    stages: float,
    thresholds: Thresholds,
) -> tuple[Found, ...]:
    """The drivers of one stage, by the lower limit of their share of the bad visits, highest first.

    The screen is corrected after Benjamini and Hochberg within the stage, times `stages` (all stages over those that
    show anything). Then, step by step, the candidate that fits best given those chosen, at the p-value of the screen's
    cut-off, robust to visits of one customer going together. Chosen candidates whose adjusted risk ratio or share is
    not material stay in the strata, so that what goes along with them is not reported instead; they are not listed.
    `visits`, `present`: those of the stage.
    """
    cells, screened = screening.cells, screening.corrected(stages, thresholds.driver_q)
    if not screened.passed.any():
        return ()
    survivors = cells.only(screened.passed).candidates
    visits = engine.keep(visits, "focus_stage")
    kept = engine.keep(present.filter(present.candidate.isin([c.no for c in survivors])), "survivors")
    q_of = {c.no: float(x) for c, x in zip(cells.candidates, screened.q, strict=True)}
    search = Search(engine, kept, amounts, screened.cut, q_of, screened.bad, screened.clustered)
    current, choices = _forward(search, visits.mutate(base=visits.stratum), survivors)
    return _confirm(search, current, choices, thresholds)


def _forward(search: Search, visits: Table, survivors: tuple[Candidate, ...]) -> tuple[Table, list[Choice]]:
    """Choose until nothing left sets bad visits apart given what is chosen: the visits with a column a choice, and
    the choices."""
    choices: list[Choice] = []
    current, left = visits, survivors
    alone: dict[int, float] = {}
    while left:
        cells = count(search.engine, current, search.present, left)
        alone = alone or {c.no: float(x) for c, x in zip(cells.candidates, tests(cells)[1], strict=True)}
        if choices:
            rest, choices[-1] = _apart_from_twins(cells, choices[-1])
            cells = cells.only(rest)
        if len(choices) == MAX_STEPS or len(cells.strata) > MOST_STRATA:
            break
        step = _step(search, current, cells, choices, alone)
        if step is None:
            break
        current, choice = step
        choices.append(choice)
        left = tuple(c for c in cells.candidates if c.no != choice.candidate.no)
    return current, choices


def _step(
    search: Search, current: Table, cells: Cells, choices: list[Choice], alone: dict[int, float]
) -> tuple[Table, Choice] | None:
    """The best candidate that holds against the clusters too, with the visits split by it. `alone`: the χ² of each
    before anything was chosen."""
    p, chi2, raises = _given(search, current, cells, choices)
    number = len(choices)
    while (best := _best(cells, p, chi2, search.cut)) is not None:
        best = root_of(search.engine, current, search.present, search.amounts, cells, Fit(p, chi2, best, search.cut))
        candidate, absent = cells.candidates[best], not bool(raises[best])
        widened, band = _split(search, current, candidate, choices, len(cells.strata))
        within = ("base", *strata_of(choices, candidate))
        little = chi2[best] <= alone[candidate.no] * LITTLE_LEFT
        beside = tuple(c for c in choices if little and may_bring_about(c.candidate, candidate))
        choice = Choice(candidate, absent, search.q_of[candidate.no], f"driver_{number}", band, beside)
        if test(search.engine, widened, within, choice.exposure, search.clustered) <= search.cut:
            return widened, choice
        p[best] = 1.0
    return None


def _split(
    search: Search, current: Table, candidate: Candidate, choices: list[Choice], strata: int
) -> tuple[Table, str | None]:
    """The visits split by a candidate: by the bands of its amount, where it has one, and by its state; and the column
    of the bands. No bands where there would be more strata than can be counted."""
    used = FEWEST ** sum(c.band is not None for c in choices)
    bands = min(bands_for(search.bad, used), MOST_STRATA // (strata * STATES) - BESIDE)
    amounts = search.amounts.of(search.engine, candidate) if bands >= FEWEST else None
    band = None
    if amounts is not None:
        band = f"band_{len(choices)}"
        current = banded(search.engine, current, amounts, is_settled(current, candidate.needs), bands, band)
    return split(search.engine, current, search.present, candidate, f"driver_{len(choices)}"), band


def _given(search: Search, current: Table, cells: Cells, choices: list[Choice]) -> tuple[Any, Any, Any]:
    """The tests of candidates given the choices; of one that is the other end of a chosen amount, within states."""
    p, chi2, raises = tests(cells)
    ends = [i for i, c in enumerate(cells.candidates) if any(o.band and other_end(o.candidate, c) for o in choices)]
    if not ends:
        return p, chi2, raises
    columns = ["base", *(c for o in choices for c in (o.column, o.band) if c)]
    layout = search.engine.frame(current.select("stratum", *columns).distinct()).set_index("stratum")
    for i in ends:
        within = ["base", *strata_of(choices, cells.candidates[i])]
        group = layout.groupby(within).ngroup().loc[cells.strata].to_numpy()
        one = cells.only(np.arange(len(cells.candidates)) == i)
        sums = [np.bincount(group, weights=getattr(one, name)[0])[None, :] for name in "abcd"]
        found = tests(Cells(one.candidates, np.arange(group.max() + 1), *sums))
        for every, own in zip((p, chi2, raises), found, strict=True):
            every[i] = own[0]
    return p, chi2, raises


def _best(cells: Cells, p: Any, chi2: Any, cut: float) -> int | None:
    """The candidate with the largest χ² among those at the cut-off; of equal fits the simplest, then the earliest,
    then by number."""
    able = np.flatnonzero(p <= cut)
    if not len(able):
        return None
    top = chi2[able].max()

    def order(i: int) -> tuple[int, int, int]:
        candidate = cells.candidates[i]
        return SIMPLEST.index(candidate.type), -1 if candidate.stage_no is None else candidate.stage_no, candidate.no

    return min((int(i) for i in able if chi2[i] >= top * EQUAL_FIT), key=order)


def _apart_from_twins(cells: Cells, last: Choice) -> tuple[Any, Choice]:
    """Which candidates are no twins of the last choice, and the choice with its twins.

    The strata end in the state of the last choice, so its overlap with each candidate can be read off the counts.
    """
    state = cells.strata % 3
    driven = state == (0 if last.absent else 1)
    known = state < 2
    present, absent = cells.a + cells.b, cells.c + cells.d
    twins: list[Side] = []
    rest = np.ones(len(cells.candidates), bool)
    its = (present + absent)[:, driven].sum(axis=1)
    for side, held in ((False, present), (True, absent)):
        both, mine = held[:, driven].sum(axis=1), held[:, known].sum(axis=1)
        alike = both >= TWIN * np.maximum(mine + its - both, 1)
        for i in np.flatnonzero(alike & rest):
            rest[i] = False
            if not side or cells.candidates[i].opposite is not None:
                twins.append((cells.candidates[i], side))
    return rest, replace(last, twins=tuple(twins))


def _confirm(search: Search, visits: Table, choices: list[Choice], thresholds: Thresholds) -> tuple[Found, ...]:
    """Each choice adjusted for the others; those that the others made void are dropped, those not material are not
    listed."""
    held = list(choices)
    while True:
        found = [Found(c, _adjusted(search, visits, held, c), _beside(held, c)) for c in held]
        void = [f for f in found if f.effect.p > search.cut or not f.effect.raises]
        if not void:
            break
        worst = max(void, key=lambda f: (f.effect.p, f.choice.candidate.no))
        held = [c for c in held if c is not worst.choice]
    listed = [
        replace(f, effect=_corrected(search, f, thresholds), plain=f.effect.risk_ratio)
        for f in found
        if _material(f.effect, search.bad, thresholds)
    ]
    return tuple(sorted(listed, key=lambda f: (-(f.effect.share.low or 0.0), f.choice.candidate.no)))


def _beside(held: list[Choice], choice: Choice) -> tuple[Choice, ...]:
    """The other choices that a choice is adjusted for: none that brings it about, none that it brings about."""
    return tuple(o for o in held if o is not choice and o not in choice.beside and choice not in o.beside)


def _adjusted(search: Search, visits: Table, held: list[Choice], choice: Choice) -> Effect:
    """The effect of one choice adjusted for the others.

    A cause is not adjusted for what it brings about: that would take away from it what it does. And what a cause brings
    about is judged by the visits in which it came without that cause; its share is of all bad visits all the same.
    """
    causes = [c for c in choice.beside if c in held]
    others = strata_of(_beside(held, choice), choice.candidate)
    without = visits
    for cause in causes:
        without = without.filter(without[cause.column] != (ABSENT if cause.absent else PRESENT))
    seen = effect(search.engine, without, others, choice.exposure, search.clustered)
    if not causes:
        return seen
    part = seen.bad / search.bad
    share = Interval(*(None if x is None else x * part for x in (seen.share.value, seen.share.low, seen.share.high)))
    return replace(seen, share=share, bad=search.bad)


def _corrected(search: Search, found: Found, thresholds: Thresholds) -> Effect:
    one_sided = found.choice.exposure.one_sided
    return given_that_it_passed(found.effect, search.cut, search.bad, one_sided, thresholds)


def _material(seen: Effect, bad: int, thresholds: Thresholds) -> bool:
    """Whether the driver carries enough of all bad visits of the stage, not only of those in which it is known."""
    ratio_low, share = seen.risk_ratio.low, seen.share.value
    return (
        ratio_low is not None
        and ratio_low >= thresholds.driver_low
        and share is not None
        and share * seen.bad >= thresholds.driver_share * bad
    )
