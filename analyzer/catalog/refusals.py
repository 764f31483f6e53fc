"""What a database refuses, said to people."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.engine import make_url
from sqlalchemy.exc import (
    ArgumentError,
    DatabaseError,
    DBAPIError,
    NoSuchModuleError,
    OperationalError,
    ResourceClosedError,
    SQLAlchemyError,
)
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from analyzer.errors import SettingsError
from analyzer.settings import Settings

_STATE = (OperationalError, PoolTimeoutError, ResourceClosedError)  # of the database, not of what was asked of it

DAMAGED = "put the file back from a backup, or move it away: the runs' files stay beside it"


@contextmanager
def opening_errors(settings: Settings) -> Iterator[None]:
    """While a catalog is opened every error is one of its address."""
    try:
        yield
    except (ModuleNotFoundError, NoSuchModuleError) as reason:
        raise refused(settings, str(reason), "install the extra that brings its driver, such as postgres") from None
    except DBAPIError as reason:
        do = DAMAGED if type(reason) is DatabaseError else "check the address, and that the database answers"
        raise refused(settings, str(reason.orig).strip(), do) from None
    except (SQLAlchemyError, OSError) as reason:
        raise refused(settings, str(reason), "check the address and the right to write there") from None


@contextmanager
def database_errors(settings: Settings) -> Iterator[None]:
    """Later only the state of the database (locked, full, gone, damaged) is said to people; the rest is a fault of
    ours."""
    try:
        yield
    except _STATE as reason:
        found = str(getattr(reason, "orig", None) or reason).strip()
        raise refused(settings, found, "check that the database answers and has room, then try again") from None
    except DatabaseError as reason:
        if type(reason) is not DatabaseError:  # its kinds are about a statement, it itself is about the file
            raise
        raise refused(settings, str(reason.orig).strip(), DAMAGED) from None


def refused(settings: Settings, found: str, do: str) -> SettingsError:
    """The error that the catalog cannot be used. Where its address comes from the environment, no part of it shows."""
    where = f"key catalog in {settings.project or 'the project file'}" if settings.catalog else str(settings.home)
    return SettingsError(
        expected="a catalog that can be opened",
        found=settings.masked(_without_address(settings, next(iter(found.splitlines()), "an error"))),
        where=settings.masked(where),
        do=do,
    )


def _without_address(settings: Settings, text: str) -> str:
    """A driver's message without user, host and database, where the environment gave them."""
    address = settings.catalog or ""
    if settings.masked(address) == address:
        return text
    try:
        url = make_url(address)
    except (ArgumentError, ValueError):
        return "an address that cannot be used"
    for part in (url.password, url.username, url.host, url.database):
        text = text.replace(str(part), "…") if part else text
    return text
