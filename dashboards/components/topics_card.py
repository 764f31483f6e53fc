"""What customers speak about: topics with their unhappy share and trend, and all quotes, searched."""

from __future__ import annotations

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer.figures.bars import Bar, bars
from analyzer.figures.sparkline import sparkline
from analyzer.words import topic_words, wording
from analyzer.words.language import say
from dashboards.components.address import Address
from dashboards.components.attributes import attributes
from dashboards.components.drawing import drawing, place
from dashboards.components.page_parts import card, nothing, quiet
from dashboards.providers.slices import Quote, Quotes, Topic, Topics

PLACE, QUOTES = "voice-said", "all-quotes"
FEWEST_IN_A_MONTH = 10


def topics_card(found: Topics | None, at: Address) -> Component:
    """The card; `found` None where the run keeps no tables."""
    title = say("word.what_they_speak_about")
    if found is None or not found.topics:
        return card(title, nothing(say("topics_card.there_are_too_few")), of="topics-card")
    rows = [_bar(topic) for topic in found.topics]
    figure = drawing(bars(rows, title, 1.0), "topics", topic_words.topic_rows(found), topic_words.topics_opening(found))
    each = html.Div([_topic(topic, found, at) for topic in found.topics], className="saids")
    return card(title, figure, each, of="topics-card")


def _bar(topic: Topic) -> Bar:
    share = topic.share
    return Bar(
        topic_words.topic_name(topic),
        share.value if share else None,
        wording.percent(share.value) if share else say("topics_card.not_rated"),
        f"{topic_words.share_words(topic)}\n{topic_words.exact_words(topic)}".strip(),
        low=share.low if share else None,
        high=share.high if share else None,
        colour="hidden",
        note=f"n {wording.count(topic.rated)}",
    )


def _topic(topic: Topic, found: Topics, at: Address) -> Component:
    said = [topic_words.share_words(topic), topic_words.against_the_rest(topic, found)]
    months = [month.bad / month.rated if month.rated >= FEWEST_IN_A_MONTH else None for month in topic.months]
    known = sum(month is not None for month in months)
    drawn = (
        sparkline(months, say("topics_card.unhappy_share"), points="months")
        if known >= max(3, 0.6 * len(months))
        else ""
    )
    trend = [place(drawn)] if drawn else []
    asked = at.here(words=topic.terms[0], quotes=None)
    return html.Article(
        [
            html.H3(topic_words.topic_name(topic), dir="auto"),
            dmc.Tooltip(
                html.P("; ".join(filter(None, said)), tabIndex="0"), label=topic_words.exact_words(topic) or "–"
            ),
            *trend,
            *(html.Blockquote(quote, dir="auto") for quote in topic.quotes),
            dcc.Link(
                say("topics_card.all_that_say", terms=topic.terms[0]), href=f"{asked}#{QUOTES}", className="quote-case"
            ),
        ],
        className="said topic",
    )


def quotes_card(found: Quotes | None, at: Address, noun: str) -> Component:
    """All comments of the slice, searched by words; each opens its one case."""
    words = at.get("words") or ""
    if found is None or not found.comments:
        return card(say("topics_card.all_that_was_said"), nothing(say("topics_card.no_comments_came_with")), of=QUOTES)
    counted = say("topics_card.of_comments", total=wording.count(found.total), comments=wording.count(found.comments))
    rows = [_quote(one, at, noun) for one in found.rows]
    return card(
        say("topics_card.all_that_was_said"),
        _search(words, at),
        html.P(counted, role="status"),
        *(rows or [quiet(say("topics_card.no_comment_holds_these"))]),
        _pages(found, at),
        quiet(say("topics_card.mail_addresses_phone_numbers")),
        of=QUOTES,
    )


def _search(words: str, at: Address) -> Component:
    """A form that needs no script: the words become a part of the address."""
    kept = [(key, value) for key, value in at.pairs if key not in ("words", "quotes")]
    field = dmc.TextInput(
        name="words",
        value=words,
        placeholder=say("topics_card.words_in_a_comment"),
        id="quote-words",
        size="sm",
        **attributes(aria_label=say("topics_card.words_in_a_comment")),
    )
    hidden = [dcc.Input(type="hidden", name=key, value=value) for key, value in kept]
    find = html.Button(say("word.find"), type="submit", className="button plain")
    return html.Form(
        [field, *hidden, find], action=f"/voice#{QUOTES}", method="get", className="case-search", role="search"
    )


def _quote(one: Quote, at: Address, noun: str) -> Component:
    about = " · ".join(filter(None, (wording.signal_name(one.kind), one.stage, one.month)))
    link = dcc.Link(say("word.its", noun=noun), href=at.case(one.case_id), title=one.case_id)
    return html.Blockquote(
        [one.comment, html.Span([about, " · ", link], className="quote-about")], dir="auto", className=one.verdict
    )


def _pages(found: Quotes, at: Address) -> Component | None:
    if found.pages == 1:
        return None
    links = [
        dcc.Link(words, href=f"{at.here(quotes=str(number))}#{QUOTES}")
        for words, number in ((say("topics_card.newer"), found.page - 1), (say("topics_card.older"), found.page + 1))
        if 1 <= number <= found.pages
    ]
    return html.Nav(
        [html.Span(say("topics_card.page_of", page=found.page, pages=found.pages)), *links], className="pager"
    )
