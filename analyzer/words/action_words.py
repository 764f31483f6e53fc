"""What is said of actions, the same everywhere: dates, what is overdue, how a mismatch stands, how many there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from analyzer.improvement import Card, Point, Standing
from analyzer.settings import Worth
from analyzer.tables.action import OVER, Action, On
from analyzer.tables.effect import EffectVerdict
from analyzer.tables.interval import Interval
from analyzer.tables.money import in_money
from analyzer.words import wording
from analyzer.words.language import figures, knows, say
from analyzer.words.money import avoided_money, each_words, money_words


def day(at: date | None) -> str:
    """A day, as in 24 Dec 2026."""
    return wording.NO_VALUE if at is None else wording.day(at)


def on_words(on: On | None) -> str:
    """The part that an action is tried on first: region: North, South; empty for everywhere."""
    return "; ".join(f"{name}: {', '.join(values)}" for name, values in (on or {}).items())


def due_words(card: Card) -> str:
    """When an action is due, and by how many days it is late; empty without a due date."""
    if card.action.due_on is None:
        return ""
    if card.overdue_days:
        return say("due.late", late=wording.counted(card.overdue_days, say("unit.day")), day=day(card.action.due_on))
    return say("due", day=day(card.action.due_on))


def reopened_words(action: Action) -> str:
    """Since when an action is open again; empty where it never was, and once it is over again."""
    if action.reopened_at is None or action.status in OVER:
        return ""
    return say("reopened", day=day(action.reopened_at.date()))


def came_back_words(night: str) -> str:
    """Why a night reopens an action, for the record of changes."""
    return say("reopened.reason", night=night)


def worse_words(night: str) -> str:
    """Why a night ends the quiet of a finding, for the record of changes."""
    return say("worse.reason", night=night)


def value_words(card: Card) -> str:
    """What the newest run says that there is to gain; empty without a count."""
    if card.value is None:
        return ""
    value, limits = wording.number(card.value["value"]), wording.limits(card.value)
    said = say("to_gain.limits", value=value, limits=limits) if limits else say("to_gain", value=value)
    money = in_money(card.value, card.worth)
    return say("to_gain.money", said=said, money=money_words(money), each=each_words(money)) if money else said


def verdict_words(verdict: EffectVerdict | None, worth: Worth | None = None) -> str:
    """Whether an action helped, in a sentence or two, with 95 % limits in points, the visits, and a warning where other
    customers may answer since the start; empty without one.
    What was avoided in money too, where it helped and `worth` says what an unhappy customer costs.

    The limits hold over all weekly looks until the review.
    """
    if verdict is None:
        return ""
    share, known = verdict.bad_share, wording.has_limits(verdict.bad_share.as_dict())
    key = f"effect.{verdict.word}" + (f".{verdict.why}" if verdict.why else "")
    key = f"{key}.limits" if known and knows(f"{key}.limits") else key
    avoided = wording.number(verdict.avoided.value) if verdict.avoided.value else ""
    after, before = wording.count(verdict.after), wording.count(verdict.before)
    said = say(
        key,
        by=wording.ratio(abs(100 * (share.value or 0.0))),
        limits=range_words(share) if known else "",
        avoided=say("effect.avoided", value=avoided) if avoided else "",
        n=say("effect.n", after=after, before=before, units=wording.count(verdict.units)),
        smallest=wording.ratio(100 * verdict.smallest),
        weeks=verdict.weeks,
        of=verdict.of_weeks,
    )
    if verdict.word == "helped" and worth is not None:
        said = f"{said} {avoided_money(verdict.avoided, worth)}"
    if wording.has_limits(verdict.driver.as_dict()):
        said = f"{said} {say('effect.driver', limits=range_words(verdict.driver))}"
    return f"{said} {answers_words(verdict)}".strip()


def answers_words(verdict: EffectVerdict) -> str:
    """The warning that answers moved since the start, by how many and what it could mean; without one, where it helped,
    how many of the unhappy may have stopped answering so that it only looks so. Empty where neither is to be said."""
    answers, found = verdict.answers, verdict.bad_share.value
    change, worst = answers.change, answers.worst.value
    if not answers.warning and verdict.word == "helped" and answers.silence_possible and answers.silent is not None:
        return say("effect.answers.silent", part=wording.percent(answers.silent))
    if not answers.warning or change.value is None:
        return ""
    known = worst is not None and found is not None
    return say(
        "effect.answers.more" if change.value > 0 else "effect.answers.fewer",
        change=wording.ratio(abs(100 * change.value)),
        limits=range_words(change),
        chance="" if answers.beyond_chance else say("effect.answers.chance"),
        part=wording.percent(answers.part),
        worst=say("effect.answers.worst", value=signed_points(worst), found=signed_points(found))
        if known
        else say("effect.answers.any"),
    )


def range_words(change: Interval) -> str:
    """The limits of a change in shares, in points with their signs."""
    return say("effect.range", low=signed_points(change.low), high=signed_points(change.high))


def signed_points(share: float | None) -> str:
    """A change in shares in points, with its sign."""
    return figures(f"{100 * (share or 0.0):+.1f}".replace("-", "−"))


def board_sentence(cards: Sequence[Card], points: Sequence[Point]) -> str:
    """How far the work is, in one sentence."""
    still = [card for card in cards if card.action.status not in OVER]
    late = sum(card.overdue_days > 0 for card in still)
    n = sum(point.action_id is None for point in points)
    waiting = wording.counted(n, say("noun.mismatch"))
    if not cards:
        return say("board.nothing.waiting", waiting=waiting) if n else say("board.nothing")
    given = {
        "actions": say("board.actions", n=len(still), actions=wording.plural(say("noun.action"), len(still))),
        "overdue": say("board.overdue", n=late) if late else "",
    }
    return say("board.open.waiting", waiting=waiting, **given) if n else say("board.open", **given)


def status_name(status: str) -> str:
    """How far an action is."""
    return say(f"status.{status}") if knows(f"status.{status}") else ""


def standing_words(standing: Standing | None) -> tuple[str, str]:
    """(since when a mismatch is known, what is done about it)."""
    if standing is None:
        return "", ""
    since = say("known_since", day=day(standing.since)) if standing.since else ""
    if not standing.actions:
        return since, say("acted.none")
    status = status_name(standing.status or "").lower()
    key = "acted.more" if standing.actions > 1 else "acted.one"
    return since, say(key, n=standing.actions, status=status)
