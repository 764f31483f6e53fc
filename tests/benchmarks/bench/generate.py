"""Write a million events of an order process, with its journey and its customers' signals, the same on every machine.

About 120,000 orders of 17,000 customers over a year, 25 activities, several thousand variants (kinds of orders,
optional steps, repeats, steps that change places), attributes of the order, resources and teams. Failed deliveries and
demanded prepayment make customers unhappy; the rest of their mood is chance.
"""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray
from pyarrow import csv

SEED = 20261122
CASES_PER_EVENT = 0.125  # a few more than needed; the last are cut
KINDS = 12  # of orders: which of the optional steps an order has goes mostly with its kind
MINUTE, HOUR, DAY = 60, 3_600, 86_400

# activity, stage, team, probability that an order has it, of a repeat, median seconds since the event before
ACTIVITIES: list[tuple[str, str, str, float, float, float]] = [
    ("Place order", "Ordering", "Sales", 1.00, 0.00, 0),
    ("Change order", "Ordering", "Sales", 0.05, 0.15, 40 * MINUTE),
    ("Check credit", "Ordering", "Finance", 0.35, 0.01, 10 * MINUTE),
    ("Check stock", "Ordering", "Sales", 0.40, 0.02, 6 * MINUTE),
    ("Confirm order", "Ordering", "Sales", 0.97, 0.01, 25 * MINUTE),
    ("Demand prepayment", "Payment", "Finance", 0.07, 0.00, 30 * MINUTE),
    ("Receive prepayment", "Payment", "Finance", 0.065, 0.00, 9 * HOUR),
    ("Release order", "Fulfilment", "Finance", 0.32, 0.00, 20 * MINUTE),
    ("Reserve stock", "Fulfilment", "Warehouse", 0.35, 0.03, 15 * MINUTE),
    ("Order from supplier", "Fulfilment", "Purchasing", 0.05, 0.05, 2 * HOUR),
    ("Receive from supplier", "Fulfilment", "Purchasing", 0.05, 0.02, 20 * HOUR),
    ("Pick order", "Fulfilment", "Warehouse", 0.93, 0.02, 2 * HOUR),
    ("Substitute item", "Fulfilment", "Warehouse", 0.05, 0.20, 8 * MINUTE),
    ("Pack order", "Fulfilment", "Warehouse", 0.35, 0.01, 25 * MINUTE),
    ("Load truck", "Delivery", "Logistics", 0.55, 0.00, 1 * HOUR),
    ("Leave depot", "Delivery", "Logistics", 0.31, 0.00, 20 * MINUTE),
    ("Fail delivery attempt", "Delivery", "Logistics", 0.03, 0.20, 3 * HOUR),
    ("Hand over goods", "Delivery", "Logistics", 0.95, 0.01, 3 * HOUR),
    ("Report shortage", "Service", "Service", 0.04, 0.05, 4 * HOUR),
    ("Answer enquiry", "Service", "Service", 0.03, 0.30, 5 * HOUR),
    ("Take goods back", "Service", "Logistics", 0.025, 0.02, 30 * HOUR),
    ("Issue credit note", "Billing", "Finance", 0.03, 0.01, 26 * HOUR),
    ("Send invoice", "Billing", "Finance", 0.93, 0.01, 10 * HOUR),
    ("Send reminder", "Billing", "Finance", 0.04, 0.35, 12 * DAY),
    ("Receive payment", "Billing", "Finance", 0.62, 0.01, 9 * DAY),
]
OWNERS = {
    "Ordering": "Sales",
    "Payment": "Finance",
    "Fulfilment": "Warehouse",
    "Delivery": "Logistics",
    "Service": "Service",
    "Billing": "Finance",
}
TARGETS = {"Ordering": "2h", "Delivery": "9h", "Billing": "20d"}
PHRASES = {
    "bad": (
        "driver came after the kitchen had opened",
        "had to pay first again",
        "half of the order was missing",
        "nobody told us anything",
    ),
    "good": ("all fresh and on time", "friendly driver", "easy as always", "thank you"),
}

Index = NDArray[np.int64]
Flags = NDArray[np.bool_]


