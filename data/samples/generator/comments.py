"""Fills the templates of words.py: slots, languages, the odd typo."""

import pandas as pd

from . import plan, words
from .chance import Draws


def _typo(text: str, draws: Draws) -> str:
    """Two neighbouring letters swapped, or one left out, somewhere behind the first word."""
    place = 2 + int(draws.uniform(1)[0] * max(1, len(text) - 4))
    if not text[place : place + 2].isalpha() or len(text) < 8:
        return text
    swapped = text[:place] + text[place + 1] + text[place] + text[place + 2 :]
    return swapped if draws.chance(0.6) else text[:place] + text[place + 1 :]


def _slots(draws: Draws, value: int) -> dict[str, str]:
    """A value for every slot that a template may have; the order's own value where it is known."""
    return {
        "amount": f"{max(90, value):,}",
        "minutes": str(10 + 5 * int(draws.uniform(1)[0] * 12)),
        "hour": draws.one(("7", "8", "9", "half past nine", "10")),
        "item": draws.one(words.ITEMS),
        "weekday": draws.one(("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday")),
        "phone": f"{draws.one(('312', '773', '414', '608'))}-555-01{int(draws.uniform(1)[0] * 100):02d}",
        "mail": f"{draws.one(words.MAILBOXES)}@example.com",
        "invoice": f"{40000 + int(draws.uniform(1)[0] * 60000)}",
        "days": str(2 + int(draws.uniform(1)[0] * 4)),
    }


def _template(about: str, cause: str, mood: str, draws: Draws) -> str:
    """One template for the place, the cause and the mood, by the nearest key that words.py has."""
    spanish = draws.chance(plan.SPANISH)
    by_cause = bool(cause) and draws.chance(0.85)
    key = (about, cause if by_cause and (about, cause, mood) in words.ENGLISH else "", mood)
    if spanish and key in words.SPANISH:
        return draws.one(words.SPANISH[key])
    return draws.one(words.ENGLISH[key] if key in words.ENGLISH else words.ENGLISH[("", "", mood)])


def write_comments(signals: pd.DataFrame, orders: pd.DataFrame) -> list[str]:
    """The comment of each signal; empty where the customer left none."""
    draws = Draws("comments")
    value = signals["order_id"].map(orders.set_index("order_id")["order_value"]).fillna(400).astype(int)
    comments = []
    for speaks, about, cause, mood, worth in zip(
        signals["speaks"], signals["about"], signals["cause"], signals["mood"], value, strict=True
    ):
        if not speaks:
            comments.append("")
            continue
        text = _template(about, cause, mood, draws).format(**_slots(draws, worth))
        has_address = "@" in text  # an address stays as it is: a slip of a letter would make it somebody's
        text = _typo(text, draws) if draws.chance(plan.TYPO) and not has_address else text
        comments.append(text.lower() if draws.chance(0.08) and not has_address else text)
    return comments
