"""The sample as a first project's data: one click from an empty page to a picture."""

from __future__ import annotations

import hashlib
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from analyzer.errors import AnalyzerError, JourneyError
from analyzer.journey import load_journey
from analyzer.settings import Inputs, LogSource, SignalSource, load_project
from analyzer.settings.writing import replace_file
from dashboards.providers.runs import ANALYSE, Provider
from dashboards.providers.sources import fresh

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "samples" / "food_distribution"


def can_take(provider: Provider) -> bool:
    """Whether the sample is at hand, and taking it would overwrite nothing."""
    settings = load_project(provider.project)
    return (SAMPLE / "project.yaml").is_file() and not settings.resolve(settings.journey).exists()


def take(provider: Provider, who: str | None) -> str | None:
    """The sample's log and signals as data sets that are read, its journey as the project's, and the analysis; why not,
    in words, where the journey cannot be put there."""
    if not can_take(provider):
        return None
    sample, settings = load_project(SAMPLE), fresh(provider)
    journey = sample.resolve(sample.journey).read_text(encoding="utf-8")
    try:  # first, for it may be refused: whole or not at all, and never over another's
        replace_file(settings.resolve(settings.journey), journey, load_journey, "", JourneyError)
    except AnalyzerError as error:
        return error.message
    log = _added(provider, str(sample.log.path), "log", who)
    signals = _added(provider, sample.signals[0].path, "signals", who)
    source = SignalSource(
        path=signals, columns=sample.signals[0].columns, window_s=sample.signals[0].window_s, silence="unknown"
    )
    provider.datasets.choose(Inputs(LogSource(path=log, columns=sample.log.columns), (source,)))
    provider.jobs.start(ANALYSE, who=who)
    return None


def _added(provider: Provider, name: str, role: str, who: str | None) -> str:
    file = SAMPLE / name
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    identity = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{digest[:8]}"
    provider.datasets.home.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=provider.datasets.home, prefix=".sample-", delete=False) as copy:
        copy.write(file.read_bytes())
    made = provider.datasets.add(
        identity, Path(copy.name), f"sample {name}", "log" if role == "log" else "signals", digest, who
    )
    return made.source_path
