"""What can be said of an action before it starts. Plain data."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

NotForeseen = Literal["", "few_units", "few_visits", "nothing_expected"]


@dataclass(frozen=True)
class Foresight:
    """When an action's effect would be seen. Grain: one plan. `effect`: the change of the unhappy share, below 0 is
    fewer; `expected`: the part of the unhappy visits that it is. `weeks`: the fewest until a review that sees it with
    80 %; None beyond a year. `by_review`: the chance by the review, None without one. `visits`: heard ones a week of
    the part that is treated; `units`: those it is held against. `why`: why nothing is foreseen."""

    why: NotForeseen
    effect: float = 0.0
    expected: float = 0.0
    weeks: int | None = None
    by_review: float | None = None
    of_weeks: int = 0
    visits: float = 0.0
    units: int = 0


@dataclass(frozen=True)
class Split:
    """A part of the visits to try an action on first, with what it is compared by. Grain: one value of an attribute.
    `visits`, `share`: its heard visits of the stage and their unhappy share; `others`: further values with enough
    visits, `others_visits` theirs on average, `others_share` that of all of them."""

    attribute: str
    value: str
    visits: int
    share: float
    others: int
    others_visits: float
    others_share: float
