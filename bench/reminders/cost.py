"""What planning costs: a workspace with few and with many reminders, and a thousand workspaces.

    python -m bench.reminders.cost

The store is SQLite in a folder of its own, the words are those of the shipped content, and Slack
answers at once; so the times are the bot's own. The thousand workspaces are planned by one worker
on a clock that is moved, with Slack's rates counted, and an answer of Slack's after 0.1 to 0.2 s.
"""

from __future__ import annotations

import asyncio
import random
import resource
import statistics
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import perf_counter

from sqlalchemy import insert

import bot.reminders.planner
from bench.reminders.memory import MemoryStore
from bench.reminders.people import Habits
from bench.reminders.world import Chances, FaultySlack, MovedClock, Page, Words, World
from bench.reminders.year import PAGES
from bot.planning import Planning
from bot.reminders.model import Draft, Subject
from bot.reminders.planner import Pass, Planner
from bot.reminders.rules import Recurs, Rule
from bot.slack.reminding import ReminderWording
from bot.store.engine import make_engine
from bot.store.migrate import migrate
from bot.store.reminders import ReminderStore, _key, _values
from bot.store.tables import bookings, reminders
from bot.toolkit.loader import load

NOW = datetime(2027, 6, 7, 8, 30, tzinfo=UTC)
SIZES = (10, 1000, 10_000)
ROUNDS = 5
TEAMS, EACH = 1000, 100
CALM = Chances(0, 0, 0, 0)
DAY_S = 86400.0


def main() -> None:
    print("one workspace, SQLite" + "".join(f"{size:>14}" for size in SIZES))
    columns = [asyncio.run(_one_workspace(size)) for size in SIZES]
    for number, (name, _value) in enumerate(columns[0]):
        print(f"{name:24}" + "".join(f"{column[number][1]:14.1f}" for column in columns))
    asyncio.run(_thousand_workspaces())
    print(f"{'resident memory, MB':44}{_memory_mb():10.0f}")


async def _one_workspace(size: int) -> Sequence[tuple[str, float]]:
    """A pass when all is new, and one when nothing has changed."""
    with tempfile.TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{Path(folder) / 'bot.db'}")
        await migrate(engine)
        toolkit = load()
        world = _world()
        everything = await _all_booked(
            size, tuple(toolkit.entries), ReminderWording(toolkit), world
        )
        kept = [await everything.get("T1", number + 1) for number in range(size)]
        async with engine.begin() as connection:
            values = [
                {**_values(each), "id": each.id, "state": each.state, "why": "",
                 "counted_from": int(NOW.timestamp())}
                for each in kept if each
            ]  # fmt: skip
            await connection.execute(insert(reminders), values)
        store = ReminderStore(engine)
        planner = Planner(store, ReminderWording(toolkit), world.clock.at)
        slack = FaultySlack(world, "T1", _never)
        world.calls.clear()
        begun = perf_counter()
        done = await planner.keep_booked("T1", slack)
        new_ms = (perf_counter() - begun) * 1000
        calls = world.calls.total()
        rows = await everything.rows("T1")
        async with engine.begin() as connection:
            await connection.execute(bookings.delete())
            await connection.execute(insert(bookings), [
                {"team_id": "T1", **_key(row.key), "channel_id": row.channel, "due": row.due,
                 "post_at": row.post_at, "words": row.words, "asked_at": row.asked_at,
                 "state": row.state, "slack_id": row.slack_id, "done": 0}
                for row in rows
            ])  # fmt: skip
        world.calls.clear()
        times = []
        for _ in range(ROUNDS):
            begun = perf_counter()
            idle = await planner.keep_booked("T1", slack)
            times.append((perf_counter() - begun) * 1000)
        assert (idle.booked, idle.cancelled) == (0, 0)
        await engine.dispose()
    idle_ms = statistics.median(times)
    return [
        ("bookings held", len(rows)),
        ("all new: ms a pass", new_ms),
        ("  calls of Slack", calls),
        ("  booked", done.booked),
        ("nothing changed: ms", idle_ms),
        ("  calls of Slack", world.calls.total()),
        ("  us a reminder", idle_ms * 1000 / size),
    ]


