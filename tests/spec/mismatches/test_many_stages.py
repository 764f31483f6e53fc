"""A journey of 200 stages and more than 2,000 candidates: the planted cause is found, with numbers counted by hand.

400 cases live all stages, an hour each. In 80 of them prepayment is demanded in stage 50; 48 of these (60 %) are
unhappy with stage 150, and 32 of the other 320 (10 %). By hand: risk ratio 6, and of the 80 unhappy visits 48/80 ·
(1 − 1/6) = 50 % go with it. Each event is done by one of ten people of its stage, drawn by lot.
"""

from __future__ import annotations

import csv
import random
from datetime import datetime, timedelta

import pytest
import yaml

from analyzer import pipeline
from analyzer.engine import open_engine
from analyzer.judging import judge
from analyzer.mismatches.candidates import candidates
from analyzer.mismatches.heard import focus
from analyzer.settings import load_project

STAGES, CASES, CAUSE, FELT = 200, 400, 50, 150
CAUSED, UNHAPPY_CAUSED, UNHAPPY_OTHERS = 80, 48, 32


@pytest.fixture(scope="module")
def project(tmp_path_factory):
    folder = tmp_path_factory.mktemp("many_stages")
    lot = random.Random(20260101)
    cases = list(range(CASES))
    lot.shuffle(cases)
    caused = set(cases[:CAUSED])
    unhappy = {*cases[:UNHAPPY_CAUSED], *cases[CAUSED : CAUSED + UNHAPPY_OTHERS]}
    begin = datetime(2026, 1, 5)
    with (folder / "log.csv").open("w", newline="") as log, (folder / "signals.csv").open("w", newline="") as signals:
        events, said = csv.writer(log), csv.writer(signals)
        events.writerow(["case_id", "activity", "timestamp", "resource"])
        said.writerow(["case_id", "timestamp", "kind", "score", "stage"])
        for case in range(CASES):
            for stage in range(STAGES):
                at = begin + timedelta(hours=case + stage, minutes=lot.randrange(20))
                who = f"P{stage:03}-{lot.randrange(10)}"
                events.writerow([f"C{case:03}", f"Step {stage:03}", at, who])
                if stage == CAUSE and case in caused:
                    events.writerow([f"C{case:03}", "Demand prepayment", at + timedelta(minutes=10), who])
            said.writerow([f"C{case:03}", at + timedelta(days=1), "csat", 1 if case in unhappy else 5, f"Stage {FELT}"])
    stages = [{"name": f"Stage {no}", "owner": "Team", "activities": [f"Step {no:03}"]} for no in range(STAGES)]
    stages[CAUSE]["activities"].append("Demand prepayment")
    stages[FELT]["target"] = {"within": "24h", "from": f"Step {FELT - 1:03}", "to": f"Step {FELT:03}"}
    (folder / "journey.yaml").write_text(yaml.safe_dump({"journey": "Many stages", "stages": stages}, sort_keys=False))
    given = {"log": {"path": "log.csv"}, "journey": "journey.yaml", "signals": [{"path": "signals.csv"}]}
    (folder / "project.yaml").write_text(yaml.safe_dump({"name": "Many stages", **given}))
    return load_project(folder / "project.yaml")


@pytest.fixture(scope="module")
def analysis(project):
    return pipeline.align(project)


def test_the_planted_cause_is_found_and_nothing_else(analysis):
    found = [m for m in analysis.document["mismatches"] if m["kind"] == "hidden_friction"]
    assert [m["stage"] for m in found] == [f"Stage {FELT}"]
    (driver,) = found[0]["drivers"]
    assert (driver["type"], driver["activity"], driver["stage"]) == ("activity", "Demand prepayment", f"Stage {CAUSE}")
    assert driver["visits"] == CAUSED
    assert driver["share"]["value"] == pytest.approx(0.5)


def test_every_stage_was_lived_by_every_case(analysis):
    assert [stage["visits"] for stage in analysis.document["stages"]] == [CASES] * STAGES


def test_more_than_two_thousand_candidates_were_tried(project, analysis):
    with open_engine() as engine:
        given, _ = pipeline.read(engine, project, analysis.ruler)
        judged = judge(engine, given, analysis.ruler)
        focused = focus(engine, judged.heard, given.journey, analysis.ruler.bins)
        tried = candidates(engine, focused, judged.traits, given.journey, analysis.ruler.numbers)
    assert len(tried.all) > 2_000
