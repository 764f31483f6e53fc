"""`analyzer sample`: a project of one's own to begin with; nothing is overwritten."""

from __future__ import annotations

import json
from pathlib import Path

from tests.conftest import ROOT

SAMPLE = ROOT / "data" / "samples" / "food_distribution"


def test_the_sample_is_written_whole(analyzer, tmp_path: Path):
    ended = analyzer("sample", tmp_path / "shop")
    assert ended.code == 0, ended.err
    names = sorted(path.name for path in (tmp_path / "shop").iterdir())
    assert names == ["README.md", "journey.yaml", "log.csv", "project.yaml", "signals.csv"]
    assert all((tmp_path / "shop" / name).read_bytes() == (SAMPLE / name).read_bytes() for name in names)
    assert f"analyzer serve --project {tmp_path / 'shop'}" in ended.out


def test_it_is_a_project_that_runs_as_it_is(analyzer, pipeline, tmp_path: Path):
    assert analyzer("sample", tmp_path / "shop").code == 0
    assert analyzer("align", "--project", tmp_path / "shop", "--out", tmp_path / "out").code == 0
    assert json.loads((tmp_path / "out" / "alignment.json").read_text())
    assert pipeline.seen[0].case_noun == "order"


def test_nothing_is_overwritten(analyzer, refused, tmp_path: Path):
    (tmp_path / "project.yaml").write_text("name: mine\n")
    parts = refused(analyzer("sample", tmp_path))
    assert parts["found"] == "project.yaml in it"
    assert [path.name for path in tmp_path.iterdir()] == ["project.yaml"]
