"""What people say of a finding: acknowledged, quiet until it gets worse."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "finding_mark",
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("mismatch_id", sa.Text, primary_key=True),
        sa.Column("mark", sa.String(20), primary_key=True),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("finding_mark")
