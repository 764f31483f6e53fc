"""Mails by which people were told that a comment names them, of the last hour: how many more may go."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "mention_mail",
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("author", sa.String(64), nullable=False),
        sa.Column("recipient", sa.String(64), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("mention_mail")
