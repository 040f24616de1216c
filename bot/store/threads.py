"""Which page a conversation was about, so that "and if he's 17?" can be understood.

Ids only, Slack's and the content's, and for a day at the most; never what anybody wrote.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.tables import threads
from bot.store.writing import insert_into

REMEMBERED = timedelta(days=1)
NO_THREAD = ""  # a direct message outside of any thread
NO_THREAD_REMEMBERED = timedelta(minutes=30)  # what is written there later is about something else


class Threads:
    """The page that each thread was last about."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def about(self, team_id: str, channel: str, thread: str, now: datetime) -> str | None:
        """The id of the heading or route that the thread was last about, or None."""
        remembered = REMEMBERED if thread else NO_THREAD_REMEMBERED
        query = select(threads.c.entry_id).where(
            threads.c.team_id == team_id,
            threads.c.channel_id == channel,
            threads.c.thread_ts == thread,
            threads.c.said_at >= now - remembered,
        )
        async with self._engine.connect() as connection:
            found: str | None = await connection.scalar(query)
        return found

    async def remember(
        self, team_id: str, channel: str, of: Iterable[str], entry_id: str, now: datetime
    ) -> None:
        """Keep what each of these threads is about; what is older than a day goes."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(threads).where(threads.c.said_at < now - REMEMBERED))
            for thread in dict.fromkeys(of):
                row = {
                    "team_id": team_id,
                    "channel_id": channel,
                    "thread_ts": thread,
                    "entry_id": entry_id,
                    "said_at": now,
                }
                insert = insert_into(threads, self._engine).values(row)
                await connection.execute(
                    insert.on_conflict_do_update(
                        index_elements=["team_id", "channel_id", "thread_ts"],
                        set_={"entry_id": entry_id, "said_at": now},
                    )
                )

    async def forget_workspace(self, team_id: str) -> None:
        """Forget the threads of a workspace."""
        async with self._engine.begin() as connection:
            await connection.execute(delete(threads).where(threads.c.team_id == team_id))
