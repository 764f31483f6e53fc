"""The model: what discovery makes of the variants, cut to what it can take, and how well it fits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from analyzer.mining import Variant, as_dict, conformance, process_tree
from analyzer.tables.process import Conformance

NOISE_THRESHOLD = 0.2
COVERED = 0.95  # share of cases whose variants are enough to discover from
MAX_VARIANTS = 2_000
MAX_ACTIVITIES = 50  # the cost of finding a cut grows with their third power; nobody reads a larger diagram
WORK_PER_S = 120_000  # activities × events of variants that the miner is given for each second of the budget


@dataclass(frozen=True)
class Model:
    """The process tree as nested dictionaries, its conformance, and notes on what both rest on."""

    tree: dict[str, Any] | None
    conformance: Conformance | None
    notes: tuple[str, ...]


def model(
    variants: Mapping[Variant, int],
    cases: int,
    budget_s: float,
    reactions: Collection[str] = (),
    noise_threshold: float = NOISE_THRESHOLD,
) -> Model:
    """Discover a model from a log's variants and check the log against it.

    Grain: `variants` activities → cases, `cases` those of the whole log. `reactions` are left out: what answers a
    complaint is no part of the process. The most frequent variants are mined, up to 95 % of cases, 2,000 variants, the
    50 most frequent activities and the work that the budget allows: counts, not the clock, so the same log gives the
    same model. All variants are checked.
    """
    kept = _without(variants, set(reactions))
    if not any(kept):
        return Model(None, None, ("No activity was left to discover a process from.",))
    chosen, notes = _chosen(kept, cases, budget_s)
    tree = process_tree(chosen, noise_threshold)
    fit, remarks = conformance(tree, kept, budget_s, noise_threshold=noise_threshold, cases=cases)
    return Model(as_dict(tree), fit, (*notes, *remarks))


def _without(variants: Mapping[Variant, int], activities: Collection[str]) -> dict[Variant, int]:
    """Variants without some activities; those that become the same add up."""
    left: Counter[Variant] = Counter()
    for variant, n in variants.items():
        left[tuple(a for a in variant if a not in activities)] += n
    return dict(sorted(left.items(), key=lambda item: (-item[1], item[0])))


def _chosen(variants: Mapping[Variant, int], cases: int, budget_s: float) -> tuple[dict[Variant, int], tuple[str, ...]]:
    """What the miner is given, and notes on what it is not given."""
    events: Counter[str] = Counter()
    for variant, n in variants.items():
        for activity in variant:
            events[activity] += n
    ranked = sorted(events, key=lambda activity: (-events[activity], activity))
    left_out = set(ranked[MAX_ACTIVITIES:])
    notes = []
    if left_out:
        notes.append(f"The model shows the {MAX_ACTIVITIES} most frequent of {len(ranked):,} activities.")
        variants = _without(variants, left_out)
    chosen: dict[Variant, int] = {}
    covered = work = 0
    for variant, n in variants.items():
        work += max(1, len(variant)) * min(len(ranked), MAX_ACTIVITIES)
        full = len(chosen) >= MAX_VARIANTS or work > WORK_PER_S * budget_s or covered >= COVERED * cases
        if chosen and full:
            break
        chosen[variant] = n
        covered += n
    if covered < COVERED * cases:
        notes.append(
            f"The model was discovered from the {len(chosen):,} most frequent variants, {covered:,} of {cases:,} cases."
        )
    return chosen, tuple(notes)
