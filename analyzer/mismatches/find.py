"""All supported mismatches, the one that matters most first."""

from __future__ import annotations

from analyzer.mismatches.comparison import compared
from analyzer.mismatches.evidence import Evidence
from analyzer.mismatches.kinds.asked_too_early import asked_too_early
from analyzer.mismatches.kinds.blind_spot import blind_spot
from analyzer.mismatches.kinds.broken_promise import broken_promise
from analyzer.mismatches.kinds.conformance import journey_conformance
from analyzer.mismatches.kinds.hidden_friction import hidden_friction
from analyzer.mismatches.kinds.invisible_work import invisible_work
from analyzer.mismatches.kinds.shared_failure import shared_failure
from analyzer.mismatches.kinds.silent_defect import silent_defect
from analyzer.mismatches.kinds.unowned import unowned
from analyzer.mismatches.rank import ranked
from analyzer.tables.mismatch import Mismatch

WITHOUT_DRIVERS = (
    silent_defect,
    shared_failure,
    broken_promise,
    blind_spot,
    invisible_work,
    journey_conformance,
    unowned,
    asked_too_early,
)


# What may only say that a draft is a draft: these kinds come once a person has confirmed the stages.
HELD_BACK = frozenset(("unowned", "missing_touchpoint", "ad_hoc_touchpoint", "out_of_order"))


def find(seen: Evidence, without_drivers: list[Mismatch] | None = None) -> list[Mismatch]:
    """Every supported mismatch of every kind, ranked, with the comparison of its two groups where it has two.
    `without_drivers`: what `find_without_drivers` gives, where it is known.

    Of a journey that is a draft those are held back that may only say so (`HELD_BACK`).
    """
    others = find_without_drivers(seen) if without_drivers is None else without_drivers
    found = [*hidden_friction(seen), *others]
    if seen.journey.draft:
        found = [mismatch for mismatch in found if mismatch.kind not in HELD_BACK]
    return compared(seen, ranked(found))


def find_without_drivers(seen: Evidence) -> list[Mismatch]:
    """The supported mismatches of the kinds that no driver belongs to, in the order of the kinds."""
    return [mismatch for kind in WITHOUT_DRIVERS for mismatch in kind(seen)]
