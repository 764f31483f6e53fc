"""A night in words for the terminal: first what changed, or that nothing did."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from analyzer.document import AlignmentDocument
from analyzer.words import wording
from analyzer.words.digest_words import TOLD, headline, label
from analyzer.words.language import say


def night_words(document: AlignmentDocument, content: Mapping[str, Any]) -> str:
    """The first line as the digest has it, a line for each finding that changed, and what is out of the ordinary in
    the data. `content` is that of changes.json."""
    titles = {row["id"]: row["title"] for row in document["mismatches"]}
    counts = {word: len(content[word]) for word in TOLD}
    lines = [headline(counts, len(content["unchanged"]), content["since"] is None)]
    for word in TOLD:
        lines += [f"  {label(word)}: {wording.isolated(titles.get(one, one))}" for one in content[word]]
    return "\n".join([*lines, *(say("nights.note", fact=one["fact"]) for one in content["details"]["warnings"])])
