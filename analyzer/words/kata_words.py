"""What is said on the page of a kata: how things stand, with numbers."""

from __future__ import annotations

from analyzer.improvement import CurrentCondition
from analyzer.words import wording
from analyzer.words.language import say


def condition_facts(now: CurrentCondition | None) -> list[tuple[str, str, str]]:
    """(what, number, its limits and what it rests on) of the current condition; empty where nothing is known."""
    if now is None:
        return []
    facts = []
    if now.unhappy is not None:
        beneath = say("kata.rests", limits=wording.percent_limits(now.unhappy), n=wording.count(now.rated))
        facts.append((say("kata.unhappy", stage=now.stage or ""), wording.percent(now.unhappy["value"]), beneath))
    if now.avoidable is not None:
        facts.append((say("kata.avoidable"), wording.number(now.avoidable["value"]), wording.limits(now.avoidable)))
    if now.driver is not None and now.driver_share is not None:
        share = wording.percent(now.driver_share["value"])
        facts.append((say("kata.driver", driver=now.driver), share, wording.percent_limits(now.driver_share)))
    return facts


def condition_words(now: CurrentCondition | None) -> str:
    """The same in one line, as a cycle keeps it."""
    return "; ".join(
        f"{what}: {number}" + (f" ({rest})" if rest else "") for what, number, rest in condition_facts(now)
    )
