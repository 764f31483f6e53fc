"""Room 3b, the customer's view: signals linked to cases, placed in stages, and the customer's verdict on every
visit."""

from analyzer.outside_in.link import link, reactions
from analyzer.outside_in.place import Placed, place
from analyzer.outside_in.verdicts import customer_verdicts
from analyzer.outside_in.voice import Subject, Voice, voice

__all__ = ["Placed", "Subject", "Voice", "customer_verdicts", "link", "place", "reactions", "voice"]
