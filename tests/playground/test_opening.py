"""The playground, opened by ``python -m bot playground`` or ``python -m bot`` alone."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
from pathlib import Path

import psutil
import pytest
from aiohttp import ClientError

from tests.playground.opened import Opened, opened, until_gone
from tests.support.content_copy import ContentCopy
from tests.support.processes import free_port, run

NRM = "what is the nrm and how does it work"
REAL = {
    "SLACK_BOT_TOKEN": "xoxb-a-real-one",
    "SLACK_APP_TOKEN": "xapp-a-real-one",
    "SLACK_SIGNING_SECRET": "f" * 32,
}


async def asks(playground: Opened, text: str) -> tuple[str, str]:
    """The first person asks the bot in direct messages; who and where they are."""
    seen = await playground.snapshot()
    me, here = seen["me"]["id"], seen["in"]
    answer = await playground.does("write", **{"as": me, "in": here, "text": text})
    assert answer["ok"]
    return me, here


async def test_a_question_is_answered_from_end_to_end(tmp_path: Path) -> None:
    async with opened(tmp_path) as playground:
        await playground.until_ready()
        await asks(playground, NRM)

        seen = await playground.until(lambda seen: len(seen["messages"]) == 2)

    question, answer = seen["messages"]
    assert question["text"] == NRM
    assert answer["is_bot"]
    assert any(block["type"] == "header" for block in answer["blocks"])
    assert seen["faults"]["kind"] == "none"


async def test_nothing_listens_beyond_this_machine(tmp_path: Path) -> None:
    """Neither the page nor the bot beside it: whoever reaches them reads and writes as anybody."""
    async with opened(tmp_path) as playground:
        await playground.until_ready()
        ours = [psutil.Process(playground.process.pid), *playground.bots()]
        listening = [
            connection.laddr
            for process in ours
            for connection in process.net_connections("inet")
            if connection.status == psutil.CONN_LISTEN
        ]

    assert len(ours) == 2
    assert len(listening) == 2
    assert {address.ip for address in listening} == {"127.0.0.1"}


@pytest.mark.parametrize("how", [signal.SIGTERM, signal.SIGINT])
async def test_told_to_stop_it_ends_well_and_leaves_nothing_behind(
    tmp_path: Path, how: signal.Signals
) -> None:
    async with opened(tmp_path) as playground:
        await playground.until_ready()
        await asks(playground, NRM)
        await playground.until(lambda seen: len(seen["messages"]) == 2)
        (bot,) = playground.bots()

        os.killpg(playground.process.pid, how)

        ended = await playground.ended()
        await until_gone(bot)

    assert ended.code == 0
    assert playground.url in ended.err
    assert "Traceback" not in ended.err
    assert "Fatal" not in ended.err
    assert await asyncio.to_thread(os.listdir, tmp_path) == ["log.txt"]


async def test_an_open_page_does_not_keep_it_from_ending(tmp_path: Path) -> None:
    async with opened(tmp_path) as playground:
        await playground.until_ready()
        looks = asyncio.Event()
        waiting = asyncio.create_task(playground.until(lambda _seen: looks.set()))
        await looks.wait()

        playground.process.send_signal(signal.SIGINT)

        ended = await playground.ended()
        with pytest.raises((TypeError, ClientError)):  # the page is hung up on
            await waiting

    assert ended.code == 0
    assert "Traceback" not in ended.err


async def test_told_to_stop_while_the_bot_starts_it_ends_well_too(tmp_path: Path) -> None:
    """A terminal tells the whole group; the bot would say a traceback if it were in it."""
    async with opened(tmp_path) as playground:
        await playground.until(lambda _seen: playground.bots())
        (bot,) = playground.bots()

        os.killpg(playground.process.pid, signal.SIGINT)

        ended = await playground.ended()
        await until_gone(bot)

    assert ended.code == 0
    assert "Traceback" not in ended.err
    assert "KeyboardInterrupt" not in ended.err


async def test_if_it_is_killed_the_bot_ends_with_it(tmp_path: Path) -> None:
    async with opened(tmp_path) as playground:
        await playground.until_ready()
        (bot,) = playground.bots()

        playground.process.kill()

        await playground.ended()
        await until_gone(bot)


async def test_a_second_one_names_the_address_of_the_first(tmp_path: Path) -> None:
    async with opened(tmp_path) as playground:
        second = await asyncio.to_thread(
            run, "playground", "--no-browser", "--port", str(playground.port), folder=tmp_path
        )

    assert second.code == 1
    assert second.out == ""
    assert len(second.err.splitlines()) == 1
    assert playground.url in second.err


def test_a_port_that_another_program_uses_is_one_line_that_names_it(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run("playground", "--no-browser", "--port", port, folder=tmp_path)

    (line,) = ended.err.splitlines()
    assert ended.code == 1
    assert port in line
    assert "--port" in line


@pytest.mark.parametrize("port", ["0", "-1", "65536", "many", ""])
def test_what_is_no_port_is_refused_without_a_stack(tmp_path: Path, port: str) -> None:
    ended = run("playground", "--no-browser", "--port", port, folder=tmp_path)

    assert ended.code == 2
    assert "--port" in ended.err
    assert "Traceback" not in ended.err


@pytest.mark.parametrize("words", [(), ("playground", "--no-browser")])
@pytest.mark.parametrize("name", REAL)
def test_it_does_not_open_beside_a_real_slack_app(
    tmp_path: Path, name: str, words: tuple[str, ...]
) -> None:
    ended = run(*words, folder=tmp_path, settings={name: REAL[name]})

    (line,) = ended.err.splitlines()
    assert ended.code == 1
    assert name in line
    assert REAL[name] not in line


def test_a_real_slack_app_in_a_file_counts_too(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("slack_bot_token=xoxb-a-real-one\nSLACK_APP_TOKEN=\n")

    ended = run("playground", "--no-browser", folder=tmp_path)

    (line,) = ended.err.splitlines()
    assert ended.code == 1
    assert "SLACK_BOT_TOKEN" in line
    assert "SLACK_APP_TOKEN" not in line
    assert "xoxb-a-real-one" not in line


def test_a_file_of_settings_that_cannot_be_read_is_one_line(tmp_path: Path) -> None:
    (tmp_path / ".env").write_bytes("PORT=4000\n".encode("utf-16"))

    ended = run("playground", "--no-browser", "--port", str(free_port()), folder=tmp_path)

    assert ended.code == 1
    assert ended.err.splitlines()[-1].startswith(".env")
    assert "Traceback" not in ended.err


async def test_other_settings_of_the_bot_do_no_harm(tmp_path: Path) -> None:
    """Whoever deploys the bot has them set; the playground's own come first."""
    settings = {"PORT": str(free_port()), "HOST": "0.0.0.0", "SLACK_API_URL": "https://x.invalid/"}  # noqa: S104
    (tmp_path / ".env").write_text("HOST=0.0.0.0\nSLACK_BOT_TOKEN=\n")
    async with opened(tmp_path, settings=settings) as playground:
        await playground.until_ready()
        await asks(playground, NRM)

        assert await playground.until(lambda seen: len(seen["messages"]) == 2)


