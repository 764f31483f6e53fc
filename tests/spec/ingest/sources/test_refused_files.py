"""What cannot be used is refused: one message of what was expected, what was found, where, and what to do."""

from __future__ import annotations

import base64
import gzip
import zipfile

import openpyxl
import pytest

from analyzer.errors import LogError
from analyzer.ingest import read_log
from analyzer.settings import from_arguments
from tests.spec.ingest.conftest import TWO_ORDERS
from tests.spec.ingest.sources.test_files import XES, parquet, zipped

BIG = "case_id,activity,timestamp\n" + "".join(f"{n},Order,2026-03-02 09:00:{n % 60:02d}\n" for n in range(5000))
BOMB = """<?xml version="1.0"?>
<!DOCTYPE log [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]>
<log><trace><string key="concept:name" value="&c;"/><event/></trace></log>
"""
FILE = """<?xml version="1.0"?>
<!DOCTYPE log [<!ENTITY x SYSTEM "file:///etc/hostname">]>
<log><trace><string key="concept:name" value="1"/><event><string key="concept:name" value="&x;"/></event></trace></log>
"""

DAMAGED_LISTS = """
UEFSMRUEFRQVGEwVBBUAEgAACiQBAAAAMQEAAAAyFQAVEhUWLBUIFRAVBhUGHDYAKAEyGAExEREAAAAJIAIAAAAIAQEDDBUEFSgVLEwVBBUAEgAAFEwF
AAAAT3JkZXIHAAAARGVsaXZlchUAFRIVFiwVCBUQFQYVBhw2ACgFT3JkZXIYB0RlbGl2ZXIREQAAAAkgAgAAAAgBAQMKFQQVzgEVlAFMFQgVABIAAGdc
EwAAADIwMjYtMDMtMDJUMDg6MDA6MDAZLhcAADMVFxgrMDE6MDAXLh0AFDIgMDk6MwE0EC4xMjMULhsAKDRUMTA6MDA6MDBaFQAVFBUYLBUIFRAVBhUG
HDYAKBQyMDI2LTAzLTA0VDEwOjAwOjAwWhgXMjAyNi0wMy0wMiAwOTozMDowCTAuMTIzEREAAAAKJAIAAAAIAQID5AAVBBU2FTpMFQgVABIAABtoAwAA
ADMuNQEAAAA0AAAAAAcAAAAxLDAwMC41FQAVFBUYLBUIFRAVBhUGHDYAKAE0GAAREQAAAAokAgAAAAgBAgPkABUEGVw1ABgGc2NoZW1hFQgAFQwlAhgH
Y2FzZV9pZCUATBwAAAAVDCUCGAhhY3Rpdml0eSUATBwAAAAVDCUCGAl0aW1lc3RhbXAlAEwcAAAAFQwlAhgGYW1vdW50JQBMHAAAABYIGRwZTCYAHBUM
GTUABhAZGAdjYXNlX2lkFQIWCBZ8FoQBJjwmCBw2ACgBMhgBMRERABksFQQVABUCABUAFRAVAgA8FggZBhkmAAgAAAAmABwVDBk1AAYQGRgIYWN0aXZp
dHkVAhYIFqQBFqwBJtQBJowBHDYAKAVPcmRlchgHRGVsaXZlchERABksFQQVABUCABUAFRAVAgA8FjAZBhkmAAgAAAAmABwVDBk1AAYQGRgJdGltZXN0
YW1wFQIWCBaOAxbYAibsAya4Ahw2ACgUMjAyNi0wMy0wNFQxMDowMDowMFoYFzIwMjYtMDMtMDIgMDk6MzA6MDAuMTIzEREAGSwVBBUAFQIAFQAVEBUC
ADwWrgEZBhkmAAgAAAAmABwVDBk1AAYQGRgGYW1vdW50FQIWCBaeARamASbmBSaQBRw2ACgBNBgAEREAGSwVBBUAFQIAFQAVEBUCADwWFhkGGSYACAAA
ABbMBhYIJggWrgYAGRwYDEFSUk9XOnNjaGVtYRjgAi8vLy8vd0FCQUFBUUFBQUFBQUFLQUF3QUJnQUZBQWdBQ2dBQUFBQUJCQUFNQUFBQUNBQUlBQUFB
QkFBSUFBQUFCQUFBQUFRQUFBQ2dBQUFBWUFBQUFEQUFBQUFFQUFBQWdQLy8vd0FBQVFVUUFBQUFHQUFBQUFRQUFBQUFBQUFBQmdBQUFHRnRiM1Z1ZEFB
QWNQLy8vNmovLy84QUFBRUZFQUFBQUJ3QUFBQUVBQUFBQUFBQUFBa0FBQUIwYVcxbGMzUmhiWEFBQUFDYy8vLy8xUC8vL3dBQUFRVVFBQUFBSEFBQUFB
UUFBQUFBQUFBQUNBQUFBR0ZqZEdsMmFYUjVBQUFBQU1qLy8vOFFBQlFBQ0FBR0FBY0FEQUFBQUJBQUVBQUFBQUFBQVFVUUFBQUFIQUFBQUFRQUFBQUFB
QUFBQndBQUFHTmhjMlZmYVdRQUJBQUVBQVFBQUFBQUFBQUEAGCBwYXJxdWV0LWNwcC1hcnJvdyB2ZXJzaW9uIDI2LjAuMRlMHAAAHAAAHAAAHAAAAHsD
AABQQVIx
"""


