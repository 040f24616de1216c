"""The stand-in Slack's other door: Socket Mode, where the bot calls and then listens."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from aiohttp import WSMsgType, web
from slack_bolt.async_app import AsyncBoltRequest

from tests.support.standin import PATIENCE_S, Slack


class SocketSlack(Slack):
    """A stand-in that also hands out the address of a socket, and speaks on it."""

    socket_url: str = ""

    def __init__(self) -> None:
        super().__init__()
        self.acknowledged: list[str] = []
        self._open: asyncio.Future[web.WebSocketResponse] = (
            asyncio.get_running_loop().create_future()
        )

    async def send(self, request: AsyncBoltRequest, envelope: str) -> None:
        """Bring the event of *request* to the bot, once it has called."""
        async with asyncio.timeout(PATIENCE_S * 4):
            socket = await asyncio.shield(self._open)
        said = {
            "type": "events_api",
            "envelope_id": envelope,
            "accepts_response_payload": False,
            "payload": json.loads(request.raw_body),
        }
        await socket.send_str(json.dumps(said))

    async def on_call(self, request: web.Request) -> web.WebSocketResponse:
        """The bot has called: greet it, then hear what it acknowledges."""
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        await socket.send_str(json.dumps({"type": "hello", "num_connections": 1}))
        if not self._open.done():
            self._open.set_result(socket)
        async for message in socket:
            if message.type is WSMsgType.TEXT and message.data.startswith("{"):
                self.acknowledged.append(json.loads(message.data)["envelope_id"])
        return socket

    def do(self, method: str, args: dict[str, Any], token: str) -> dict[str, Any]:
        """What the Web API does, and besides it hands out the address of the socket."""
        if method == "apps.connections.open":
            return {"url": self.socket_url}
        return super().do(method, args, token)


@asynccontextmanager
async def socket_of(standin: SocketSlack) -> AsyncIterator[None]:
    """Serve the socket of *standin* on a free port of loopback."""
    app = web.Application()
    app.router.add_get("/link", standin.on_call)
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    standin.socket_url = f"ws://127.0.0.1:{runner.addresses[0][1]}/link"
    yield
    await runner.cleanup()
