"""Room 5: which mismatches are supported, what drives them, and which matters most."""

from analyzer.mismatches.as_seen import cases_of
from analyzer.mismatches.driver_days import driver_days
from analyzer.mismatches.drivers import SupportedDrivers, find_drivers
from analyzer.mismatches.evidence import Evidence, months_of
from analyzer.mismatches.find import find, find_without_drivers
from analyzer.mismatches.heard import fit_bins, heard_visits
from analyzer.mismatches.kinds.unowned import owner_notes
from analyzer.mismatches.outcomes import outcome_notes
from analyzer.mismatches.presence import Presence, presence
from analyzer.mismatches.trait_words import Traits
from analyzer.mismatches.traits import fit_thresholds, make_traits
from analyzer.mismatches.voiced import voiced

__all__ = [
    "Evidence",
    "Presence",
    "SupportedDrivers",
    "Traits",
    "cases_of",
    "driver_days",
    "find",
    "find_drivers",
    "find_without_drivers",
    "fit_bins",
    "fit_thresholds",
    "heard_visits",
    "make_traits",
    "months_of",
    "outcome_notes",
    "owner_notes",
    "presence",
    "voiced",
]