def make_events(events: int, seed: int = SEED) -> tuple[pa.Table, Flags, Index, Index]:
    """The event table by time; and by case whether its customer has a reason, its customer, its last second."""
    draw = np.random.default_rng(seed)
    cases = round(events * CASES_PER_EVENT)
    case, activity = _sequences(draw, cases, events)
    cases = int(case[-1]) + 1
    start = _starts(draw, cases)
    at = _times(draw, case, activity, start)
    customer = (draw.pareto(1.6, cases) * 4_000).astype(np.int64) % 21_000
    region = draw.choice(5, cases, p=[0.35, 0.25, 0.2, 0.15, 0.05])
    value = np.round(draw.lognormal(5.6, 0.7, cases), 2)
    people = 12 + (np.arange(len(ACTIVITIES)) * 7) % 23
    resource = (draw.random(len(case)) ** 1.7 * people[activity]).astype(np.int64)
    order = np.lexsort((case, at))
    names, teams = [a[0] for a in ACTIVITIES], sorted({a[2] for a in ACTIVITIES})
    team = np.array([teams.index(a[2]) for a in ACTIVITIES])
    columns = {
        "order_id": _labels("O{:07d}", cases, case[order]),
        "activity": _pick(names, activity[order]),
        "timestamp": pa.array((at[order] * 1_000_000).view("datetime64[us]")).cast(pa.timestamp("s")),
        "resource": _pick(
            [f"{t[:3]}-{n:02d}" for t in teams for n in range(40)], team[activity[order]] * 40 + resource[order]
        ),
        "team": _pick(teams, team[activity[order]]),
        "customer_id": _labels("C{:05d}", 21_000, customer[case[order]]),
        "region": _pick(["North", "South", "East", "West", "Islands"], region[case[order]]),
        "channel": _pick(["app", "web", "phone"], draw.choice(3, cases, p=[0.5, 0.3, 0.2])[case[order]]),
        "items": pa.array(draw.poisson(7, cases)[case[order]] + 1),
        "order_value": pa.array(value[case[order]]),
        "cost": pa.array(np.round(draw.gamma(2.0, 3.0, len(case)), 2)),
    }
    return pa.table(columns), _reasons(draw, case, activity, cases), customer, _last(case, at, cases)


def _sequences(draw: np.random.Generator, cases: int, events: int) -> tuple[Index, Index]:
    """Case and activity of every event, a case's events together and in the order in which they happen."""
    rows: list[Index] = []
    steps: list[Index] = []
    places: list[NDArray[np.float64]] = []
    kind = draw.choice(KINDS, cases, p=np.arange(KINDS, 0, -1) / (KINDS * (KINDS + 1) / 2))
    for step, (_, _, _, chance, again, _) in enumerate(ACTIVITIES):
        usual = ((draw.permutation(KINDS) + 0.5) / KINDS)[kind] < chance
        free = draw.random(cases) < (0.03 if 0.3 < chance < 0.9 else 1.0)
        having = np.flatnonzero(np.where(free, draw.random(cases) < chance, usual))
        for repeat in range(4):
            swap = np.where(draw.random(len(having)) < 0.006, draw.normal(0, 2.5, len(having)), 0)
            rows.append(having)
            steps.append(np.full(len(having), step))
            places.append(np.maximum(step + swap + 0.1 * repeat, 0 if step == 0 else 0.5))
            having = having[draw.random(len(having)) < again]
    case, activity, place = np.concatenate(rows), np.concatenate(steps), np.concatenate(places)
    order = np.lexsort((activity, place, case))[:events]
    return case[order], activity[order]


def _starts(draw: np.random.Generator, cases: int) -> Index:
    """Order times in 2026: more on weekdays, in working hours."""
    day = draw.integers(0, 350, cases * 2)
    day = day[(day % 7 < 5) | (draw.random(len(day)) < 0.3)][:cases]
    second = np.clip(draw.normal(11 * HOUR, 3 * HOUR, cases), 0, DAY - 1).astype(np.int64)
    return np.sort(np.datetime64("2026-01-05", "s").astype(np.int64) + day[:cases] * DAY + second)


def _times(draw: np.random.Generator, case: Index, activity: Index, start: Index) -> Index:
    """A start a case, then lognormal pauses by activity, in whole seconds."""
    median = np.array([a[5] for a in ACTIVITIES], dtype=float)[activity]
    pause = np.ceil(median * draw.lognormal(0.0, 0.6, len(case))).astype(np.int64)
    first = np.r_[True, case[1:] != case[:-1]]
    pause[first] = 0
    total = np.cumsum(pause)
    return start[case] + total - np.repeat(total[first], np.diff(np.r_[np.flatnonzero(first), len(case)]))


