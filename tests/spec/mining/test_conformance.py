"""Fitness, precision and deviations of a log, within a budget."""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest

from analyzer.mining import aligned, conformance, process_tree
from analyzer.mining.replay import Replay
from analyzer.tables.process import Conformance

SEQUENCE = process_tree({("a", "b", "c"): 1})


def check(
    variants: dict[str, int], budget_s: float = 10, cases: int | None = None
) -> tuple[Conformance, tuple[str, ...]]:
    weighted = {tuple(v): n for v, n in variants.items()}
    return conformance(SEQUENCE, weighted, budget_s, noise_threshold=0.2, cases=cases or sum(variants.values()))


def deviations(found: Conformance) -> list[tuple[Any, ...]]:
    return list(found.deviations.itertuples(index=False, name=None))


def test_a_log_that_does_what_the_model_says() -> None:
    found, notes = check({"abc": 8})
    assert (found.fitness, found.precision, found.share_of_cases) == (1, 1, 1)
    assert deviations(found) == []
    assert notes == ()


def test_fitness_is_the_mean_over_cases() -> None:
    found, _ = check({"abc": 9, "ac": 3})  # 9 of 12 fit, 3 of 12 have a fitness of 2/3 (see the replay)
    assert found.fitness == pytest.approx((9 * 1 + 3 * 2 / 3) / 12)


def test_deviations_count_cases() -> None:
    # ac lacks b; abxxc has x twice, once a case; acb: b came too late, or c too early
    found, _ = check({"abc": 9, "ac": 3, "abxxc": 2})
    assert deviations(found) == [("b", "missing", 3), ("x", "extra", 2)]


def test_what_happens_out_of_place_is_both_extra_and_missing() -> None:
    found, _ = check({"bac": 4})
    assert deviations(found) in ([("b", "extra", 4), ("b", "missing", 4)], [("a", "extra", 4), ("a", "missing", 4)])


def test_the_most_frequent_variants_come_first_and_the_share_is_said() -> None:
    # the first variant is always replayed; its price, some steps in a small net, is above a hundred-thousandth of a
    # second
    found, notes = check({"ac": 3, "abc": 6, "ab": 1}, budget_s=0.00001, cases=20)
    assert found.fitness == 1
    assert found.share_of_cases == pytest.approx(6 / 20)
    assert notes[0] == "Fitness and precision rest on 6 of 20 cases, those of the most frequent variants."


def test_cases_whose_variant_is_not_handed_in_are_not_replayed() -> None:
    found, notes = check({"abc": 6}, cases=10)
    assert found.share_of_cases == pytest.approx(0.6)
    assert len(notes) == 1


def test_a_machine_that_is_busy_changes_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """An hour goes by at every look at the clock."""
    given = {"abc": 9, "ac": 3, "abxxc": 2, "bac": 1}
    found, notes = check(given)
    hours = itertools.count(step=3600.0)
    for clock in ("time", "monotonic", "perf_counter"):
        monkeypatch.setattr(time, clock, lambda: next(hours))
    again, said = check(given)
    monkeypatch.undo()
    assert next(hours) > 0, "the search looked at the clock"
    assert deviations(again) == deviations(found) and len(deviations(found)) > 2
    assert (again.fitness, again.precision, said) == (found.fitness, found.precision, notes)


def test_a_search_that_explodes_ends_the_alignments() -> None:
    replay = Replay(SEQUENCE)
    variants = [(("a", "c"), 3), (("a", "b"), 1)]
    assert [one.missing for one in aligned(replay.model, variants, 10, 10)] == [{"b"}, {"c"}]
    assert list(aligned(replay.model, variants, 10, 1e-6)) == []


def test_two_runs_say_the_same(helpdesk_variants: dict[tuple[str, ...], int], root: Path, tmp_path: Path) -> None:
    """In two processes whose sets are walked in different orders, with a budget that ends half-way."""
    given = tmp_path / "variants.json"
    given.write_text(json.dumps([[list(v), n] for v, n in sorted(helpdesk_variants.items())]))
    program = (
        "import json, sys\n"
        "from analyzer.mining import as_dict, conformance, process_tree, to_bpmn\n"
        "variants = {tuple(v): n for v, n in json.load(open(sys.argv[1]))}\n"
        "tree = process_tree(variants)\n"
        "found, notes = conformance(tree, variants, 0.06, noise_threshold=0.2, cases=sum(variants.values()))\n"
        "deviations = found.deviations.values.tolist()\n"
        "numbers = [found.fitness, found.precision, found.share_of_cases]\n"
        "print(json.dumps([as_dict(tree), to_bpmn(tree), numbers, deviations, notes]))\n"
    )

    def run(seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)}
        done = subprocess.run(
            [sys.executable, "-c", program, str(given)],
            env=environment,
            capture_output=True,
            text=True,
            timeout=120,
            check=True,
        )
        return done.stdout

    one, other = run("1"), run("2")
    assert one == other
    notes = json.loads(one)[-1]
    assert "cases that do not fit" in notes[-1], "the budget was to end before all was aligned"
