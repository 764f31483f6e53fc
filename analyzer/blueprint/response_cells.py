"""Response cells: visits alike in what the company knows of them, each with enough answers to speak for the rest."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

FEWEST_ANSWERS = 20  # answered visits of a cell
MOST_ATTRIBUTES = 2  # case attributes that form the cells of a stage
ASSOCIATED_Z = 3.0902  # the normal quantile of p = 0.001, one-sided as the chi-square test is

Key = tuple[int, ...]  # a value for each division
Counts = tuple[int, int]  # visits, answered


@dataclass(frozen=True)
class Division:
    """The cell of each kind of visit, numbered from 0, and which of the given divisions told any cells apart."""

    cell: dict[Key, int]
    by: tuple[int, ...]

    @property
    def cells(self) -> int:
        return len(set(self.cell.values()))


def divide(kinds: dict[Key, Counts]) -> Division:
    """Response cells of one stage from its kinds of visit.

    Grain: `kinds` has an entry a kind, its key a value for each division (company verdict, duration, …), all of one
    length. Divides by the first, each part by the second, and so on. A part with fewer than 20 answered visits joins
    the one beside it whose share answered is nearest (ties: the first), the smallest first, until none is left.
    All in one cell where there are fewer than 40 answered visits. Counts and keys alone decide, so that the order of
    the rows does not.
    Not to be trusted to keep a division of its own for what few answered: it lies in its neighbour's cell.
    Source: Little (1986), Int. Stat. Rev. 54:139 (cells by the chance to answer); Kalton & Flores-Cervantes (2003),
    J. Official Stat. 19:81 (collapsing them).
    """
    depth = len(next(iter(kinds), ()))
    used: set[int] = set()
    leaves = _split(dict(sorted(kinds.items())), 0, depth, used)
    return Division({kind: number for number, leaf in enumerate(leaves) for kind in leaf}, tuple(sorted(used)))


def _split(kinds: dict[Key, Counts], at: int, depth: int, used: set[int]) -> list[list[Key]]:
    if at == depth or sum(answered for _, answered in kinds.values()) < 2 * FEWEST_ANSWERS:
        return [list(kinds)]
    parts: dict[Key, dict[Key, Counts]] = {}
    for kind, counts in kinds.items():
        parts.setdefault((kind[at],), {})[kind] = counts
    while len(parts) > 1:
        sizes = {names: _total(part) for names, part in parts.items()}
        small = min(parts, key=lambda names: (sizes[names][1], names))
        if sizes[small][1] >= FEWEST_ANSWERS:
            break
        others = [names for names in parts if names != small]
        beside = min(others, key=lambda names: (abs(_share(sizes[names]) - _share(sizes[small])), names))
        joined = {**parts.pop(small), **parts.pop(beside)}
        parts[tuple(sorted(small + beside))] = joined
    if len(parts) > 1:
        used.add(at)
    return [leaf for _, part in sorted(parts.items()) for leaf in _split(part, at + 1, depth, used)]


def _total(part: dict[Key, Counts]) -> Counts:
    return sum(visits for visits, _ in part.values()), sum(answered for _, answered in part.values())


def _share(counts: Counts) -> float:
    return counts[1] / counts[0]


def most_associated(values: dict[int, list[Counts]]) -> tuple[int, ...]:
    """The attributes that go most with answering in one stage, at p < 0.001, two at most, the strongest first.

    Grain: for each attribute, by number, (visits, answered) of each of its values. Formula: Pearson's chi-square of
    answered against value, as the normal deviate of Wilson & Hilferty (1931), PNAS 17:684, which ranks attributes of
    unlike numbers of values; ties by number. Not to be trusted as a test where a customer has many visits: it then lets
    in an attribute that is not needed, which costs width of the interval and does not bias.
    """
    strength = {number: association(counts) for number, counts in values.items()}
    found = sorted((-z, number) for number, z in strength.items() if z is not None and z > ASSOCIATED_Z)
    return tuple(number for _, number in found[:MOST_ATTRIBUTES])


def association(counts: list[Counts]) -> float | None:
    """Normal deviate of the chi-square of answered against value; None where either does not vary."""
    seen = [(visits, answered) for visits, answered in counts if visits]
    visits, answered = (sum(x) for x in zip(*seen, strict=True)) if seen else (0, 0)
    freedom = len(seen) - 1
    if freedom < 1 or not 0 < answered < visits:
        return None
    share = answered / visits
    squares: list[Any] = [(a - n * share) ** 2 / (n * share * (1 - share)) for n, a in seen]
    narrow = 2 / (9 * freedom)
    return float(((math.fsum(squares) / freedom) ** (1 / 3) - (1 - narrow)) / math.sqrt(narrow))
