"""Unhappy customers in money, at what the project's own people say that one costs."""

from __future__ import annotations

from analyzer.settings import Worth
from analyzer.tables.interval import Interval, IntervalRow


class MoneyRow(IntervalRow):
    """An amount of money with its limits in a currency; `each`: what the project says an unhappy customer costs."""

    currency: str
    each: float


def in_money(customers: IntervalRow | None, worth: Worth | None) -> MoneyRow | None:
    """A number of unhappy customers, with its limits, times what one costs; None without a number or a price.

    In the currency of `worth`. The limits are those of the customers alone: the price is taken as given, so that the
    amount is as sure as the price is, at most. Raises nothing. Not to be trusted as a sum of what can be saved:
    mismatches overlap. Source: docs/improving.md.
    """
    if worth is None or customers is None or customers["value"] is None:
        return None
    low, high = (None if side is None else side * worth.amount for side in (customers["low"], customers["high"]))
    amount = Interval(customers["value"] * worth.amount, low, high).as_dict()
    return {**amount, "currency": worth.currency, "each": worth.amount}
