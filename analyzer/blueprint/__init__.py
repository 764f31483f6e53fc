"""Room 4: both verdicts on every visit joined: the 2×2, visibility, relevance, alignment, coverage, scores and
trend."""

from analyzer.blueprint.daily import answer_lags, daily_rows
from analyzer.blueprint.measure import both_views
from analyzer.blueprint.patterns import NamesNeededError
from analyzer.blueprint.spoken import spoken_visits

__all__ = ["NamesNeededError", "answer_lags", "both_views", "daily_rows", "spoken_visits"]
