"""Jobs: what the server was asked to work on, and how far it is."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "job",
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("kind", sa.String(40), nullable=False),
        sa.Column("arguments", sa.JSON, nullable=False),
        sa.Column("asked_by", sa.Text),
        sa.Column("state", sa.String(20), nullable=False),
        sa.Column("step", sa.Text),
        sa.Column("share", sa.Float),
        sa.Column("message", sa.Text),
        sa.Column("result", sa.JSON),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("started_at", sa.DateTime),
        sa.Column("ended_at", sa.DateTime),
        sa.Column("heartbeat_at", sa.DateTime),
        sa.Column("cancel", sa.Boolean, nullable=False),
        sa.Column("worker", sa.String(40)),
        sa.Column("attempts", sa.Integer, nullable=False),
    )
    op.create_index("job_state", "job", ["project", "state"])


def downgrade() -> None:
    op.drop_table("job")
