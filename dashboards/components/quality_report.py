"""The quality report of a file, before anything runs."""

from __future__ import annotations

from typing import Any

from dash import html
from dash.development.base_component import Component

from analyzer.words.language import say
from analyzer.words.quality_words import note_lines, quality_facts, reason_words
from dashboards.components.column_table import ROLE_WORDS, fault_words
from dashboards.components.drawing import table
from dashboards.components.page_parts import tiles


def quality_report(preview: Any, noun: str, of_log: bool) -> list[Component]:
    """Counts, what is refused and why with examples, what is missing, and what a reader should know."""
    parts: list[Component] = [fault_words(one) for one in preview.faults]
    if preview.quality is None:
        if not preview.faults:
            parts += [html.P(note) for note in preview.notes]
        else:
            parts.append(html.P("The report follows as soon as this is settled.", className="quiet"))
        return parts
    found = preview.quality
    parts.append(tiles(quality_facts(preview, noun, of_log)))
    if preview.looked_at is not None:
        words = f"This file is big: the report rests on its first {preview.looked_at:,} rows. The analysis reads all."
        parts.append(html.P(words, className="quiet"))
    parts.append(html.Ul([html.Li(line, dir="auto") for line in _lines(preview)], className="warnings"))
    if preview.refused:
        rows = [
            {"line": str(one.line or "–"), "why it is kept out": one.reason, "the row": one.text}
            for one in preview.refused
        ]
        parts += [html.H3("Rows that are kept out, the first of each kind"), table(rows)]
    if found.warnings:
        parts.append(html.Ul([html.Li(line, dir="auto") for line in note_lines(found.warnings)], className="warnings"))
    return parts


def _lines(preview: Any) -> list[str]:
    found = preview.quality
    lines = [f"Read as {', '.join(preview.notes)}." if preview.notes else ""]
    if preview.first_at:
        first, last = f"{preview.first_at:%Y-%m-%d %H:%M}", f"{preview.last_at:%Y-%m-%d %H:%M}"
        lines.append(f"The first event is at {first}, the last at {last} (UTC).")
    if found.reasons:
        lines.append(say("refused.kept_out", reasons=reason_words(found.reasons)))
    else:
        lines.append("Every row can be read.")
    missing = [f"{ROLE_WORDS.get(role, role)} in {n:,}" for role, n in preview.missing.items()]
    if missing:
        lines.append(f"Without a value: {', '.join(missing)} rows.")
    if found.duplicates:
        lines.append(f"{found.duplicates:,} rows repeat another in every column; they are kept.")
    if found.out_of_order:
        lines.append(
            f"{found.out_of_order:,} events stand before an earlier one of their case; time puts them in order."
        )
    if found.future:
        lines.append(f"{found.future:,} events lie in the future: check the day and month, and the time zone.")
    return [line for line in lines if line]
