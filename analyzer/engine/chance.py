"""Numbers drawn from names: the same for a name on every engine and every night, whatever other names there are."""

from __future__ import annotations

from typing import Any

import ibis

DIGITS = 4  # hexadecimal ones: numbers from 0 to 65,535


@ibis.udf.scalar.builtin
def md5(text: str) -> str:  # type: ignore[empty-body]  # the engine's own function
    """The MD5 digest of a text in hexadecimal letters."""


def number_of(name: Any) -> Any:
    """A whole number from 0 to 65,535, evenly spread, from the letters of a text column: of its MD5 digest the first
    four hexadecimal digits. It draws lots, and protects nothing."""
    digest = md5(name)
    letters = ibis.literal("0123456789abcdef")
    number = letters.find(digest.substr(0, 1))
    for place in range(1, DIGITS):
        number = number * 16 + letters.find(digest.substr(place, 1))
    return number.cast("int64")
