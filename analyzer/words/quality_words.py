"""A quality report, as people read it: its counts, and what is to be known about the input."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from analyzer.tables.quality import ReadingNote
from analyzer.words import wording
from analyzer.words.language import knows, say


def quality_facts(preview: Any, noun: str, of_log: bool) -> list[tuple[str, str, str]]:
    """(what, number, beside it): rows, those kept out with their share, and what a log holds."""
    found = preview.quality
    share = found.refused / found.rows if found.rows else 0.0
    words = "" if not found.refused else say("quality_words.under") if share < 0.001 else wording.percent(share)
    facts = [
        (say("quality_words.rows"), wording.count(found.rows), ""),
        (say("quality_words.kept_out"), wording.count(found.refused), words),
    ]
    if of_log:
        facts += [
            (wording.plural(noun, 2), wording.count(preview.cases), ""),
            (say("column.events"), wording.count(preview.events), ""),
            (say("column.activities"), wording.count(preview.activities), ""),
        ]
    return facts


def reason_words(reasons: Mapping[str, int]) -> str:
    """Why rows were refused and how many, the most frequent first: `no time 33, no activity 6`. A reason that has no
    words here stands as it is written."""
    ranked = sorted(reasons.items(), key=lambda pair: (-pair[1], pair[0]))
    return ", ".join(f"{reason_name(reason)} {wording.count(n)}" for reason, n in ranked)


def reason_name(reason: str) -> str:
    """Why a row was refused; a reason that has no words here, of a later version, as it is written."""
    key = f"refused.{re.sub('[^a-z0-9]+', '_', reason)}"
    return say(key) if knows(key) else reason


def note_words(kind: str, values: Mapping[str, str | int]) -> str:
    """A note in a sentence, the source that it is about first; its counts with thousands parted.

    Raises KeyError for a kind that has no words.
    """
    key = f"note.{kind}"
    if values.get("n") == 1 and knows(f"{key}.one"):
        key += ".one"
    written = {name: wording.count(one) if isinstance(one, int) else one for name, one in values.items()}
    said = say(key, **written)
    return say("note.of_source", source=values["source"], said=said) if "source" in values else said


def note_lines(notes: tuple[ReadingNote, ...]) -> list[str]:
    """The notes of one input, a sentence each."""
    return [note_words(note.kind, dict(note.values)) for note in notes]
