"""All mismatches as a table that one sorts and filters: the same ranking for those who work through it."""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component

from analyzer.document import AlignmentDocument
from analyzer.document.parts.mismatches import MismatchRow
from analyzer.words.language import say
from analyzer.words.verdict import touches
from analyzer.words.wording import kind_name, opening
from dashboards.components.address import Address
from dashboards.components.grid import grid

WRITTEN = {"function": "params.value == null ? '' : d3.format(',')(params.value)"}
NUMBER = {
    "filter": "agNumberColumnFilter",
    "type": "rightAligned",
    "width": 130,
    "minWidth": 120,
    "valueFormatter": WRITTEN,
}
COLUMNS = (
    {"field": "rank", "headerName": "#", "width": 64, "minWidth": 64, "filter": False},
    {"field": "kind", "headerName": "mismatch_table.kind", "width": 160},
    {"field": "stage", "headerName": "word.stage", "width": 150},
    {"field": "title", "headerName": "word.mismatch", "flex": 2, "minWidth": 280, "cellRenderer": "markdown"},
    {"field": "driver", "headerName": "mismatch_table.first_driver", "flex": 1, "minWidth": 180},
    {"field": "avoidable", "headerName": "mismatch_table.avoidable_a_month", **NUMBER},
    {"field": "affected", "headerName": "mismatch_table.affected", **NUMBER},
    {"field": "owner", "headerName": "word.owner", "width": 140},
)


def mismatch_table(document: AlignmentDocument, stage: str | None, at: Address) -> Component:
    """The mismatches of a document, or those that touch one stage."""
    ranked = enumerate(document["mismatches"], start=1)
    return grid(
        "mismatches", [_row(rank, m, at) for rank, m in ranked if stage is None or touches(m, stage)], _columns()
    )


def _columns() -> list[dict[str, Any]]:
    return [
        {**column, "headerName": say(name) if "." in name else name}
        for column in COLUMNS
        for name in [str(column["headerName"])]
    ]


def _row(rank: int, mismatch: MismatchRow, at: Address) -> dict[str, Any]:
    avoidable = (mismatch.get("avoidable_bad_per_month") or {}).get("value")
    return {
        "rank": rank,
        "kind": kind_name(mismatch["kind"]),
        "stage": mismatch["stage"],
        "title": f"[{_plain(mismatch['title'])}]({at.mismatch(mismatch['id'])})",
        "driver": opening(mismatch["drivers"][0]["label"]) if mismatch["drivers"] else None,
        "avoidable": None if avoidable is None else round(avoidable, 1),
        "affected": mismatch["affected_visits"],
        "owner": mismatch.get("owner") or say("word.nobody"),
    }


def _plain(words: str) -> str:
    """A text without what Markdown would read as its own."""
    return "".join(f"\\{letter}" if letter in "\\`*_{}[]()#+-.!<>|~" else letter for letter in words)
