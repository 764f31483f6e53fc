"""What is said on a score card."""

from __future__ import annotations

from analyzer.tables.score_card import CardStage, ScoreCard, Shared
from analyzer.words import wording
from analyzer.words.language import listed, say


def card_headline(card: ScoreCard) -> str:
    """How the party's customers fare, against what is to be expected of its mix."""
    return say(f"card.{card.word}", name=card.name)


def card_numbers(card: ScoreCard) -> list[tuple[str, str, str]]:
    """(what, number, beneath it): the adjusted share, what was counted, what was expected, the peers."""
    peers = say("card.peers.few")
    if card.band is not None:
        between = wording.percent_limits({"low": card.band[0], "high": card.band[1]})
        peers = say("card.peers", between=between, n=card.peers)
    rows = [(say("card.visits"), wording.count(card.visits), say("card.heard", n=wording.count(card.rated)))]
    if card.word == "too_few":
        return [*rows, (say("card.unhappy"), wording.NO_VALUE, say("card.few"))]
    shown = card.adjusted.as_dict()
    limits = wording.percent_limits(shown)
    counted = say("card.counted", bad=wording.count(card.bad), expected=wording.number(card.expected))
    return [
        (say("card.adjusted"), wording.percent(shown["value"]), limits or say("card.chance")),
        (say("card.everybody"), wording.percent(card.everybody), peers),
        (say("card.unhappy"), wording.count(card.bad), counted),
        *rows,
    ]


def mix_words(card: ScoreCard) -> str:
    """What the comparison is fair to."""
    parts = [*([say("card.mix.stage")] if card.kind == "partner" else []), *card.mix]
    said = say("card.mix", of=listed(parts)) if parts else say("card.mix.none")
    return f"{said} {say('card.mix.apart', of=listed(list(card.left_out)))}" if card.left_out else said


def stage_row(stage: CardStage) -> dict[str, str]:
    """A stage as the card's table shows it."""
    return {
        say("card.stage"): stage.name + (" ★" if stage.moment_of_truth else ""),
        say("card.visits"): wording.count(stage.visits),
        say("card.rated"): wording.count(stage.rated),
        say("card.unhappy"): wording.percent(stage.unhappy),
        say("card.expected"): wording.percent(stage.expected),
        say("card.off_target"): wording.percent(stage.off_target),
    }


def shared_words(shared: Shared) -> str:
    """What unhappy customers have in common, with its numbers."""
    return say(
        "card.shared",
        label=shared.label,
        bad=wording.percent(shared.bad_with / shared.bad),
        n=wording.count(shared.bad),
        rest=wording.percent(shared.rest_with / shared.rest),
    )


def streak_words(card: ScoreCard) -> list[str]:
    """What went well: nights without a relapse, what was verified, notes that came true."""
    found = []
    if card.nights:
        found.append(say("card.nights", nights=wording.counted(card.nights, say("unit.night"))))
    if card.first_of_quarter:
        found.append(say("card.first"))
    if card.came_true:
        found.append(say("card.true", notes=wording.counted(card.came_true, say("noun.note"))))
    return found


def card_lines(card: ScoreCard) -> list[str]:
    """A card in lines of text, for a terminal: headline, numbers, stages, what is in common, what went well."""
    lines = [card_headline(card)]
    lines += [f"{what}: {number}" + (f" ({rest})" if rest else "") for what, number, rest in card_numbers(card)]
    lines.append(mix_words(card))
    for stage in card.stages:
        row = stage_row(stage)
        first, *rest = row.items()
        lines.append(f"{first[1]}: " + ", ".join(f"{name} {value}" for name, value in rest))
    lines += [shared_words(one) for one in card.shared]
    lines += [say("card.verified", title=title) for title in card.verified]
    return lines + streak_words(card)
