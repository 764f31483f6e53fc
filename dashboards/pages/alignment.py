"""Alignment (`/`): the mirror, the three figures, the ranked mismatches, and what the numbers rest on."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.figures.trend import FEW, months, trend
from analyzer.words import wording
from analyzer.words.language import say
from analyzer.words.sentences import headline
from analyzer.words.source_words import rests_on
from analyzer.words.verdict import touches
from dashboards.components.address import Address
from dashboards.components.attributes import attributes
from dashboards.components.foundations import foundations
from dashboards.components.graph import graph
from dashboards.components.measure_card import measure_cards
from dashboards.components.method_link import how
from dashboards.components.mirror_card import mirror_card
from dashboards.components.mismatch_table import mismatch_table
from dashboards.components.page_parts import NOTHING_MORE, Slots
from dashboards.components.story import stories
from dashboards.components.verdict_card import verdict_card


def page(document: AlignmentDocument, at: Address, slots: Slots = NOTHING_MORE) -> Component:
    """The page; `?stage=` filters all but the mirror, `?view=table` shows a table in the place of stories."""
    stage = at.get("stage")
    chosen = stage if stage in [s["name"] for s in document["stages"]] else None
    show = mismatch_table if at.get("view") == "table" else stories
    return html.Div(
        [
            _opening(document, chosen, at),
            *verdict_card(document, chosen, at, slots.may_edit),
            *slots.beneath_heading,
            mirror_card(document, chosen, at),
            html.Section([_filter(chosen, at), measure_cards(_of_stage(document, chosen))], id="measures"),
            *_trend(document, chosen),
            html.Section([_heading(document, chosen, at), show(document, chosen, at)], id="stories"),
            html.Section([_grounds(), foundations(document)], id="rests-on"),
            _pack(at),
            *slots.at_end,
        ],
        className="page",
    )


def _pack(at: Address) -> Component:
    """The same for a meeting: slides, or pages to print."""
    links: list[Component] = [
        html.A(words, href=at.to(f"/board-pack{ending}"), className="button plain", download=f"alignment{ending}")
        for words, ending in ((say("alignment.slides_powerpoint"), ".pptx"), (say("alignment.pages_pdf"), ".pdf"))
    ]
    links.append(
        dcc.Link(
            say("alignment.present_one_finding_a"),
            href=Address().to("/present", project=at.get("project")),
            className="button plain",
        )
    )
    words = say("alignment.at_most_six_pages")
    return html.Section(
        [html.H2(say("word.for_a_meeting")), html.P(words), html.P(links, className="pack-links")], id="pack"
    )


def _grounds() -> Component:
    return html.Div([html.H2(say("alignment.what_the_numbers_rest")), *how("rests-on")], className="section-head")


def _heading(document: AlignmentDocument, chosen: str | None, at: Address) -> Component:
    """How many there are, and the choice between stories and table."""
    n = sum(chosen is None or touches(m, chosen) for m in document["mismatches"])
    title = f"{n} {wording.plural(say('noun.mismatch'), n)}"
    title += say("alignment.at", chosen=chosen) if chosen else _order(document)
    links: list[Component] = []
    for name, view in ((say("alignment.stories"), None), (say("alignment.table"), "table")):
        if (at.get("view") == "table") == (view == "table"):
            links.append(html.Span(name, **attributes(aria_current="true")))
        else:
            links.append(dcc.Link(name, href=at.to("/", stage=chosen, view=view)))
    return html.Div([html.H2(title), *how("stories"), html.Nav(links, className="views")], className="section-head")


def _order(document: AlignmentDocument) -> str:
    """In which order the mismatches stand: those with a count of unhappy customers, then the others."""
    counted = [m["avoidable_bad_per_month"]["value"] is not None for m in document["mismatches"]]
    if len(counted) < 2 or not any(counted):
        return ""
    return say("alignment.the_costliest_first") + ("" if all(counted) else say("alignment.those_without_a_count"))


def _opening(document: AlignmentDocument, chosen: str | None, at: Address) -> Component:
    journey = document["journey"]
    persona = say("alignment.as_lived_by", persona=journey["persona"]) if journey.get("persona") else ""
    return html.Header(
        [
            html.P(
                f"{journey['name']}{persona} · {wording.period(document.get('period'))}",
                className="eyebrow",
                dir="auto",
            ),
            html.H1(headline(document, chosen)),
            *_no_such_stage(document, at),
            *_other_files(document, at),
        ]
    )


def _other_files(document: AlignmentDocument, at: Address) -> list[Component]:
    """That the run rests on other files than the project's own, where it does."""
    words = rests_on((document.get("run") or {}).get("source"))
    link = dcc.Link(say("alignment.choose_what_is_read"), href=at.to("/data"))
    return [html.P([words, " ", link], role="note", id="other-files", dir="auto")] if words else []


def _no_such_stage(document: AlignmentDocument, at: Address) -> list[Component]:
    """That the address asks for a stage that the journey does not have."""
    asked = at.get("stage")
    if not asked or asked in [stage["name"] for stage in document["stages"]]:
        return []
    words = say("alignment.the_journey_has_no", asked=asked)
    return [html.P(words, role="note", id="no-such-stage", dir="auto")]


def _filter(chosen: str | None, at: Address) -> Component | None:
    if chosen is None:
        return None
    clear = dcc.Link(
        say("alignment.show_the_whole_journey"),
        href=at.to("/", stage=None, view=at.get("view")),
        className="clear",
        id="clear-stage",
    )
    return html.P(["Only ", html.Strong(chosen, dir="auto"), " · ", clear], className="filter", role="status")


def _of_stage(document: AlignmentDocument, chosen: str | None) -> AlignmentDocument:
    """The document with the three measures of one stage in the place of the whole's."""
    if chosen is None:
        return document
    stage = next(s for s in document["stages"] if s["name"] == chosen)
    return {
        **document,
        "alignment": {
            **document["alignment"],
            "visits": stage["visits"],
            "rated": stage["coverage"]["rated"],
            "visibility": stage["visibility"],
            "relevance": stage["relevance"],
            "score": stage["score"],
        },
    }


def _trend(document: AlignmentDocument, chosen: str | None) -> list[Component]:
    rows = [
        {
            say("column.month"): row["month"],
            say("word.rated_visits"): wording.count(row["rated"]),
            say("alignment.unhappy_visits"): wording.count(row["unhappy"]),
            say("alignment.visits_off_target"): wording.count(row["off"]),
            say("word.seen_by_our_measures"): wording.share_between(row["visibility"].as_dict()),
            say("word.felt_by_customers"): wording.share_between(row["relevance"].as_dict()),
        }
        for row in months(document, chosen)
    ]
    label = say("alignment.the_two_measures_by")
    figure = graph("trend", lambda dark: trend(document, chosen, dark), label, rows, say("caption.trend", few=FEW))
    return (
        [html.Section([html.H2(say("word.how_it_develops")), html.Div(figure, className="card")], id="trend")]
        if figure
        else []
    )
