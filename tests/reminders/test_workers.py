"""Real processes on a real database, killed at random: the promise holds.

Three workers share one Postgres; with SQLite there is one process.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from sqlalchemy import select, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.reminders.kept import KeptStore
from bench.reminders.people import CHANNELS, Habits
from bench.reminders.verdict import Diary, Judge
from bench.reminders.worker_for_test import UNTIL
from bench.reminders.world import Page, Posted, key_and_words
from bot import clock
from bot.playground.app_manifest import read_manifest
from bot.playground.faults import Fault, FaultKind
from bot.playground.standin import StandIn
from bot.playground.workspace import Conversation, Workspace
from bot.reminders.model import Reminder, State, Why
from bot.reminders.rules import next_after
from bot.store.reminders import _lock_beside
from bot.store.tables import planning_locks
from tests.support.processes import ROOT
from tests.support.standin import MANIFEST, serve

TEAMS = ("T1", "T2", "T3")
KILLS, REMINDERS, CHANGES, RELEASES, OUTAGES, DAYS = 8, 30, 20, 3, 6, 10
FAULTS = (
    FaultKind.LOST_AFTER,
    FaultKind.LOST_BEFORE,
    FaultKind.RATE_LIMITED,
    FaultKind.SERVER_ERROR,
)
START = datetime(2028, 3, 20, 8, tzinfo=UTC)  # the clocks change on the 26th
PATIENCE_S = 240
A_LOOK_S = 0.01
WORKER = "worker"  # as the database knows them


class OnPostgres:
    """Three workers, whose connections are lost at times."""

    workers, outages = 3, OUTAGES

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine
        url = engine.url.update_query_dict({"application_name": WORKER})
        self.address = url.render_as_string(hide_password=False)
        self.lost = 0

    @contextlib.asynccontextmanager
    async def nobody_plans(self) -> AsyncIterator[bool]:
        """Hold all locks, if nobody else has any."""
        locks = select(planning_locks.c.team_id).with_for_update(skip_locked=True)
        async with self._engine.begin() as connection:
            yield len((await connection.execute(locks)).all()) == len(TEAMS)

    async def lose_connections(self) -> None:
        """The server ends some that workers have; a lock may be lost whose holder plans on."""
        ended = text(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = :name AND random() < 0.7"
        )
        async with self._engine.begin() as connection:
            self.lost += len((await connection.execute(ended, {"name": WORKER})).all())


class OnSqlite:
    """One process beside its file."""

    workers, outages, lost = 1, 0, 0

    def __init__(self, engine: AsyncEngine) -> None:
        self._file = str(engine.url.database)
        self.address = f"sqlite:///{self._file}"

    @contextlib.asynccontextmanager
    async def nobody_plans(self) -> AsyncIterator[bool]:
        """Hold the lock, if nobody else does."""
        lock = _lock_beside(self._file)
        yield lock is not None
        if lock:
            lock.close()

    async def lose_connections(self) -> None:
        """It has none to lose."""


class Town:
    """Three workspaces, the workers that plan for them, and the time in all of them."""

    def __init__(
        self, store: KeptStore, database: OnPostgres | OnSqlite, folder: Path, seed: int
    ) -> None:
        self.store, self.database, self.folder = store, database, folder
        self.chance = random.Random(seed)  # noqa: S311 - to be the same each time
        self.versions = {f"page-{number}": 1 for number in range(12)}
        self.habits = Habits(self.chance, tuple(self.versions))
        self.places = {team: DeadlySlack(_workspace(team), self) for team in TEAMS}
        self.runners: list[web.AppRunner] = []
        self.processes: list[subprocess.Popen[bytes]] = []
        self.posted: list[Posted] = []
        self.diary = Diary()
        self.ahead_s = 0.0
        self.kills = self.outages = 0
        self._under_way: list[asyncio.Task[None]] = []
        self._move_by((START - clock.now()).total_seconds())
        self._publish()

    @property
    def now(self) -> datetime:
        return clock.now() + timedelta(seconds=self.ahead_s)

    async def live(self, days: int) -> None:
        """Let so many days pass; whenever nobody is planning, until something happens next."""
        begin = self.now.timestamp()
        end = begin + days * 86400
        doings = [self._change] * CHANGES + [self._release] * RELEASES
        times = sorted(begin + self.chance.uniform(0, days * 86400 * 0.8) for _ in doings)
        agenda = [*zip(times, self.chance.sample(doings, len(doings)), strict=True)]
        for _ in range(REMINDERS):
            await self._add()
        while self.now.timestamp() < end:
            self._post()
            while agenda and agenda[0][0] <= self.now.timestamp():
                await agenda.pop(0)[1]()
            self._replace_the_dead()
            if self.chance.random() < 0.05:
                fault = Fault(self.chance.choice(FAULTS))
                self.places[self.chance.choice(TEAMS)].faults.only(fault)
            await self._pass_time(min([end, *(at for at, _ in agenda[:1])]))
        self._post()
        await asyncio.gather(*self._under_way)

    def start_workers(self) -> None:
        for _ in range(self.database.workers):
            self._start_one()

    def stop_workers(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()
        self.processes.clear()

    async def _add(self) -> None:
        draft = self.habits.draft(self.chance.choice(TEAMS), self.now + timedelta(hours=1))
        self._note(await self.store.add(draft, self.now))

    async def _change(self) -> None:
        """Somebody edits, pauses or resumes a reminder that is not about to be posted."""
        number = self.chance.choice([*self.diary.reminders])
        known = self.diary.reminders[number][-1][1]
        reminder = await self.store.get(known.team_id, number)
        if reminder is None or self._is_near(reminder):
            return
        edited = replace(self.habits.edited(reminder, self.now + timedelta(hours=1)))
        if reminder.state is State.PAUSED:
            await self.store.resume(known.team_id, number, self.now)
            self._note(replace(reminder, state=State.ACTIVE, why=""))
        elif self.chance.random() < 0.3:
            await self.store.stop(known.team_id, number, self.now)
            self._note(replace(reminder, state=State.PAUSED, why=Why.ASKED))
        elif not self._is_near(edited):
            await self.store.change(edited, self.now)
            self._note(edited)

    async def _release(self) -> None:
        """Some pages have other words: nobody who knows the old ones plans any more."""
        self.stop_workers()
        for name in self.chance.sample([*self.versions], 3):
            self.versions[name] += 1
        self._publish()
        await self.store.plan_all(self.now)
        self.start_workers()

    def _publish(self) -> None:
        (self.folder / "pages").write_text(json.dumps(self.versions))
        pages = {name: Page(version, UNTIL) for name, version in self.versions.items()}
        self.diary.pages.append((self.now.timestamp(), pages))

    def _is_near(self, reminder: Reminder) -> bool:
        """Whether it was just posted or is about to be."""
        soon = next_after(reminder.rule, self.now - timedelta(minutes=40), lambda _day: False)
        return soon is not None and soon.due < self.now + timedelta(minutes=40)

    def _note(self, reminder: Reminder) -> None:
        self.diary.reminders[reminder.id].append((self.now.timestamp(), reminder))

    def _post(self) -> None:
        for team, place in self.places.items():
            for each in place.workspace.scheduled.take_due():
                key, words = key_and_words(each.message["text"])
                self.posted.append(Posted(team, key, words, each.channel, each.post_at))

    async def _pass_time(self, latest: float) -> None:
        """Move the clocks while all locks are held: then nobody is planning, nor begins to."""
        await asyncio.sleep(A_LOOK_S)
        if any(runner.server and runner.server.connections for runner in self.runners):
            return
        async with self.database.nobody_plans() as is_free:
            plan_at = await self.store.next_plan()
            if is_free and plan_at and plan_at > self.now.timestamp():
                pending = [b for p in self.places.values() for b in p.workspace.scheduled.pending()]
                until = min([latest, plan_at, *(b.post_at for b in pending)])
                self._move_by(until - self.now.timestamp() + 0.01)

    def _move_by(self, by_s: float) -> None:
        self.ahead_s += max(0.0, by_s)
        for place in self.places.values():
            place.workspace.clock.ahead_s = self.ahead_s
        new = self.folder / "ahead.new"
        new.write_text(f"{self.ahead_s:.6f}")
        new.replace(self.folder / "ahead")

    def may_break(self) -> None:
        """SIGKILL for some, or they lose connections, while Slack does what one has asked for."""
        if self.kills < KILLS and self.chance.random() < 0.04:
            self.kills += 1
            for process in self.chance.sample(self.processes, min(2, self.database.workers)):
                os.kill(process.pid, signal.SIGKILL)
        if self.outages < self.database.outages and self.chance.random() < 0.04:
            self.outages += 1
            self._under_way.append(asyncio.create_task(self.database.lose_connections()))

    def _replace_the_dead(self) -> None:
        for process in [each for each in self.processes if each.poll() is not None]:
            assert process.returncode == -signal.SIGKILL
            self.processes.remove(process)
            self._start_one()

    def _start_one(self) -> None:
        urls = json.dumps({team: place.api_url for team, place in self.places.items()})
        words = [self.database.address, str(self.folder), urls]
        self.processes.append(
            subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", "bench.reminders.worker_for_test", *words],
                cwd=ROOT,
                env={**os.environ, "PYTHONPATH": str(ROOT)},
                stderr=subprocess.DEVNULL,
            )
        )


class DeadlySlack(StandIn):
    """A stand-in during whose answers workers are killed: before it does anything, or after."""

    def __init__(self, workspace: Workspace, town: Town) -> None:
        super().__init__(workspace)
        self._town = town

    def do(self, method: str, args: dict[str, Any], token: str) -> dict[str, Any]:
        self._town.may_break()
        done = super().do(method, args, token)
        self._town.may_break()
        return done


@pytest.fixture
async def town(engine: AsyncEngine, tmp_path: Path) -> AsyncIterator[Town]:
    on_sqlite = engine.dialect.name == "sqlite"
    database = OnSqlite(engine) if on_sqlite else OnPostgres(engine)
    town = Town(KeptStore(engine), database, tmp_path, seed=5)
    async with contextlib.AsyncExitStack() as stack:
        for place in town.places.values():
            town.runners.append(await serve(place))
            stack.push_async_callback(town.runners[-1].cleanup)
        stack.callback(town.stop_workers)
        yield town


async def test_workers_that_are_killed_at_random_keep_the_promise(town: Town) -> None:
    """No excuse counts here but the last minute: somebody is always there to plan."""
    begun = town.now.timestamp()
    town.start_workers()
    async with asyncio.timeout(PATIENCE_S):
        await town.live(DAYS)
    end = town.now.timestamp()
    town.diary.passes.update({team: every_minute(begun, end) for team in TEAMS})
    verdict = Judge(town.diary, end).judge(town.posted)

    assert verdict.faults == []
    assert verdict.counts["at its minute"] == verdict.counts["wanted"] > 30
    assert town.kills == KILLS
    assert town.database.lost >= town.database.outages
    assert max(town.versions.values()) > 1


def every_minute(begin: float, end: float) -> list[tuple[float, float]]:
    return [(at, at + 1) for at in range(int(begin), int(end), 60)]


def _workspace(team: str) -> Workspace:
    channels = [Conversation(f"C{number}", f"c{number}") for number in range(CHANNELS)]
    people: list[Any] = []
    return Workspace(team, team, read_manifest(MANIFEST), people, channels)
