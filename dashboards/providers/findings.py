"""The lives of findings over the nights, and what people say of them."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from analyzer.catalog import finding_marks, mark_finding, unmark_finding
from analyzer.slices.with_catalog import lives_of
from analyzer.tables.finding_life import LifeOfFinding
from analyzer.tables.finding_mark import FindingMark, Mark
from dashboards.providers.once import once
from dashboards.providers.runs import Provider
from dashboards.providers.visitor import Visitor

__all__ = ["FindingMark", "LifeOfFinding"]
PRESSED: dict[str, tuple[Mark, bool]] = {
    "acknowledge": ("acknowledged", True),
    "quiet": ("quiet", True),
    "hear": ("quiet", False),
}


def lives(provider: Provider, ids: Sequence[str]) -> dict[str, LifeOfFinding]:
    """Finding → its life; without nights there is none."""
    return once(f"lives {provider.project} {sorted(ids)}", lambda: lives_of(provider.catalog(), ids))


def marks(provider: Provider, identity: str) -> dict[Mark, FindingMark]:
    """What people say of a finding."""
    return finding_marks(provider.catalog()).get(identity, {})


def press(provider: Provider, who: Visitor, identity: str, button: str) -> None:
    """What one of the buttons does: acknowledge, quiet until worse, hear again. Nothing for a finding that the newest
    run does not have."""
    document = provider.document()
    known = {mismatch["id"] for mismatch in document["mismatches"]} if document else set()
    if identity not in known:
        return
    mark, on = PRESSED[button]
    (mark_finding if on else unmark_finding)(provider.catalog(), identity, mark, who.name)


def zone(provider: Provider) -> ZoneInfo:
    """The project's zone."""
    return ZoneInfo(provider.settings.timezone)
