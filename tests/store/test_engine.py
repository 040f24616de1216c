"""From an address to an engine."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import SettingError
from bot.store.engine import database_url, make_engine

PASSWORD = "hunter2"


@pytest.mark.parametrize(
    ("address", "driver"),
    [
        ("sqlite:///bot.db", "sqlite+aiosqlite"),
        ("sqlite+aiosqlite:///bot.db", "sqlite+aiosqlite"),
        ("postgres://me:pw@host:5432/bot", "postgresql+psycopg"),
        ("postgresql://me:pw@host:5432/bot", "postgresql+psycopg"),
        ("postgresql+psycopg://me:pw@host:5432/bot", "postgresql+psycopg"),
    ],
)
def test_an_address_gets_the_driver_that_the_bot_uses(address: str, driver: str) -> None:
    assert database_url(address).drivername == driver


def test_everything_after_the_scheme_stays_as_it_was() -> None:
    url = database_url("postgres://me:p%40ss@host:5433/bot?sslmode=require")

    assert (url.username, url.password, url.host, url.port) == ("me", "p@ss", "host", 5433)
    assert (url.database, url.query["sslmode"]) == ("bot", "require")


@pytest.mark.parametrize(
    "address",
    [
        "",
        "nonsense",
        PASSWORD,
        "postgresql:",
        f"me:{PASSWORD}@host/bot",
        f"://me:{PASSWORD}@host/bot",
        f"mysql://me:{PASSWORD}@host/bot",
        f"postgresql+asyncpg://me:{PASSWORD}@host/bot",
        f"postgresql://me:{PASSWORD}@host:notaport/bot",
        f"redis://:{PASSWORD}@host",
    ],
)
def test_any_other_address_is_refused_by_the_settings_name_without_its_password(
    address: str,
) -> None:
    with pytest.raises(SettingError) as refused:
        database_url(address)

    assert "DATABASE_URL" in str(refused.value)
    assert PASSWORD not in str(refused.value)


@given(st.text() | st.from_regex(r"(sqlite|postgres|postgresql)://.*", fullmatch=True))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_whatever_stands_there_is_an_address_or_is_refused(address: str) -> None:
    try:
        url = database_url(address)
    except SettingError:
        return
    assert url.get_backend_name() in {"sqlite", "postgresql"}


@given(st.from_regex(r"[a-z][a-z0-9+]{0,12}", fullmatch=True))
@settings(max_examples=60, deadline=None, derandomize=True)
def test_no_scheme_brings_the_password_into_the_refusal(scheme: str) -> None:
    with pytest.raises(SettingError) as refused:
        database_url(f"x{scheme}://me:{PASSWORD}@host/bot")

    assert PASSWORD not in str(refused.value)


async def test_an_engine_does_not_show_its_password() -> None:
    engine = make_engine(f"postgresql://me:{PASSWORD}@host/bot")

    assert PASSWORD not in f"{engine!r} {engine.url}"
    await engine.dispose()


async def test_both_databases_answer(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT 41 + 1")) == 42


async def test_a_reader_of_sqlite_does_not_wait_for_the_writer(sqlite: AsyncEngine) -> None:
    insert = text("INSERT INTO preferences VALUES ('T1', 'U1', 'police')")
    count = text("SELECT count(*) FROM preferences")
    async with sqlite.begin() as writer:
        await writer.execute(insert)
        async with sqlite.connect() as reader:
            assert await reader.scalar(count) == 0
    async with sqlite.connect() as reader:
        assert await reader.scalar(count) == 1


async def test_a_second_writer_of_sqlite_has_patience(sqlite: AsyncEngine) -> None:
    """Without it the second of two people who save at once would see a failure."""
    async with sqlite.connect() as connection:
        assert await connection.scalar(text("PRAGMA journal_mode")) == "wal"
        assert await connection.scalar(text("PRAGMA busy_timeout")) == 5000
