"""The loop that plans reminders: one workspace after the other, whosever time has come."""

from __future__ import annotations

import asyncio
import logging
import sqlite3
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import TypeVar

from sqlalchemy.exc import SQLAlchemyError

from bot.reminders.planner import Pass, Planner
from bot.reminders.ports import Bookings
from bot.slack.logs import where_it_broke
from bot.store.reminders import ReminderStore

log = logging.getLogger(__name__)

LOOKS_EVERY_S = 1.0
Done = TypeVar("Done")


class Planning:
    """Plans whatever is due. Any number of these may run, in any number of processes."""

    def __init__(
        self,
        store: ReminderStore,
        planner: Planner,
        bookings_of: Callable[[str], Bookings],
        now: Callable[[], datetime],
        *,
        team_id: str | None = None,
        looks_every_s: float = LOOKS_EVERY_S,
    ) -> None:
        """With *team_id*, only that workspace: the one that the process has a token for."""
        self._store, self._planner, self._now = store, planner, now
        self._bookings_of, self._looks_every_s = bookings_of, looks_every_s
        self._team_id = team_id

    async def for_ever(self) -> None:
        """Plan until cancelled. Begins with everybody: the content may be another one."""
        await self._safely(self._everybody())
        while True:
            if not await self.look():
                await asyncio.sleep(self._looks_every_s)

    async def look(self) -> Pass | None:
        """Plan the workspace whose time came first; None if there is none, or it went wrong."""
        return await self._safely(self.once())

    async def once(self) -> Pass | None:
        """Plan the workspace whose time came first; None if there is none."""
        async with self._store.planning(self._now(), self._team_id) as held:
            if held is None:
                return None
            done = await self._planner.keep_booked(held.team_id, self._bookings_of(held.team_id))
            await self._store.planned(held, done.again_at)
        if done.booked or done.cancelled or done.adopted or done.skipped:
            log.info(
                "team %s: reminders: %d booked, %d cancelled, %d adopted, %d left out",
                *(held.team_id, done.booked, done.cancelled, done.adopted, done.skipped),
            )
        return done

    async def _everybody(self) -> None:
        await self._store.plan_all(self._now())

    async def _safely(self, work: Awaitable[Done]) -> Done | None:
        """A database that is away is waited for; a defect in one workspace stops no other."""
        try:
            return await work
        except (SQLAlchemyError, sqlite3.Error, OSError) as error:
            log.warning("reminders wait: the database cannot be asked (%s)", type(error).__name__)
        except Exception as error:  # a note that somebody wrote may stand in its text
            log.error("reminders of one workspace wait: %s", where_it_broke(error))
        return None
