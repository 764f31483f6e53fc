"""What people say of a finding: kept once, taken off, ended by a night; the audit says who."""

from __future__ import annotations

from analyzer.catalog import changes, end_quiet, finding_marks, mark_finding, unmark_finding


def test_a_mark_is_kept_once_and_taken_off(catalog):
    assert mark_finding(catalog, "m1", "quiet", "Anna")
    assert not mark_finding(catalog, "m1", "quiet", "Bert")
    assert mark_finding(catalog, "m1", "acknowledged", None)
    found = finding_marks(catalog)["m1"]
    assert (found["quiet"].who, found["acknowledged"].who) == ("Anna", "this machine")
    assert unmark_finding(catalog, "m1", "quiet", "Bert")
    assert not unmark_finding(catalog, "m1", "quiet", "Bert")
    newest = changes(catalog, "finding:m1")[0]
    assert (newest.who, newest.before, newest.after) == ("Bert", {"mark": "quiet"}, {"mark": None})


def test_a_night_ends_the_quiet_of_what_got_worse(catalog):
    for one in ("m1", "m2"):
        mark_finding(catalog, one, "quiet", "Anna")
    mark_finding(catalog, "m1", "acknowledged", "Anna")
    with catalog.writing() as connection:
        assert end_quiet(connection, catalog, ["m1", "m3"], "nightly", "it got worse") == ["m1"]
        assert end_quiet(connection, catalog, [], "nightly", "") == []
    assert {one: sorted(marks) for one, marks in finding_marks(catalog).items()} == {
        "m1": ["acknowledged"],
        "m2": ["quiet"],
    }
    assert changes(catalog, "finding:m1")[0].after == {"mark": None, "reason": "it got worse"}
