"""Keep reminders, what is booked of them at Slack, and what a workspace decided for them."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "workspaces",
        sa.Column("team_id", sa.String(32), primary_key=True),
        sa.Column("plan_at", sa.BigInteger, nullable=False),
        sa.Column("asked", sa.Integer, nullable=False),
        sa.Column("overdue_waits", sa.Boolean, nullable=False),
        sa.Column("quiet_from", sa.String(5)),
        sa.Column("quiet_to", sa.String(5)),
    )
    op.create_index("ix_workspaces_plan_at", "workspaces", ["plan_at"])
    op.create_table(
        "planning_locks",
        sa.Column("team_id", sa.String(32), primary_key=True),
    )
    op.create_table(
        "reminders",
        sa.Column("id", sa.Integer, primary_key=True, autoincrement=True),
        sa.Column("team_id", sa.String(32), nullable=False),
        sa.Column("owner", sa.String(32), nullable=False),
        sa.Column("channel_id", sa.String(32), nullable=False),
        sa.Column("entry_id", sa.String(128), nullable=False),
        sa.Column("rotation", sa.String(64), nullable=False),
        sa.Column("recurs", sa.String(32), nullable=False),
        sa.Column("starts", sa.String(10), nullable=False),
        sa.Column("at", sa.String(5), nullable=False),
        sa.Column("zone", sa.String(64), nullable=False),
        sa.Column("every", sa.Integer, nullable=False),
        sa.Column("weekdays", sa.String(16), nullable=False),
        sa.Column("until", sa.String(10)),
        sa.Column("times", sa.Integer),
        sa.Column("skips_holidays", sa.Boolean, nullable=False),
        sa.Column("region", sa.String(32), nullable=False),
        sa.Column("note", sa.String(1000), nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("why", sa.String(64), nullable=False),
        sa.Column("counted_from", sa.BigInteger, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_reminders_team_id", "reminders", ["team_id"])
    op.create_table(
        "bookings",
        sa.Column("team_id", sa.String(32), primary_key=True),
        sa.Column("reminder_id", sa.Integer, primary_key=True),
        sa.Column("local_date", sa.String(10), primary_key=True),
        sa.Column("turn", sa.Integer, primary_key=True),
        sa.Column("channel_id", sa.String(32), nullable=False),
        sa.Column("due", sa.BigInteger, nullable=False),
        sa.Column("post_at", sa.BigInteger, nullable=False),
        sa.Column("words", sa.String(64), nullable=False),
        sa.Column("asked_at", sa.BigInteger, nullable=False),
        sa.Column("state", sa.String(16), nullable=False),
        sa.Column("slack_id", sa.String(32), nullable=False),
        sa.Column("done", sa.Integer, nullable=False),
    )
    op.create_index("ix_bookings_post_at", "bookings", ["post_at"])
    op.create_table(
        "put_offs",
        sa.Column("team_id", sa.String(32), primary_key=True),
        sa.Column("reminder_id", sa.Integer, primary_key=True),
        sa.Column("local_date", sa.String(10), primary_key=True),
        sa.Column("turn", sa.Integer, primary_key=True),
        sa.Column("due", sa.BigInteger, nullable=False),
    )


def downgrade() -> None:
    for table in ("put_offs", "bookings", "reminders", "planning_locks", "workspaces"):
        op.drop_table(table)
