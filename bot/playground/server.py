"""The page, what it asks for, and what it does; on loopback, for this machine's browser alone."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping, Sequence
from pathlib import Path
from typing import Any, Protocol

from aiohttp import web

from bot.playground.bot_process import BotState
from bot.playground.cast import Example
from bot.playground.courier import Courier
from bot.playground.faults import Fault, FaultKind
from bot.playground.gestures import Gestures
from bot.playground.limits import Json
from bot.playground.refused import NotDone, Refused
from bot.playground.snapshot import snapshot
from bot.playground.standin import LARGEST_CALL, NOT_READABLE, StandIn

PAGE = Path(__file__).with_name("page")
FARTHEST_S = 366 * 24 * 3600
HOP_S = 24 * 3600  # a bot that plans days ahead is given the time to, on a longer way
BOT_LOOKS_AGAIN_S = 1.2
_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'self'; connect-src 'self'; img-src 'self' https: data:; "
        "style-src 'self' 'unsafe-inline'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}
_OURS = "trafficking-toolkit-playground"


class Bot(Protocol):
    """What the page can do with the bot beside the workspace."""

    @property
    def state(self) -> BotState: ...
    async def kill(self) -> None: ...
    async def start(self) -> None: ...


class Playground:
    """The stand-in with a page on it: a workspace that a person can use in a browser."""

    def __init__(
        self, standin: StandIn, courier: Courier, bot: Bot, examples: Sequence[Example]
    ) -> None:
        self._standin, self._courier, self._bot = standin, courier, bot
        self._workspace, self._examples = standin.workspace, examples
        self._gestures = Gestures(standin, courier)
        self._live: set[asyncio.Task[Any] | None] = set()
        self._gesture: Mapping[str, Callable[[Json], Awaitable[Json | None]]] = {
            "write": self._write,
            "press": self._press,
            "suggest": self._suggest,
            "submit": self._submit,
            "close": self._close,
            "shortcut": self._shortcut,
            "open": self._open,
            "invite": self._invite,
            "remove": self._remove,
            "dismiss": self._dismiss,
            "clock": self._clock,
            "faults": self._faults,
            "stop": self._stop,
            "start": self._start,
        }

    def web_app(self) -> web.Application:
        """All addresses: the page's, and those that the bot calls."""
        app = web.Application(middlewares=[_only_this_machine], client_max_size=LARGEST_CALL)
        self._standin.add_routes(app)
        app.router.add_get("/", _page)
        app.router.add_get("/health", _health)
        app.router.add_get("/workspace", self._on_workspace)
        app.router.add_get("/traffic", self._on_traffic)
        app.router.add_get("/live", self._on_live)
        app.router.add_post("/do/{gesture}", self._on_gesture)
        app.router.add_static("/page", PAGE)
        app.on_response_prepare.append(_with_headers)
        app.on_shutdown.append(self._end_live)
        return app

    async def keep_time(self) -> None:
        """Post what is due and send again what must be, until cancelled."""
        while True:
            await self._what_is_due()
            await asyncio.sleep(0.25)

    async def _what_is_due(self) -> None:
        self._gestures.post_due()
        await self._courier.tell_again()

    async def _on_workspace(self, request: web.Request) -> web.Response:
        seen = snapshot(
            self._workspace,
            self._bot.state,
            self._examples,
            self._standin.faults.current,
            self._courier.redeliveries,
            request.query.get("as", ""),
            request.query.get("in", ""),
        )
        return web.json_response(seen)

    async def _on_traffic(self, request: web.Request) -> web.Response:
        after = request.query.get("after", "0")[:18]
        entries = self._standin.traffic.after(int(after) if after.isdecimal() else 0)
        shown = [{**vars(each), "token": ""} for each in entries]
        return web.json_response({"entries": shown, "last": self._standin.traffic.last})

    async def _on_live(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse(heartbeat=20)
        await socket.prepare(request)
        hearing = asyncio.current_task()
        telling = asyncio.create_task(self._tell_versions(socket))
        self._live.add(hearing)
        try:
            async for _ in socket:
                pass  # the page says nothing here; this ends when it goes
        finally:
            self._live.discard(hearing)
            telling.cancel()
        return socket

    async def _end_live(self, _app: web.Application) -> None:
        """Hang up on the pages: they call again by themselves, and nobody waits for them."""
        for each in self._live:
            if each:
                each.cancel()

    async def _tell_versions(self, socket: web.WebSocketResponse) -> None:
        seen = -1
        with contextlib.suppress(ConnectionResetError):
            while True:
                seen = await self._workspace.changes.after(seen)
                await socket.send_json({"version": seen})

    async def _on_gesture(self, request: web.Request) -> web.Response:
        do = self._gesture.get(request.match_info["gesture"])
        try:
            said = await request.json()
        except NOT_READABLE:
            said = None
        if not do or not isinstance(said, dict):
            return _no("A gesture is a JSON object, sent to an address that exists.", 400)
        try:
            done = await do(said)
        except NotDone as error:
            return _no(str(error))
        except Refused as no:
            return _no(f"The app answered what Slack refuses: {', '.join((no.error, *no.details))}")
        except (*NOT_READABLE, TypeError, AttributeError, OverflowError):
            return _no("Something is missing from that gesture, or is not what it must be.", 400)
        finally:
            self._workspace.changes.happened()
        return web.json_response({"ok": True, **(done or {})})

    async def _write(self, said: Json) -> None:
        text = _text(said, "text")
        await self._gestures.write(said["as"], said["in"], text, said.get("thread_ts"))

    async def _press(self, said: Json) -> None:
        action, state = _object(said, "action"), _object(said, "state")
        await self._gestures.press(said["as"], said, action, state)

    async def _suggest(self, said: Json) -> Json:
        return await self._gestures.suggest(said["as"], said, _text(said, "value"))

    async def _submit(self, said: Json) -> Json | None:
        errors = await self._gestures.submit(said["as"], said["view_id"], _object(said, "state"))
        return {"ok": False, "errors": errors} if errors else None

    async def _close(self, said: Json) -> None:
        await self._gestures.close(said["as"], said["view_id"], every=bool(said.get("all")))

    async def _shortcut(self, said: Json) -> None:
        await self._gestures.shortcut(
            said["as"], _text(said, "callback_id"), said.get("in", ""), said.get("ts", "")
        )

    async def _open(self, said: Json) -> None:
        self._gestures.open(said["as"], said["tab"])

    async def _invite(self, said: Json) -> None:
        self._gestures.invite(said["as"], said["in"], is_in=True)

    async def _remove(self, said: Json) -> None:
        self._gestures.invite(said["as"], said["in"], is_in=False)

    async def _dismiss(self, said: Json) -> None:
        self._gestures.dismiss(said["as"], said["in"], said["ts"])

    async def _clock(self, said: Json) -> None:
        now = self._workspace.clock.now()
        by_s = float(said["to"]) - now if "to" in said else float(said["ahead_s"])
        if not 0 <= by_s <= FARTHEST_S:
            raise NotDone("The clock moves forward only, and at most a year at once.")
        while by_s > HOP_S and self._bot.state.name == "ready":
            by_s -= HOP_S
            self._workspace.clock.move(HOP_S)
            await self._what_is_due()
            await asyncio.sleep(BOT_LOOKS_AGAIN_S)
        self._workspace.clock.move(by_s)
        await self._what_is_due()

    async def _faults(self, said: Json) -> None:
        kind, times = FaultKind(said["kind"]), said.get("times")
        self._standin.faults.only(Fault(kind, None if times is None else max(1, int(times))))

    async def _stop(self, _said: Json) -> None:
        await self._bot.kill()

    async def _start(self, _said: Json) -> None:
        await self._bot.start()


async def is_ours(address: str) -> bool:
    """Whether a playground answers at *address*."""
    from aiohttp import ClientError, ClientSession, ClientTimeout

    with contextlib.suppress(ClientError, OSError, TimeoutError, ValueError):
        async with (
            ClientSession(timeout=ClientTimeout(total=2)) as session,
            session.get(f"{address}health") as response,
        ):
            said = await response.json()
            return isinstance(said, dict) and said.get("what") == _OURS
    return False


@web.middleware
async def _only_this_machine(
    request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
) -> web.StreamResponse:
    """Refuse what another site makes the browser send: it has another host or another origin."""
    host = request.host.rpartition(":")[0] or request.host
    origin = request.headers.get("Origin")
    ours = origin in {None, f"http://{request.host}"}
    if host not in {"127.0.0.1", "localhost"} or not ours:
        return _no("This workspace is for the browser of its own machine.", 403)
    return await handler(request)


async def _with_headers(_request: web.Request, response: web.StreamResponse) -> None:
    response.headers.update(_HEADERS)


async def _page(_request: web.Request) -> web.FileResponse:
    return web.FileResponse(PAGE / "index.html")


async def _health(_request: web.Request) -> web.Response:
    return web.json_response({"ok": True, "what": _OURS})


def _no(sentence: str, status: int = 200) -> web.Response:
    return web.json_response({"ok": False, "error": sentence}, status=status)


def _text(said: Json, key: str) -> str:
    text: Any = said[key]
    if not isinstance(text, str):
        raise TypeError(key)
    return text


def _object(said: Json, key: str) -> Json:
    found: Any = said.get(key) or {}
    if not isinstance(found, dict):
        raise TypeError(key)
    return found