@pytest.mark.parametrize(
    ("name", "content", "found"),
    [
        ("empty.csv", b"", "the file is empty"),
        ("empty.xes", b"", "the file is empty"),
        ("blank.csv", b"\n\n\n", "a first line without any"),
        ("header.csv", b"case_id,activity,timestamp\n", "only a header line"),
        ("one-column.csv", b"words\nhello\n", "one column only: words"),
        ("binary.csv", bytes(range(256)) * 20, "binary content"),
        ("picture.csv", b"\x89PNG\r\n\x1a\n" + b"\x00\x01\x02\x03" * 200, "binary content"),
        ("cut.csv.gz", gzip.compress(BIG.encode())[:-2000], "it is cut off or damaged"),
        ("tail.csv.gz", gzip.compress(BIG.encode())[:-4], "it is cut off or damaged"),
        ("cut.zip", zipped(("log.csv", BIG))[:-200], "it is cut off or damaged"),
        ("cut.parquet", parquet({"case_id": list(range(5000))})[:-100], "one that cannot be read"),
        ("head.parquet", b"PAR1", "one that cannot be read"),
        ("empty.parquet", parquet({"case_id": []}), "a table without any"),
        ("cut.xes", XES[:900].encode(), "XML that breaks off"),
        ("broken.xes", XES.replace("</trace>", "</case>", 1).encode(), "XML that breaks off or is damaged"),
        (
            "no-events.xes",
            b"<log><trace><string key='concept:name' value='1'/></trace></log>",
            "a log without any event",
        ),
        ("page.xes", b"<?xml version='1.0'?><html><body/></html>", "XML that starts with <html>"),
        ("bomb.xes", BOMB.encode(), "a <!DOCTYPE …>"),
        ("file.xes", FILE.encode(), "a <!DOCTYPE …>"),
        ("two.zip", zipped(("a.csv", TWO_ORDERS), ("b.csv", TWO_ORDERS)), "2 files: a.csv, b.csv"),
        ("none.zip", zipped(), "no files"),
        ("twice.csv.gz", gzip.compress(gzip.compress(TWO_ORDERS.encode())), "a packed file within a packed file"),
        ("quote.csv", TWO_ORDERS.replace("Deliver", '"Deliver').encode(), "does not end with one"),
    ],
)
def test_unusable_content(refusal, name, content, found):
    error = refusal(content, name)
    assert isinstance(error, LogError)
    assert error.exit_code == 2
    assert found in error.found
    assert name in error.where
    assert all((error.expected, error.do))


def test_an_encrypted_zip(refusal, tmp_path):
    """The flag of encryption set by hand: the standard library writes no encrypted archives."""
    packed = bytearray(zipped(("log.csv", TWO_ORDERS)))
    packed[6] |= 1
    packed[packed.index(b"PK\x01\x02") + 8] |= 1
    assert refusal(bytes(packed), "log.zip").found == "an encrypted .zip"


