"""The page of tables, made from their declarations: `python -m analyzer.tables.page` writes docs/tables.md."""

from __future__ import annotations

from pathlib import Path

from analyzer.tables.cases import CASES
from analyzer.tables.events import EVENTS
from analyzer.tables.objects import CONCERNED, STATES
from analyzer.tables.schema import Column, Declaration
from analyzer.tables.signals import SIGNALS
from analyzer.tables.traits import HEARD, TRAITS
from analyzer.tables.transitions import TRANSITIONS
from analyzer.tables.visits import JUDGED, PLACED, RATED, VISITS

PUBLISHED = Path(__file__).parents[2] / "docs" / "tables.md"
ALL = (EVENTS, CASES, TRANSITIONS, CONCERNED, STATES, SIGNALS, VISITS, JUDGED, PLACED, RATED, HEARD, TRAITS)
HEAD = """\
# Tables that rooms hand on

Made from the declarations in `analyzer/tables` by `python -m analyzer.tables.page`; a test holds the two together. The
declarations are checked where a table is handed on. Times are naive UTC; a column that may be absent is marked so.
"""


def tables_page() -> str:
    """The whole page, a section for each table in the order in which they are made."""
    return "\n".join([HEAD, *(_section(table) for table in ALL)])


def _section(table: Declaration) -> str:
    rows = "".join(_row(column) for column in table.columns)
    further = "".join(f"\nFurther columns: `{prefix}…`.\n" for prefix in table.prefixes)
    name = table.name[0].upper() + table.name[1:]
    return (
        f"## {name}\n\nGrain: {table.grain}.\n\n| column | type | unit | meaning |\n|---|---|---|---|\n{rows}{further}"
    )


def _row(column: Column) -> str:
    absent = " (may be absent)" if column.optional else ""
    return f"| `{column.name}` | {column.type} | {column.unit} | {column.meaning}{absent} |\n"


if __name__ == "__main__":
    PUBLISHED.write_text(tables_page(), encoding="utf-8")
