"""A plain name for a group of activities: a word that customers use for such work, else the word that most of it
shares, else what most cases end it with; and whether a person should find a better one."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from analyzer.journey.words import spoken, stem, stems, words_of
from analyzer.tables.outline import PlacedActivity

_SHARED = 0.5  # of the group's work, for a word to name it
_OFTEN = 0.9  # of the cases of the most frequent activity
_SHORTEST = 4  # letters of a word that names a stage: shorter ones (IV, CRP) are abbreviations
_DONE = re.compile("(ed|ing|en)$")  # what was done to something, no name of it
# What customers call work of some sort: the name, and the beginnings of the words that speak of it.
_NOUNS = {
    "Payment": "pay paid prepay payment invoic bill zahl",
    "Preparing": "pick pack assembl",
    "Dispatch": "ship dispatch carrier handed",
    "Delivery": "deliver liefer",
    "Return": "return refund exchang",
    "Assignment": "assign reassign rout triag priorit",
    "Solution": "resolv solv solution fix repair",
    "Closing": "clos archiv",
    "Application": "submit appl regist enrol",
    "Offer": "offer quot propos",
    "Approval": "approv grant authori",
    "Advice": "advic advis consult",
    "Appointment": "appoint schedul book",
    "Admission": "admission admit",
    "Discharge": "discharg",
    "Order": "order purchas bestell",  # last: it is mostly the thing to which something else is done
}
_OF = {beginning: name for name, beginnings in _NOUNS.items() for beginning in beginnings.split()}


class Named(NamedTuple):
    """A group's name; `asks` where it is only the name of an activity, and a person should say what customers say."""

    name: str
    asks: bool


def group_names(groups: Sequence[Sequence[PlacedActivity]]) -> tuple[Named, ...]:
    """A name for each group, no two alike whatever their letter case."""
    found: list[Named] = []
    for number, group in enumerate(groups):
        others = [one for other, members in enumerate(groups) if other != number for one in members]
        sure = [name for name in (*_by_word(group, others), *_by_noun(group)) if name.strip()]
        choices = [*sure, *(name for name in (spoken(_outcome(group)), spoken(group[0].activity)) if name.strip())]
        choices = choices or ["Stage"]
        taken = {one.name.casefold() for one in found} | {"journey"}
        free = next((name for name in choices if name.casefold() not in taken), None)
        count = 2
        while free is None:
            name = f"{choices[0]} {count}"
            free, count = (name if name.casefold() not in taken else None), count + 1
        found.append(Named(free, free not in sure))
    return tuple(found)


def _by_word(group: Sequence[PlacedActivity], others: Sequence[PlacedActivity]) -> list[str]:
    """The nouns that more than half of a group's work carries and the rest of the log hardly does, the widest first."""
    if len(group) < 2:
        return []
    whole = sum(one.cases for one in group) or 1
    found = []
    for one in sorted(set().union(*(stems(a.activity) for a in group))):
        members = [a for a in group if one in stems(a.activity)]
        inside = sum(a.cases for a in members) / whole
        outside = sum(a.cases for a in others if one in stems(a.activity))
        if len(members) > 1 and inside >= _SHARED and outside <= inside * whole:
            name = _spelled(one, members)
            if len(name) >= _SHORTEST and not _DONE.search(name.casefold()):
                found.append((-inside, outside, one, name))
    return [name for *_, name in sorted(found)]


def _by_noun(group: Sequence[PlacedActivity]) -> list[str]:
    """What customers call most of the group's work."""
    whole = sum(one.cases for one in group) or 1
    counts: dict[str, int] = {}
    for one in group:
        words = {*words_of(one.activity), *stems(one.activity)}
        for name in {_OF[start] for word in words for start in _OF if word.startswith(start)}:
            counts[name] = counts.get(name, 0) + one.cases
    rank = {name: place for place, name in enumerate(_NOUNS)}
    most = [name for name in counts if counts[name] >= _SHARED * whole]
    return sorted(most, key=lambda name: (-counts[name], rank[name]))


def _spelled(wanted: str, members: Sequence[PlacedActivity]) -> str:
    """The word as most cases write it."""
    counts: dict[str, int] = {}
    for one in members:
        for word in words_of(one.activity):
            if stem(word) == wanted:
                counts[word] = counts.get(word, 0) + one.cases
    word = min(counts, key=lambda name: (-counts[name], name))
    return word[:1].upper() + word[1:]


def _outcome(group: Sequence[PlacedActivity]) -> str:
    """The latest of the activities that nearly all cases of the group have."""
    most = max(one.cases for one in group)
    often = [one for one in group if one.cases >= _OFTEN * most]
    return max(often, key=lambda one: (one.position, one.activity)).activity
