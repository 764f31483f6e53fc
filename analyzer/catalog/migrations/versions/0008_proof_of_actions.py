"""What an action is proved by: its review date, the part that it was tried on first, and what was expected of it."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("action", sa.Column("review_on", sa.Date))
    op.add_column("action", sa.Column("tried_on", sa.JSON))
    op.add_column("action", sa.Column("expected", sa.Float))


def downgrade() -> None:
    for name in ("expected", "tried_on", "review_on"):
        op.drop_column("action", name)
