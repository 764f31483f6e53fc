"""Reading alignment.json: what does not have the format is refused, and the message says where."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from analyzer.document import checked, read_document
from analyzer.errors import InputError
from tests.real_document import real


def written(path: Path, content: Any) -> Path:
    path.write_text(json.dumps(content), encoding="utf-8")
    return path


def refused(content: Any) -> InputError:
    with pytest.raises(InputError) as raised:
        checked(content, "alignment.json")
    return raised.value


def test_a_document_of_a_run_is_read_as_it_is(tmp_path: Path) -> None:
    assert read_document(written(tmp_path / "alignment.json", real())) == real()


def test_keys_that_are_not_known_are_kept(tmp_path: Path) -> None:
    """A newer program may have added them."""
    document: dict[str, Any] = {**real(), "weather": {"rain": True}}
    document["stages"][0]["colour"] = "green"
    assert read_document(written(tmp_path / "alignment.json", document)) == document


def test_a_document_without_what_came_later_is_read() -> None:
    document = real()
    for driver in (d for m in document["mismatches"] for d in m["drivers"]):
        driver.pop("adjusted_for", None)
        driver.pop("given", None)
    del document["ruler"]
    assert checked(document, "alignment.json") == document


def test_a_ruler_is_read_where_there_is_one() -> None:
    ruler = {"id": "r1", "made_at": "2026-07-01T02:15:00Z", "first": "2026-01-02T00:00:00Z", "last": "2026-06-30"}
    assert checked({**real(), "ruler": ruler}, "alignment.json")["ruler"]["id"] == "r1"
    assert refused({**real(), "ruler": {"id": "r1"}}).where == "alignment.json, ruler"


def test_a_value_of_the_wrong_type_is_refused_with_its_place() -> None:
    document = real()
    document["stages"][2]["inside_out"]["good"] = "many"
    error = refused(document)
    assert error.where == "alignment.json, stages[2].inside_out.good"
    assert error.found == "Expected `int`, got `str`"
    assert error.expected == 'a document of the format "alignment/1"'
    assert "analyzer align" in error.do


def test_a_key_that_is_missing_is_refused() -> None:
    document = real()
    del document["mismatches"][0]["drivers"][0]["risk_ratio"]
    error = refused(document)
    assert error.found == "Object missing required field `risk_ratio`"
    assert error.where == "alignment.json, mismatches[0].drivers[0]"


@pytest.mark.parametrize(
    ("content", "found"),
    [
        ([], "no object"),
        ({"format": "alignment/2"}, '"format": "alignment/2"'),
        ({"log": {}}, '"format": null'),
    ],
)
def test_another_format_is_refused(content: Any, found: str) -> None:
    assert refused(content).found == found


def test_a_file_that_is_no_json_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "alignment.json"
    file.write_text("{", encoding="utf-8")
    with pytest.raises(InputError, match="no JSON"):
        read_document(file)
    file.write_text('{"format": NaN}', encoding="utf-8")
    with pytest.raises(InputError, match="NaN is no number of JSON"):
        read_document(file)
    with pytest.raises(InputError, match="a file that can be read"):
        read_document(tmp_path / "none.json")
