"""Mismatches with what customers say about them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any

from analyzer.journey import Journey
from analyzer.tables.mismatch import Driver, Mismatch

SPOKEN_OF = ("hidden_friction", "shared_failure", "silent_defect", "broken_promise", "blind_spot", "asked_too_early")
Place = tuple[str, int | None]  # kind of mismatch, number of its stage


def voiced(
    mismatches: Sequence[Mismatch],
    journey: Journey,
    listen: Callable[[Mapping[Place, Driver | None]], Mapping[Any, Any]],
) -> list[Mismatch]:
    """Each mismatch with the words and quotes that `listen` gives for its kind and stage and its first driver (objects
    with `words` and `quotes`). Kinds that rest on no signals have neither: what customers say of the stage is not
    about them."""
    number = {stage.name: stage.no for stage in journey.stages}
    places: list[Place] = [(m.kind, None if m.stage is None else number[m.stage]) for m in mismatches]
    first: dict[Place, Driver | None] = {}
    for m, place in zip(mismatches, places, strict=True):
        if place[0] in SPOKEN_OF:
            first.setdefault(place, m.drivers[0] if m.drivers else None)
    heard = listen(first)
    return [
        replace(m, words=heard[place].words, quotes=heard[place].quotes) if place in heard else m
        for m, place in zip(mismatches, places, strict=True)
    ]
