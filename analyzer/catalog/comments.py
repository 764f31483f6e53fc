"""What people say beside a mismatch, a stage, an action or a page: plain text, kept as it was written."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import sqlalchemy as sa

from analyzer.catalog import audit
from analyzer.catalog import people_schema as schema
from analyzer.catalog.model import Catalog
from analyzer.catalog.plain_text import plain_within
from analyzer.errors import AnalyzerError, InputError

LONGEST = 4000  # characters


@dataclass(frozen=True)
class Comment:
    """One comment that stands. Times are aware UTC."""

    id: str
    subject: str  # mismatch:<id>, stage:<name>, action:<id>, page:<path>
    text: str
    author: str
    at: datetime
    edited_at: datetime | None


class CommentChangedError(AnalyzerError):
    """It has been edited since it was read; `now` is the comment as it stands."""

    def __init__(self, now: Comment) -> None:
        self.now = now
        super().__init__(
            expected="a comment that nobody has edited meanwhile",
            found="another text",
            where="the comment",
            do="look at it and save again where yours should stand",
        )


def add_comment(catalog: Catalog, subject: str, text: str, who: str | None) -> Comment:
    """Keep a comment. Raises InputError for an empty or overlong one."""
    comment = Comment(
        audit.new_id(),
        subject,
        plain_within(text, LONGEST, "a comment", shortest=1),
        who or audit.NOBODY,
        datetime.now(UTC),
        None,
    )
    row = {name: getattr(comment, name) for name in Comment.__dataclass_fields__}
    with catalog.writing() as connection:
        connection.execute(sa.insert(schema.comment), {"project": catalog.project, **row})
        audit.note(connection, catalog, who, f"comment:{comment.id}", None, {"on": subject, "text": comment.text})
    return comment


def edit_comment(catalog: Catalog, identity: str, text: str, seen: str, who: str | None) -> Comment:
    """Give one's own comment another text, where `seen` is the one it has still; the audit keeps both.

    Raises CommentChangedError where it has another one by now, and InputError for a text that cannot be kept and for a
    comment that is gone or somebody else's.
    """
    kept = plain_within(text, LONGEST, "a comment", shortest=1)
    key = (schema.comment.c.project == catalog.project, schema.comment.c.id == identity)
    with catalog.writing() as connection:
        row = connection.execute(sa.select(schema.comment).where(*key).with_for_update()).mappings().first()
        if row is None or row["removed_at"] is not None or row["author"] != (who or audit.NOBODY):
            raise InputError(
                expected="a comment of one's own",
                found="one that is not there",
                where=identity,
                do="load the page again",
            )
        now = _comment(row)
        if kept == now.text:
            return now
        if seen != now.text:
            raise CommentChangedError(now)
        edited = replace(now, text=kept, edited_at=datetime.now(UTC))
        values = {"text": edited.text, "edited_at": edited.edited_at}
        connection.execute(sa.update(schema.comment).where(*key).values(values))
        on = {"on": now.subject}
        audit.note(connection, catalog, who, f"comment:{identity}", {**on, "text": now.text}, {**on, "text": kept})
    return edited


def remove_comment(catalog: Catalog, identity: str, who: str | None, any_author: bool) -> bool:
    """Take a comment away: one's own, or with `any_author` anybody's; whether it was done. The audit keeps its text."""
    key = (schema.comment.c.project == catalog.project, schema.comment.c.id == identity)
    with catalog.writing() as connection:
        row = connection.execute(sa.select(schema.comment).where(*key)).mappings().first()
        if row is None or row["removed_at"] is not None:
            return False
        if not any_author and row["author"] != (who or audit.NOBODY):
            return False
        gone = {"removed_at": datetime.now(UTC), "removed_by": who or audit.NOBODY}
        connection.execute(sa.update(schema.comment).where(*key).values(gone))
        before = {"on": row["subject"], "text": row["text"], "author": row["author"]}
        audit.note(connection, catalog, who, f"comment:{identity}", before, None)
    return True


def comments_on(catalog: Catalog, subject: str) -> list[Comment]:
    """The comments on something, the oldest first, without those that were taken away."""
    table = schema.comment
    wanted = (
        sa.select(table)
        .where(table.c.project == catalog.project, table.c.subject == subject, table.c.removed_at.is_(None))
        .order_by(table.c.id)
    )
    with catalog.reading() as connection:
        rows = connection.execute(wanted).mappings().all()
    return [_comment(row) for row in rows]


def find_comment(catalog: Catalog, identity: str) -> Comment | None:
    """The comment of an id, where it stands."""
    key = (schema.comment.c.project == catalog.project, schema.comment.c.id == identity)
    with catalog.reading() as connection:
        row = connection.execute(sa.select(schema.comment).where(*key)).mappings().first()
    return _comment(row) if row is not None and row["removed_at"] is None else None


def count_comments(catalog: Catalog) -> dict[str, int]:
    """How many comments stand on each subject that has any."""
    table = schema.comment
    wanted = (
        sa.select(table.c.subject, sa.func.count().label("n"))
        .where(table.c.project == catalog.project, table.c.removed_at.is_(None))
        .group_by(table.c.subject)
    )
    with catalog.reading() as connection:
        return {row.subject: row.n for row in connection.execute(wanted)}


def _comment(row: sa.RowMapping) -> Comment:
    return Comment(**{name: row[name] for name in Comment.__dataclass_fields__})
