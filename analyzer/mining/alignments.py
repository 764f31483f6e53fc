"""Trace alignments on the process tree: which activities a deviating case lacks and which it has too many of."""

from __future__ import annotations

import time
from collections import Counter
from typing import Any

from analyzer.mining.discovery import Variant
from analyzer.mining.door import open_door

LEAF_COST_S = 3e-5  # of the search, for each leaf of the tree and event of the trace, per unit of a trace's length


def trace_alignments(
    tree: Any, unfit: list[tuple[Variant, int]], budget_s: float, deadline: float
) -> tuple[Counter[str], Counter[str], int]:
    """Cases in which an activity is missing, cases in which it is extra, and the cases aligned, in the order given.

    Formula: an optimal alignment of each variant with the tree at unit costs; a move on the model alone is a missing activity, a move on
    the log alone an extra one. Where several alignments are optimal, one of them counts, always the same.
    Source: Schuster, van Zelst, van der Aalst, "Alignment approximation for process trees", ICPM workshops 2020; pm4py's search.
    """
    open_door()
    from pm4py.algo.conformance.alignments.process_tree.variants import search_graph_pt
    from pm4py.objects.petri_net.utils.align_utils import SKIP

    missing: Counter[str] = Counter()
    extra: Counter[str] = Counter()
    aligned, spent = 0, 0.0
    for variant, cases in unfit:
        spent += len(variant) ** 2 * LEAF_COST_S
        if spent > budget_s or time.monotonic() > deadline:
            break
        moves = search_graph_pt.apply_variant(variant, tree)["alignment"]
        for activity in {model.label for log, model in moves if log == SKIP and model.label is not None}:
            missing[activity] += cases
        for activity in {log for log, model in moves if model == SKIP}:
            extra[activity] += cases
        aligned += cases
    return missing, extra, aligned
