"""Ranking: what would spare most customers comes first."""

from __future__ import annotations

from dataclasses import replace

from analyzer.tables.mismatch import KINDS_OF_MISMATCH, Mismatch


def ranked(found: list[Mismatch]) -> list[Mismatch]:
    """Mismatches with their priority, highest first; ties by kind, then id.

    priority = avoidable bad visits a month (lower limit, at least 0) × weight of the stage. Kinds that count no
    unhappy customers stand below all of these, by affected visits × weight: their priority is −1 / (1 + affected ·
    weight), between −1 and 0.
    """
    valued = [replace(m, priority=_priority(m)) for m in found]
    return sorted(valued, key=lambda m: (-m.priority, KINDS_OF_MISMATCH.index(m.kind), m.id))


def _priority(mismatch: Mismatch) -> float:
    if mismatch.avoidable is not None:
        return max(mismatch.avoidable.low or 0.0, 0.0) * mismatch.weight
    return -1.0 / (1.0 + mismatch.affected_visits * mismatch.weight)
