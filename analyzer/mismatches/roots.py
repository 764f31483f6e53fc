"""Whether what fits best is only what an earlier cause works through: then the cause is chosen before it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from analyzer.engine import Engine, Table
from analyzer.mismatches.amounts import Amounts, beyond_its_step
from analyzer.mismatches.candidates import Candidate
from analyzer.mismatches.counts import Cells, count, split
from analyzer.mismatches.screen import tests
from analyzer.mismatches.settled import is_settled

CONSEQUENCES = ("wait", "duration", "path", "repeat", "returns", "handovers")  # what a cause may work through
NEARLY_AS_WELL = 0.7  # share of the best χ² from which on an earlier cause is tried
NOTHING_LEFT = 0.01  # p-value of a mediator given its cause, above which nothing is left to explain
LITTLE_LEFT = 0.4  # share of a mediator's χ² that may be left given its cause
ROOTS = 3  # causes tried for a mediator


@dataclass(frozen=True)
class Fit:
    """How well the candidates of a step fit: p and χ², an entry a candidate; the place of the best; the cut-off."""

    p: Any
    chi2: Any
    best: int
    cut: float


def root_of(engine: Engine, visits: Table, present: Table, amounts: Amounts, cells: Cells, fit: Fit) -> int:
    """The place of an earlier cause that works through the best candidate, where there is one, else of the best itself.

    A wait, a path, a repeat, a return or a handover may be what a cause brings about (a mediator). A candidate of
    another type, of no later stage, that fits nearly as well comes before it if it leaves the mediator little to
    explain; what is left can still be chosen after it. An amount is held against its causes where the unhappy step
    most, not only at the threshold that names it: a threshold beside the true one fits worse than the amount does, and
    what merely goes along with the amount would pass for its cause.
    """
    mediator, chi2 = cells.candidates[fit.best], float(fit.chi2[fit.best])
    if not any(may_bring_about(c, mediator) for c in cells.candidates):
        return fit.best
    sharp = _sharpened(engine, visits, amounts, mediator)
    forms = [present] if sharp is None else [present, sharp]
    if sharp is not None:
        chi2 = max(chi2, _fit(engine, visits, sharp, mediator)[1])
    able = [
        int(i)
        for i in np.argsort(-fit.chi2, kind="stable")
        if fit.p[i] <= fit.cut and fit.chi2[i] >= chi2 * NEARLY_AS_WELL
    ]
    for i in [i for i in able if may_bring_about(cells.candidates[i], mediator)][:ROOTS]:
        given = split(engine, visits, present, cells.candidates[i], "root")
        p, left = max((_fit(engine, given, form, mediator) for form in forms), key=lambda found: found[1])
        if p > NOTHING_LEFT or left <= chi2 * LITTLE_LEFT:
            return i
    return fit.best


def may_bring_about(cause: Candidate, mediator: Candidate) -> bool:
    """Whether a candidate can work through another: by their types, and by the order of their stages."""
    no_later = cause.stage_no is None or mediator.stage_no is None or cause.stage_no <= mediator.stage_no
    return no_later and mediator.type in CONSEQUENCES and cause.type not in CONSEQUENCES


def _sharpened(engine: Engine, visits: Table, amounts: Amounts, mediator: Candidate) -> Table | None:
    """Where a mediator that is an amount lies beyond its step, as rows of `present`; None for another."""
    amount = amounts.of(engine, mediator)
    if amount is None:
        return None
    known = visits.filter(is_settled(visits, mediator.needs))
    return beyond_its_step(engine, known, amount, mediator)


def _fit(engine: Engine, visits: Table, present: Table, candidate: Candidate) -> tuple[float, float]:
    p, chi2, _ = tests(count(engine, visits, present, (candidate,)))
    return float(p[0]), float(chi2[0])
