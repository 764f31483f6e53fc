"""Whether the values of a column lie in a range."""

from __future__ import annotations

from typing import Any

from analyzer.engine import ibis
from analyzer.settings.spans import Span


def lies_within(value: Any, span: Span) -> Any:
    """Whether a column lies in a range; a missing value does not."""
    inside = value.notnull() & ibis.literal(True)
    if span.least is not None:
        inside = inside & ((value > span.least) if span.above else (value >= span.least))
    if span.most is not None:
        inside = inside & (value <= span.most)
    return inside
