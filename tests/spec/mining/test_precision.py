"""Precision: how much more the model allows than the log does."""

from __future__ import annotations

import pytest

from analyzer.mining import process_tree
from analyzer.mining.precision import precision
from analyzer.mining.replay import Replay

CHOICE = process_tree({("a", "b"): 1, ("a", "c"): 1})  # a, then b or c


def precision_of(tree: object, **variants: int) -> float | None:
    return precision(Replay(tree), {tuple(v): n for v, n in variants.items()})


def test_a_model_that_allows_what_the_log_does() -> None:
    assert precision_of(CHOICE, ab=3, ac=1) == 1


def test_a_way_that_nobody_takes() -> None:
    # at the start 10 cases may do a and do; after a 10 cases may do b or c and nobody does c: 1 − 10·1 / (10·1 + 10·2)
    assert precision_of(CHOICE, ab=10) == pytest.approx(2 / 3)


def test_prefixes_weigh_by_their_cases() -> None:
    # a, then b twice or c twice; after ab nobody goes on with c, after ac nobody with b
    tree = process_tree({("a", "b", "b"): 1, ("a", "c", "c"): 1, ("a", "b", "c"): 1, ("a", "c", "b"): 1}, 0.0)
    log = {"abb": 30, "acc": 10}
    from pm4py.algo.evaluation.precision.variants import etconformance_token
    from pm4py.objects.log.obj import Event, EventLog, Trace

    replay = Replay(tree)
    whole = EventLog([Trace([Event({"concept:name": a}) for a in v]) for v, n in log.items() for _ in range(n)])
    theirs = etconformance_token.apply(whole, *replay.model, parameters={"show_progress_bar": False})
    assert 0 < theirs < 1
    assert precision(replay, {tuple(v): n for v, n in log.items()}) == pytest.approx(theirs)


def test_a_prefix_that_the_model_cannot_replay_counts_nowhere() -> None:
    # the model cannot begin with b, so of the four cases of `ba` the start counts alone: 14 cases may do a there, and a
    # is done; after a 10 cases may do b or c and nobody does c: 1 − 10 / (14 + 20)
    assert precision_of(CHOICE, ab=10, ba=4) == pytest.approx(1 - 10 / 34)


def test_without_cases_there_is_no_precision() -> None:
    assert precision_of(CHOICE) is None
