"""The bot as a process of its own, which inherits no setting but those that a test gives it."""

from __future__ import annotations

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path

from aiohttp import ClientConnectionError, ClientResponse, ClientSession
from slack_bolt.async_app import AsyncBoltRequest

from bot.config import Settings

ROOT = Path(__file__).parents[2]
PATIENCE_S = 120.0


@dataclass(frozen=True)
class Ended:
    """How a process ended."""

    code: int
    out: str
    err: str


@dataclass(frozen=True)
class Running:
    """A process that serves; *log* is what it has said on standard error."""

    process: subprocess.Popen[bytes]
    log: Path
    url: str

    async def until_healthy(self) -> dict[str, object]:
        """Wait until the process answers; what it says about itself."""
        async with asyncio.timeout(PATIENCE_S), ClientSession() as session:
            while True:
                assert self.process.poll() is None, self.log.read_text()
                try:
                    async with session.get(f"{self.url}/health") as response:
                        said: dict[str, object] = await response.json()
                        return said
                except ClientConnectionError:
                    await asyncio.sleep(0.05)

    async def send(self, request: AsyncBoltRequest) -> ClientResponse:
        """Bring *request* to the process as Slack would."""
        headers = {name: values[0] for name, values in request.headers.items()}
        async with (
            ClientSession() as session,
            session.post(
                f"{self.url}/slack/events", data=request.raw_body.encode(), headers=headers
            ) as response,
        ):
            await response.read()
            return response

    async def told_to_stop(self) -> Ended:
        """Tell the process to stop, as a host does, and wait until it has."""
        self.process.terminate()
        return await self.ended()

    async def ended(self) -> Ended:
        """Wait until the process has ended."""
        code = await asyncio.to_thread(self.process.wait, PATIENCE_S)
        return Ended(code, "", self.log.read_text())


def run(
    *words: str | bytes, folder: Path, settings: dict[str, str] | None = None, stdin: bytes = b""
) -> Ended:
    """Run one command in *folder* to its end."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", "bot", *words],
        cwd=folder,
        env=_environment(settings or {}),
        input=stdin,
        capture_output=True,
        timeout=PATIENCE_S,
        check=False,
    )
    return Ended(done.returncode, done.stdout.decode(), done.stderr.decode())


@asynccontextmanager
async def serving(
    *words: str, folder: Path, settings: dict[str, str], port: int | None = None
) -> AsyncIterator[Running]:
    """The process of a command, which is ended with the block, however the block ends."""
    log = folder / "log.txt"
    process = _start(words, folder, log, settings)
    try:
        yield Running(process, log, f"http://127.0.0.1:{port or settings.get('PORT', '')}")
    finally:
        process.kill()
        process.wait()


def free_port() -> int:
    """A port of loopback that nobody uses just now."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        port: int = held.getsockname()[1]
    return port


def _start(
    words: tuple[str, ...], folder: Path, log: Path, settings: dict[str, str]
) -> subprocess.Popen[bytes]:
    with log.open("wb") as said:
        return subprocess.Popen(  # noqa: S603
            [sys.executable, "-m", "bot", *words],
            cwd=folder,
            env=_environment(settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=said,
        )


def _environment(settings: dict[str, str]) -> dict[str, str]:
    ours = {name.upper() for name in Settings.model_fields}
    inherited = {name: value for name, value in os.environ.items() if name.upper() not in ours}
    return {**inherited, "PYTHONPATH": str(ROOT), "PYTHONUTF8": "1", "CACHE_DIR": "off", **settings}
