"""The words that say nothing by themselves, of the languages that comments are in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache

ENOUGH = 0.05  # share of the comments that read most like a language, from which on it counts as one of theirs
SHORT = 3  # letters of a stop word that joins others
ALIKE = 2  # stop words of a language that a comment has to hold to be read as one of it


def stop_words_of(held: Sequence[Collection[str]]) -> frozenset[str]:
    """The stop words of the languages of comments that are given as their terms.

    A comment is of the language of which it holds the most stop words, at least two; a language counts where 5 % of the
    comments that have one are of it. Only its stop words go: *die* goes out of German comments, not of English ones.
    Source of the lists: the package stop-words.
    """
    lists = _lists()
    by_word: dict[str, list[str]] = {}
    for language, words in lists.items():
        for word in words:
            by_word.setdefault(word, []).append(language)
    votes: Counter[str] = Counter()
    for found in held:
        own = Counter(language for term in set(found) for language in by_word.get(term, ()))
        if own:
            most = max(own.values())
            best = [language for language, n in own.items() if n == most]
            if most >= ALIKE:
                votes.update({language: 1.0 / len(best) for language in best})
    total = sum(votes.values())
    chosen = [language for language, n in votes.items() if n >= ENOUGH * total]
    return frozenset(word for language in chosen for word in lists[language])


@cache
def _lists() -> dict[str, frozenset[str]]:
    from stop_words import AVAILABLE_LANGUAGES, get_stop_words

    return {
        language: frozenset(word.casefold() for word in get_stop_words(language)) for language in AVAILABLE_LANGUAGES
    }


def says_something(term: str, stop: frozenset[str]) -> bool:
    """Whether a word or a pair of words can stand alone: a single one is neither a stop word nor a figure; of a pair
    one is not, or both are of more than three letters (*never again*); and it does not end in a short stop word."""
    words = term.split(" ")
    empty = [word.isnumeric() or word in stop for word in words]
    if len(words) > 1 and empty[-1] and len(words[-1]) <= SHORT:
        return False
    return not all(empty) or (len(words) > 1 and all(len(word) > SHORT for word in words))
