"""Opening the playground: the workspace, the bot beside it, and the page in the browser."""

from __future__ import annotations

import asyncio
import contextlib
import os
import secrets
import signal
import sys
import tempfile
import webbrowser
from collections.abc import Coroutine
from pathlib import Path
from typing import Any

from aiohttp import web
from dotenv import dotenv_values

from bot.errors import BotError, SettingError
from bot.playground.app_manifest import read_manifest
from bot.playground.bot_process import BotProcess, free_port
from bot.playground.cast import FIRST_QUESTIONS, examples, make_workspace
from bot.playground.courier import Courier
from bot.playground.server import Playground, is_ours
from bot.playground.standin import StandIn
from bot.toolkit.folder import default_content_dir

MANIFEST = Path(__file__).parents[1] / "slack" / "manifest.yaml"
REAL = ("SLACK_BOT_TOKEN", "SLACK_SIGNING_SECRET", "SLACK_APP_TOKEN")
LOOKS_EVERY_S = 0.5


async def open_playground(
    port: int, content: Path | None, *, show: bool, patience_s: float
) -> None:
    """Serve the workspace on loopback until told to stop; *show* opens it in the browser.

    *patience_s* is how long it waits for an answer, and how long a trigger opens a window.

    Raises:
        SettingError: beside the tokens of a real Slack app.
        BotError: if the port is in use.
    """
    told = _told_to_stop()
    settings = _settings()
    _refuse_beside_real_tokens(settings)
    content = content or Path(settings.get("CONTENT_DIR") or default_content_dir())
    with tempfile.TemporaryDirectory(prefix="toolkit-playground-") as folder:
        await _serve(
            port, content.resolve(), Path(folder), settings, told, show=show, patience_s=patience_s
        )


async def _serve(
    port: int,
    content: Path,
    folder: Path,
    settings: dict[str, str],
    told: asyncio.Event,
    *,
    show: bool,
    patience_s: float,
) -> None:
    address, bot_port = f"http://127.0.0.1:{port}/", free_port()
    secret, token = secrets.token_hex(16), f"xoxb-playground-{secrets.token_hex(8)}"
    bot = BotProcess(
        {
            "SLACK_BOT_TOKEN": token,
            "SLACK_SIGNING_SECRET": secret,
            "SLACK_APP_TOKEN": "",
            "SLACK_API_URL": f"{address}api/",
            "DATABASE_URL": settings.get("DATABASE_URL") or f"sqlite:///{folder / 'bot.db'}",
            "CONTENT_DIR": str(content),
            "HOST": "127.0.0.1",
            "PORT": str(bot_port),
            "CLOCK_FILE": str(folder / "ahead"),
        },
        bot_port,
    )
    asked = examples(content)
    workspace = make_workspace(read_manifest(MANIFEST), [each.person for each in asked])
    workspace.clock.tells(folder / "ahead")
    workspace.hooks.trigger_lasts_s = patience_s
    standin = StandIn(workspace)
    standin.url = address
    courier = Courier(
        workspace.clock,
        standin.traffic,
        standin.faults,
        url=f"http://127.0.0.1:{bot_port}/slack/events",
        secret=secret,
        patience_s=patience_s,
        when_started=bot.started,
    )
    playground = Playground(standin, courier, bot, asked[:FIRST_QUESTIONS])
    runner = web.AppRunner(playground.web_app(), access_log=None, shutdown_timeout=1)
    try:
        await runner.setup()
        await _listen(runner, port, address)
        await bot.launch()
        bot.watch(workspace.changes)
        _say_where(address, show=show)
        await _until(told, playground.keep_time(), _restart_on_edits(bot, content))
    finally:
        await bot.close()
        await courier.close()
        await runner.cleanup()


async def _listen(runner: web.AppRunner, port: int, address: str) -> None:
    try:
        await web.TCPSite(runner, "127.0.0.1", port).start()
    except OSError as error:
        if await is_ours(address):
            raise BotError(
                f"A workspace is open already, at {address} : use that one, "
                "or open another with --port NUMBER."
            ) from None
        raise BotError(
            f"Port {port} cannot be used ({error.strerror}); choose another with --port NUMBER."
        ) from None


async def _restart_on_edits(bot: BotProcess, content: Path) -> None:
    """Start the bot afresh whenever the content changes, so that editors see what they wrote."""
    seen = _written(content)
    while True:
        await asyncio.sleep(LOOKS_EVERY_S)
        now = _written(content)
        if now != seen:
            seen = now
            await bot.restart()


def _written(content: Path) -> dict[Path, int]:
    found = {}
    for file in (*content.rglob("*.yaml"), *content.glob("*.txt")):
        with contextlib.suppress(OSError):
            found[file] = file.stat().st_mtime_ns
    return found


def _settings() -> dict[str, str]:
    """What is set in the environment or in ``.env``, as the bot itself would read it."""
    try:
        written = dotenv_values(".env")
    except UnicodeDecodeError:
        raise SettingError(".env: is not a UTF-8 text file; save it as one") from None
    everything = {**{k: v or "" for k, v in written.items()}, **os.environ}
    return {name.upper(): value for name, value in everything.items()}


def _refuse_beside_real_tokens(settings: dict[str, str]) -> None:
    found = [name for name in REAL if settings.get(name)]
    if found:
        raise SettingError(
            f"{', '.join(found)}: set for a real Slack workspace, and the local one does not "
            "start beside it. Answer in Slack with: python -m bot web (or socket). "
            "To try the bot here, unset it."
        )


def _say_where(address: str, *, show: bool) -> None:
    print(f"The workspace is open at {address}  (Ctrl+C closes it)", flush=True)  # noqa: T201
    if show and _has_a_screen():
        webbrowser.open(address)


def _has_a_screen() -> bool:
    """Elsewhere ``webbrowser`` starts a browser in the terminal, over what is said there."""
    on_linux = sys.platform.startswith("linux")
    return not on_linux or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def _told_to_stop() -> asyncio.Event:
    """Set when the process is told to stop, from now on; a second telling changes nothing."""
    told, loop = asyncio.Event(), asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, told.set)
    return told


async def _until(told: asyncio.Event, *work: Coroutine[Any, Any, None]) -> None:
    """Let *work* go on until the process is told to stop."""
    tasks = [asyncio.create_task(each) for each in work]
    await told.wait()
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
