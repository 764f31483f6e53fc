"""`analyzer hypothesis`: written down, tested by the rules of a driver, the answer kept with its data."""

from __future__ import annotations

import json

import pytest


@pytest.fixture
def hypothesis(analyzer, analysed, tmp_path):
    project = analysed.copy(tmp_path / "project")
    return lambda verb, *more: analyzer("hypothesis", verb, *more, "--project", project)


@pytest.fixture
def ask(hypothesis):
    return lambda *more: hypothesis("test", "--text", "It hurts", "--stage", "Delivery", *more)


def test_what_was_planted_is_shown_and_what_was_not_is_not(hypothesis, ask):
    """The sample's Delivery pains go with Demand prepayment, which every order may get, and not with Confirm order,
    which every order has."""
    assert "The data show it:" in ask("--activity", "Demand prepayment").out
    assert "The data do not show it" in ask("--activity", "Confirm order").out
    no, yes = json.loads(hypothesis("list", "--json").out)
    assert (yes["answer"]["word"], no["answer"]["word"]) == ("supported", "not_supported")
    assert yes["answer"]["driver"]["risk_ratio"]["low"] > 1.2
    assert yes["answer"]["whole"] == yes["answer"]["driver"]["risk_ratio"], "the part is the whole"
    assert yes["answer"]["visits"] >= yes["answer"]["bad"] > 0
    assert yes["answer"]["last"].startswith("2026-")


def test_in_a_part_it_is_searched_in_the_part_alone(hypothesis, ask, analysed):
    """The rated Delivery visits of cafes that are on target, counted by pandas from the run's own tables."""
    import pandas as pd

    ended = ask("--activity", "Demand prepayment", "--on", "segment=Cafe")
    assert ended.code == 0, ended.err
    (one,) = json.loads(hypothesis("list", "--json").out)
    (tables,) = analysed.project.parent.glob(".alignment/runs/*/tables")
    cases = pd.read_parquet(tables / "cases.parquet")
    cafes = cases[cases["case:segment"] == "Cafe"]["case_id"]
    rated = pd.read_parquet(tables / "rated.parquet")
    mine = rated[
        rated["rated"] & (rated["company"] == "good") & (rated["stage_no"] == 3) & rated["case_id"].isin(cafes)
    ]
    assert (one["answer"]["visits"], one["answer"]["bad"]) == (len(mine), int((mine["customer"] == "bad").sum()))
    assert one["on"] == {"segment": ["Cafe"]}


@pytest.mark.parametrize(
    ("given", "where", "do"),
    [
        (("--activity", "Demand prepaymnt"), "--activity", "Demand prepayment"),
        (("--attribute", "segmnt=Cafe"), "--attribute", "segment"),
        (("--activity", "Pick order", "--on", "segment=Caffe"), "--on", "Cafe"),
        ((), "hypothesis test", "one of the two"),
        (("--attribute", "segment"), "hypothesis test", "one of the two"),
    ],
)
def test_what_is_refused_keeps_nothing(hypothesis, ask, refused, given, where, do):
    said = refused(ask(*given))
    assert said["where"] == where
    assert do in said["do"]
    assert json.loads(hypothesis("list", "--json").out) == []
