"""Unhappy against happy customers of a stage, in the whole and in a slice."""

from __future__ import annotations

import json
from pathlib import Path

from analyzer.slices import happy_against_unhappy, read_filters


def test_the_whole_as_a_slice_is_the_mismatch_s_own_comparison(sample: Path) -> None:
    whole = json.loads((sample / "alignment.json").read_text(encoding="utf-8"))
    for mismatch in whole["mismatches"]:
        if mismatch["kind"] == "hidden_friction":
            found = happy_against_unhappy(sample, read_filters([("stage", mismatch["stage"])]))
            assert found == mismatch["comparison"]


def test_the_groups_of_a_slice_by_hand(run: Path) -> None:
    # tests/kept_project.py: by NPS alone a1 is unhappy and b1 content, both on target
    found = happy_against_unhappy(run, read_filters([("stage", "Delivery"), ("kind", "nps")]))
    assert found["groups"] == {"bad": 1, "good": 1}
    found = happy_against_unhappy(run, read_filters([("stage", "Delivery"), ("segment", "region:North")]))
    assert found["groups"] == {"bad": 1, "good": 0}


def test_without_a_stage_there_is_nothing_to_compare(run: Path) -> None:
    assert happy_against_unhappy(run, read_filters([])) is None
