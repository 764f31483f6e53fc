"""The order in which runs were kept, what the schedule asked for last, who is signed in, and wrong passwords."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("run", sa.Column("number", sa.Integer, nullable=False, server_default="0"))
    _number_runs(op.get_bind())
    op.create_index("run_number", "run", ["project", "number"], unique=True)
    op.create_table(
        "schedule",
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("asked_for", sa.DateTime, nullable=False),
    )
    op.create_table(
        "session",
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("token", sa.String(64), primary_key=True),
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("began_at", sa.DateTime, nullable=False),
        sa.Column("seen_at", sa.DateTime, nullable=False),
    )
    op.create_table(
        "wrong_password",
        sa.Column("project", sa.Text, primary_key=True),
        sa.Column("key", sa.String(64), primary_key=True),
        sa.Column("tries", sa.Integer, nullable=False),
        sa.Column("last_at", sa.DateTime, nullable=False),
    )


def _number_runs(connection: sa.Connection) -> None:
    """Runs of older versions get the order in which they began."""
    run = sa.table("run", *(sa.column(name) for name in ("project", "id", "started_at", "number")))
    rows = connection.execute(sa.select(run.c.project, run.c.id, run.c.started_at)).all()
    for number, row in enumerate(sorted(rows, key=lambda one: (str(one.started_at), len(one.id), one.id)), start=1):
        mine = (run.c.project == row.project, run.c.id == row.id)
        connection.execute(sa.update(run).where(*mine).values(number=number))


def downgrade() -> None:
    for name in ("wrong_password", "session", "schedule"):
        op.drop_table(name)
    op.drop_index("run_number", "run")
    op.drop_column("run", "number")
