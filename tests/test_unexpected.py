"""What must hold when settings, files, the database or whoever knocks is not as it should be."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import pytest
from aiohttp import web
from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.cli import main
from bot.config import read_settings
from bot.errors import SettingError
from bot.playground.faults import FaultKind
from bot.store.engine import database_url
from tests.store.test_migrate import migrate_at_once
from tests.support.payloads import direct_message
from tests.support.processes import run, serving
from tests.support.standin import Slack
from tests.test_config import folder  # noqa: F401
from tests.test_serving import APP_TOKEN, QUESTION, TOKEN, given  # noqa: F401
from tests.test_web import EVENTS, Client, client  # noqa: F401


async def test_an_answer_that_waits_for_slack_is_still_sent_when_told_to_stop(
    given: dict[str, str], slack: Slack, tmp_path: Path
) -> None:
    """Its event is claimed, so that no other process would answer it."""
    slack.fails_with(429, retry_after=1)
    async with serving("web", folder=tmp_path, settings=given) as bot:
        await bot.until_healthy()
        await bot.send(direct_message(QUESTION))
        async with asyncio.timeout(30):
            while slack.faults.current.kind is not FaultKind.NONE:
                await asyncio.sleep(0.02)
        ended = await bot.told_to_stop()

    assert ended.code == 0
    assert len(slack.made("chat.postMessage")) == 1


async def test_an_app_token_that_slack_refuses_is_one_line_that_names_the_setting(
    tmp_path: Path,
) -> None:
    async def refuse(_request: web.Request) -> web.Response:
        return web.json_response({"ok": False, "error": "invalid_auth"})

    app = web.Application()
    app.router.add_post("/api/{method}", refuse)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    settings = {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": f"http://127.0.0.1:{runner.addresses[0][1]}/api/",
    }
    try:
        async with serving("socket", folder=tmp_path, settings=settings) as bot:
            ended = await bot.ended()
    finally:
        await runner.cleanup()

    assert ended.code == 1
    assert "SLACK_APP_TOKEN" in ended.err.splitlines()[-1]
    assert "Traceback" not in ended.err


def test_a_database_in_a_folder_that_is_not_there_is_one_line(
    given: dict[str, str], tmp_path: Path
) -> None:
    settings = {**given, "DATABASE_URL": f"sqlite:///{tmp_path / 'none' / 'bot.db'}"}
    for _ in range(15):
        ended = run("web", folder=tmp_path, settings=settings)
        assert ended.code == 1
        assert len(ended.err.splitlines()) == 1


async def test_a_database_from_a_newer_bot_is_one_line_that_names_the_setting(
    given: dict[str, str], tmp_path: Path, sqlite: AsyncEngine
) -> None:
    """As after rolling a release back."""
    async with sqlite.begin() as connection:
        await connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    ended = await asyncio.to_thread(run, "web", folder=tmp_path, settings=given)

    assert ended.code == 1
    assert ended.err.splitlines()[-1].startswith("DATABASE_URL")
    assert "Traceback" not in ended.err


# store/test_migrate.py
async def test_processes_that_start_at_once_on_sqlite_all_find_todays_tables(
    tmp_path: Path,
) -> None:
    codes = await asyncio.to_thread(migrate_at_once, f"sqlite:///{tmp_path / 'b.db'}", 4)

    assert codes == [0, 0, 0, 0]


@pytest.mark.parametrize(
    ("body", "sort"),
    [
        (b"{", "application/json"),
        (b"[1]", "application/json"),
        (b"null", "application/json"),
        (b"\xff\xfe", "application/json"),
        (b"payload=x", "application/x-www-form-urlencoded"),
        (b"{}", "application/json; charset=bogus"),
    ],
)
async def test_what_nobody_signed_is_refused_whatever_it_is(
    client: Client, body: bytes, sort: str
) -> None:
    response = await client.post(EVENTS, data=body, headers={"content-type": sort})

    assert response.status in {400, 401}


@pytest.mark.parametrize("slip", ['{"q": "x", "agency": ["police"]}', '{"q": null}', "[" * 100_000])
def test_a_line_of_the_wrong_shape_is_one_line_that_names_its_number(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, slip: str
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(slip + "\n"))

    assert main(["match", "--jsonl"]) == 1

    (line,) = capsys.readouterr().err.splitlines()
    assert line.startswith("line 1 ")


def test_an_unreadable_file_beside_the_bot_is_one_line(folder: Path) -> None:
    """An editor on Windows may save it as UTF-16."""
    (folder / ".env").write_bytes("PORT=4000\n".encode("utf-16"))

    with pytest.raises(SettingError) as refused:
        read_settings()

    assert ".env" in str(refused.value)


def test_an_empty_content_folder_is_the_one_that_came_with_the_bot(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setenv("CONTENT_DIR", "")

    assert read_settings().content_dir is None


def test_the_setting_is_named_once(monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
    monkeypatch.setenv("DATABASE_URL", "mysql://host/x")
    with pytest.raises(SettingError) as refused:
        read_settings()

    assert str(refused.value).count("DATABASE_URL") == 1


# store/test_engine.py
def test_a_mark_late_in_an_address_does_not_bring_the_password_into_the_refusal() -> None:
    with pytest.raises(SettingError) as refused:
        database_url("me:hunter2@host/bot?sslrootcert=file://ca.pem")

    assert "hunter2" not in str(refused.value)
