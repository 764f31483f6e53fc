"""Words that set the comments of unhappy customers apart from those of happy ones, in any language and script."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from itertools import pairwise
from typing import Any

import numpy as np

from analyzer.outside_in.masking import MARKERS, mask
from analyzer.outside_in.stop_words import says_something, stop_words_of
from analyzer.statistics.log_odds import log_odds_z

MOST = 10_000  # comments of a side that are looked at
MIN_COMMENTS = 3  # bad comments in which a term must occur
MIN_SHARE = 0.02  # and the share of them
MIN_Z = 2.0
MIN_EXCESS = 2.0  # times as frequent as in all other comments
SAME = 0.8  # two terms that share this much of their bad comments say the same
WEIGHT = 2.0  # of the prior, against the smaller side

_MARKER = re.compile("|".join(re.escape(m) for m in MARKERS))
# Scripts without spaces between words: Thai, Lao, Burmese, Khmer, Han, kana.
_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005-\u3007\u3041-\u30ff"
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_WITHIN = "'’"  # stands within a word


class _Letters(dict[int, str | None]):
    """Code point → itself where it is part of a word; a space where words part; a line end where phrases part."""

    def __missing__(self, code: int) -> str | None:
        char = chr(code)
        category = unicodedata.category(char)
        kept: str | None = " "
        if char in _WITHIN:
            kept = "'"
        elif category[0] in "LMN":
            kept = char
        elif category == "Cf":
            kept = None
        elif (category[0] == "P" and category not in ("Pd", "Pc")) or char in "\n\r":
            kept = "\n"
        self[code] = kept
        return kept


_LETTERS = _Letters()


def terms(text: str) -> frozenset[str]:
    """The terms of a masked text, each once: words and pairs of neighbours within a phrase, case-folded, accents kept.

    A run of letters of a script without spaces gives its pairs of letters (a letter with its marks counts as one).
    """
    folded = unicodedata.normalize("NFC", _MARKER.sub("\n", text).casefold())
    found: set[str] = set()
    for phrase in folded.translate(_LETTERS).split("\n"):
        before = ""
        for raw in phrase.split():
            word = raw.strip("'")
            if not word or (not word.isascii() and _UNSPACED.search(word)):
                before = ""
                found.update(_unspaced(word))
                continue
            found.add(word)
            if before:
                found.add(f"{before} {word}")
            before = word
    return frozenset(found)


def _unspaced(word: str) -> Iterable[str]:
    """Pairs of letters of the runs without spaces in it, and its other parts as words."""
    for run in re.split(f"({_UNSPACED.pattern})", word):
        if not _UNSPACED.fullmatch(run):
            yield from [run] if run else []
            continue
        letters: list[str] = []
        for char in run:
            if letters and unicodedata.category(char)[0] == "M":
                letters[-1] += char
            else:
                letters.append(char)
        yield from ("".join(pair) for pair in pairwise(letters)) if len(letters) > 1 else letters


def evenly(texts: Sequence[str], most: int) -> list[str]:
    """At most `most` of the texts, evenly spread over the alphabet and in its order, whatever order they come in."""
    ordered = sorted(texts)
    return ordered if len(ordered) <= most else [ordered[i * len(ordered) // most] for i in range(most)]


def counted(texts: Sequence[str]) -> Counter[str]:
    """The number of comments that hold each term, of at most 10,000 comments. Texts are masked first."""
    return _counts(_held(texts))


def _held(texts: Sequence[str]) -> list[frozenset[str]]:
    """The terms of each comment, of at most 10,000 comments. Many say the same: each text is looked at once."""
    chosen = evenly(texts, MOST)
    known = {text: terms(mask(text)) for text in set(chosen)}
    return [known[text] for text in chosen]


def _counts(held: Sequence[frozenset[str]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for found, n in Counter(held).items():
        for term in found:
            counts[term] += n
    return counts


def words(
    bad: Sequence[str], good: Sequence[str], limit: int = 12, everywhere: Mapping[str, int] | None = None
) -> tuple[dict[str, Any], ...]:
    """Terms that set bad comments apart: dicts of `term`, `z`, and the `bad` and `good` comments that hold it.

    Grain: a term (a word, or two neighbouring words); a comment counts a term once. Texts are masked first.
    Formula: z of the log-odds ratio with an informative Dirichlet prior (`log_odds_z`); the prior is the term's share
    in all comments given, or in those of `everywhere` (see `counted`), with twice the weight of the smaller side.
    Labels dealt at random to 2,000 comments then bring up none to three terms.
    Listed: in at least 3 bad comments and 2 % of them; twice as frequent there as in all others (as a share of the
    terms that these comments use); z ≥ 2. The highest z first, of equals by the alphabet. Terms that share four fifths
    of their bad comments are listed once: a pair rather than its word, the pair whose words weigh most, and the longest
    of those.
    Terms of figures and stop words alone (stop_words.py) are left out. Nothing where a side has no comments. Of more
    than 10,000 comments a side, 10,000 spread evenly over the alphabet are taken, and the counts are theirs.
    Not to be trusted as a test: words of one comment go together, and every term is tried.
    Source: Monroe, Colaresi & Quinn (2008), Political Analysis 16:372.
    """
    held, against = _held(bad), _held(good)
    sides = (_counts(held), _counts(against))
    if not sides[0] or not sides[1]:
        return ()
    vocabulary = sorted(sides[0].keys() | sides[1].keys())
    counts = np.array([[side[term] for term in vocabulary] for side in sides], float)
    prior = counts.sum(axis=0)
    if everywhere:
        prior = np.maximum(prior, np.array([everywhere.get(term, 0) for term in vocabulary], float))
    z = log_odds_z(counts[0], counts[1], prior * (WEIGHT * counts.sum(axis=1).min() / prior.sum()))
    scores = {term: round(float(z[i]), 6) for i, term in enumerate(vocabulary) if counts[0][i]}
    enough = max(MIN_COMMENTS, MIN_SHARE * len(held))
    others = prior - counts[0]
    usual = others / max(others.sum(), 1.0) * counts[0].sum()  # comments with the term, were it as frequent as there
    stop = stop_words_of([*held, *against])
    chosen = {
        term
        for i, term in enumerate(vocabulary)
        if says_something(term, stop) and counts[0][i] >= max(enough, MIN_EXCESS * usual[i]) and scores[term] >= MIN_Z
    }
    listed: list[dict[str, Any]] = [
        {"term": term, "z": round(scores[term], 2), "bad": sides[0][term], "good": sides[1][term]}
        for term in _apart(chosen, scores, held)
    ]
    return tuple(sorted(listed, key=lambda found: (-found["z"], found["term"]))[:limit])


def _apart(chosen: set[str], scores: Mapping[str, float], held: Sequence[frozenset[str]]) -> list[str]:
    """One term of every group that stands in nearly the same comments."""
    where: dict[str, set[int]] = {term: set() for term in chosen}
    for number, found in enumerate(held):
        for term in found & chosen:
            where[term].add(number)
    groups: list[list[str]] = []
    for term in sorted(chosen, key=lambda t: (-scores[t], t)):
        here = where[term]
        for group in groups:
            there = where[group[0]]
            if len(here & there) >= SAME * len(here | there):
                group.append(term)
                break
        else:
            groups.append([term])
    return [min(group, key=lambda t: (-t.count(" "), -_weight(t, scores), -len(t), t)) for group in groups]


def _weight(term: str, scores: Mapping[str, float]) -> float:
    return round(sum(scores.get(word, 0.0) for word in term.split(" ")), 6)
