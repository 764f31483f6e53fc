"""Nights: what changed since the last one, whether it is real, and who hears of it."""

from analyzer.nightly.changes import classify
from analyzer.nightly.finding_series import wanted_drivers, watched_findings

__all__ = ["classify", "wanted_drivers", "watched_findings"]
