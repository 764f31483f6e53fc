"""Notes of the front line: kept all or none, each once, with votes and on record."""

from __future__ import annotations

from datetime import date

import pytest

from analyzer.catalog import add_notes, changes, list_notes, remove_note, vote
from analyzer.errors import InputError
from analyzer.tables.field_note import NoteLine

FIRST = NoteLine(date(2026, 3, 2), "Ana", "They wait at the gate", "Delivery", "Hand over")
SECOND = NoteLine(date(2026, 3, 5), "Rui", "Slow")


def test_the_newest_day_stands_first(catalog):
    add_notes(catalog, [FIRST, SECOND], "Vera")
    assert [note.line for note in list_notes(catalog)] == [SECOND, FIRST]
    assert {note.added_by for note in list_notes(catalog)} == {"Vera"}


def test_the_same_file_again_adds_nothing(catalog):
    assert len(add_notes(catalog, [FIRST, FIRST, SECOND], None)) == 2
    assert add_notes(catalog, [FIRST, SECOND], None) == []
    assert len(list_notes(catalog)) == 2


def test_one_that_cannot_be_kept_keeps_none(catalog):
    with pytest.raises(InputError):
        add_notes(catalog, [FIRST, NoteLine(date(2026, 3, 5), "Rui", "x" * 4001)], None)
    assert list_notes(catalog) == []


def test_a_vote_counts_once_and_can_be_taken_back(catalog):
    (note,) = add_notes(catalog, [FIRST], None)
    assert vote(catalog, note.id, "Vera")
    assert vote(catalog, note.id, "Anna")
    assert list_notes(catalog)[0].voters == ("Anna", "Vera")
    assert not vote(catalog, note.id, "Vera")
    assert list_notes(catalog)[0].voters == ("Anna",)
    with pytest.raises(InputError):
        vote(catalog, "gone", "Vera")


def test_one_takes_away_one_s_own_an_analyst_any_and_the_record_keeps_it(catalog):
    (note,) = add_notes(catalog, [FIRST], "Vera")
    vote(catalog, note.id, "Anna")
    assert not remove_note(catalog, note.id, "Rui", any_author=False)
    assert remove_note(catalog, note.id, "Anna", any_author=True)
    assert list_notes(catalog) == []
    removed = changes(catalog, f"note:{note.id}")[0]
    assert (removed.who, removed.after) == ("Anna", None)
    assert removed.before["text"] == "They wait at the gate"
