"""Precision by escaping edges: how much more a model allows than the log does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from analyzer.mining.discovery import Variant
from analyzer.mining.replay import Replay


@dataclass
class _Prefix:
    """One prefix while the variants that begin with it are read: where the replay stands, and what came next."""

    marking: int
    fit: bool
    cases: int = 0  # that go on after this prefix
    following: set[str] = field(default_factory=set)


def precision(replay: Replay, variants: Mapping[Variant, int]) -> float | None:
    """ETC precision of the replay's model on weighted variants, 0–1; None without a case.

    Grain: each prefix of the log, weighted by the cases that go on after it. At a prefix that the model can replay, the
    *escaping* activities are those which the model allows next and no case does. Formula: 1 − Σ escaping / Σ allowed; 1
    where nothing is allowed anywhere. The ends of cases do not count.
    When not to trust it: on few cases, where the log has simply not yet shown all that is possible.
    Source: Muñoz-Gama, Carmona, "A fresh look at precision in process conformance", BPM 2010. pm4py's token-based
    variant counts the same, but misses some of what is allowed behind silent steps and then says more.
    """
    if not sum(variants.values()):
        return None
    allowed = escaping = 0
    open_prefixes = [_Prefix(0, True)]  # the prefixes of the variant that was read last, shortest first
    last: Variant = ()

    def close(depth: int) -> None:
        nonlocal allowed, escaping
        while len(open_prefixes) > depth:
            done = open_prefixes.pop()
            if done.fit and done.cases:
                able = replay.enabled(done.marking)
                allowed += len(able) * done.cases
                escaping += len(able - done.following) * done.cases

    for variant, cases in sorted(variants.items()):
        close(_shared(last, variant) + 1)
        for depth, activity in enumerate(variant):
            here = open_prefixes[depth]
            here.cases += cases
            here.following.add(activity)
            if depth + 1 == len(open_prefixes):
                marking, missing, _, _ = replay.step(here.marking, activity)
                open_prefixes.append(_Prefix(marking, here.fit and missing == 0))
        last = variant
    close(0)
    return 1 - escaping / allowed if allowed else 1.0


def _shared(one: Variant, other: Variant) -> int:
    """How many activities two variants begin with alike."""
    for i, (a, b) in enumerate(zip(one, other, strict=False)):
        if a != b:
            return i
    return min(len(one), len(other))
