"""A small workspace, the stand-in that serves it, and bots to bring things to."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import AsyncExitStack

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.playground.app_manifest import AppManifest, Shortcut
from bot.playground.courier import Courier
from bot.playground.gestures import Gestures
from bot.playground.standin import StandIn
from bot.playground.workspace import Conversation, Person, Workspace
from bot.replies.answering import Answering
from bot.slack.reminder_desk import ReminderDesk
from bot.web import web_app
from tests.playground.support import SECRET, TOKEN, serve, serve_standin
from tests.support.bots import app_on
from tests.support.reading import settled

APP = AppManifest(
    name="Toolkit",
    scopes=frozenset(
        {"app_mentions:read", "assistant:write", "channels:read", "chat:write", "commands"}
        | {"im:history", "im:write", "users:read"}
    ),
    events=frozenset({"app_home_opened", "app_mention", "message.im"}),
    commands={"/toolkit": "your question"},
    shortcuts=(Shortcut("message", "Find guidance", "find"), Shortcut("global", "Ask", "ask")),
    has_home=True,
)


@pytest.fixture
def workspace() -> Workspace:
    """Two people and an administrator; the bot is in C1, not in C2, and C3 is archived."""
    people = [
        Person("U1", "Ann Lee", "Detective", "Police"),
        Person("U2", "Bob Roy", "Nurse", "Health"),
        Person("UADMIN", "Cat Day", is_admin=True),
    ]
    places = [
        Conversation("C1", "safeguarding", "Worries"),
        Conversation("C2", "general", bot_is_in=False),
        Conversation("C3", "old-project", is_archived=True),
        Conversation("D1", "Toolkit", person="U1"),
        Conversation("D2", "Toolkit", person="U2"),
        Conversation("DADMIN", "Toolkit", person="UADMIN"),
    ]
    return Workspace("T1", "Frontline", APP, people, places)


@pytest.fixture
async def sqlite(sqlite: AsyncEngine) -> AsyncIterator[AsyncEngine]:
    """The database, kept open until the last listener is done with it."""
    yield sqlite
    await settled()


@pytest.fixture
async def standin(workspace: Workspace) -> AsyncIterator[StandIn]:
    """The stand-in, served on loopback; it does not count how often it is called."""
    standin = StandIn(workspace, counts_rates=False)
    async with serve_standin(standin):
        yield standin


@pytest.fixture
def client(standin: StandIn) -> AsyncWebClient:
    """Slack's own client, which takes the stand-in for Slack."""
    return AsyncWebClient(token=TOKEN, base_url=standin.api_url, retry_handlers=[])


@pytest.fixture
def bolt(standin: StandIn) -> AsyncApp:
    """A small Bolt app of the test's own, without a listener so far."""
    client = AsyncWebClient(token=TOKEN, base_url=standin.api_url)
    return AsyncApp(client=client, signing_secret=SECRET)


@pytest.fixture
def the_bot(
    standin: StandIn, sqlite: AsyncEngine, answering: Answering, reminders: ReminderDesk
) -> AsyncApp:
    """The real bot, which takes the stand-in for Slack."""
    return app_on(sqlite, standin, answering, reminders)


class People:
    """Brings what people do to a bot."""

    def __init__(self, standin: StandIn, stack: AsyncExitStack) -> None:
        self._standin, self._stack = standin, stack

    async def of(self, app: AsyncApp) -> Gestures:
        """The people of the workspace, with *app* as their bot."""
        url = await self._stack.enter_async_context(serve(web_app(app, "content")))
        return self.at(f"{url}slack/events")

    def at(self, url: str, *, patience_s: float = 3.0) -> Gestures:
        """The people of the workspace, with their bot at *url*."""
        courier = Courier(
            self._standin.workspace.clock,
            self._standin.traffic,
            self._standin.faults,
            url=url,
            secret=SECRET,
            patience_s=patience_s,
        )
        self._stack.push_async_callback(courier.close)
        return Gestures(self._standin, courier)


@pytest.fixture
async def people(standin: StandIn) -> AsyncIterator[People]:
    """People who use a bot, by what they do."""
    async with AsyncExitStack() as stack:
        yield People(standin, stack)
    await settled()
