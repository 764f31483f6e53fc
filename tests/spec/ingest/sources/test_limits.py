"""What is too long, too wide, packed too tightly or no file at all: read, or refused with words, in bounded memory."""

from __future__ import annotations

import gzip
import os
import tempfile

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from analyzer.engine import open_engine
from analyzer.errors import LogError
from analyzer.ingest import read_log
from tests.spec.ingest.conftest import settings_for

HEAD = "case_id,activity,timestamp,note\n"
ROW = "1,A,2026-03-02 09:00:00,x\n"


@pytest.mark.parametrize("size", [5_000_000, 9_000_000, 20_000_000])
def test_a_row_of_many_megabytes_is_refused_never_lost(log, refusal, size):
    long = f"2,B,2026-03-02 10:00:00,{'y' * size}\n"
    assert "longer than 4 MB" in refusal(HEAD + ROW * 99 + long + ROW, max_refused=0.5).expected


def test_a_header_and_one_line_of_nine_megabytes(refusal):
    error = refusal(HEAD + f"2,B,2026-03-02 10:00:00,{'y' * 9_000_000}\n", max_refused=0.5)
    assert (error.exit_code, "4 MB" in error.expected) == (2, True)


def test_more_than_a_thousand_are_not(refusal):
    names = ",".join(f"extra {n}" for n in range(5_000))
    error = refusal(f"case_id,activity,timestamp,{names}\n1,A,2026-03-02 09:00:00{',1' * 5_000}\n")
    assert (error.expected, error.found) == ("a table of at most 1,000 columns", "5,003")


def test_nor_three_thousand_keys_in_xes(refusal):
    event = """<event><string key="concept:name" value="A"/><date key="time:timestamp" value="2026-03-02T08:00:00Z"/>
    {}</event>"""
    filled = "".join(
        event.format("".join(f'<string key="k{90 * i + n}" value="1"/>' for i in range(34))) for n in range(90)
    )
    error = refusal(f'<log><trace><string key="concept:name" value="1"/>{filled}</trace></log>', "log.xes")
    assert error.expected == "a table of at most 1,000 columns"


@pytest.mark.parametrize("key", ["ms", "row", "line", "case_no", "latest", "rows", "timestamp_u", "c0", "a0", "reason"])
def test_an_attribute_may_have_any_name(log, rows, key):
    xes = f"""<log><trace><string key="concept:name" value="1"/><event><string key="concept:name" value="A"/>
    <date key="time:timestamp" value="2026-03-02T08:00:00Z"/><string key="{key}" value="v"/></event></trace></log>"""
    read = log(xes, "log.xes")
    assert rows(read.cases, f"case:{key}") == [("v",)]


def test_a_time_beyond_the_year_9999_in_parquet(engine, tmp_path):
    times = pa.array([1_772_442_000_000, 400_000_000_000_000], pa.timestamp("ms"))
    table = {"case_id": ["1", "2"], "activity": ["A", "B"], "timestamp": times, "due": times}
    pq.write_table(pa.table(table), tmp_path / "log.parquet")
    read = read_log(engine, settings_for(tmp_path / "log.parquet", max_refused=0.5))
    assert (read.n_events, read.quality.reasons) == (1, {"year outside 1970–2100": 1})


EVENT = (
    b'<event><string key="concept:name" value="A"/><date key="time:timestamp" value="2026-03-02T08:00:00Z"/></event>'
)


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("log.csv.gz", HEAD.encode() + ROW.encode() * 3_000_000),
        ("log.xes.gz", b'<log><trace><string key="concept:name" value="1"/>' + EVENT * 700_000 + b"</trace></log>"),
    ],
)
def test_what_unpacks_to_hundreds_of_times_its_size_is_refused(refusal, name, content):
    error = refusal(gzip.compress(content), name)
    assert error.expected == "a packed file that grows to at most 200 times its size"


def test_a_named_pipe_is_refused_at_once(engine, tmp_path):
    os.mkfifo(tmp_path / "log.csv")
    with pytest.raises(LogError) as caught:
        read_log(engine, settings_for(tmp_path / "log.csv"))
    assert caught.value.found == "a pipe, a device or a socket"


def test_a_file_that_grows_while_it_is_read_is_refused(engine, tmp_path):
    def grow(_):
        with (tmp_path / "log.csv").open("a") as file:
            file.write(ROW)

    (tmp_path / "log.csv").write_text(HEAD + ROW)
    with pytest.raises(LogError) as caught:
        read_log(engine, settings_for(tmp_path / "log.csv"), see=grow)
    assert caught.value.expected == "a file that stays as it is while it is read"


def test_a_temporary_folder_with_a_quotation_mark(tmp_path, monkeypatch):
    (tmp_path / "it's").mkdir()
    (tmp_path / "log.csv").write_text(HEAD + ROW)
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "it's"))
    with open_engine() as engine:
        assert read_log(engine, settings_for(tmp_path / "log.csv")).n_events == 1
