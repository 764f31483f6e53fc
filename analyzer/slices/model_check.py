"""A slice beside a model of one's own: trace alignments of its variants, within a budget, and what customers say."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from analyzer.engine import Engine, Table, ibis
from analyzer.errors import ArgumentError
from analyzer.inside_out.variants import count_variants, signs_of
from analyzer.mining import AlignedVariant, OwnModel, aligned, read_model
from analyzer.settings import suggestion
from analyzer.slices.cut import cut, sequences_of
from analyzer.slices.feelings import feelings, heard_shares
from analyzer.slices.filters import Filters
from analyzer.slices.kept import Kept, open_run
from analyzer.tables.heard_share import NOBODY
from analyzer.tables.model_check import ModelCheck, ModelDeviation

MOST_VARIANTS = 20_000
BUDGET_S = 8.0
EXPLODED, GRACE_S = 2, 2.0  # one search may cost this many times the budget and some seconds
BETWEEN = "\x1f"
ROOM = 3  # times the memory that the engine takes by itself for a log of so many events

Rows = list[tuple[AlignedVariant, list[str]]]


def check_model(run: Path, filters: Filters, data: bytes, name: str, budget_s: float = BUDGET_S) -> ModelCheck:
    """How well a slice's cases fit a model (the bytes of a BPMN 2.0 or PNML file), and where they depart.

    Grain: an ended case, through its variant; the most frequent variants first, until the budget is used. Reactions to
    complaints that the model does not name are left out. Fitness of a case: 1 − deviations ÷ (its events + those of
    the model's shortest way), the mean over cases. Shares as `heard_shares`, a case once a deviation.
    When not to trust it: where a small part was aligned, it is that of the most regular cases.
    Source: van der Aalst, Adriansyah, van Dongen, "Replaying history on process models for conformance checking and
    performance analysis", WIREs DMKD 2, 2012. Raises ArgumentError as `read_model` does, for a model none of whose
    activities the log has, and for one whose end cannot be reached.
    """
    model = read_model(data, name)
    most_s = EXPLODED * budget_s + GRACE_S
    with open_run(run) as (engine, kept):
        engine.expect(kept.log.n_events * ROOM)
        _check_names(model, kept, name)
        part = cut(engine, kept, filters)
        left_out = tuple(one for one in kept.reactions if one not in model.activities and one in kept.log.activities)
        told = feelings(engine, part)
        running = engine.rows(told.aggregate(n=(~told.ended).cast("int64").sum()))[0]["n"] or 0
        told = told.filter(told.ended)
        counted = count_variants(engine, sequences_of(part).semi_join(told, "case_id")).order_by(
            ibis.desc("cases"), "signs"
        )
        totals = engine.rows(counted.aggregate(n=counted["cases"].sum()))[0]["n"] or 0
        variants = _variants(engine.rows(counted, MOST_VARIANTS), kept, left_out)
        shortest = _shortest(model, name, budget_s, most_s)
        rows = [
            (one, variants[one.variant][1])
            for one in aligned(model.net, [(path, n) for path, (n, _) in variants.items()], budget_s, most_s)
        ]
        told = told.join(sequences_of(part).select("case_id", "signs"), "case_id")
        return _checked(engine, told, rows, model, kept, name, (int(totals), int(running)), shortest, left_out)


def _check_names(model: OwnModel, kept: Kept, name: str) -> None:
    if not set(model.activities) & set(kept.log.activities):
        do = f"name the tasks as the log does: {suggestion(model.activities[0], kept.log.activities)}"
        raise ArgumentError(
            expected="a model with activities of the log", found=", ".join(model.activities[:5]), where=name, do=do
        )


def _variants(
    rows: Sequence[dict[str, object]], kept: Kept, left_out: Sequence[str]
) -> dict[tuple[str, ...], tuple[int, list[str]]]:
    """Activities without those left out → cases, and the sequences of signs that become these."""
    name = {sign: activity for activity, sign in signs_of(kept.log.activities).items()}
    found: dict[tuple[str, ...], tuple[int, list[str]]] = {}
    for row in rows:
        signs, cases = str(row["signs"]), int(str(row["cases"]))
        path = tuple(name[sign] for sign in signs if name[sign] not in left_out)
        before, texts = found.get(path, (0, []))
        found[path] = (before + cases, [*texts, signs])
    return dict(sorted(found.items(), key=lambda item: (-item[1][0], item[0])))


def _shortest(model: OwnModel, name: str, budget_s: float, most_s: float) -> int:
    """The events of the shortest way through the model."""
    found = next(iter(aligned(model.net, [((), 1)], budget_s, most_s)), None)
    if found is None:
        do = "look for a gateway or a place that the end waits for in vain"
        raise ArgumentError(expected="a model whose end can be reached", found="no way to it", where=name, do=do)
    return found.moves


def _checked(
    engine: Engine, told: Table, rows: Rows, model: OwnModel, kept: Kept, name: str, cases: tuple[int, int],
    shortest: int, left_out: tuple[str, ...],
) -> ModelCheck:  # fmt: skip
    aligned_cases = sum(one.cases for one, _ in rows)
    worst = [max(len(one.variant) + shortest, 1) for one, _ in rows]
    fit = sum((1 - one.moves / most) * one.cases for (one, _), most in zip(rows, worst, strict=True))
    states = [(signs, "departing" if one.moves else "fitting") for one, texts in rows for signs in texts]
    by_state = heard_shares(engine, _joined(engine, told, states), "key")
    return ModelCheck(
        name=name,
        activities=len(model.activities),
        cases=cases[0],
        running=cases[1],
        aligned=aligned_cases,
        fitness=fit / aligned_cases if aligned_cases else None,
        fitting=by_state.get("fitting", NOBODY),
        departing=by_state.get("departing", NOBODY),
        deviations=_deviations(engine, told, rows),
        unknown=tuple(one for one in model.activities if one not in kept.log.activities),
        beyond=tuple(one for one in kept.log.activities if one not in model.activities and one not in left_out),
        left_out=left_out,
        diagram=model.diagram,
    )


def _deviations(engine: Engine, told: Table, rows: Rows) -> tuple[ModelDeviation, ...]:
    texts: dict[str, list[str]] = defaultdict(list)
    for one, signs in rows:
        for kind, names in (("missing", one.missing), ("extra", one.extra)):
            for activity in names:
                texts[f"{kind}{BETWEEN}{activity}"] += signs
    pairs = [(signs, key) for key, every in texts.items() for signs in every]
    if not pairs:
        return ()
    joined = engine.keep(_joined(engine, told, pairs), "departing_cases")
    shares = heard_shares(engine, joined, "key")
    medians = engine.rows(joined.group_by("key").aggregate(s=joined.took_s.quantile(0.5)))
    took = {row["key"]: float(row["s"]) for row in medians}
    found = []
    for key, share in shares.items():
        kind, _, activity = str(key).partition(BETWEEN)
        found.append(ModelDeviation(activity, "missing" if kind == "missing" else "extra", share, took[key]))
    return tuple(sorted(found, key=lambda one: (-one.heard.cases, one.activity, one.kind)))


def _joined(engine: Engine, told: Table, pairs: Sequence[tuple[str, str]]) -> Table:
    """The cases whose sequence has a key, once for each."""
    import pandas as pd

    frame = pd.DataFrame(list(pairs), columns=["signs", "key"])
    return told.join(engine.take(frame, "keys", {"signs": "string", "key": "string"}), "signs")
