"""A plain name for a group of activities: the word that most of them share, else what most cases end it with."""

from __future__ import annotations

from collections.abc import Sequence

from analyzer.journey.words import spoken, stem, stems, words_of
from analyzer.tables.outline import Placed

_SHARED = 0.5  # of the group's work, for a word to name it
_OFTEN = 0.9  # of the cases of the most frequent activity


def group_names(groups: Sequence[Sequence[Placed]]) -> tuple[str, ...]:
    """A name for each group, no two alike whatever their letter case."""
    found: list[str] = []
    for number, group in enumerate(groups):
        others = [one for other, members in enumerate(groups) if other != number for one in members]
        choices = [*_by_word(group, others), spoken(_outcome(group)), spoken(group[0].activity)]
        taken = {name.casefold() for name in found} | {"journey"}
        free = next((name for name in choices if name.casefold() not in taken), None)
        count = 2
        while free is None:
            name = f"{choices[0]} {count}"
            free, count = (name if name.casefold() not in taken else None), count + 1
        found.append(free)
    return tuple(found)


def _by_word(group: Sequence[Placed], others: Sequence[Placed]) -> list[str]:
    """The words that more than half of a group's work carries and the rest of the log hardly does, the widest first."""
    if len(group) < 2:
        return []
    whole = sum(one.cases for one in group) or 1
    found = []
    for one in sorted(set().union(*(stems(a.activity) for a in group))):
        members = [a for a in group if one in stems(a.activity)]
        inside = sum(a.cases for a in members) / whole
        outside = sum(a.cases for a in others if one in stems(a.activity))
        if len(members) > 1 and inside >= _SHARED and outside <= inside * whole:
            found.append((-inside, outside, one, _spelled(one, members)))
    return [name for *_, name in sorted(found)]


def _spelled(wanted: str, members: Sequence[Placed]) -> str:
    """The word as most cases write it."""
    counts: dict[str, int] = {}
    for one in members:
        for word in words_of(one.activity):
            if stem(word) == wanted:
                counts[word] = counts.get(word, 0) + one.cases
    word = min(counts, key=lambda name: (-counts[name], name))
    return word[:1].upper() + word[1:]


def _outcome(group: Sequence[Placed]) -> str:
    """The latest of the activities that nearly all cases of the group have."""
    most = max(one.cases for one in group)
    often = [one for one in group if one.cases >= _OFTEN * most]
    return max(often, key=lambda one: (one.position, one.activity)).activity
