"""Who changed what, in words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from analyzer.catalog import AuditEntry, changes, list_actions, record
from analyzer.journey.edit import WAS
from analyzer.settings.moments import iso_utc
from analyzer.words.language import say
from dashboards.providers.improvement import FIELD_NAMES
from dashboards.providers.runs import Provider
from dashboards.providers.visitor import Visitor

PAGE = 100  # changes at once
THINGS = {
    "action": "history.an_action",
    "comment": "history.a_comment",
    "user": "history.a_user",
    "journey": "word.the_journey",
    "note": "history.a_note",
    "kata": "history.a_kata",
    "hypothesis": "history.a_hypothesis",
    "filter": "history.a_named_filter",
    "mail": "history.who_hears_by_mail",
    "mapping": "history.how_a_file_is",
    "notes": "history.the_notes",
    "inputs": "history.which_files_are_read",
}
NAMED = {"action": "history.the_action", "finding": "history.the_mark_of"}


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
    names = {f"action:{one.id}": one.title for one in list_actions(provider.catalog())}
    document = provider.document()
    names |= {m["id"]: m["title"] for m in (document["mismatches"] if document else [])}
    return [_told(change, names) for change in changes(provider.catalog(), what, PAGE, older)]


def record_of(provider: Provider, action: str) -> list[Told]:
    """The changes of one action."""
    return history(provider, f"action:{action}")


def write_down(
    provider: Provider, who: Visitor, what: str, before: Mapping[str, Any], after: Mapping[str, Any]
) -> None:
    """Keep who changed something that does not lie in the catalog: of both sides, what differs; nothing where they are
    the same. `what` is journey, notes, inputs, or mapping:<file>."""
    old = {key: value for key, value in before.items() if after.get(key) != value}
    new = {key: value for key, value in after.items() if before.get(key) != value}
    if old or new:
        record(provider.catalog(), who.name, what, old, new)


def stages_of(content: Mapping[str, Any]) -> dict[str, str]:
    """A journey as what is written down of it: what each stage says, key by key."""
    return {
        f"{stage.get('name')}, {key}": _plain(value)
        for stage in content.get("stages") or []
        for key, value in stage.items()
        if key not in ("name", WAS) and value
    }


def _plain(value: Any) -> str:
    """A value of a file as words: lists with commas, an activity by its name and what is said of it."""
    if isinstance(value, Mapping):
        named = [_plain(value["name"])] if "name" in value else []
        rest = ", ".join(f"{key} {_plain(one)}" for key, one in value.items() if key != "name" and one)
        return " ".join([*named, f"({rest})" if named and rest else rest]).strip()
    if isinstance(value, list | tuple):
        return ", ".join(map(_plain, value))
    return say("word.yes" if value else "word.no") if isinstance(value, bool) else str(value)


def columns_of(mapping: Any) -> dict[str, Any]:
    """How a file is read as what is written down of it: role → column, and what was settled."""
    settled = {"day_first": mapping.day_first, "decimal": mapping.decimal}
    return {**mapping.columns, **{key: value for key, value in settled.items() if value is not None}}


def _told(change: AuditEntry, names: Mapping[str, str]) -> Told:
    kind, _, name = change.what.partition(":")
    did = "added" if change.before is None else "removed" if change.after is None else "changed"
    called = names.get(change.what) or (change.before or {}).get("title") if kind == "action" else None
    if kind == "finding":
        called = names.get(name, name)
    thing = (
        f"{say(NAMED[kind])} “{called}”"
        if called
        else (say(THINGS[kind]) if kind in THINGS else kind) + (f" ({name})" if kind in ("user", "mapping") else "")
    )
    return Told(change.id, iso_utc(change.at), change.who, say(f"history.{did}", thing=thing), _details(change, names))


def _details(change: AuditEntry, names: Mapping[str, str]) -> list[str]:
    before, after = change.before or {}, change.after or {}
    order = [*(key for key in FIELD_NAMES if key in {**before, **after}), *sorted({*before, *after} - {*FIELD_NAMES})]
    fields = [key for key in order if before.get(key) not in (None, "") or after.get(key) not in (None, "")]
    if change.before is None or change.after is None:
        return [f"{_name(key)}: {_value(after.get(key) or before.get(key), names)}" for key in fields]
    return [f"{_name(key)}: {_value(before.get(key), names)} → {_value(after.get(key), names)}" for key in fields]


def _name(key: str) -> str:
    return say(f"field.{key}") if key in FIELD_NAMES else key.replace("_", " ")


def _value(value: Any, names: Mapping[str, str]) -> str:
    if value in (None, ""):
        return say("word.nothing")
    if isinstance(value, dict):
        return "; ".join(say("history.is", key=key, plain=_plain(one)) for key, one in value.items())
    text = names.get(str(value).removeprefix("mismatch:"), str(value))
    return text if len(text) <= 300 else text[:300] + "…"
