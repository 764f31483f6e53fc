"""A big text is read again for each question and a small one is stored: both give the same tables and counts."""

from __future__ import annotations

import random

import pytest

from analyzer.errors import LogError
from analyzer.ingest import read_log
from analyzer.ingest.sources import keeping
from tests.spec.ingest.conftest import settings_for

HEAD = "case_id,activity,timestamp,lifecycle,resource,region,amount,note\n"


def messy():
    """600 rows of 80 cases: equal times, a clock that is set back, starts, words for missing values, quoted line ends,
    spaces, a ragged row, a row that is repeated, an attribute that one case changes."""
    draw, rows = random.Random(5), []
    for n in range(600):
        case = draw.randrange(80)
        clock = f"2026-10-25 {draw.choice(['01:30', '02:15', '02:45', '03:05'])}:00"
        state = "complete" if n == 599 else draw.choice(["start", "complete", "complete", "suspend"])
        region = "Far" if n == 599 else f"region {case % 5}"
        amount = draw.choice(["1.5", " 7", "N/A", "", "12"])
        note = draw.choice(["plain", '"two\nlines"', " é ", '"a ""word"""'])
        rows.append(
            f"K{case:03d},{draw.choice('ABC')},{clock},{state},{draw.choice(['Ann', '?'])},{region},{amount},{note}\n"
        )
    return HEAD + "".join(rows) + "only,three,fields\n" + rows[-1] + rows[-1]


@pytest.fixture
def both(engine, tmp_path, monkeypatch):
    """`both(content)`: the log that was stored, and the log whose text was read again."""

    def read(content):
        (tmp_path / "log.csv").write_text(content, encoding="utf-8")
        settings = settings_for(tmp_path / "log.csv", timezone="Europe/Berlin", max_refused=0.1)
        stored = read_log(engine, settings)
        monkeypatch.setattr(keeping, "SMALL_FILE", 0)
        return stored, read_log(engine, settings)

    return read


def test_the_tables_and_counts_are_the_same(both, rows):
    stored, again = both(messy())
    for table in ("events", "cases", "transitions"):
        one, other = getattr(stored, table), getattr(again, table)
        assert rows(one, *one.columns) == rows(other, *other.columns)
    assert (stored.quality, stored.attributes) == (again.quality, again.attributes)
    assert again.quality.reasons == {"ragged": 1}
    assert again.quality.duplicates >= 2  # the last row stands there three times


def test_the_line_of_a_refused_row_is_told(engine, tmp_path, monkeypatch):
    monkeypatch.setattr(keeping, "SMALL_FILE", 0)
    (tmp_path / "log.csv").write_text(HEAD + 'K1,A,2026-03-02 09:00:00,complete,Ann,x,1,"a\nb"\nK1,A,soon,,,,,\n')
    with pytest.raises(LogError) as caught:
        read_log(engine, settings_for(tmp_path / "log.csv"))
    assert caught.value.where == "log.csv, line 4"


def test_rows_of_one_time_keep_the_order_of_a_file_that_several_threads_read(engine, tmp_path):
    cases, size = 4, 100_000
    assert size * cases * 45 > keeping.SMALL_FILE
    line = "K{case},A,2026-03-02 09:00:00,complete,Ann,x,1,a note\n"
    text = "".join(line.format(case=case) * size for case in range(cases))
    (tmp_path / "log.csv").write_text(HEAD + text, encoding="utf-8")
    log = read_log(engine, settings_for(tmp_path / "log.csv", timezone="UTC"))
    out_of_order = log.events.filter(log.events.position != log.events.event % size).count().name("n")
    assert engine.rows(out_of_order.as_table()) == [{"n": 0}]
    assert (log.n_events, log.quality.out_of_order) == (size * cases, 0)
