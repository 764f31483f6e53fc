"""Roles: activities that the same people do."""

from __future__ import annotations

from typing import Any

from analyzer.mining import roles


def test_activities_of_the_same_people_are_one_role() -> None:
    # Ann does three quarters and Ben one quarter of both check and decide: the shares are the same, so the likeness is
    # 1. Cleo alone packs: likeness 0 with the others.
    counts = {("Ann", "check"): 3, ("Ben", "check"): 1, ("Ann", "decide"): 6, ("Ben", "decide"): 2, ("Cleo", "pack"): 5}
    assert roles(counts) == [(("check", "decide"), ("Ann", "Ben")), (("pack",), ("Cleo",))]


def test_the_threshold_of_likeness() -> None:
    # shares of check: Ann 0.5, Ben 0.5; of decide: Ann 1. Σ min = 0.5, Σ max = 1.5: likeness 1/3
    counts = {("Ann", "check"): 1, ("Ben", "check"): 1, ("Ann", "decide"): 2}
    assert roles(counts, threshold=0.34) == [(("check",), ("Ann", "Ben")), (("decide",), ("Ann",))]
    assert roles(counts, threshold=0.33) == [(("check", "decide"), ("Ann", "Ben"))]


def test_a_real_log_has_the_roles_that_pm4py_finds_in_its_frame(helpdesk: Any) -> None:
    import pm4py

    theirs = pm4py.discover_organizational_roles(helpdesk)
    counts = helpdesk.groupby(["org:resource", "concept:name"]).size().to_dict()
    ours = roles(counts)
    assert sorted(a for a, _ in ours) == sorted(tuple(sorted(role.activities)) for role in theirs)
    assert sum(len(a) for a, _ in ours) == helpdesk["concept:name"].nunique()


def test_without_resources_there_are_no_roles() -> None:
    assert roles({}) == []
