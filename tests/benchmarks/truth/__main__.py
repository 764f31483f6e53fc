"""Runs the truth benchmark: makes each data set, analyses it, scores it, prints the table and writes it.

python -m tests.benchmarks.truth [--small] [--jobs 2] [--only SORT …] [--sets N] [--out docs/truth]
"""

import argparse
import json
import os
import sys
import time
from pathlib import Path

from .method_page import put_into
from .report import lines, missed, write
from .runner import chosen, run


def main() -> int:
    options = argparse.ArgumentParser(prog="python -m tests.benchmarks.truth", description=__doc__)
    options.add_argument("--small", action="store_true", help="one or two sets of each sort")
    options.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes, one a core")
    options.add_argument("--only", nargs="+", metavar="SORT", help="sorts, or beginnings of their names")
    options.add_argument("--sets", type=int, help="at most so many sets of each sort")
    options.add_argument("--out", type=Path, help="folder for truth.md, truth.json, truth.svg; a method.md beside it")
    options.add_argument("--keep", metavar="DIR", help="keep each alignment.json below this folder")
    given = options.parse_args()
    started = time.perf_counter()
    scores, failed = run(chosen(given.only, given.sets, given.small), given.jobs, given.keep)
    if scores:
        print("\n".join(lines(scores)))
        print(f"{missed(scores)} targets not reached; {time.perf_counter() - started:.0f} s.")
    if given.out and scores:
        write(scores, given.out)
        if (method := given.out.parent / "method.md").is_file():
            put_into(method, json.loads((given.out / "truth.json").read_text(encoding="utf-8")))
    for line in failed:
        print(f"FAILED {line}")
    return 1 if failed or not scores else 0


if __name__ == "__main__":
    sys.exit(main())
