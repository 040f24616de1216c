"""Which page a thread was about."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.tables import threads as table
from bot.store.threads import NO_THREAD, NO_THREAD_REMEMBERED, REMEMBERED, Threads

NOW = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)
MOMENT = timedelta(seconds=1)


@pytest.fixture
def threads(engine: AsyncEngine) -> Threads:
    return Threads(engine)


async def test_a_thread_is_about_what_was_last_shown_in_it(threads: Threads) -> None:
    await threads.remember("T1", "C1", ["1.1"], "police/nrm-role", NOW)
    await threads.remember("T1", "C1", ["1.1"], "route/child", NOW + MOMENT)

    assert await threads.about("T1", "C1", "1.1", NOW + MOMENT) == "route/child"


async def test_every_thread_that_an_answer_can_begin_is_about_it(threads: Threads) -> None:
    """A reply may stand under the question or under the answer."""
    await threads.remember("T1", "D1", ["1.1", "1.2", NO_THREAD, "1.1"], "route/child", NOW)

    about = [await threads.about("T1", "D1", each, NOW) for each in ("1.1", "1.2", NO_THREAD)]
    assert about == ["route/child"] * 3


@pytest.mark.parametrize(
    ("team", "channel", "thread"), [("T2", "C1", "1.1"), ("T1", "C2", "1.1"), ("T1", "C1", "1.2")]
)
async def test_other_threads_are_about_nothing(
    threads: Threads, team: str, channel: str, thread: str
) -> None:
    await threads.remember("T1", "C1", ["1.1"], "route/child", NOW)

    assert await threads.about(team, channel, thread, NOW) is None


@pytest.mark.parametrize(
    ("thread", "lasts"), [("1.1", REMEMBERED), (NO_THREAD, NO_THREAD_REMEMBERED)]
)
async def test_a_thread_is_forgotten_in_time(
    threads: Threads, thread: str, lasts: timedelta
) -> None:
    await threads.remember("T1", "C1", [thread], "route/child", NOW)

    assert await threads.about("T1", "C1", thread, NOW + lasts) == "route/child"
    assert await threads.about("T1", "C1", thread, NOW + lasts + MOMENT) is None


async def test_what_is_older_than_a_day_is_erased(engine: AsyncEngine, threads: Threads) -> None:
    await threads.remember("T1", "C1", ["1.1"], "route/child", NOW)

    await threads.remember("T1", "C1", ["2.2"], "route/child", NOW + REMEMBERED + MOMENT)

    async with engine.connect() as connection:
        assert await connection.scalar(select(func.count()).select_from(table)) == 1


async def test_a_workspace_is_forgotten_whole_and_alone(threads: Threads) -> None:
    for team in ("T1", "T2"):
        await threads.remember(team, "C1", ["1.1"], "route/child", NOW)

    await threads.forget_workspace("T1")

    assert await threads.about("T1", "C1", "1.1", NOW) is None
    assert await threads.about("T2", "C1", "1.1", NOW) == "route/child"


async def test_two_answers_at_once_leave_one_page(threads: Threads) -> None:
    pages = [f"police/page-{number}" for number in range(8)]

    await asyncio.gather(*(threads.remember("T1", "C1", ["1.1"], page, NOW) for page in pages))

    assert await threads.about("T1", "C1", "1.1", NOW) in pages
