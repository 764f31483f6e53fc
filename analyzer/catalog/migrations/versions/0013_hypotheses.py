"""What somebody thinks, and what the data answered, with the run and the day."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "hypothesis",
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("stage", sa.Text, nullable=False),
        sa.Column("suspect", sa.JSON, nullable=False),
        sa.Column("part", sa.JSON),
        sa.Column("asked_at", sa.DateTime, nullable=False),
        sa.Column("asked_by", sa.Text, nullable=False),
        sa.Column("answer", sa.JSON),
        sa.Column("answered_at", sa.DateTime),
    )


def downgrade() -> None:
    op.drop_table("hypothesis")
