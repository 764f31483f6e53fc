"""Conformance of a log with its model: fitness, precision, and which activities deviate, within a budget."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analyzer.mining.alignments import Deviations, deviations
from analyzer.mining.discovery import Variant
from analyzer.mining.precision import precision
from analyzer.mining.replay import Replay
from analyzer.tables.process import Conformance

EVENT_COST_S = 1e-6  # to look up an event that was replayed before; prices as measured on an ordinary core
STEP_COST_S = 1.2e-6  # to work out a step, for each place and transition of the net
REPLAY_SHARE = 0.4  # of the budget at most; what it leaves goes to the alignments
EXPLODED, GRACE_S = 4, 5.0  # one search may cost this many times the budget and some seconds
MAX_DEVIATIONS = 500


@dataclass(frozen=True)
class _Replayed:
    """What the replay found. `unfit` are the variants that do not fit, most frequent first."""

    variants: dict[Variant, int]
    fitness: float | None
    unfit: list[tuple[Variant, int]]
    spent_s: float  # by price


def conformance(
    tree: Any, variants: Mapping[Variant, int], budget_s: float, *, noise_threshold: float, cases: int
) -> tuple[Conformance, tuple[str, ...]]:
    """How well a process tree and a log fit each other, and notes on what the numbers rest on.

    Grain: `variants` holds activities in order → number of cases; `cases` is the number of cases of the whole log, of
    which the variants may be a part. The most frequent variants come first, until the budget is used.
    Formulas: fitness is the mean over cases of token-based replay fitness; precision is ETC precision by the same
    replay. Deviations are the moves of optimal trace alignments of the variants that do not fit: `missing` (the model
    wanted it), `extra` (it happened where the model has no place for it), counted once a case.
    Budget: `budget_s` is spent as work (events looked up, steps worked out, states searched), priced as measured on an
    ordinary core, and never by the clock: two runs stop at the same variant on any machine, whatever else it does.
    `share_of_cases` is the share that was replayed; fitness and precision are None where nothing was. When not to trust
    it: fitness and precision of a small share are those of the most regular cases; deviations rest on fewer still, and
    the notes say on how many.
    """
    ordered = sorted(variants.items(), key=lambda item: (-item[1], item[0]))
    replay = Replay(tree)
    done = _replay(replay, ordered, budget_s * REPLAY_SHARE)
    found = deviations(replay.model, done.unfit, budget_s - done.spent_s, EXPLODED * budget_s + GRACE_S)
    n = sum(done.variants.values())
    result = Conformance(
        fitness=done.fitness,
        precision=precision(replay, done.variants),
        share_of_cases=n / cases if cases else 0.0,
        noise_threshold=noise_threshold,
        deviations=_frame(found),
    )
    return result, _notes(n, cases, found.cases, sum(count for _, count in done.unfit))


def _replay(replay: Replay, ordered: list[tuple[Variant, int]], budget_s: float) -> _Replayed:
    """Replay variants in their order while the budget lasts."""
    replayed: dict[Variant, int] = {}
    unfit: list[tuple[Variant, int]] = []
    total, spent, events = 0.0, 0.0, 0
    for variant, cases in ordered:
        spent = events * EVENT_COST_S + replay.worked_out * replay.size * STEP_COST_S
        if spent > budget_s:
            break
        tokens = replay.trace(variant)
        events += len(variant)
        total += tokens.fitness * cases
        replayed[variant] = cases
        if not tokens.fit:
            unfit.append((variant, cases))
    n = sum(replayed.values())
    return _Replayed(replayed, total / n if n else None, unfit, spent)


def _frame(found: Deviations) -> Any:
    import pandas as pd

    rows = [(a, "missing", n) for a, n in found.missing.items()] + [(a, "extra", n) for a, n in found.extra.items()]
    rows.sort(key=lambda row: (-row[2], row[0], row[1]))
    return pd.DataFrame(rows[:MAX_DEVIATIONS], columns=["activity", "kind", "cases"]).astype({"cases": "int64"})


def _notes(replayed: int, cases: int, aligned: int, unfit: int) -> tuple[str, ...]:
    notes = []
    if replayed < cases:
        notes.append(
            f"Fitness and precision rest on {replayed:,} of {cases:,} cases, those of the most frequent variants."
        )
    if aligned < unfit:
        notes.append(f"Deviations rest on {aligned:,} of the {unfit:,} cases that do not fit; the budget ended there.")
    return tuple(notes)
