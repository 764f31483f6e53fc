"""Whom to ask: who answers for the stage in which the cause of a mismatch lies, and everybody who answers for one."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any


def proposed_owner(mismatch: Mapping[str, Any], stages: Sequence[Mapping[str, Any]]) -> str | None:
    """The owner of the first driver's stage; where there is no driver, or nobody owns its stage, the mismatch's own.

    `stages` are those of the document's journey. None where nobody answers. Raises nothing. A driver that lies in no
    stage (an attribute) proposes the owner of the mismatch: who can change the attribute is not known.
    """
    owners = {stage["name"]: stage.get("owner") for stage in stages}
    drivers = mismatch.get("drivers") or []
    cause = owners.get(drivers[0].get("stage")) if drivers else None
    return cause or mismatch.get("owner") or None


def all_owners(stages: Iterable[Mapping[str, Any]], known: Iterable[str | None] = ()) -> list[str]:
    """Everybody who answers for a stage, and who else is known, each once, by name without regard to letter case."""
    found = {owner for owner in (*(stage.get("owner") for stage in stages), *known) if owner}
    return sorted(found, key=lambda owner: (owner.casefold(), owner))
