"""The report's section about improving: what is done and whether it helped, the greatest risks, the price of
compliance, notes that came true, hypotheses, the month. A part without anything in it is left out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, cast

from analyzer.document.parts.mismatches import MismatchRow, RequiredRow
from analyzer.figures.effect_picture import effect_picture, picture_words
from analyzer.improvement import DECIDED, Card, ImprovingSummary
from analyzer.tables.action import OVER
from analyzer.words.action_words import board_sentence, day, due_words, on_words, reopened_words, status_name
from analyzer.words.action_words import verdict_words as whether_it_helped
from analyzer.words.compliance_words import price_words, required_words, requirement_words
from analyzer.words.hypothesis_words import about_words, answer_words
from analyzer.words.kata_words import kata_lines
from analyzer.words.language import listed, say
from analyzer.words.money import monthly_money
from analyzer.words.note_words import borne_out_words, place_words
from analyzer.words.review_words import month_words, review_headline, review_parts
from analyzer.words.risk_words import risk_headline, risk_row

ACTIONS, RISKS, NOTES, HYPOTHESES = 8, 8, 6, 5  # that are shown; all of them stand on their pages
COLUMNS = ("risk", "stage", "owner", "likelihood", "impact", "score", "residual", "rests_on")
MONTH = ("review.stuck", "review.decide")  # of the review's parts, what its sections here do not say already


def improving_section(found: ImprovingSummary | None) -> dict[str, Any] | None:
    """What the template shows; None where nothing is known."""
    if found is None:
        return None
    parts = {
        "actions": _actions(found),
        "risks": _risks(found),
        "compliance": _compliance(found),
        "notes": [
            (note.line.text, place_words(note.line), borne_out_words(note.line, borne))
            for note, borne in found.came_true[:NOTES]
        ],
        "hypotheses": [(one.text, about_words(one), answer_words(one)) for one in found.hypotheses[:HYPOTHESES]],
        "month": _month(found) if found.cards else None,
    }
    if not any(parts.values()):
        return None
    cards = say("improving.cards", names=listed(list(found.owners))) if found.owners else ""
    return {**parts, "words": say, "cards": cards}


def _actions(found: ImprovingSummary) -> dict[str, Any] | None:
    """Those whose verdict is decided first, then those that are open, then the others; what was dropped is left out."""
    from markupsafe import Markup

    shown = sorted((card for card in found.cards if card.action.status != "dropped"), key=_order)
    if not shown:
        return None
    rows = [
        {
            "title": card.action.title,
            "facts": _facts(card),
            "about": card.title or "",
            "word": card.verdict.word if card.verdict else "",
            "said": whether_it_helped(card.verdict, card.worth),
            "picture": Markup(effect_picture(card.verdict)) if card.verdict else "",
            "picture_words": picture_words(card.verdict) if card.verdict else "",
            "reopened": reopened_words(card.action),
            "kata": kata_lines(found.katas[card.action.id]) if card.action.id in found.katas else [],
        }
        for card in shown[:ACTIONS]
    ]
    more = len(shown) - len(rows)
    return {
        "headline": board_sentence(found.cards, ()),
        "rows": rows,
        "more": say("improving.more", n=more) if more else "",
    }


def _order(card: Card) -> tuple[bool, bool]:
    decided = card.verdict is not None and card.verdict.word in DECIDED
    return not decided, card.action.status in OVER


def _facts(card: Card) -> str:
    one = card.action
    on = say("improving.on", on=on_words(one.tried_on)) if one.tried_on else ""
    review = say("improving.review", day=day(one.review_on)) if one.review_on else ""
    facts = (status_name(card.stands), one.owner or say("nobody"), on, due_words(card), review)
    return " · ".join(fact for fact in facts if fact)


def _risks(found: ImprovingSummary) -> dict[str, Any] | None:
    if not found.risks:
        return None
    columns = [say(f"column.{name}") for name in COLUMNS]
    rows = [{name: row[name] for name in columns} for row in map(risk_row, found.risks[:RISKS])]
    return {"headline": risk_headline(found.risks), "columns": columns, "rows": rows}


def _compliance(found: ImprovingSummary) -> dict[str, Any] | None:
    if not found.prices and not found.free:
        return None
    prices = [
        (row["title"], " · ".join(part for part in (price_words(row), monthly_money(row)) if part), required_words(row))
        for row in cast("Sequence[MismatchRow]", found.prices)
    ]
    free = [requirement_words(row) for row in cast("Sequence[RequiredRow]", found.free)]
    return {"prices": prices, "free": say("improving.free", names=listed(free)) if free else ""}


def _month(found: ImprovingSummary) -> dict[str, Any]:
    wanted = [say(key) for key in MONTH]
    parts = [(heading, lines) for heading, lines in review_parts(found.month, found.titles) if heading in wanted]
    return {"name": month_words(found.month.month), "headline": review_headline(found.month), "parts": parts}
