"""What is said of notes from the front line."""

from __future__ import annotations

from analyzer.tables.field_note import BorneOut, NoteLine
from analyzer.words import wording
from analyzer.words.language import say


def place_words(line: NoteLine) -> str:
    """What a note speaks of: its stage and activity, as it names them; empty where it names none."""
    return " · ".join(part for part in (line.stage, line.activity) if part)


def borne_out_words(line: NoteLine, borne: BorneOut | None) -> str:
    """That the data say the same, and who was first by the note's own day, with both days; where the note was written
    down only after the data had found it, with that day too. Empty where the data do not say the same."""
    if borne is None:
        return ""
    key = "note.first" if borne.first else "note.later"
    said = say(key, noted=wording.day(line.said_on), found=wording.day(borne.found_on))
    late = borne.first and borne.taken_on is not None
    return said + say("note.taken", taken=wording.day(borne.taken_on)) if late and borne.taken_on else said


def votes_words(n: int) -> str:
    """How many agree: 3 votes; empty where nobody does."""
    return say("note.votes", n=n, votes=wording.plural(say("noun.vote"), n)) if n else ""


def raised_words(line: NoteLine) -> str:
    """That a note, and not the data, asks for attention; empty where it does not ask."""
    return say("note.raised") if line.attention else ""
