"""Waiting for news."""

from __future__ import annotations

import asyncio

from bot.playground.changes import Changes
from tests.support.standin import PATIENCE_S


async def test_whoever_has_missed_something_does_not_wait() -> None:
    changes = Changes()
    changes.happened()
    changes.happened()

    assert await changes.after(0) == 2


async def test_everybody_who_waits_hears_of_the_next_change() -> None:
    changes = Changes()
    waiting = [asyncio.create_task(changes.after(0)) for _ in range(3)]
    await asyncio.sleep(0)

    changes.happened()

    async with asyncio.timeout(PATIENCE_S):
        assert await asyncio.gather(*waiting) == [1, 1, 1]


async def test_what_happens_between_two_looks_is_not_lost() -> None:
    """A change may come after a look and before the wait that follows it."""
    changes = Changes()
    seen = changes.version
    changes.happened()

    async with asyncio.timeout(PATIENCE_S):
        assert await changes.after(seen) == 1


async def test_nobody_is_woken_by_what_they_have_seen() -> None:
    changes = Changes()
    changes.happened()
    waiting = asyncio.create_task(changes.after(1))
    await asyncio.sleep(0)

    assert not waiting.done()
    waiting.cancel()
