"""Money, always with the price that the project's people have set."""

from __future__ import annotations

from analyzer.document.parts.mismatches import MismatchRow
from analyzer.settings import Worth
from analyzer.tables.interval import Interval
from analyzer.tables.money import MoneyRow, in_money
from analyzer.words import wording
from analyzer.words.language import say


def money_words(money: MoneyRow | None) -> str:
    """An amount with its limits, without its price: 1,520 EUR (1,240–1,800); empty without one."""
    if money is None or money["value"] is None:
        return ""
    value, limits = wording.number(money["value"]), wording.limits(money)
    key = "money.limits" if limits else "money"
    return say(key, value=value, limits=limits, currency=money["currency"])


def monthly_money(mismatch: MismatchRow) -> str:
    """What a mismatch costs a month, marked as the project's own price; empty where no price is set."""
    money = mismatch.get("avoidable_money_per_month")
    if money is None or money["value"] is None:
        return ""
    return say("money.month", money=money_words(money), each=each_words(money))


def avoided_money(avoided: Interval, worth: Worth | None) -> str:
    """What the unhappy customers that an action has avoided would have cost; empty without a price or a number."""
    money = in_money(avoided.as_dict(), worth)
    return say("money.avoided", money=money_words(money), each=each_words(money)) if money else ""


def each_words(money: MoneyRow) -> str:
    """The price of one: 40 EUR."""
    return say("money", value=wording.number(money["each"]), limits="", currency=money["currency"])
