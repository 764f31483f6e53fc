"""Who did an event and who the next one: for the network of handovers, and as a condition of an address.

    ?handover=team:Sales>Depot

In a name write `%` as `%25`, `>` as `%3E`, and in the name of a column `:` as `%3A`.
"""

from __future__ import annotations

from urllib.parse import unquote

from analyzer.engine import Engine, Table, seconds
from analyzer.errors import ArgumentError
from analyzer.inside_out.handovers import successions
from analyzer.settings import suggestion
from analyzer.tables.log import Log

MOST_VALUES = 500  # of an attribute that may say who did an event
ROLES = ("team", "resource", "partner", "system")


def handover_text(column: str, giver: str, taker: str) -> str:
    """A handover as the value of a key in an address."""
    names = [name.replace("%", "%25").replace(">", "%3E") for name in (giver, taker)]
    return f"{column.replace('%', '%25').replace(':', '%3A')}:{'>'.join(names)}"


def read_handover(text: str) -> tuple[str, str, str]:
    """(column, giver, taker) of a value; ArgumentError where it is none."""
    column, colon, pair = text.partition(":")
    names = [unquote(name).strip() for name in pair.split(">")]
    if not colon or not column.strip() or len(names) != 2 or not all(names):
        raise ArgumentError(
            expected="a column, and two names with > between them",
            found=f"handover={text}",
            where="the address of the page",
            do="write it like handover=team:Sales>Depot",
        )
    return unquote(column).strip(), names[0], names[1]


def offered_columns(engine: Engine, log: Log) -> tuple[str, ...]:
    """The columns that say who did an event: roles with any value, then attributes of events that name something."""
    roles = [name for name in ROLES if name in log.events.columns]
    filled: dict[str, int] = {}
    if roles:
        filled = engine.rows(log.events.aggregate(**{name: log.events[name].count() for name in roles}))[0]
    named = [
        a.name
        for a in log.attributes
        if a.event_column in log.events.columns and a.type in ("text", "code") and 2 <= a.values <= MOST_VALUES
    ]
    return (*(name for name in roles if filled[name]), *(name for name in sorted(named) if name not in ROLES))


def check_column(column: str, offered: tuple[str, ...], where: str) -> None:
    """Raise ArgumentError, naming the nearest, for a column that does not say who did an event."""
    if column not in offered:
        do = suggestion(column, offered) if offered else "leave it out: the log says nothing of it"
        raise ArgumentError(expected="a column that says who did an event", found=column, where=where, do=do)


def handover_steps(engine: Engine, log: Log, column: str) -> Table:
    """Every event of which it is known who did it, with who did the next such event: case_id, giver, taker, took_s."""
    name = column if column in ROLES else f"event:{column}"
    counted = engine.rows(log.events.aggregate(events=log.events.count(), known=log.events[name].count()))[0]
    steps = successions(log.events, name, gaps=counted["known"] < counted["events"])
    return steps.select("case_id", "giver", "taker", took_s=seconds(steps.taken_at, steps["at"]))


def with_handover(engine: Engine, log: Log, text: str) -> Table:
    """The cases (case_id) with such a handover. Raises ArgumentError for a column that is not offered; a name that
    nobody has leaves no case."""
    column, giver, taker = read_handover(text)
    check_column(column, offered_columns(engine, log), "handover=…")
    steps = handover_steps(engine, log, column)
    return steps.filter((steps.giver == giver) & (steps.taker == taker)).select("case_id").distinct()
