"""A project that a run is made of for tests of figures, reports and pages: orders of restaurants, six stages.

What is planted is planned in whole numbers, so that a test can reckon with them; chance, with a fixed seed, only says
which visit it falls on. Rated visits by stage, company first (`good_bad`: good to us, bad to the customer):

| stage        | good_good | good_bad | bad_good | bad_bad | what goes with good_bad                              |
|--------------|-----------|----------|----------|---------|------------------------------------------------------|
| Discover     |           |          |          |         | no event, nobody answers for it; 214 orders speak    |
| Order        | 1130      | 104      | 33       | 21      | nothing                                              |
| Payment      | 703       | 162      | 11       | 57      | Check credit done twice                              |
| Delivery     | 905       | 304      | 4        | 31      | Demand prepayment; a long way; the region South      |
| Use & return | 224       | 40       | 125      | 5       | nothing: those off target are not the unhappy        |
| Reorder      | 402       | 56       | 22       | 18      | nothing; it has no target: bad is what was repeated  |
"""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

PROJECT = """\
name: Greenleaf Foods, restaurant orders
log: {path: log.csv, columns: {case_id: order_id}}
journey: journey.yaml
case_noun: order
signals: [{path: signals.csv, columns: {case_id: order_id}}]
"""
JOURNEY = """\
journey: Ordering fresh produce
persona: Independent restaurant owner
stages:
  - name: Discover
    goal: Find out what is fresh this week
    activities: []
    touchpoints: [catalogue]
  - name: Order
    goal: Order for the week in five minutes
    owner: Sales
    activities: [Place order, Confirm order, Change order]
    target: {to: Confirm order, within: 4h}
  - name: Payment
    goal: Pay as agreed, without being asked twice
    owner: Finance
    activities: [Check credit, Demand prepayment, Receive payment, Send invoice]
    target: {to: Send invoice, within: 1d}
  - name: Delivery
    goal: Everything for tonight's menu arrives before ten
    owner: Logistics
    moment_of_truth: true
    activities: [Pick order, Load truck, Hand over goods, Substitute item]
    target: {from: Pick order, to: Hand over goods, within: 24h}
    promise: {from: Place order, to: Hand over goods, within: 48h}
  - name: Use & return
    goal: What is not good is taken back without a discussion
    owner: Service
    activities: [Return goods, Inspect return, Credit note, Goodwill call]
    target: {to: Credit note, within: 2d}
  - name: Reorder
    goal: The second order is easier than the first
    owner: Sales
    activities: [Suggest basket, Repeat order]
attributes: {region: given}
"""
TEAMS = {
    "Sales": ("Place order", "Confirm order", "Change order", "Suggest basket", "Repeat order"),
    "Finance": ("Check credit", "Demand prepayment", "Receive payment", "Send invoice"),
    "Logistics": ("Pick order", "Load truck", "Hand over goods", "Substitute item"),
    "Service": ("Return goods", "Inspect return", "Credit note", "Goodwill call"),
}
PLANNED = {
    "Order": (1130, 104, 33, 21),
    "Payment": (703, 162, 11, 57),
    "Delivery": (905, 304, 4, 31),
    "Use & return": (224, 40, 125, 5),
    "Reorder": (402, 56, 22, 18),
}
OFF_TARGET = {"Order": 94, "Payment": 150, "Delivery": 76, "Use & return": 226, "Reorder": 138}  # of all visits
ORDERS, CANCELLED, NOT_SENT, RETURNED, REORDERED = 3144, 24, 34, 806, 1904
ABOUT_DISCOVER, UNHAPPY_DISCOVER = 214, 61
BEGIN, END = datetime(2026, 1, 2, 5, 12), datetime(2026, 6, 30, 17, 41)
UNDER_WAY = 16  # trucks on the road when the log ends
CONTENT = {
    "Delivery": ("On time and fresh.", "Friendly driver, everything fresh.", "As always, thank you."),
    "Payment": ("No questions asked.", "Simple and quick."),
}
FIRST_THE_MONEY = (
    "The truck was on time, but they wanted the money first. After nine years!",
    "Driver waited at the door until I had paid the money first. In front of guests.",
    "Why prepay? Call me at 0170 5551234 or write to anna@example.org.",
    "Prepay again, and nobody told me.",
)
TOO_LATE = ("Waited all morning for the tomatoes.", "Again we waited, the kitchen stood still.")
ANYTHING = ("The lettuce was brown.", "Wrong crates again.", "Half of the herbs were frozen.")
TWICE = ("Asked for the same papers again.", "My credit was checked twice, for the same tomatoes.")


@dataclass
class Order:
    """One order: what is decided of it before its events are written."""

    number: int
    start: datetime
    region: str
    prepaid: bool
    checked_twice: bool
    long_way: bool
    stages: set[str] = field(default_factory=set)
    off: set[str] = field(default_factory=set)  # stages off target
    unhappy: dict[str, bool] = field(default_factory=dict)  # rated stage → whether the customer was unhappy
    ended: dict[str, datetime] = field(default_factory=dict)
    events: list[tuple[datetime, str]] = field(default_factory=list)

    @property
    def name(self) -> str:
        return f"O-{self.number:04d}"


