"""Who may open a project: users with a role, and their passwords as scrypt hashes."""

from __future__ import annotations

import secrets
import unicodedata
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime

import sqlalchemy as sa

from analyzer.catalog import audit
from analyzer.catalog import people_schema as schema
from analyzer.catalog.model import Catalog
from analyzer.errors import ArgumentError

ROLES = ("analyst", "viewer", "partner")
LONGEST_NAME = 80
EXTERNAL = "external:"
SHORTEST_PASSWORD = 8
LONGEST_PASSWORD = 1000
JOINERS = "\u200c\u200d"  # letters of some scripts and some emoji are written with them


@dataclass(frozen=True)
class User:
    """A user of one project."""

    name: str
    role: str
    created_at: datetime
    password: str = field(repr=False)  # its hash; of who signs in elsewhere a mark that no password fits
    partner: str | None = None  # whom somebody with the role partner stands for: theirs is the one card that they see

    @property
    def is_external(self) -> bool:
        """Whether this user signs in with an identity provider or through a proxy, and never with a password."""
        return self.password.startswith(EXTERNAL)


def folded(name: str) -> str:
    """A name as it is compared: without regard to letter case and to how its accents are coded."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", name.strip()).casefold())


def checked_name(name: str) -> str:
    """A name that can be shown anywhere. Raises ArgumentError for one that is empty, too long, or holds characters
    that cannot be seen (they would let one user pass for another)."""
    name = unicodedata.normalize("NFC", name.strip())
    unseen = [c for c in name if unicodedata.category(c) in ("Cc", "Cf", "Cs", "Co", "Zl", "Zp") and c not in JOINERS]
    if not folded(name) or len(name) > LONGEST_NAME or unseen:
        found = f"the character U+{ord(unseen[0]):04X}" if unseen else f"{len(name)} characters"
        raise ArgumentError(
            expected=f"a name of 1 to {LONGEST_NAME} characters that can be seen",
            found=found,
            where="NAME",
            do="give another name",
        )
    return name


def password_hash(password: str) -> str:
    """The scrypt hash of a password. Raises ArgumentError for one that is too short or too long."""
    from werkzeug.security import generate_password_hash

    if not SHORTEST_PASSWORD <= len(password) <= LONGEST_PASSWORD:
        raise ArgumentError(
            expected=f"a password of {SHORTEST_PASSWORD} to {LONGEST_PASSWORD:,} characters",
            found=f"one of {len(password)}",
            where="the password",
            do="choose another one",
        )
    return generate_password_hash(password, method="scrypt")


def external_mark() -> str:
    """What stands in place of a password's hash for a user who signs in elsewhere: it is new for every user."""
    return f"{EXTERNAL}{secrets.token_hex(16)}"


def check_new(catalog: Catalog, name: str) -> None:
    """Raises ArgumentError for a name that cannot be used or that the project has already."""
    checked_name(name)
    known = find_user(catalog, name)
    if known is not None:
        raise _known(known)


def add_user(
    catalog: Catalog, name: str, role: str, hashed: str, who: str | None = None, partner: str | None = None
) -> User:
    """Keep a new user. Raises ArgumentError where the project has one of that name, and where the role partner comes
    without the partner that they stand for, or the other way round."""
    if (role == "partner") != bool(partner and partner.strip()):
        raise ArgumentError(
            expected="a partner's name with the role partner, and with no other",
            found=f"role {role}, " + (f"partner {partner}" if partner else "no partner"),
            where="--partner",
            do="give both: --role partner --partner NAME; or neither",
        )
    user = User(checked_name(name), role, datetime.now(UTC), hashed, partner)
    row = {
        "project": catalog.project,
        "folded": folded(name),
        "name": user.name,
        "role": role,
        "password": hashed,
        "created_at": user.created_at,
        "partner": partner,
    }
    with catalog.writing() as connection:
        known = _find(connection, catalog, name)
        if known is not None:
            raise _known(known)
        connection.execute(sa.insert(schema.user), row)
        audit.note(
            connection,
            catalog,
            who,
            f"user:{user.name}",
            None,
            {"role": role, **({"partner": partner} if partner else {})},
        )
    return user


def change_password(catalog: Catalog, name: str, hashed: str, who: str | None = None) -> User:
    """Give a user another password; every session that rests on the old one ends. Raises ArgumentError where there is
    no user of that name."""
    with catalog.writing() as connection:
        known = _must_find(connection, catalog, name)
        key = (schema.user.c.project == catalog.project, schema.user.c.folded == folded(name))
        connection.execute(sa.update(schema.user).where(*key).values(password=hashed))
        what = f"user:{known.name}"
        audit.note(connection, catalog, who, what, {"password": "the old one"}, {"password": "a new one"})
    return replace(known, password=hashed)


def remove_user(catalog: Catalog, name: str, who: str | None = None) -> int:
    """Take a user away; gives how many are left. Raises ArgumentError where there is none of that name."""
    with catalog.writing() as connection:
        known = _must_find(connection, catalog, name)
        key = (schema.user.c.project == catalog.project, schema.user.c.folded == folded(name))
        connection.execute(sa.delete(schema.user).where(*key))
        audit.note(connection, catalog, who, f"user:{known.name}", {"role": known.role}, None)
        return len(_all(connection, catalog))


def list_users(catalog: Catalog) -> list[User]:
    """All users of the project, by name."""
    with catalog.reading() as connection:
        return _all(connection, catalog)


def find_user(catalog: Catalog, name: str) -> User | None:
    """The user of a name; None where there is none."""
    with catalog.reading() as connection:
        return _find(connection, catalog, name)


def known_user(catalog: Catalog, name: str) -> User:
    """The user of a name. Raises ArgumentError where there is none, with the names that there are."""
    with catalog.reading() as connection:
        return _must_find(connection, catalog, name)


def has_users(catalog: Catalog) -> bool:
    """Whether anybody has to sign in."""
    wanted = sa.select(schema.user.c.name).where(schema.user.c.project == catalog.project).limit(1)
    with catalog.reading() as connection:
        return connection.execute(wanted).first() is not None


def _must_find(connection: sa.Connection, catalog: Catalog, name: str) -> User:
    known = _find(connection, catalog, name)
    if known is None:
        names = [user.name for user in _all(connection, catalog)]
        raise ArgumentError(
            expected="a user of this project: " + (", ".join(names) or "there is none"),
            found=name,
            where="NAME",
            do="see `analyzer user list`",
        )
    return known


def _known(user: User) -> ArgumentError:
    return ArgumentError(
        expected="a name that no user of this project has",
        found=f"{user.name}, who is {user.role} already",
        where="NAME",
        do="choose another name, or remove that user first; `analyzer user password` gives another password",
    )


def _all(connection: sa.Connection, catalog: Catalog) -> list[User]:
    wanted = sa.select(schema.user).where(schema.user.c.project == catalog.project).order_by(schema.user.c.folded)
    return [_user(row) for row in connection.execute(wanted).mappings()]


def _find(connection: sa.Connection, catalog: Catalog, name: str) -> User | None:
    key = (schema.user.c.project == catalog.project, schema.user.c.folded == folded(name))
    row = connection.execute(sa.select(schema.user).where(*key)).mappings().first()
    return _user(row) if row is not None else None


def _user(row: sa.RowMapping) -> User:
    return User(row["name"], row["role"], row["created_at"], row["password"], row["partner"])
