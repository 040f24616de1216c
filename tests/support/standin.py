"""A stand-in for Slack's Web API on loopback: it records what the bot posts, and can misbehave."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

PATIENCE_S = 30.0  # a busy machine is slow; nothing waits this long that will not fail


@dataclass
class Call:
    """One call that the bot made: the method's name (or ``respond``) and its arguments."""

    method: str
    args: dict[str, Any]
    token: str


@dataclass
class StandIn:
    """Slack, as far as the bot can tell."""

    url: str = ""
    calls: list[Call] = field(default_factory=list)
    faults: deque[web.Response | Exception] = field(default_factory=deque)
    _heard: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def response_url(self) -> str:
        return f"{self.url}respond/T1/1"

    def fails_with(self, status: int, *, retry_after: int | None = None) -> None:
        """The next call is answered with *status*."""
        headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
        body = json.dumps({"ok": False, "error": "ratelimited" if status == 429 else "internal"})
        self.faults.append(
            web.Response(status=status, text=body, content_type="application/json", headers=headers)
        )

    def refuses_with(self, error: str) -> None:
        """The next call is answered with one of Slack's own errors."""
        body = {"ok": False, "error": error}
        self.faults.append(web.json_response(body))

    def made(self, method: str) -> list[dict[str, Any]]:
        """The arguments of every call of *method* so far, in order."""
        return [call.args for call in self.calls if call.method == method]

    async def wait_for(self, method: str, count: int = 1) -> dict[str, Any]:
        """Wait until *method* was called *count* times; the last call's arguments."""
        async with asyncio.timeout(PATIENCE_S), self._heard:
            await self._heard.wait_for(lambda: len(self.made(method)) >= count)
        return self.made(method)[count - 1]

    async def _on_api(self, request: web.Request) -> web.StreamResponse:
        form = await request.post() if request.content_type != "application/json" else None
        args = await request.json() if form is None else {k: _value(v) for k, v in form.items()}
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        return await self._record(request.match_info["method"], args, token, self._answer)

    async def _on_respond(self, request: web.Request) -> web.StreamResponse:
        return await self._record("respond", await request.json(), "", lambda *_: web.Response())

    async def _record(
        self, method: str, args: dict[str, Any], token: str, answer: Any
    ) -> web.StreamResponse:
        if method != "auth.test" and self.faults:
            fault = self.faults.popleft()
            if isinstance(fault, Exception):
                raise fault
            return fault
        async with self._heard:
            self.calls.append(Call(method, args, token))
            self._heard.notify_all()
        return answer(method, args)

    def _answer(self, method: str, _args: dict[str, Any]) -> web.StreamResponse:
        extra: dict[str, Any] = {}
        if method == "auth.test":
            extra = {"team_id": "T1", "user_id": "UBOT", "bot_id": "B1", "url": "https://x/"}
        if method == "chat.postMessage":
            extra = {"ts": f"17.{len(self.calls):06d}", "channel": "C1"}
        if method.startswith("views."):
            extra = {"view": {"id": "V1", "hash": "h"}}
        return web.json_response({"ok": True, **extra})


def _value(value: Any) -> Any:
    text = str(value)
    try:
        return json.loads(text) if text[:1] in "[{" else text
    except ValueError:
        return text


async def serve(standin: StandIn) -> web.AppRunner:
    """Serve *standin* on a free port of loopback; the runner is for cleaning up."""
    app = web.Application()
    app.router.add_post("/api/{method}", standin._on_api)
    app.router.add_post("/api/respond/{team}/{hook}", standin._on_respond)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    site = web.TCPSite(runner, "127.0.0.1", 0)
    await site.start()
    port = runner.addresses[0][1]
    standin.url = f"http://127.0.0.1:{port}/api/"
    return runner
