"""Reading customer signals: one row a signal, with its verdict.

The log has the orders 1 and 2, the journey the stages Order and Delivery.
"""

from __future__ import annotations

import io
from dataclasses import replace

import pytest

from analyzer.errors import LogError, SignalError
from analyzer.ingest import read_log, read_signals
from analyzer.settings import Scale, SignalSource, from_arguments
from analyzer.words.quality_words import note_lines
from tests.spec.ingest.conftest import JOURNEY, TWO_ORDERS, settings_for


def test_a_file_of_signals(signals, rows):
    read = signals(
        """\
case_id,timestamp,kind,score,stage,touchpoint,comment,channel
2,2026-03-05 10:00:00,NPS,9,delivery,driver,Great,mail
1,2026-03-04 10:00:00,complaint,,journey,,"Late, and cold",phone
"""
    )
    assert rows(
        read.table,
        "signal",
        "case_id",
        "at",
        "kind",
        "score",
        "verdict",
        "stage_no",
        "touchpoint",
        "comment",
        "channel",
    ) == [
        (0, "1", "2026-03-04 10:00:00", "complaint", None, "bad", -1, None, "Late, and cold", "phone"),
        (1, "2", "2026-03-05 10:00:00", "nps", 9.0, "good", 1, "driver", "Great", "mail"),
    ]
    assert (read.total, read.by_kind) == (2, {"complaint": 1, "nps": 1})


@pytest.mark.parametrize(
    ("kind", "scores", "verdicts"),
    [
        ("nps", "0 6 7 8 9 10", "bad bad neutral neutral good good"),
        ("csat", "1 2 3 4 5", "bad bad neutral good good"),
        ("ces", "1 3 4 5 7", "bad bad neutral good good"),  # 7 = easy
        ("review", "1 2 2.5 3 4 5", "bad bad neutral neutral good good"),
        ("complaint", "-", "bad"),
        ("contact", "-", "bad"),
        ("praise", "-", "good"),
    ],
)
def test_kinds_and_their_scales(signals, rows, kind, scores, verdicts):
    lines = "".join(
        f"1,2026-03-04 10:00:{n:02d},{kind},{'' if s == '-' else s}\n" for n, s in enumerate(scores.split())
    )
    read = signals("case_id,timestamp,kind,score\n" + lines)
    assert [verdict for (verdict,) in rows(read.table, "verdict")] == verdicts.split()


def test_a_source_may_have_its_own_scale(signals, rows):
    """Effort from 1 = easy to 5 = hard."""
    read = signals(
        "case_id,timestamp,kind,score\n" + "".join(f"1,2026-03-04 10:00:0{s},ces,{s}\n" for s in range(1, 6)),
        scale=Scale(bad_low=4, bad_high=5, good_low=1, good_high=2),
    )
    assert [verdict for (verdict,) in rows(read.table, "verdict")] == ["good", "good", "neutral", "bad", "bad"]


def test_what_the_file_lacks_the_source_says(signals, rows):
    read = signals(
        "case_id,date,rating,type\n1,2026-03-04 10:00:00,2,web\n",
        kind="csat",
        about="Delivery",
        window_s=86_400.0,
        contact="neutral",
    )
    columns = ("kind", "verdict", "stage_no", "about_no", "window_s", "source")
    assert rows(read.table, *columns) == [("csat", "bad", None, 1, 86_400.0, "signals.csv")]


def test_contacts_may_be_neutral(signals, rows):
    read = signals("case_id,timestamp,kind\n1,2026-03-04 10:00:00,contact\n", contact="neutral")
    assert rows(read.table, "verdict") == [("neutral",)]


@pytest.mark.parametrize(
    ("content", "source", "good"),
    [
        ("complaint", {}, True),  # only complaints and contacts: silence means no complaint
        ("nps", {}, False),  # a survey: silence says nothing
        ("nps", {"silence": "good"}, True),
        ("complaint", {"silence": "unknown"}, False),
    ],
)
def test_silence(signals, rows, content, source, good):
    read = signals(f"case_id,timestamp,kind,score\n1,2026-03-04 10:00:00,{content},1\n", **source)
    assert read.silence_good is good
    assert rows(read.table, "silence_good") == [(good,)]


