"""Many lines of the tables at once: in parts of a hundred histories, on several processors. Each part is kept as soon
as it is there, so that a run that was stopped goes on where it was, and one with more histories adds to them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from dataclasses import asdict
from pathlib import Path

import analyzer
from tests.benchmarks.effect import measure as measuring
from tests.benchmarks.effect import worlds
from tests.benchmarks.effect.measure import Measured, measure, together
from tests.benchmarks.effect.worlds import World

ROOMS = ("improvement/effect.py", "improvement/answers_moved.py", "statistics/placebo.py", "statistics/sequential.py")
PART = 100  # histories

Line = tuple[World, int]  # a world, and how many histories of it


def measured_lines(
    asked: Sequence[Line], seed: int, workers: int, kept: Path, said: Callable[[str], None]
) -> dict[Line, Measured]:
    """Every line, its parts measured or read from the folder `kept`. The numbers of a part follow from its world, the
    seed and its place. A kept part counts while nothing that makes it changed: the rule of the verdict, and how worlds
    are drawn and measured."""
    kept.mkdir(parents=True, exist_ok=True)
    made_by = _sources()
    wanted = [(world, number) for world, n in asked for number in range(-(-n // PART))]
    wanted = sorted(dict.fromkeys(wanted), key=lambda part: part[1])  # the first parts of all lines first
    files = {part: kept / _name(*part, seed, made_by) for part in wanted}
    missing = [part for part in wanted if not files[part].is_file()]
    said(f"{len(wanted) - len(missing)} of {len(wanted)} parts are there already")
    with ProcessPoolExecutor(workers) as pool:
        doing = {pool.submit(measure, world, PART, (seed, number)): (world, number) for world, number in missing}
        for count, done in enumerate(as_completed(doing), start=1):
            part, one = doing[done], done.result()
            content = {name: value for name, value in asdict(one).items() if name != "world"}
            written = files[part].with_suffix(".part")
            written.write_text(json.dumps(content), encoding="utf-8")
            written.replace(files[part])
            if count % 20 == 0 or count == len(missing):
                said(f"{count} of {len(missing)} parts")
    return {
        (world, n): together([_read(world, files[world, number]) for number in range(-(-n // PART))])
        for world, n in dict.fromkeys(asked)
    }


def _read(world: World, file: Path) -> Measured:
    content = json.loads(file.read_text(encoding="utf-8"))
    return Measured(world=world, **{**content, "widths": tuple(content["widths"])})


def _name(world: World, number: int, seed: int, made_by: str) -> str:
    return hashlib.sha256(repr((world, number, seed, PART, made_by)).encode()).hexdigest()[:24] + ".json"


def _sources() -> str:
    house = Path(analyzer.__file__).parent
    files = [*(house / room for room in ROOMS), Path(str(worlds.__file__)), Path(str(measuring.__file__))]
    return hashlib.sha256(b"\0".join(file.read_bytes() for file in files)).hexdigest()
