"""The loop that plans: one workspace after the other, whatever happens to one of them."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.reminders.world import Words
from bot.planning import Planning
from bot.reminders.planner import Pass, Planner
from bot.reminders.ports import Bookings
from bot.store.reminders import ReminderStore
from tests.support.breaking import database_that_is_gone

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)
PATIENCE_S = 30


class Noting(Planner):
    """Notes what it is to plan; *does* may raise."""

    def __init__(self, store: ReminderStore, does: Callable[[str], None]) -> None:
        super().__init__(store, Words({}), now)
        self._does, self.planned = does, list[str]()

    async def keep_booked(self, team_id: str, bookings: Bookings) -> Pass:
        self.planned.append(team_id)
        self._does(team_id)
        return await super().keep_booked(team_id, bookings)


def now() -> datetime:
    return NOW


def no_bookings(_team_id: str) -> Bookings:
    return None  # type: ignore[return-value]


def fails_on(team: str) -> Callable[[str], None]:
    def does(team_id: str) -> None:
        if team_id == team:
            raise KeyError("a defect")

    return does


async def test_every_workspace_is_planned_at_the_start_and_again_when_it_is_due(
    sqlite: AsyncEngine,
) -> None:
    """The content may be another one than before the start."""
    store = ReminderStore(sqlite)
    for number in range(3):
        await store.plan_again(f"T{number}", NOW + timedelta(days=1))
    planner = Noting(store, lambda _team: None)
    await runs_until(
        Planning(store, planner, no_bookings, now, looks_every_s=0.01),
        lambda: len(planner.planned) == 3,
    )

    assert sorted(planner.planned) == ["T0", "T1", "T2"]


async def test_a_defect_in_one_workspace_stops_no_other(
    sqlite: AsyncEngine, caplog: pytest.LogCaptureFixture
) -> None:
    store = ReminderStore(sqlite)
    await store.plan_again("T0", NOW)
    await store.plan_again("T1", NOW)
    planner = Noting(store, fails_on("T0"))
    await runs_until(
        Planning(store, planner, no_bookings, now, looks_every_s=0.01),
        lambda: "T1" in planner.planned,
    )

    assert planner.planned == ["T0", "T1"]
    assert "builtins.KeyError" in caplog.text


async def test_a_database_that_is_away_is_waited_for(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """For as long as it takes: that is one line in the log, and no fault of ours."""
    engine = database_that_is_gone(tmp_path)
    store = ReminderStore(engine)
    planning = Planning(store, Planner(store, Words({}), now), no_bookings, now)

    assert await planning.look() is None
    assert "Traceback" not in caplog.text
    assert len(caplog.records) == 1
    await engine.dispose()


async def runs_until(planning: Planning, is_enough: Callable[[], bool]) -> None:
    """Let the loop run until it has done what the test waits for."""
    loop = asyncio.create_task(planning.for_ever())
    async with asyncio.timeout(PATIENCE_S):
        while not is_enough():  # noqa: ASYNC110 - it is a list that somebody else appends to
            await asyncio.sleep(0.01)
    loop.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await loop
