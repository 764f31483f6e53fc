"""Runs the truth benchmark: makes each data set, analyses it, scores it, prints the table and writes it.

python -m tests.benchmarks.truth [--small] [--jobs 2] [--only SORT …] [--sets N] [--out docs/truth]
"""

import json
import multiprocessing
import shutil
import sys
import tempfile
import time
from concurrent.futures import Future, ProcessPoolExecutor, as_completed
from pathlib import Path
from typing import Any

from .real import sorts as real
from .real.logs import DATA, there
from .recipes import SETS

Record = dict[str, Any]


def one_set(sort: str, number: int, keep: str | None) -> Record:
    """Makes, analyses and scores one set in a folder of its own."""
    from .adapter import analyse
    from .make import make
    from .score import score

    if real.is_real(sort):
        return _one_real_set(sort, number, keep)
    folder = Path(tempfile.mkdtemp(prefix=f"truth-{sort}-"))
    try:
        truth = make(sort, number, folder)
        started = time.perf_counter()
        document, placed = analyse(folder / "project.yaml")
        took = time.perf_counter() - started
        _keep(keep, truth.name, document)
        return score(truth, document, placed) | {"seconds": round(took, 2)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _one_real_set(sort: str, number: int, keep: str | None) -> Record:
    from .adapter import analyse
    from .real.make import make
    from .real.score import score

    folder = Path(tempfile.mkdtemp(prefix=f"truth-{sort}-"))
    try:
        truth = make(sort, number, folder)
        started = time.perf_counter()
        document, _ = analyse(folder / "project.yaml")
        took = time.perf_counter() - started
        _keep(keep, truth.name, document)
        return score(truth, document) | {"seconds": round(took, 2)}
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _keep(keep: str | None, name: str, document: Record) -> None:
    if keep:
        target = Path(keep) / name
        target.mkdir(parents=True, exist_ok=True)
        (target / "alignment.json").write_text(json.dumps(document), encoding="utf-8")


def all_sets() -> dict[str, int]:
    """Sort → how many sets it has. Those over real logs need their logs; a line says what is left out."""
    absent = [name for name in real.HAS if name not in there()]
    if absent:
        print(f"left out: sorts over {', '.join(absent)}, for {DATA} does not hold these logs", file=sys.stderr)
    return SETS | real.sets(there())


def chosen(only: list[str] | None, sets: int | None, small: bool) -> list[tuple[str, int]]:
    """The (sort, number) pairs to run. The small version takes one planted set of each made sort but the
    huge one and the graded decoys, and of each empty sort two sets of 1,500 cases."""
    every = all_sets()
    sorts = [sort for sort in every if not only or any(sort.startswith(wanted) for wanted in only)]
    if not sorts:
        sys.exit(f"No sort begins with {' or '.join(only or [])}. There are: {', '.join(every)}.")
    if small:
        sorts = [sort for sort in sorts if not real.is_real(sort)]
        planted = [(sort, place % SETS[sort]) for place, sort in enumerate(SETS) if sort in sorts and _is_small(sort)]
        empty = [sort for sort in sorts if sort.startswith("empty")]
        return planted + [(sort, 3 * (place + turn)) for turn in (0, 8) for place, sort in enumerate(empty)]
    return [(sort, number) for sort in sorts for number in range(min(every[sort], sets or every[sort]))]


def _is_small(sort: str) -> bool:
    return not sort.startswith("empty") and sort not in ("size_huge", "form_graded")


def run(pairs: list[tuple[str, int]], jobs: int, keep: str | None) -> tuple[list[Record], list[str]]:
    """(scores in the order of the pairs, one line for each set whose analysis ended in an error)."""
    scores: dict[tuple[str, int], Record] = {}
    failed: list[str] = []
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(jobs, mp_context=context) as pool:
        running: dict[Future[Record], tuple[str, int]] = {pool.submit(one_set, *pair, keep): pair for pair in pairs}
        for done, future in enumerate(as_completed(running), start=1):
            pair, error = running[future], future.exception()
            if error is None:
                scores[pair] = future.result()
            else:
                failed.append(f"{pair[0]} {pair[1]}: {type(error).__name__}: {error}")
            if sys.stderr.isatty() or done % 25 == 0 or done == len(pairs):
                print(f"\r{done}/{len(pairs)} sets", end="" if sys.stderr.isatty() else "\n", file=sys.stderr)
    return [scores[pair] for pair in pairs if pair in scores], sorted(failed)
