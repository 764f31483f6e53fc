"""The improvement kata of an action, and its cycles."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "kata",
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("action_id", sa.String(40), primary_key=True),
        sa.Column("challenge", sa.Text, nullable=False),
        sa.Column("target", sa.Text, nullable=False),
        sa.Column("target_on", sa.Date),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
        sa.Column("updated_by", sa.Text, nullable=False),
    )
    op.create_table(
        "kata_cycle",
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("action_id", sa.String(40), nullable=False),
        sa.Column("condition", sa.Text, nullable=False),
        sa.Column("obstacle", sa.Text, nullable=False),
        sa.Column("experiment", sa.Text, nullable=False),
        sa.Column("expected", sa.Text, nullable=False),
        sa.Column("look_on", sa.Date),
        sa.Column("happened", sa.Text, nullable=False),
        sa.Column("learned", sa.Text, nullable=False),
        sa.Column("began_at", sa.DateTime, nullable=False),
        sa.Column("began_by", sa.Text, nullable=False),
        sa.Column("ended_at", sa.DateTime),
    )
    op.create_index("kata_cycle_action", "kata_cycle", ["project", "action_id"])


def downgrade() -> None:
    for table in ("kata_cycle", "kata"):
        op.drop_table(table)
