"""Simulates years of nights, prints what they say, and writes it.

python -m tests.benchmarks.nights [--years 200] [--planted 40] [--jobs 2] [--out docs/nights.md]
"""

import argparse
import os
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from pathlib import Path

import numpy as np

from .moods import MOODS, Moods, moody_year
from .report import Figures, Planted, cost_part, page
from .support import newly_supported
from .years import NIGHTS, Outcome, Plan, year

ALLOWED = 0.05  # of years of standstill may say anything
SEED = 20_260_301
HAPPENINGS = (
    ("five points more are unhappy", "worse", Plan(points=0.05)),
    ("five points more are unhappy", "worse", Plan(points=0.05, a_day=50)),
    ("ten points more are unhappy", "worse", Plan(points=0.10)),
    ("ten points more are unhappy", "worse", Plan(points=0.10, a_day=50)),
    ("ten points more are unhappy, after 200 quiet nights", "worse", Plan(points=0.10, at=200)),
    ("five points fewer are unhappy", "better", Plan(points=-0.05)),
    ("ten points fewer are unhappy", "better", Plan(points=-0.10)),
    ("ten points fewer are unhappy", "better", Plan(points=-0.10, a_day=50)),
    ("the cause goes away", "resolved", Plan(driver_gone=True)),
    ("the cause goes away", "resolved", Plan(driver_gone=True, a_day=50)),
)
RETURN = Plan(driver_gone=True, until=200, a_day=50)


def still(number: int) -> tuple[Outcome, int | None]:
    """A year in which nothing happens, and one of the quiet stage."""
    return year(_random(0, number), Plan()), newly_supported(_random(1, number))


def wait(number: int, plan: Plan, word: str, since: int) -> tuple[int | None, int | None]:
    """Nights from night `since` until the word was first said of the hidden friction from then on, and until the usual
    interval stood out."""
    outcome = year(_random(2, number), plan)
    said = (t.night - since for t in outcome.told if t.id == "friction" and t.word == word and t.night > since)
    return next(said, None), outcome.naive


def moody(number: int, moods: Moods) -> tuple[bool, bool]:
    return moody_year(_random(3, number), moods)


def _random(stream: int, number: int) -> np.random.Generator:
    return np.random.default_rng([SEED, stream, number])


def measure(years: int, planted: int, jobs: int) -> Figures:
    """All figures: years of standstill, and so many of each happening."""
    with ProcessPoolExecutor(jobs) as pool:
        quiet = list(pool.map(still, range(years), chunksize=4))
        found = []
        for what, word, plan in HAPPENINGS:
            pairs = list(pool.map(partial(wait, plan=plan, word=word, since=plan.at), range(planted), chunksize=4))
            found.append(Planted(what, plan.a_day, [p[0] for p in pairs], [p[1] for p in pairs]))
        pairs = list(
            pool.map(partial(wait, plan=RETURN, word="regressed", since=RETURN.until), range(planted), chunksize=4)
        )
        what = f"the cause goes away, and comes back after {RETURN.until} nights: *regressed*"
        found.append(Planted(what, RETURN.a_day, [p[0] for p in pairs], []))
        weeks = [(m, list(pool.map(partial(moody, moods=m), range(planted), chunksize=4))) for m in MOODS]
    return Figures([q[0] for q in quiet], [q[1] for q in quiet], tuple(found), weeks)


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.nights", description=__doc__)
    options.add_argument("--years", type=int, default=200, help="years in which nothing happens")
    options.add_argument("--planted", type=int, default=40, help="years of each thing that happens")
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes, one a core")
    options.add_argument("--out", type=Path, help="write the page there")
    given = options.parse_args()
    started = time.perf_counter()
    figures = measure(given.years, given.planted, given.jobs)
    text = page(figures)
    print(text)
    print(f"{given.years} years of {NIGHTS} nights and the rest in {time.perf_counter() - started:.0f} s.")
    if given.out:
        before = given.out.read_text(encoding="utf-8") if given.out.exists() else ""
        given.out.write_text(text + cost_part(before), encoding="utf-8")
    if figures.false_years > ALLOWED * given.years:
        print(f"Missed: {figures.false_years} of {given.years} years of standstill say something; at most 5 % may.")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
