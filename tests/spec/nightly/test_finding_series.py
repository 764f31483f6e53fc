"""From a document and its counts by day to what a night looks at, over the sample."""

from __future__ import annotations

from collections.abc import Iterator
from types import SimpleNamespace

import pytest

from analyzer.blueprint import answer_lags, daily_rows
from analyzer.document.mismatch_rows import mismatch_rows
from analyzer.engine import open_engine
from analyzer.mismatches import driver_days
from analyzer.nightly import classify, wanted_drivers, watched_findings
from analyzer.settings import load_project
from analyzer.tables.nights import WatchedNight
from tests.spec.small import Run

SAMPLE = "data/samples/food_distribution/project.yaml"


@pytest.fixture(scope="module")
def sample(request) -> Iterator[SimpleNamespace]:
    """The rooms over the sample, its document's part that a night reads, and tonight's findings."""
    with open_engine() as engine:
        run = Run.of(engine, load_project(request.config.rootpath / SAMPLE))
        span = (run.settings.timezone, run.log.first_at, run.log.last_at)
        document = {
            "journey": {"stages": [{"name": stage.name} for stage in run.journey.stages]},
            "mismatches": mismatch_rows(run.mismatches, run.blueprint, run.journey),
        }
        daily = daily_rows(engine, run.rated, *span)
        wanted = wanted_drivers(document, None)
        drivers = driver_days(engine, run.under.heard, run.under.traits, run.journey, run.ruler, wanted, *span)
        lags = answer_lags(engine, run.rated)
        findings = watched_findings(document, daily, drivers, None, run.settings.thresholds, lags, {})
        yield SimpleNamespace(run=run, document=document, daily=daily, drivers=drivers, lags=lags, findings=findings)


def rows(sample, kind):
    listed = {row["id"]: row for row in sample.document["mismatches"] if row["kind"] == kind}
    watched = {f.id: f for f in sample.findings if f.kind == kind}
    assert listed
    assert listed.keys() == watched.keys()
    return [(listed[name], watched[name]) for name in listed]


def test_the_days_of_hidden_friction_add_up_to_the_document(sample):
    for row, finding in rows(sample, "hidden_friction"):
        evidence = row["evidence"]
        assert sum(finding.measure.n) == evidence["company_good_rated"]
        assert sum(finding.measure.bad) == evidence["company_good_bad"]


def test_the_days_of_every_driver_add_up_to_the_document(sample):
    """The document counts a driver in one query over all visits, a night by day: also absent and numeric ones."""
    for row, finding in rows(sample, "hidden_friction"):
        assert len(finding.drivers) == len(row["drivers"])
        for said, counted in zip(row["drivers"], finding.drivers, strict=True):
            assert sum(counted.exposed_bad) == said["unhappy_visits"]
            assert sum(counted.exposed_bad) + sum(counted.exposed_good) == said["visits"]
            assert sum(counted.other_bad) + sum(counted.exposed_bad) <= sum(finding.measure.bad)


def test_the_days_of_a_silent_defect_and_a_shared_failure_add_up(sample):
    for kind in ("silent_defect", "shared_failure"):
        for row, finding in rows(sample, kind):
            share = sum(finding.reported.bad) / sum(finding.reported.n)
            assert share == pytest.approx(row["evidence"]["company_bad_share"], abs=0.002)  # those under way left out
            assert finding.level == {"silent_defect": 0.20, "shared_failure": 0.05}[kind]


def test_a_blind_spot_is_only_present(sample):
    [(_, finding)] = rows(sample, "blind_spot")
    assert (finding.measure, finding.level, finding.drivers) == (None, None, ())


def test_only_answers_are_waited_for(sample):
    assert all(f.lag_days > 0 for _, f in rows(sample, "hidden_friction"))
    assert all(f.lag_days == 0 for _, f in rows(sample, "silent_defect"))


def test_the_whole_journey_goes_by_the_night(sample):
    """The first night lists all of it as new; the same again, unchanged; what the document no longer lists is still
    looked at, with its drivers."""
    night = WatchedNight("2026-06-30", "r", "s", sample.findings)
    history = classify(None, night).history
    assert set(classify(history, night).unchanged) == {row["id"] for row in sample.document["mismatches"]}
    emptied = {**sample.document, "mismatches": []}
    assert wanted_drivers(emptied, history) == wanted_drivers(sample.document, None)
    still = watched_findings(
        emptied, sample.daily, sample.drivers, history, sample.run.settings.thresholds, sample.lags, {}
    )
    assert {f.id: len(f.drivers) for f in still} == {f.id: len(f.drivers) for f in sample.findings}
    assert not any(f.listed for f in still)


def test_a_driver_that_the_data_no_longer_know_leaves_no_verdict_on_the_others(sample):
    halved = {no: some[1:] for no, some in sample.drivers.items()}
    found = watched_findings(
        sample.document, sample.daily, halved, None, sample.run.settings.thresholds, sample.lags, {}
    )
    assert all(f.drivers == () for f in found)
