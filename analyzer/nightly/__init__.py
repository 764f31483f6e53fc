"""Nights: what changed since the last one, and whether it is real."""

from analyzer.nightly.changes import classify

__all__ = ["classify"]
