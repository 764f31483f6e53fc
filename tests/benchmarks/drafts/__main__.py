"""`make drafts`: drafted stages against those that a person would draw, log by log."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from tests.benchmarks.drafts.agreement import agreement, person_of
from tests.benchmarks.drafts.logs import NAMES, SHARED, drafted

AIM = 0.7


def main() -> int:
    """Print the two figures of each log; 1 where one stays under the aim, 0 otherwise."""
    asked = argparse.ArgumentParser(prog="python -m tests.benchmarks.drafts", description=__doc__)
    asked.add_argument("--data", type=Path, default=Path("../shared/data"), help="the folder with the real logs")
    asked.add_argument("--stages", action="store_true", help="show the drafted stages too")
    given = asked.parse_args()
    print(f"{'log':<12}{'together':>10}{'order':>8}{'stages':>8}{'a person':>10}")
    under = []
    for name in NAMES:
        if name in SHARED and not (given.data / SHARED[name]).exists():
            print(f"{name:<12} left out: {given.data / SHARED[name]} is not there")
            continue
        made = drafted(name, given.data)
        found = agreement(person_of(name), made.journey)
        print(f"{name:<12}{found.together:>10.2f}{found.order:>8.2f}{found.stages:>8}{found.persons:>10}")
        if given.stages:
            for stage in made.journey.stages:
                print(f"    {stage.name}: {', '.join(activity.name for activity in stage.activities)}")
        under += [name] if min(found.together, found.order) < AIM else []
    print(f"under {AIM}: {', '.join(under)}" if under else f"all at {AIM} or above")
    return 1 if under else 0


if __name__ == "__main__":
    sys.exit(main())
