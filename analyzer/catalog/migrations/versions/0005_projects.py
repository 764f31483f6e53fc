"""Which project of a shared catalog is which."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "project",
        sa.Column("key", sa.Text, primary_key=True),
        sa.Column("owner", sa.String(40), nullable=False, unique=True),
        sa.Column("folder", sa.Text, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("project")
