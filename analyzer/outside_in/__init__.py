"""Room 3b, the customer's view: signals linked to cases, placed in stages, and the customer's verdict on every
visit."""

from analyzer.outside_in.behaviour import with_behaviour
from analyzer.outside_in.link import fit_reactions, link
from analyzer.outside_in.place import Placed, counted_places, fit_timing, object_warnings, place, timing_warnings
from analyzer.outside_in.verdicts import customer_verdicts, fit_lags, verdicts_alone
from analyzer.outside_in.voice import Nearness, Subject, Voice, voice

__all__ = [
    "Nearness",
    "Placed",
    "Subject",
    "Voice",
    "counted_places",
    "customer_verdicts",
    "fit_lags",
    "fit_reactions",
    "fit_timing",
    "link",
    "object_warnings",
    "place",
    "timing_warnings",
    "verdicts_alone",
    "voice",
    "with_behaviour",
]
