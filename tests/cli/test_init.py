"""`analyzer init`: two files that run as they are and say what to check; nothing is overwritten."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from analyzer.journey import load_journey
from analyzer.settings import load_project
from tests.conftest import ROOT

SAMPLE = ROOT / "data" / "samples" / "food_distribution"
LOG = """\
order_no,activity,timestamp,due
1,Place order,2026-03-01 09:00,2026-03-03
1,Pack,2026-03-01 12:00,2026-03-03
1,Ship,2026-03-02 09:00,2026-03-03
2,Place order,2026-03-04 09:00,2026-03-06
2,Pack,2026-03-04 12:00,2026-03-06
2,Ship,2026-03-05 09:00,2026-03-06
"""


@pytest.fixture
def log(tmp_path: Path) -> Path:
    path = tmp_path / "exports" / "log.csv"
    path.parent.mkdir()
    path.write_text(LOG, encoding="utf-8")
    return path


def test_the_drafts_can_be_analysed_as_they_are(analyzer, log: Path, tmp_path: Path):
    ended = analyzer("init", tmp_path / "shop", "--log", log)
    assert ended.code == 0, ended.err
    assert "Drafted 3 stages from 3 activities in 2 orders." in ended.out
    out = tmp_path / "out"
    ended = analyzer("align", "--project", tmp_path / "shop" / "project.yaml", "--out", out)
    assert ended.code == 0, ended.err
    assert json.loads((out / "alignment.json").read_text())["log"]["cases"] == 2


def test_what_only_says_that_the_draft_is_one_comes_once_a_person_has_confirmed_it(analyzer, log: Path, tmp_path: Path):
    assert analyzer("init", tmp_path / "shop", "--log", log).code == 0
    journey, out = tmp_path / "shop" / "journey.yaml", tmp_path / "out"
    assert load_journey(journey).draft
    ended = analyzer("align", "--project", tmp_path / "shop", "--out", out)
    drafted = json.loads((out / "alignment.json").read_text(encoding="utf-8"))
    assert [one["kind"] for one in drafted["mismatches"]] == []
    words = "these come once you have confirmed the stages"
    assert words in " ".join(ended.out.split())
    assert any(words in one for one in drafted["quality"]["warnings"])
    assert words in (out / "report.html").read_text(encoding="utf-8")
    content = journey.read_text(encoding="utf-8").replace("draft: true\n", "")
    content = re.sub(
        r"^( +)- name: (?=(Order|Preparing)$)", r"\1- owner: Sales\n\1  name: ", content, flags=re.MULTILINE
    )
    journey.write_text(content, encoding="utf-8")
    ended = analyzer("align", "--project", tmp_path / "shop", "--out", out)
    confirmed = json.loads((out / "alignment.json").read_text(encoding="utf-8"))
    assert [one["kind"] for one in confirmed["mismatches"]] == ["unowned"], "two of three stages have an owner"
    assert words not in " ".join(ended.out.split())


def test_the_logs_own_verdict_is_drafted_as_a_target(analyzer, tmp_path: Path):
    path = tmp_path / "log.csv"
    rows = [f"{n},{a},2026-03-0{d} 09:00,{n % 2 == 0}" for n in range(1, 7) for a, d in (("Report", 1), ("Resolve", 2))]
    path.write_text("\n".join(["number,activity,timestamp,made_sla", *rows]), encoding="utf-8")
    assert analyzer("init", tmp_path / "desk", "--log", path).code == 0
    (target,) = [s.target for s in load_journey(tmp_path / "desk" / "journey.yaml").stages if s.target]
    assert (target.column, [one.casefold() for one in target.good]) == ("made_sla", ["true"])


def test_when_something_happened_is_no_deadline(analyzer, tmp_path: Path):
    path = tmp_path / "log.csv"
    rows = [f"{n},{a},2026-03-0{d} 09:00,2026-03-02 09:00" for n in (1, 2) for a, d in (("Open", 1), ("Close", 2))]
    path.write_text("\n".join(["number,activity,timestamp,closed_at", *rows]), encoding="utf-8")
    assert analyzer("init", tmp_path / "desk", "--log", path).code == 0
    assert [s.target for s in load_journey(tmp_path / "desk" / "journey.yaml").stages] == [None, None]


def test_what_customers_do_is_proposed_as_a_signal(analyzer, tmp_path: Path):
    """Each proposal is a comment; taken in, the project can be analysed."""
    rows = ["case_id,customer_id,activity,timestamp"]
    for number in range(40):
        steps = ["Place order", "Ship order", "Customer cancels order" if number % 4 == 0 else "Deliver order"]
        rows += [f"c{number},k{number % 9},{step},2026-03-{1 + at:02d} 09:00:00" for at, step in enumerate(steps)]
    (tmp_path / "log.csv").write_text("\n".join(rows), encoding="utf-8")
    assert analyzer("init", tmp_path / "new", "--log", tmp_path / "log.csv").code == 0
    path = tmp_path / "new" / "project.yaml"
    text = path.read_text(encoding="utf-8")
    assert "#   - {behaviour: again, within: 7d, stage: " in text
    assert "#   - {behaviour: activity, activities: [Customer cancels order], stage: " in text
    for line in ("# signals:", "#   - {"):
        text = text.replace(line, line.removeprefix("# "))
    path.write_text(text, encoding="utf-8")
    assert analyzer("align", "--project", path, "--out", tmp_path / "out").code in (0, 1)
    document = json.loads((tmp_path / "out" / "alignment.json").read_text(encoding="utf-8"))
    assert [one["kind"] for one in document["signals"]["behaviour"]] == ["again", "gave_up"]
    assert document["signals"]["behaviour"][1]["signals"] == 10


def test_signals_may_need_other_columns_than_the_log(analyzer, refused, log: Path, tmp_path: Path):
    signals = tmp_path / "nps.csv"
    signals.write_text("order,said,kind,nps\n1,2026-03-03 10:00,nps,3\n2,2026-03-07 10:00,nps,9\n", encoding="utf-8")
    given = ("--log", log, "--signals", signals, "--columns", "case_id=order_no")
    ended = analyzer("init", tmp_path / "shop", *given, "--signal-columns", "case_id=order,timestamp=said")
    assert ended.code == 0, ended.err
    project = load_project(tmp_path / "shop")
    assert project.log.columns["case_id"] == "order_no"
    assert (project.signals[0].columns["case_id"], project.signals[0].columns["timestamp"]) == ("order", "said")
    parts = refused(analyzer("init", tmp_path / "other", *given, "--signal-columns", "case_id=ordr"))
    assert "ordr" in parts["found"] + parts["expected"]


def test_paths_are_relative_and_what_was_detected_is_written_out(analyzer, log: Path, tmp_path: Path):
    assert analyzer("init", tmp_path / "my_shop", "--log", log, "--timezone", "Europe/Berlin").code == 0
    project = load_project(tmp_path / "my_shop")
    assert project.log.path == "../exports/log.csv"
    assert project.log.columns == {"case_id": "order_no", "activity": "activity", "timestamp": "timestamp"}
    assert (project.name, project.case_noun, project.timezone) == ("My shop", "order", "Europe/Berlin")


def test_the_files_say_what_to_check(analyzer, log: Path, tmp_path: Path):
    analyzer("init", tmp_path / "shop", "--log", log)
    journey = (tmp_path / "shop" / "journey.yaml").read_text(encoding="utf-8")
    assert "Are these the stages that your customers live" in journey
    assert "Columns that can be a deadline (by: …): due" in journey
    assert "its work is in 2 of 2 orders" in journey
    assert "check its name, which comes from its work" in journey
    assert "signal" not in journey.partition("stages:")[2], "there are no signals to speak of"
    assert "# Check: the zone" in (tmp_path / "shop" / "project.yaml").read_text(encoding="utf-8")


def test_with_signals_the_stages_are_those_that_customers_name(analyzer, tmp_path: Path):
    ended = analyzer("init", tmp_path / "food", "--log", SAMPLE / "log.csv", "--signals", SAMPLE / "signals.csv")
    assert ended.code == 0, ended.err
    names = [stage.name for stage in load_journey(tmp_path / "food" / "journey.yaml").stages]
    assert {"Ordering", "Picking", "Delivery", "Freshness", "Invoicing", "Service"} < set(names)
    project = load_project(tmp_path / "food")
    assert project.signals[0].columns["case_id"] == "order_id"


@pytest.mark.parametrize("there", ["project.yaml", "journey.yaml"])
def test_nothing_is_overwritten(analyzer, refused, log: Path, tmp_path: Path, there: str):
    (tmp_path / there).write_text("mine")
    parts = refused(analyzer("init", tmp_path, "--log", log))
    assert there in parts["found"]
    assert (tmp_path / there).read_text() == "mine"
    assert len([path for path in tmp_path.iterdir() if path.is_file()]) == 1


def test_an_open_order_of_day_and_month_asks_as_align_does(analyzer, refused, tmp_path: Path):
    path = tmp_path / "log.csv"
    path.write_text("case_id,activity,timestamp\n1,A,03/04/2026 10:00\n1,B,05/04/2026 10:00\n")
    parts = refused(analyzer("init", tmp_path / "p", "--log", path))
    assert "3 April 2026 with the day first, 4 March 2026 with the month first" in parts["found"]
    assert not (tmp_path / "p").exists()
    assert analyzer("init", tmp_path / "p", "--log", path, "--month-first").code == 0
    assert load_project(tmp_path / "p").log.day_first is False
    assert analyzer("align", "--project", tmp_path / "p", "--out", tmp_path / "out").code == 0


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        (["--log", "none.csv"], "the event log"),
        ([], "the option --log"),
        (["--log", "LOG", "--signals", "none.csv"], "the customer signals"),
        (["--log", "LOG", "--day-first", "--month-first"], "one order of day and month"),
        (["--log", "LOG", "--columns", "case_id=nowhere"], "a column nowhere"),
    ],
)
def test_what_cannot_be_read_is_refused_and_nothing_is_written(
    analyzer, refused, log: Path, tmp_path, arguments, expected
):
    parts = refused(analyzer("init", tmp_path / "p", *(log if one == "LOG" else one for one in arguments)))
    assert expected in parts["expected"]
    assert not (tmp_path / "p").exists()


def test_names_of_any_sort_stand(analyzer, tmp_path: Path):
    path = tmp_path / "log.csv"
    names = ['"<b>A: x</b>"', '"# no"', "🚚 تسليم", '"nil: ~"', '"- {x}"']
    rows = [f"{case},{name},2026-03-0{place + 1}" for case in (1, 2) for place, name in enumerate(names)]
    path.write_text("\n".join(["{case},activity,timestamp", *rows]), encoding="utf-8")
    ended = analyzer("init", tmp_path / "p", "--log", path, "--columns", "case_id={case}")
    assert ended.code == 0, ended.err
    assert set(load_journey(tmp_path / "p" / "journey.yaml").stage_of) == {name.strip('"') for name in names}
    assert load_project(tmp_path / "p").log.columns["case_id"] == "{case}"


@pytest.mark.parametrize("file", ["helpdesk.xes.gz", "olist/log.csv"])
def test_real_logs(analyzer, shared_data: Path, tmp_path: Path, file: str):
    assert analyzer("init", tmp_path / "p", "--log", shared_data / file).code == 0
    assert analyzer("align", "--project", tmp_path / "p" / "project.yaml", "--out", tmp_path / "out").code == 0


TICKETS = "ticket_id,created_at,first_reply_at,resolved_at,due_at,priority\n" + "".join(
    f"T{n},2026-03-{n:02} 09:00,2026-03-{n:02} {10 + n % 5}:00,2026-03-{n + 1:02} 09:00,2026-03-{n + 2:02},low\n"
    for n in range(1, 21)
)


def test_a_table_with_one_row_a_case_is_recognised_and_runs_as_it_is(analyzer, tmp_path: Path):
    path = tmp_path / "tickets.csv"
    path.write_text(TICKETS, encoding="utf-8")
    ended = analyzer("init", tmp_path / "desk", "--log", path)
    assert ended.code == 0, ended.err
    assert "The log has one row a case" in ended.out
    project = load_project(tmp_path / "desk")
    assert {"created_at", "first_reply_at", "resolved_at"} <= set(project.log.stamps.values())
    assert "due_at" not in project.log.stamps.values()
    assert project.log.columns == {"case_id": "ticket_id"}
    assert "Check: the log has one row a case" in (tmp_path / "desk" / "project.yaml").read_text(encoding="utf-8")
    out = tmp_path / "out"
    ended = analyzer("align", "--project", tmp_path / "desk", "--out", out)
    assert ended.code == 0, ended.err
    log = json.loads((out / "alignment.json").read_text(encoding="utf-8"))["log"]
    assert (log["cases"], log["events"], log["activities"]) == (20, 60, 3)


def test_a_sheet_of_a_workbook_is_a_log(analyzer, tmp_path: Path):
    import openpyxl

    path = tmp_path / "export.xlsx"
    book = openpyxl.Workbook()
    book.active.append(["made by", "the shop"])
    sheet = book.create_sheet("Events")
    for line in LOG.splitlines():
        sheet.append(line.split(","))
    book.save(path)
    ended = analyzer("init", tmp_path / "shop", "--log", path, "--sheet", "Events")
    assert ended.code == 0, ended.err
    assert "Drafted 3 stages from 3 activities in 2 orders." in ended.out
    assert load_project(tmp_path / "shop").log.sheet == "Events"
    ended = analyzer("align", "--project", tmp_path / "shop", "--out", tmp_path / "out")
    assert ended.code == 0, ended.err
