"""Named filters of a project."""

from __future__ import annotations

import pytest

from analyzer.catalog import changes, list_filters, remove_filter, save_filter
from analyzer.errors import InputError

LONG = (("has", "x" * 9_000),)
NORTH = (("segment", "region:North"), ("has", "Call"))
TOO_MUCH = [(" ", NORTH), ("x" * 81, NORTH), ("North", ()), ("N", LONG)]


def test_they_are_kept_by_name_with_who_saved_them(catalog):
    save_filter(catalog, "b: South", [("segment", "region:South")], "Anna")
    one = save_filter(catalog, "  A north ", NORTH, "Anna")
    assert [kept.name for kept in list_filters(catalog)] == ["A north", "b: South"]
    assert list_filters(catalog)[0] == one
    assert (one.pairs, one.saved_by) == (NORTH, "Anna")


def test_the_same_name_again_takes_its_place_and_is_on_record(catalog):
    save_filter(catalog, "North", NORTH, "Anna")
    again = save_filter(catalog, "North", NORTH[:1], "Ben")
    assert [kept.pairs for kept in list_filters(catalog)] == [NORTH[:1]]
    entry = changes(catalog, f"filter:{again.id}")[0]
    assert entry.before == {"name": "North", "pairs": [list(pair) for pair in NORTH]}
    assert entry.after == {"name": "North", "pairs": [["segment", "region:North"]]}


def test_one_is_removed_once(catalog):
    one = save_filter(catalog, "North", NORTH, None)
    assert remove_filter(catalog, one.id, "Anna") and not remove_filter(catalog, one.id, "Anna")
    assert list_filters(catalog) == []


@pytest.mark.parametrize(("name", "pairs"), TOO_MUCH)
def test_nothing_and_too_much_are_refused(catalog, name, pairs):
    with pytest.raises(InputError):
        save_filter(catalog, name, pairs, "Anna")
    assert list_filters(catalog) == []
