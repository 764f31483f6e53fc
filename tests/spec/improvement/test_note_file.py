"""A file of notes: read whole, or refused with the first row that cannot be used."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from analyzer.errors import InputError
from analyzer.improvement import NotePlaces, read_notes
from analyzer.tables.field_note import NoteLine

PLACES = NotePlaces(["Payment", "Delivery"], {"Demand prepayment": "Payment", "Call": None}, ["m1"])
HEAD = "date,author,stage,activity,text\n"


def file(folder: Path, text: str, encoding: str = "utf-8") -> Path:
    path = folder / "notes.csv"
    path.write_bytes(text.encode(encoding))
    return path


def test_a_row_is_a_note(tmp_path):
    text = HEAD + '2026-03-02,Ana,Delivery,Call,"They call, and ask where it is"\n\n2026-03-03,Rui,,,Slow\n'
    assert read_notes(file(tmp_path, text), PLACES) == [
        NoteLine(date(2026, 3, 2), "Ana", "They call, and ask where it is", "Delivery", "Call"),
        NoteLine(date(2026, 3, 3), "Rui", "Slow"),
    ]


def test_an_activity_alone_stands_in_its_stage(tmp_path):
    (one,) = read_notes(file(tmp_path, HEAD + "2026-03-02,Ana,,Demand prepayment,It hurts\n"), PLACES)
    assert (one.stage, one.activity) == ("Payment", "Demand prepayment")


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8-sig"), (";", "utf-8"), ("\t", "utf-8")])
def test_columns_in_any_order_and_case_with_any_separator(tmp_path, separator, encoding):
    rows = (("Text", "ATTENTION", "Author", "date", "mismatch"), ("Olá", "yes", "Ana", "2026-03-02", "m1"))
    text = "\n".join(separator.join(row) for row in rows)
    assert read_notes(file(tmp_path, text, encoding), PLACES) == [
        NoteLine(date(2026, 3, 2), "Ana", "Olá", mismatch_id="m1", attention=True)
    ]


@pytest.mark.parametrize(
    ("text", "where", "found", "do"),
    [
        (HEAD + "2026-03-02,Ana,,,ok\n02/03/2026,Ana,,,ok\n", "line 3, column date", "02/03/2026", "year, month"),
        (HEAD + "2026-03-02,Ana,Delivry,,ok\n", "line 2, column stage", "Delivry", "Delivery"),
        (HEAD + "2026-03-02,Ana,,Cal,ok\n", "line 2, column activity", "Cal", "Call"),
        (HEAD + "2026-03-02,,,,ok\n", "line 2, column author", "nothing", "fill it"),
        (HEAD + "2026-03-02,Ana,,,\n", "line 2, column text", "nothing", "fill it"),
        (HEAD + "2026-03-02,Ana,,a,b,c\n", "line 2", "6", "quotation marks"),
        ("date,author,note\n", "line 1, column note", "note", ""),
        ("date,author\n", "line 1, column text", "columns date, author", "add it"),
        ("", "line 1", "an empty file", "write one"),
        (HEAD + '2026-03-02,"Ana\n', "line 2", "", "close the quotation marks"),
    ],
    ids=str,
)
def test_what_is_refused_names_line_and_column(tmp_path, text, where, found, do):
    with pytest.raises(InputError) as refused:
        read_notes(file(tmp_path, text), PLACES)
    assert refused.value.where == f"notes.csv, {where}"
    assert found in refused.value.found
    assert do in refused.value.do


def test_another_encoding_is_refused(tmp_path):
    with pytest.raises(InputError, match="UTF-8"):
        read_notes(file(tmp_path, HEAD + "2026-03-02,José,,,ok\n", "latin-1"), PLACES)
