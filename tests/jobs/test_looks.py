"""A page looks at a file: in a process of its own, with limits, and once a file; whoever asks pays nothing for it."""

from __future__ import annotations

import base64
import gzip
import os
import threading
import time
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analyzer.engine.reader import ReadError
from analyzer.errors import LogError
from analyzer.jobs.aside import LookLimits, Looks
from analyzer.settings import from_arguments, load_project
from analyzer.slices import read_filters
from dashboards.providers import looked_at, models, sources
from dashboards.providers.runs import Provider
from tests.spec.slices.test_own_model import bpmn

HEAD = b"case_id,activity,timestamp\n"


@pytest.fixture
def packed(tmp_path: Path) -> Path:
    """A log of 24 MB in 60 kB."""
    path = tmp_path / "log.csv.gz"
    path.write_bytes(gzip.compress(HEAD + b"1,Order,2026-03-02T08:00:00\n" * 850_000))
    return path


def own_memory() -> int:
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096


def test_a_packed_log_costs_the_process_that_asks_nothing_and_is_looked_at_once(packed: Path) -> None:
    looks, settings = Looks(), from_arguments(packed, "journey.yaml")
    before = own_memory()
    seen = looks.ask("log", (settings, None), "these files")
    assert (seen.events, seen.cases, seen.faults) == (850_000, 1, ())
    assert own_memory() - before < 20_000_000
    packed.unlink()
    assert looks.ask("log", (settings, None), "these files") == seen, "remembered: the file is not opened again"
    assert looks.ask("log", (settings, None), "other files").faults != (), "but not of other files"


@pytest.mark.parametrize(
    ("limits", "words"),
    [
        (LookLimits(seconds=0.2), "more than 0 seconds"),
        (LookLimits(memory=10_000_000), "more than 10 MB of memory"),
        (LookLimits(scratch=1_000_000), "more than 1 MB of scratch files"),
    ],
    ids=["time", "memory", "scratch"],
)
def test_at_a_limit_it_is_ended_and_said(packed: Path, limits: LookLimits, words: str, tmp_path, monkeypatch) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    looks, settings = Looks(), from_arguments(packed, "journey.yaml")
    with pytest.raises(LogError, match=words):
        looks.ask("log", (settings, None), "these files", limits)
    assert list(scratch.iterdir()) == [], "nothing of it lies about"
    began = time.monotonic()
    with pytest.raises(LogError, match=words):
        looks.ask("log", (settings, None), "these files", limits)
    assert time.monotonic() - began < 0.1, "nor is it tried again"


def test_what_is_refused_comes_back_in_its_four_parts(tmp_path: Path) -> None:
    (tmp_path / "log.csv").write_bytes(b"a\x00\x01\x02,b\n")
    settings = from_arguments(tmp_path / "log.csv", "journey.yaml")
    with pytest.raises((LogError, ReadError)) as refused:
        Looks().ask("stamps", (settings,), None)
    assert "log.csv" in str(refused.value)


def test_more_than_three_do_not_wait_for_each_other(packed: Path) -> None:
    """The threads that answer pages are few: who comes fourth is told at once."""
    looks, settings = Looks(), from_arguments(packed, "journey.yaml")
    said: list[str] = []

    def ask(number: int) -> None:
        try:
            looks.ask("log", (settings, 100 + number), number)
        except LogError as error:
            said.append(error.found)

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert said == ["more just now", "more just now"]


def test_who_asked_is_gone_and_the_look_ends(packed: Path, tmp_path: Path) -> None:
    """It reads its stdin, of which nobody holds the other end any more."""
    import pickle
    import subprocess
    import sys

    settings = from_arguments(packed, "journey.yaml")
    with subprocess.Popen(
        [sys.executable, "-m", "analyzer.jobs.aside_child", str(tmp_path / "answer")], stdin=subprocess.PIPE
    ) as process:
        assert process.stdin is not None
        pickle.dump(("log", (settings, None)), process.stdin)
        process.stdin.close()
        assert process.wait(30) != 0
    assert not (tmp_path / "answer").exists()


def test_a_parquet_file_that_holds_far_more_than_its_size_is_never_read_in_the_server(tmp_path: Path, monkeypatch):
    """Three columns of one value each: two million rows in a few kB. The page looks at it in another process."""
    rows = 2_000_000
    table = {name: pa.array([value] * rows) for name, value in (("case_id", "1"), ("activity", "Order"))}
    pq.write_table(pa.table({**table, "timestamp": pa.array(["2026-03-02T08:00:00"] * rows)}), tmp_path / "log.parquet")
    (tmp_path / "project.yaml").write_text("name: North\nlog: log.parquet\njourney: journey.yaml\n", encoding="utf-8")
    monkeypatch.setattr(looked_at, "LOOKS", {})  # what would be looked at here
    provider = Provider(tmp_path / "project.yaml")
    one = sources.find(provider, "log")
    assert one is not None
    assert os.stat(tmp_path / "log.parquet").st_size < 100_000
    assert sources.look(provider, one, sources.mapping(one)).events == rows


def test_a_warehouse_is_never_asked_by_the_server(tmp_path: Path, monkeypatch):
    """Its rows may be many, and it may not answer: a draft of the journey from it is made in another process."""
    monkeypatch.setattr(looked_at, "LOOKS", {})  # what would be looked at here
    url = "postgres://nobody@127.0.0.1:9/none"
    project = f"name: North\nlog: {{url: '{url}', table: events}}\njourney: journey.yaml\n"
    (tmp_path / "project.yaml").write_text(project, encoding="utf-8")
    settings = load_project(tmp_path / "project.yaml")
    with pytest.raises((LogError, ReadError)):  # nobody is there; said in words
        looked_at.look_at(settings, "draft", settings, 100)


@pytest.mark.parametrize(
    ("limits", "words"),
    [(LookLimits(seconds=0.2), "more than 0 seconds"), (LookLimits(memory=10_000_000), "more than 10 MB of memory")],
)
def test_a_model_that_takes_too_long_or_too_much_is_ended_and_said(
    tmp_path: Path, four_orders, monkeypatch, limits: LookLimits, words: str
):
    four_orders(tmp_path / "orders")
    provider, data = Provider(tmp_path / "orders" / "project.yaml"), bpmn("Place order", "Hand over")
    contents = f"data:text/xml;base64,{base64.b64encode(data).decode()}"
    mark, refused = models.keep_model(provider, "way.bpmn", contents)
    assert mark is not None and refused is None
    monkeypatch.setattr(models, "LIMITS", limits)
    found, why = models.checked(provider, read_filters([]), mark)
    assert found is None
    assert why is not None and words in why and "fewer parallel branches" in why
    assert models.keep_model(provider, "way.bpmn", contents)[0] is None, "nor is it read without a limit"
