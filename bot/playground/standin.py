"""The addresses that a bot calls: Slack's Web API and its response addresses, on loopback."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Callable
from time import perf_counter
from typing import Any

from aiohttp import web

from bot.playground.faults import SLOW_S, Fault, FaultKind, Faults
from bot.playground.hooks import Hook
from bot.playground.limits import Json
from bot.playground.rates import Rates
from bot.playground.refused import Refused
from bot.playground.traffic import Traffic
from bot.playground.web_api import call, checked_message
from bot.playground.workspace import Workspace

LARGEST_CALL = 2 * 1024 * 1024
RESPOND = "respond"
NOT_READABLE = (ValueError, LookupError, RecursionError)  # no JSON, no such encoding, too deep


class StandIn:
    """Slack, as far as a bot can tell. *url* is where it is served, with a slash at its end."""

    def __init__(self, workspace: Workspace, *, counts_rates: bool = True) -> None:
        self.workspace = workspace
        self.url = ""
        self.faults = Faults()
        self.traffic = Traffic(workspace.changes)
        self._rates = Rates(workspace.clock) if counts_rates else None

    def add_routes(self, app: web.Application) -> None:
        """Answer under ``/api/`` and ``/respond/`` of *app*."""
        app.router.add_route("*", "/api/{method}", self._on_call)
        app.router.add_post("/respond/{team}/{key}", self._on_respond)

    @property
    def api_url(self) -> str:
        """The base address of the Web API."""
        return f"{self.url}api/"

    def response_url(self, person: str, channel: str, message_ts: str | None = None) -> str:
        """A new address under which the bot may answer to what a person did."""
        key = self.workspace.hooks.new_hook(person, channel, message_ts)
        return f"{self.url}{RESPOND}/{self.workspace.team_id}/{key}"

    async def _on_call(self, request: web.Request) -> web.StreamResponse:
        method = request.match_info["method"]
        token = request.headers.get("Authorization", "").removeprefix("Bearer ")
        args = await _args(request)
        return await self._handle(method, args, token, lambda: self.do(method, args, token))

    def do(self, method: str, args: Json, token: str) -> Json:
        """What a method of the Web API does; the answer without its ``ok``.

        Raises:
            Refused: with Slack's own name for what is wrong.
        """
        return call(self.workspace, method, args, token)

    async def _on_respond(self, request: web.Request) -> web.StreamResponse:
        args, key = await _args(request), request.match_info["key"]
        return await self._handle(RESPOND, args, "", lambda: self._respond(key, args))

    async def _handle(
        self, method: str, args: Json, token: str, do: Callable[[], Json]
    ) -> web.StreamResponse:
        started = perf_counter()
        # Bolt asks auth.test once, before its first answer: a fault there would be spent unseen.
        fault = self.faults.take(delivering=False) if method != "auth.test" else None
        done: Json | None = None
        answer: web.StreamResponse
        if fault and fault.kind is FaultKind.SLOW:
            await asyncio.sleep(SLOW_S)
        if fault and fault.kind not in {FaultKind.SLOW, FaultKind.LOST_AFTER}:
            answer = fault.answer
        elif wait_s := self._wait_s(method, args):
            answer = Fault(FaultKind.RATE_LIMITED, retry_after_s=wait_s).answer
        else:
            done = _done(do)
            lost = fault and fault.kind is FaultKind.LOST_AFTER
            answer = fault.answer if fault and lost else _answered(method, done)
        self.traffic.record(
            at=self.workspace.clock.now(),
            way="from bot",
            what=method,
            status=_status(fault, answer),
            taken=bool(done and done["ok"]),
            took_ms=(perf_counter() - started) * 1000,
            sent=args,
            answer=done,
            token=token,
        )
        return answer

    def _wait_s(self, method: str, args: Json) -> int:
        return self._rates.wait_s(method, str(args.get("channel"))) if self._rates else 0

    def _respond(self, key: str, args: Json) -> Json:
        """Answer at a response address: for the person alone, unless it says ``in_channel``."""
        hook = self.workspace.hooks.use_hook(key)
        if args.get("delete_original"):
            self._delete_original(hook)
            return {}
        text, blocks = checked_message(args)
        if args.get("replace_original") and hook.message_ts:
            original = self.workspace.message(hook.channel, hook.message_ts)
            self.workspace.replace(original, text, blocks)
            return {}
        everybody = args.get("response_type") == "in_channel"
        self.workspace.say(
            hook.channel,
            self.workspace.bot_user_id,
            text,
            blocks=blocks,
            thread_ts=str(args["thread_ts"]) if args.get("thread_ts") else None,
            only_for=None if everybody else hook.person,
        )
        return {}

    def _delete_original(self, hook: Hook) -> None:
        if hook.message_ts:
            self.workspace.take_back(self.workspace.message(hook.channel, hook.message_ts))


async def _args(request: web.Request) -> Json:
    """The arguments of a call, whether they come as JSON, as a form or in the address."""
    if request.content_type == "application/json":
        try:
            args = await request.json()
        except NOT_READABLE:
            raise _unreadable("invalid_json") from None
        return args if isinstance(args, dict) else {}
    try:
        form = {**request.query, **await request.post()}
    except NOT_READABLE:
        raise _unreadable("invalid_form_data") from None
    return {key: _value(str(value)) for key, value in form.items()}


def _value(text: str) -> Any:
    """In a form, what is not text is written as JSON."""
    try:
        return json.loads(text) if text[:1] in {"[", "{"} else text
    except (ValueError, RecursionError):
        return text


def _unreadable(error: str) -> web.HTTPBadRequest:
    body = json.dumps({"ok": False, "error": error})
    return web.HTTPBadRequest(text=body, content_type="application/json")


def _done(do: Callable[[], Json]) -> Json:
    try:
        return {"ok": True, **do()}
    except Refused as no:
        answer: Json = {"ok": False, "error": no.error}
        if no.details:
            answer |= {"response_metadata": {"messages": list(no.details)}}
        return answer


def _answered(method: str, done: Json) -> web.Response:
    if method == RESPOND:
        return web.json_response(done, status=200 if done["ok"] else 404)
    return web.json_response(done)


def _status(fault: Fault | None, answer: web.StreamResponse) -> str:
    if fault and fault.kind in {FaultKind.LOST_BEFORE, FaultKind.LOST_AFTER}:
        return "connection lost"
    return str(answer.status)
