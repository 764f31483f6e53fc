"""Conformance of a log with its model: fitness, precision, and which activities deviate, within a budget."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Mapping
from typing import Any

from analyzer.mining.alignments import trace_alignments
from analyzer.mining.discovery import Variant
from analyzer.mining.precision import precision
from analyzer.mining.replay import Replay
from analyzer.tables.process import Conformance

EVENT_COST_S = 3e-6  # to look up an event that was replayed before; measured on a 2020s core, as are the following
STEP_COST_S = 8e-6  # to work out a step, for each place and transition of the net
EMERGENCY = 4  # the clock stops the replay after this many times the budget
MAX_DEVIATIONS = 500


def conformance(tree: Any, variants: Mapping[Variant, int], budget_s: float, *, noise_threshold: float, cases: int) -> Conformance:
    """How well a process tree and a log fit each other.

    Grain: `variants` holds activities in order → number of cases; `cases` is the number of cases of the whole log, of which the
    variants may be a part. The most frequent variants come first, until the budget is used.
    Formulas: fitness is the mean over cases of token-based replay fitness; precision is ETC precision by the same replay. Deviations
    are the moves of optimal trace alignments of the variants that do not fit: `missing` (the model wanted it), `extra` (it happened
    where the model has no place for it), counted once a case.
    Budget: `budget_s` is turned into an amount of work (events to look up, steps to work out, search to make), priced as measured on an
    ordinary core; so two runs stop at the same variant. Only a machine so slow that it takes four times the budget is stopped by its
    clock, and then two runs may differ.
    `share_of_cases` is the share that was replayed; fitness and precision are None where nothing was. `deviations` rests on those of
    them that could be aligned as well, most frequent first.
    """
    deadline = time.monotonic() + EMERGENCY * budget_s
    ordered = sorted(variants.items(), key=lambda item: (-item[1], item[0]))
    replay = Replay(tree)
    replayed, fitness, unfit = _replay(replay, ordered, budget_s / 2, deadline)
    n = sum(replayed.values())
    missing, extra, _ = trace_alignments(tree, unfit, budget_s / 2, deadline)
    return Conformance(
        fitness=fitness,
        precision=precision(replay, replayed),
        share_of_cases=n / cases if cases else 0.0,
        noise_threshold=noise_threshold,
        deviations=_frame(missing, extra),
    )


def _replay(
    replay: Replay, ordered: list[tuple[Variant, int]], budget_s: float, deadline: float
) -> tuple[dict[Variant, int], float | None, list[tuple[Variant, int]]]:
    """Replay variants in their order while the budget lasts: those replayed, their mean fitness, and those that do not fit."""
    replayed: dict[Variant, int] = {}
    unfit: list[tuple[Variant, int]] = []
    total, events = 0.0, 0
    for variant, cases in ordered:
        spent = events * EVENT_COST_S + replay.worked_out * replay.size * STEP_COST_S
        if spent > budget_s or time.monotonic() > deadline:
            break
        tokens = replay.trace(variant)
        events += len(variant)
        total += tokens.fitness * cases
        replayed[variant] = cases
        if not tokens.fit:
            unfit.append((variant, cases))
    n = sum(replayed.values())
    return replayed, total / n if n else None, unfit


def _frame(missing: Counter[str], extra: Counter[str]) -> Any:
    import pandas as pd

    rows = [(a, "missing", n) for a, n in missing.items()] + [(a, "extra", n) for a, n in extra.items()]
    rows.sort(key=lambda row: (-row[2], row[0], row[1]))
    return pd.DataFrame(rows[:MAX_DEVIATIONS], columns=["activity", "kind", "cases"]).astype({"cases": "int64"})
