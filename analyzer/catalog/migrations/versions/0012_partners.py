"""Which partner somebody with the role partner stands for."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("user", sa.Column("partner", sa.Text))


def downgrade() -> None:
    op.drop_column("user", "partner")
