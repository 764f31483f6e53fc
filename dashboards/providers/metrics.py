"""What a monitoring system may know of nights: how old the last good one is, how long it took, what it found."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from analyzer.catalog import findings, latest, nights, waiting_deliveries
from analyzer.tables.mismatch import KINDS_OF_MISMATCH
from dashboards.providers.runs import Provider

if TYPE_CHECKING:
    from prometheus_client.core import Metric


def metrics_text(projects: Sequence[Provider], now: datetime | None = None) -> tuple[bytes, str] | None:
    """The numbers of all projects that say `metrics: true`, in the text format of Prometheus, and its content type;
    None where no project does."""
    shown = [one for one in projects if one.settings.metrics]
    if not shown:
        return None
    from prometheus_client import CollectorRegistry
    from prometheus_client.exposition import choose_encoder

    registry = CollectorRegistry()
    registry.register(_Nights(shown, now or datetime.now(UTC)))
    encode, content_type = choose_encoder("text/plain")
    return encode(registry), content_type


class _Nights:
    """Reads the catalogs at the moment of asking."""

    def __init__(self, projects: Sequence[Provider], now: datetime) -> None:
        self.projects, self.now = projects, now

    def collect(self) -> Iterator[Metric]:
        from prometheus_client.core import GaugeMetricFamily as Gauge

        label = ["project"]
        at = Gauge("alignment_last_night_timestamp_seconds", "When the last good night ended.", labels=label)
        age = Gauge("alignment_last_night_age_seconds", "Seconds since the last good night ended.", labels=label)
        took = Gauge("alignment_last_night_duration_seconds", "How long the last good night took.", labels=label)
        found = Gauge("alignment_findings", "Mismatches of the newest run by kind.", labels=[*label, "kind"])
        waiting = Gauge("alignment_deliveries_waiting", "Deliveries not sent yet.", labels=label)
        for provider in self.projects:
            name, catalog = [provider.name], provider.catalog()
            night, newest = next(iter(nights(catalog, 1)), None), latest(catalog)
            if night is not None:
                at.add_metric(name, night.finished_at.timestamp())
                age.add_metric(name, (self.now - night.finished_at).total_seconds())
                took.add_metric(name, (night.finished_at - night.started_at).total_seconds())
            if newest is not None:
                kinds = [one.kind for one in findings(catalog, newest.id)]
                for kind in KINDS_OF_MISMATCH:
                    found.add_metric([*name, kind], kinds.count(kind))
            waiting.add_metric(name, len(waiting_deliveries(catalog)))
        yield from (at, age, took, found, waiting)
