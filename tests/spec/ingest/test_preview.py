"""A look at a file before anything runs: its rows, which column is what, what would be refused and why."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest

from analyzer.ingest import preview_log, preview_signals, read_log
from analyzer.journey import Journey, Stage
from analyzer.settings import LogSource, Settings, SignalSource, load_project
from analyzer.tables.preview import Preview
from analyzer.words.understood_words import understood_words
from tests.conftest import ROOT

JOURNEY = Journey("Shop", (Stage(0, "Order"), Stage(1, "Delivery")))
LOG = """\
order_id,step,timestamp,team,note
1,Order,2026-03-02 09:00:00,Sales,
1,Ship,2026-03-03 10:00:00,,x
,Ship,2026-03-03 10:00:00,Sales,y
2,,2026-03-03 11:00:00,Sales,z
2,Order,soon,Sales,z
2,Order,2026-03-04 11:00:00,Sales,z
"""


@pytest.fixture
def look(tmp_path: Path) -> Callable[..., Preview]:
    def at(content: str | bytes, name: str = "log.csv", most: int | None = None, **source: object) -> Preview:
        path = tmp_path / name
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        log = LogSource(path=name, max_refused=1.0, **source)  # type: ignore[arg-type]
        return preview_log(Settings(log=log, journey="none.yaml", folder=tmp_path), most)

    return at


def test_rows_stand_as_the_file_has_them_and_columns_say_why(look):
    seen = look(LOG)
    assert seen.rows[1] == ("1", "Ship", "2026-03-03 10:00:00", None, "x")
    assert [(c.column, c.role, c.why) for c in seen.columns] == [
        ("order_id", "case_id", "name"),
        ("step", "activity", "name"),
        ("timestamp", "timestamp", "name"),
        ("team", "team", "name"),
        ("note", None, "no_role"),
    ]


def of_calls(column: str, further: str = "shelf_no") -> str:
    """Three calls of three rows each, under a name that nobody knows, beside a column of nine numbers."""
    rows = [f"c{n // 3},Step {n % 3},2026-03-02 09:0{n}:00,{n}" for n in range(9)]
    return "\n".join([f"{column},step,timestamp,{further}", *rows, ""])


@pytest.mark.parametrize("column", ["dossier_ref", "Dossier No", "dossierId", "dossier-key"])
def test_the_one_identifier_that_comes_again_is_the_case_here_and_in_a_run(look, log, column):
    seen, read = look(of_calls(column)), log(of_calls(column))
    case = seen.columns[0]
    assert (case.column, case.role, case.why) == (column, "case_id", "values")
    assert (seen.faults, seen.cases, read.n_cases) == ((), 3, 3)


def test_call_id_is_a_case_by_its_name(look):
    assert look(of_calls("call_id")).columns[0].why == "name"


@pytest.mark.parametrize(
    "content",
    [
        of_calls("product_id"),  # a thing that many cases have
        of_calls("dossier_ref").replace("c0", "").replace("c1", ""),  # two thirds of the rows have none
        re.sub(r",(\d)$", lambda n: f",{int(n[1]) % 2}", of_calls("dossier_ref", "file_no"), flags=re.M),  # either
    ],
)
def test_where_none_or_several_can_be_the_case_it_is_asked_for(look, content):
    assert [fault.role for fault in look(content).faults] == ["case_id"]


def test_the_report_counts_what_would_be_read_and_shows_what_would_not(look):
    seen = look(LOG)
    assert seen.quality is not None
    assert (seen.quality.rows, seen.quality.used, seen.quality.refused) == (6, 3, 3)
    assert seen.quality.reasons == {"no activity": 1, "no case": 1, "unreadable time": 1}
    assert [(row.line, row.reason) for row in seen.refused] == [
        (4, "no case"),
        (5, "no activity"),
        (6, "unreadable time"),
    ]
    assert "soon" in seen.refused[2].text
    assert (seen.cases, seen.events, seen.activities) == (2, 3, 2)
    assert (seen.first_at, seen.last_at) == (datetime(2026, 3, 2, 9), datetime(2026, 3, 4, 11))
    assert seen.missing == {"team": 1}
    assert understood_words(seen.notes) == "UTF-8, separator comma"


def test_too_many_refused_rows_are_a_fault_before_the_analysis_says_so(look, tmp_path: Path):
    look(LOG)
    settings = Settings(log=LogSource(path="log.csv"), journey="none.yaml", folder=tmp_path)
    (fault,) = preview_log(settings).faults
    assert fault.found == "3 of 6 cannot be"
    assert "1.00%" in fault.expected


def test_a_role_that_no_column_plays_is_a_fault_with_the_rows_still_there(look):
    seen = look("a,b,c\n1,2,3\n")
    assert [fault.role for fault in seen.faults] == ["case_id", "activity", "timestamp"]
    assert seen.rows == (("1", "2", "3"),)
    assert seen.quality is None


def test_day_and_month_show_both_readings_and_the_choice_settles_it(look):
    content = "case_id,activity,timestamp\n1,A,03/04/2026 10:00\n1,B,05/04/2026 10:00\n"
    (fault,) = look(content).faults
    assert (fault.column, fault.role) == ("timestamp", "timestamp")
    assert fault.choice == (("true", "3 April 2026 (day first)"), ("false", "4 March 2026 (month first)"))
    assert look(content, day_first=True).first_at == datetime(2026, 4, 3, 10)
    assert look(content, day_first=False).first_at == datetime(2026, 3, 4, 10)


def test_times_that_cannot_be_read_are_a_fault_at_their_column(look):
    seen = look("case_id,activity,timestamp\n1,A,soon\n1,B,later\n")
    (fault,) = seen.faults
    assert (fault.column, fault.role) == ("timestamp", "timestamp")
    assert [row.text for row in seen.refused] == ["1, A, soon", "1, B, later"]


def test_what_was_chosen_is_said_and_what_is_wrong_with_it(look):
    assert look(LOG, columns={"activity": "note"}).columns[4].why == "chosen"
    (twice,) = look(LOG, columns={"activity": "note", "resource": "note"}).faults
    assert twice.found == "note as activity and resource"
    (nowhere,) = look(LOG, columns={"activity": "stepp"}).faults
    assert nowhere.do == "write activity=step"


def test_only_the_first_rows_of_a_big_file_can_be_looked_at(look):
    rows = "".join(f"{n},A,2026-03-02 09:00:00\n" for n in range(1000))
    seen = look("case_id,activity,timestamp\n" + rows, most=100)
    assert (seen.looked_at, seen.quality.rows, seen.cases) == (100, 100, 100)


@pytest.mark.parametrize("content", [b"", b"case_id,activity,timestamp\n", b"\x00\x01\x02", b"PK\x03\x04broken"])
def test_a_file_that_is_no_table_is_one_fault_in_four_parts(look, content: bytes):
    (fault,) = look(content).faults
    assert all((fault.expected, fault.found, fault.where, fault.do))


def test_one_row_is_enough(look):
    seen = look("case_id,activity,timestamp\n1,A,2026-03-02\n")
    assert (seen.cases, seen.events, seen.first_at) == (1, 1, seen.last_at)


def test_sixty_columns_with_any_name(look):
    odd = ["<b>x</b>", "🚚", "تسليم", "a b", '"q""q"', *(f"c{n}" for n in range(52))]
    seen = look(
        ",".join(["case_id", "activity", "timestamp", *odd])
        + "\n"
        + ",".join(["1", "A", "2026-03-02", *"x" * 57])
        + "\n"
    )
    assert len(seen.columns) == 60
    assert {"<b>x</b>", "🚚", "تسليم", 'q"q'} <= {one.column for one in seen.columns}
    assert seen.events == 1


def test_a_very_long_value_is_cut(look):
    seen = look(f"case_id,activity,timestamp\n1,{'A' * 5000},2026-03-02\n")
    assert len(seen.rows[0][1] or "") == 200


def test_the_preview_and_the_reading_say_the_same(engine):
    settings = load_project(ROOT / "data" / "samples" / "food_distribution")
    seen, log = preview_log(settings), read_log(engine, settings)
    assert seen.quality == log.quality
    assert (seen.cases, seen.events) == (log.n_cases, log.n_events)


class TestSignals:
    @pytest.fixture
    def look(self, tmp_path: Path) -> Callable[..., Preview]:
        def at(content: str, **source: object) -> Preview:
            (tmp_path / "said.csv").write_text(content)
            said = SignalSource(path="said.csv", max_refused=1.0, **source)  # type: ignore[arg-type]
            log = LogSource(path="log.csv", columns={"case_id": "order_no"})
            return preview_signals(Settings(log=log, journey="n", signals=(said,), folder=tmp_path), 0, JOURNEY)

        return at

    def test_rows_and_report(self, look):
        seen = look("order_no,date,kind,score\n1,2026-03-02,nps,9\n2,2026-03-02,nps,\n")
        assert seen.column_of("case_id") == "order_no"
        assert (seen.quality.rows, seen.quality.refused, seen.quality.reasons) == (2, 1, {"no score": 1})
        assert seen.faults == ()

    @pytest.mark.parametrize(
        ("row", "role"),
        [("1,2026-03-02,smile,9,", "kind"), ("1,2026-03-02,nps,11,", "score"), ("1,2026-03-02,nps,9,Shop", "stage")],
    )
    def test_words_that_nobody_knows_are_faults_at_their_column(self, look, row: str, role: str):
        (fault,) = look(f"order_no,date,kind,score,stage\n{row}\n").faults
        assert fault.role == role

    def test_neither_case_nor_customer(self, look):
        (fault,) = look("date,kind\n2026-03-02,praise\n").faults
        assert "the case or the customer" in fault.expected

    def test_the_sample(self):
        settings = load_project(ROOT / "data" / "samples" / "food_distribution")
        journey = Journey(
            "x",
            tuple(
                Stage(n, s)
                for n, s in enumerate(("Ordering", "Picking", "Delivery", "Freshness", "Invoicing", "Service"))
            ),
        )
        seen = preview_signals(replace(settings), 0, journey)
        assert seen.quality.rows == 16_241