async def _all_booked(
    size: int, pages: tuple[str, ...], wording: ReminderWording, world: World
) -> MemoryStore:
    """A store in memory, in which so many reminders are booked in one pass."""
    store, habits = MemoryStore(), Habits(random.Random(1), pages)
    for number in range(size):
        await store.add(_draft(habits, "T1", f"C{number // 20}"), NOW)
    usual, bot.reminders.planner.STEPS_AT_ONCE = bot.reminders.planner.STEPS_AT_ONCE, 10**6
    planner = Planner(store, wording, world.clock.at)
    await planner.keep_booked("T1", FaultySlack(world, "T1", _never))
    bot.reminders.planner.STEPS_AT_ONCE = usual
    return store


def _draft(habits: Habits, team: str, channel: str) -> Draft:
    """Half of all reminders are for every working day, as busy as it may get."""
    rule = habits.rule(NOW)
    if habits.chance.random() < 0.5:
        rule = Rule(Recurs.WEEKLY, rule.start, rule.at, rule.zone, weekdays=frozenset(range(5)))
    return Draft(team, habits.user(), channel, Subject(habits.chance.choice(habits.pages)), rule)


async def _thousand_workspaces() -> None:
    """One worker, from nothing to everything booked, and then a day more."""
    world = _world(counts_rates=True, answers_after_s=(0.1, 0.2))
    store, habits = MemoryStore(), Habits(random.Random(2), PAGES)
    pages = {name: Page(1, NOW.date() + timedelta(days=999)) for name in PAGES}
    for number in range(TEAMS * EACH):
        await store.add(_draft(habits, f"T{number % TEAMS}", f"C{number // TEAMS // 20}"), NOW)
    passes: list[Pass] = []
    planner = Planner(store, Words(pages), world.clock.at)
    slacks: dict[str, FaultySlack] = {}
    planning = Planning(
        store,  # type: ignore[arg-type]
        planner,
        lambda team: slacks.setdefault(team, FaultySlack(world, team, _never)),
        world.clock.at,
    )
    print(f"\n{TEAMS * EACH} reminders, {TEAMS} workspaces, one worker")
    for name, days in (("from nothing, the first day", 1), ("the day after", 1)):
        begun, booked = perf_counter(), len(passes)
        world.calls.clear()
        busy_s = await _days(world, store, planning, passes, days)
        mine = passes[booked:]
        print(f"{name}")
        for what, value in (
            ("passes", len(mine) / days),
            ("booked", sum(each.booked for each in mine) / days),
            ("calls of Slack", world.calls.total() / days),
            ("told to slow down", world.faults["slow down"] / days),
            ("hours the worker waited for Slack", busy_s / days / 3600),
            ("seconds of its own work", (perf_counter() - begun) / days),
        ):
            print(f"  {what:42}{value:10.1f}")
    late = sum(1 for each in world.posted if each.at % 60)
    print(f"{'posted':44}{len(world.posted):10}\n{'  not at its minute':44}{late:10}")


async def _days(
    world: World, store: MemoryStore, planning: Planning, passes: list[Pass], days: float
) -> float:
    """Let days pass; how long the worker was busy by the moved clock, in seconds."""
    end, busy_s = world.clock.now() + days * DAY_S, 0.0
    while world.clock.now() < end:
        begun = world.clock.now()
        done = await planning.look()
        busy_s += world.clock.now() - begun
        if done:
            passes.append(done)
        else:
            plan_at = await store.next_plan()
            world.move_to(min(end, max(plan_at or end, begun + 2)))
    return busy_s


def _world(*, counts_rates: bool = False, answers_after_s: tuple[float, float] = (0, 0)) -> World:
    world = World(MovedClock(NOW.timestamp()), random.Random(1), CALM, counts_rates=counts_rates)
    world.answers_after_s = answers_after_s
    return world


def _never() -> None:
    """The process is not ended."""


def _memory_mb() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


if __name__ == "__main__":
    main()
