"""Brings a database to today's tables, step by step."""

from __future__ import annotations

import asyncio
from pathlib import Path

from sqlalchemy import Connection, inspect, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.errors import SettingError

_STEPS = Path(__file__).with_name("migrations")
TRIES = 20
WAIT_S = 0.1
_ONE_AT_A_TIME = 7_115_302  # any number, the same in every process


async def migrate(engine: AsyncEngine) -> None:
    """Take every step that this database has not taken; many processes may ask at once.

    Raises:
        SettingError: if the database was made by a newer bot.
    """
    for tries_left in reversed(range(TRIES)):
        try:
            async with engine.begin() as connection:
                if engine.dialect.name == "postgresql":
                    await connection.execute(
                        text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": _ONE_AT_A_TIME}
                    )
                await connection.run_sync(_upgrade)
            return
        except OperationalError:
            # SQLite has no lock for this: another process may have taken the step meanwhile.
            if engine.dialect.name != "sqlite" or not tries_left:
                raise
            await asyncio.sleep(WAIT_S)


def newest_step() -> str:
    """The revision of the last step: the number that its file name begins with."""
    names = (path.name for path in (_STEPS / "versions").glob("[0-9]*.py"))
    return max(names).partition("_")[0]


def _upgrade(connection: Connection) -> None:
    if _steps_taken(connection) == [newest_step()]:
        return
    # Only here, because most starts find nothing to do and Alembic needs 12 MB.
    from alembic import command
    from alembic.config import Config
    from alembic.util import CommandError

    config = Config()
    config.set_main_option("script_location", str(_STEPS))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    try:
        command.upgrade(config, "head")
    except CommandError:
        raise SettingError(
            "DATABASE_URL: this database was made by a newer bot; install that one again"
        ) from None


def _steps_taken(connection: Connection) -> list[str]:
    """The revisions that Alembic noted in the database; none in an empty one."""
    if not inspect(connection).has_table("alembic_version"):
        return []
    return list(connection.scalars(text("SELECT version_num FROM alembic_version")))
