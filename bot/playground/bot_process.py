"""The bot beside the workspace: a process of its own, as in production, started and watched.

Run as a module this file is that process: the bot, which ends when the workspace does.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import runpy
import signal
import socket
import sys
import threading
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from aiohttp import ClientError, ClientSession, ClientTimeout

from bot.playground.changes import Changes

LOOKS_EVERY_S = 0.05
STOPS_WITHIN_S = 15
LAST_LINES = 30
BREAKS_IN_A_ROW = 3
LONG_ENOUGH_S = 5.0

StateName = Literal["starting", "ready", "stopped", "broken"]


@dataclass(frozen=True)
class BotState:
    """How the bot is; *said* tells why it is not ready, and what to do."""

    name: StateName
    said: str = ""


class BotProcess:
    """Runs ``python -m bot web`` with settings of its own; starts it again when it crashes."""

    def __init__(self, settings: Mapping[str, str], port: int) -> None:
        self._settings, self._port = dict(settings), port
        self._process: asyncio.subprocess.Process | None = None
        self._watching: asyncio.Task[None] | None = None
        self._last_lines: deque[str] = deque(maxlen=LAST_LINES)
        self._wanted = False
        self._crashes = 0
        self._changes: Changes | None = None
        self._one_at_a_time = asyncio.Lock()
        self.state = BotState("starting")

    async def launch(self) -> None:
        """Start the process; it makes itself ready while others go on."""
        self._wanted = True
        await self._launch()

    def watch(self, changes: Changes) -> None:
        """Look after the process from now on; *changes* hears of each change of its state."""
        self._changes = changes
        self._watching = asyncio.create_task(self._watch())

    async def started(self) -> None:
        """Wait while it starts; how that ended, *state* tells."""
        while self.state.name == "starting" and self._changes:
            await self._changes.after(self._changes.version)

    async def start(self) -> None:
        """Start it again after it was stopped."""
        async with self._one_at_a_time:
            await self._start()

    async def kill(self) -> None:
        """End it at once, as a crash would, and leave it so."""
        async with self._one_at_a_time:
            self._wanted = False
            if self._process and self._process.returncode is None:
                self._process.kill()
            await self._stop_watching()
        self._set(BotState("stopped", "You stopped the bot. What you send now waits for it."))

    async def restart(self) -> None:
        """Let it finish what it is doing, and start afresh: its content has changed."""
        async with self._one_at_a_time:
            await self._close()
            await self._start()

    async def close(self) -> None:
        """Tell it to stop and wait until it has."""
        async with self._one_at_a_time:
            await self._close()

    async def _launch(self) -> None:
        self._set(BotState("starting"))
        self._last_lines.clear()
        self._process = await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.playground.bot_process",
            env={**os.environ, **self._settings, "PYTHONUNBUFFERED": "1"},
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.PIPE,
            start_new_session=True,  # Ctrl+C is for the workspace, which ends the bot in order
        )

    async def _start(self) -> None:
        if self._wanted and self._watching and not self._watching.done():
            return
        self._crashes = 0
        await self.launch()
        self._watching = asyncio.create_task(self._watch())

    async def _close(self) -> None:
        self._wanted = False
        if self._process and self._process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                self._process.send_signal(signal.SIGTERM)
            try:
                await asyncio.wait_for(self._process.wait(), STOPS_WITHIN_S)
            except TimeoutError:
                self._process.kill()
                await self._process.wait()
        await self._stop_watching()

    async def _watch(self) -> None:
        while self._process:
            process, loop = self._process, asyncio.get_running_loop()
            started = loop.time()
            log = asyncio.create_task(self._keep_last_lines(process))
            ready = asyncio.create_task(self._wait_until_ready())
            code = await process.wait()
            ready.cancel()
            await log
            if not self._wanted:
                return
            lived = loop.time() - started
            self._crashes = 1 if lived > LONG_ENOUGH_S else self._crashes + 1
            if self.state.name != "ready" or self._crashes >= BREAKS_IN_A_ROW:
                self._set(BotState("broken", self._report(code)))
                return
            await self._launch()
            if not self._wanted:  # somebody stopped it meanwhile
                self._process.kill()

    async def _wait_until_ready(self) -> None:
        address = f"http://127.0.0.1:{self._port}/health"
        async with ClientSession(timeout=ClientTimeout(total=1)) as session:
            while True:
                with contextlib.suppress(ClientError, OSError, TimeoutError):
                    async with session.get(address) as response:
                        if response.status == 200:
                            self._set(BotState("ready"))
                            return
                await asyncio.sleep(LOOKS_EVERY_S)

    async def _keep_last_lines(self, process: asyncio.subprocess.Process) -> None:
        """Pass on what the bot logs, and keep the end of it: it says why the bot ended."""
        if not process.stderr:
            return
        while True:
            try:
                line = await process.stderr.readline()
            except ValueError:
                continue  # a line that is longer than anybody reads
            if not line:
                return
            text = line.decode(errors="replace").rstrip()
            self._last_lines.append(text)
            print(text, file=sys.stderr)  # noqa: T201 - the bot's own log, on its way to the terminal

    def _report(self, code: int) -> str:
        said = "\n".join(self._last_lines) or "It said nothing."
        return (
            f"The bot has ended (code {code}). Mend what it says and save the file, "
            f"or start it again.\n\n{said}"
        )

    async def _stop_watching(self) -> None:
        if self._watching:
            await asyncio.gather(self._watching, return_exceptions=True)

    def _set(self, state: BotState) -> None:
        self.state = state
        if self._changes:
            self._changes.happened()


def free_port() -> int:
    """A port of loopback that nobody uses just now."""
    with socket.create_server(("127.0.0.1", 0)) as held:
        port: int = held.getsockname()[1]
    return port


def _be_the_bot() -> None:
    """Run the bot until it is told to stop, or until the workspace that started it is gone."""
    threading.Thread(target=_end_with_the_workspace, daemon=True).start()
    sys.argv = ["bot", "web"]
    runpy.run_module("bot", run_name="__main__")


def _end_with_the_workspace() -> None:
    """Nobody writes to standard input: it ends when the workspace does, however that ends."""
    while os.read(0, 1):
        pass  # not by sys.stdin, whose lock a thread that waits would hold when Python ends
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    _be_the_bot()
