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


def wide(cases, columns):
    """A row an event, three a case: words, numbers, codes that repeat, and values that are missing, in turn."""
    lines = ["case_id,activity,timestamp," + ",".join(f"a{n}" for n in range(columns))]
    for case in range(cases):
        for step, activity in enumerate(("Order", "Pack", "Deliver")):
            values = [("red", f"{case}.5", f"team {case % 7}", "?")[n % 4] for n in range(columns)]
            values[4] = ("new", "open", "done")[step]
            lines.append(f"c{case},{activity},2026-03-{step + 1:02d} 09:00:00,{','.join(values)}")
    return "\n".join(lines) + "\n"


def test_hundreds_of_columns(log, monkeypatch):
    """Expressions over 500 columns at once need gigabytes, however few the rows: they are asked in blocks."""
    monkeypatch.setattr(reader, "MEMORY", (144,))
    monkeypatch.setattr(reader, "_MOST_FOR_COLUMNS", 256)
    found = log(wide(300, 500))
    assert (found.n_cases, found.n_events) == (300, 900)
    by_name = {one.name: one for one in found.attributes}
    assert len(by_name) == 375  # a column without any value is no attribute
    told = {
        name: (by_name[name].type, by_name[name].values, by_name[name].changed_cases) for name in ("a0", "a1", "a498")
    }
    assert told == {"a0": ("text", 1, 0), "a1": ("number", 300, 0), "a498": ("text", 7, 0)}
    assert (by_name["a4"].values, by_name["a4"].changed_cases) == (3, 300)
