"""Nights: what is new is read, judged under the kept ruler, compared with the last night, kept and told."""

from analyzer.nightly.changes import classify
from analyzer.nightly.finding_series import wanted_drivers, watched_findings
from analyzer.nightly.night import NightOutcome, last_night, run_night

__all__ = ["NightOutcome", "classify", "last_night", "run_night", "wanted_drivers", "watched_findings"]
