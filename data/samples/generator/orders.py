"""The orders: one row each, with what happens in it and when (seconds since the first day's midnight, NaN = never)."""

import datetime as dt

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from . import plan
from .chance import Bools, Draws, Floats

MINUTE, HOUR, DAY = 60.0, 3600.0, 86400.0


def working_days() -> NDArray[np.int64]:
    """Working days (Monday to Saturday, no holidays) as days since the first one, to some days over the end."""
    last = (plan.LAST_DAY - plan.FIRST_DAY).days + 20
    days = [plan.FIRST_DAY + dt.timedelta(days=number) for number in range(last)]
    return np.array([(day - plan.FIRST_DAY).days for day in days if day.weekday() < 6 and day not in plan.HOLIDAYS])


def later_working_day(day: Floats, steps: int) -> Floats:
    """The working day that comes `steps` working days after each day."""
    days = working_days()
    return days[np.searchsorted(days, day, side="right") + steps - 1].astype(float)


def draw_orders(customers: pd.DataFrame) -> pd.DataFrame:
    """One row an order: attributes of its customer, its own attributes, what happens in it and all its times."""
    draws, n = Draws("orders"), plan.ORDERS
    days = working_days()
    days = days[days <= (plan.LAST_DAY - plan.FIRST_DAY).days]
    weight = [plan.WEEKDAY_WEIGHTS[(plan.FIRST_DAY + dt.timedelta(days=int(day))).weekday()] for day in days]
    day = draws.choose(n, [str(number) for number in days], weight).astype(float)
    minute = draws.spread(n, [(0, 360), (0.25, 480), (0.5, 565), (0.75, 655), (1, 780)])
    who = draws.choose(n, list(customers["customer_id"]), list(customers["weight"]))
    orders = pd.DataFrame({"customer_id": who, "day": day, "place_s": day * DAY + np.floor(minute * MINUTE)})
    orders["items"] = np.floor(draws.spread(n, [(0, 3), (0.5, 16), (0.9, 38), (1, 75)])).astype(int)
    orders["order_value"] = np.floor(orders["items"] * draws.between(n, 18, 46)).astype(int)
    orders = orders.merge(customers.drop(columns="weight"), on="customer_id", how="left")
    orders = orders.sort_values(["place_s", "customer_id"], kind="stable", ignore_index=True)
    orders.insert(0, "order_id", [f"O{number}" for number in range(100001, 100001 + n)])
    for step in (_ordering, _payment, _picking, _delivery, _invoicing, _service):
        step(orders)
    return orders


def _only(happens: Bools | pd.Series, time: Floats | pd.Series) -> Floats:
    """The time where it happens, NaN elsewhere."""
    return np.where(np.asarray(happens), np.asarray(time, dtype=float), np.nan)


def _ordering(orders: pd.DataFrame) -> None:
    draws, n, placed = Draws("ordering"), len(orders), orders["place_s"]
    late = draws.happens(plan.CONFIRM_LATE, n)
    quick = draws.spread(n, [(0, 6), (0.5, 38), (0.9, 95), (1, 116)])
    slow = draws.spread(n, [(0, 123), (0.5, 150), (1, 235)])
    orders["confirm_late"] = late
    orders["confirm_s"] = placed + np.where(late, slow, quick) * MINUTE
    share = draws.between(n, 0.3, 0.7)
    substituted = draws.happens(plan.SUBSTITUTE_ITEM, n)
    orders["substitute_s"] = _only(substituted, placed + share * (orders["confirm_s"] - placed))
    changed = draws.happens(plan.CHANGE_ORDER, n)
    orders["change_s"] = _only(changed, orders["confirm_s"] + draws.between(n, 8, 35) * MINUTE)
    orders["ordering_end_s"] = orders[["confirm_s", "change_s"]].max(axis=1)


def _payment(orders: pd.DataFrame) -> None:
    """The span from check to release is drawn without regard to what happens in it: no wait betrays a cause."""
    draws, n = Draws("payment"), len(orders)
    orders["check_s"] = orders["ordering_end_s"] + draws.between(n, 6, 28) * MINUTE
    span = draws.spread(n, [(0, 25), (0.25, 70), (0.5, 115), (0.75, 170), (0.95, 232), (1, 300)]) * MINUTE
    policy = orders["prepayment_policy"]
    prepaid = draws.happens(policy.map(plan.DEMAND_PREPAYMENT).to_numpy(), n)
    held = draws.happens(policy.map(plan.CREDIT_HOLD).to_numpy(), n)
    pro_forma = draws.happens(np.where(prepaid, plan.PRO_FORMA_IF_PREPAID, plan.PRO_FORMA_ELSE), n)
    received = draws.happens(plan.PREPAYMENT_RECEIVED, n)
    released = draws.happens(plan.HOLD_RELEASED, n)
    orders["demand_prepayment"], orders["credit_hold"] = prepaid, held

    def at(low: float, high: float) -> Floats:
        return np.asarray(orders["check_s"] + draws.between(n, low, high) * span, dtype=float)

    orders["review_s"] = _only(draws.happens(plan.REVIEW_ACCOUNT, n), at(0.05, 0.15))
    orders["hold_s"] = _only(held, at(0.17, 0.28))
    orders["demand_s"] = _only(prepaid, at(0.30, 0.40))
    orders["pro_forma_s"] = _only(pro_forma, at(0.42, 0.50))
    paid = at(0.58, 0.75)
    orders["received_s"], orders["waived_s"] = _only(prepaid & received, paid), _only(prepaid & ~received, paid)
    freed = at(0.78, 0.95)
    orders["hold_released_s"] = _only(held & released, freed)
    orders["hold_escalated_s"] = _only(held & ~released, freed)
    orders["release_s"] = orders["check_s"] + span


