"""What is said of mismatches that rest on something required: their price is no waste."""

from __future__ import annotations

from analyzer.document.parts.mismatches import MismatchRow, RequiredRow
from analyzer.words import wording
from analyzer.words.language import say


def required_words(mismatch: MismatchRow) -> str:
    """That a mismatch is the price of compliance, and of which; empty where nothing in it is required."""
    return " ".join(
        say(f"required.{row['what']}", name=row["name"], by=row["by"]) for row in mismatch.get("required", [])
    )


def price_words(mismatch: MismatchRow) -> str:
    """What it costs in customers: avoidable unhappy ones a month with limits; else the visits that are affected."""
    avoidable = mismatch["avoidable_bad_per_month"]
    if avoidable["value"] is None:
        return say("price.visits", n=wording.count(mismatch["affected_visits"]))
    limits = wording.limits(avoidable)
    key = "price.customers.limits" if limits else "price.customers"
    return say(key, value=wording.number(avoidable["value"]), limits=limits)


def no_requirement_words() -> str:
    """That nothing in the journey is marked as required, and how that is done."""
    return say("requirement.none")


def requirement_words(row: RequiredRow) -> str:
    """What is required and by what, in short."""
    return say(f"requirement.{row['what']}", name=row["name"], by=row["by"])
