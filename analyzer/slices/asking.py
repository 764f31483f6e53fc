"""Which cases of a slice are asked for, as keys and values of an address: what was found by the run, and verdicts."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from analyzer.errors import ArgumentError
from analyzer.settings import suggestion
from analyzer.slices.cases import Question
from analyzer.slices.conditions import VERDICTS

ASKING = ("mismatch", "driver", "variant", "activity", "cell", "said", "name")
ARROW = " → "


def read_question(pairs: Iterable[tuple[str, str]], document: Mapping[str, Any], where: str) -> Question:
    """The question that keys and values ask; other keys and empty values are left aside.

    `mismatch`: an id of the document. `driver`: the label of a driver, of that mismatch where one is asked for.
    `variant`: activities with → between them, or the variant's mark in an address. `cell`: good_bad and the like.
    Raises ArgumentError, naming the nearest, for what the document does not have.
    """
    asked = {key: value for key, value in pairs if key in ASKING and value.strip()}
    mismatches: list[Mapping[str, Any]] = document["mismatches"]
    mismatch = driver = None
    if "mismatch" in asked:
        mismatch = _one("mismatch", asked, {m["id"]: m for m in mismatches}, where)
        mismatches = [mismatch]
    if "driver" in asked:
        known = {driver["label"]: driver for one in reversed(mismatches) for driver in one["drivers"]}
        driver = _one("driver", asked, known, where)
    cell = _one("cell", asked, {name: name for name in VERDICTS}, where) if "cell" in asked else None
    return Question(
        mismatch=mismatch,
        driver=driver,
        variant=_variant(asked, document, where) if "variant" in asked else None,
        activity=asked.get("activity"),
        cell=cell,
        said=asked.get("said"),
        name=asked.get("name"),
    )


def _variant(asked: Mapping[str, str], document: Mapping[str, Any], where: str) -> tuple[str, ...]:
    """Activities as written; or of the document's variant with that mark."""
    if ARROW in asked["variant"]:
        return tuple(asked["variant"].split(ARROW))
    rows = (document.get("process") or {}).get("variants") or []
    known = {_mark(row["activities"]): tuple(row["activities"]) for row in rows}
    alone = {row["activities"][0]: tuple(row["activities"]) for row in rows if len(row["activities"]) == 1}
    found: tuple[str, ...] = _one("variant", asked, known | alone, where)
    return found


def _mark(activities: Sequence[str]) -> str:
    """As addresses write a path."""
    return hashlib.sha256("\0".join(activities).encode()).hexdigest()[:12]


def _one(key: str, asked: Mapping[str, str], known: Mapping[str, Any], where: str) -> Any:
    if asked[key] in known:
        return known[asked[key]]
    raise ArgumentError(
        expected=f"a {key} of the newest run",
        found=f"{key}={asked[key]}",
        where=where,
        do=suggestion(asked[key], list(known)) if known else f"leave {key} out: the newest run has none",
    )
