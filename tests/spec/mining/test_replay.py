"""Token-based replay of traces on a model, and what the model allows next."""

from __future__ import annotations

from typing import Any

import pytest

from analyzer.mining import process_tree
from analyzer.mining.replay import Replay, Tokens

SEQUENCE = {("a", "b", "c"): 1}


def test_a_trace_that_fits() -> None:
    # one token from the start through a, b and c to the end: four are produced (start, a, b, c), four consumed (a, b,
    # c, end)
    tokens = Replay(process_tree(SEQUENCE)).trace("abc")
    assert tokens == Tokens(missing=0, consumed=4, remaining=0, produced=4)
    assert tokens.fit
    assert tokens.fitness == 1


def test_a_step_left_out() -> None:
    # c wants a token that b would have made (missing 1), the token that a made stays (remaining 1); start, a, c make
    # three, a, c, end take three: 0.5·(1 − 1/3) + 0.5·(1 − 1/3)
    tokens = Replay(process_tree(SEQUENCE)).trace("ac")
    assert tokens == Tokens(missing=1, consumed=3, remaining=1, produced=3)
    assert not tokens.fit
    assert tokens.fitness == pytest.approx(2 / 3)


def test_an_activity_that_the_model_does_not_have() -> None:
    # one token more is missing of one more consumed: 0.5·(1 − 1/5) + 0.5·(1 − 0/4)
    tokens = Replay(process_tree(SEQUENCE)).trace("abxc")
    assert tokens == Tokens(missing=1, consumed=5, remaining=0, produced=4)
    assert tokens.fitness == pytest.approx(0.9)


def test_a_log_replays_as_pm4py_replays_it(helpdesk_variants: dict[tuple[str, ...], int]) -> None:
    """The other tool is pm4py's token-based replay, trace by trace, on the same net."""
    from pm4py.algo.conformance.tokenreplay.variants import token_replay
    from pm4py.objects.log.obj import Event, EventLog, Trace

    replay = Replay(process_tree(helpdesk_variants))
    log = EventLog([Trace([Event({"concept:name": a}) for a in v]) for v in helpdesk_variants])
    theirs = token_replay.apply(log, *replay.model, parameters={"show_progress_bar": False})
    names = ("missing_tokens", "consumed_tokens", "remaining_tokens", "produced_tokens")
    expected = [Tokens(*(trace[name] for name in names)) for trace in theirs]
    assert [replay.trace(v) for v in helpdesk_variants] == expected
    assert [t.fitness for t in map(replay.trace, helpdesk_variants)] == pytest.approx(
        [t["trace_fitness"] for t in theirs]
    )


def test_what_is_worked_out_once_is_not_worked_out_again() -> None:
    replay = Replay(process_tree(SEQUENCE))
    replay.trace("abc")
    before = replay.worked_out
    replay.trace("abc")
    assert replay.worked_out == before


def reachable(replay: Replay, marking: Any) -> frozenset[str]:
    """What may happen next, the slow way: every silent step from every marking, in pm4py's semantics of Petri nets."""
    from pm4py.objects.petri_net import semantics

    net = replay.model[0]
    waiting, seen, able = [marking], set(), set()
    while waiting:
        here = waiting.pop()
        key = frozenset(here.items())
        if key in seen:
            continue
        seen.add(key)
        for transition in semantics.enabled_transitions(net, here):
            if transition.label is None:
                waiting.append(semantics.execute(transition, net, here))
            else:
                able.add(transition.label)
    return frozenset(able)


def test_what_may_come_next_is_found_behind_every_silent_step(helpdesk_variants: dict[tuple[str, ...], int]) -> None:
    replay = Replay(process_tree(helpdesk_variants))
    fitting = {0}
    for variant in helpdesk_variants:
        marking = 0
        for activity in variant:
            marking, missing, _, _ = replay.step(marking, activity)
            if missing:
                break
            fitting.add(marking)
    assert len(fitting) > 5
    for marking in fitting:
        assert replay.enabled(marking) == reachable(replay, replay._markings[marking])
