"""A year of reminders with everything that can go wrong, and the verdict on it.

    python -m bench.reminders.year --reminders 1000 --seed 1

The clock is moved from one event to the next. The planner, its loop and its store are the bot's
own; Slack is the playground's scheduler, and loses answers, refuses and is away. The process is
ended at any step, and started again. Everything comes from the seed.
"""

from __future__ import annotations

import argparse
import asyncio
import heapq
import itertools
import logging
import random
import sys
from collections import Counter
from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from time import perf_counter
from typing import Any

from bench.reminders.memory import MemoryStore
from bench.reminders.people import CHANNELS, Habits, QuietHours
from bench.reminders.verdict import Diary, Doubt, Judge, Verdict
from bench.reminders.world import (
    Chances,
    Crash,
    FaultySlack,
    FaultyStore,
    MovedClock,
    Page,
    Words,
    World,
    told,
)
from bot.planning import Planning
from bot.reminders.model import Reminder, State, Why, WorkspaceRules
from bot.reminders.planner import Pass, Planner
from bot.reminders.ports import Bookings, Key, RowState
from bot.reminders.wanting import Dues, Seen, worded

START = datetime(2027, 12, 20, tzinfo=UTC)  # 2028 is a leap year
DAY_S, HOUR_S, MINUTE_S = 86400.0, 3600.0, 60.0
PAGES = tuple(f"page-{number}" for number in range(12))
ROWS = ("wanted", "posted", "at its minute", "late", "left out", "for quiet hours", "in doubt",
        "told of doubts", "twice", "missed", "unwanted", "old words", "in quiet hours",
        "too late to cancel")  # fmt: skip

Doing = Callable[[], Awaitable[None]]


@dataclass(frozen=True)
class Sizes:
    """How much happens."""

    reminders: int = 1000
    teams: int = 20
    days: int = 366
    workers: int = 1
    pass_every: timedelta = timedelta(hours=6)
    chances: Chances = field(default_factory=Chances)


