"""The playground as a person opens it: a process of its own, and the bot beside it."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
from aiohttp import ClientConnectionError, ClientSession

from bot.config import Settings
from tests.support.processes import PATIENCE_S, ROOT, Ended, free_port

Json = dict[str, Any]


@dataclass(frozen=True)
class Opened:
    """A playground that runs; *log* is all that it has said to the terminal."""

    process: subprocess.Popen[bytes]
    log: Path
    port: int

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}/"

    def bots(self) -> list[psutil.Process]:
        """The bot's processes: one, unless it is just not there."""
        return psutil.Process(self.process.pid).children(recursive=True)

    async def snapshot(self, **query: str) -> Json:
        async with ClientSession() as session:
            return await _json(session, f"{self.url}workspace", query)

    async def does(self, gesture: str, **said: Any) -> Json:
        async with (
            ClientSession() as session,
            session.post(f"{self.url}do/{gesture}", json=said) as response,
        ):
            answer: Json = await response.json()
            return answer

    async def until(self, holds: Callable[[Json], object], **query: str) -> Json:
        """Wait until the snapshot is as it must be, looking at each change; that snapshot.

        Raises:
            TimeoutError: if it never is.
        """
        async with (
            asyncio.timeout(PATIENCE_S),
            ClientSession() as session,
            session.ws_connect(f"{self.url}live") as live,
        ):
            while True:
                await live.receive_json()
                seen = await _json(session, f"{self.url}workspace", query)
                if holds(seen):
                    return seen

    async def until_it_answers(self) -> None:
        """Wait until there is a page."""
        async with asyncio.timeout(PATIENCE_S):
            while True:
                assert self.process.poll() is None, self.log.read_text()
                try:
                    await self.snapshot()
                except ClientConnectionError:
                    await asyncio.sleep(0.05)
                else:
                    return

    async def until_ready(self) -> Json:
        """Wait until the bot answers too."""
        return await self.until(lambda seen: seen["bot"]["state"] == "ready")

    async def ended(self) -> Ended:
        """Wait until the process has ended."""
        code = await asyncio.to_thread(self.process.wait, PATIENCE_S)
        return Ended(code, "", self.log.read_text())


@asynccontextmanager
async def opened(
    folder: Path, *words: str, settings: dict[str, str] | None = None
) -> AsyncIterator[Opened]:
    """A playground in *folder* whose page answers; it is ended with the block."""
    port, log = free_port(), folder / "log.txt"
    command = [sys.executable, "-m", "bot", "playground", "--no-browser", "--port", str(port)]
    ours = {name.upper() for name in Settings.model_fields}
    inherited = {name: value for name, value in os.environ.items() if name.upper() not in ours}
    with log.open("wb") as said:
        process = subprocess.Popen(  # noqa: S603, ASYNC220
            [*command, *words],
            cwd=folder,
            env={**inherited, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", **(settings or {})},
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=subprocess.STDOUT,
            start_new_session=True,  # a terminal's group, which Ctrl+C goes to
        )
    playground = Opened(process, log, port)
    beside: list[psutil.Process] = []
    try:
        await playground.until_it_answers()
        yield playground
        beside = playground.bots() if process.poll() is None else []
    finally:
        process.kill()
        await asyncio.to_thread(process.wait)
        await asyncio.to_thread(psutil.wait_procs, beside, PATIENCE_S)


async def until_gone(process: psutil.Process) -> None:
    """Wait until *process* has ended.

    Raises:
        psutil.TimeoutExpired: if it never does.
    """
    await asyncio.to_thread(process.wait, PATIENCE_S)


async def _json(session: ClientSession, url: str, query: dict[str, str]) -> Json:
    async with session.get(url, params=query) as response:
        seen: Json = json.loads(await response.text())
        return seen
