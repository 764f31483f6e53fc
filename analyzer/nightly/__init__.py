"""Nights: what changed since the last one, whether it is real, and who hears of it."""

from analyzer.nightly.changes import classify

__all__ = ["classify"]