class Year:
    """One simulated span of time. Stores: one for each worker, all of one database."""

    def __init__(self, seed: int, sizes: Sizes, stores: Sequence[Any]) -> None:
        self.chance, self.sizes = random.Random(seed), sizes
        self.clock = MovedClock(START.timestamp())
        self.world = World(self.clock, self.chance, sizes.chances)
        self.world.meanwhile = self._do_what_is_due
        self.diary, self.store = Diary(told=self.world.told, unheard=self.world.lost), stores[0]
        self.end = START.timestamp() + sizes.days * DAY_S
        self.pages = {name: Page(1, date(2029, 12, 31)) for name in PAGES}
        self.diary.pages.append((self.clock.now(), dict(self.pages)))
        self.habits = Habits(self.chance, PAGES)
        self.workers = [Worker(self, store) for store in stores]
        self.done: Counter[str] = Counter()
        self.wrong: list[str] = []
        self.telling: set[str] = set()
        self.reporting: dict[str, Collection[Key]] = {}
        self._agenda: list[tuple[float, int, Doing]] = []
        self._numbers = itertools.count()
        self._busy = False
        self._posts_seen = 0
        self.teams = [f"T{number}" for number in range(sizes.teams)]

    async def run(self) -> Verdict:
        """Live through it all; the verdict."""
        self._fill_agenda()
        while (at := await self._next_event()) < self.end:
            self.world.move_to(at)
            await self._do_what_is_due()
            await asyncio.gather(*(worker.work() for worker in self.workers))
        self.world.move_to(self.end)
        verdict = Judge(self.diary, self.end).judge(self.world.posted)
        verdict.faults += self.wrong
        return verdict

    async def _next_event(self) -> float:
        moments = [self.end, self.world.next_moment()]
        if self._agenda:
            moments.append(self._agenda[0][0])
        plan_at = None if self.world.database_is_away else await self.store.next_plan()
        moments += [worker.next_event(plan_at) for worker in self.workers]
        return max(self.clock.now(), min(each for each in moments if each is not None))

    def _later(self, at: float, do: Doing) -> None:
        heapq.heappush(self._agenda, (at, next(self._numbers), do))

    async def _do_what_is_due(self) -> None:
        """What people do, and what happens to them, up to now. Never in the midst of itself."""
        if self._busy:
            return
        self._busy = True
        self._press_buttons()
        while self._agenda and self._agenda[0][0] <= self.clock.now():
            await heapq.heappop(self._agenda)[2]()
        self._busy = False

    def _fill_agenda(self) -> None:
        chance, days = self.chance, self.sizes.days
        for _ in range(self.sizes.reminders):
            self._later(self._any_time(days * 0.85), self._somebody(self._add))
        for _ in range(days // 12 + 1):
            self._later(self._any_time(days), self._release)
            self._later(self._any_time(days), self._kill)
        for _ in range(days // 15 + 1):
            self._later(self._any_time(days), self._outage("slack_is_away"))
            self._later(self._any_time(days), self._outage("database_is_away"))
        for team in self.teams:
            for _ in range(days // 60 + 1):
                self._later(self._any_time(days), self._somebody(self._decide(team)))
                channel = f"C{chance.randrange(CHANNELS)}"
                self._later(self._any_time(days), self._close(team, channel))

    def _any_time(self, days: float) -> float:
        return START.timestamp() + self.chance.uniform(0, days * DAY_S)

    def _somebody(self, do: Doing) -> Doing:
        """Somebody asks the bot for something, and again if nobody answers."""

        async def ask() -> None:
            if self.world.database_is_away or all(each.is_down for each in self.workers):
                self._later(self.clock.now() + self.chance.uniform(1, 120), ask)
            else:
                await do()

        return ask

    async def _add(self) -> None:
        now = self.clock.at()
        draft = self.habits.draft(self.chance.choice(self.teams), now)
        reminder = await self.store.add(draft, now)
        self._note(reminder)
        self.done["added"] += 1
        await self._hush(reminder)
        for _ in range(self.chance.choice([0, 1, 1, 2, 3, 5])):
            wait_s = self.chance.choice([30.0, HOUR_S, DAY_S, 20 * DAY_S, 90 * DAY_S])
            at = self.clock.now() + self.chance.uniform(0, wait_s)
            if self.chance.random() < 0.6:
                moment = datetime.fromtimestamp(at, UTC)
                at = self.habits.near(reminder, moment).timestamp()
            self._later(at, self._somebody(self._act_on(reminder.team_id, reminder.id)))

    def _act_on(self, team: str, reminder_id: int) -> Doing:
        async def act() -> None:
            now = self.clock.at()
            reminder = await self.store.get(team, reminder_id)
            if reminder is None:
                return
            what = self.chance.choices(["edit", "pause", "delete"], [6, 3, 1])[0]
            if what == "delete":
                await self.store.end(team, reminder_id)
                self._note(replace(reminder, state=State.ENDED))
            elif what == "edit":
                edited = self.habits.edited(reminder, now)
                if edited.state is State.PAUSED and edited.why != Why.ASKED:
                    edited = replace(edited, state=State.ACTIVE, why="")
                await self.store.change(edited, now)
                self._note(edited)
                await self._hush(edited)
            elif reminder.state is State.ACTIVE:
                await self.store.stop(team, reminder_id, now)
                self._note(replace(reminder, state=State.PAUSED, why=Why.ASKED))
                wait_s = self.chance.choice([5.0, 90.0, HOUR_S, 3 * DAY_S])
                self._later(
                    now.timestamp() + self.chance.uniform(1, wait_s),
                    self._somebody(self._resume(team, reminder_id)),
                )
            self.done[what] += 1

        return act

    def _resume(self, team: str, reminder_id: int) -> Doing:
        async def resume() -> None:
            reminder = await self.store.get(team, reminder_id)
            if reminder and reminder.state is State.PAUSED:
                await self.store.resume(team, reminder_id, self.clock.at())
                self._note(replace(reminder, state=State.ACTIVE, why=""))
                self.done["resume"] += 1

        return resume

    def _press_buttons(self) -> None:
        """Some of what was posted is put off, soon or long after."""
        for post in self.world.posted[self._posts_seen :]:
            if self.chance.random() < 0.03:
                wait_s = self.chance.uniform(5, self.chance.choice([60.0, 4 * HOUR_S, 2 * DAY_S]))
                self._later(
                    self.clock.now() + wait_s, self._somebody(self._put_off(post.team, post.key))
                )
        self._posts_seen = len(self.world.posted)

    def _put_off(self, team: str, key: Key) -> Doing:
        async def put_off() -> None:
            now, later = self.clock.now(), key._replace(turn=key.turn + 1)
            known = {each for _, each, _due in self.diary.put_offs[key.reminder]}
            if later in known or not await self.store.get(team, key.reminder):
                return
            due = int(now + self.chance.choice([HOUR_S, 17 * HOUR_S]))
            await self.store.put_off(team, later, due, self.clock.at())
            self.diary.put_offs[key.reminder].append((now, later, due))
            self.done["put off"] += 1

        return put_off

    def _decide(self, team: str) -> Doing:
        async def decide() -> None:
            await self._rule(team, self.chance.random() < 0.5, self.habits.quiet_hours())

        return decide

    async def _hush(self, reminder: Reminder) -> None:
        """Now and then it is quiet soon after a post, and the bot is away until then."""
        if quiet := self.habits.quiet_after(reminder, self.clock.at()):
            await self._rule(reminder.team_id, False, quiet)
            for worker in self.workers:
                worker.kill(self.chance.uniform(0, 30 * MINUTE_S))

    async def _rule(self, team: str, overdue_waits: bool, quiet: QuietHours) -> None:
        rules = WorkspaceRules(overdue_waits, *quiet)
        await self.store.set_rules(team, rules, self.clock.at())
        self.diary.rules[team].append((self.clock.now(), rules))
        self.done["decide"] += 1

    def _close(self, team: str, channel: str) -> Doing:
        """The bot is removed from a channel, and invited again later."""

        async def close() -> None:
            self.world.closed.add((team, channel))
            self.diary.closed[team, channel].append((self.clock.now(), True))
            wait_s = self.chance.choice([MINUTE_S, HOUR_S, 5 * DAY_S])
            self._later(self.clock.now() + wait_s, self._somebody(open_again))
            self.done["remove"] += 1

        async def open_again() -> None:
            self.world.closed.discard((team, channel))
            self.diary.closed[team, channel].append((self.clock.now(), False))
            for reminder_id, history in self.diary.reminders.items():
                now = history[-1][1]
                if now.team_id == team and now.why == Why.NOT_IN_CHANNEL:
                    await self._resume(team, reminder_id)()

        return close

    async def _release(self) -> None:
        """Other content: the bot is started anew with it. Now and then a page is not in it."""
        there = {name: self.pages.get(name, Page(1, date(2029, 12, 31))) for name in PAGES}
        for name in self.chance.sample(PAGES, 3):
            check_by = self.clock.at().date() + timedelta(days=self.chance.randint(-5, 90))
            there[name] = Page(there[name].version + 1, check_by)
        if self.chance.random() < 0.5:
            del there[self.chance.choice(PAGES)]
        self.pages = there
        self.diary.pages.append((self.clock.now(), dict(there)))
        self.done["release"] += 1
        for worker in self.workers:
            worker.kill(self.chance.uniform(0, 20))
        for reminder_id, history in self.diary.reminders.items():
            now = history[-1][1]
            if now.why == Why.GONE and self.chance.random() < 0.7:
                at = self.clock.now() + self.chance.uniform(60, DAY_S)
                self._later(at, self._somebody(self._resume(now.team_id, reminder_id)))

    async def _kill(self) -> None:
        self.done["kill"] += 1
        self.chance.choice(self.workers).kill(self._down_s())

    def _down_s(self) -> float:
        """How long the bot is down; once in a while longer than Slack's bookings reach."""
        most = self.chance.choices(
            [20, 20 * MINUTE_S, 8 * HOUR_S, 5 * DAY_S], [70, 20, 8, 0.5 * len(self.workers)]
        )[0]
        return self.chance.uniform(0, most)

    def _outage(self, what: str) -> Doing:
        async def begin() -> None:
            setattr(self.world, what, True)
            self.done[what] += 1
            wait_s = self.chance.choice([20, 5 * MINUTE_S, 40 * MINUTE_S, 3 * HOUR_S])
            self._later(self.clock.now() + self.chance.uniform(1, wait_s), end)

        async def end() -> None:
            setattr(self.world, what, False)

        return begin

    def _note(self, reminder: Reminder) -> None:
        self.diary.reminders[reminder.id].append((self.clock.now(), reminder))

    def heard(self, what: str, args: tuple[Any, ...]) -> None:
        """What the planner did to the store, where it matters to the verdict."""
        if what == "pause":
            team, reminder, why = args
            self._note(
                replace(self.diary.reminders[reminder.id][-1][1], state=State.PAUSED, why=why)
            )
            self.done[f"paused: {why}"] += 1
            if why == Why.NOT_IN_CHANNEL and (team, reminder.channel) not in self.world.closed:
                self._later(self.clock.now(), self._somebody(self._resume(team, reminder.id)))
                self._judge_pause(team, reminder)
        elif what == "claim":
            self.diary.claimed[args[1].key] = self.clock.now()
        elif what == "count_from":
            for key in self.reporting.pop(args[0], ()):
                self.diary.reported[key].append(self.clock.now())
        elif what == "move" and args[2] is RowState.UNKNOWN:
            key, due = args[1].key, args[1].due
            self.diary.doubtful.setdefault(key, Doubt(self.clock.now(), due))
            self.telling.discard(told("in_doubt", key.reminder, due))
        elif what == "move" and args[2] is RowState.TOLD:
            self.telling.add(told("in_doubt", args[1].key.reminder, args[1].due))

    def _judge_pause(self, team: str, reminder: Reminder) -> None:
        """A reminder is paused although its channel is open: it may have been opened just now."""
        opened = self.diary.closed[team, reminder.channel][-1:]
        if not opened or opened[0][0] < self.clock.now() - MINUTE_S:
            self.wrong.append(f"paused for a channel that is open: {reminder}")

    def is_cut_off(self) -> None:
        """A pass ends here: what it was about to say is never said."""
        self.world.lost |= {said for said in self.telling if not self.world.told[said]}


class Worker:
    """A process, as far as it can be ended and started."""

    def __init__(self, year: Year, store: Any) -> None:
        self._year, self._store = year, store
        self._down_until: float | None = year.clock.now()
        self._looks_at: float | None = None
        self._planning: Planning | None = None
        self._killed = False
        self.passes = 0

    @property
    def is_down(self) -> bool:
        return self._down_until is not None

    def next_event(self, plan_at: float | None) -> float | None:
        """When it has something to do."""
        if self._down_until is not None:
            return self._down_until
        if self._year.world.database_is_away:
            return None
        return max(plan_at, self._looks_at or 0.0) if plan_at is not None else None

    def kill(self, down_s: float) -> None:
        """End it, also in the midst of a pass."""
        self._down_until, self._killed = self._year.clock.now() + down_s, True

    async def work(self) -> None:
        """Plan all that is due; or start."""
        year = self._year
        now = year.clock.now()
        if self._down_until is not None and self._down_until > now:
            return
        try:
            if self._down_until is not None:
                self._start()
                await self._planning._safely(self._planning._everybody())
            while await self._planning.look():
                pass
            self._looks_at = year.clock.now() + 2
        except Crash:
            if not self._killed:
                self.kill(year._down_s())
            self._killed = False

    def _start(self) -> None:
        year = self._year
        self._down_until, self._killed = None, False
        store = FaultyStore(self._store, year.world, year.heard)
        store.plan_all = self._store.plan_all
        planner = _Watched(year, self, store)
        self._planning = Planning(
            store,
            planner,
            lambda team: FaultySlack(year.world, team, self.ends_here),
            year.clock.at,
        )

    def ends_here(self) -> None:
        """It was killed meanwhile."""
        if self._killed:
            raise Crash("killed")


class _Watched(Planner):
    """Keeps in the diary which passes ended without trouble."""

    def __init__(self, year: Year, worker: Worker, store: Any) -> None:
        super().__init__(store, Words(year.pages), year.clock.at, pass_every=year.sizes.pass_every)
        self._year, self._worker = year, worker

    async def keep_booked(self, team_id: str, bookings: Bookings) -> Pass:
        begun = self._year.clock.now()
        try:
            done = await super().keep_booked(team_id, bookings)
        except BaseException:
            self._year.is_cut_off()
            raise
        self._worker.ends_here()
        if done.again_at.timestamp() >= begun + self._year.sizes.pass_every.total_seconds():
            self._year.diary.passes[team_id].append((begun, self._year.clock.now()))
        self._year.done["passes"] += 1
        self._worker.passes += 1
        for name in ("booked", "cancelled", "adopted", "skipped", "unknown"):
            self._year.done[name] += getattr(done, name)
        return done

    async def _report(
        self, team_id: str, seen: Seen, dues: Dues, bookings: Bookings, done: Pass
    ) -> None:
        self._year.reporting[team_id] = worded(self._wording, seen, dues.too_late).ready.keys()
        await super()._report(team_id, seen, dues, bookings, done)


def table(year: Year, verdict: Verdict) -> str:
    """The year in figures."""
    lines = [f"{name:24}{verdict.counts[name]:8}" for name in ROWS]
    happened = {**year.done, **year.world.faults}
    lines += ["", *(f"{name:44}{happened[name]:8}" for name in sorted(happened))]
    lines.append(f"{'ends of the process in the midst of a step':44}{year.world.crashes.total():8}")
    lines += [f"  {name:42}{count:8}" for name, count in sorted(year.world.crashes.items())]
    return "\n".join([*lines, "", *verdict.faults[:20]])


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reminders", type=int, default=1000)
    parser.add_argument("--days", type=int, default=366)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    sizes = Sizes(asked.reminders, days=asked.days, teams=max(1, asked.reminders // 50))
    logging.getLogger("bot").setLevel(logging.ERROR)
    begun = perf_counter()
    year = Year(asked.seed, sizes, [MemoryStore()])
    verdict = asyncio.run(year.run())
    print(table(year, verdict))
    print(f"\n{perf_counter() - begun:.0f} s")
    return 1 if verdict.faults else 0


if __name__ == "__main__":
    sys.exit(main())
