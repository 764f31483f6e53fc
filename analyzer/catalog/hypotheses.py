"""Hypotheses: written down before they are tested; the answer is kept beside them and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

import sqlalchemy as sa

from analyzer.catalog import audit
from analyzer.catalog import improving_schema as schema
from analyzer.catalog.model import Catalog
from analyzer.catalog.plain_text import plain_within
from analyzer.errors import InputError
from analyzer.tables.action import On
from analyzer.tables.hypothesis import Hypothesis, HypothesisAnswer


def add_hypothesis(
    catalog: Catalog, text: str, stage: str, suspect: Mapping[str, str], part: On | None, who: str | None
) -> Hypothesis:
    """Keep a hypothesis, without an answer yet. Raises InputError for an empty or overlong text."""
    one = Hypothesis(
        id=audit.new_id(),
        text=plain_within(text, 1000, "a hypothesis", shortest=1),
        stage=stage,
        suspect=dict(suspect),
        part=part or None,
        asked_at=datetime.now(UTC),
        asked_by=who or audit.NOBODY,
    )
    row = {name: getattr(one, name) for name in Hypothesis.__dataclass_fields__}
    with catalog.writing() as connection:
        connection.execute(sa.insert(schema.hypothesis), {"project": catalog.project, **row})
        audit.note(connection, catalog, who, f"hypothesis:{one.id}", None, {"text": one.text, "stage": stage})
    return one


def answer_hypothesis(catalog: Catalog, identity: str, answer: HypothesisAnswer) -> None:
    """Keep the answer of one that has none yet. Raises InputError where there is none such."""
    table = schema.hypothesis
    key = (table.c.project == catalog.project, table.c.id == identity, table.c.answered_at.is_(None))
    with catalog.writing() as connection:
        values = {"answer": dict(answer), "answered_at": datetime.now(UTC)}
        if not connection.execute(sa.update(table).where(*key).values(**values)).rowcount:
            do = "write it down again to test it on newer data"
            raise InputError(expected="a hypothesis without an answer", found="none", where=identity, do=do)


def list_hypotheses(catalog: Catalog) -> list[Hypothesis]:
    """All hypotheses of the project, the newest first."""
    table = schema.hypothesis
    wanted = sa.select(table).where(table.c.project == catalog.project).order_by(table.c.id.desc())
    with catalog.reading() as connection:
        rows = connection.execute(wanted).mappings().all()
    return [Hypothesis(**{name: row[name] for name in Hypothesis.__dataclass_fields__}) for row in rows]
