"""Answers with one row a respondent and one column a question: a signal for each answer that was given."""

from __future__ import annotations

import io

import pytest

from analyzer.errors import SettingsError, SignalError
from analyzer.settings import Scale, SurveyQuestion, load_project

WIDE = """\
order_id,answered_at,Q1_NPS,Q2,why,remarks
1,2026-03-05 10:00:00,3,5,late,all in all fine
2,2026-03-05 11:00:00,9,,,
"""
QUESTIONS = {
    "Q1_NPS": SurveyQuestion("nps", about="Delivery", comment="why"),
    "Q2": SurveyQuestion("csat", stage="Order"),
}


def _found(rows, read):
    columns = ("case_id", "kind", "score", "verdict", "stage_no", "about_no", "comment")
    return sorted(rows(read.table, *columns), key=str)


def test_each_answer_is_a_signal(rows, signals):
    """What was not answered is no signal, and no refused row. `about`: asked about; `stage`: stated."""
    read = signals(WIDE, questions=QUESTIONS)
    assert _found(rows, read) == [
        ("1", "csat", 5.0, "good", 0.0, None, None),
        ("1", "nps", 3.0, "bad", None, 1.0, "late"),
        ("2", "nps", 9.0, "good", None, 1.0, None),
    ]
    assert read.by_kind == {"csat": 1, "nps": 2}
    assert read.quality.refused == 0


def test_a_comment_of_the_whole_goes_with_the_first_question_alone(rows, signals):
    plain = {"Q1_NPS": SurveyQuestion("nps"), "Q2": SurveyQuestion("csat", scale=Scale(1, 3, 4, 5))}
    read = signals(WIDE, questions=plain, columns={"comment": "remarks"})
    assert [row[-1] for row in _found(rows, read)] == [None, "all in all fine", None]


def test_unknown_stages_columns_and_scores_are_refused(signals):
    with pytest.raises(SignalError, match="about: Delivry"):
        signals(WIDE, questions={"Q1_NPS": SurveyQuestion("nps", about="Delivry")})
    with pytest.raises(SignalError, match="Q1_NPS"):
        signals(WIDE, questions={"Q1_NSP": SurveyQuestion("nps")})
    with pytest.raises(SignalError, match="on its scale"):
        signals(WIDE.replace("1,2026-03-05 10:00:00,3", "1,2026-03-05 10:00:00,30"), questions=QUESTIONS)


QUALTRICS = """\
StartDate,EndDate,Status,Progress,Finished,RecordedDate,ResponseId,ExternalReference,Q1_NPS_GROUP,Q1_NPS,Q2_CSAT,Comments
Start Date,End Date,Response Type,Progress,Finished,Recorded Date,Response ID,External Data Reference,How likely,How likely,How satisfied,Why?
"{""ImportId"":""startDate""}","{""ImportId"":""endDate""}","{""ImportId"":""status""}","{""ImportId"":""progress""}","{""ImportId"":""finished""}","{""ImportId"":""recordedDate""}","{""ImportId"":""_recordId""}","{""ImportId"":""externalDataReference""}","{""ImportId"":""QID1_NPS_GROUP""}","{""ImportId"":""QID1""}","{""ImportId"":""QID2""}","{""ImportId"":""QID3""}"
2026-03-05 10:00:00,2026-03-05 10:01:00,IP Address,100,True,2026-03-05 10:01:01,R_1,1,Detractor,3,2,too late
2026-03-05 11:00:00,2026-03-05 11:01:00,IP Address,100,True,2026-03-05 11:01:01,R_2,2,Promoter,10,,
"""  # noqa: E501  # as the system writes it: names, words of the questions, ids
MEDALLIA = """\
Survey ID,Response Date,Order ID,Likelihood to Recommend,Overall Satisfaction,Comments
S1,2026-03-05 10:00:00,1,3,2,too late
S2,2026-03-05 11:00:00,2,10,5,
"""


def test_an_export_of_qualtrics_needs_no_settings(rows, signals):
    read = signals(QUALTRICS)
    assert [row[:4] + row[-1:] for row in _found(rows, read)] == [
        ("1", "csat", 2.0, "bad", None),
        ("1", "nps", 3.0, "bad", "too late"),
        ("2", "nps", 10.0, "good", None),
    ]
    assert read.quality.refused == 0, "the two further head lines are no answers"


def test_an_export_of_medallia_needs_no_settings(rows, signals):
    assert signals(MEDALLIA).by_kind == {"csat": 2, "nps": 2}


def test_a_workbook_of_answers(rows, signals):
    import openpyxl

    book = openpyxl.Workbook()
    for line in WIDE.splitlines():
        book.active.append([cell or None for cell in line.split(",")])
    content = io.BytesIO()
    book.save(content)
    assert signals(content.getvalue(), "answers.xlsx", questions=QUESTIONS).by_kind == {"csat": 1, "nps": 2}


def test_the_project_file(tmp_path):
    project = tmp_path / "project.yaml"
    head = "log: log.csv\njourney: journey.yaml\nsignals:\n  - path: wide.csv\n    questions:\n"
    project.write_text(
        head + "      Q1_NPS: {kind: nps, about: Delivery, comment: why}\n      Q2: {kind: csat, stage: Order}\n"
    )
    assert load_project(project).signals[0].questions == QUESTIONS
    for wrong, said in (("{kind: npz}", "write nps"), ("{kind: nps, about: A, stage: B}", "about or stage")):
        project.write_text(f"{head}      Q1: {wrong}\n")
        with pytest.raises(SettingsError, match=said):
            load_project(project)
