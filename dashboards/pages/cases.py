"""Cases (`/cases`): a list of the cases of a slice that show what was found, one page of them at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlsplit

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.words import wording
from analyzer.words.case_words import verdict_words
from analyzer.words.filter_words import VERDICTS
from analyzer.words.language import say
from dashboards.components.address import FILTERS, Address, path_key
from dashboards.components.asked import Asked
from dashboards.components.attributes import attributes
from dashboards.components.choice import choice
from dashboards.components.filter_bar import filter_bar
from dashboards.components.named_filters import named_filters
from dashboards.components.page_parts import nothing, quiet
from dashboards.pages import case, first_run
from dashboards.providers import saved_filters
from dashboards.providers.slices import ORDERS, PAGE, Cases, Question, SliceReading

ORDER_NAMES = {
    "unhappy": "word.unhappy_first",
    "longest": "word.longest",
    "shortest": "word.shortest",
    "newest": "cases.newest",
    "oldest": "cases.oldest",
    "case": "cases.by_name",
}
KEYS = ("mismatch", "driver", "variant", "activity", "cell", "said", "name", "order")
SHORT = 110  # letters of a comment in the list; whole on hover


@dataclass(frozen=True)
class Asking:
    """What the address asks for: the question, and each condition in words with the key that it stands under."""

    question: Question
    conditions: tuple[tuple[str, str], ...] = ()
    unknown: bool = False


def page(asked: Asked) -> Component:
    """`/cases?mismatch=…&driver=…&variant=…&activity=…&cell=…&said=…&name=…&order=…&page=…` and the filters."""
    document, at, slices = asked.provider.document(), asked.at, asked.provider.slices
    if document is None:
        return first_run.page(asked)
    noun = document.get("case_noun") or "case"
    many = wording.plural(noun, 2)
    reading = slices.read(at.filters)
    named = named_filters(saved_filters.named(asked.provider), at, asked.visitor.may_edit)
    bar = filter_bar(slices.choices(), reading.filters, at, named=named)
    asking = asking_of(_with_paths(asked, document, reading), at)
    head = html.Header(
        [html.P(f"{document['name']} · {many}", className="eyebrow", dir="auto"), html.H1(many.capitalize())]
    )
    if asking.unknown or reading.problem or not slices.has_tables():
        words = reading.problem or (
            say("filter_bar.this_run_was_made") if not slices.has_tables() else say("cases.the_newest_run_does")
        )
        return html.Div(
            [
                head,
                bar,
                nothing(words),
                dcc.Link(say("cases.all", many=many), href=at.to("/cases", **dict.fromkeys(FILTERS))),
            ],
            className="page",
        )
    found, problem = slices.cases(reading.filters, asking.question)
    if found is None:
        return html.Div([head, bar, nothing(problem or say("cases.the_newest_run_does"))], className="page")
    if at.get("one") and asking.question.said and found.rows:
        return _one_of(found, asked, many)
    head.children[1] = html.H1(f"{wording.count(found.total)} {wording.plural(noun, found.total)}")
    ways = html.Div([_search(asking, noun, at), _orders(asking, at)], className="cases-tools")
    listed = [_conditions(asking, at), ways, _list(found, many, at)]
    body = html.Section([part for part in listed if part is not None], className="card", id="cases")
    return html.Div([head, bar, body], className="page cases-page")


def _one_of(found: Cases, asked: Asked, many: str) -> Component:
    """The one case in which a quote was said: the first, where several hold the same words."""
    first = str(found.rows[0]["case_id"])
    others: list[Component] = []
    if found.total > 1:
        given = {key: asked.at.get(key) for key in KEYS}
        words = say("cases.the_same_words_were", total=wording.count(found.total), many=many)
        link = dcc.Link(say("cases.see_all_of_these", many=many), href=asked.at.to("/cases", **given))
        others = [html.P([words, " ", link], role="note", id="same-words")]
    at = replace(asked.at, path=urlsplit(asked.at.case(first)).path)
    return case.page(replace(asked, at=at), others)


def _with_paths(asked: Asked, document: AlignmentDocument, reading: SliceReading) -> AlignmentDocument:
    """The document with the paths of the slice, where one of them is asked for."""
    if not asked.at.get("variant") or not reading.filters or reading.problem or not asked.provider.slices.has_tables():
        return document
    return asked.provider.slices.document(document, reading.filters, ("process",))[0] or document


def asking_of(document: AlignmentDocument, at: Address) -> Asking:
    """The conditions of an address, looked up in the document."""
    question, conditions = Question(), []
    order, number = at.get("order"), at.get("page") or ""
    question = replace(
        question,
        order=next((one for one in ORDERS if one == order), "unhappy"),
        page=int(number) if number.isdecimal() and len(number) < 9 else 1,
    )
    mismatch = next((m for m in document["mismatches"] if m["id"] == at.get("mismatch")), None)
    if at.get("mismatch"):
        if mismatch is None:
            return Asking(question, unknown=True)
        question = replace(question, mismatch=mismatch)
        conditions.append(("mismatch", mismatch["title"]))
    if at.get("driver"):
        driver = next((d for d in (mismatch["drivers"] if mismatch else []) if d["label"] == at.get("driver")), None)
        if driver is None:
            return Asking(question, unknown=True)
        question = replace(question, driver=driver)
        conditions.append(("driver", driver["label"]))
    if at.get("variant"):
        rows = (document.get("process") or {}).get("variants") or []
        taken = next((v["activities"] for v in rows if path_key(v["activities"]) == at.get("variant")), None)
        if taken is None:
            return Asking(question, unknown=True)
        question = replace(question, variant=tuple(taken))
        conditions.append(("variant", say("cases.the_path", taken=" → ".join(taken))))
    return _plain(question, conditions, at)


def _plain(question: Question, conditions: list[tuple[str, str]], at: Address) -> Asking:
    """The conditions that need no document."""
    activity, cell, said, name = (at.get(key) for key in ("activity", "cell", "said", "name"))
    if activity:
        question = replace(question, activity=activity)
        conditions.append(("activity", say("cases.with", activity=activity)))
    if cell in VERDICTS:
        question = replace(question, cell=cell)
        conditions.append(("cell", say(VERDICTS[cell])))
    if said:
        question = replace(question, said=said)
        conditions.append(("said", say("cases.who_said", said=said)))
    if name:
        question = replace(question, name=name)
        conditions.append(("name", say("cases.named", name=name)))
    return Asking(question, tuple(conditions))


def _conditions(asking: Asking, at: Address) -> Component | None:
    if not asking.conditions:
        return None
    given = {key: at.get(key) for key in KEYS}
    chips = []
    for key, words in asking.conditions:
        without = {**given, key: None, **({"driver": None} if key == "mismatch" else {})}
        cross = html.Span("×", className="cross", **attributes(aria_hidden="true"))
        chip = dcc.Link(
            [html.Span(words, dir="auto"), cross],
            href=at.to("/cases", **without),
            className="picked",
            title=say("cases.without_this"),
        )
        chips.append(html.Li(chip))
    return html.Ul(chips, className="asked-for", **attributes(aria_label=say("cases.which_ones")))


def _search(asking: Asking, noun: str, at: Address) -> Component:
    """A form that needs no script: the name of a case becomes a part of the address."""
    kept = [(key, value) for key, value in at.pairs if key not in ("name", "page")]
    label = say("cases.a_part_of_the", noun=noun)
    words = dmc.TextInput(
        name="name",
        value=asking.question.name or "",
        placeholder=say("cases.find_the_by_name", noun=noun),
        id="case-name",
        size="sm",
        **attributes(aria_label=label),
    )
    hidden = [dcc.Input(type="hidden", name=key, value=value) for key, value in kept]
    button = html.Button(say("word.find"), type="submit", className="button plain")
    return html.Form(
        [words, *hidden, button],
        action="/cases",
        method="get",
        className="case-search",
        role="search",
    )


def _orders(asking: Asking, at: Address) -> Component:
    given = {key: at.get(key) for key in KEYS}
    options = [
        (
            name,
            at.to("/cases", **{**given, "order": order if order != "unhappy" else None}),
            order == asking.question.order,
        )
        for order, name in ((one, say(key)) for one, key in ORDER_NAMES.items())
    ]
    return html.Div(choice(say("word.sorted_by"), options), className="choice-row")


def _list(found: Cases, many: str, at: Address) -> Component:
    if not found.total:
        return nothing(say("cases.no_are_like_this", many=many))
    known = any(row["customer_id"] for row in found.rows)
    rows = [_row(row, at, known) for row in found.rows]
    first = (found.page - 1) * PAGE + 1
    shown = say(
        "cases.of",
        first=wording.count(first),
        first_b=wording.count(first + len(rows) - 1),
        total=wording.count(found.total),
    )
    given = {key: at.get(key) for key in KEYS}
    links: list[Component] = [html.Span(shown, role="status")]
    if found.page > 1:
        links.append(
            dcc.Link(say("word.previous"), href=at.to("/cases", **given, page=str(found.page - 1)), id="previous")
        )
    if found.page < found.pages:
        links.append(dcc.Link(say("word.next"), href=at.to("/cases", **given, page=str(found.page + 1)), id="next"))
    verdicts = quiet(say("cases.verdicts_of_the_visits"))
    heads = [
        many.capitalize(),
        *([say("cases.customer")] if known else []),
        say("cases.first_event"),
        say("word.took"),
        say("word.events_large"),
        say("cases.what_both_sides_say"),
        say("cases.in_the_customer_words"),
    ]
    took, exact = say("word.took"), say("cases.from_first_to_last")
    head = html.Thead(html.Tr([html.Th(name, scope="col", title=exact if name == took else None) for name in heads]))
    table = html.Table([head, html.Tbody(rows)], className="cases-list")
    return html.Div([html.Div(table, className="scroll", tabIndex="0"), html.Nav(links, className="pager"), verdicts])


def _shortened(comment: str | None) -> str:
    words = comment or wording.NO_VALUE
    return words if len(words) <= SHORT else words[: SHORT - 1].rstrip() + "…"


def _row(row: dict[str, Any], at: Address, known: bool) -> Component:
    words = verdict_words(row["unhappy"], row["off_target"], row["rated"])
    verdicts = [html.Span(text, className=f"verdict-word {mark}", dir="auto") for text, mark in words]
    customer = html.Td(row["customer_id"] or wording.NO_VALUE, dir="auto", className="case-customer")
    return html.Tr(
        [
            html.Th(dcc.Link(row["case_id"], href=at.case(row["case_id"]), className="case-name"), scope="row"),
            *([customer] if known else []),
            html.Td(wording.local_day(row["first"]), className="case-day"),
            html.Td(wording.duration(row["took_s"]), className="case-took"),
            html.Td(wording.count(row["events"]), className="case-events"),
            html.Td(html.Div(verdicts, className="verdict-words"), className="case-verdicts"),
            html.Td(_shortened(row["comment"]), dir="auto", className="case-comment", title=row["comment"] or None),
        ]
    )
