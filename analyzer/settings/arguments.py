"""Settings from the arguments of the command line, without a project file."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path

from analyzer.errors import ArgumentError
from analyzer.settings.model import ROLES, SIGNAL_ROLES, LogSource, Settings, SignalSource
from analyzer.settings.nearest import suggestion
from analyzer.settings.zones import EXPECTED, is_zone, nearest_zone

ALL_ROLES = tuple(dict.fromkeys((*ROLES, *SIGNAL_ROLES)))


def from_arguments(
    log: str | Path,
    journey: str | Path,
    signals: Iterable[str | Path] = (),
    columns: str | Iterable[str] | Mapping[str, str] = (),
    timezone: str = "UTC",
    day_first: bool | None = None,
    max_refused: float = 0.01,
) -> Settings:
    """The settings that the arguments of `align` give; paths are relative to the current folder.

    `columns` is `role=column,…`, and applies to the log and to the signals alike where they have the column.
    """
    roles = dict(columns) if isinstance(columns, Mapping) else parse_columns(columns)
    if not is_zone(timezone):
        raise ArgumentError(
            expected=EXPECTED, found=timezone or "nothing", where="--timezone", do=nearest_zone(timezone)
        )
    return Settings(
        log=LogSource(
            path=str(log),
            columns={role: column for role, column in roles.items() if role in ROLES},
            max_refused=max_refused,
            day_first=day_first,
            shared_columns=True,
        ),
        journey=str(journey),
        signals=tuple(
            SignalSource(
                path=str(path),
                columns={role: column for role, column in roles.items() if role in SIGNAL_ROLES},
                max_refused=max_refused,
                day_first=day_first,
                shared_columns=True,
            )
            for path in signals
        ),
        timezone=timezone,
        folder=Path.cwd(),
    )


def parse_columns(given: str | Iterable[str]) -> dict[str, str]:
    """`role=column,role=column` → role to column; raises ArgumentError for an unknown role or one given twice."""
    pieces = [
        piece for text in ([given] if isinstance(given, str) else given) for piece in text.split(",") if piece.strip()
    ]
    found: dict[str, str] = {}
    for piece in pieces:
        role, equals, column = (part.strip() for part in piece.partition("="))
        if not (role and equals and column):
            raise _wrong(
                "role=column, such as case_id=order_id", piece.strip(), "write role=column, several with commas between"
            )
        if role not in ALL_ROLES:
            raise _wrong(f"a role: {', '.join(ALL_ROLES)}", role, suggestion(role, ALL_ROLES))
        if role in found:
            raise _wrong("every role once", f"{role} a second time", "keep one of the two")
        found[role] = column
    return found


def _wrong(expected: str, found: str, do: str) -> ArgumentError:
    return ArgumentError(expected=expected, found=found, where="--columns", do=do)
