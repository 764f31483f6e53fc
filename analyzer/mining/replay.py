"""Token-based replay that remembers: the same activity in the same marking is worked out once, by pm4py.

Between two events the state of a replay is its marking and nothing else; so one step of pm4py's replay from a marking
is the same wherever it happens, and a log of a hundred thousand events comes down to a few thousand different steps.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from analyzer.mining.discovery import to_petri_net
from analyzer.mining.door import open_door


class _Transitions(dict[Any, None]):
    """The transitions of a net, walked over only where they carry an activity.

    pm4py's replay asks of silent ones only whether they belong to the net; at the end of each call it would walk
    through all markings behind them for a list that is not needed here, which costs more than the replay.
    """

    def __iter__(self) -> Iterator[Any]:
        return (t for t in super().__iter__() if t.label is not None)


@dataclass(frozen=True)
class _Net:
    """As much of a Petri net as pm4py's replay looks at."""

    places: Any
    transitions: _Transitions


@dataclass(frozen=True)
class Tokens:
    """Tokens of a replay: what was missing, consumed, left over and produced."""

    missing: int
    consumed: int
    remaining: int
    produced: int

    @property
    def fit(self) -> bool:
        """Nothing was missing and nothing is left: the model can do exactly this."""
        return self.missing == 0 and self.remaining == 0

    @property
    def fitness(self) -> float:
        """0.5·(1 − missing/consumed) + 0.5·(1 − remaining/produced), 0–1 (Rozinat, van der Aalst, Information Systems
        33, 2008).
        """
        if not self.consumed or not self.produced:
            return 1.0
        return 0.5 * (1 - self.missing / self.consumed) + 0.5 * (1 - self.remaining / self.produced)


class Replay:
    """The replay of traces on one model. Markings are known by numbers, 0 is the initial one; `worked_out` counts the
    steps made.
    """

    def __init__(self, tree: Any) -> None:
        open_door()
        from pm4py.algo.conformance.tokenreplay.variants import token_replay
        from pm4py.objects.petri_net.utils.petri_utils import get_places_shortest_path_by_hidden

        self._pm4py = token_replay
        self.model = to_petri_net(tree)
        net, self._initial, self._final = self.model
        self._silent_paths = get_places_shortest_path_by_hidden(
            net, token_replay.TechnicalParameters.MAX_REC_DEPTH.value
        )
        self._transitions = list(net.transitions)
        self._net = _Net(net.places, _Transitions(net.transitions))
        self._labelled = {t.label: t for t in self._transitions if t.label is not None}
        self._markings: list[Any] = []
        self._numbers: dict[Any, int] = {}
        self._steps: dict[tuple[int, str], tuple[int, int, int, int]] = {}
        self._ends: dict[int, Tokens] = {}
        self._enabled: dict[int, frozenset[str]] = {}
        self.worked_out = 0
        self._number(self._initial)

    @property
    def size(self) -> int:
        """Places and transitions of the net: what one step costs grows with it."""
        return len(self._net.places) + len(self._transitions)

    def step(self, marking: int, activity: str) -> tuple[int, int, int, int]:
        """Replay one event: the marking after it, and the tokens missing, consumed and produced.

        An activity that the model does not have leaves the marking as it is and counts as one missing token of one
        consumed.
        """
        known = self._steps.get((marking, activity))
        if known is None:
            known = self._work_out(marking, activity)
            self._steps[marking, activity] = known
        return known

    def trace(self, activities: Iterable[str]) -> Tokens:
        """Replay a whole trace from the initial to the final marking."""
        marking, missing, consumed = 0, 0, 0
        produced = sum(self._initial.values())
        for activity in activities:
            marking, lacked, used, made = self.step(marking, activity)
            missing, consumed, produced = missing + lacked, consumed + used, produced + made
        end = self.end(marking)
        return Tokens(missing + end.missing, consumed + end.consumed, end.remaining, produced + end.produced)

    def end(self, marking: int) -> Tokens:
        """What the end of a trace in a marking adds: the way to the final marking through silent steps, and what is
        left.
        """
        if marking not in self._ends:
            missing, consumed, remaining, produced = self._replay([], marking, to_the_end=True)[-4:]
            self._ends[marking] = Tokens(missing, consumed, remaining, produced - sum(self._markings[marking].values()))
        return self._ends[marking]

    def enabled(self, marking: int) -> frozenset[str]:
        """The activities that the model allows next in a marking that a fitting trace reaches, also behind silent
        steps.

        A place counts as reached if silent steps can put a token there. In the net of a process tree places that are
        reached in different ways are alternatives or lie in parallel parts, and only parallel ones meet in a
        transition: so none too many is found.
        """
        if marking not in self._enabled:
            reached = {place for place, n in self._markings[marking].items() if n > 0}
            waiting = [t for t in self._transitions if t.label is None]
            while ready := [t for t in waiting if all(arc.source in reached for arc in t.in_arcs)]:
                waiting = [t for t in waiting if t not in ready]
                reached.update(arc.target for t in ready for arc in t.out_arcs)
            able = (t for t in self._labelled.values() if all(arc.source in reached for arc in t.in_arcs))
            self._enabled[marking] = frozenset(t.label for t in able)
        return self._enabled[marking]

    def _work_out(self, marking: int, activity: str) -> tuple[int, int, int, int]:
        if activity not in self._labelled:
            return marking, 1, 1, 0
        result = self._replay([{"concept:name": activity}], marking, to_the_end=False)
        # pm4py counts the marking that a trace starts from as produced, and the final marking as consumed.
        lacking = sum(max(0, n - result[4][place]) for place, n in self._final.items())
        produced = result[9] - sum(self._markings[marking].values())
        return self._number(result[4]), result[6] - lacking, result[7] - sum(self._final.values()), produced

    def _replay(self, events: list[dict[str, str]], marking: int, *, to_the_end: bool) -> list[Any]:
        """pm4py's replay of events from a marking: 4 marking, 6 missing, 7 consumed, 8 remaining, 9 produced."""
        self.worked_out += 1
        caches = self._pm4py.PostFixCaching(), self._pm4py.MarkingToActivityCaching()
        return self._pm4py.apply_trace(
            events,
            self._net,
            self._markings[marking],
            self._final,
            self._labelled,
            False,
            {},
            {},
            {},
            self._silent_paths,
            True,
            try_to_reach_final_marking_through_hidden=to_the_end,
            post_fix_caching=caches[0],
            marking_to_activity_caching=caches[1],
        )

    def _number(self, marking: Any) -> int:
        key = frozenset(marking.items())
        if key not in self._numbers:
            self._numbers[key] = len(self._markings)
            self._markings.append(marking)
        return self._numbers[key]
