"""What is said on the page of a kata: how things stand, with numbers."""

from __future__ import annotations

from analyzer.improvement import CurrentCondition
from analyzer.tables.kata import Kata
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


def kata_lines(kata: Kata) -> list[str]:
    """What is written of a kata, a line each: where it is to lead, the experiment under way, what was learned last."""
    lines = [say("kata.challenge", text=kata.challenge)] if kata.challenge else []
    if kata.target:
        by = say("kata.by", day=wording.day(kata.target_on)) if kata.target_on else ""
        lines.append(say("kata.target", text=kata.target, by=by))
    if kata.open_cycle is not None:
        lines.append(say("kata.trying", text=kata.open_cycle.experiment, expected=kata.open_cycle.expected))
    ended = [cycle for cycle in kata.cycles if not cycle.is_open]
    if ended:
        lines.append(say("kata.learned", n=wording.counted(len(ended), say("noun.cycle")), text=ended[0].learned))
    return lines