def _reasons(draw: np.random.Generator, case: Index, activity: Index, cases: int) -> Flags:
    """Whether a case has what makes customers unhappy: prepayment demanded, or a delivery that failed."""
    names = [a[0] for a in ACTIVITIES]
    wanted = np.isin(activity, [names.index("Demand prepayment"), names.index("Fail delivery attempt")])
    return np.bincount(case[wanted], minlength=cases) > 0


def _last(case: Index, at: Index, cases: int) -> Index:
    last = np.zeros(cases, dtype=np.int64)
    np.maximum.at(last, case, at)
    return last


def make_signals(reason: Flags, customer: Index, last: Index) -> pa.Table:
    """A survey for a sixth of the cases and a complaint for some; most name their stage."""
    draw = np.random.default_rng(SEED + 1)
    asked = np.flatnonzero(draw.random(len(reason)) < 1 / 6)
    stages = list(OWNERS)
    stage = draw.choice(len(stages), len(asked), p=[0.2, 0.1, 0.1, 0.4, 0.1, 0.1])
    at_delivery = stage == stages.index("Delivery")
    bad = draw.random(len(asked)) < np.where(reason[asked] & at_delivery, 0.45, 0.09)
    score = np.where(bad, draw.integers(1, 3, len(asked)), draw.integers(3, 6, len(asked)))
    words = np.where(bad, draw.integers(0, 4, len(asked)), 4 + draw.integers(0, 4, len(asked)))
    survey = _signals("csat", asked, customer, last[asked] + draw.integers(HOUR, 3 * DAY, len(asked)))
    survey |= {
        "score": pa.array(score),
        "stage": _pick(stages, stage),
        "comment": _pick([*PHRASES["bad"], *PHRASES["good"]], words),
    }
    angry = np.flatnonzero(draw.random(len(reason)) < np.where(reason, 0.06, 0.004))
    nothing = pa.nulls(len(angry), pa.string())
    complaint = _signals("complaint", angry, customer, last[angry] + draw.integers(HOUR, 5 * DAY, len(angry)))
    complaint |= {"score": pa.nulls(len(angry), pa.int64()), "stage": nothing, "comment": nothing}
    return pa.concat_tables([pa.table(survey), pa.table(complaint)])


def _signals(kind: str, cases: Index, customer: Index, at: Index) -> dict[str, pa.Array]:
    return {
        "order_id": _labels("O{:07d}", len(customer), cases),
        "customer_id": _labels("C{:05d}", 21_000, customer[cases]),
        "timestamp": pa.array((at * 1_000_000).view("datetime64[us]")).cast(pa.timestamp("s")),
        "kind": pa.array([kind] * len(cases)),
    }


def _labels(form: str, count: int, index: Index) -> pa.Array:
    return _pick([form.format(n) for n in range(count)], index)


def _pick(names: list[str], index: Index) -> pa.Array:
    return pa.array(names).take(pa.array(index))


def journey() -> str:
    """The journey file that fits the events."""
    lines = ["journey: Ordering fresh produce", "persona: Independent restaurant owner", "stages:"]
    for stage, owner in OWNERS.items():
        lines += [f"  - name: {stage}", f"    owner: {owner}", "    activities:"]
        lines += [f"      - {{name: {name}, team: {team}}}" for name, of, team, *_ in ACTIVITIES if of == stage]
        if stage in TARGETS:
            lines.append(f"    target: {{within: {TARGETS[stage]}}}")
    return "\n".join(lines) + "\n"


def write(folder: Path, events: int) -> None:
    """Write log.csv, signals.csv, journey.yaml and project.yaml into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    log, reason, customer, last = make_events(events)
    csv.write_csv(log, folder / "log.csv")
    csv.write_csv(make_signals(reason, customer, last), folder / "signals.csv")
    (folder / "journey.yaml").write_text(journey(), encoding="utf-8")
    project = "name: A million events\nlog: {path: log.csv, columns: {case_id: order_id}}\njourney: journey.yaml\n"
    project += "signals: [{path: signals.csv, columns: {case_id: order_id}, silence: unknown}]\ncase_noun: order\n"
    (folder / "project.yaml").write_text(project, encoding="utf-8")


if __name__ == "__main__":
    write(Path(sys.argv[1]), int(sys.argv[2]))
