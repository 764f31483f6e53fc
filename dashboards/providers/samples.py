"""The sample as a first project's data: one click from an empty page to a picture."""

from __future__ import annotations

import hashlib
import tempfile
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

from analyzer.errors import AnalyzerError
from analyzer.settings import ChosenInputs, data_set_of, data_set_path, load_project
from analyzer.settings.samples import sample_folder
from analyzer.settings.writing import BACKUP, digest_of, put_whole
from analyzer.words.language import say
from dashboards.providers.datasets import Role
from dashboards.providers.runs import ANALYSE, Provider

JOURNEY = "journey.yaml"  # beside the log, in the folder of its data set


def at_hand(provider: Provider) -> bool:
    """Whether the sample can be analysed here."""
    return provider.works and sample_folder() is not None


def take(provider: Provider, who: str | None) -> str | None:
    """Read the sample, with its own journey, time zone, calendar and word for a case, and analyse it; why not, in
    words, where it cannot be kept. Nothing of the project changes: `sources.read_own_files` goes back to it."""
    home = sample_folder()
    if home is None or not provider.works:
        return say("samples.the_sample_is_not")
    try:
        if not provider.datasets.chosen().is_sample:
            provider.datasets.choose(_inputs(provider, home, who))
    except AnalyzerError as error:
        return error.message
    except OSError as reason:
        return say("samples.the_sample_cannot_be", strerror=reason.strerror or say("samples.an_error"))
    provider.jobs.start(ANALYSE, who=who)
    return None


def _inputs(provider: Provider, home: Path, who: str | None) -> ChosenInputs:
    """The sample's files as data sets, read as its project file says."""
    sample = load_project(home)
    log = _added(provider, home / str(sample.log.path), "log", who)
    of = data_set_of(log) or ""
    journey = provider.datasets.home / of / JOURNEY
    own = sample.resolve(sample.journey)
    if digest_of(journey) != digest_of(own):  # it is the sample's again, whoever edited it or was killed over it
        if journey.exists():
            journey.replace(journey.with_name(JOURNEY + BACKUP))
        put_whole(journey, own.read_bytes().decode("utf-8"))
    signals = tuple(replace(one, path=_added(provider, home / one.path, "signals", who)) for one in sample.signals)
    return ChosenInputs(
        replace(sample.log, path=log),
        signals,
        data_set_path(of, JOURNEY),
        sample.timezone,
        sample.case_noun,
        sample.calendar,
    )


def _added(provider: Provider, file: Path, role: Role, who: str | None) -> str:
    """A file of the sample as a data set; the one that is there already, where somebody has taken it before."""
    name = file.name
    digest = hashlib.sha256(file.read_bytes()).hexdigest()
    known = [one for one in provider.datasets.all(role) if one.sha256 == digest and one.name == f"sample {name}"]
    if known:
        return known[0].source_path
    identity = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{digest[:8]}"
    provider.datasets.home.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=provider.datasets.home, prefix=".sample-", delete=False) as copy:
        copy.write(file.read_bytes())
    return provider.datasets.add(identity, Path(copy.name), f"sample {name}", role, digest, who).source_path
