"""Whether people answer as before since an action started, and what it would mean for the verdict if they do not."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.statistics.placebo import placebo_difference, share_change
from analyzer.tables.effect import MovedAnswers
from analyzer.tables.interval import NO_DATA, Interval

# Heard visits and unhappy ones before; the same since; with the driver before, since; all visits before, since.
Cells = tuple[int, int, int, int, int, int, int, int]


def moved_answers(treated: Cells, others: Sequence[Cells], bound: float) -> MovedAnswers:
    """How the share of visits that are heard changed, of the treated less of the others, and the worst it could mean.

    Grain: one action at one look. Who hears of a change may answer for that reason. The change d of the answered share
    is taken as that of the unhappy share is (`placebo_difference`), with 95 % limits at each look: a warning too many
    costs less than one too few. |d| ÷ the answered share since is the part of the answers that is too many (or of as
    many that are missing); `worst` are the limits of the change of the unhappy share, at `bound`, had all of these been
    content, and had all been unhappy (trimming: Horowitz & Manski 1995, Econometrica 63:281; Lee 2009, Review of
    Economic Studies 76:1071). `silent`, `silence_possible`: the point from which on falling silent explains a fall of
    the unhappy share (`_silence`). Empty where visits that were not heard were not counted, or all are heard. Raises
    nothing. Not to be trusted to see a shift in which as many answer as before: it is in no count.
    """
    units = [treated, *others]
    if any(unit[6] < unit[0] or unit[7] < unit[2] or not unit[6] or not unit[7] for unit in units):
        return MovedAnswers()
    if all(unit[6] == unit[0] and unit[7] == unit[2] for unit in units):
        return MovedAnswers()
    own, *theirs = (share_change(unit[0], unit[6], unit[2], unit[7]) for unit in units)
    change = placebo_difference(own, theirs)
    if change.value is None or change.low is None or change.high is None:
        return MovedAnswers()
    beyond = not change.low <= 0 <= change.high
    n, bad = treated[2], treated[3]
    part = min(abs(change.value) * treated[7] / n, 1.0)
    moved = n * part
    if change.value > 0:
        content, unhappy = (min(bad, n - moved), n - moved), (max(bad - moved, 0.0), n - moved)
    else:
        content, unhappy = (float(bad), n + moved), (bad + moved, n + moved)
    spread = [share_change(one[1], one[0], one[3], one[2]) for one in others]
    found = [
        placebo_difference(share_change(treated[1], treated[0], *case), spread, bound)
        for case in (content, unhappy)
        if case[1] > 0
    ]
    values = [(one.value, one.low, one.high) for one in found]
    known = [(v, low, high) for v, low, high in values if v is not None and low is not None and high is not None]
    seen = placebo_difference(share_change(treated[1], treated[0], bad, n), spread, bound).value or 0.0
    silent, possible = _silence(treated, seen, change.low)
    if not known:
        return MovedAnswers(change, part, NO_DATA, beyond, beyond, silent, possible)
    farther = max((value for value, _, _ in known), key=lambda value: abs(value - seen))
    worst = Interval(farther, min(low for _, low, _ in known), max(high for _, _, high in known))
    warning = beyond or abs(farther - seen) >= abs(seen) / 2
    return MovedAnswers(change, part, worst, beyond, warning, silent, possible)


def _silence(treated: Cells, seen: float, lowest: float) -> tuple[float | None, bool]:
    """Which part of the unhappy would have had to stop answering since the start to explain a fall by themselves, and
    whether the answered share may have changed by as much.

    Grain: one action at one look. `seen`: the change of the unhappy share, −1 to 1; `lowest`: the lower limit of the
    change of the answered share. Formula: with the share that would have been, p = share since − seen, the content
    answers c stand beside u = c·p/(1 − p) unhappy ones; of these u − (unhappy since) are missing. (None, False) where
    the share did not fall. Raises nothing. A tipping point: Yan, Lee & Li (2009), J. Biopharmaceutical Statistics
    19:1085.
    """
    n, bad, came = treated[2], treated[3], treated[7]
    would_be = bad / n - seen
    if seen >= 0 or not would_be < 1 or bad == n:
        return None, False
    unhappy = (n - bad) * would_be / (1 - would_be)
    missing = unhappy - bad
    return missing / unhappy, lowest <= -missing / came