def test_an_unclosed_quotation_mark_names_its_line(refusal):
    broken = BIG.replace("4000,Order", '4000,"Order', 1)
    assert refusal(broken).where == "log.csv, line 4002"


def test_an_unclosed_quotation_mark_before_many_megabytes(refusal):
    """It would swallow four megabytes of rows and then go on as if nothing were amiss."""
    lines = [f"{n},Order,2026-03-02 09:00:00" for n in range(400_000)]
    lines[700] = '700,"Order,2026-03-02 09:00:00'
    error = refusal("case_id,activity,timestamp\n" + "\n".join(lines))
    assert "does not end with one" in error.found
    assert error.where == "log.csv, line 702"


def test_a_mark_within_a_field_is_a_ragged_row_only(log):
    lines = [f"{n},Order,2026-03-02 09:00:00" for n in range(400)]
    lines[200] = '200,"Order" now,2026-03-02 09:00:00'
    assert log("case_id,activity,timestamp\n" + "\n".join(lines)).quality.reasons == {"ragged": 1}


def test_a_folder(refusal, tmp_path, engine, log):
    (tmp_path / "logs").mkdir()
    with pytest.raises(LogError) as caught:
        read(engine, tmp_path / "logs")
    assert "logs is a folder" in caught.value.found
    assert "folder/*.csv" in caught.value.do


def test_a_missing_file_names_the_nearest(engine, tmp_path):
    (tmp_path / "orders.csv").write_text(TWO_ORDERS)
    with pytest.raises(LogError) as caught:
        read(engine, tmp_path / "order.csv")
    assert caught.value.found == "there is no file order.csv"
    assert caught.value.do == "did you mean orders.csv?"


def test_a_glob_that_matches_nothing(engine, tmp_path):
    with pytest.raises(LogError) as caught:
        read(engine, tmp_path / "*.csv")
    assert caught.value.found == "there is no file *.csv"


def test_a_file_without_permission(engine, tmp_path, monkeypatch):
    path = tmp_path / "log.csv"
    path.write_text(TWO_ORDERS)

    def forbidden(self, *arguments, **named):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(type(path), "open", forbidden)
    with pytest.raises(LogError) as caught:
        read(engine, path)
    assert caught.value.found == "the permission to read it is missing"


def read(engine, path):
    from analyzer.ingest import read_log
    from tests.spec.ingest.conftest import settings_for

    return read_log(engine, settings_for(path))


# --- columns ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ["case_id", "activity", "timestamp"])
def test_a_needed_column_that_is_not_found(refusal, role):
    error = refusal(TWO_ORDERS.replace(role, "mystery"))
    assert f"--columns {role}=" in error.do
    assert "mystery" in error.found


def test_a_named_column_that_does_not_exist(refusal):
    error = refusal(TWO_ORDERS, columns="case_id=case_idd")
    assert error.expected == "a column case_idd, to be read as case_id"
    assert error.do == "write case_id=case_id"


def test_a_column_in_two_roles(refusal):
    assert refusal(TWO_ORDERS, columns="case_id=activity,activity=activity").found == "activity as activity and case_id"


@pytest.mark.parametrize("values", [[{"name": "Order"}], [["Order", "Deliver"]]])
def test_a_role_of_which_the_values_have_several_parts(refusal, log, values):
    """A struct or a list in Parquet. As an attribute it is a text, and a role that nobody needs goes without it."""
    columns = {"case_id": ["1"], "activity": ["Order"], "timestamp": ["2026-03-02 09:00:00"]}
    error = refusal(parquet({**columns, "activity": values}), "log.parquet")
    assert (error.expected, error.where) == (
        "a column of single values for the activity",
        "log.parquet, column activity",
    )
    assert "a struct, a list or a map" in error.found
    assert "activity=…" in error.do
    assert refusal(parquet({**columns, "who": values}), "log.parquet", columns="team=who").where.endswith("column who")
    assert [one.name for one in log(parquet({**columns, "team": values}), "log.parquet").attributes] == ["team"]


