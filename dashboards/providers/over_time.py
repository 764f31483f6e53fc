"""The newest run over time, for what the filters of an address leave."""

from __future__ import annotations

from analyzer.settings.spans import span_text
from analyzer.slices import DOTTED_ORDERS, DottedOrder, Filters, dotted_chart, performance_spectrum, throughput_times
from analyzer.tables.over_time import DottedChart, DurationBand, PerformanceSpectrum, ThroughputTimes
from dashboards.providers.runs import Provider

__all__ = [
    "DOTTED_ORDERS",
    "DottedChart",
    "DottedOrder",
    "DurationBand",
    "PerformanceSpectrum",
    "ThroughputTimes",
    "span_text",
]


def dots(provider: Provider, filters: Filters, order: DottedOrder) -> tuple[DottedChart | None, str | None]:
    """The dotted chart, or why there is none."""
    return provider.slices.ask(("dots", order), filters, lambda run, one: dotted_chart(run, one, order))


def spectrum(
    provider: Provider, filters: Filters, first: str | None, second: str | None
) -> tuple[PerformanceSpectrum | None, str | None]:
    """The performance spectrum between two activities, or why there is none."""
    question = ("spectrum", first, second)
    return provider.slices.ask(question, filters, lambda run, one: performance_spectrum(run, one, first, second))


def durations(provider: Provider, filters: Filters) -> tuple[ThroughputTimes | None, str | None]:
    """How long cases take, or why nobody knows."""
    return provider.slices.ask("durations", filters, throughput_times)
