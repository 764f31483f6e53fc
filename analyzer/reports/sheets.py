"""One sheet of paper: pages that are shared as one HTML file or printed as a PDF, such as a score card."""

from __future__ import annotations

from collections.abc import Mapping
from importlib.resources import files
from typing import Any

from analyzer.figures import palette
from analyzer.improvement import Review
from analyzer.reports.marked import marked
from analyzer.tables.score_card import ScoreCard
from analyzer.words import card_words, review_words, wording

DARK = ("@media screen and (prefers-color-scheme: dark){:root", "}")
WHOLE = """<!doctype html><html lang="{{ t("code") }}"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="color-scheme" content="light dark">
<title>{{ title }}</title><style>{{ css }}</style></head><body><main>{{ body }}{{ foot }}</main></body></html>
"""


def card_body(card: ScoreCard) -> str:
    """A score card as a piece of HTML; every text of the data is escaped."""
    rows = [card_words.stage_row(stage) for stage in card.stages]
    return fill(
        "card.html.j2",
        what=card.kind,
        period=wording.period({"first": card.first, "last": card.last}) if card.first else "",
        headline=card_words.card_headline(card),
        numbers=card_words.card_numbers(card),
        mix=card_words.mix_words(card),
        columns=list(rows[0]) if rows else [],
        rows=rows,
        shared=[card_words.shared_words(one) for one in card.shared],
        verified=card.verified,
        streaks=card_words.streak_words(card),
    )


def card_page(card: ScoreCard, foot: str = "") -> str:
    """The same as a whole page that opens offline. `foot`: HTML that stands beneath, such as the way to sign out."""
    return sheet_page(card_words.card_headline(card), card_body(card), "card.css", foot)


def review_body(found: Review, titles: Mapping[str, str], project: str) -> str:
    """A management review as a piece of HTML; `titles`: mismatch → its title."""
    return fill(
        "review.html.j2",
        project=project,
        month=review_words.month_words(found.month),
        headline=review_words.review_headline(found),
        parts=review_words.review_parts(found, titles),
    )


def review_page(found: Review, titles: Mapping[str, str], project: str) -> str:
    """The same as a whole page, to be printed on one sheet."""
    return sheet_page(review_words.review_headline(found), review_body(found, titles, project), "review.css")


def sheet_page(title: str, body: str, css: str, foot: str = "") -> str:
    """A piece of HTML as a page of its own, which loads nothing."""
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    looks = palette.css(DARK) + _read("sheet.css") + _read(css)
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(WHOLE)
    return template.render(t=marked, title=title, css=Markup(looks), body=Markup(body), foot=Markup(foot))


def fill(template: str, **shown: Any) -> str:
    """A template of this folder, filled; texts are escaped."""
    from jinja2 import Environment, StrictUndefined

    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return environment.from_string(_read(template)).render(t=marked, **shown)


def _read(name: str) -> str:
    return files("analyzer").joinpath("reports", "templates", name).read_text(encoding="utf-8")
