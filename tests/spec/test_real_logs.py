"""Real logs that bring no customers' voice of their own: with a few signals made for them, and with none at all."""

from __future__ import annotations

import csv
from datetime import timedelta
from pathlib import Path

import pytest
import yaml

from analyzer import pipeline
from analyzer.engine import open_engine
from analyzer.ingest import read_log
from analyzer.settings import from_arguments

COUNTS = {"bpic2012": (13_087, 164_506), "helpdesk": (4_580, 21_348), "receipt": (1_434, 8_577)}  # BPIC: completions
ANSWERS = 40


@pytest.fixture(scope="module", params=sorted(COUNTS))
def made(
    request: pytest.FixtureRequest, shared_data: Path, tmp_path_factory: pytest.TempPathFactory
) -> tuple[str, Path, Path, Path]:
    """Name, log, a journey in three stages, and forty answers a day after the last event of their case."""
    folder = tmp_path_factory.mktemp(request.param)
    log_file, journey, signals = shared_data / f"{request.param}.xes.gz", folder / "j.yaml", folder / "s.csv"
    with open_engine() as engine:
        log = read_log(engine, from_arguments(str(log_file), str(journey), ()))
        cases = engine.frame(log.cases.select("case_id", "last_at").order_by("case_id").limit(ANSWERS))
    parts = [list(log.activities[i::3]) for i in range(3)]
    stages = [{"name": f"Part {i}", "owner": "Desk", "activities": part} for i, part in enumerate(parts)]
    journey.write_text(yaml.safe_dump({"journey": "In three parts", "stages": stages}), encoding="utf-8")
    with signals.open("w", newline="", encoding="utf-8") as file:
        rows = csv.writer(file)
        rows.writerow(["case_id", "timestamp", "kind", "score", "stage"])
        for number, case in enumerate(cases.itertuples()):
            rows.writerow([case.case_id, case.last_at + timedelta(days=1), "csat", 1 + number % 5, "Part 0"])
    return request.param, log_file, journey, signals


def test_a_real_log_with_a_few_signals(made):
    """Scores 1 to 5 in turn: 16 of 40 answers are bad."""
    name, log, journey, signals = made
    document = pipeline.align(from_arguments(str(log), str(journey), (str(signals),))).document
    assert (document["log"]["cases"], document["log"]["events"]) == COUNTS[name]
    assert document["signals"]["linked"] == document["signals"]["stage_from"]["stated"] == ANSWERS
    assert document["signals"]["scores"]["csat"]["value"] == pytest.approx(16 / 40)  # of 40, 16 say 4 or 5
    assert document["stages"][0]["outside_in"]["bad"] <= 16


@pytest.mark.parametrize("made", ["helpdesk"], indirect=True)
def test_a_real_log_without_any_signal(made):
    name, log, journey, _ = made
    document = pipeline.align(from_arguments(str(log), str(journey), ())).document
    assert (document["log"]["cases"], document["log"]["events"]) == COUNTS[name]
    assert document["signals"]["note"] == "no customer voice yet"
    assert document["alignment"]["visibility"] == {"value": None, "low": None, "high": None}
    assert sum(stage["visits"] for stage in document["stages"]) > document["log"]["cases"]
