"""Which of Slack's events were heard before: Slack sends one again when it is in doubt."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import delete
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.tables import heard_events
from bot.store.writing import insert_into

REMEMBERED = timedelta(hours=1)  # Slack's last retry comes about six minutes after the first try


class HeardEvents:
    """Remembers event ids for an hour, across processes; never what was said."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def is_new(self, team_id: str, event_id: str, now: datetime) -> bool:
        """Claim the event: True for the first who asks, False for all others."""
        row = {"team_id": team_id, "event_id": event_id, "heard_at": now}
        insert = insert_into(heard_events, self._engine).values(row)
        claim = insert.on_conflict_do_nothing().returning(heard_events.c.event_id)
        async with self._engine.begin() as connection:
            await connection.execute(
                delete(heard_events).where(heard_events.c.heard_at < now - REMEMBERED)
            )
            claimed = await connection.scalar(claim)
        return claimed is not None

    async def forget_workspace(self, team_id: str) -> None:
        """Forget the events of a workspace."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(heard_events).where(heard_events.c.team_id == team_id))