async def test_broken_content_is_shown_on_the_page_until_it_is_mended(tmp_path: Path) -> None:
    content = ContentCopy.below(tmp_path)
    sound = (content.folder / "kinds.yaml").read_bytes()
    content.write("kinds.yaml", b"- id: [")
    async with opened(tmp_path, "--content", str(content.folder)) as playground:
        broken = await playground.until(lambda seen: seen["bot"]["state"] == "broken")

        content.write("kinds.yaml", sound)

        await playground.until_ready()
        await asks(playground, NRM)
        await playground.until(lambda seen: len(seen["messages"]) == 2)

        content.write("messages.yaml", b"")

        again = await playground.until(lambda seen: seen["bot"]["state"] == "broken")

    assert "kinds.yaml" in broken["bot"]["said"]
    assert "Traceback" not in broken["bot"]["said"]
    assert "messages.yaml" in again["bot"]["said"]
    assert "kinds.yaml" not in again["bot"]["said"]
    assert len(again["messages"]) == 2


async def test_a_content_folder_that_is_not_there_is_shown_on_the_page(tmp_path: Path) -> None:
    async with opened(tmp_path, "--content", str(tmp_path / "none")) as playground:
        broken = await playground.until(lambda seen: seen["bot"]["state"] == "broken")

    assert str(tmp_path / "none") in broken["bot"]["said"]
    assert broken["people"]


async def test_a_bot_that_is_killed_comes_back_and_nothing_is_lost(tmp_path: Path) -> None:
    async with opened(tmp_path) as playground:
        await playground.until_ready()
        await asks(playground, NRM)
        before = await playground.until(lambda seen: len(seen["messages"]) == 2)
        (bot,) = playground.bots()

        bot.kill()
        await until_gone(bot)

        after = await playground.until_ready()
        (back,) = playground.bots()
        await asks(playground, NRM)
        await playground.until(lambda seen: len(seen["messages"]) == 4)

    assert back.pid != bot.pid
    assert after["messages"][:2] == before["messages"]


async def test_what_is_asked_while_the_bot_is_away_is_answered_later(tmp_path: Path) -> None:
    """Slack brings an event again a minute later; the workspace's clock can be moved there."""
    async with opened(tmp_path) as playground:
        await playground.until_ready()
        await playground.does("stop")
        assert playground.bots() == []
        await asks(playground, NRM)
        waiting = await playground.until(lambda seen: seen["redeliveries"])

        await playground.does("start")
        await playground.until_ready()
        await playground.does("clock", ahead_s=61)

        seen = await playground.until(lambda seen: len(seen["messages"]) == 2)

    assert waiting["bot"]["state"] == "stopped"
    assert waiting["bot"]["said"]
    assert [each["reason"] for each in waiting["redeliveries"]] == ["connection_failed"]
    assert seen["messages"][1]["is_bot"]
    assert seen["redeliveries"] == []


async def test_a_command_to_a_bot_that_is_away_is_told_to_have_failed(tmp_path: Path) -> None:
    async with opened(tmp_path) as playground:
        await playground.until_ready()
        await playground.does("stop")
        seen = await playground.snapshot()

        answer = await playground.does(
            "write", **{"as": seen["me"]["id"], "in": "C01", "text": "/toolkit help"}
        )

    assert answer["ok"] is False
    assert "/toolkit" in answer["error"]