def _picking(orders: pd.DataFrame) -> None:
    draws, n = Draws("picking"), len(orders)
    orders["delivery_day"] = later_working_day(orders["day"].to_numpy(), 1)
    evening = (orders["delivery_day"] - 1) * DAY + draws.spread(n, [(0, 1050), (0.6, 1170), (1, 1330)]) * MINUTE
    orders["print_s"] = np.maximum(evening, orders["release_s"] + draws.between(n, 10, 40) * MINUTE)
    orders["pick_s"] = orders["print_s"] + draws.between(n, 12, 55) * MINUTE
    late = draws.happens(plan.LOAD_LATE, n)
    quick = draws.spread(n, [(0, 75), (0.5, 160), (1, 234)])
    slow = draws.spread(n, [(0, 246), (0.6, 290), (1, 355)])
    orders["load_late"] = late
    orders["load_s"] = orders["print_s"] + np.where(late, slow, quick) * MINUTE


def _delivery(orders: pd.DataFrame) -> None:
    draws, n = Draws("delivery"), len(orders)
    morning = orders["delivery_day"] * DAY + draws.between(n, 295, 370) * MINUTE
    orders["depart_s"] = np.maximum(morning, orders["load_s"] + draws.between(n, 8, 25) * MINUTE)
    orders["due_s"] = orders["delivery_day"] * DAY + orders["due_hour"] * HOUR
    room = orders["due_s"] - 10 * MINUTE - orders["depart_s"]
    in_time = orders["depart_s"] + draws.spread(n, [(0, 0.15), (0.5, 0.6), (1, 1.0)]) * room
    late = draws.happens(plan.DELIVER_LATE, n)
    orders["deliver_late"] = late
    orders["hand_over_s"] = np.where(late, orders["due_s"] + draws.between(n, 12, 150) * MINUTE, in_time)


def _invoicing(orders: pd.DataFrame) -> None:
    draws, n = Draws("invoicing"), len(orders)
    orders["healthcare"] = orders["segment"] == "Healthcare"
    late = draws.happens(plan.INVOICE_LATE, n)
    same_day = np.maximum(
        orders["delivery_day"] * DAY + draws.between(n, 840, 1110) * MINUTE, orders["hand_over_s"] + 20 * MINUTE
    )
    next_day = later_working_day(orders["delivery_day"].to_numpy(), 1) * DAY + draws.between(n, 900, 1110) * MINUTE
    orders["invoice_late"] = late
    orders["invoice_s"] = np.where(late, next_day, same_day)
    disputed = draws.happens(plan.DISPUTE_INVOICE, n)
    corrected = draws.happens(plan.DISPUTE_CORRECTED, n)
    orders["dispute_invoice"] = disputed
    day = later_working_day(np.floor(orders["invoice_s"].to_numpy() / DAY), 1)
    orders["dispute_s"] = _only(disputed, day * DAY + draws.between(n, 450, 780) * MINUTE)
    settled = orders["dispute_s"] + draws.between(n, 70, 300) * MINUTE
    orders["corrected_s"] = _only(disputed & corrected, settled)
    orders["rejected_s"] = _only(disputed & ~corrected, settled)
    orders["invoicing_end_s"] = orders[["invoice_s", "corrected_s", "rejected_s"]].max(axis=1)


def _service(orders: pd.DataFrame) -> None:
    draws, n = Draws("service"), len(orders)
    delivered = orders["delivery_day"].to_numpy()
    returned = draws.happens(plan.RETURN_GOODS, n)
    day = later_working_day(delivered, 2)
    orders["return_s"] = _only(returned, day * DAY + draws.between(n, 500, 900) * MINUTE)
    orders["credit_note_s"] = _only(returned, orders["return_s"] + draws.between(n, 90, 420) * MINUTE)
    late = draws.happens(plan.CLOSE_LATE, n)
    in_time = later_working_day(delivered, 4) * DAY + draws.between(n, 540, 1020) * MINUTE
    too_late = later_working_day(delivered, 8) * DAY + draws.between(n, 540, 1020) * MINUTE
    orders["close_late"] = late
    orders["close_s"] = np.where(late, too_late, in_time)
