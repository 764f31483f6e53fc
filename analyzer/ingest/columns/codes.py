"""Whole numbers that name something: a room, a location, a code. They are equal or not, and never in order."""

from __future__ import annotations

import re
from dataclasses import dataclass

_NAMING = frozenset(("id", "code", "no", "nr", "key", "group", "location", "zip", "zipcode", "postcode", "plz"))
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_MOST_NAMES = 200
_EACH = 20  # rows that a name stands in, on average


@dataclass(frozen=True)
class Numbers:
    """What all numbers of a column have in common."""

    fractions: int = 0  # numbers that are not whole
    least: float = 0.0
    most: float = 0.0
    distinct: int = 0
    fives: int = 0  # multiples of five

    def are_codes(self, name: str, rows: int) -> bool:
        """Whether they name something: by the column's name, else by how few, far apart and alike in length they are.

        By their values: at most 200 different ones, each in 20 rows or more on average, all of at least three digits
        and of the same number of them, ten times as far apart as they would be if counted through, and not mostly
        multiples of five, which amounts are.
        """
        if self.fractions or self.least < 0 or not self.distinct:
            return False
        words = [word.casefold() for word in _WORD.findall(name)]
        if words and words[-1] in _NAMING:
            return True
        few = 3 <= self.distinct <= _MOST_NAMES and rows >= _EACH * self.distinct
        alike = self.least >= 100 and len(f"{self.least:.0f}") == len(f"{self.most:.0f}")
        apart = self.most - self.least + 1 >= 10 * self.distinct
        return few and alike and apart and 2 * self.fives < rows


NO_NUMBERS = Numbers()


def numbers_sql(value: str) -> dict[str, str]:
    """Name → SQL of what is counted of a column of numbers."""
    return {
        "fractions": f"count_if({value} <> floor({value}))",
        "least": f"min({value})",
        "most": f"max({value})",
        "distinct": f"approx_count_distinct({value})",
        "fives": f"count_if({value} = 5 * floor({value} / 5))",
    }
