"""Cards of rules and of a model of one's own, each with what customers say where it is broken."""

from __future__ import annotations

from collections.abc import Sequence

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.figures.bars import bars
from analyzer.figures.own_model import MOST_NODES, own_model
from analyzer.figures.rule_tables import departure_rows, difference, model_notes, model_sentence, rule_rows
from analyzer.figures.shares_beside import share_bar
from analyzer.words import wording
from analyzer.words.filter_words import rule_words
from analyzer.words.language import say
from dashboards.components.address import Address
from dashboards.components.attributes import attributes
from dashboards.components.drawing import downloads, drawing, table
from dashboards.components.only_cases import compared_with_the_rest, with_filter
from dashboards.components.page_parts import card, nothing, quiet
from dashboards.components.pan_zoom import pan_zoom
from dashboards.providers.models import MOST_BYTES, ModelCheck, RuleKept


def rules_card(
    found: tuple[RuleKept, ...], problem: str | None, activities: Sequence[str], noun: str, at: Address
) -> Component:
    """`?rule=must_follow:A>B<2h&rule=never_together:A>B` adds to the project's own rules."""
    title, parts = say("rules_cards.rules"), []
    rows = rule_rows(found, noun)
    if problem:
        parts.append(nothing(problem))
    elif not found:
        parts.append(nothing(say("rules_cards.no_rule_yet_add")))
    if rows:
        parts += [
            table(rows),
            downloads("rules", rows, image=False),
            quiet(say("rules_cards.unhappy_share_of_the")),
            _only(found, noun, at),
        ]
    parts += [nothing(f"{rule_words(one.rule)}: {one.problem}") for one in found if one.problem]
    return card(title, *parts, _form(activities), of="rules")


def model_card(
    found: ModelCheck | None,
    problem: str | None,
    known: Sequence[tuple[str, str]],
    noun: str,
    at: Address,
    may_edit: bool,
    document: AlignmentDocument,
) -> Component:
    """`?model=<mark>` is its state; `document` gives the stages for the colours."""
    title = say("rules_cards.a_model_of_your")
    parts: list[Component | None] = [quiet(say("rules_cards.a_model_as_bpmn")), _choose(may_edit), _known(known, at)]
    if problem:
        parts.append(nothing(problem))
    if found is not None:
        rows = departure_rows(found, noun)
        shares = [
            share_bar(say("rules_cards.as_the_model_allows"), found.fitting, noun),
            share_bar("departs", found.departing, noun),
        ]
        parts += [
            html.H3(found.name, dir="auto"),
            html.P(model_sentence(found, noun)),
            *(quiet(note) for note in model_notes(found)),
            *_drawn(found, noun, document),
            html.H3(say("rules_cards.unhappy_share_of_the_heard")),
            drawing(bars(shares, say("rules_cards.unhappy_share_by_whether")), "own-model"),
            html.H3(say("rules_cards.where_the_log_departs")),
            *(
                [table(rows), downloads("departures", rows, image=False)]
                if rows
                else [quiet(say("rules_cards.no_case_that_was"))]
            ),
        ]
    return card(title, *parts, of="own-model")


def _drawn(found: ModelCheck, noun: str, document: AlignmentDocument) -> list[Component]:
    """The model with its deviations, or why it is not drawn."""
    stage_of = {row["activity"]: row["stage"] for row in document["process"]["activities"] if row["stage"]}
    svg = own_model(found, noun, stage_of, [stage["name"] for stage in document["stages"]])
    if svg is None:
        nodes = wording.count(len(found.diagram.nodes))
        return [quiet(say("rules_cards.the_model_has_nodes", nodes=nodes, most_nodes=MOST_NODES))]
    many = wording.plural(noun, 2)
    aligned = say(
        "rules_cards.of_ended_were_aligned",
        aligned=wording.count(found.aligned),
        cases=wording.count(found.cases),
        many=many,
    )
    said = f"{aligned} {say('caption.own_model')}"
    return [
        pan_zoom(
            svg, "own-model-drawn", say("rules_cards.the_model", name=found.name), departure_rows(found, noun), said
        )
    ]


def _form(activities: Sequence[str]) -> Component:
    kinds = [
        {"value": "must_follow", "label": say("rules_cards.must_be_followed_by")},
        {"value": "never_together", "label": say("rules_cards.never_together_with")},
    ]

    def activity(name: str, label: str) -> Component:
        return dmc.Select(
            id=name, label=label, data=list(activities), searchable=True, clearable=True, limit=50, size="sm",
            placeholder=say("word.type_a_part_of"), nothingFoundMessage=say("word.no_activity_of_that"),
        )  # fmt: skip

    fields = [
        activity("rule-first", say("word.activity")),
        dmc.Select(
            id="rule-kind",
            label=say("rules_cards.rule"),
            data=kinds,
            value="must_follow",
            allowDeselect=False,
            size="sm",
        ),
        activity("rule-second", say("rules_cards.other_activity")),
        dmc.TextInput(id="rule-within", label=say("rules_cards.within_only_for_what"), placeholder="2h", size="sm"),
    ]
    said = html.P(id="rule-said", role="status", className="quiet")
    button = html.Button(say("rules_cards.add_this_rule"), id="rule-add", type="button", className="button")
    grid = html.Div(fields, className="sliders")
    return html.Details([html.Summary(say("rules_cards.add_a_rule")), grid, button, said], className="as-table")


def _only(found: tuple[RuleKept, ...], noun: str, at: Address) -> Component:
    """Links that keep to the cases that break a rule, and take a rule of the address away."""
    asked = [value for key, value in at.pairs if key == "rule"]
    many, items = wording.plural(noun, 2), []
    for one in found:
        if one.problem:
            continue
        count = f"{wording.count(one.broken.cases)} {many}"
        words = say(
            "rules_cards.only_the_that_break", count=count, rule_words=rule_words(one.rule), difference=difference(one)
        )
        link = dcc.Link(words, href=with_filter(at, "breaks", one.rule))
        beside = dcc.Link(say("word.compare_small"), href=compared_with_the_rest(at, "breaks", one.rule))
        away = at.here(rule=[rule for rule in asked if rule != one.rule])
        parts: list[Component | str] = [link, " · ", beside]
        if one.rule in asked:
            parts += [" · ", dcc.Link(say("rules_cards.take_the_rule_away"), href=away)]
        items.append(html.Li(parts))
    return html.Ul(items, className="path-cases", **attributes(aria_label=say("rules_cards.cases_that_break_a")))


def _choose(may_edit: bool) -> Component:
    if not may_edit:
        return quiet(say("rules_cards.only_analysts_may_add"))
    zone = dcc.Upload(
        html.Span(say("rules_cards.choose_a_bpmn_or"), className="upload-call"),
        id="model-file",
        accept=".bpmn,.pnml,.xml",
        max_size=MOST_BYTES,
        multiple=False,
        className="upload-zone",
    )
    return html.Div([zone, html.P(id="model-said", role="alert", className="refused")])


def _known(known: Sequence[tuple[str, str]], at: Address) -> Component | None:
    if not known:
        return None
    links = [html.Li(dcc.Link(html.Bdi(name), href=at.here(model=mark))) for mark, name in known]
    title = html.Summary(say("rules_cards.models_that_were_chosen"))
    return html.Details([title, html.Ul(links, className="path-cases")], className="as-table")
