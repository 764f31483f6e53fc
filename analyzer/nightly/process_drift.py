"""Drift of the process itself over the nights: a variant that took over, times that moved. Said once, by the night that
first sees it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Protocol

from analyzer.nightly.outcome import Concern
from analyzer.words.concerns import times_words, variant_words

BACK = 28  # nights that tonight is held against, or as many as there are
LEAST_NEW = 100  # cases since then
FAR = 4.0  # standard errors between two shares: a night asks for many variants
MOVED = 1.2  # times longer or shorter, of a median over all that was read


class ProcessShape(Protocol):
    """What a night keeps of the process: cases by variant (its activities, most frequent ones alone), all cases, and
    the median seconds of a visit by stage; counts of everything up to then."""

    @property
    def variants(self) -> dict[str, int]: ...

    @property
    def cases(self) -> int: ...

    @property
    def medians(self) -> dict[str, float]: ...


def process_drift(before: Sequence[ProcessShape], now: ProcessShape) -> list[Concern]:
    """What moved since 28 nights ago and was not said the night before.

    A variant took over: among the cases that came since then another one is the most frequent than before, and its
    share of them is four standard errors (of two shares) beyond its share before. Times moved: a stage's median visit
    over all that was read is longer or shorter by a fifth; of the new visits alone by more. Nothing below 100 new
    cases. Raises nothing. Not to be trusted to see a drift that is slower than that.
    """
    if not before:
        return []
    known = _moves(before[:-1], before[-1])
    return [Concern("process", words) for key, words in _moves(before, now).items() if key not in known]


def _moves(before: Sequence[ProcessShape], now: ProcessShape) -> dict[tuple[str, str], str]:
    """(variant or times, its name) → the sentence."""
    found: dict[tuple[str, str], str] = {}
    if not before:
        return found
    then = before[-BACK:][0]
    came = now.cases - then.cases
    if not then.cases or came < LEAST_NEW:
        return found
    fresh = {name: n - then.variants.get(name, 0) for name, n in now.variants.items()}
    lead, led = (
        max(fresh, key=lambda name: (fresh[name], name), default=""),
        max(then.variants, key=lambda name: (then.variants[name], name), default=""),
    )
    if lead and led and lead != led:
        was, is_ = then.variants.get(lead, 0) / then.cases, min(fresh[lead] / came, 1.0)
        together = (then.variants.get(lead, 0) + fresh[lead]) / now.cases
        error = math.sqrt(together * (1 - together) * (1 / then.cases + 1 / came))
        if error and (is_ - was) / error > FAR:
            found["variant", lead] = variant_words(lead, was, is_, came)
    for stage, median in now.medians.items():
        old = then.medians.get(stage)
        if old and median and not 1 / MOVED < median / old < MOVED:
            found["times", stage] = times_words(stage, old, median)
    return found
