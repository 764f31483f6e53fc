"""The event log: one row an event, from the orders' times."""

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from . import plan
from .chance import Draws

# activity, column of its time, team, system, crew (who does it)
WORK = (
    ("Place order", "place_s", "Sales", "OMS", "sales"),
    ("Substitute item", "substitute_s", "Sales", "OMS", "sales"),
    ("Confirm order", "confirm_s", "Sales", "OMS", "sales"),
    ("Change order", "change_s", "Sales", "OMS", "sales"),
    ("Check credit", "check_s", "Credit", "ERP", "credit"),
    ("Review account", "review_s", "Credit", "ERP", "credit"),
    ("Place credit hold", "hold_s", "Credit", "ERP", "credit"),
    ("Demand prepayment", "demand_s", "Credit", "ERP", "credit"),
    ("Send pro-forma invoice", "pro_forma_s", "Credit", "ERP", "credit"),
    ("Receive prepayment", "received_s", "Credit", "ERP", "credit"),
    ("Waive prepayment", "waived_s", "Credit", "ERP", "credit"),
    ("Release credit hold", "hold_released_s", "Credit", "ERP", "credit"),
    ("Escalate credit hold", "hold_escalated_s", "Credit", "ERP", "credit"),
    ("Release order", "release_s", "Credit", "ERP", "release"),
    ("Print pick list", "print_s", "Warehouse", "WMS", "lead"),
    ("Pick order", "pick_s", "Warehouse", "WMS", "picker"),
    ("Load truck", "load_s", "Warehouse", "WMS", "loader"),
    ("Depart depot", "depart_s", "Logistics", "TMS", "driver"),
    ("Hand over goods", "hand_over_s", "Logistics", "TMS", "driver"),
    ("Send invoice", "invoice_s", "Billing", "ERP", "billing"),
    ("Dispute invoice", "dispute_s", "Billing", "ERP", "billing"),
    ("Correct invoice", "corrected_s", "Billing", "ERP", "settler"),
    ("Reject dispute", "rejected_s", "Billing", "ERP", "settler"),
    ("Log return", "return_s", "Service", "CRM", "agent"),
    ("Issue credit note", "credit_note_s", "Service", "CRM", "agent"),
    ("Close order", "close_s", "Service", "CRM", "closer"),
    ("Goodwill call", "goodwill_s", "Service", "CRM", "agent"),
)
CARRIED = ("Depart depot", "Hand over goods")
CASE_COLUMNS = (
    "customer_id", "segment", "region", "order_value", "items", "prepayment_policy", "payment_terms", "contract",
    "due_at",
)  # fmt: skip
DRIVERS_A_REGION = 7


def clock(seconds: pd.Series | NDArray[np.float64]) -> NDArray[np.object_]:
    """Local time, ISO, to the second."""
    start = np.datetime64(plan.FIRST_DAY.isoformat(), "s")
    whole = np.floor(np.asarray(seconds, dtype=float)).astype("timedelta64[s]")
    return np.datetime_as_string(start + whole).astype(object)


def staff(orders: pd.DataFrame) -> pd.DataFrame:
    """Who does what, one column a crew, chosen with no regard to anything but the driver's region."""
    draws, n = Draws("staff"), len(orders)
    crews = {"sales": ("S", 9), "credit": ("K", 6), "lead": ("L", 4), "picker": ("P", 22), "loader": ("T", 8),
             "billing": ("B", 5), "settler": ("B", 5), "agent": ("A", 7), "closer": ("A", 7)}  # fmt: skip
    people = {
        crew: draws.choose(n, [f"{letter}{number:02d}" for number in range(1, size + 1)])
        for crew, (letter, size) in crews.items()
    }
    other_clerk = draws.choose(n, [f"K{number:02d}" for number in range(1, 7)])
    people["release"] = np.where(draws.happens(0.15, n), other_clerk, people["credit"])
    first = orders["region"].map({name: DRIVERS_A_REGION * place for place, name in enumerate(plan.REGIONS)})
    seat = np.floor(draws.between(n, 1, DRIVERS_A_REGION + 1)).astype(int)
    people["driver"] = np.array([f"D{number:02d}" for number in first.to_numpy() + seat], dtype=object)
    return pd.DataFrame(people)


def draw_events(orders: pd.DataFrame) -> pd.DataFrame:
    """One row an event up to the log's end, in order of time (then of the work itself)."""
    people = staff(orders)
    carrier = orders["region"].map(plan.CARRIERS)
    end = ((plan.LAST_DAY - plan.FIRST_DAY).days + 1) * 86400.0
    cases = orders.assign(due_at=[text[:16] for text in clock(orders["due_s"])])
    frames = []
    for place, (activity, column, team, system, crew) in enumerate(WORK):
        happens = (orders[column] < end).to_numpy()
        frame = pd.DataFrame({"order_id": orders["order_id"], "activity": activity, "at_s": orders[column]})
        frame["resource"], frame["team"], frame["system"] = people[crew], team, system
        frame["partner"] = carrier if activity in CARRIED else ""
        frame["place"] = place
        frames.append(pd.concat([frame, cases[list(CASE_COLUMNS)]], axis=1)[happens])
    events = pd.concat(frames, ignore_index=True)
    events = events.sort_values(["at_s", "order_id", "place"], kind="stable", ignore_index=True)
    events.insert(2, "timestamp", clock(events["at_s"]))
    return events.drop(columns=["at_s", "place"])
