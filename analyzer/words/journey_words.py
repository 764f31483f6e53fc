"""The first sentence about a journey: where those who were asked are unhappiest."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from analyzer.tables.interval import Interval, IntervalRow
from analyzer.words import wording
from analyzer.words.language import say


class AskedStage(Protocol):
    """A stage with the share of its answers that are not unhappy."""

    @property
    def name(self) -> str: ...

    @property
    def calm(self) -> Interval | None: ...


def opening(lowest: Sequence[AskedStage], visibility: IntervalRow) -> str:
    """The sentence over the stages where customers are unhappiest, the unhappiest first; empty without one."""
    names = [stage.name for stage in lowest]
    if not names or lowest[0].calm is None:
        return ""
    share = wording.percent(1 - (lowest[0].calm.value or 0.0))
    if len(names) == 1:
        said = say("map.opening.one", stage=names[0], share=share)
    else:
        said = say("map.opening.more", stages=say("map.and", first=", ".join(names[:-1]), last=names[-1]), share=share)
    if visibility["value"] is None:
        return said
    return say("map.opening.hidden", opening=said, seen=wording.percent(visibility["value"]))
