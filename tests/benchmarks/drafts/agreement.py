"""How near a drafted journey comes to a person's: what is together, and in which order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from math import comb
from pathlib import Path

from analyzer.journey import Journey

PERSONS = Path(__file__).parent / "persons"


@dataclass(frozen=True)
class Agreement:
    """Over the activities, each counted once. `together`: the adjusted Rand index of the two groupings (Hubert & Arabie
    1985; 1 the same, 0 as by chance). `order`: Kendall's tau-b of the stages' numbers (1 the same order, −1 reversed;
    activities of one stage are ties)."""

    together: float
    order: float
    stages: int
    persons: int


def person_of(name: str) -> dict[str, int]:
    """Activity → the number of its stage in the person's file."""
    import yaml

    content = yaml.safe_load((PERSONS / f"{name}.yaml").read_text(encoding="utf-8"))
    return {activity: no for no, stage in enumerate(content["stages"]) for activity in stage["activities"]}


def agreement(person: dict[str, int], drafted: Journey) -> Agreement:
    """Both figures; an activity that either side does not place is a ValueError, for nothing may fall out of sight."""
    from scipy.stats import kendalltau

    stage_of = drafted.stage_of
    if set(stage_of) != set(person):
        raise ValueError(f"not placed on both sides: {sorted(set(stage_of) ^ set(person))}")
    names = sorted(person)
    theirs, ours = [person[name] for name in names], [stage_of[name] for name in names]
    order = float(kendalltau(theirs, ours).statistic) if len(set(ours)) > 1 else 0.0
    return Agreement(adjusted_rand(theirs, ours), order, len(set(ours)), len(set(theirs)))


def adjusted_rand(one: Sequence[int], other: Sequence[int]) -> float:
    """The share of pairs that both groupings put together, set against what chance would: 1 the same, 0 as by chance.

    (pairs together in both − expected) ÷ (mean of both − expected), expected = product of both ÷ all pairs. Two
    groupings that are both all apart, or both all together, are the same: 1.
    """
    both = sum(comb(n, 2) for n in Counter(zip(one, other, strict=True)).values())
    mine, theirs = (sum(comb(n, 2) for n in Counter(of).values()) for of in (one, other))
    expected = mine * theirs / comb(len(one), 2)
    most = (mine + theirs) / 2
    return 1.0 if most == expected else (both - expected) / (most - expected)
