"""Runs and their findings."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "run",
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("started_at", sa.DateTime, nullable=False),
        sa.Column("finished_at", sa.DateTime, nullable=False),
        sa.Column("origin", sa.String(20), nullable=False),
        sa.Column("digest", sa.String(64), nullable=False),
        sa.Column("first_at", sa.DateTime),
        sa.Column("last_at", sa.DateTime),
        sa.Column("cases", sa.Integer, nullable=False),
        sa.Column("events", sa.Integer, nullable=False),
        sa.Column("signals", sa.Integer, nullable=False),
        sa.Column("rated", sa.Integer, nullable=False),
        sa.Column("visibility", sa.Float),
        sa.Column("relevance", sa.Float),
        sa.Column("score", sa.Float),
        sa.Column("mismatches", sa.Integer, nullable=False),
        sa.Column("folder", sa.Text, nullable=False),
    )
    op.create_table(
        "finding",
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("run_id", sa.String(40), primary_key=True),
        sa.Column("position", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("mismatch_id", sa.Text, nullable=False),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("stage", sa.Text),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("priority", sa.Float, nullable=False),
        sa.Column("affected_visits", sa.Integer, nullable=False),
        sa.Column("avoidable", sa.Float),
        sa.Column("avoidable_low", sa.Float),
        sa.Column("avoidable_high", sa.Float),
        sa.ForeignKeyConstraint(["project", "run_id"], ["run.project", "run.id"], ondelete="CASCADE"),
    )
    op.create_index("finding_mismatch", "finding", ["project", "mismatch_id"])


def downgrade() -> None:
    op.drop_table("finding")
    op.drop_table("run")
