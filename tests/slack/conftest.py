"""What the tests of the Slack floor need besides: listeners outlive the requests they answer."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator, Iterator

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store.reminders import ReminderStore
from tests.support.reading import settled
from tests.support.standin import Slack


@pytest.fixture
async def engine(engine: AsyncEngine) -> AsyncIterator[AsyncEngine]:
    """The database, kept open until the last listener is done with it."""
    yield engine
    await settled()


@pytest.fixture
async def sqlite(sqlite: AsyncEngine) -> AsyncIterator[AsyncEngine]:
    """The database, kept open until the last listener is done with it."""
    yield sqlite
    await settled()


@pytest.fixture
def store(sqlite: AsyncEngine) -> ReminderStore:
    """Where the reminders of a test are kept."""
    return ReminderStore(sqlite)


@pytest.fixture
async def slack(slack: Slack) -> AsyncIterator[Slack]:
    """The stand-in, there until the last listener is done with it."""
    yield slack
    await settled()


@pytest.fixture
def own_logging() -> Iterator[None]:
    """Puts back how the tests log, after a test of how the bot does."""
    root = logging.getLogger()
    handlers, level = list(root.handlers), root.level
    for each in handlers:
        root.removeHandler(each)
    yield
    for each in list(root.handlers):
        root.removeHandler(each)
    for each in handlers:
        root.addHandler(each)
    root.setLevel(level)
