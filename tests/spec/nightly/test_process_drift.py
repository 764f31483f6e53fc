"""Drift of the process from night to night: who leads among the new cases, how long stages take. Numbers by hand."""

from __future__ import annotations

from dataclasses import dataclass, field

from analyzer.nightly.process_drift import process_drift


@dataclass(frozen=True)
class Shape:
    variants: dict[str, int]
    cases: int
    medians: dict[str, float] = field(default_factory=dict)


BEFORE = Shape({"A → B": 700, "A → C": 300}, 1000, {"Delivery": 3600.0})


def test_a_variant_that_took_over_is_said_once():
    """Of 200 new cases 150 go by C (75 %, before 30 %): together 450/1200; √(0.375·0.625·(1/1000 + 1/200)) = 0.0375; 45
    points are 12 of these."""
    after = Shape({"A → B": 750, "A → C": 450}, 1200, {"Delivery": 3600.0})
    (said,) = process_drift([BEFORE], after)
    assert said.kind == "process"
    assert "A → C" in said.fact
    assert "75" in said.fact
    assert "30" in said.fact
    later = Shape({"A → B": 760, "A → C": 480}, 1240, {"Delivery": 3600.0})
    assert process_drift([BEFORE, after], later) == []


def test_what_leads_as_before_or_may_be_chance_is_no_drift():
    assert process_drift([BEFORE], Shape({"A → B": 850, "A → C": 350}, 1200)) == []
    close = Shape({"A → B": 505, "A → C": 495}, 1000)
    assert process_drift([close], Shape({"A → B": 600, "A → C": 600}, 1200)) == [], "52.5 against 49.5 % of 200"


def test_few_new_cases_say_nothing():
    assert process_drift([BEFORE], Shape({"A → B": 700, "A → C": 399}, 1099, {"Delivery": 9999.0})) == []


def test_times_that_moved_by_a_fifth():
    (said,) = process_drift([BEFORE], Shape({"A → B": 900, "A → C": 300}, 1200, {"Delivery": 4400.0}))
    assert "Delivery" in said.fact
    assert process_drift([BEFORE], Shape({"A → B": 900, "A → C": 300}, 1200, {"Delivery": 4200.0})) == []


def test_the_first_night_has_nothing_to_be_held_against():
    assert process_drift([], BEFORE) == []
