"""The tables as they are today; ``migrations`` is how they came to be so."""

from __future__ import annotations

from sqlalchemy import Column, DateTime, MetaData, String, Table

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
