"""Whether two documents say the same: numbers within a millionth, and everything else."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

TOLERANCE = 1e-6


def document_of(found: dict[str, Any]) -> dict[str, Any]:
    """A document without what changes from run to run and from engine to engine."""
    found["quality"].pop("detected")  # says whether it was a file
    found["ruler"].pop("id")  # a digest of every digit
    return {key: value for key, value in found.items() if key != "run"}


def differences(one: Any, other: Any, at: str) -> list[str]:
    """Where two documents differ: numbers by more than a millionth, and everything else."""
    return [f"{place}: {a}, {b}" for place, a, b in _pairs(one, other, at) if _distance(a, b) > TOLERANCE]


def largest(one: Any, other: Any) -> float:
    """The largest difference of two numbers that stand in the same place, as a share of the first; as it is where that
    is below 1."""
    between = [_distance(a, b) for _, a, b in _pairs(one, other, "") if _is_number(a) and _is_number(b)]
    return max(between, default=0.0)


def _pairs(one: Any, other: Any, at: str) -> Iterator[tuple[str, Any, Any]]:
    """Place and values of whatever stands at the ends of two documents; of lists of two lengths both as they are."""
    if isinstance(one, dict) and isinstance(other, dict):
        for key in {**one, **other}:
            yield from _pairs(one.get(key), other.get(key), f"{at}.{key}")
    elif isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        for no, pair in enumerate(zip(one, other, strict=True)):
            yield from _pairs(*pair, f"{at}[{no}]")
    else:
        yield at, one, other


def _is_number(value: Any) -> bool:
    return type(value) in (int, float)


def _distance(one: Any, other: Any) -> float:
    if _is_number(one) and _is_number(other):
        return float(abs(one - other) / max(1, abs(one)))
    return 0.0 if one == other else float("inf")
