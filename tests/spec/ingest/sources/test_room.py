"""Memory: reading starts with little, and takes more only where that is not enough."""

from __future__ import annotations

from analyzer.engine import reader
from analyzer.errors import LogError
from tests.spec.ingest.conftest import TWO_ORDERS

MANY = "case_id,activity,timestamp\n" + "".join(
    f"{n % 9000:05d},Step {n},2026-03-{n % 28 + 1:02d} 09:00:00\n" for n in range(60_000)
)


def test_a_second_attempt_with_more(log, monkeypatch):
    monkeypatch.setattr(reader, "MEMORY", (4, 512))
    assert log(MANY).n_events == 60_000


def test_no_room_at_all(refusal, monkeypatch):
    monkeypatch.setattr(reader, "MEMORY", (4, 4))
    error = refusal(MANY)
    assert isinstance(error, LogError)
    assert error.do.startswith("give the machine more memory")


def test_a_small_log_needs_little(log, monkeypatch):
    monkeypatch.setattr(reader, "MEMORY", (64,))
    assert log(TWO_ORDERS).n_events == 3