def test_signals_may_name_the_customer_only(engine, tmp_path, rows):
    (tmp_path / "log.csv").write_text("case_id,activity,timestamp,customer_id\n1,Order,2026-03-02 09:00:00,C1\n")
    (tmp_path / "s.csv").write_text("customer_id,timestamp,kind\nC1,2026-03-04 10:00:00,praise\n")
    settings = replace(settings_for(tmp_path / "log.csv"), signals=(SignalSource(path="s.csv"),))
    read = read_signals(engine, settings, JOURNEY, read_log(engine, settings))
    assert rows(read.table, "case_id", "customer_id") == [(None, "C1")]


def test_no_sources_give_an_empty_table(engine, tmp_path):
    (tmp_path / "log.csv").write_text(TWO_ORDERS)
    settings = settings_for(tmp_path / "log.csv")
    read = read_signals(engine, settings, JOURNEY, read_log(engine, settings))
    assert (read.total, read.by_kind, read.silence_good, read.quality.rows) == (0, {}, False, 0)
    assert len(engine.frame(read.table)) == 0


# --- dates -----------------------------------------------------------------------------------------------------------


def test_a_date_without_a_time_is_the_end_of_that_day(signals, rows):
    """In São Paulo (UTC−3) 4 March ends at 02:59:59.999999 UTC."""
    read = signals("case_id,timestamp,kind\n1,2026-03-04,praise\n", timezone="America/Sao_Paulo")
    assert rows(read.table, "at", "date_only") == [("2026-03-05 02:59:59.999999", True)]


def test_a_column_of_midnights_is_a_column_of_dates(signals, rows):
    """The day on which the clock goes forward ends after 23 hours: 29 March 2026 in Berlin at 21:59:59.999999 UTC."""
    read = signals(
        "case_id,timestamp,kind\n1,2026-03-28 00:00:00,praise\n1,2026-03-29 00:00:00,praise\n", timezone="Europe/Berlin"
    )
    assert rows(read.table, "at", "date_only") == [
        ("2026-03-28 22:59:59.999999", True),
        ("2026-03-29 21:59:59.999999", True),
    ]


def test_one_midnight_among_times_is_a_time(signals, rows):
    read = signals("case_id,timestamp,kind\n1,2026-03-04 00:00:00,praise\n1,2026-03-04 10:00:00,praise\n")
    assert rows(read.table, "at", "date_only") == [("2026-03-04 00:00:00", False), ("2026-03-04 10:00:00", False)]


def test_a_date_among_times_is_a_date(signals, rows):
    read = signals("case_id,timestamp,kind\n1,2026-03-04,praise\n1,2026-03-04 10:00:00,praise\n")
    assert rows(read.table, "at", "date_only") == [("2026-03-04 10:00:00", False), ("2026-03-04 23:59:59.999999", True)]


def test_midnights_with_an_offset_are_days_of_the_projects_zone(signals, rows):
    read = signals("case_id,timestamp,kind\n1,2026-07-04T00:00:00+02:00,praise\n", timezone="Europe/Berlin")
    assert rows(read.table, "at", "date_only") == [("2026-07-04 21:59:59.999999", True)]


# --- formats ---------------------------------------------------------------------------------------------------------


def test_a_workbook(signals, rows):
    import datetime

    import openpyxl

    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append([])
    sheet.append(["Case ID", "Date", "Kind", "Score", "Comment"])
    sheet.append([1, datetime.datetime(2026, 3, 4, 10), "nps", 7.0, "ok"])
    sheet.append([2, datetime.datetime(2026, 3, 5, 0), "nps", 2, None])
    held = io.BytesIO()
    book.save(held)
    read = signals(held.getvalue(), "signals.xlsx")
    assert rows(read.table, "case_id", "at", "score", "verdict", "comment") == [
        ("1", "2026-03-04 10:00:00", 7.0, "neutral", "ok"),
        ("2", "2026-03-05 00:00:00", 2.0, "bad", None),
    ]


