"""What every test may use."""

from __future__ import annotations

import gc
import http.client
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from analyzer.settings import Settings

ROOT = Path(__file__).resolve().parents[1]
SAMPLE = ROOT / "data" / "samples" / "food_distribution"
ANALYZER = str(Path(sys.executable).with_name("analyzer"))
PATIENCE = 60  # seconds; the machine may be busy
# Files that take longest begin first, so that the workers end at about the same time; those that wait for browsers and
# servers stand between those that compute.
LONGEST = (
    "browser/test_accessibility.py",
    "spec/engine/test_spark.py",
    "nightly/test_nights_in_place.py",
    "benchmarks/truth/test_small.py",
    "browser/test_odd_data.py",
    "properties/test_ruler_always.py",
    "properties/test_nights_always.py",
    "browser/test_huge_process.py",
    "nightly/test_kept_sums.py",
    "nightly/test_killed_nights.py",
    "browser/test_people.py",
    "spec/test_real_logs.py",
    "nightly/test_nights.py",
    "browser/test_data.py",
    "benchmarks/truth/real/test_real.py",
    "jobs/test_worker.py",
    "browser/test_first_run.py",
    "nightly/test_warehouse_nights.py",
    "spec/engine/test_slices_in_place.py",
    "browser/test_whole_cycle.py",
    "spec/engine/test_postgresql.py",
    "benchmarks/truth/test_generator.py",
    "jobs/test_several_servers.py",
    "nightly/test_one_night_of_many.py",
    "browser/test_alignment.py",
    "spec/blueprint/test_response.py",
    "jobs/test_kills.py",
    "browser/test_rooms.py",
    "properties/test_analysis_always.py",
    "nightly/test_growing_files.py",
    "browser/test_workbench.py",
    "spec/mismatches/test_real_orders.py",
    "nightly/test_kills.py",
    "browser/test_slices.py",
    "cli/test_init.py",
    "jobs/test_analyse.py",
    "browser/test_uploads.py",
    "frames/test_align.py",
    "jobs/test_server.py",
    "spec/ingest/in_place/test_in_place.py",
    "spec/ingest/test_real_logs.py",
    "erasure/test_forget.py",
    "spec/slices/test_slice.py",
    "spec/slices/test_cases.py",
    "spec/slices/test_kept.py",
)
# Neither the tests nor a program that one of them starts are compiled anew each time.
os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
sys.dont_write_bytecode = False


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Bytes do not name a test: a packed file holds the time of its packing, and two workers must agree on names."""
    return argname if isinstance(val, bytes) else None


def absent(what: str) -> None:
    """Skip a test for want of something outside the project; in continuous integration that is a failure."""
    if os.environ.get("CI", "").lower() in ("1", "true", "yes"):
        pytest.fail(f"{what} A test may not be skipped in continuous integration.", pytrace=False)
    pytest.skip(what)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The longest files first; all others stay in their order. What needs a real log or the analysed sample is slow."""
    tests = Path(__file__).parent
    for item in items:
        if {"shared_data", "analysed"} & set(getattr(item, "fixturenames", ())):
            item.add_marker(pytest.mark.slow)
    rank = {tests / name: place for place, name in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(Path(item.path), len(rank)))


def pytest_collection_finish() -> None:
    """What was imported stays to the end: Python need not look through it for circles while tests run."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


@dataclass(frozen=True)
class Analysed:
    """A project with a kept run, and the three files of `align`."""

    project: Path
    files: Path

    def copy(self, folder: Path) -> Path:
        """A copy of the project that a test may change; its project file."""
        shutil.copytree(self.project.parent, folder)
        return folder / self.project.name


@pytest.fixture(scope="session")
def analysed(tmp_path_factory: pytest.TempPathFactory) -> Analysed:
    """The sample, analysed by the command once in a test run, whatever the number of workers. To be read, not written:
    who changes it takes a copy."""

    def make(home: Path) -> None:
        project = shutil.copytree(SAMPLE, home / SAMPLE.name, ignore=shutil.ignore_patterns(".alignment"))
        command = [ANALYZER, "align", "--project", str(project / "project.yaml"), "--out", str(home / "out")]
        ended = subprocess.run(command, capture_output=True, text=True, timeout=5 * PATIENCE, check=False)
        assert ended.returncode == 0, ended.stderr

    home = made_once(tmp_path_factory, "analysed", make)
    return Analysed(home / SAMPLE.name / "project.yaml", home / "out")


@pytest.fixture(scope="session")
def four_orders(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Path]:
    """Gives a folder the project of four orders (tests/kept_project.py) with its run: analysed once in a test run, and
    then copied. The folder of the run."""
    from tests.kept_project import kept_run, newest

    home = made_once(tmp_path_factory, "four", lambda home: kept_run(home / "orders"))
    return lambda folder: newest(shutil.copytree(home / "orders", folder))


def made_once(factory: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder of what is made once in a test run, whatever the number of workers: the others wait."""
    base = factory.getbasetemp()
    home = (base.parent if "PYTEST_XDIST_WORKER" in os.environ else base) / name
    try:
        home.mkdir()
    except FileExistsError:  # by another worker
        eventually((home / "ended").exists, f"nobody has made {name}", 5 * PATIENCE)
    else:
        try:
            make(home)
            (home / "made").touch()
        finally:
            (home / "ended").touch()
    assert (home / "made").exists(), f"{name} could not be made: see the first test that asked for it"
    return home


@pytest.fixture(scope="session")
def root() -> Path:
    """The project's own folder."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of real logs, which is not part of the project: `shared/data` beside it, or where SHARED_DATA says."""
    folder = Path(os.environ.get("SHARED_DATA") or ROOT.parent / "shared" / "data")
    if not folder.is_dir():
        absent(f"The real logs are not in {folder}; set SHARED_DATA to the folder that holds them.")
    return folder


@pytest.fixture
def settings(project: Path) -> Settings:
    """The settings of the test's project: a fixture `project` of the tests that ask for it."""
    from analyzer.settings import load_project

    return load_project(project)


def eventually(true: Callable[[], bool], what: str, patience: float = PATIENCE) -> None:
    """Wait until something is so."""
    ends = time.monotonic() + patience
    while not true():
        assert time.monotonic() < ends, what
        time.sleep(0.05)


def answers(port: int, patience: float = PATIENCE) -> bool:
    """Whether a server on this port says that it is well."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=patience)
    try:
        connection.request("GET", "/health")
        return connection.getresponse().status == 200
    except ConnectionError:
        return False
    finally:
        connection.close()
