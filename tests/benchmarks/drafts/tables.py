"""Two tables with one row a case and a time column a step, as service desks and shops export them; seeded."""

from __future__ import annotations

import csv
import random
from datetime import datetime, timedelta
from pathlib import Path

Row = dict[str, str]
_START = datetime(2026, 1, 5, 8)


def incidents(cases: int = 1500, seed: int = 7) -> list[Row]:
    """Incidents: reported, assigned, worked on (a third waits), resolved (one in fourteen twice), closed days later."""
    chance = random.Random(seed)
    rows = []
    for number in range(cases):
        at = _START + timedelta(minutes=37 * number)
        row = {"number": f"INC{number:07d}", "caller_id": f"U{chance.randrange(400)}"}
        row["opened_at"] = _text(at)
        row["acknowledged_at"] = _text(at := at + _within(chance, 0, 0.1))
        row["assigned_to_group_at"] = _text(at := at + _within(chance, 0.1, 2))
        if chance.random() < 0.12:
            row["reassigned_at"] = _text(at := at + _within(chance, 1, 8))
        row["assigned_to_person_at"] = _text(at := at + _within(chance, 0.1, 3))
        row["work_started_at"] = _text(at := at + _within(chance, 0.5, 8))
        if chance.random() < 0.33:
            row["on_hold_for_caller_at"] = _text(at := at + _within(chance, 0.5, 6))
            row["caller_replied_at"] = _text(at := at + _within(chance, 2, 48))
        if chance.random() < 0.04:
            row["on_hold_for_vendor_at"] = _text(at := at + _within(chance, 1, 8))
            at += _within(chance, 24, 96)
        at += _within(chance, 1, 30)
        if chance.random() < 0.07:
            row["reopened_at"] = _text(at - _within(chance, 0.2, 0.9))
        row["resolved_at"] = _text(at)
        if chance.random() < 0.97:
            row["closed_at"] = _text(at := at + _within(chance, 110, 130))
            row["survey_sent_at"] = _text(at + _within(chance, 0, 0.5))
        row["made_sla"] = "true" if chance.random() < 0.88 else "false"
        rows.append(row)
    return rows


def orders(cases: int = 1500, seed: int = 11) -> list[Row]:
    """Orders of a shop: paid (one in twelve fails first), picked, packed, shipped, delivered; one in six returned."""
    chance = random.Random(seed)
    rows = []
    for number in range(cases):
        at = _START + timedelta(minutes=23 * number)
        row = {"order_id": str(100_000 + number), "country": chance.choice(["DE", "AT", "CH"])}
        rows.append(row)
        row["ordered_at"] = _text(at)
        row["order_confirmed_at"] = _text(at := at + _within(chance, 0, 0.05))
        row["payment_requested_at"] = _text(at := at + _within(chance, 0.05, 0.5))
        if chance.random() < 0.08:
            row["payment_failed_at"] = _text(at := at + _within(chance, 0.1, 1))
            if chance.random() < 0.5:
                row["cancelled_at"] = _text(at + _within(chance, 24, 72))
                continue
        row["paid_at"] = _text(at := at + _within(chance, 0.1, 24))
        row["picked_at"] = _text(at := at + _within(chance, 4, 30))
        row["packed_at"] = _text(at := at + _within(chance, 0.2, 2))
        row["shipped_at"] = _text(at := at + _within(chance, 1, 8))
        row["out_for_delivery_at"] = _text(at := at + _within(chance, 24, 72))
        if chance.random() < 0.09:
            row["delivery_attempt_failed_at"] = _text(at := at + _within(chance, 1, 6))
            at += timedelta(hours=20)
        row["delivered_at"] = _text(at := at + _within(chance, 1, 8))
        if chance.random() < 0.17:
            row["return_requested_at"] = _text(at := at + _within(chance, 12, 240))
            row["return_received_at"] = _text(at := at + _within(chance, 48, 168))
            row["refunded_at"] = _text(at + _within(chance, 12, 72))
    return rows


TABLES = {"incidents": incidents, "shop": orders}


def written(rows: list[Row], path: Path) -> Path:
    """The table as it is exported: one row a case."""
    names = sorted({name for row in rows for name in row}, key=lambda name: (not name.endswith(("id", "number")), name))
    with path.open("w", encoding="utf-8", newline="") as file:
        to = csv.DictWriter(file, names)
        to.writeheader()
        to.writerows(rows)
    return path


def as_events(rows: list[Row], path: Path) -> Path:
    """The same cases with one row an event; an activity is its column's name without `_at`, `_` read as a space."""
    with path.open("w", encoding="utf-8", newline="") as file:
        to = csv.writer(file)
        to.writerow(["case_id", "activity", "timestamp"])
        for row in rows:
            case = row.get("number") or row["order_id"]
            stamps = [(value, name) for name, value in row.items() if name.endswith("_at")]
            to.writerows([case, name.removesuffix("_at").replace("_", " "), at] for at, name in stamps)
    return path


def _within(chance: random.Random, low: float, high: float) -> timedelta:
    return timedelta(hours=chance.uniform(low, high))


def _text(at: datetime) -> str:
    return at.strftime("%Y-%m-%d %H:%M:%S")
