"""The bot as the process that a host starts and stops."""

from __future__ import annotations

import shutil
import socket
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.toolkit.loader import default_content_dir
from bot.toolkit.toolkit import Toolkit
from tests.support.bots import TOKEN
from tests.support.payloads import SECRET, direct_message, signed, words
from tests.support.processes import free_port, run, serving
from tests.support.socket_mode import SocketSlack, socket_of
from tests.support.standin import Slack, serve

QUESTION = "what is the nrm and how does it work"
APP_TOKEN = "xapp-1-made-up"


@pytest.fixture
def given(slack: Slack, tmp_path: Path) -> dict[str, str]:
    """Settings with which the bot can serve."""
    return {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_API_URL": slack.api_url.rstrip("/"),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'bot.db'}",
        "PORT": str(free_port()),
    }


@pytest.fixture
async def socket_slack() -> AsyncIterator[SocketSlack]:
    """The stand-in for Slack, with a socket."""
    standin = SocketSlack()
    runner = await serve(standin)
    async with socket_of(standin):
        yield standin
    await runner.cleanup()


async def test_a_message_sent_over_http_is_answered_with_the_bots_token(
    given: dict[str, str], slack: Slack, tmp_path: Path
) -> None:
    async with serving("web", folder=tmp_path, settings=given) as bot:
        await bot.until_healthy()
        response = await bot.send(direct_message(QUESTION))
        posted = await slack.wait_for("chat.postMessage")

    assert response.status == 200
    assert posted["channel"] == "D1"
    assert words(posted)
    assert {call.token for call in slack.calls} == {TOKEN}


async def test_a_message_over_socket_mode_is_acknowledged_and_answered(
    socket_slack: SocketSlack, tmp_path: Path
) -> None:
    settings = {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_APP_TOKEN": APP_TOKEN,
        "SLACK_API_URL": socket_slack.api_url,
    }
    async with serving("socket", folder=tmp_path, settings=settings) as bot:
        await socket_slack.send(direct_message(QUESTION), "E1")
        posted = await socket_slack.wait_for("chat.postMessage")
        ended = await bot.told_to_stop()

    assert posted["channel"] == "D1"
    assert words(posted)
    assert socket_slack.acknowledged == ["E1"]
    assert {call.token for call in socket_slack.calls} == {TOKEN, APP_TOKEN}
    assert ended.code == 0
    assert "Traceback" not in ended.err


async def test_told_to_stop_it_ends_well(given: dict[str, str], tmp_path: Path) -> None:
    async with serving("web", folder=tmp_path, settings=given) as bot:
        await bot.until_healthy()
        ended = await bot.told_to_stop()

    assert ended.code == 0
    assert "Traceback" not in ended.err


async def test_after_answering_it_ends_well_too(
    given: dict[str, str], slack: Slack, tmp_path: Path
) -> None:
    async with serving("web", folder=tmp_path, settings=given) as bot:
        await bot.until_healthy()
        await bot.send(direct_message(QUESTION))
        await slack.wait_for("chat.postMessage")
        ended = await bot.told_to_stop()

    assert ended.code == 0
    assert "Traceback" not in ended.err


async def test_health_names_the_content_that_was_loaded(
    given: dict[str, str], tmp_path: Path, toolkit: Toolkit
) -> None:
    async with serving("web", folder=tmp_path, settings=given) as bot:
        said = await bot.until_healthy()

    assert said == {"ok": True, "content": toolkit.version}


async def test_another_content_folder_is_served(given: dict[str, str], tmp_path: Path) -> None:
    content = Path(shutil.copytree(default_content_dir(), tmp_path / "content"))
    messages = content / "messages.yaml"
    messages.write_text(messages.read_text("utf-8") + "# mine\n", "utf-8")
    settings = {**given, "CONTENT_DIR": str(content)}

    async with serving("web", folder=tmp_path, settings=settings) as bot:
        theirs = await bot.until_healthy()
    async with serving("web", folder=tmp_path, settings=given) as bot:
        ours = await bot.until_healthy()

    assert theirs["content"] != ours["content"]


