"""The three files: written wholly or not at all, the same bytes from the same document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from analyzer.reports import FILES, write
from tests.real_document import empty, example, quiet


def test_a_run_leaves_three_files(tmp_path: Path):
    written = write(example(), tmp_path / "new" / "folder")
    assert [path.name for path in written] == ["alignment.json", "report.html", "mismatches.csv"]
    assert sorted(path.name for path in (tmp_path / "new" / "folder").iterdir()) == sorted(FILES)


def test_the_document_comes_back_as_it_was(tmp_path: Path):
    write(example(), tmp_path)
    text = (tmp_path / "alignment.json").read_text(encoding="utf-8")
    assert json.loads(text) == example()
    assert text.endswith("}\n")
    assert list(json.loads(text))[:2] == ["format", "name"]
    assert list(json.loads(text))[-1] == "run"


@pytest.mark.parametrize("make", [example, empty, quiet])
def test_two_runs_write_the_same_bytes(make, tmp_path: Path):
    backwards = dict(reversed(make().items()))
    write(make(), tmp_path / "one")
    write(backwards, tmp_path / "two")
    for name in FILES:
        assert (tmp_path / "one" / name).read_bytes() == (tmp_path / "two" / name).read_bytes()


def test_a_number_that_is_none_stops_everything_before_the_first_byte(tmp_path: Path):
    document = example()
    document["alignment"]["visibility"]["value"] = float("nan")
    with pytest.raises(ValueError, match="JSON"):
        write(document, tmp_path / "out")
    assert not (tmp_path / "out").exists()


def test_what_was_there_is_replaced(tmp_path: Path):
    write(example(), tmp_path)
    write(empty(), tmp_path)
    assert json.loads((tmp_path / "alignment.json").read_text(encoding="utf-8"))["signals"]["total"] == 0
    assert sorted(path.name for path in tmp_path.iterdir()) == sorted(FILES)
