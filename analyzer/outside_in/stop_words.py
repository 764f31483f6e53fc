"""The words that say nothing by themselves, of the languages that comments are in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from functools import cache
from unicodedata import combining, normalize

ENOUGH = 0.05  # share of the comments that read most like a language, from which on it counts as one of theirs
LONG = 5  # letters of a stop word that can end a pair: shorter ones join it to what follows
# words that turn what follows them into its opposite; they are stop words, and a pair needs them
DENIALS = frozenset(
    {
        "no", "not", "never", "without", "nicht", "nie", "kein", "keine", "keinen", "ohne", "pas", "jamais",
        "sans", "rien", "nunca", "sin", "nada", "não", "nao", "nem", "sem", "non", "mai", "senza", "niet",
        "geen", "nooit", "zonder", "inte", "aldrig", "ikke", "aldri", "bez", "не", "нет", "без", "ні",
        "değil", "yok",
    }
)  # fmt: skip
ALIKE = 2  # stop words of a language that a comment has to hold to be read as one of it


def stop_words_of(held: Sequence[Collection[str]]) -> frozenset[str]:
    """The stop words of the languages of comments that are given as their terms.

    A comment is of the language of which it holds the most stop words, at least two; a language counts where 5 % of the
    comments that have one are of it. Only its stop words go: *die* goes out of German comments, not of English ones.
    Source of the lists: the package stop-words.
    """
    lists, languages_of = _lists(), _languages_of()
    votes: dict[str, float] = {}
    for found, comments in Counter(map(frozenset, held)).items():
        own = Counter(language for term in found for language in languages_of.get(term, ()))
        most = max(own.values(), default=0)
        if most >= ALIKE:
            best = [language for language, n in own.items() if n == most]
            for language in best:
                votes[language] = votes.get(language, 0.0) + comments / len(best)
    total = sum(votes.values())
    chosen = [language for language, n in votes.items() if n >= ENOUGH * total]
    return frozenset(word for language in chosen for word in lists[language])


@cache
def _languages_of() -> dict[str, list[str]]:
    """Stop word → the languages that have it."""
    found: dict[str, list[str]] = {}
    for language, words in _lists().items():
        for word in words:
            found.setdefault(word, []).append(language)
    return found


@cache
def _lists() -> dict[str, frozenset[str]]:
    from stop_words import AVAILABLE_LANGUAGES, get_stop_words

    return {
        language: frozenset(word.casefold() for word in get_stop_words(language)) for language in AVAILABLE_LANGUAGES
    }


def says_something(term: str, stop: frozenset[str]) -> bool:
    """Whether a word or a pair of words can stand alone: it neither begins nor ends with a stop word or a figure (a
    word without its accents is a stop word too: *nao*). A pair may begin with a word that denies (*not serve*, *não
    recebi*), and end with a long stop word, which says when or how often (*chegou antes*, *never again*)."""
    words = term.split(" ")
    empty = [word.isnumeric() or word in stop or word in _bare(stop) for word in words]
    if len(words) == 1:
        return not empty[0]
    last = not empty[-1] or (len(words[-1]) >= LONG and not words[-1].isnumeric())
    return last and (not empty[0] or (words[0] in DENIALS and words[0] in stop))


@cache
def _bare(stop: frozenset[str]) -> frozenset[str]:
    """The words without their accents, as people type them."""
    return frozenset("".join(c for c in normalize("NFD", word) if not combining(c)) for word in stop)
