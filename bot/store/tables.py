"""The tables as they are today; ``migrations`` is how they came to be so."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, DateTime, Integer, MetaData, String, Table

metadata = MetaData()

preferences = Table(
    "preferences",
    metadata,
    Column("team_id", String(32), primary_key=True),
    Column("user_id", String(32), primary_key=True),
    Column("agency_id", String(64), nullable=False),
)

heard_events = Table(
    "heard_events",
    metadata,
    Column("team_id", String(32), primary_key=True),
    Column("event_id", String(64), primary_key=True),
    Column("heard_at", DateTime(timezone=True), nullable=False, index=True),
)

threads = Table(
    "threads",
    metadata,
    Column("team_id", String(32), primary_key=True),
    Column("channel_id", String(32), primary_key=True),
    Column("thread_ts", String(32), primary_key=True),
    Column("entry_id", String(128), nullable=False),
    Column("said_at", DateTime(timezone=True), nullable=False, index=True),
)

workspaces = Table(
    "workspaces",
    metadata,
    Column("team_id", String(32), primary_key=True),
    Column("plan_at", BigInteger, nullable=False, index=True),
    Column("asked", Integer, nullable=False, default=0),  # how often planning was asked for
    Column("overdue_waits", Boolean, nullable=False, default=False),
    Column("quiet_from", String(5)),
    Column("quiet_to", String(5)),
)

# Locked while a workspace is planned; apart, so that nobody who writes a reminder waits for that.
planning_locks = Table(
    "planning_locks",
    metadata,
    Column("team_id", String(32), primary_key=True),
)

reminders = Table(
    "reminders",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=True),
    Column("team_id", String(32), nullable=False, index=True),
    Column("owner", String(32), nullable=False),
    Column("channel_id", String(32), nullable=False),
    Column("entry_id", String(128), nullable=False),
    Column("rotation", String(64), nullable=False),
    Column("recurs", String(32), nullable=False),
    Column("starts", String(10), nullable=False),
    Column("at", String(5), nullable=False),
    Column("zone", String(64), nullable=False),
    Column("every", Integer, nullable=False),
    Column("weekdays", String(16), nullable=False),
    Column("until", String(10)),
    Column("times", Integer),
    Column("skips_holidays", Boolean, nullable=False),
    Column("region", String(32), nullable=False),
    Column("note", String(1000), nullable=False),
    Column("state", String(16), nullable=False),
    Column("why", String(64), nullable=False),
    Column("counted_from", BigInteger, nullable=False),
    sqlite_autoincrement=True,  # a button in an old post must not name a younger reminder
)

bookings = Table(
    "bookings",
    metadata,
    Column("team_id", String(32), primary_key=True),
    Column("reminder_id", Integer, primary_key=True),
    Column("local_date", String(10), primary_key=True),
    Column("turn", Integer, primary_key=True),
    Column("channel_id", String(32), nullable=False),
    Column("due", BigInteger, nullable=False),
    Column("post_at", BigInteger, nullable=False, index=True),
    Column("words", String(64), nullable=False),
    Column("asked_at", BigInteger, nullable=False),
    Column("state", String(16), nullable=False),
    Column("slack_id", String(32), nullable=False),
    Column("done", Integer, nullable=False, default=0),
)

put_offs = Table(
    "put_offs",
    metadata,
    Column("team_id", String(32), primary_key=True),
    Column("reminder_id", Integer, primary_key=True),
    Column("local_date", String(10), primary_key=True),
    Column("turn", Integer, primary_key=True),
    Column("due", BigInteger, nullable=False),
)
