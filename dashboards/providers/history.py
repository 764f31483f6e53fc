"""Who changed what, in words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from analyzer.catalog import Change, changes
from dashboards.providers.improvement import FIELD_NAMES
from dashboards.providers.runs import Provider

PAGE = 100  # changes at once
THINGS = {"action": "an action", "comment": "a comment", "user": "a user", "journey": "the journey"}


@dataclass(frozen=True)
class Told:
    """One change as people read it."""

    id: str
    at: str  # ISO-8601 UTC
    who: str
    what: str  # added, changed, removed; and what
    details: list[str]


def history(provider: Provider, what: str | None = None, older: str | None = None) -> list[Told]:
    """The changes of one thing or of the whole project, the newest first, a hundred at most."""
    return [_told(change) for change in changes(provider.catalog(), what, PAGE, older)]


def record_of(provider: Provider, action: str) -> list[Told]:
    """The changes of one action."""
    return history(provider, f"action:{action}")


def _told(change: Change) -> Told:
    kind, _, name = change.what.partition(":")
    did = "added" if change.before is None else "removed" if change.after is None else "changed"
    thing = THINGS.get(kind, kind) + (f" ({name})" if kind == "user" else "")
    return Told(change.id, change.at.strftime("%Y-%m-%dT%H:%M:%SZ"), change.who, f"{did} {thing}", _details(change))


def _details(change: Change) -> list[str]:
    before, after = change.before or {}, change.after or {}
    fields = [
        key for key in {**before, **after} if before.get(key) not in (None, "") or after.get(key) not in (None, "")
    ]
    if change.before is None or change.after is None:
        return [f"{_name(key)}: {_value(after.get(key) or before.get(key))}" for key in fields]
    return [f"{_name(key)}: {_value(before.get(key))} → {_value(after.get(key))}" for key in fields]


def _name(key: str) -> str:
    return FIELD_NAMES.get(key, key).removeprefix("the ").replace("_", " ")


def _value(value: Any) -> str:
    if value in (None, ""):
        return "nothing"
    text = str(value)
    return text if len(text) <= 300 else text[:300] + "…"
