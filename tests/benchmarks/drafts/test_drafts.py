"""Drafts come near to what a person would draw, and the two figures that say so are right."""

from __future__ import annotations

from pathlib import Path

import pytest

from analyzer.journey import Activity, Journey, Stage
from tests.benchmarks.drafts.agreement import adjusted_rand, agreement, person_of
from tests.benchmarks.drafts.logs import NAMES, SHARED, drafted
from tests.benchmarks.drafts.tables import TABLES, written

LEAST = 0.7


class TestTheFigures:
    def test_the_same_groups_under_other_numbers_agree_fully(self):
        assert adjusted_rand([0, 0, 1, 1], [5, 5, 2, 2]) == 1.0

    def test_by_hand(self):
        # Six things, 15 pairs. One: {1,2,3},{4,5,6}: 6 pairs together; other: {1,2},{3,4},{5,6}: 3. Both: (1,2), (5,6).
        # Expected 6·3/15 = 1.2; (2 − 1.2) ÷ ((6 + 3)/2 − 1.2) = 0.8 ÷ 3.3.
        assert adjusted_rand([0, 0, 0, 1, 1, 1], [0, 0, 1, 1, 2, 2]) == pytest.approx(0.8 / 3.3)

    def test_order_is_reversed(self):
        journey = Journey("j", tuple(Stage(no, n, activities=(Activity(n),)) for no, n in enumerate("cba")))
        found = agreement({"a": 0, "b": 1, "c": 2}, journey)
        assert (found.together, found.order) == (1.0, pytest.approx(-1.0))

    def test_an_activity_that_one_side_lacks_is_not_passed_over(self):
        with pytest.raises(ValueError, match="not placed"):
            agreement({"a": 0, "b": 0}, Journey("j", (Stage(0, "s", activities=(Activity("a"),)),)))


@pytest.mark.parametrize("name", NAMES)
def test_a_draft_is_near_to_a_persons(name: str, request: pytest.FixtureRequest):
    shared = request.getfixturevalue("shared_data") if name in SHARED else Path()
    made = drafted(name, shared)
    found = agreement(person_of(name), made.journey)
    assert found.together >= LEAST, found
    assert found.order >= LEAST, found
    assert made.journey.draft
    assert 4 <= found.stages <= 8


def test_every_table_has_a_row_a_case(tmp_path: Path):
    for name, make in TABLES.items():
        lines = written(make(20), tmp_path / f"{name}.csv").read_text(encoding="utf-8").splitlines()
        assert len(lines) == 21