def restaurant_orders(folder: Path, heard: bool = True) -> Path:
    """Write the project's files; the project file. `heard`: else nobody has asked a customer yet."""
    chance = random.Random(7)
    orders = _orders(chance)
    for stage in PLANNED:
        _decide(stage, orders, chance)
    rows = [row for order in orders for row in _events(order, chance)]
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "project.yaml").write_text("\n".join(PROJECT.splitlines()[: None if heard else -1]), encoding="utf-8")
    (folder / "journey.yaml").write_text(JOURNEY, encoding="utf-8")
    _write(folder / "log.csv", _as_it_came(rows))
    _write(folder / "signals.csv", _signals(orders, chance))
    return folder / "project.yaml"


def _orders(chance: random.Random) -> list[Order]:
    """Every order with the stages that it goes through."""
    orders = []
    for number in range(ORDERS):
        start = BEGIN + (END - timedelta(days=13) - BEGIN) * number / ORDERS
        region = chance.choice(("North", "East", "South"))
        drawn = [chance.random() < share for share in (0.19, 0.12, 0.2)]
        orders.append(Order(number, start.replace(second=0, microsecond=0), region, *drawn))
    done, on_the_road = orders[:-UNDER_WAY], orders[-UNDER_WAY:]
    for order in on_the_road:
        order.start = END - timedelta(hours=7, minutes=order.number % 20)
        order.stages = {"Order", "Payment", "Delivery"}
    without_order = set(range(0, CANCELLED * 100, 100))
    stopped = chance.sample([order for order in done if order.number not in without_order], 58 + 45)
    for order in done:
        order.stages = {"Payment", "Delivery"} if order.number in without_order else {"Order", "Payment", "Delivery"}
    for order in stopped:
        order.stages -= {"Delivery"} if order in stopped[58:] else {"Payment", "Delivery"}
    delivered = [order for order in done if "Delivery" in order.stages]
    for stage, count in (("Use & return", RETURNED), ("Reorder", REORDERED)):
        for order in chance.sample(delivered, count):
            order.stages.add(stage)
    return orders


def _weight(stage: str) -> Callable[[Order], float]:
    """How much likelier than another an order on target is to have an unhappy customer in a stage."""
    if stage == "Payment":
        return lambda order: 5.0 if order.checked_twice else 1.0
    if stage == "Delivery":
        return lambda order: (
            (8.0 if order.prepaid else 1.0)
            * (4.0 if order.long_way else 1.0)
            * (2.5 if order.region == "South" else 1.0)
        )
    return lambda order: 1.0


def _decide(stage: str, orders: Sequence[Order], chance: random.Random) -> None:
    """Which visits are off target, which are rated, and who is unhappy."""
    good_good, good_bad, bad_good, bad_bad = PLANNED[stage]
    visits = [order for order in orders[:-UNDER_WAY] if stage in order.stages]
    off = chance.sample(visits, OFF_TARGET[stage])
    for order in off:
        order.off.add(stage)
    for order in off[: bad_good + bad_bad]:
        order.unhappy[stage] = False
    for order in off[:bad_bad]:
        order.unhappy[stage] = True
    met = [order for order in visits if stage not in order.off]
    rated = chance.sample(met, good_good + good_bad)
    weigh = _weight(stage)
    by_luck = sorted(rated, key=lambda order: chance.expovariate(weigh(order)))
    for order in rated:
        order.unhappy[stage] = False
    for order in by_luck[:good_bad]:
        order.unhappy[stage] = True


