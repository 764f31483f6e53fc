"""What is compared: the two sides in words, how many cases each has, and links that choose another side."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from dash import dcc, html
from dash.development.base_component import Component

from analyzer.words import wording
from analyzer.words.language import say
from analyzer.words.side_words import in_both_words
from dashboards.components.address import FILTERS, OTHER, Address
from dashboards.components.attributes import attributes
from dashboards.components.page_parts import card, quiet
from dashboards.components.picked import picked
from dashboards.providers.beside import NAMED, CasesBeside, Sides
from dashboards.providers.saved_filters import SavedFilter
from dashboards.providers.slices import Filters

Pairs = Iterable[tuple[str, str]]


def sides_card(
    sides: Sides | None,
    problem: str | None,
    found: CasesBeside | None,
    saved: Sequence[SavedFilter],
    noun: str,
    at: Address,
) -> Component:
    """`?…&b.segment=region:South` or `b=named:<id>` says what B is; without either it is the rest of A."""
    parts: list[Component] = []
    if problem or sides is None:
        parts.append(html.P(problem, className="nothing", role="status"))
    else:
        parts.append(_both(sides, found, noun, at))
        parts += [quiet(words) for words in _notes(sides, found, noun)]
    parts.append(_choose(sides, found, saved, at))
    return card(say("sides_card.what_is_compared"), *parts, of="sides")


def with_other(at: Address, pairs: Pairs = (), b: str | None = None) -> str:
    """A link to this comparison with another B: filters, what `b` names, or the rest."""
    return at.here(**_given(at, pairs, b))


def _given(at: Address, pairs: Pairs, b: str | None) -> dict[str, str | list[str] | None]:
    given: dict[str, str | list[str] | None] = {key: None for key in at.query if key.startswith(OTHER)}
    return {**given, "b": b, **_grouped(pairs, OTHER)}


def _grouped(pairs: Pairs, before: str = "") -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for key, value in pairs:
        found.setdefault(before + key, []).append(value)
    return found


def _held(count: int, of: int, noun: str, took_s: float | None) -> str:
    said = say("sides_card.of", count=wording.count(count), of=wording.count(of), noun=wording.plural(noun, of))
    return said + ("" if took_s is None else say("sides_card.half_of_the_ended", took_s=wording.duration(took_s)))


def _both(sides: Sides, found: CasesBeside | None, noun: str, at: Address) -> Component:
    counts = (found.first, found.second) if found else (None, None)
    times = (found.first_median_s, found.second_median_s) if found else (None, None)
    shown = []
    for name, filters, count, took_s in zip("AB", (sides.first, sides.second), counts, times, strict=True):
        called = sides.named if name == "B" and sides.named else None
        words = say("sides_card.the_rest_of_them") if name == "B" and sides.rest else called or _words(filters)
        held = [] if count is None or found is None else [_held(count, found.of, noun, took_s)]
        alone = dcc.Link(say("sides_card.alone", name=name), href=at.to("/process", **_alone(filters)))
        line = html.P([*held, " · " if held else "", alone], className="quiet")
        mark = html.Span(name, className=f"side-mark side-{name.lower()}", **attributes(aria_hidden="true"))
        head = html.H3([mark, html.Span(f"{name}: ", className="unseen"), html.Bdi(words)])
        shown.append(html.Div([head, *([html.P(_words(filters), dir="auto")] if called else []), line]))
    return html.Div(shown, className="two-sides")


def _alone(filters: Filters) -> dict[str, list[str] | None]:
    return {**dict.fromkeys(FILTERS), **_grouped(filters.pairs())}


def _words(filters: Filters) -> str:
    return ", ".join(words for _, _, words in picked(filters)) or say("sides_card.the_whole_run")


def _notes(sides: Sides, found: CasesBeside | None, noun: str) -> list[str]:
    notes = [in_both_words(found, wording.plural(noun, found.both))] if found else []
    if any(one.key == "verdict" for side in (sides.first, sides.second) for one in side.conditions):
        notes.append(say("sides_card.a_side_is_chosen"))
    if found and (not found.first or not found.second):
        empty = "A" if not found.first else "B"
        notes.append(say("sides_card.holds_nothing_take_a", empty=empty))
    return [*(words for words in notes if words), say("side_words.this_compares_two_groups")]


def _choose(sides: Sides | None, found: CasesBeside | None, saved: Sequence[SavedFilter], at: Address) -> Component:
    """Links that choose another B, or change the sides."""
    ways: list[tuple[str, str]] = []
    if at.filters and not (sides and sides.rest):
        ways.append((say("sides_card.b_the_rest_of"), with_other(at)))
    if at.filters:
        ways.append((say("sides_card.b_what_a_is"), with_other(at, at.filters)))
    if sides is not None:
        other = _given(at, sides.first.pairs(), None)
        if sides.first:
            ways.append(
                (
                    say("sides_card.exchange_a_and_b"),
                    at.here(**{**dict.fromkeys(FILTERS), **other, **_grouped(sides.second.pairs())}),
                )
            )
        if found and found.both and found.second > found.both:
            apart = _apart(sides)
            if apart is not None:
                ways.append((say("sides_card.b_without_the_cases"), with_other(at, apart.pairs())))
    ways += [(f"B: {one.name}", with_other(at, b=NAMED + one.id)) for one in saved]
    links = [html.Li(dcc.Link(html.Bdi(words), href=href)) for words, href in ways]
    if not links:
        return html.P(say("sides_card.pick_filters_above_they"), className="quiet")
    return html.Ul(links, className="cases-ways", **attributes(aria_label=say("sides_card.choose_what_is_compared")))


def _apart(sides: Sides) -> Filters | None:
    """B without the cases of A, where an address can say that."""
    if sides.second.outside is not None or (sides.first.outside and sides.first.outside.outside):
        return None
    return sides.second.but(sides.first)
