"""Rules and models of one's own beside the newest run. A model that was uploaded lies in `.alignment/models`, under the
digest of its bytes; the newest twenty are kept."""

from __future__ import annotations

import base64
import binascii
import contextlib
import hashlib
import re
import secrets
from collections.abc import Sequence
from pathlib import Path

from analyzer.errors import AnalyzerError
from analyzer.jobs.aside import LookLimits, Looks, LookWords
from analyzer.settings.rule import MOST_RULES
from analyzer.slices import Filters, rules_kept
from analyzer.tables.model_check import ModelCheck
from analyzer.tables.rules_kept import RuleKept
from analyzer.words.language import say
from dashboards.providers.runs import Provider

__all__ = ["ModelCheck", "RuleKept"]

MOST_BYTES = 3_000_000  # a request may have five million, and base64 makes four of three
MOST_KEPT = 20
LIMITS = LookLimits(seconds=120.0)  # trace alignments end by themselves after some 20, with what they have
_asked = Looks(
    LookWords(
        "a model that can be compared with the run in that time",
        "the page of one's own model",
        "give a model with fewer parallel branches and loops, or filter to fewer cases",
        "compare a model with a run",
    )
)
_read = Looks(
    LookWords(
        "a model that can be read in that time", "the page of one's own model", "give a smaller model", "upload a model"
    )
)
_MARK = re.compile(r"[0-9a-f]{12}")
_ODD = re.compile(r"[^\w .()-]")


def rules_of(provider: Provider, asked: Sequence[str]) -> tuple[str, ...]:
    """The project's rules, then those of the address, each once. An address adds `MOST_RULES` at most."""
    own = [rule.text for rule in provider.settings.rules]
    return tuple(dict.fromkeys([*own, *asked[:MOST_RULES]]))


def rules(
    provider: Provider, filters: Filters, texts: tuple[str, ...]
) -> tuple[tuple[RuleKept, ...] | None, str | None]:
    """How the rules are kept, or why nobody knows."""
    return provider.slices.ask(("rules", texts), filters, lambda run, one: rules_kept(run, one, texts))


def kept_models(provider: Provider) -> list[tuple[str, str]]:
    """(mark, name) of the models that were uploaded, the newest first."""
    return [(mark, name) for mark, name, _ in _files(provider)]


def keep_model(provider: Provider, filename: str, contents: str) -> tuple[str | None, str | None]:
    """Keep an uploaded file (`data:…;base64,…`): its mark, and None; or None and why it was refused."""
    try:
        data = base64.b64decode(contents.partition(",")[2], validate=True)
    except (binascii.Error, ValueError):
        return None, say("models.the_file_did_not")
    name = _ODD.sub("_", Path(filename).name)[-50:] or "model"  # a letter has up to four bytes, a name 255
    if len(data) > MOST_BYTES:
        most = MOST_BYTES // 1_000_000
        return None, say("models.the_file_has_more", most=most, name=name)
    try:
        _read.ask("model", (data, name), None, LIMITS)
    except AnalyzerError as refused:
        return None, say(
            "models.expected_found", expected=refused.expected, found=refused.found, where=refused.where, do=refused.do
        )
    mark = hashlib.sha256(data).hexdigest()[:12]
    folder = _folder(provider)
    folder.mkdir(parents=True, exist_ok=True)
    written = folder / f".{secrets.token_hex(4)}"
    written.write_bytes(data)
    written.replace(folder / f"{mark} {name}")  # whole at once: somebody may be reading it
    for _, _, old in _files(provider)[MOST_KEPT:]:
        old.unlink(missing_ok=True)
    return mark, None


def checked(provider: Provider, filters: Filters, mark: str) -> tuple[ModelCheck | None, str | None]:
    """The newest run beside a model that was kept, or why it cannot be."""
    file = next((file for known, _, file in _files(provider) if known == mark), None)
    if file is None:
        return None, say("models.this_model_is_not")
    name, data = file.name.partition(" ")[2], file.read_bytes()
    return provider.slices.ask(("model", mark), filters, lambda run, one: _beside(run, one, data, name), True)


def _beside(run: Path, filters: Filters, data: bytes, name: str) -> ModelCheck:
    """In a process of its own: trace alignments of a model that somebody uploaded may take any time and memory."""
    found: ModelCheck = _asked.ask("beside model", (run, filters, data, name), None, LIMITS)
    return found


def _files(provider: Provider) -> list[tuple[str, str, Path]]:
    """(mark, name, file), the newest first."""
    folder = _folder(provider)
    if not folder.is_dir():
        return []
    dated = []
    for file in folder.iterdir():
        with contextlib.suppress(FileNotFoundError):  # it was just taken away
            dated.append((-file.stat().st_mtime_ns, file.name, file))
    parts = [(*name.partition(" ")[::2], file) for _, name, file in sorted(dated)]
    return [(mark, name, file) for mark, name, file in parts if _MARK.fullmatch(mark) and name]


def _folder(provider: Provider) -> Path:
    return provider.settings.home / "models"
