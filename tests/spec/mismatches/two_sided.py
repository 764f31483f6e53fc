"""Stages with as many visits of each pair of verdicts as a test wants, and what it finds there."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from tests.spec.small import MONDAY, rows_of

HOURS = {"on": 1, "off": 3}  # the target is two hours
SCORES = {"good": 5, "bad": 1}


Tables = tuple[list[dict[str, Any]], str, list[dict[str, Any]]]


def world(table: str, target: bool = True, customer: Callable[[str, str, int], str] | None = None) -> Tables:
    """Log, journey and signals. A row of the table is a stage: visits on and off target whose customers are good, bad
    or silent.

    Each visit is a case of its own, from `Start` to `End` of its stage; two days later all have ended. Without `target`
    the stages have none, and a visit that is off does its `End` twice. `customer` says whose the visit is: by stage and
    side, by verdict, by number; without it the log has no customers.
    """
    log, signals, stages = [], [], []
    for row in rows_of(table):
        name = row["stage"]
        for side in ("on", "off"):
            for verdict in ("good", "bad", "silent"):
                for number in range(int(row[f"{side} {verdict}"])):
                    case = f"{name} {side} {verdict} {number}"
                    whose = {"customer_id": customer(f"{name} {side}", verdict, number)} if customer else {}
                    ends = [HOURS[side]] if target else [1] * (1 if side == "on" else 2)
                    log.append({"case_id": case, "activity": f"Start {name}", "timestamp": MONDAY} | whose)
                    log += [
                        {"case_id": case, "activity": f"End {name}", "timestamp": MONDAY + timedelta(hours=h)} | whose
                        for h in ends
                    ]
                    if verdict != "silent":
                        said = {"case_id": case, "timestamp": MONDAY + timedelta(days=1), "kind": "review"}
                        signals.append(said | {"score": SCORES[verdict], "stage": name})
        stage: dict[str, Any] = {"name": name, "activities": [f"Start {name}", f"End {name}"]}
        if target:
            stage["target"] = {"from": f"Start {name}", "to": f"End {name}", "within": "2h"}
        stages.append(stage)
    whose = {"customer_id": "nobody"} if customer else {}
    log.append({"case_id": "now", "activity": "Something else", "timestamp": MONDAY + timedelta(days=2)} | whose)
    return log, json.dumps({"stages": stages}), signals
