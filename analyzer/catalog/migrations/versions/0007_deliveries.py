"""Deliveries of a night, what recipients chose, and alarms that wait for their data to settle."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "delivery",
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("run_id", sa.String(40), primary_key=True),
        sa.Column("channel", sa.String(20), primary_key=True),
        sa.Column("recipient", sa.String(64), primary_key=True),
        sa.Column("shown", sa.Text, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("last_error", sa.Text),
        sa.Column("content", sa.JSON, nullable=False),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sa.Column("ended_at", sa.DateTime),
    )
    op.create_table(
        "subscription",
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("recipient", sa.String(64), primary_key=True),
        sa.Column("shown", sa.Text, nullable=False),
        sa.Column("choice", sa.String(20), nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "alarm",
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("mismatch_id", sa.Text, primary_key=True),
        sa.Column("change", sa.String(20), nullable=False),
        sa.Column("since_at", sa.DateTime, nullable=False),
    )


def downgrade() -> None:
    for name in ("alarm", "subscription", "delivery"):
        op.drop_table(name)
