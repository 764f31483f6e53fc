"""Trace alignments: which activities a deviating case lacks and which it has too many of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from analyzer.mining.discovery import Variant
from analyzer.mining.door import open_door

STATE_COST_S = (
    2.5e-7  # to visit a state of the search, for each place and transition of the net; as measured on an ordinary core
)
TRACE_COST_S = 8e-4  # to begin and end an alignment


@dataclass
class Deviations:
    """Cases in which an activity is missing or extra, by activity, and how many cases were aligned."""

    missing: Counter[str] = field(default_factory=Counter)
    extra: Counter[str] = field(default_factory=Counter)
    cases: int = 0


@dataclass(frozen=True)
class AlignedVariant:
    """A variant beside its model: the activities that the model wanted and that are missing, those that are extra, and
    how many moves of either kind there are."""

    variant: Variant
    cases: int
    missing: frozenset[str]
    extra: frozenset[str]
    moves: int


def deviations(
    model: tuple[Any, Any, Any], variants: list[tuple[Variant, int]], budget_s: float, most_s: float
) -> Deviations:
    """Align variants with a net as `aligned` does, and count an activity once a case."""
    found = Deviations()
    for one in aligned(model, variants, budget_s, most_s):
        found.missing.update(dict.fromkeys(one.missing, one.cases))
        found.extra.update(dict.fromkeys(one.extra, one.cases))
        found.cases += one.cases
    return found


def aligned(
    model: tuple[Any, Any, Any], variants: list[tuple[Variant, int]], budget_s: float, most_s: float
) -> Iterator[AlignedVariant]:
    """Align variants with a net (net, initial, final marking), in the order given, while the budget lasts.

    Grain: a variant. Formula: an optimal alignment of each variant at unit costs (a silent step costs next to nothing);
    a move on the model alone is a missing activity, a move on the log alone an extra one. Where several alignments are
    optimal one of them counts, always the same.
    The budget is spent by states that the search visited, so two runs align the same variants. A search that explodes
    ends it all: one that would cost more than `most_s`, by the same price.
    Source: Adriansyah, "Aligning observed and modeled behavior", 2014; pm4py's Dijkstra search on the synchronous
    product.
    """
    open_door()
    from pm4py.algo.conformance.alignments.petri_net.variants import dijkstra_less_memory as search
    from pm4py.objects.log.obj import Event, Trace
    from pm4py.objects.petri_net.utils.align_utils import SKIP

    net, initial, final = model
    size = len(net.places) + len(net.transitions)
    label = {t.name: t.label for t in net.transitions}
    costs = _MoveCosts(net)
    spent = 0.0
    for variant, cases in variants:
        if spent > budget_s:
            break
        trace = Trace([Event({"concept:name": activity}) for activity in variant])
        parameters = {
            "max_align_time_trace": _MostStates(round(most_s / (size * STATE_COST_S))),
            "ret_tuple_as_trans_desc": True,
            "model_cost_function": costs.of(variant),
        }
        aligned = search.apply(trace, net, initial, final, parameters=parameters)
        if aligned is None:
            break
        spent += TRACE_COST_S + aligned["visited_states"] * size * STATE_COST_S
        names = [move[0] for move in aligned["alignment"]]
        wanted = [label[there] for here, there in names if here == SKIP and there != SKIP]
        missing = [name for name in wanted if name is not None]
        extra = [here for here, there in names if there == SKIP]
        yield AlignedVariant(variant, cases, frozenset(missing), frozenset(extra), len(missing) + len(extra))


class _MostStates:
    """Where a search ends, in states. pm4py asks `clock > limit` before each of them: the answer rests on how often it
    has asked, and not on the clock, which goes on while others work on the same machine."""

    def __init__(self, most: int) -> None:
        self._left = most

    def __lt__(self, clock: float) -> bool:
        self._left -= 1
        return self._left < 0


class _MoveCosts:
    """What a move on the model alone costs: pm4py's own rule, with what does not depend on the trace worked out once.

    A labelled transition costs a unit. A silent one costs next to nothing, and nothing where none of the activities
    that are enabled by its own input places stands in the trace. pm4py works those out anew for every trace, which
    takes longer than most of its searches.
    """

    def __init__(self, net: Any) -> None:
        from pm4py.objects.petri_net.obj import Marking
        from pm4py.objects.petri_net.semantics import enabled_transitions
        from pm4py.objects.petri_net.utils.align_utils import STD_MODEL_LOG_MOVE_COST, STD_TAU_COST

        self._silent_cost = STD_TAU_COST
        self._labelled = {t: STD_MODEL_LOG_MOVE_COST for t in net.transitions if t.label is not None}
        self._beside = {
            t: frozenset(
                other.label
                for other in enabled_transitions(net, Marking({arc.source: arc.weight for arc in t.in_arcs}))
                if other.label is not None
            )
            for t in net.transitions
            if t.label is None
        }

    def of(self, variant: Variant) -> dict[Any, int]:
        """The cost of each transition of the net, for an alignment of this variant."""
        present = set(variant)
        silent = {t: 0 if present.isdisjoint(labels) else self._silent_cost for t, labels in self._beside.items()}
        return {**self._labelled, **silent}
