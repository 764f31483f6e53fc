"""The planned way through a case: what most cases live, in the order in which most live it.

What is left out belongs to a stage as what interrupts it: the rare, the ways out (rejected, cancelled), and what most
of those who come farther have not lived.
"""

from __future__ import annotations

import math
import re

from analyzer.journey.words import words_of
from analyzer.tables.outline import Before, Outline, PlacedActivity

Group = tuple[PlacedActivity, ...]
RARE = 0.05  # of the cases; what happens less often is on nobody's plan
LIVED = 0.5  # of those who come farther; what fewer have lived was no step on their way
APART = 0.1  # of the rarer of two; ends that meet less often exclude each other
_FINAL = 1.0  # frequent activities that still come after an end, in the mean
MOST = 60  # activities that are looked at
_NO = re.compile(
    "abandon|abort|abgel|abgebr|absag|anul|annul|cancel|declin|denied|deny|duplicat|expir|fail|geweiger|invalid|ingetrok"
    "|reject|recus|refus|rechaz|revok|storn|terminat|void|withdr|zurueckgez|zurückgez"
)


class Ways:
    """What comes before what in an outline; where it does not say (`orders` is empty) the mean places decide."""

    def __init__(self, outline: Outline) -> None:
        self.cases = outline.looked_at or outline.cases
        self._orders = outline.orders or _by_place(outline)
        whole = outline.cases or 1
        self._number = {one.activity: one.cases * self.cases / whole for one in outline.activities}

    def before(self, one: PlacedActivity, other: PlacedActivity) -> int:
        """The cases in which one comes before the other."""
        found = self._orders.get((one.activity, other.activity))
        return found.cases if found else 0

    def both(self, one: PlacedActivity, other: PlacedActivity) -> int:
        """The cases that have both."""
        return self.before(one, other) + self.before(other, one)

    def number(self, one: PlacedActivity) -> float:
        """The cases that have it, of those that are looked at."""
        return self._number[one.activity]

    def share(self, one: PlacedActivity, of: PlacedActivity) -> float:
        """Of the cases that have `of` the share that have `one`."""
        return self.both(one, of) / (self._number[of.activity] or 1)

    def mean_before(self, one: PlacedActivity, others: Group) -> float:
        """How many of the others come before it, in the mean."""
        return sum(self.before(other, one) for other in others) / (self._number[one.activity] or 1)

    def mean_after(self, one: PlacedActivity, others: Group) -> float:
        """How many of the others come after it, in the mean."""
        return sum(self.before(one, other) for other in others) / (self._number[one.activity] or 1)

    def gap_s(self, one: PlacedActivity, other: PlacedActivity) -> float | None:
        """The median time from one to the other, in the cases with this order."""
        found = self._orders.get((one.activity, other.activity))
        return found.gap_s if found else None


def planned(outline: Outline) -> Group:
    """The activities on the planned way, in their order; all of a log that has few."""
    often = [one for one in outline.activities if one.cases >= RARE * outline.cases] or list(outline.activities)
    often = sorted(often, key=lambda one: (-one.cases, one.position, one.activity))[:MOST]
    ways = Ways(outline)
    ordered = in_order(tuple(often), ways)
    ends = [one for one in ordered if _way_out(one, ordered, ways)]
    kept: list[PlacedActivity] = []
    for one in reversed(ordered):
        if one in ends:
            continue
        weight = sum(later.cases for later in kept)
        lived = sum(later.cases * ways.share(one, later) for later in kept)
        if not kept or lived >= LIVED * weight:
            kept.append(one)
    return tuple(reversed(kept))


def in_order(activities: Group, ways: Ways) -> Group:
    """Activities as most cases live them: by the mean share of the others that come before, then neighbours by
    majority (local Kemenization; Dwork, Kumar, Naor, Sivakumar 2001)."""

    def earlier(one: PlacedActivity) -> float:
        met = [other for other in activities if other is not one and ways.both(one, other) >= 0.01 * ways.cases]
        return sum(ways.before(other, one) / ways.both(other, one) for other in met) / len(met) if met else one.position

    found: list[PlacedActivity] = []
    for one in sorted(activities, key=lambda one: (earlier(one), one.position, one.activity)):
        place = len(found)
        while place and ways.before(one, found[place - 1]) > ways.before(found[place - 1], one):
            place -= 1
        found.insert(place, one)
    return tuple(found)


def refuses(name: str) -> bool:
    """Whether a name says that something came to nothing: declined, cancelled, failed."""
    return any(_NO.match(word) for word in words_of(name))


def _way_out(one: PlacedActivity, others: Group, ways: Ways) -> bool:
    """An end that excludes another one to which more had to happen before; a refusal gives way to what is none."""
    if ways.mean_after(one, tuple(other for other in others if not refuses(other.activity))) > _FINAL:
        return False
    before = ways.mean_before(one, others)
    for other in others:
        if other is one or ways.both(one, other) > APART * ways.number(min(one, other, key=lambda it: it.cases)):
            continue
        if refuses(one.activity) != refuses(other.activity):
            if refuses(one.activity):
                return True
        elif ways.mean_before(other, others) > before + 1:
            return True
    return False


def _by_place(outline: Outline) -> dict[tuple[str, str], Before]:
    """As if each two activities met in all cases of the rarer one, in the order of their mean places."""
    found = {}
    often = sorted(outline.activities, key=lambda one: (-one.cases, one.position, one.activity))[:MOST]
    for one in often:
        for other in often:
            apart = other.position - one.position  # its logarithm is what counts, so that twice as far is twice the gap
            if (one.position, one.activity) < (other.position, other.activity):
                found[one.activity, other.activity] = Before(min(one.cases, other.cases), math.expm1(10 * apart))
    return found
