"""What an unhappy customer costs, as the people of the project put it: `worth: {unhappy_customer: 40 EUR}`."""

from __future__ import annotations

import re

from analyzer.settings.model import Worth
from analyzer.settings.value import Value

EXPECTED = "an amount above 0 with its currency, such as 40 EUR"
AMOUNT = r"(?P<amount>\d{1,12}(?:\.\d{1,4})?)"
CURRENCY = r"(?P<currency>[A-Za-z]{3}|[€$£¥₹])"
WRITTEN = (re.compile(rf"{AMOUNT}\s*{CURRENCY}"), re.compile(rf"{CURRENCY}\s*{AMOUNT}"))


def read_worth(value: Value) -> Worth:
    """`{unhappy_customer: 40 EUR}`. Raises what the value raises for an amount that is none, and for one of nought."""
    given = value.keys(("unhappy_customer",), "worth").need(
        "unhappy_customer", lambda one: one, "worth", "write worth: {unhappy_customer: 40 EUR}"
    )
    text = given.text()
    found = next((match for form in WRITTEN if (match := form.fullmatch(text))), None)
    if found is None or float(found["amount"]) == 0:
        raise given.wrong(EXPECTED, do="write it like 40 EUR, a point before decimals and nothing between thousands")
    return Worth(float(found["amount"]), found["currency"].upper())
