"""Who may open which project: users of the catalogs, and seats, which say that somebody has given a user's
password."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from collections.abc import Sequence
from functools import cache

from analyzer.catalog import User, change_password, find_user, has_users, password_hash
from analyzer.settings.secret import secret_key
from dashboards.providers.runs import Provider

__all__ = ["User", "anybody", "change_own", "roles_of", "seats_for", "secret_key"]


def anybody(projects: Sequence[Provider]) -> bool:
    """Whether any project has a user, so that everybody has to sign in."""
    return any(has_users(provider.catalog()) for provider in projects)


def seats_for(projects: Sequence[Provider], name: str, password: str, key: bytes) -> dict[str, str]:
    """A seat for every user of that name and password, with the name as it was added; empty where nobody is meant.

    A seat is a keyed digest of the user's password hash: it holds as long as the user is there and has that password,
    and says nothing to who reads it.
    """
    from werkzeug.security import check_password_hash

    known = [user for provider in projects if (user := find_user(provider.catalog(), name)) is not None]
    known = [user for user in known if not user.is_external]
    hashes = sorted({user.password for user in known}) or [_nobody()]  # nobody costs as much time as somebody
    right = {hashed for hashed in hashes if check_password_hash(hashed, password)}
    return {_seat(user, key): user.name for user in known if user.password in right}


def external_seats(projects: Sequence[Provider], name: str, key: bytes) -> dict[str, str]:
    """A seat for every user of that name who signs in elsewhere, with the name as it was added."""
    users = [find_user(provider.catalog(), name) for provider in projects]
    return {_seat(user, key): user.name for user in users if user is not None and user.is_external}


def change_own(
    projects: Sequence[Provider], name: str, seats: Sequence[str], old: str, new: str, key: bytes
) -> list[str] | None:
    """Give the users that these seats stand for another password, where `old` is theirs; the seats from then on, so
    that every other session is at its end. None where `old` is wrong. Raises ArgumentError for one that cannot be
    used."""
    from werkzeug.security import check_password_hash

    found = roles_of(projects, name, seats, key)
    hashes = {user.password for _, user in found}
    if (
        not found
        or any(user.is_external for _, user in found)
        or not all(check_password_hash(hashed, old) for hashed in hashes)
    ):
        return None
    hashed = password_hash(new)
    for one, _ in found:  # a catalog that is away or cannot be written is met before any is changed
        with one.catalog().writing():
            pass
    return [_seat(change_password(one.catalog(), user.name, hashed, user.name), key) for one, user in found]


def roles_of(projects: Sequence[Provider], name: str, seats: Sequence[str], key: bytes) -> list[tuple[Provider, User]]:
    """The projects in which somebody with these seats has a user still."""
    held = set(seats)
    users = [(provider, find_user(provider.catalog(), name)) for provider in projects]
    return [(provider, user) for provider, user in users if user is not None and _seat(user, key) in held]


def _seat(user: User, key: bytes) -> str:
    return hmac.new(key, user.password.encode(), hashlib.sha256).hexdigest()[:32]


@cache
def _nobody() -> str:
    from werkzeug.security import generate_password_hash

    return generate_password_hash(secrets.token_hex(16), method="scrypt")
