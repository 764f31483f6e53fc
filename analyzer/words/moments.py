"""Times of things, as people read them and as documents write them."""

from __future__ import annotations

from datetime import datetime

from analyzer.settings.moments import iso_utc as iso_utc
from analyzer.words import wording


def moment_of(at: datetime) -> str:
    """An aware time, as in 1 Jul 2026, 02:15 UTC."""
    return wording.moment(iso_utc(at))
