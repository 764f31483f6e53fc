"""The sample as a first project's data: one click from an empty page to a picture."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from analyzer.settings import Inputs, LogSource, SignalSource, load_project
from dashboards.providers.runs import ANALYSE, Provider
from dashboards.providers.sources import fresh

SAMPLE = Path(__file__).resolve().parents[2] / "data" / "samples" / "food_distribution"


def can_take(provider: Provider) -> bool:
    """Whether the sample is at hand, and taking it would overwrite nothing."""
    settings = load_project(provider.project)
    return (SAMPLE / "project.yaml").is_file() and not settings.resolve(settings.journey).exists()


def take(provider: Provider, who: str | None) -> None:
    """The sample's log and signals as data sets that are read, its journey as the project's, and the analysis."""
    if not can_take(provider):
        return
    sample, settings = load_project(SAMPLE), fresh(provider)
    log = _added(provider, str(sample.log.path), "log", who)
    signals = _added(provider, sample.signals[0].path, "signals", who)
    shutil.copyfile(sample.resolve(sample.journey), settings.resolve(settings.journey))
    source = SignalSource(
        path=signals, columns=sample.signals[0].columns, window_s=sample.signals[0].window_s, silence="unknown"
    )
    provider.datasets.choose(Inputs(LogSource(path=log, columns=sample.log.columns), (source,)))
    provider.jobs.start(ANALYSE, who=who)


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
