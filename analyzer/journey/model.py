"""The journey as types: stages in the order in which customers are meant to live them, and what is promised in each."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from analyzer.settings import Place

Lane = Literal["frontstage", "backstage", "support"]
Rule = Literal["controllable", "given"]  # whether the company can change an attribute
Take = Literal["last", "first", "max", "min"]  # which of an attribute's values until a visit ended counts in it
WHOLE_JOURNEY = "journey"  # a source may ask about the whole
WHOLE_JOURNEY_NO = -1


@dataclass(frozen=True)
class Activity:
    """Internal work that delivers a stage, and who or what does it."""

    name: str
    lane: Lane = "frontstage"
    team: str | None = None
    system: str | None = None
    partner: str | None = None
    required_by: str | None = None  # the law, norm or contract that demands it
    place: Place = field(default=Place("the journey"), compare=False)


@dataclass(frozen=True)
class Target:
    """How a visit is judged. Every check that is given must hold.

    `within_s` counts from `start` to `end` (activities; default: the visit's first and last event), in working time
    where `working` is set. `by` is the column that holds the case's own deadline. `column` is the log's own verdict:
    its last value by the end of the visit is one of `good`, or none of `bad` (one of the two is given); missing is
    unknown.
    """

    within_s: float | None = None
    working: bool = False
    start: str | None = None
    end: str | None = None
    by: str | None = None
    max_repeats: int | None = None
    never: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    column: str | None = None
    good: tuple[str, ...] = ()
    bad: tuple[str, ...] = ()
    required_by: str | None = None  # the law, norm or contract that demands it
    text: str = ""  # all its checks as a phrase, for people
    within: str | None = None  # the duration as it was written
    place: Place = field(default=Place("the journey"), compare=False)


@dataclass(frozen=True)
class Stage:
    """One stage of the journey."""

    no: int
    name: str
    goal: str | None = None
    owner: str | None = None
    moment_of_truth: bool = False
    weight: float = 1.0  # 2 at a moment of truth unless the file says otherwise
    activities: tuple[Activity, ...] = ()
    touchpoints: tuple[str, ...] = ()
    target: Target | None = None
    promise: Target | None = None
    per: str | None = None  # the type of object of which each is visited by itself; None: one visit a case
    place: Place = field(default=Place("the journey"), compare=False)


@dataclass(frozen=True)
class AttributeRule:
    """What the journey says of one of the log's attributes; None where it does not say.

    `take`: of the values known by the end of a visit this one counts. `read_as`: its values are read as that type.
    `exclude`: it is not tried as a driver; False: it is, also where it looks like the outcome itself.
    """

    rule: Rule | None = None
    take: Take | None = None
    read_as: Literal["number", "code"] | None = None
    exclude: bool | None = None


@dataclass(frozen=True)
class Journey:
    """The customer's journey and the blueprint beneath it.

    `draft`: nobody has confirmed its stages yet, so that a finding about them may say no more than that they are
    drafted.
    """

    name: str
    stages: tuple[Stage, ...]
    persona: str | None = None
    attributes: dict[str, AttributeRule] = field(default_factory=dict)
    draft: bool = False
    file: str = field(default="the journey", compare=False)

    @property
    def types(self) -> dict[str, str]:
        """Attribute → the type that its values are read as, of those for which the journey says it."""
        return {name: one.read_as for name, one in self.attributes.items() if one.read_as is not None}

    @property
    def object_types(self) -> tuple[str, ...]:
        """The types of objects by which some stages are visited, in the order of these."""
        return tuple(dict.fromkeys(stage.per for stage in self.stages if stage.per is not None))

    def take_of(self, attribute: str) -> Take | None:
        """Which value of an attribute counts, where the journey says it."""
        said = self.attributes.get(attribute)
        return said.take if said else None

    def excludes(self, attribute: str) -> bool | None:
        """Whether an attribute is left out of the drivers, where the journey says it."""
        said = self.attributes.get(attribute)
        return said.exclude if said else None

    @property
    def stage_of(self) -> dict[str, int]:
        """Activity → stage number."""
        return {activity.name: stage.no for stage in self.stages for activity in stage.activities}

    @property
    def touchpoint_of(self) -> dict[str, int]:
        """Touchpoint → stage number; a touchpoint of two stages tells nothing and is left out."""
        seen: dict[str, set[int]] = {}
        for stage in self.stages:
            for touchpoint in stage.touchpoints:
                seen.setdefault(touchpoint, set()).add(stage.no)
        return {name: min(stages) for name, stages in seen.items() if len(stages) == 1}

    def number(self, name: str) -> int | None:
        """The number of a stage by its name, letter case and outer spaces aside."""
        wanted = name.strip().casefold()
        return next((s.no for s in self.stages if s.name.casefold() == wanted), None)
