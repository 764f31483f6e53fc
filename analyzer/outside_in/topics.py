"""What customers speak about: topics of their comments, in any language, each with how many of them are unhappy."""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from analyzer.outside_in.masking import mask
from analyzer.outside_in.quotes import quotes
from analyzer.outside_in.stop_words import stop_words_of
from analyzer.outside_in.words import terms
from analyzer.statistics.exact import exact_conditional_p
from analyzer.statistics.false_discovery import benjamini_hochberg
from analyzer.statistics.log_odds import log_odds_z
from analyzer.statistics.proportions import wilson
from analyzer.tables.interval import Interval

LOOKED_FOR, MOST_TOPICS = 20, 12  # topics that are told apart, and that are listed at most
PER_TOPIC = 25  # comments that there have to be for each topic that is looked for
FEWEST = 10  # comments of a topic that is listed
FITTED = 5_000  # comments that the topics are found in; all are then told apart by them
WORDS, PIECES = 3_000, 2_000  # terms, and pieces of words, that count at most
PIECE_WEIGHT = 0.5  # of pieces of words beside whole ones: they join the forms of a word
LABEL = 3  # terms that name a topic
TOGETHER = 0.15  # part of the comments with a topic's first term that a further term of its name has to be in


@dataclass(frozen=True)
class Said:
    """A comment with its customer's verdict (None where there is none), its month (`2026-03`) and its case."""

    comment: str
    bad: bool | None
    month: str
    case_id: str


@dataclass(frozen=True)
class TopicMonth:
    """The comments of a topic in a month, and the unhappy ones of those with a verdict."""

    month: str
    comments: int
    rated: int
    bad: int


@dataclass(frozen=True)
class Topic:
    """A topic: its terms, how many comments, and the unhappy share of those whose customer has a verdict.

    `q`: whether that share is another than that of all other comments (Fisher's exact test, two-sided, corrected over
    the topics by Benjamini and Hochberg).
    """

    terms: tuple[str, ...]
    comments: int
    rated: int
    bad: int
    share: Interval | None
    q: float | None
    months: tuple[TopicMonth, ...]
    quotes: tuple[str, ...]


@dataclass(frozen=True)
class Topics:
    """The topics, those with most comments first; `others` are the comments of no topic that is listed."""

    topics: tuple[Topic, ...] = ()
    comments: int = 0
    others: int = 0


