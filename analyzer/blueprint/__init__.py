"""Room 4: both verdicts on every visit joined: the 2×2, visibility, relevance, alignment, coverage, scores and
trend."""

from analyzer.blueprint.measure import both_views

__all__ = ["both_views"]
