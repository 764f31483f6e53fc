"""What the people who meet customers write down, and who agrees."""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "field_note",
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("said_on", sa.Date, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("stage", sa.Text),
        sa.Column("activity", sa.Text),
        sa.Column("mismatch_id", sa.Text),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("attention", sa.Boolean, nullable=False),
        sa.Column("added_at", sa.DateTime, nullable=False),
        sa.Column("added_by", sa.Text, nullable=False),
    )
    op.create_table(
        "note_vote",
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("note_id", sa.String(40), primary_key=True),
        sa.Column("voter", sa.Text, primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.ForeignKeyConstraint(["project", "note_id"], ["field_note.project", "field_note.id"], ondelete="CASCADE"),
    )


def downgrade() -> None:
    op.drop_table("note_vote")
    op.drop_table("field_note")
