"""A table as a workbook: numbers are numbers, words are words, no cell is a formula, and who may ask for one."""

from __future__ import annotations

import io
from collections.abc import Iterator

import openpyxl
import pytest
from flask.testing import FlaskClient

from analyzer.reports import workbook as book
from analyzer.words import wording
from dashboards import workbook
from dashboards.components.drawing import downloads
from dashboards.components.grid import grid
from dashboards.providers import Projects
from dashboards.server import make_server
from tests.pages.tree import walk

TYPE = {"Content-Type": "text/csv"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    file = tmp_path_factory.mktemp("workbook") / "project.yaml"
    file.write_text("name: Greenleaf Foods\nlog: log.csv\njourney: journey.yaml\n", encoding="utf-8")
    with make_server(Projects([file])).test_client() as one:
        yield one


def sheet_of(answer):
    assert answer.status_code == 200, answer.text
    return openpyxl.load_workbook(io.BytesIO(answer.data)).active


def asked(client: FlaskClient, text: str, name: str = "stages", **headers: str):
    return client.post("/workbook", query_string={"name": name}, data=text.encode(), headers={**TYPE, **headers})


def test_a_table_read_back_is_the_table(client: FlaskClient):
    answer = asked(client, '\ufeffstage,visits,share\r\nOrdering,7600,0.25\r\n"Pick, pack",12,\r\n')
    assert answer.mimetype == "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="stages.xlsx"'
    sheet = sheet_of(answer)
    assert sheet.title == "stages"
    assert list(sheet.values) == [
        ("stage", "visits", "share"),
        ("Ordering", 7600, 0.25),
        ("Pick, pack", 12, None),
    ]
    assert [cell.font.bold for cell in sheet[1]] == [True] * 3
    assert not sheet["A2"].font.bold
    assert sheet.freeze_panes == "A2"
    assert sheet.column_dimensions["A"].width == len("Pick, pack") + 2


@pytest.mark.parametrize(
    ("words", "value", "shown"),
    [
        ("0", 0, "General"),
        ("-3.5", -3.5, "General"),
        ("2,785", 2785, "#,##0"),
        ("9.9\u202f%", 0.099, "0.0%"),
        ("10 %", 0.1, "0%"),
        ("−33", -33, "General"),  # a minus as it is printed
        ("'+61", 61, "General"),  # as the CSV guards it
    ],
)
def test_a_plain_number_is_a_number(client: FlaskClient, words: str, value: float, shown: str):
    cell = sheet_of(asked(client, f'n\r\n"{words}"\r\n'))["A2"]
    assert (cell.value, cell.number_format, cell.data_type) == (value, shown, "n")


@pytest.mark.parametrize(
    "words", ["007", "1234567890123456", "1e5", "1,23", "NaN", "TRUE", "2026-01", "5.5 to 5.6", "#N/A"]
)
def test_what_only_looks_like_a_number_stays_as_it_is_written(client: FlaskClient, words: str):
    cell = sheet_of(asked(client, f'n\r\n"{words}"\r\n'))["A2"]
    assert (cell.value, cell.data_type) == (words, "s")


@pytest.mark.parametrize("words", ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "  =1+1", '=HYPERLINK("http://x","y")'])
def test_no_cell_is_a_formula(client: FlaskClient, words: str):
    quoted = words.replace('"', '""')
    sheet = sheet_of(asked(client, f'"{quoted}"\r\n"{quoted}"\r\n'))
    for cell in (sheet["A1"], sheet["A2"]):
        assert (cell.value, cell.data_type) == (f"'{words}", "s")


def test_every_letter_that_people_write_comes_through(client: FlaskClient):
    rows = 'name\r\n"مطعم, ""النيل"" 👩\u200d🍳"\r\n<b>x</b>\r\n"two\nlines"\r\n\x07bell\r\n'
    assert [row[0] for row in list(sheet_of(asked(client, rows)).values)[1:]] == [
        'مطعم, "النيل" 👩\u200d🍳',
        "<b>x</b>",
        "two\nlines",
        "\ufffdbell",
    ]


@pytest.mark.parametrize(
    ("name", "sheet"),
    [
        ("drivers-hidden-friction-delivery-182bfb", "drivers-hidden-friction-deliver"),
        ("a/b:[c]*?", "a b  c"),
        ("", "Table"),
    ],
)
def test_the_sheet_has_a_name_that_excel_takes(name: str, sheet: str):
    assert book.sheet_name(name) == sheet


