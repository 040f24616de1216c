"""The bot's own store, which can also be asked when it wants to be planned."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.reminders import ReminderStore
from bot.store.tables import workspaces


class KeptStore(ReminderStore):
    """Reminders in SQLite or Postgres."""

    def __init__(self, engine: AsyncEngine) -> None:
        super().__init__(engine)
        self.engine = engine

    async def next_plan(self) -> float | None:
        """When the next workspace is due to be planned, in Unix seconds."""
        async with self.engine.connect() as connection:
            at: int | None = await connection.scalar(select(func.min(workspaces.c.plan_at)))
        return at
