"""Conditions of many parts, nested no deeper than a compiler of expressions can go."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any


def any_of(parts: Sequence[Any]) -> Any:
    """Whether any of the boolean expressions holds. They are paired, and the pairs paired again: a thousand of them
    are nested ten deep, where one after the other would be a thousand."""
    left = list(parts)
    while len(left) > 1:
        left = [one | other for one, other in zip(left[::2], left[1::2], strict=False)] + left[len(left) // 2 * 2 :]
    return left[0]