def test_a_cut_workbook(refused):
    import openpyxl

    held = io.BytesIO()
    openpyxl.Workbook().save(held)
    assert refused(held.getvalue()[:-300], "signals.xlsx").found.startswith("it is cut off")


def test_an_empty_workbook(refused):
    import openpyxl

    held = io.BytesIO()
    openpyxl.Workbook().save(held)
    assert refused(held.getvalue(), "signals.xlsx").found == "a workbook without any"


def test_decimal_commas(signals, rows):
    read = signals("case_id;timestamp;kind;score\n1;2026-03-04 10:00;review;4,5\n")
    assert rows(read.table, "score", "verdict") == [(4.5, "good")]


def test_the_logs_own_name_of_the_case_is_tried_first(engine, tmp_path, rows):
    """The log's case is `id`; in signals that name alone could be the signal's own."""
    (tmp_path / "log.csv").write_text("id,activity,timestamp\n7,Order,2026-03-02 09:00:00\n")
    (tmp_path / "s.csv").write_text("case,id,timestamp,kind\nx,7,2026-03-04 10:00:00,praise\n")
    settings = replace(settings_for(tmp_path / "log.csv"), signals=(SignalSource(path="s.csv"),))
    read = read_signals(engine, settings, JOURNEY, read_log(engine, settings))
    assert rows(read.table, "case_id") == [("7",)]


def test_the_number_of_a_signal_is_by_what_it_says(signals, rows):
    lines = [f"{n % 2 + 1},2026-03-04 10:00:{n % 7:02d},nps,{n % 11},text {n}" for n in range(40)]
    header = "case_id,timestamp,kind,score,comment\n"
    one = rows(signals(header + "\n".join(lines)).table, "signal", "comment")
    other = rows(signals(header + "\n".join(reversed(lines))).table, "signal", "comment")
    assert one == other


# --- refusals --------------------------------------------------------------------------------------------------------


@pytest.fixture
def refused(signals):
    def read(content, name="signals.csv", **source):
        with pytest.raises(SignalError) as caught:
            signals(content, name, **source)
        return caught.value

    return read


def test_an_unknown_kind(refused):
    error = refused("case_id,timestamp,kind\n1,2026-03-04,praise\n1,2026-03-04,complant\n")
    assert error.expected == "a kind of signal: nps, csat, ces, review, complaint, contact, praise, comment"
    assert (error.found, error.where) == ("complant", "signals.csv, line 3, column kind")
    assert error.do == "did you mean complaint?"


def test_an_unknown_stage(refused):
    error = refused("case_id,timestamp,kind,stage\n1,2026-03-04,praise,Delivry\n")
    assert error.expected == "a stage of the journey: Order, Delivery, journey"
    assert (error.where, error.do) == ("signals.csv, line 2, column stage", "did you mean Delivery?")


def test_an_unknown_stage_that_a_source_asks_about(refused):
    assert refused("case_id,timestamp,kind\n1,2026-03-04,praise\n", about="Payment").found == "about: Payment"


@pytest.mark.parametrize(
    ("kind", "score"), [("nps", "11"), ("csat", "0"), ("ces", "8"), ("review", "-1"), ("nps", "ten")]
)
def test_a_score_off_its_scale(refused, kind, score):
    error = refused(f"case_id,timestamp,kind,score\n1,2026-03-04,{kind},{score}\n")
    assert (error.found, error.where) == (score, "signals.csv, line 2, column score")
    assert f"a score of {kind} on its scale" in error.expected
    assert "nps 0–10" in error.do


