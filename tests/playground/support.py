"""What the playground's tests share: serving on loopback, a tiny bot, and waiting."""

from __future__ import annotations

import asyncio
import json
from collections import deque
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from aiohttp import web
from hypothesis import strategies as st

from bot.playground.standin import StandIn
from bot.playground.workspace import Message, Workspace
from tests.support.bots import TOKEN
from tests.support.payloads import SECRET
from tests.support.standin import PATIENCE_S

__all__ = ["SECRET", "TOKEN"]

Json = dict[str, Any]
BUTTON = {
    "type": "button",
    "action_id": "go",
    "value": "there",
    "text": {"type": "plain_text", "text": "Go"},
}

_KEYS = (
    "type text blocks elements element block_id action_id options option_groups value label "
    "title view style fields accessory confirm channel user ts post_at trigger_id limit cursor "
    "oldest latest prompts thread_ts state action submit rows initial_option placeholder"
)
_WORDS = (
    "section actions input rich_text context header table markdown button static_select modal "
    "home plain_text mrkdwn overflow rich_text_section confirm C1 C3 D1 U1 external_select"
)
some_key, some_word = st.sampled_from(_KEYS.split()), st.sampled_from(_WORDS.split())
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text() | some_word,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(some_key | st.text(max_size=5), inner, max_size=5)
    ),
    max_leaves=20,
)
json_objects = st.dictionaries(some_key, json_values, max_size=6)


def plain(text: str) -> Json:
    return {"type": "plain_text", "text": text}


def section(text: str = "Hello", **more: Any) -> Json:
    return {"type": "section", "text": {"type": "mrkdwn", "text": text}, **more}


def actions(*elements: Json, block_id: str = "row") -> Json:
    return {"type": "actions", "block_id": block_id, "elements": list(elements)}


def modal(*blocks: Json, **more: Any) -> Json:
    """A modal of *blocks*, or of one sentence."""
    return {"type": "modal", "title": plain("A window"), "blocks": [*blocks] or [section()], **more}


def home(text: str = "Hello") -> Json:
    return {"type": "home", "blocks": [section(text)]}


def asking(block_id: str = "name") -> Json:
    """An input of one line."""
    element = {"type": "plain_text_input", "action_id": "typed"}
    return {"type": "input", "block_id": block_id, "label": plain("Name"), "element": element}


def said(workspace: Workspace, channel: str, seen_by: str = "U1") -> list[Message]:
    """What the bot said in a conversation, as far as a person sees it."""
    everything = workspace.messages(channel, seen_by)
    return [each for each in everything if each.user == workspace.bot_user_id]


async def until(workspace: Workspace, holds: Callable[[], object]) -> None:
    """Wait until something in *workspace* holds, looking at each change.

    Raises:
        TimeoutError: if it never does.
    """
    async with asyncio.timeout(PATIENCE_S):
        while not holds():
            await workspace.changes.after(workspace.changes.version)


@asynccontextmanager
async def serve(app: web.Application) -> AsyncIterator[str]:
    """Serve *app* on a free port of loopback; its address, with a slash at its end."""
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=1)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    yield f"http://127.0.0.1:{runner.addresses[0][1]}/"
    await runner.cleanup()


@asynccontextmanager
async def serve_standin(standin: StandIn) -> AsyncIterator[None]:
    """Serve *standin*, and let it know where."""
    app = web.Application()
    standin.add_routes(app)
    async with serve(app) as standin.url:
        yield


@dataclass
class Brought:
    """One request that the tiny bot was brought."""

    headers: dict[str, str]
    body: str

    @property
    def event_id(self) -> str:
        return str(json.loads(self.body)["event_id"])

    @property
    def event(self) -> Json:
        event: Json = json.loads(self.body)["event"]
        return event

    @property
    def payload(self) -> Json:
        payload: Json = json.loads(parse_qs(self.body)["payload"][0])
        return payload

    @property
    def form(self) -> dict[str, str]:
        return {name: values[0] for name, values in parse_qs(self.body).items()}

    @property
    def attempt(self) -> str | None:
        return self.headers.get("X-Slack-Retry-Num")

    @property
    def reason(self) -> str | None:
        return self.headers.get("X-Slack-Retry-Reason")


@dataclass
class TinyBot:
    """A bot without Bolt: it keeps what it is brought, and answers as it is told.

    It answers the *answers* one after the other, then 200; ``None`` is never to answer.
    """

    answers: deque[web.Response | None] = field(default_factory=deque)
    brought: list[Brought] = field(default_factory=list)
    url: str = ""

    async def hear(self, request: web.Request) -> web.Response:
        self.brought.append(Brought(dict(request.headers), await request.text()))
        answer = self.answers.popleft() if self.answers else web.Response()
        if answer is None:
            await asyncio.Event().wait()  # until whoever asked hangs up, or the test ends
        return answer or web.Response()

    def fails(self, times: int, **how: Any) -> None:
        """Answer 500 so many times."""
        self.answers.extend(web.Response(status=500, **how) for _ in range(times))

    def answers_json(self, body: Json) -> None:
        self.answers.append(web.json_response(body))


@asynccontextmanager
async def serve_bot(bot: TinyBot) -> AsyncIterator[TinyBot]:
    """Serve *bot*, and let it know where."""
    app = web.Application()
    app.router.add_post("/", bot.hear)
    async with serve(app) as bot.url:
        yield bot
