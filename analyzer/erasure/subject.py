"""Whom it is about: the customer's id, cases and words, and how they are told from other text."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from html import escape

from analyzer.outside_in.quotes import as_quote

GONE = "[forgotten]"
TELLING = 5  # characters from which a number alone is no count of anything else
LONG = 20  # characters from which a text is somebody's own


@dataclass(frozen=True)
class DataSubject:
    """A customer: the id, the names of the cases, and all comments, as they were written."""

    customer: str
    cases: frozenset[str] = frozenset()
    comments: frozenset[str] = frozenset()

    def with_more(self, cases: Iterable[str] = (), comments: Iterable[str] = ()) -> DataSubject:
        """The same customer with further cases and comments."""
        return DataSubject(self.customer, self.cases | set(cases), self.comments | {c for c in comments if c.strip()})

    @cached_property
    def quotes(self) -> frozenset[str]:
        """The comments as documents quote them."""
        return frozenset(as_quote(comment) for comment in self.comments)

    @cached_property
    def names(self) -> tuple[str, ...]:
        """The id and the names of cases that no other text means: what is a short number may be a count."""
        return tuple(sorted(name for name in {self.customer, *self.cases} if _tells(name)))

    @cached_property
    def words(self) -> tuple[str, ...]:
        """Comments and quotes that are long enough to be nobody else's, the longest first."""
        own = {text for text in {*self.comments, *self.quotes} if len(text) >= LONG}
        return tuple(sorted(own, key=lambda text: (-len(text), text)))

    @cached_property
    def _pattern(self) -> re.Pattern[str] | None:
        forms = {
            form for text in self.words for form in (text, json.dumps(text, ensure_ascii=False)[1:-1], escape(text))
        }
        parts = [re.escape(text) for text in sorted(forms, key=lambda form: (-len(form), form))]
        parts += [rf"(?<![\w-]){re.escape(name)}(?![\w-])" for name in self.names]
        return re.compile("|".join(parts)) if parts else None

    def scrubbed(self, text: str) -> str:
        """A text without the id, the cases and the words of the customer."""
        return self._pattern.sub(GONE, text) if self._pattern is not None else text

    def is_in(self, text: str) -> bool:
        """Whether a text holds the id or words of the customer."""
        return bool(self._pattern is not None and self._pattern.search(text))


def _tells(name: str) -> bool:
    return bool(name.strip()) and (not name.strip().isdigit() or len(name.strip()) >= TELLING)


@dataclass
class ErasureOutcome:
    """What was taken away, or would be; and what this program cannot take away, in words."""

    cases: int = 0
    rows: int = 0  # of raw data sets
    data_sets: int = 0
    runs: int = 0  # whose tables held the customer
    visits: int = 0
    signals: int = 0
    documents: int = 0  # documents and other files with text of the customer
    entries: int = 0  # rows of the catalog
    left: list[str] = field(default_factory=list)

    @property
    def found(self) -> bool:
        """Whether anything was known of the customer."""
        counted = (self.cases, self.rows, self.visits, self.signals, self.documents, self.entries)
        return any(counted) or bool(self.left)
