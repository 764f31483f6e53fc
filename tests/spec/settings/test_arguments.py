"""Settings from the command line's arguments."""

from __future__ import annotations

import pytest

from analyzer.errors import ArgumentError
from analyzer.settings import check_files, from_arguments


def test_columns_apply_to_log_and_signals_alike():
    settings = from_arguments("log.csv", "j.yaml", ["s.csv"], "case_id=order id, kind=type,cost=Preis")
    assert settings.log.columns == {"case_id": "order id", "cost": "Preis"}
    assert settings.signals[0].columns == {"case_id": "order id", "kind": "type"}
    assert settings.log.shared_columns
    assert settings.signals[0].shared_columns
    assert settings.project is None


def test_columns_may_be_given_several_times():
    assert from_arguments("l", "j", columns=["case_id=a", "activity=b"]).log.columns == {
        "case_id": "a",
        "activity": "b",
    }


@pytest.mark.parametrize(
    ("columns", "found", "do"),
    [
        ("caseid=order", "caseid", "write case_id"),
        ("case_id", "case_id", "role=column"),
        ("case_id=", "case_id=", "role=column"),
        ("case_id=a,case_id=b", "case_id a second time", "keep one"),
    ],
)
def test_columns_refused(columns, found, do):
    with pytest.raises(ArgumentError) as caught:
        from_arguments("l", "j", columns=columns)
    assert caught.value.found == found
    assert do in caught.value.do
    assert caught.value.where == "--columns"


def test_an_unknown_time_zone():
    with pytest.raises(ArgumentError, match="write Europe/Berlin"):
        from_arguments("l", "j", timezone="europe/berlin_")


def test_a_missing_file_names_its_option(tmp_path):
    with pytest.raises(ArgumentError) as caught:
        check_files(from_arguments(tmp_path / "log.csv", tmp_path / "j.yaml"))
    assert caught.value.where == "--log"


def test_a_folder_is_no_log(tmp_path):
    with pytest.raises(ArgumentError, match="is a folder"):
        check_files(from_arguments(tmp_path, tmp_path / "j.yaml"))
