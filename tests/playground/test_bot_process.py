"""The bot beside the workspace: started, watched, and started again."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from bot.playground import bot_process
from bot.playground.bot_process import BotProcess
from bot.playground.changes import Changes
from bot.playground.standin import StandIn
from tests.playground.support import SECRET, TOKEN
from tests.support.content_copy import ContentCopy
from tests.support.processes import PATIENCE_S, ROOT, free_port

NOBODY = "http://127.0.0.1:1/"


@pytest.fixture(autouse=True)
def from_the_checkout(monkeypatch: pytest.MonkeyPatch) -> None:
    """The process finds the bot wherever the tests are run."""
    monkeypatch.setenv("PYTHONPATH", str(ROOT))


@pytest.fixture
def content(tmp_path: Path) -> ContentCopy:
    return ContentCopy.below(tmp_path)


@pytest.fixture
def given(content: ContentCopy, tmp_path: Path) -> dict[str, str]:
    """Settings with which the bot can serve."""
    return {
        "SLACK_BOT_TOKEN": TOKEN,
        "SLACK_SIGNING_SECRET": SECRET,
        "SLACK_APP_TOKEN": "",
        "SLACK_API_URL": NOBODY,
        "DATABASE_URL": f"sqlite:///{tmp_path / 'bot.db'}",
        "CONTENT_DIR": str(content.folder),
        "HOST": "127.0.0.1",
        "PORT": str(free_port()),
    }


@pytest.fixture
def changes() -> Changes:
    return Changes()


@pytest.fixture
async def bot(given: dict[str, str], changes: Changes) -> AsyncIterator[BotProcess]:
    """A bot that has just been launched."""
    bot = BotProcess(given, int(given["PORT"]))
    await bot.launch()
    bot.watch(changes)
    yield bot
    await bot.close()


def children() -> list[psutil.Process]:
    """The bots that this process has started and that have not ended."""
    return [
        each
        for each in psutil.Process().children()
        if "bot.playground.bot_process" in each.cmdline()
    ]


async def until(bot: BotProcess, changes: Changes, state: str) -> None:
    """Wait until the bot is in *state*.

    Raises:
        TimeoutError: if it never is.
    """
    async with asyncio.timeout(PATIENCE_S):
        while bot.state.name != state:
            await changes.after(changes.version)


async def test_it_starts_and_tells_when_it_is_ready(bot: BotProcess, changes: Changes) -> None:
    assert bot.state.name == "starting"

    await until(bot, changes, "ready")

    assert len(children()) == 1


async def test_it_can_be_stopped_as_by_a_crash_and_started_again(
    bot: BotProcess, changes: Changes
) -> None:
    await until(bot, changes, "ready")

    await bot.kill()
    assert bot.state.name == "stopped"
    assert bot.state.said
    assert children() == []

    await bot.start()
    await until(bot, changes, "ready")


async def test_it_can_be_stopped_while_it_starts(bot: BotProcess) -> None:
    await bot.kill()

    assert bot.state.name == "stopped"
    assert children() == []


async def test_started_by_several_at_once_it_runs_once(bot: BotProcess, changes: Changes) -> None:
    """Two copies would hear on one port: the second would crash, and be shown as broken."""
    await bot.kill()

    await asyncio.gather(*(bot.start() for _ in range(3)))

    await until(bot, changes, "ready")
    assert len(children()) == 1


async def test_starting_a_bot_that_runs_changes_nothing(bot: BotProcess, changes: Changes) -> None:
    await until(bot, changes, "ready")
    (before,) = children()

    await bot.start()

    assert children() == [before]
    assert bot.state.name == "ready"


async def test_after_a_crash_it_comes_back(bot: BotProcess, changes: Changes) -> None:
    await until(bot, changes, "ready")
    (before,) = children()

    before.kill()

    await until(bot, changes, "starting")
    await until(bot, changes, "ready")
    (after,) = children()
    assert after.pid != before.pid


async def test_after_crash_upon_crash_it_is_left_alone(
    bot: BotProcess, changes: Changes, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(bot_process, "LONG_ENOUGH_S", PATIENCE_S)
    for _ in range(bot_process.BREAKS_IN_A_ROW):
        await until(bot, changes, "ready")
        (process,) = children()
        process.kill()
        await changes.after(changes.version)

    await until(bot, changes, "broken")

    assert "code" in bot.state.said
    assert children() == []


async def test_told_to_restart_it_is_another_process(bot: BotProcess, changes: Changes) -> None:
    await until(bot, changes, "ready")
    (before,) = children()

    await bot.restart()

    await until(bot, changes, "ready")
    (after,) = children()
    assert after.pid != before.pid


async def test_a_bot_that_cannot_start_is_broken_and_says_why(
    content: ContentCopy, bot: BotProcess, changes: Changes
) -> None:
    await until(bot, changes, "ready")
    content.write("kinds.yaml", b"")

    await bot.restart()

    await until(bot, changes, "broken")
    assert "kinds.yaml" in bot.state.said
    assert "Traceback" not in bot.state.said


async def test_a_broken_bot_can_be_started_once_it_is_mended(
    content: ContentCopy, given: dict[str, str], changes: Changes
) -> None:
    sound = (content.folder / "kinds.yaml").read_bytes()
    content.write("kinds.yaml", b"")
    bot = BotProcess(given, int(given["PORT"]))
    await bot.launch()
    bot.watch(changes)
    await until(bot, changes, "broken")

    content.write("kinds.yaml", sound)
    await bot.start()

    await until(bot, changes, "ready")
    await bot.close()


async def test_closing_ends_it_and_closing_twice_does_no_harm(
    bot: BotProcess, changes: Changes
) -> None:
    await until(bot, changes, "ready")
    (process,) = children()

    await bot.close()
    await bot.close()

    assert not process.is_running()


async def test_a_bot_that_was_never_launched_can_be_closed(given: dict[str, str]) -> None:
    await BotProcess(given, 1).close()


async def test_a_line_that_is_longer_than_anybody_reads_does_no_harm(given: dict[str, str]) -> None:
    """Whatever the bot logs, the one who looks after it must not fall over it."""
    stream = asyncio.StreamReader(limit=64)
    stream.feed_data(b"before\n" + b"x" * 1000 + b"\nafter\n\xff\n")
    stream.feed_eof()
    process: Any = type("Process", (), {"stderr": stream})
    bot = BotProcess(given, 1)

    await bot._keep_last_lines(process)

    assert [*bot._last_lines] == ["before", "after", "\ufffd"]


def test_it_ends_when_whoever_started_it_is_gone_and_says_nothing_odd(
    given: dict[str, str],
) -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "bot.playground.bot_process"],
        env={**given, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdin
        assert process.stderr
        said = iter(process.stderr)
        heard = []
        while not heard or b"listening" not in heard[-1]:
            heard.append(next(said))

        process.stdin.close()

        heard += [*said]

    assert process.returncode == 0
    assert not [line for line in heard if b"Traceback" in line or b"Fatal" in line]


async def test_told_to_stop_it_says_nothing_odd(
    bot: BotProcess, changes: Changes, capfd: pytest.CaptureFixture[str]
) -> None:
    """A thread that waits for standard input must not hold up the end of Python."""
    await until(bot, changes, "ready")

    await bot.close()

    said = capfd.readouterr().err
    assert "listening" in said
    assert "Fatal" not in said
    assert "Traceback" not in said


async def test_it_answers_what_it_is_brought(
    standin: StandIn, given: dict[str, str], changes: Changes, people: Any
) -> None:
    bot = BotProcess({**given, "SLACK_API_URL": standin.api_url}, int(given["PORT"]))
    await bot.launch()
    bot.watch(changes)
    await until(bot, changes, "ready")

    gestures = people.at(f"http://127.0.0.1:{given['PORT']}/slack/events")
    await gestures.write("U1", "D1", "what is the nrm", None)

    assert await standin.traffic.wait_for("chat.postMessage", 1, PATIENCE_S)
    await bot.close()