def _events(order: Order, chance: random.Random) -> list[dict[str, Any]]:
    """The events of an order, in their order."""
    at = order.start

    def go(activity: str, low: float, high: float, stage: str) -> None:
        nonlocal at
        at += timedelta(minutes=round(60 * chance.uniform(low, high)))
        order.events.append((at, activity))
        order.ended[stage] = at

    if "Order" in order.stages:
        go("Place order", 0, 0, "Order")
        late = "Order" in order.off
        if order.number % 19 == 0:
            go("Change order", 0.1, 0.2, "Order")
        go("Confirm order", *((5, 9) if late and order.number % 2 else (34, 38) if late else (0.5, 3)), "Order")
    if "Payment" in order.stages:
        go("Check credit", 0.4, 0.6, "Payment")
        if order.checked_twice:
            go("Check credit", 0.4, 0.6, "Payment")
        if order.prepaid:
            go("Demand prepayment", 0.4, 0.6, "Payment")
            go("Receive payment", 0.5, 1, "Payment")
        go("Send invoice", *((24.5, 27) if "Payment" in order.off else (0.2, 0.5)), "Payment")
    if "Delivery" in order.stages:
        go("Pick order", 0.3, 0.6, "Delivery")
        if order.number % 23 == 0:
            go("Substitute item", 0.1, 0.2, "Delivery")
        go("Load truck", *((25, 40) if "Delivery" in order.off else (0.2, 0.4)), "Delivery")
        if order.number < ORDERS - UNDER_WAY:
            go("Hand over goods", *((5.5, 7) if order.long_way else (1, 3)), "Delivery")
        if order.unhappy.get("Delivery") and order.number % 3 == 0:
            call = at + timedelta(hours=8)
            order.events.append((call, "Goodwill call"))
    if "Use & return" in order.stages:
        go("Return goods", 24, 44, "Use & return")
        go("Inspect return", 4, 8, "Use & return")
        go("Credit note", *((49, 56) if "Use & return" in order.off else (6, 20)), "Use & return")
    if "Reorder" in order.stages:
        go("Suggest basket", 60, 70, "Reorder")
        if "Reorder" in order.off:
            go("Suggest basket", 14, 20, "Reorder")
        go("Repeat order", 5, 12, "Reorder")
    teams = {activity: team for team, activities in TEAMS.items() for activity in activities}
    return [
        {
            "order_id": order.name,
            "activity": activity,
            "timestamp": when.isoformat(),
            "team": teams[activity],
            "resource": f"{teams[activity].lower()}-{(order.number * 7 + place) % 5}",
            "region": order.region,
        }
        for place, (when, activity) in enumerate(order.events)
    ]


def _as_it_came(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Six rows without an activity and 33 of the year 1900 are added; sixty stand before an earlier one of their
    order."""
    for place in range(200, 200 + 60 * 300, 300):
        while rows[place]["order_id"] != rows[place + 1]["order_id"]:
            place += 1
        rows[place], rows[place + 1] = rows[place + 1], rows[place]
    nameless = [{**row, "activity": ""} for row in rows[1000:1006]]
    ancient = [{**row, "timestamp": "1900-01-01T00:00:00"} for row in rows[2000:2033]]
    return [*rows, *nameless, *ancient]


def _signals(orders: Sequence[Order], chance: random.Random) -> list[dict[str, Any]]:
    """What customers say, of each stage two hours to two days after its end; 179 answers name no order of the log."""
    said = []
    for stage in PLANNED:
        for place, order in enumerate(order for order in orders if stage in order.unhappy):
            at = order.ended[stage] + timedelta(minutes=chance.randint(1, 18) * 5)
            for kind, score in _answers(stage, place, order.unhappy[stage], chance):
                words = chance.choice(_comments(stage, order)) if place % 3 == 0 else ""
                said.append(_said(order.name, at, kind, score, stage=stage, comment=words))
    about = [order for order in orders[:-UNDER_WAY] if "Delivery" in order.stages][::14][:ABOUT_DISCOVER]
    for place, order in enumerate(about):
        at = order.start + timedelta(days=1)
        score = 1 if place < UNHAPPY_DISCOVER else 5
        for _ in range(2 if place < 16 else 1):
            said.append(_said(order.name, at, "csat", score, touchpoint="catalogue"))
    said += [_said(f"X-{n}", BEGIN + timedelta(days=n % 170), "nps", 8, stage="Delivery") for n in range(179)]
    return sorted(said, key=lambda row: (row["timestamp"], row["order_id"], row["kind"]))


def _comments(stage: str, order: Order) -> Sequence[str]:
    """What such a customer may write: of what made them unhappy, where that is known."""
    if stage not in CONTENT:
        return ("",)
    if not order.unhappy[stage]:
        return CONTENT[stage]
    if stage == "Payment":
        return TWICE if order.checked_twice else ANYTHING
    return FIRST_THE_MONEY if order.prepaid else TOO_LATE if order.long_way else ANYTHING


def _said(order: str, at: datetime, kind: str, score: int | None, **further: str) -> dict[str, Any]:
    plain = {"stage": "", "touchpoint": "", "comment": ""}
    return {"order_id": order, "timestamp": at.isoformat(), "kind": kind, "score": score, **plain, **further}


def _answers(stage: str, place: int, unhappy: bool, chance: random.Random) -> list[tuple[str, int | None]]:
    """What a customer answers about a visit: kinds and scores."""
    csat = ("csat", chance.choice((1, 2)) if unhappy else chance.choice((4, 5)))
    nps = ("nps", chance.choice((0, 2, 4, 6)) if unhappy else chance.choice((7, 8, 9, 9, 10)))
    ces = ("ces", chance.choice((1, 2, 3)) if unhappy else chance.choice((5, 6, 7)))
    unasked = ("complaint" if unhappy else "praise", None)
    if stage == "Order":
        return [ces if place % 2 else unasked]
    if stage == "Delivery":
        return [nps, csat] if place % 2 else [nps] if place % 10 else [csat]
    return [nps if stage == "Reorder" else csat if place % 2 else unasked]


def _write(path: Path, rows: list[dict[str, Any]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as stream:
        writer = csv.DictWriter(stream, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
