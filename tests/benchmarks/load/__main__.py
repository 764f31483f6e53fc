"""Viewers who read pages and analysts who change things, all at once: `make load`, and for an hour `make soak`; with
`--servers 2` over one catalog in PostgreSQL and a shared folder: `make several`.

Beside them the server's worker analyses a million events, again and again. Prints answers, errors, times, and the
memory of what answers pages, minute by minute; ends with 1 where an answer was an error.
"""

from __future__ import annotations

import argparse
import contextlib
import os
import sys
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.benchmarks.engines.server import postgresql
from tests.benchmarks.load.served import Analyses, loaded, many_events, sample, serving


def main() -> int:
    """Serve a copy of the sample, let everybody in, and say what was seen; gives the exit code."""
    parser = argparse.ArgumentParser()
    parser.add_argument("--seconds", type=float, default=600)
    parser.add_argument("--viewers", type=int, default=50)
    parser.add_argument("--analysts", type=int, default=5)
    parser.add_argument("--events", type=int, default=1_000_000, help="of the analysis beside; 0: none")
    parser.add_argument("--every", type=float, default=0, help="seconds between two analyses, at least")
    parser.add_argument("--servers", type=int, default=1, help="more than one: over a catalog in PostgreSQL")
    parser.add_argument(
        "--uploading", type=float, default=0.05, help="share of an analyst's pages after which they upload"
    )
    asked = parser.parse_args()
    with contextlib.ExitStack() as end:
        folder = Path(end.enter_context(TemporaryDirectory(prefix="alignment-load-")))
        catalog = None
        if asked.servers > 1:
            url = end.enter_context(postgresql())
            if url is None:
                print("There is no PostgreSQL here; install it with: apt-get install postgresql")
                return 2
            catalog = url.replace("postgresql://", "postgresql+psycopg://")
        projects = [sample(folder, asked.viewers, asked.analysts, catalog)]
        if asked.events:
            projects.append(many_events(folder / "many", asked.events))
        servers = end.enter_context(serving(projects, asked.servers))
        over = threading.Event()
        analyses = Analyses(projects[-1], asked.every, over) if asked.events else None
        if analyses is not None:
            analyses.start()
        tally = loaded(servers, asked.viewers, asked.analysts, asked.seconds, asked.uploading, _say)
        over.set()
        load = ", ".join(f"{one:.1f}" for one in os.getloadavg())
        print(f"{asked.viewers} viewers, {asked.analysts} analysts, {asked.seconds:.0f} s, {asked.servers} server(s)")
        print(f"load average at the end {load}" + (f"; {analyses.said()}" if analyses is not None else ""))
        tally.say()
        return 1 if tally.wrong else 0


def _say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    sys.exit(main())
