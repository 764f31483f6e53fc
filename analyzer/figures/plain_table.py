"""Rows of words as an HTML table in one text: a page of many rows is put in its place at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from analyzer.words.language import say
from analyzer.words.wording import count

LONG = 60  # characters; a cell of more keeps its width on a phone, where it would be as high as the screen
SHOWN = 100  # rows of a table on a page; a browser is slow with thousands


def plain_table(rows: Sequence[Mapping[str, Any]], shown: int = SHOWN) -> str:
    """The first rows, and how many more there are; the first column heads its row. Every text is escaped."""
    names = list(rows[0])
    head = "".join(f'<th scope="col">{escape(name)}</th>' for name in names)
    body = "".join(
        f"<tr>{''.join(_cell(i, str(row[name])) for i, name in enumerate(names))}</tr>" for row in rows[:shown]
    )
    table = f'<table class="numbers"><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>'
    rest = len(rows) - shown
    return table + (f'<p class="quiet">{say("plain_table.and_more", rest=count(rest))}</p>' if rest > 0 else "")


def _cell(column: int, words: str) -> str:
    tag, scope = ("th", ' scope="row"') if column == 0 else ("td", "")
    look = ' class="long"' if len(words) > LONG else ""
    return f'<{tag}{scope}{look} dir="auto">{escape(words)}</{tag}>'