@pytest.mark.parametrize(
    ("scores", "told"),
    [
        ([1, 2, 3, 4, 5] * 4, True),
        ([1, 2, 3, 4, 5] * 3, False),  # too few to say
        ([1, 2, 3, 4, 6] * 4, False),  # one lies above the middle, 5
        ([0] * 20, False),
    ],
)
def test_scores_of_the_lower_half_alone_may_be_of_another_scale(signals, scores, told):
    rows = "".join(f"1,2026-03-04 10:00:{second:02},nps,{score}\n" for second, score in enumerate(scores))
    notes = note_lines(signals("case_id,timestamp,kind,score\n" + rows).quality.warnings)
    assert notes == (
        [
            "all scores of nps lie within 1–5, the lower half of their scale 0–10 (bad 0–6, good 9–10): if they were"
            " given on another scale, say so for this source, such as scale: {bad: 1-2, good: 4-5}"
        ]
        if told
        else []
    )


def test_no_column_for_the_kind(refused):
    assert "--columns kind=" in refused("case_id,timestamp,score\n1,2026-03-04,5\n").do


def test_neither_case_nor_customer(refused):
    assert refused("who,timestamp,kind\n1,2026-03-04,praise\n").expected.startswith(
        "a column for the case or the customer"
    )


def test_signals_without_case_customer_or_score_are_counted(signals):
    good = "".join(f"1,2026-03-04 10:00:{n:02d},nps,5\n" for n in range(8))
    read = signals("case_id,timestamp,kind,score\n" + good + ",2026-03-04,nps,5\n1,2026-03-04,nps,\n", max_refused=0.2)
    assert read.total == 8
    assert read.quality.reasons == {"no case and no customer": 1, "no score": 1}


def test_too_many_refused_rows(refused):
    error = refused("case_id,timestamp,kind,score\n1,2026-03-04,nps,5\n1,2026-03-04,nps,\n")
    assert error.where == "signals.csv, line 3"


def test_signals_of_which_none_belongs_to_the_log(refused):
    error = refused("case_id,timestamp,kind\n0001,2026-03-04,praise\n0002,2026-03-04,praise\n")
    assert error.found == "case 0001, 0002 in the signals, 1, 2 in the log"


def test_few_of_which_belong_to_the_log(signals):
    read = signals("case_id,timestamp,kind\n1,2026-03-04,praise\n8,2026-03-04,praise\n9,2026-03-04,praise\n")
    (said,) = note_lines(read.quality.warnings)
    assert said == "only 1 of 3 signals name a case or a customer that the log has"


def test_dates_that_may_be_read_two_ways(refused):
    error = refused("case_id,timestamp,kind\n1,03/04/2026,praise\n")
    assert "3 April 2026 with the day first, 4 March 2026 with the month first" in error.found
    assert "under signals" in error.do


# --- columns that are given once for log and signals -----------------------------------------------------------------


@pytest.fixture
def both(engine, tmp_path):
    """`both(columns)`: a log whose case is `order` and signals whose case is `ref`, with the columns that are given."""

    def read(columns):
        (tmp_path / "log.csv").write_text(TWO_ORDERS.replace("case_id", "order"))
        (tmp_path / "s.csv").write_text("ref,timestamp,kind,points\n1,2026-03-04 10:00:00,nps,3\n")
        settings = from_arguments("log.csv", "journey.yaml", ["s.csv"], columns)
        settings = replace(settings, folder=tmp_path)
        return read_signals(engine, settings, JOURNEY, read_log(engine, settings))

    return read


def test_a_column_that_only_one_of_them_has_is_passed_over_in_the_other(both, rows):
    assert rows(both("case_id=ref,score=points").table, "case_id", "score") == [("1", 3.0)]


def test_a_column_that_none_of_them_has_is_an_error(both):
    with pytest.raises(SignalError) as caught:
        both("case_id=ref,score=pionts")
    assert caught.value.expected == "a column pionts, to be read as score"
    assert caught.value.do == "write score=points"


def test_a_slip_in_the_logs_column_is_one_too(both):
    with pytest.raises(LogError) as caught:
        both("case_id=ordr")
    assert caught.value.do == "write case_id=order"
