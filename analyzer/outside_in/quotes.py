"""Quotes: the comments that say what most of their kind say, masked and short enough to be read."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analyzer.outside_in.masking import mask
from analyzer.outside_in.words import evenly, terms

MOST = 5_000  # comments that are weighed
SHORT, LONG = 20, 240  # characters between which a quote reads well
ALIKE = 0.5  # share of common words from which on two comments are the same quote


def quotes(
    comments: Sequence[str], words: Iterable[Mapping[str, Any]] = (), limit: int = 3, holding: bool = False
) -> tuple[str, ...]:
    """The most typical comments, masked, white space made single, cut at a word with … above 240 characters.

    Grain: a comment; the same words twice are one quote, and weigh twice. The order of the comments does not matter.
    Formula: score = (cos + cover) × length. cos: cosine between the comment's and the mean comment's tf-idf, terms
    counted once; cover: z of the listed `words` that it holds, as a share of all their z; length: 1 for 20–240
    characters, falling to 0 below and to a half above. Comments that share half of their words with a chosen one
    are left out; so are those without a letter, and with `holding` those that hold none of the words. Of more than
    5,000 comments 5,000 spread evenly over the alphabet are weighed.
    Not to be trusted as a summary: typical is not complete, and masks do not catch names.
    """
    said: Counter[str] = Counter()
    for comment, n in Counter(evenly(comments, MOST)).items():
        said[mask(" ".join(comment.split()))] += n
    said = Counter({text: n for text, n in said.items() if any(map(str.isalpha, text))})
    held = {text: sorted(terms(text)) for text in sorted(said)}
    held = {text: found for text, found in held.items() if found}
    weight = {str(word["term"]): float(word["z"]) for word in words}
    scores = _scores(said, held, weight)
    if holding:
        held = {text: found for text, found in held.items() if not weight.keys().isdisjoint(found)}
    chosen: list[str] = []
    for text in sorted(held, key=lambda t: (-scores[t], t)):
        if len(chosen) == limit:
            break
        if not any(_alike(held[text], held[other]) for other in chosen):
            chosen.append(text)
    return tuple(_cut(text) for text in chosen)


def as_quote(comment: str) -> str:
    """A comment as it stands where it is quoted: masked, on one line, cut."""
    return _cut(mask(" ".join(comment.split())))


def _scores(said: Mapping[str, int], held: Mapping[str, list[str]], weight: Mapping[str, float]) -> dict[str, float]:
    """Text → score, rounded so that equal comments are equal."""
    total = sum(said[text] for text in held)
    seen: Counter[str] = Counter()
    for text, found in held.items():
        seen.update(dict.fromkeys(found, said[text]))
    idf = {term: math.log((1 + total) / n) for term, n in seen.items()}
    length = {text: math.sqrt(sum(idf[term] ** 2 for term in found)) for text, found in held.items()}
    mean: dict[str, float] = dict.fromkeys(idf, 0.0)
    for text, found in held.items():
        for term in found:
            mean[term] += said[text] * idf[term] / length[text]
    size = math.sqrt(sum(value**2 for value in mean.values()))
    whole = sum(weight.values())
    scores = {}
    for text, found in held.items():
        cosine = sum(idf[term] * mean[term] for term in found) / (length[text] * size)
        cover = sum(weight.get(term, 0.0) for term in found) / whole if whole else 0.0
        scores[text] = round((cosine + cover) * _length(len(text)), 9)
    return scores


def _length(characters: int) -> float:
    if characters < SHORT:
        return characters / SHORT
    return 1.0 if characters <= LONG else max(LONG / characters, 0.5)


def _alike(one: list[str], other: list[str]) -> bool:
    """Whether two comments share half of their words, or the shorter nearly lies within the longer."""
    first, second = ({term for term in found if " " not in term} for found in (one, other))
    common = len(first & second)
    return common >= ALIKE * len(first | second) or common >= 0.8 * min(len(first), len(second))


def _cut(text: str) -> str:
    """The text, or its beginning up to the last whole word that leaves room for the …"""
    if len(text) <= LONG:
        return text
    head = text[: LONG - 1]
    if not text[LONG - 1].isspace():
        words, space, _ = head.rpartition(" ")
        head = words if space and len(words) >= LONG // 2 else head  # scripts without spaces are cut where they are
    return head.rstrip(" ,;:–-") + "…"
