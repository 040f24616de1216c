"""From an address to an engine: SQLite beside the bot, or Postgres for many processes."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from sqlalchemy import URL, event, make_url
from sqlalchemy.exc import ArgumentError
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine

from bot.errors import SettingError

_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg",
}
_TAKEN = frozenset(_DRIVERS.values())


def database_url(address: str) -> URL:
    """The address with the driver that the bot uses; hosts hand out ``postgres://``.

    Raises:
        SettingError: if it is no address, or of another sort of database. The address is never
            shown: it may hold a password.
    """
    scheme, mark, rest = address.partition("://")
    try:
        url = make_url(f"{_DRIVERS.get(scheme, scheme)}{mark}{rest}")
    except (ArgumentError, ValueError):
        url = None
    if url is None or url.drivername not in _TAKEN:
        raise SettingError("DATABASE_URL: must begin with sqlite:/// or postgresql://")
    return url


def check_folder(address: str) -> None:
    """See that a database in a file has a folder to be in.

    Raises:
        SettingError: if it is not there.
    """
    url = database_url(address)
    folder = Path(url.database or "").parent
    if url.get_backend_name() == "sqlite" and not folder.is_dir():
        raise SettingError(f"DATABASE_URL: there is no folder {folder} to keep the database in")


def make_engine(address: str) -> AsyncEngine:
    """An engine for *address*; nothing is connected yet."""
    url = database_url(address)
    if url.get_backend_name() != "sqlite":
        return create_async_engine(url, pool_pre_ping=True)
    engine = create_async_engine(url)
    event.listen(engine.sync_engine, "connect", _make_sqlite_patient)
    return engine


def _make_sqlite_patient(connection: Any, _record: object) -> None:
    """Readers do not wait for the writer, and a second writer waits instead of failing."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA journal_mode=WAL")
    cursor.execute("PRAGMA busy_timeout=5000")
    cursor.execute("PRAGMA foreign_keys=ON")
    cursor.close()