async def test_an_event_heard_before_a_restart_is_not_answered_after_it(
    given: dict[str, str], slack: Slack, tmp_path: Path
) -> None:
    async with serving("web", folder=tmp_path, settings=given) as bot:
        await bot.until_healthy()
        await bot.send(direct_message(QUESTION, event_id="Ev-once"))
        await slack.wait_for("chat.postMessage")
        await bot.told_to_stop()
    async with serving("web", folder=tmp_path, settings=given) as bot:
        await bot.until_healthy()
        await bot.send(direct_message(QUESTION, event_id="Ev-once"))
        await bot.send(direct_message(QUESTION, channel="D2"))
        await slack.wait_for("chat.postMessage", 2)

    assert [each["channel"] for each in slack.made("chat.postMessage")] == ["D1", "D2"]


async def test_neither_what_was_written_nor_a_secret_stands_in_the_log(
    given: dict[str, str], slack: Slack, tmp_path: Path
) -> None:
    async with serving("web", folder=tmp_path, settings=given) as bot:
        await bot.until_healthy()
        await bot.send(direct_message("Persephone Quillfeather will not speak, keeping records"))
        await slack.wait_for("chat.postMessage")
        ended = await bot.told_to_stop()

    assert "T1" in ended.err
    assert "Quillfeather" not in ended.err
    assert TOKEN not in ended.err
    assert SECRET not in ended.err


async def test_what_stands_in_a_message_with_a_wrong_signature_is_not_logged(
    given: dict[str, str], tmp_path: Path
) -> None:
    """A wrong signing secret is a common slip, and then every message comes this way."""
    body = direct_message("Persephone Quillfeather").raw_body
    async with serving("web", folder=tmp_path, settings=given) as bot:
        await bot.until_healthy()
        refused = await bot.send(signed(body, "application/json", secret="f" * 32))
        ended = await bot.told_to_stop()

    assert refused.status == 401
    assert "Quillfeather" not in ended.err


def test_a_port_in_use_is_one_line_that_names_it(given: dict[str, str], tmp_path: Path) -> None:
    with socket.create_server(("", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run("web", folder=tmp_path, settings={**given, "PORT": port})

    assert ended.code == 1
    assert ended.err.splitlines()[-1].startswith(f"PORT {port} ")
    assert "Traceback" not in ended.err


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://127.0.0.1:1/x",
        "postgresql://me:hunter2@127.0.0.1:1/x",
        "postgresql://me:hunter2@127.0.0.1:1/x?nonsense=1",
    ],
)
def test_a_database_that_cannot_be_reached_is_one_line_that_names_the_setting(
    given: dict[str, str], tmp_path: Path, address: str
) -> None:
    ended = run("web", folder=tmp_path, settings={**given, "DATABASE_URL": address})

    (line,) = ended.err.splitlines()
    assert ended.code == 1
    assert line.startswith("DATABASE_URL")
    assert "hunter2" not in line


def test_a_file_that_is_no_database_is_one_line_that_names_the_setting(
    given: dict[str, str], tmp_path: Path
) -> None:
    (tmp_path / "letter.txt").write_text("Dear Sir or Madam, " * 50)
    settings = {**given, "DATABASE_URL": f"sqlite:///{tmp_path / 'letter.txt'}"}

    ended = run("web", folder=tmp_path, settings=settings)

    (line,) = ended.err.splitlines()
    assert ended.code == 1
    assert line.startswith("DATABASE_URL")


def test_broken_content_is_reported_and_nothing_is_served(
    given: dict[str, str], tmp_path: Path
) -> None:
    content = Path(shutil.copytree(default_content_dir(), tmp_path / "content"))
    (content / "kinds.yaml").unlink()

    ended = run("web", folder=tmp_path, settings={**given, "CONTENT_DIR": str(content)})

    assert ended.code == 1
    assert "kinds.yaml" in ended.err
    assert "Traceback" not in ended.err


def test_a_content_folder_that_is_not_there_is_one_line_that_names_the_setting(
    given: dict[str, str], tmp_path: Path
) -> None:
    ended = run("web", folder=tmp_path, settings={**given, "CONTENT_DIR": str(tmp_path / "none")})

    (line,) = ended.err.splitlines()
    assert ended.code == 1
    assert "CONTENT_DIR" in line
    assert str(tmp_path / "none") in line
