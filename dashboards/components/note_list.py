"""What the front line says: notes as a list, and the form for one."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html
from dash.development.base_component import Component

from analyzer.words import wording
from analyzer.words.language import say
from analyzer.words.note_words import borne_out_words, place_words, raised_words, votes_words
from dashboards.components.attributes import attributes
from dashboards.providers.notes import FieldNote, NotedPlace, agrees, may_take_away
from dashboards.providers.visitor import Visitor


def note_list(noted: NotedPlace, who: Visitor) -> list[Component]:
    """The notes; each with its votes, and with what the data came to say."""
    if not noted.notes:
        return [html.P(say("note.none"), className="nothing small")]
    return [html.Ul([_item(note, noted, who) for note in noted.notes], className="field-notes")]


def note_form(stages: Sequence[str], activities: Sequence[str], mismatch: str | None, stage: str | None) -> Component:
    """The form for a note; `mismatch` is what it is about, where the page is of one."""
    fields = [
        dmc.Textarea(id="note-text", label=say("note_list.what_gets_in_the"), autosize=True, minRows=2, maxRows=12),
        html.Div(
            [
                dmc.Select(
                    id="note-stage",
                    label=say("word.stage"),
                    data=list(stages),
                    value=stage,
                    clearable=True,
                    placeholder=say("word.none"),
                ),
                dmc.Select(
                    id="note-activity",
                    label=say("word.activity"),
                    data=list(activities),
                    clearable=True,
                    searchable=True,
                    placeholder=say("word.none"),
                    limit=50,
                ),
            ],
            className="form-pair",
        ),
        dmc.Checkbox(id="note-attention", label=say("note_list.somebody_should_look_at"), checked=False),
        dcc.Store(id="note-mismatch", data=mismatch),
        html.P(id="note-said", className="refused", role="alert"),
        html.Button(say("note_list.write_it_down"), id="note-send", type="button", className="button"),
    ]
    return html.Details(
        [html.Summary(say("note_list.write_a_note")), html.Div(fields, className="form")], className="take"
    )


def _item(note: FieldNote, noted: NotedPlace, who: Visitor) -> Component:
    line, borne = note.line, noted.borne.get(note.id)
    head: list[Any] = [
        html.Strong(html.Bdi(line.author)),
        html.Time(wording.day(line.said_on), dateTime=line.said_on.isoformat(), className="quiet"),
    ]
    if place_words(line):
        head.append(html.Span(place_words(line), className="stage-word", dir="auto"))
    parts: list[Component] = [
        html.Div(head, className="comment-head"),
        html.P(line.text, className="as-typed", dir="auto"),
    ]
    if raised_words(line):
        parts.append(html.P(raised_words(line), className="note-raised"))
    if borne is not None:
        parts.append(html.P(borne_out_words(line, borne), className="note-borne"))
    parts.append(_votes(note, who))
    return html.Li(parts)


def _votes(note: FieldNote, who: Visitor) -> Component:
    mine = agrees(who, note)
    label = attributes(
        aria_pressed="true" if mine else "false",
        aria_label=say("note_list.agree_with_the_note", author=note.line.author),
    )
    button = html.Button(
        say("note_list.i_see_this_too"),
        id={"kind": "note-vote", "of": note.id},
        type="button",
        className="save",
        **label,
    )
    parts: list[Component] = [button, html.Span(votes_words(len(note.voters)), className="quiet")]
    if may_take_away(who, note):
        name = attributes(aria_label=say("note_list.remove_the_note_of", author=note.line.author))
        remove = html.Button(say("word.remove"), type="button", className="save", **name)
        parts.append(
            dcc.ConfirmDialogProvider(
                remove, id={"kind": "note-remove", "of": note.id}, message=say("note_list.remove_this_note_for")
            )
        )
    return html.Div(parts, className="note-foot")
