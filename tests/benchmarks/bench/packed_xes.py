"""What reading a packed XES log costs: `python -m tests.benchmarks.bench.packed_xes --events 1000000`.

The log is made first: ten events a case, each with a name, a time and a resource. Printed are the processor seconds
of reading it to typed and sorted tables, events a second of these, and the largest memory of the process.
"""

from __future__ import annotations

import argparse
import gzip
import resource
import tempfile
import time
from datetime import datetime, timedelta
from pathlib import Path

from analyzer.engine import open_engine
from analyzer.ingest import read_log
from analyzer.settings import LogSource, Settings

BEGIN = datetime(2026, 1, 1)
ACTIVITIES = tuple("ABCDEFGHIJ")


def write(events: int, path: Path) -> None:
    """A log of so many events, packed."""
    with gzip.open(path, "wt", compresslevel=1, encoding="utf-8") as file:
        file.write('<?xml version="1.0" encoding="UTF-8"?>\n<log xes.version="1.0">\n')
        for case in range(events // len(ACTIVITIES)):
            file.write(f'<trace><string key="concept:name" value="C{case}"/>')
            for place, activity in enumerate(ACTIVITIES):
                at = (BEGIN + timedelta(minutes=case + 7 * place)).isoformat()
                file.write(
                    f'<event><string key="concept:name" value="{activity}"/>'
                    f'<date key="time:timestamp" value="{at}.000+00:00"/>'
                    f'<string key="org:resource" value="r{case % 50}"/></event>'
                )
            file.write("</trace>\n")
        file.write("</log>\n")


def main() -> None:
    """Make, read, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--events", type=int, default=1_000_000)
    events = parser.parse_args().events
    with tempfile.TemporaryDirectory() as folder:
        write(events, Path(folder) / "log.xes.gz")
        begun = time.process_time()
        with open_engine() as engine:
            log = read_log(engine, Settings(LogSource(path="log.xes.gz"), "journey.yaml", folder=Path(folder)))
            took = time.process_time() - begun
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{log.n_events:,} events: {took:.1f} s, {log.n_events / took:,.0f} events/s, at most {memory:,.0f} MB")


if __name__ == "__main__":
    main()
