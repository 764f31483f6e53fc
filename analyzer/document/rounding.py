"""Numbers as the document holds them: finite or null, floats to six significant digits.

They are brought to twelve digits first: a number that lies between two of six digits, as 112580.5 does, would else be
rounded up on one engine and down on another, for the last binary digit of a quantile is the engine's own.
"""

from __future__ import annotations

import math
from typing import Any, TypeVar, cast

Content = TypeVar("Content")


def rounded(value: Content) -> Content:
    """The same structure with plain Python numbers; NaN and infinities are null, −0 is 0."""
    return cast(Content, _rounded(value))


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {str(key): _rounded(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_rounded(item) for item in value]
    if value is None or isinstance(value, bool | str | int):
        return value
    if hasattr(value, "item"):
        return _rounded(value.item())
    if isinstance(value, float):
        return float(f"{float(f'{value:.12g}'):.6g}") + 0.0 if math.isfinite(value) else None
    raise TypeError(f"the document cannot hold a {type(value).__name__}")
