"""The columns of a source on their desk: how the file is read, what people picked since, what reading it would find."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from analyzer.settings.save import ColumnMapping
from analyzer.tables.objects import ObjectType
from analyzer.tables.preview import Preview
from dashboards.providers import sources
from dashboards.providers.history import columns_of, write_down
from dashboards.providers.runs import Provider
from dashboards.providers.sources import Source
from dashboards.providers.visitor import Visitor


@dataclass(frozen=True)
class ColumnsDesk:
    """All that the page shows. `base` is what picks are counted from: how the file is read, or what a save refused."""

    base: dict[str, Any]  # id, of (the source), seen (the project file's digest), mapping
    source: Source
    mapping: ColumnMapping
    preview: Preview
    changed: bool  # something was picked that is not saved
    proposed: dict[str, str] = field(default_factory=dict)  # activity → column, where the log looks like one row a case
    types: tuple[ObjectType, ...] = ()  # of an object-centric log
    saved: bool = False
    refused: str | None = None  # why it could not be saved


def saves(asked: Mapping[str, Any]) -> bool:
    """Whether the last of what was asked is to save."""
    asks = [ask for ask in asked.get("asks") or [] if isinstance(ask, dict)]
    return bool(asks) and asks[-1].get("do") == "save"


def desk(
    provider: Provider, key: str, base: Mapping[str, Any], asked: Mapping[str, Any], who: Visitor
) -> ColumnsDesk | None:
    """The desk after what was asked; from the file where that was asked of another base. None: no such source."""
    one = sources.find(provider, key)
    if one is None:
        return None
    known = base.get("of") == one.key and asked.get("base") == base.get("id")
    now = dict(base) if known else _base(provider, one)
    asks = [ask for ask in asked.get("asks") or [] if isinstance(ask, dict)] if known else []
    mapping = sources.assigned(sources.as_mapping(now["mapping"]), asks)
    for ask in asks:
        if ask.get("do") == "stamps":
            mapping = replace(mapping, stamps={})
            if ask.get("of") == "yes":
                mapping = replace(mapping, stamps=sources.proposed(provider, one, mapping))
        elif ask.get("do") in ("case", "with"):
            mapping = sources.with_type(mapping, str(ask["do"]), str(ask.get("of") or ""))
    if known and saves(asked):
        return _saved(provider, one, mapping, now, who)
    return _made(provider, one, mapping, now, who, bool(asks))


def _saved(provider: Provider, one: Source, mapping: ColumnMapping, now: dict[str, Any], who: Visitor) -> ColumnsDesk:
    """Save what is on the desk, and write down who did."""
    before, read = sources.mapping(one), sources.named(provider)
    refused = sources.kept(provider, one, mapping, now["seen"])
    if not refused:
        write_down(provider, who, f"mapping:{one.name}", columns_of(before), columns_of(mapping))
        write_down(provider, who, "inputs", read, sources.named(provider))
    one = sources.find(provider, one.data_set.id if one.data_set else one.key) or one
    kept = {**now, "id": secrets.token_hex(4), "mapping": mapping.__dict__} if refused else _base(provider, one)
    made = _made(provider, one, mapping, kept, who, changed=False)
    return replace(made, saved=not refused, refused=refused)


def _made(
    provider: Provider, one: Source, mapping: ColumnMapping, base: dict[str, Any], who: Visitor, changed: bool
) -> ColumnsDesk:
    """Viewers see the file as it is read, with what customers wrote masked, whatever they ask for."""
    shown = mapping if who.may_edit else sources.mapping(one)
    preview = sources.look(provider, one, shown, masked=not who.may_edit)
    types = sources.object_types(provider, one)
    proposed = {} if types else sources.proposed(provider, one, shown)
    return ColumnsDesk(base, one, mapping, preview, changed, proposed, types)


def _base(provider: Provider, one: Source) -> dict[str, Any]:
    mapping = sources.mapping(one).__dict__
    return {"id": secrets.token_hex(4), "of": one.key, "seen": sources.version(provider), "mapping": mapping}
