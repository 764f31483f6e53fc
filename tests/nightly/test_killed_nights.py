"""Nights that are killed at any instant, and nights that are started while another runs."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import time
from pathlib import Path
from typing import Any

import pytest

from analyzer.pipeline import align
from analyzer.ruler import kept_ruler
from analyzer.settings import load_project
from tests.nightly.test_nights import project, rows, write  # noqa: F401  # a fixture

KILLS = 20
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(os.name == "nt", reason="there is no kill -9"),
]


def make_a_night(path: Path) -> None:
    """A night in a process of its own; ends with 3 where another holds the project."""
    from analyzer.errors import LockError
    from analyzer.nightly import run_night

    try:
        run_night(load_project(path))
    except LockError:
        os._exit(3)
    os._exit(0)


@pytest.fixture(scope="module")
def processes() -> Any:
    """Processes that begin with everything imported, so that a kill hits the night and not its imports."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["analyzer.nightly", "analyzer.pipeline", "tests.nightly.test_killed_nights"])
    return context


def changes(path: Path) -> list[dict[str, Any]]:
    folders = sorted((path.parent / "reports").glob("2*"), key=lambda folder: (len(folder.name), folder.name))
    return [json.loads((folder / "changes.json").read_text(encoding="utf-8")) for folder in folders]


def test_twenty_kills_at_random_moments_and_the_next_night_is_right(project: Path, processes: Any) -> None:  # noqa: F811
    """New pain comes before the first kill, and a little more before each: the night that comes through says the pain
    once, and its document is that of one run over everything with the ruler."""
    begun = time.monotonic()
    process = processes.Process(target=make_a_night, args=(project,))
    process.start()
    process.join()
    assert process.exitcode == 0
    length = time.monotonic() - begun
    write(project.parent, "2", *rows(600, 600, 0.6, 2))
    chance, killed = random.Random(20), 0
    for number in range(KILLS):
        write(project.parent, f"3{number:02}", *rows(1200 + 5 * number, 5, 0.6, number))
        process = processes.Process(target=make_a_night, args=(project,))
        process.start()
        time.sleep(chance.uniform(0.02, 0.5 * length))
        if process.is_alive():
            os.kill(process.pid, signal.SIGKILL)
        process.join()
        killed += process.exitcode == -signal.SIGKILL
        for folder in (project.parent / "reports").glob("2*"):
            assert (folder / "changes.json").is_file() and (folder / "alignment.json").is_file()
    assert killed >= KILLS // 2
    process = processes.Process(target=make_a_night, args=(project,))
    process.start()
    process.join()
    assert process.exitcode == 0
    said = [one for night in changes(project)[1:] for one in night["new"]]
    assert len([one for one in said if one.startswith("hidden-friction-delivery")]) == 1
    newest = max((project.parent / "reports").glob("2*"), key=lambda folder: (len(folder.name), folder.name))
    document = json.loads((newest / "alignment.json").read_text(encoding="utf-8"))
    settings = load_project(project)
    whole = json.loads(json.dumps(align(settings, ruler=kept_ruler(settings)).document))
    assert {k: v for k, v in document.items() if k != "run"} == {k: v for k, v in whole.items() if k != "run"}
    state = project.parent / ".alignment" / "state"
    named = json.loads((state / "state.json").read_text(encoding="utf-8"))
    kept = {"state.json", *(name for name, _ in named["rows"]), named["beside"], named["sums"]}
    kept |= {named[group][layer] for group in ("events", "judged") for layer in ("lower", "upper")} - {None}
    assert {path.name for path in state.iterdir()} == kept  # nothing is left of the killed ones


def test_two_nights_at_once_are_one_night(project: Path, processes: Any) -> None:  # noqa: F811
    both = [processes.Process(target=make_a_night, args=(project,)) for _ in range(2)]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert sorted(process.exitcode for process in both) in ([0, 3], [0, 0])
    made = changes(project)
    assert sum(night["since"] is None for night in made) == 1
    if len(made) == 2:  # the second began when the first had ended: nothing is new in it
        assert made[1]["new"] == []
