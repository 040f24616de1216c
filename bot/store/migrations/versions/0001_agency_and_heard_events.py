"""Keep a person's agency, and the events that were heard."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "preferences",
        sa.Column("team_id", sa.String(32), primary_key=True),
        sa.Column("user_id", sa.String(32), primary_key=True),
        sa.Column("agency_id", sa.String(64), nullable=False),
    )
    op.create_table(
        "heard_events",
        sa.Column("team_id", sa.String(32), primary_key=True),
        sa.Column("event_id", sa.String(64), primary_key=True),
        sa.Column("heard_at", sa.DateTime(timezone=True), nullable=False),
    )
    op.create_index("ix_heard_events_heard_at", "heard_events", ["heard_at"])


def downgrade() -> None:
    op.drop_table("heard_events")
    op.drop_table("preferences")
