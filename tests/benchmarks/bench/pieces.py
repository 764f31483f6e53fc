"""Logs that are too large to be made at once: what an analysis costs at ten times the events.

python -m tests.benchmarks.bench.pieces [--events 10000000 100000000] [--piece 2500000] [--folder DIR]

Writes each log as one Parquet file, a piece at a time, every piece with orders and customers of its own, and its
signals; runs `analyzer align` over it in a process of its own, removes the log, and prints wall time, processor time
and peak of memory, and of each further size how many times those of the first it took. A hundred million events need
some 2 GB for log and signals, and room for what the engine writes beside (TMPDIR). Ends with 1 where an aim is missed:
no more than 1.1 times as long an event as the first size, and 4 GB.
"""

from __future__ import annotations

import argparse
import shutil
import sys
from pathlib import Path

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from tests.benchmarks.bench.generate import SEED, journey, make_events, make_signals
from tests.benchmarks.bench.measure import Measured, measure

AIM_MB = 4_000
AIM_TIME = 1.1  # times the time an event of the first size


def write(folder: Path, events: int, piece: int) -> None:
    """log.parquet, signals.parquet and journey.yaml of so many events."""
    folder.mkdir(parents=True)
    writers: dict[str, pq.ParquetWriter] = {}
    for number, first in enumerate(range(0, events, piece)):
        log, reason, customer, last = make_events(min(piece, events - first), SEED + number)
        for name, table in (("log", log), ("signals", make_signals(reason, customer, last))):
            table = _own(table, number)
            if name not in writers:
                writers[name] = pq.ParquetWriter(folder / f"{name}.parquet", table.schema)
            writers[name].write_table(table, row_group_size=122_880)
    for writer in writers.values():
        writer.close()
    (folder / "journey.yaml").write_text(journey(), encoding="utf-8")


def _own(table: pa.Table, number: int) -> pa.Table:
    """The same with the number of the piece in the names of orders and customers."""
    for name in ("order_id", "customer_id"):
        named = pc.binary_join_element_wise(f"{number:02d}", table[name], "-")
        table = table.set_column(table.column_names.index(name), name, named)
    return table


def analysed(folder: Path) -> Measured:
    """What `analyzer align` over a folder costs."""
    command = [str(Path(sys.executable).with_name("analyzer")), "align", "--columns", "case_id=order_id"]
    for flag, name in (("--log", "log.parquet"), ("--journey", "journey.yaml"), ("--signals", "signals.parquet")):
        command += [flag, str(folder / name)]
    return measure([*command, "--out", str(folder / "out")])


def main() -> int:
    """Make, analyse, remove and print each size in turn."""
    parser = argparse.ArgumentParser(description="What an analysis costs at ten times the events.")
    parser.add_argument("--events", type=int, nargs="+", default=[10_000_000, 100_000_000])
    parser.add_argument("--piece", type=int, default=2_500_000)
    parser.add_argument("--folder", type=Path, default=Path("out/bench"))
    given = parser.parse_args()
    first, met = None, True
    for events in given.events:
        folder = given.folder / f"pieces-{events}"
        shutil.rmtree(folder, ignore_errors=True)
        write(folder, events, given.piece)
        size = (folder / "log.parquet").stat().st_size / 1e6
        found = analysed(folder)
        shutil.rmtree(folder)
        if found.exit_code:
            print(found.output)
            return 2
        cost = f"{found.seconds:8.1f} s {found.cpu_seconds:8.1f} s of processor {found.megabytes:7.0f} MB"
        print(f"{events:>12,} events, {size:6.0f} MB: {cost}", flush=True)
        first = first or (events, found)
        wall, cpu = (getattr(found, key) / getattr(first[1], key) for key in ("seconds", "cpu_seconds"))
        if first[0] != events:
            print(f"{'':12} {wall:.2f} times the wall time, {cpu:.2f} times the processor time")
        met = met and found.megabytes <= AIM_MB and wall <= AIM_TIME * events / first[0]
    print(f"Aim {'met' if met else 'NOT met'}: {AIM_TIME:g} times the time an event, {AIM_MB:,} MB.")
    return 0 if met else 1


if __name__ == "__main__":
    sys.exit(main())
