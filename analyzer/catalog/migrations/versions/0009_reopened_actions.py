"""When an action was reopened, because its mismatch came back."""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("action", sa.Column("reopened_at", sa.DateTime))


def downgrade() -> None:
    op.drop_column("action", "reopened_at")