def test_a_name_of_a_file_holds_nothing_odd(client: FlaskClient):
    answer = asked(client, "a\r\n1\r\n", name='x"; filename="evil.exe\r\nSet-Cookie: a=b/../../é')
    assert answer.headers["Content-Disposition"] == 'attachment; filename="x-filename-evil-exe-Set-Cookie-a-b.xlsx"'


@pytest.mark.parametrize(
    ("data", "status"),
    [
        (b"", 400),
        (b"\xff\xfe\x00", 400),
        (b'a\r\n"never closed', 400),
        (b"a" * (workbook.MOST_BYTES + 1), 413),
        (b"\r\n".join([b"1,2,3,4,5,6,7,8,9,0"] * (workbook.MOST_CELLS // 10 + 1)), 413),
        (b"," * workbook.MOST_COLUMNS, 413),
    ],
    ids=["nothing", "no UTF-8", "an open quote", "bytes", "cells", "columns"],
)
def test_what_is_no_table_or_too_much_is_refused_in_words(client: FlaskClient, data: bytes, status: int):
    answer = client.post("/workbook", data=data, headers=TYPE)
    assert answer.status_code == status
    assert answer.mimetype == "text/plain"
    assert answer.text.endswith(".\n")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Origin": "http://evil.example"}, 403),
        ({"Sec-Fetch-Site": "cross-site"}, 403),
        ({"Content-Type": "application/x-www-form-urlencoded"}, 415),  # what a form of another page could send
        ({"Content-Type": "text/plain"}, 415),
    ],
    ids=str,
)
def test_only_our_own_pages_may_ask(client: FlaskClient, headers: dict[str, str], status: int):
    assert asked(client, "a\r\n1\r\n", **headers).status_code == status


def test_every_table_that_is_saved_as_csv_is_saved_as_a_workbook():
    parts = list(walk(downloads("stages", [{"stage": "Ordering"}])))
    assert [one.children for one in parts if getattr(one, "className", "") == "save"] == ["PNG", "SVG", "CSV", "XLSX"]
    assert not [one for one in walk(downloads("stages")) if getattr(one, "children", "") in ("CSV", "XLSX")]


def test_a_table_that_one_sorts_is_saved_too():
    columns = [{"field": "title", "headerName": "Mismatch"}, {"field": "n", "headerName": "Affected"}]
    parts = list(walk(grid("mismatches", [{"title": r"[A \(b\)](/mismatch/1)", "n": 3}], columns)))
    links = [one for one in parts if getattr(one, "download", None) == "mismatches.csv"]
    assert len(links) == 1
    assert "Mismatch%2CAffected%0D%0AA%20%28b%29%2C3" in links[0].href


def test_a_csv_holds_numbers_and_not_how_they_are_shown():
    from urllib.parse import unquote

    share = wording.share_between({"value": 0.133333333, "low": 0.1, "high": None})
    rows = [
        {"stage": "=Delivery", "visits": wording.count(3238), "share": share, "median": wording.duration(9000)},
        {"stage": "Order", "visits": wording.count(None), "share": wording.NO_VALUE, "median": wording.duration(None)},
    ]
    (csv, button) = [one for one in walk(downloads("x", rows)) if type(one).__name__ in ("A", "Button")][2:4]
    text = unquote(csv.href).partition(",")[2].removeprefix("\ufeff")
    assert text.split("\r\n")[:3] == [
        "stage,visits,share,share low,share high,median (s)",
        "'=Delivery,3238,0.133333333,0.1,,9000",
        "Order,,,,,",
    ]
    assert button.to_plotly_json()["props"]["data-forms"] == "|#,##0|0.0%|0.0%|0.0%|#,##0"


def test_a_workbook_holds_numbers_in_full_with_their_format(client: FlaskClient):
    answer = client.post(
        "/workbook",
        query_string={"name": "x", "forms": "|#,##0|0.0%|no such form"},
        data=b"stage,visits,share,other\r\nDelivery,3238,0.133333333,5\r\n",
        headers=TYPE,
    )
    cells = sheet_of(answer)[2]
    assert [cell.value for cell in cells] == ["Delivery", 3238, 0.133333333, 5]
    assert [cell.number_format for cell in cells] == ["General", "#,##0", "0.0%", "General"]