def test_times_that_cannot_be_read(refusal):
    error = refusal("case_id,activity,timestamp\n1,Order,soon\n2,Order,later\n")
    assert "2 unreadable time" in error.found
    assert error.where == "log.csv, line 2"


# --- rows ------------------------------------------------------------------------------------------------------------


def test_rows_that_cannot_be_read_are_counted_by_reason(log):
    good = "".join(f"{n},Order,2026-03-02 09:00:00\n" for n in range(95))
    read = log(
        "case_id,activity,timestamp\n"
        + good
        + ",Order,2026-03-02 09:00:00\n1,,2026-03-02 09:00:00\n1,Order,\n1,Order,soon\n1,Order\n",
        max_refused=0.05,
    )
    assert (read.quality.rows, read.quality.used, read.quality.refused) == (100, 95, 5)
    assert read.quality.reasons == {
        "no activity": 1,
        "no case": 1,
        "no time": 1,
        "ragged": 1,
        "unreadable time": 1,
    }


def test_more_than_one_percent_is_too_many(refusal):
    """Two rows of a hundred; the first one stands on line 51 of the file, for one row runs over two lines."""
    rows = [f"{n},Order,2026-03-02 09:00:00" for n in range(100)]
    rows[10] = '10,"Order\nby phone",2026-03-02 09:00:00'
    rows[48] = ",Order,2026-03-02 09:00:00"
    rows[60] = "60,Order"
    error = refusal("case_id,activity,timestamp\n" + "\n".join(rows))
    assert error.found.startswith("2 of 100 rows cannot be (1 no case, 1 ragged); the first one: no case in")
    assert error.where == "log.csv, line 51"


def test_the_first_may_be_a_ragged_one(refusal):
    rows = [f"{n},Order,2026-03-02 09:00:00" for n in range(100)]
    rows[10] = '10,"Order\nby phone",2026-03-02 09:00:00'
    rows[48] = "48,Order,2026-03-02 09:00:00,more"
    rows[60] = ",Order,2026-03-02 09:00:00"
    error = refusal("case_id,activity,timestamp\n" + "\n".join(rows))
    assert "the first one: ragged in 48,Order,2026-03-02 09:00:00,more" in error.found
    assert error.where == "log.csv, line 51"


def test_exactly_one_percent_is_allowed(log):
    rows = [f"{n},Order,2026-03-02 09:00:00" for n in range(99)] + ["99,Order"]
    assert log("case_id,activity,timestamp\n" + "\n".join(rows)).quality.refused == 1


def test_a_log_of_which_nothing_is_left(refusal):
    assert "1 of 1 rows" in refusal("case_id,activity,timestamp\n1,,2026-03-02 09:00:00\n", max_refused=1.0).found


def test_a_parquet_file_with_damaged_inner_lists_is_refused(engine, tmp_path):
    """Found by `make fuzz` from a table of four made-up rows: the engine has an error of no kind for it."""
    path = tmp_path / "log.parquet"
    path.write_bytes(base64.b64decode(DAMAGED_LISTS))
    with pytest.raises(LogError, match="a table that can be read to its end"):
        read_log(engine, from_arguments(path, "journey.yaml"))


def test_a_workbook_whose_packed_bytes_are_damaged_is_refused(log, tmp_path):
    """Found by `make fuzz`: 24 bytes of a part written over. Reading it ended in zlib's own error."""
    book = openpyxl.Workbook()
    book.active.append(["case_id", "activity", "timestamp"])
    book.save(tmp_path / "whole.xlsx")
    content = bytearray((tmp_path / "whole.xlsx").read_bytes())
    with zipfile.ZipFile(tmp_path / "whole.xlsx") as whole:
        part = whole.getinfo("xl/workbook.xml")
    data = part.header_offset + 30 + len(part.filename)
    content[data : data + 24] = b"\xff" * 24
    with pytest.raises(LogError) as refused:
        log(bytes(content), "damaged.xlsx")
    assert refused.value.expected == "a whole Excel workbook"