def find_topics(said: Sequence[Said]) -> Topics:
    """The topics of comments.

    Grain: a comment; it belongs to the topic that weighs most in it of those of whose name it holds a term, or to
    none. Texts are masked first. Terms are words and pairs of neighbouring words, pairs of letters in scripts without
    spaces; without figures, single letters and the stop words of the languages that the comments are in. Pieces of
    four letters count beside them, so that forms of one word meet.
    Formula: TF-IDF, then non-negative matrix factorisation (Lee & Seung 1999, Nature 401:788; scikit-learn's, started
    from the singular vectors, so that the same comments give the same topics), one topic for 25 comments, at most 20.
    A name: the term that stands out most against all other comments (`log_odds_z`), and those that stand out and are
    said together with it. Topics of one name are one; those of fewer than 10 comments, and beyond the 12 with most
    comments, are not listed. Shares: Wilson's interval.
    Of more than 5,000 comments the topics are found in 5,000 spread evenly over the alphabet. Fewer than 50 comments
    give none.
    Not to be trusted as a classification: topics are a way to read many comments, another number of them would part
    them otherwise; the comments of one case are counted as if they were of several people.
    """
    held = sorted((one for one in said if one.comment.strip()), key=lambda one: (one.comment, one.case_id, one.month))
    masked = [mask(" ".join(one.comment.split())) for one in held]
    number = min(LOOKED_FOR, len(held) // PER_TOPIC)
    if number < 2:
        return Topics((), len(held), len(held))
    kept = _kept_terms(masked)
    groups = _named(_ranked(masked, kept, number), kept)
    found = [_topic(label, [held[i] for i in members], [masked[i] for i in members]) for label, members in groups]
    rated = [one for one in held if one.bad is not None]
    all_bad = sum(1 for one in rated if one.bad)
    p = [_against_the_rest(topic, all_bad, len(rated)) for topic in found]
    q = benjamini_hochberg(p)
    told = tuple(_with_q(topic, float(value)) for topic, value in zip(found, q, strict=True))
    return Topics(
        tuple(sorted(told, key=lambda t: (-t.comments, t.terms))), len(held), len(held) - sum(t.comments for t in told)
    )


def _against_the_rest(topic: Topic, bad: int, rated: int) -> float:
    """Fisher's two-sided p of the topic's unhappy share against that of the other comments; NaN where it has none."""
    if not topic.rated:
        return float("nan")
    others_bad, others = bad - topic.bad, rated - topic.rated
    cells = (topic.bad, topic.rated - topic.bad, others_bad, others - others_bad)
    return exact_conditional_p(*(np.array([float(n)]) for n in cells))


def _kept_terms(masked: Sequence[str]) -> list[list[str]]:
    """The terms of each comment that can name something."""
    every = [sorted(terms(text)) for text in masked]
    stop = stop_words_of(every)
    return [[term for term in found if _names(term, stop)] for found in every]


def _names(term: str, stop: frozenset[str]) -> bool:
    words = term.split(" ")
    if any(word in stop or word.isnumeric() for word in words):
        return False
    return all(len(word) > 1 or unicodedata.category(word[0]) == "Lo" for word in words)


def _ranked(masked: Sequence[str], kept: Sequence[Sequence[str]], number: int) -> list[list[int]]:
    """The topics of each comment, that which weighs most in it first; none where it has none of the terms."""
    from scipy.sparse import hstack  # these take a second to load, and few need them
    from sklearn.decomposition import NMF
    from sklearn.feature_extraction.text import TfidfVectorizer

    step = max(1, -(-len(kept) // FITTED))
    sample = range(0, len(kept), step)
    by_word = TfidfVectorizer(analyzer=lambda i: kept[i], min_df=2, max_features=WORDS)
    by_piece = TfidfVectorizer(
        analyzer=lambda i: _pieces(kept[i]), min_df=3, max_df=0.5, max_features=PIECES, sublinear_tf=True
    )
    try:
        fitted = hstack([by_word.fit_transform(sample), by_piece.fit_transform(sample) * PIECE_WEIGHT]).tocsr()
    except ValueError:  # nothing is said twice
        return [[] for _ in kept]
    everything = range(len(kept))
    whole = hstack([by_word.transform(everything), by_piece.transform(everything) * PIECE_WEIGHT]).tocsr()
    number = min(number, *fitted.shape)
    model = NMF(number, init="nndsvda", random_state=0, max_iter=300, tol=1e-3)
    model.fit(fitted)
    weights = np.asarray(model.transform(whole))
    order = np.argsort(-weights, axis=1, kind="stable")
    return [[int(t) for t in topics if row[t] > 0] for topics, row in zip(order, weights, strict=True)]


def _pieces(found: Sequence[str]) -> list[str]:
    """Pieces of four letters of the single words, with their ends marked."""
    words = (f"_{word}_" for word in found if " " not in word)
    return [word[i : i + 4] for word in words for i in range(max(1, len(word) - 3))]


def _named(ranked: Sequence[Sequence[int]], kept: Sequence[Sequence[str]]) -> list[tuple[tuple[str, ...], list[int]]]:
    """Name and comments of each topic; those of one name are one, small ones and those beyond the largest left out."""
    held = [set(found) for found in kept]
    names = _names_of([topics[0] if topics else -1 for topics in ranked], held)
    groups: dict[tuple[str, ...], list[int]] = {}
    for i, topics in enumerate(ranked):
        name = next((names[t] for t in topics if t in names and held[i] & _spelt(names[t])), None)
        if name:
            groups.setdefault(name, []).append(i)
    large = [pair for pair in groups.items() if len(pair[1]) >= FEWEST]
    return sorted(sorted(large, key=lambda pair: (-len(pair[1]), pair[0]))[:MOST_TOPICS])


def _spelt(name: tuple[str, ...]) -> set[str]:
    """The terms of a name, pairs and their words."""
    return {word for term in name for word in (term, *term.split(" "))}


def _names_of(first: Sequence[int], held: Sequence[set[str]]) -> dict[int, tuple[str, ...]]:
    """Topic → its name, from the comments in which it weighs most."""
    counts = Counter(term for found in held for term in found)
    vocabulary = sorted(term for term, n in counts.items() if n >= 2)
    everywhere = np.array([counts[term] for term in vocabulary], float)
    names: dict[int, tuple[str, ...]] = {}
    for topic in sorted(set(first) - {-1}):
        own = [held[i] for i, one in enumerate(first) if one == topic]
        if len(own) < FEWEST or not vocabulary:
            continue
        here = Counter(term for found in own for term in found)
        inside = np.array([here[term] for term in vocabulary], float)
        z = log_odds_z(inside, everywhere - inside, everywhere / everywhere.sum() * max(inside.sum(), 1.0))
        name = _label({term: float(score) for term, score in zip(vocabulary, z, strict=True)}, own)
        if name:
            names[topic] = name
    return names


def _label(z: dict[str, float], own: Sequence[set[str]]) -> tuple[str, ...]:
    """The term that stands out most, and further ones that are said together with it, each once: a pair takes the
    place of its words."""
    here = Counter(term for found in own for term in found)
    likely = [term for term, score in z.items() if score > 0 and here[term] >= max(2, 0.05 * len(own))]
    label: list[str] = []
    beside: Counter[str] = Counter()
    for term in sorted(likely, key=lambda t: (-round(z[t], 6), -len(t), t)):
        if label and beside[term] < max(2, TOGETHER * here[label[0]]):
            continue
        words = set(term.split(" "))
        if not any(words & set(other.split(" ")) for other in label):
            label.append(term)
        if len(label) == 1:
            beside = Counter(other for found in own if term in found for other in found)
        if len(label) == LABEL:
            break
    return tuple(label)


def _topic(label: tuple[str, ...], said: Sequence[Said], masked: Sequence[str]) -> Topic:
    rated = [one for one in said if one.bad is not None]
    bad = sum(1 for one in rated if one.bad)
    by_month: dict[str, list[Said]] = {}
    for one in said:
        by_month.setdefault(one.month, []).append(one)
    months = tuple(
        TopicMonth(month, len(own), sum(one.bad is not None for one in own), sum(bool(one.bad) for one in own))
        for month, own in sorted(by_month.items())
    )
    weights: list[dict[str, Any]] = [{"term": term, "z": float(LABEL - i)} for i, term in enumerate(label)]
    typical = quotes(masked, weights)
    share = wilson(bad, len(rated)) if rated else None
    return Topic(label, len(said), len(rated), bad, share, None, months, typical)


def _with_q(topic: Topic, q: float) -> Topic:
    return replace(topic, q=q if topic.rated else None)
