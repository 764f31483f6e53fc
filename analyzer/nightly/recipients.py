"""Who hears of what: the addresses of the project file, and the mismatches that are theirs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from analyzer.catalog import Finding
from analyzer.document import AlignmentDocument
from analyzer.nightly.links import recipient_key
from analyzer.nightly.outcome import Channel
from analyzer.reports.digest import owners_of
from analyzer.settings import Settings, suggestion
from analyzer.settings.model import Shape
from analyzer.words.digest_words import names
from analyzer.words.language import say


@dataclass(frozen=True)
class Recipient:
    """An address that is told of nights. `of`: the owners and stages that it hears of; empty for everything."""

    channel: Channel
    address: str = field(repr=False)
    key: str
    shown: str
    of: tuple[str, ...] = ()
    shape: Shape = "json"

    @property
    def reason(self) -> str:
        """Why it is told, as a mail says it."""
        return (
            say("recipients.you_are_named_for", names=names(self.of))
            if self.of
            else say("recipients.you_are_named_for_the")
        )


def recipients(settings: Settings) -> tuple[Recipient, ...]:
    """Everybody whom the project file names, each once, whatever the number of keys that name them."""
    found: dict[str, Recipient] = {}
    email = settings.report.email
    of: dict[str, list[str]] = {}
    first: dict[str, str] = {}
    for name, addresses in email.to_some if email else ():
        for address in addresses:
            first.setdefault(recipient_key(address), address)
            of.setdefault(recipient_key(address), []).append(name)
    for address in email.to if email else ():
        first.setdefault(recipient_key(address), address)
        of[recipient_key(address)] = []
    for key, address in first.items():
        found[key] = Recipient("email", address, key, settings.masked(address), tuple(of[key]))
    for hook in settings.report.webhooks:
        key = recipient_key(hook.url)
        found.setdefault(key, Recipient("webhook", hook.url, key, _host(settings, hook.url), (), hook.shape))
    return tuple(found.values())


def theirs(
    recipient: Recipient,
    everybody: tuple[Recipient, ...],
    document: AlignmentDocument,
    known: Mapping[str, Finding],
) -> frozenset[str] | None:
    """The ids of a recipient's mismatches; None for all of them.

    Theirs is what their stage or owner answers for, or what has its first cause there. What no key names is heard by
    who hears of everything; where nobody does, by all of them, so that no mismatch goes unheard.
    """
    if not recipient.of:
        return None
    named = {name.casefold() for one in everybody for name in one.of}
    mine = {name.casefold() for name in recipient.of}
    answer = {identity: _answers_for(document, identity, known) for identity in _ids(document, known)}
    heard = any(one.channel == "email" and not one.of for one in everybody)
    return frozenset(key for key, who in answer.items() if who & mine or not (heard or who & named))


def unknown_names(settings: Settings, document: AlignmentDocument) -> list[tuple[str, str]]:
    """The keys of `report.email.to` that are no stage and no owner of the journey, each with what to do."""
    email = settings.report.email
    valid = {name for stage in document["stages"] for name in (stage["name"], stage["owner"]) if name}
    folded = {name.casefold() for name in valid}
    keys = [name for name, _ in email.to_some] if email else []
    return [(name, suggestion(name, sorted(valid))) for name in keys if name.casefold() not in folded]


def _ids(document: AlignmentDocument, known: Mapping[str, Finding]) -> set[str]:
    return {mismatch["id"] for mismatch in document["mismatches"]} | set(known)


def _answers_for(document: AlignmentDocument, identity: str, known: Mapping[str, Finding]) -> set[str]:
    mismatch = next((one for one in document["mismatches"] if one["id"] == identity), None)
    stage = mismatch["stage"] if mismatch else known[identity].stage
    causes = [driver["stage"] for driver in (mismatch["drivers"] if mismatch else [])[:1]]
    found = (stage, *causes, *owners_of(document, mismatch, stage))
    return {name.casefold() for name in found if name}


def _host(settings: Settings, url: str) -> str:
    """An address that may hold a token, as far as it may be shown."""
    parts = urlsplit(url)
    return settings.masked(f"{parts.scheme}://{parts.hostname}/…")
