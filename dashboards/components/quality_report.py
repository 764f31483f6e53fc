"""The quality report of a file, before anything runs."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from analyzer.words import wording
from analyzer.words.language import say
from analyzer.words.quality_words import note_lines, quality_facts, reason_name, reason_words
from analyzer.words.understood_words import understood_words
from dashboards.components.column_table import fault_words, role_name
from dashboards.components.drawing import table
from dashboards.components.page_parts import tiles


def quality_report(preview: Any, noun: str, of_log: bool) -> list[Component]:
    """Counts, what is refused and why with examples, what is missing, and what a reader should know."""
    parts: list[Component] = [fault_words(one) for one in preview.faults]
    if preview.quality is None:
        if not preview.faults:
            parts += [html.P(understood_words([note])) for note in preview.notes]
        else:
            parts.append(html.P(say("quality_report.the_report_follows_as"), className="quiet"))
        return parts
    found = preview.quality
    parts.append(tiles(quality_facts(preview, noun, of_log)))
    if preview.looked_at is not None:
        words = say("quality_report.big", rows=wording.count(preview.looked_at))
        parts.append(html.P(words, className="quiet"))
    parts.append(html.Ul([html.Li(line, dir="auto") for line in _lines(preview)], className="warnings"))
    if preview.refused:
        rows = [
            {
                say("column.line"): str(one.line or "–"),
                say("quality_report.why_it_is_kept"): reason_name(one.reason),
                say("quality_report.the_row"): one.text,
            }
            for one in preview.refused
        ]
        parts += [html.H3(say("quality_report.rows_that_are_kept")), table(rows)]
    if found.warnings:
        parts.append(html.Ul([html.Li(line, dir="auto") for line in note_lines(found.warnings)], className="warnings"))
    return parts


def _lines(preview: Any) -> list[str]:
    found = preview.quality
    lines = [say("quality_report.read_as", notes=understood_words(preview.notes)) if preview.notes else ""]
    if preview.first_at:
        first, last = f"{preview.first_at:%Y-%m-%d %H:%M}", f"{preview.last_at:%Y-%m-%d %H:%M}"
        lines.append(say("quality_report.the_first_event_is", first=first, last=last))
    if found.reasons:
        lines.append(say("refused.kept_out", reasons=reason_words(found.reasons)))
    else:
        lines.append(say("quality_report.every_row_can_be"))
    missing = [
        say("quality_report.role_in", role=role_name(role), n=wording.count(n)) for role, n in preview.missing.items()
    ]
    if missing:
        lines.append(say("quality_report.without_a_value_rows", missing=", ".join(missing)))
    if found.duplicates:
        lines.append(say("quality_report.duplicates", n=wording.count(found.duplicates)))
    if found.out_of_order:
        lines.append(say("quality_report.out_of_order", n=wording.count(found.out_of_order)))
    if found.future:
        lines.append(say("quality_report.future", n=wording.count(found.future)))
    return [line for line in lines if line]
