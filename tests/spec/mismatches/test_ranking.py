"""What would spare most customers comes first; ids stay the same from night to night."""

from __future__ import annotations

import pytest

from analyzer.mismatches.evidence import identifier
from analyzer.mismatches.rank import ranked
from analyzer.tables.interval import Interval
from analyzer.tables.mismatch import Mismatch

DELIVERY, INVISIBLE = "2d4d70", "78f590"


def mismatch(name, kind="hidden_friction", low=None, affected=1, weight=1.0):
    """One whose lower limit of avoidable visits is `low`; without it, one that counts no unhappy customers."""
    avoidable = None if low is None else Interval(low + 10, low, low + 20)
    return Mismatch(name, kind, "Delivery", affected, avoidable, weight, None, {})


def names(*found):
    return [m.id for m in ranked(list(found))]


def test_by_the_lower_limit_of_what_could_be_avoided_a_month():
    assert names(mismatch("a", low=2), mismatch("b", low=5), mismatch("c", low=3)) == ["b", "c", "a"]


def test_times_the_weight_of_the_stage():
    """A moment of truth weighs double: 2 · 3 before 5."""
    found = ranked([mismatch("plain", low=5), mismatch("truth", low=3, weight=2.0)])
    assert [(m.id, m.priority) for m in found] == [("truth", 6), ("plain", 5)]


def test_kinds_that_count_no_unhappy_customers_stand_below_by_affected_visits_and_weight():
    below = [
        mismatch("few", "unowned", affected=10),
        mismatch("many", "blind_spot", affected=1000),
        mismatch("weighty", "unowned", affected=600, weight=2.0),
    ]
    assert names(*below, mismatch("counted", low=0.001), mismatch("hardly", low=-4)) == [
        "counted",
        "hardly",
        "weighty",
        "many",
        "few",
    ]


def test_of_equals_the_kind_then_the_id_decides_not_the_place_in_the_list():
    found = [mismatch("z", "shared_failure", low=1), mismatch("b", low=1), mismatch("a", low=1)]
    assert names(*found) == names(*reversed(found)) == ["a", "b", "z"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (("shared_failure", "Delivery"), "shared-failure-delivery-{delivery}"),
        (("invisible_work",), "invisible-work-{invisible}"),
    ],
)
def test_an_id_is_made_of_the_kind_and_the_stage(given, expected):
    """The mark is the beginning of the SHA-256 of both, by `printf 'shared_failure\\0Delivery' | sha256sum`."""
    assert identifier(*given) == expected.format(delivery=DELIVERY, invisible=INVISIBLE)


def test_names_that_read_alike_have_ids_of_their_own():
    assert len({identifier("unowned", name) for name in ("Check-out", "Check out", "check out", "結帳")}) == 4
