"""What customers say beside a part of the process: the unhappy share of those who were heard, with n and interval."""

from __future__ import annotations

from analyzer.figures.bars import Bar
from analyzer.tables.heard_share import HeardShare
from analyzer.words import wording
from analyzer.words.language import say

FEW = 5  # heard customers below which a share is written and not drawn


def share_words(one: HeardShare) -> str:
    """`14 % of 1,203 heard are unhappy (12 to 16 %)`."""
    if not one.heard:
        return say("word.nobody_was_heard")
    limits = wording.percent_limits(one.share.as_dict())
    return say(
        "shares_beside.of_heard_are_unhappy",
        value=wording.percent(one.share.value),
        heard=wording.count(one.heard),
        limits=limits,
    )


def share_cells(one: HeardShare) -> dict[str, str]:
    """The columns that stand beside every row of a table."""
    known = one.heard > 0
    share = f"{wording.percent(one.share.value)} ({wording.percent_limits(one.share.as_dict())})"
    return {
        say("column.heard"): wording.count(one.heard),
        say("column.unhappy"): wording.count(one.unhappy),
        say("column.unhappy_share"): share if known else say("word.nobody_was_heard"),
    }


def share_bar(name: str, one: HeardShare, noun: str) -> Bar:
    """A row of bars: the unhappy share; hatched where fewer than five were heard."""
    drawn = one.heard >= FEW
    limits = one.share
    said = share_words(one)
    return Bar(
        name,
        one.share.value if drawn else None,
        wording.percent(one.share.value)
        if drawn
        else say("shares_beside.few_heard")
        if one.heard
        else say("word.nobody_heard"),
        f"{name}\n{wording.count(one.cases)} {wording.plural(noun, one.cases)}: {said}",
        limits.low if drawn else None,
        limits.high if drawn else None,
        colour="hidden",
        note=f"n = {wording.count(one.heard)}",
    )
