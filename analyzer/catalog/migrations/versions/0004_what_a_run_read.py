"""What a run read, and the limits of its score."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("run", sa.Column("score_low", sa.Float))
    op.add_column("run", sa.Column("score_high", sa.Float))
    op.add_column("run", sa.Column("source", sa.JSON))


def downgrade() -> None:
    for name in ("source", "score_high", "score_low"):
        op.drop_column("run", name)
