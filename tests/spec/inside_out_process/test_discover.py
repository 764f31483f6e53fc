"""The discovered process as a whole."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.inside_out import discover
from analyzer.inside_out.model import MAX_ACTIVITIES, model

LOG = """
    case   activity  time
    6 x A#  order     Mon 08:00
    6 x A#  pay       Mon 09:00
    6 x A#  send      Mon 10:00
    4 x B#  order     Mon 08:00
    4 x B#  send      Mon 09:00
    4 x B#  sorry     Mon 10:00
"""


def test_a_model_that_fits_its_log(run: Any) -> None:
    given = run(LOG)
    found = discover(given.engine, given.log, given.journey, 5.0)
    assert found.model == {
        "operator": "sequence",
        "children": [
            {"activity": "order"},
            {"operator": "choice", "children": [{"activity": "pay"}, {"activity": None}]},
            {"activity": "send"},
            {"operator": "choice", "children": [{"activity": "sorry"}, {"activity": None}]},
        ],
    }
    assert found.conformance is not None
    assert (found.conformance.fitness, found.conformance.share_of_cases, len(found.conformance.deviations)) == (1, 1, 0)
    # ten cases may order at the start and do; after order ten may pay or send, after pay six may send, and all that is
    # done; after send four go on, with sorry, which is all that is allowed
    assert found.conformance.precision == 1
    assert found.variants_total == 2
    assert found.notes == ()


def test_reactions_are_no_part_of_the_model_but_of_the_graph(run: Any) -> None:
    given = run(LOG)
    found = discover(given.engine, given.log, given.journey, 5.0, reactions=("sorry",))
    assert found.model is not None
    assert found.model["children"][-1] == {"activity": "send"}
    assert "sorry" in list(found.activities["activity"])
    assert found.conformance is not None
    assert found.conformance.share_of_cases == 1
    assert found.conformance.fitness == 1


def test_without_a_budget_there_is_no_model(run: Any) -> None:
    given = run(LOG)
    found = discover(given.engine, given.log, given.journey, 0)
    assert (found.model, found.conformance) == (None, None)
    assert len(found.flows) == 4


def test_the_model_leaves_rare_variants_out_and_conformance_says_so() -> None:
    # 96 of 100 cases are enough to discover from; in 4 cases b is missing, in 1 of them x happens where the model has
    # no place for it
    found = model({("a", "b", "c"): 96, ("a", "c"): 3, ("a", "x", "c"): 1}, 100, 5.0)
    assert found.tree == {"operator": "sequence", "children": [{"activity": a} for a in "abc"]}
    assert found.conformance is not None
    assert list(found.conformance.deviations.itertuples(index=False, name=None)) == [
        ("b", "missing", 4),
        ("x", "extra", 1),
    ]
    # replay: a c lacks one token of three and leaves one of three (2/3); a x c lacks two of four and leaves one of
    # three
    assert found.conformance.fitness == pytest.approx((96 + 3 * 2 / 3 + 0.5 * (1 - 2 / 4) + 0.5 * (1 - 1 / 3)) / 100)


def test_a_log_of_many_activities_is_shown_by_its_most_frequent_ones() -> None:
    names = [f"activity {i:03d}" for i in range(80)]
    variants = {tuple(names[: i + 1]): 1 for i in range(80)}  # the first activity is in 80 cases, the last in 1
    found = model(variants, 80, 5.0)
    assert f"The model shows the {MAX_ACTIVITIES} most frequent of 80 activities." in found.notes
    assert found.tree is not None
    assert names[0] in str(found.tree)
    assert names[-1] not in str(found.tree)


def test_a_log_of_reactions_alone_has_no_model() -> None:
    found = model({("sorry",): 4}, 4, 5.0, reactions=("sorry",))
    assert (found.tree, found.conformance) == (None, None)
    assert found.notes == ("No activity was left to discover a process from.",)
