"""Two slices side by side: the mirror of each with the differences, and the map of both."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from analyzer.document.parts.shown import ShownDocument
from analyzer.figures.difference_map import difference_map
from analyzer.figures.map_choice import map_choice
from analyzer.figures.mirror import caption, mirror, table
from analyzer.figures.mirror_stages import mirror_stages, scale_of
from analyzer.figures.side_dots import side_dots
from analyzer.figures.two_times_map import two_times_caption, two_times_map
from analyzer.words import wording
from analyzer.words.difference_words import difference_caption, difference_rows, difference_sentence
from analyzer.words.language import say
from analyzer.words.side_words import MEASURES, clear_sentence, pair_rows
from dashboards.components.address import Address
from dashboards.components.choice import choice
from dashboards.components.drawing import downloads, drawing
from dashboards.components.drawing import table as table_of
from dashboards.components.page_parts import card, halves, nothing, quiet
from dashboards.components.pan_zoom import pan_zoom
from dashboards.providers.beside import ComparisonRow, SharePair

TIMES = "times"
MOST_ROWS = 60


def mirrors_card(first: ShownDocument, second: ShownDocument, pairs: Sequence[SharePair]) -> Component:
    """Both mirrors on the same scale, and the differences of their shares."""
    scale = max(scale_of(mirror_stages(document)) for document in (first, second))
    shown = []
    for name, document in (("A", first), ("B", second)):
        figure = drawing(mirror(document, scale=scale), f"mirror-{name.lower()}", table(document), caption(document))
        shown.append(html.Div([html.H3(say("beside_cards.the_mirror_of", name=name)), figure]))
    dots = []
    for measure, key in MEASURES.items():
        drawn = side_dots(pairs, measure)
        if drawn:
            box = drawing(drawn, f"difference-{measure.replace('_', '-')}", caption=say("side_words.share_of_a_minus"))
            dots.append(html.Div([html.H3(say("beside_cards.a_minus_b", measure=say(key))), box]))
    rows = pair_rows(pairs)
    numbers: list[Component] = []
    if rows:
        opened = html.Details(
            [html.Summary(say("beside_cards.all_differences_as_a")), table_of(rows)], className="as-table"
        )
        numbers = [opened, downloads("differences", rows, image=False)]
    differences = html.Div(dots, className="pair") if dots else None
    said = html.P(clear_sentence(pairs), dir="auto")
    return card(say("beside_cards.the_mirror_of_both"), said, halves(*shown), differences, *numbers, of="mirrors")


def maps_card(document: ShownDocument, comparison: ComparisonRow, at: Address) -> Component:
    """The map with how often, or with how long; `?measure=times` is its state."""
    title, by_time = say("beside_cards.how_both_flow"), at.get("measure") == TIMES
    views = choice(
        say("word.what_the_map_shows"),
        [
            (say("beside_cards.how_often"), at.here(measure=None), not by_time),
            (say("beside_cards.how_long"), at.here(measure=TIMES), by_time),
        ],
    )
    process, groups = document["process"], comparison["groups"]
    if not groups["bad"] or not groups["good"] or not comparison["activities"]:
        return card(title, nothing(say("beside_cards.one_side_has_no")), of="both-map", beside=views)
    stages, wanted = [stage["name"] for stage in document["stages"]], map_choice(process)
    most, least = wanted.activities, wanted.min_path_share
    rows = difference_rows(comparison, MOST_ROWS)
    if by_time:
        svg, name, said = (
            two_times_map(process, comparison, stages, max_activities=most, min_path_share=least),
            "both-times",
            two_times_caption(),
        )
    else:
        svg, name = (
            difference_map(process, comparison, stages, max_activities=most, min_path_share=least),
            "both-frequencies",
        )
        said = difference_caption(comparison)
    drawn = svg.count("data-activity=")
    of = say(
        "beside_cards.of_activities_are_drawn", drawn=wording.count(drawn), n=wording.count(len(process["activities"]))
    )
    figure = pan_zoom(svg, name, title, rows, " ".join(part for part in (said, of, wanted.note) if part))
    more = len(comparison["activities"]) + len(comparison["flows"]) + len(comparison["repeats"])
    held = quiet(say("beside_cards.the_table_holds_the", n=len(rows), more=more)) if more > len(rows) else None
    return card(title, html.P(difference_sentence(comparison), dir="auto"), figure, held, of="both-map", beside=views)
