"""`/metrics` for Prometheus: off unless asked for, and what it says of nights."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from prometheus_client.parser import text_string_to_metric_families

from analyzer.catalog import add_user, password_hash
from analyzer.nightly.deliver import deliver
from dashboards.providers import Projects
from dashboards.providers.metrics import metrics_text
from dashboards.server import make_server


def numbers(text: str) -> dict[tuple[str, str], float]:
    """(name, kind or nothing) → number."""
    found = [sample for family in text_string_to_metric_families(text) for sample in family.samples]
    assert {sample.labels["project"] for sample in found} == {"Greenleaf Foods"}
    return {(sample.name, sample.labels.get("kind", "")): sample.value for sample in found}


@pytest.fixture
def shown(request):
    opened = []

    def show(settings) -> Projects:
        opened.append(Projects([settings.project]))
        return opened[-1]

    yield show
    for one in opened:
        one.close()


def test_there_is_none_unless_it_is_asked_for(made, nights, shown):
    kept = nights(made(""))
    kept.next()
    with make_server(shown(kept.settings)).test_client() as client:
        assert client.get("/metrics").status_code == 404
        assert set(client.get("/health").json) == {"status", "run"}


def test_age_duration_and_findings_by_kind(made, nights, shown):
    """The night began and ended at 02:15; the example has two hidden frictions and one of three other kinds."""
    kept = nights(made("metrics: true"))
    kept.next(started="2026-11-01T02:15:00Z")
    text, content_type = metrics_text(shown(kept.settings).all, datetime(2026, 11, 1, 3, 15, tzinfo=UTC))
    assert content_type.startswith("text/plain; version=0.0.4")
    said = numbers(text.decode())
    assert said["alignment_last_night_age_seconds", ""] == 3600
    assert said["alignment_last_night_duration_seconds", ""] == 0
    assert said["alignment_last_night_timestamp_seconds", ""] == datetime(2026, 11, 1, 2, 15, tzinfo=UTC).timestamp()
    assert said["alignment_findings", "hidden_friction"] == 2
    assert said["alignment_findings", "silent_defect"] == 1
    assert said["alignment_findings", "broken_promise"] == 0
    assert said["alignment_deliveries_waiting", ""] == 0


def test_before_the_first_night_no_age_is_made_up(made, nights, shown):
    kept = nights(made("metrics: true"))
    text, _ = metrics_text(shown(kept.settings).all)
    assert set(numbers(text.decode())) == {("alignment_deliveries_waiting", "")}


def test_what_waits_is_counted(mailed, nights, mailbox, shown):
    mailbox.refuses.add("anna@example.org")
    kept = nights(mailed(rest="metrics: true"))
    deliver(kept.settings, kept.catalog, kept.next({"new": ["hidden-friction-delivery-182bfb"]}))
    text, _ = metrics_text(shown(kept.settings).all)
    assert numbers(text.decode())["alignment_deliveries_waiting", ""] == 1


def test_a_monitor_does_not_sign_in(made, nights, shown):
    kept = nights(made("metrics: true"))
    add_user(kept.catalog, "Vera", "viewer", password_hash("correct horse battery"))
    with make_server(shown(kept.settings)).test_client() as client:
        assert client.get("/metrics").status_code == 200
        assert client.get("/data", headers={"Accept": "text/html"}).status_code == 302
