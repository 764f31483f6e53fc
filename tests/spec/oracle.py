"""The analysis a second time, in plain loops over lists: slow, and as close to the words of the method as code can be.

Logs, journeys and signals are lists of dictionaries as a test writes them; times are naive UTC. Nothing of the product
is used here. Where the method leaves a case open, the rule is said in the function that takes it.
"""

from __future__ import annotations

import itertools
import math
from collections import defaultdict
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

SURVEYS = ("nps", "csat", "ces", "review")
BAD = {"nps": (0, 6), "csat": (1, 2), "ces": (1, 3), "review": (1, 2)}
GOOD = {"nps": (9, 10), "csat": (4, 5), "ces": (5, 7), "review": (4, 5)}
UNITS = {"m": 60, "h": 3600, "d": 86_400, "w": 604_800}


@dataclass
class Event:
    case: str
    activity: str
    at: datetime
    customer: str | None = None
    resource: str | None = None


@dataclass
class Said:
    """A signal; `stage`, `about` and what they find are names of stages, `journey` for the whole."""

    at: datetime
    kind: str
    score: float | None = None
    case: str | None = None
    customer: str | None = None
    stage: str | None = None
    touchpoint: str | None = None
    link: str | None = None  # found: case or customer
    placed: str | None = None  # found: the stage
    placed_from: str = "none"

    @property
    def verdict(self) -> str:
        if self.kind in ("complaint", "contact"):
            return "bad"
        if self.kind == "praise":
            return "good"
        for verdict, cut in (("bad", BAD), ("good", GOOD)):
            if cut[self.kind][0] <= self.score <= cut[self.kind][1]:
                return verdict
        return "neutral"


@dataclass
class Visit:
    case: str
    stage: str
    opened_at: datetime
    events: list[Event] = field(default_factory=list)
    entries: int = 0
    open: bool = False
    over: bool = False
    ended_at: datetime | None = None  # of the case
    company: str = "unknown"
    promise: str = "unknown"
    customer: str = "unknown"
    signals: list[Said] = field(default_factory=list)

    @property
    def first_at(self) -> datetime | None:
        return self.events[0].at if self.events else None

    @property
    def last_at(self) -> datetime | None:
        return self.events[-1].at if self.events else None

    @property
    def handovers(self) -> int:
        """Changes of resource between its successive events, those of nobody known left out."""
        known = [event.resource for event in self.events if event.resource is not None]
        return sum(one != other for one, other in itertools.pairwise(known))


@dataclass
class World:
    """What is given. Stages: dictionaries as in the journey file; due: case → the deadline that the case carries."""

    stages: list[dict[str, Any]]
    events: list[Event]  # in the order of the file
    signals: list[Said] = field(default_factory=list)
    about: str | None = None
    window: timedelta = timedelta(days=30)
    silence_good: bool = False
    due: dict[str, datetime] = field(default_factory=dict)

    @property
    def now(self) -> datetime:
        """The last event, or the last signal that found a case."""
        return max([event.at for event in self.events] + [said.at for said in self.signals if said.link])

    def stage_of(self, activity: str) -> str | None:
        return next((s["name"] for s in self.stages if activity in s.get("activities", [])), None)

    def cases(self) -> dict[str, list[Event]]:
        """The events of each case by time, then by place in the file."""
        found = defaultdict(list)
        for event in self.events:
            found[event.case].append(event)
        return {
            case: sorted(events, key=lambda e: e.at) for case, events in found.items()
        }  # sorted keeps the order of equals


