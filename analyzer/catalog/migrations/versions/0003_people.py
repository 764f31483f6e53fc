"""Users, comments, actions, and who changed what."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "user",
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("folded", sa.Text, primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("role", sa.String(20), nullable=False),
        sa.Column("password", sa.Text, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "comment",
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("subject", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("author", sa.Text, nullable=False),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("edited_at", sa.DateTime),
        sa.Column("removed_at", sa.DateTime),
        sa.Column("removed_by", sa.Text),
    )
    op.create_index("comment_subject", "comment", ["project", "subject"])
    op.create_table(
        "action",
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("mismatch_id", sa.Text),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("owner", sa.Text),
        sa.Column("starts_on", sa.Date),
        sa.Column("due_on", sa.Date),
        sa.Column("effort", sa.String(20)),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("version", sa.Integer, nullable=False),
        sa.Column("created_at", sa.DateTime, nullable=False),
        sa.Column("created_by", sa.Text, nullable=False),
        sa.Column("updated_at", sa.DateTime, nullable=False),
        sa.Column("updated_by", sa.Text, nullable=False),
    )
    op.create_index("action_mismatch", "action", ["project", "mismatch_id"])
    op.create_table(
        "audit",
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("id", sa.String(40), primary_key=True),
        sa.Column("at", sa.DateTime, nullable=False),
        sa.Column("who", sa.Text, nullable=False),
        sa.Column("what", sa.Text, nullable=False),
        sa.Column("before", sa.Text),
        sa.Column("after", sa.Text),
    )
    op.create_index("audit_what", "audit", ["project", "what"])


def downgrade() -> None:
    for table in ("audit", "action", "comment", "user"):
        op.drop_table(table)