def quantile(values: list[float], share: float) -> float:
    """Between two neighbours in proportion."""
    ordered = sorted(values)
    place = share * (len(ordered) - 1)
    low = math.floor(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (place - low) * (ordered[high] - ordered[low])


def seconds(text: str) -> float:
    return float(text[:-1]) * UNITS[text[-1]]


# --- links and reactions ---------------------------------------------------------------------------------------------


def link(world: World) -> list[Said]:
    """Exact case first, else the customer's case that had begun and whose last event lies at most the window before the
    signal.

    Of several the one with the latest event up to the signal, in the stage that the signal states (or its source asks
    about) where any was there; then the latest of all events; then by name.
    """
    cases = world.cases()
    linked = []
    for said in world.signals:
        if said.case in cases:
            said.link = "case"
            linked.append(said)
            continue
        if said.customer is None:
            continue
        wanted = said.stage or world.about
        best = None
        for case, events in sorted(cases.items()):
            if events[0].customer != said.customer:
                continue
            if not events[0].at <= said.at <= events[-1].at + world.window:
                continue
            before = [e for e in events if e.at <= said.at]
            there = [e.at for e in before if wanted is not None and world.stage_of(e.activity) == wanted]
            rank = (max(there, default=datetime.min), max(e.at for e in before))
            if best is None or rank > best[0]:
                best = (rank, case)
        if best is not None:
            said.case, said.link = best[1], "customer"
            linked.append(said)
    return linked


def reactions(world: World, linked: list[Said]) -> set[str]:
    """Activities with five occurrences or more of which 80 % follow a bad signal of their case."""
    seen, after = defaultdict(int), defaultdict(int)
    for event in world.events:
        seen[event.activity] += 1
        if any(said.case == event.case and said.verdict == "bad" and said.at < event.at for said in linked):
            after[event.activity] += 1
    return {activity for activity, n in seen.items() if n >= 5 and after[activity] >= 0.8 * n}


# --- visits ----------------------------------------------------------------------------------------------------------


def visits(world: World, left_out: set[str]) -> list[Visit]:
    planned = [s["name"] for s in world.stages if s.get("activities")]
    pauses = []
    for events in world.cases().values():
        pauses += [(b.at - a.at).total_seconds() for a, b in itertools.pairwise(events)]
    longest = quantile(pauses, 0.99) if pauses else 0.0
    found = []
    for events in world.cases().values():
        events = [e for e in events if e.activity not in left_out]
        if events:
            found += visits_of_case(world, events, planned, longest)
    return found


def visits_of_case(world: World, events: list[Event], planned: list[str], longest: float) -> list[Visit]:
    here: dict[str, Visit] = {}
    before: Event | None = None  # the last event that belongs to a stage
    for event in events:
        stage = world.stage_of(event.activity)
        if stage is None:
            continue
        if stage not in here:
            here[stage] = Visit(event.case, stage, opened_at=before.at if before else events[0].at)
        if before is None or world.stage_of(before.activity) != stage:
            here[stage].entries += 1
        here[stage].events.append(event)
        before = event
    last_stage = world.stage_of(before.activity) if before else None
    silent = (world.now - events[-1].at).total_seconds()
    ended = planned[-1] in here or silent > longest
    for visit in here.values():
        visit.ended_at = events[-1].at if ended else None
        visit.over = ended or visit.stage != last_stage
    found = list(here.values())
    if not ended:
        following = planned[0] if last_stage is None else next(iter(planned[planned.index(last_stage) + 1 :]), None)
        if following is not None and following not in here:
            found.append(Visit(events[0].case, following, opened_at=before.at if before else events[0].at, open=True))
    return found


# --- the company's verdict -------------------------------------------------------------------------------------------


def judge(world: World, found: list[Visit], left_out: set[str]) -> None:
    stages = {s["name"]: s for s in world.stages}
    for visit in found:
        of_case = [e for e in world.cases()[visit.case] if e.activity not in left_out]
        target = stages[visit.stage].get("target")
        promise = stages[visit.stage].get("promise")
        if target is not None:
            visit.company = verdict(world, visit, of_case, target)
        else:
            visit.company = unusual(world, visit, found)
        if promise is not None:
            visit.promise = verdict(world, visit, of_case, promise)


def verdict(world: World, visit: Visit, of_case: list[Event], target: dict[str, Any]) -> str:
    """bad if one check fails, good if all hold, else unknown. A check gives True, False, or None while it cannot be
    known."""
    checks = []
    if "within" in target or "by" in target:
        starts = (
            [e.at for e in of_case if e.activity == target["from"]]
            if "from" in target
            else [e.at for e in visit.events]
        )
        ends = [e.at for e in of_case if e.activity == target["to"]] if "to" in target else [e.at for e in visit.events]
        start, end = min(starts, default=None), max(ends, default=None)
        final = "to" in target or visit.over  # the visit's last event so far need not be its last
        if "within" in target:
            due = None if start is None else start + timedelta(seconds=seconds(target["within"]))
            checks.append(in_time(end, due, final, world.now))
        if "by" in target:
            checks.append(in_time(end, world.due.get(visit.case), final, world.now))
    if "max_repeats" in target:
        repeats = len(visit.events) - len({e.activity for e in visit.events})
        checks.append(False if repeats > target["max_repeats"] else True if visit.over else None)
    did = {e.activity for e in of_case}
    for activity in target.get("never", []):
        checks.append(False if activity in did else True if visit.over else None)
    for activity in target.get("must", []):
        checks.append(True if activity in did else False if visit.over else None)
    if False in checks:
        return "bad"
    return "unknown" if None in checks else "good"


def in_time(end: datetime | None, due: datetime | None, final: bool, now: datetime) -> bool | None:
    if due is None:
        return None
    if end is None:
        return False if now > due else None
    if end > due:
        return False
    return True if final else None


def unusual(world: World, visit: Visit, found: list[Visit]) -> str:
    """The derived target: at or below the upper Tukey fence of log(1 + seconds from opening to last event), and nothing
    repeated where no more than a quarter of the visits repeat something."""
    done = [v for v in found if v.stage == visit.stage and v.over]
    logs = [math.log1p((v.last_at - v.opened_at).total_seconds()) for v in done]
    high = quantile(logs, 0.75) + 1.5 * (quantile(logs, 0.75) - quantile(logs, 0.25)) if logs else math.inf
    high = min(high, max(logs, default=math.inf))  # of fewer than a hundred visits the longest is the 99th percentile
    taken = ((visit.last_at or world.now) - visit.opened_at).total_seconds()
    repeating = [len({e.activity for e in v.events}) < len(v.events) for v in done]
    ordinary = high > 0 and 4 * sum(repeating) > len(repeating) > 0
    repeated = len({e.activity for e in visit.events}) < len(visit.events)
    if (repeated and not ordinary) or math.log1p(taken) > high + 1e-9:
        return "bad"
    return "good" if visit.over else "unknown"


# --- the customer's verdict ------------------------------------------------------------------------------------------


def place(world: World, linked: list[Said], found: list[Visit]) -> None:
    """Stated, else by touchpoint, else what the source asks about, else by timing."""
    touchpoints: dict[str, set[str]] = defaultdict(set)
    for stage in world.stages:
        for touchpoint in stage.get("touchpoints", []):
            touchpoints[touchpoint.lower()].add(stage["name"])
    for said in linked:
        there = touchpoints.get((said.touchpoint or "").strip().lower(), set())
        if said.stage is not None:
            said.placed, said.placed_from = said.stage, "stated"
        elif len(there) == 1:
            said.placed, said.placed_from = next(iter(there)), "touchpoint"
        elif world.about is not None:
            said.placed, said.placed_from = world.about, "about"
    rules = {survey: rule_of(world, linked, found, survey) for survey in (True, False)}
    for said in linked:
        rule = rules[said.kind in SURVEYS]
        if said.placed_from == "none" and rule is not None:
            said.placed = rule(world, said, found)
            said.placed_from = "none" if said.placed is None else "timing"


def rule_of(world: World, linked: list[Said], found: list[Visit], survey: bool) -> Any:
    """The timing rule of a group that has proved itself; where no signal of any group states its stage, the default."""
    default = last_ended if survey else under_way
    stated = [s for s in linked if s.placed_from == "stated" and s.placed != "journey"]
    if not stated:
        return default
    group = [s for s in stated if (s.kind in SURVEYS) == survey]
    if len(group) < 50:
        return None
    agree = {
        rule: sum(rule(world, s, found) == s.placed for s in group) / len(group)
        for rule in (default, last_ended, under_way)
    }
    best = max(agree, key=lambda rule: agree[rule])
    return best if agree[best] >= 0.9 else None


def last_ended(world: World, said: Said, found: list[Visit]) -> str | None:
    """The visit with the latest last event up to the signal; of equals the later stage."""
    ended = [v for v in found if v.case == said.case and v.last_at is not None and v.last_at <= said.at]
    return latest(world, [(v.last_at, v.stage) for v in ended])


def under_way(world: World, said: Said, found: list[Visit]) -> str | None:
    """The visit that opened last, up to the signal, and had not ended by then; of equals the later stage."""
    running = [
        v
        for v in found
        if v.case == said.case and v.opened_at <= said.at and (v.last_at is None or v.last_at > said.at)
    ]
    return latest(world, [(v.opened_at, v.stage) for v in running])


def latest(world: World, timed: list[tuple[datetime, str]]) -> str | None:
    order = [s["name"] for s in world.stages]
    return max(timed, key=lambda pair: (pair[0], order.index(pair[1])))[1] if timed else None


def listen(world: World, linked: list[Said], found: list[Visit]) -> None:
    """bad if any signal is bad; good if there is one and none is bad; a silent visit that is over per silence."""
    for visit in found:
        visit.signals = [s for s in linked if (s.case, s.placed) == (visit.case, visit.stage)]
        if any(s.verdict == "bad" for s in visit.signals):
            visit.customer = "bad"
        elif visit.signals or (world.silence_good and visit.over):
            visit.customer = "good"


# --- the measures ----------------------------------------------------------------------------------------------------


def both(found: list[Visit]) -> dict[str, int]:
    """The 2×2: company verdict _ customer verdict."""
    cells = {f"{company}_{customer}": 0 for company in ("good", "bad") for customer in ("good", "bad")}
    for visit in found:
        if "unknown" not in (visit.company, visit.customer):
            cells[f"{visit.company}_{visit.customer}"] += 1
    return cells


def share(part: int, rest: int) -> float | None:
    return part / (part + rest) if part + rest else None


def measures(found: list[Visit]) -> dict[str, float | None]:
    """Yields over all visits with a verdict; visibility, relevance and their harmonic mean over the 2×2."""
    cells = both(found)
    count = {
        (side, word): sum(getattr(v, side) == word for v in found)
        for side in ("company", "customer")
        for word in ("good", "bad")
    }
    visibility = share(cells["bad_bad"], cells["good_bad"])
    relevance = share(cells["bad_bad"], cells["bad_good"])
    score = None
    if visibility is not None and relevance is not None:
        score = 2 * visibility * relevance / (visibility + relevance) if visibility + relevance else 0.0
    return {
        "company": share(count["company", "good"], count["company", "bad"]),
        "customer": share(count["customer", "good"], count["customer", "bad"]),
        "visibility": visibility,
        "relevance": relevance,
        "score": score,
    }


def analyse(world: World) -> tuple[list[Visit], list[Said], set[str]]:
    """Visits with both verdicts, the signals that found a case, and the activities that only react."""
    linked = link(world)
    left_out = reactions(world, linked)
    found = visits(world, left_out)
    judge(world, found, left_out)
    place(world, linked, found)
    listen(world, linked, found)
    return found, linked, left_out
