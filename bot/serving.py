"""From settings to a running process: what lives as long as the process is made here."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import signal
from collections.abc import AsyncIterator

from aiohttp import ClientError, web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import clock
from bot.config import Settings, read_settings, required
from bot.errors import BotError, SettingError
from bot.kept import Kept, folder_of
from bot.matching.matcher import Matcher
from bot.planning import Planning
from bot.reminders.planner import Planner
from bot.replies.answering import Answering
from bot.slack.app import build_app
from bot.slack.bookings import SlackBookings, make_scheduling_client
from bot.slack.desk import Desk
from bot.slack.logs import configure_logging
from bot.slack.reminder_desk import ReminderDesk
from bot.slack.reminding import ReminderWording
from bot.store.engine import make_engine
from bot.store.heard import HeardEvents
from bot.store.migrate import migrate
from bot.store.preferences import Preferences
from bot.store.reminders import ReminderStore
from bot.store.threads import Threads
from bot.toolkit.loader import load
from bot.toolkit.toolkit import Toolkit
from bot.web import web_app

log = logging.getLogger(__name__)

LAST_ANSWERS_S = 10
ASKS_AGAIN_S = 10


async def serve_web() -> None:
    """Serve HTTP until the process is told to stop.

    Raises:
        BotError: if a setting, the content, the database or the port is not as it must be.
    """
    settings = read_settings()
    secret = required(
        settings.slack_signing_secret,
        "SLACK_SIGNING_SECRET",
        "it is on your app's Basic Information page in Slack",
    )
    toolkit = load(settings.content_dir, Kept(folder_of(settings.cache_dir)))
    async with _running(settings, toolkit, secret) as app:
        runner = web.AppRunner(web_app(app, toolkit.version), access_log=None)
        await runner.setup()
        told = _told_to_stop()
        try:
            await web.TCPSite(runner, settings.host, settings.port).start()
        except OSError as error:
            await runner.cleanup()
            raise BotError(
                f"PORT {settings.port} of HOST {settings.host} cannot be used: {error.strerror}"
            ) from None
        log.info("listening on port %d, content %s", settings.port, toolkit.version)
        await told.wait()
        await runner.cleanup()
        await _finish_answers()


async def serve_socket() -> None:
    """Serve Socket Mode until the process is told to stop.

    Raises:
        BotError: if a setting, the content or the database is not as it must be.
    """
    settings = read_settings()
    app_token = required(
        settings.slack_app_token,
        "SLACK_APP_TOKEN",
        "make one with the scope connections:write on your app's Basic Information page",
    )
    toolkit = load(settings.content_dir, Kept(folder_of(settings.cache_dir)))
    async with _running(settings, toolkit, "unused: Socket Mode has no requests to sign") as app:
        await _try_token(app, app_token)
        handler = AsyncSocketModeHandler(app, app_token)
        await handler.connect_async()  # type: ignore[no-untyped-call]
        told = _told_to_stop()
        log.info("connected by Socket Mode, content %s", toolkit.version)
        await told.wait()
        await handler.close_async()  # type: ignore[no-untyped-call]
        await _finish_answers()


async def serve_worker() -> None:
    """Plan reminders, and nothing else, until the process is told to stop.

    Raises:
        BotError: if a setting, the content or the database is not as it must be.
    """
    settings = read_settings()
    toolkit = load(settings.content_dir, Kept(folder_of(settings.cache_dir)))
    async with _running(settings, toolkit, "unused: a worker hears no requests"):
        told = _told_to_stop()
        log.info("planning reminders, content %s", toolkit.version)
        await told.wait()


@contextlib.asynccontextmanager
async def _running(settings: Settings, toolkit: Toolkit, secret: str) -> AsyncIterator[AsyncApp]:
    configure_logging()
    token = required(
        settings.slack_bot_token,
        "SLACK_BOT_TOKEN",
        "it is on your app's Install App page in Slack and begins with xoxb-",
    )
    engine = make_engine(settings.database_url)
    try:
        await migrate(engine)
    except (SQLAlchemyError, OSError) as error:
        await engine.dispose()
        raise SettingError(
            f"DATABASE_URL: the database cannot be opened ({type(error).__name__}); "
            "check the address, and that the server runs or the folder exists"
        ) from None
    if settings.clock_file:
        clock.follow(settings.clock_file)
    matcher = Matcher(toolkit, kept=Kept(folder_of(settings.cache_dir)))
    answering = Answering(toolkit, matcher)
    desk = Desk(answering, Preferences(engine), HeardEvents(engine), Threads(engine))
    reminders = ReminderDesk(ReminderStore(engine), answering, clock.now)
    planning = asyncio.create_task(_plan(settings, token, toolkit, engine))
    try:
        yield build_app(
            token=token,
            signing_secret=secret,
            api_url=settings.slack_api_url,
            desk=desk,
            reminders=reminders,
        )
    finally:
        planning.cancel()
        await asyncio.gather(planning, return_exceptions=True)
        await engine.dispose()


async def _plan(settings: Settings, token: str, toolkit: Toolkit, engine: AsyncEngine) -> None:
    """Keep the reminders of the token's workspace booked, until cancelled."""
    client = make_scheduling_client(token, settings.slack_api_url)
    store, wording = ReminderStore(engine), ReminderWording(toolkit)
    bookings = SlackBookings(client, clock.now)
    planning = Planning(
        store,
        Planner(store, wording, clock.now),
        lambda _team: bookings,
        clock.now,
        team_id=await _own_team(client),
    )
    await planning.for_ever()


async def _own_team(client: AsyncWebClient) -> str:
    """The workspace that the token is of; asked until Slack answers."""
    while True:
        try:
            return str((await client.auth_test())["team_id"])
        except (SlackClientError, ClientError, OSError) as error:
            log.warning("reminders wait: Slack does not say whose token it is (%s)", type(error))
            await asyncio.sleep(ASKS_AGAIN_S)


async def _try_token(app: AsyncApp, app_token: str) -> None:
    """Ask Slack once whether it takes the token; the handler itself would ask for ever.

    Raises:
        SettingError: if Slack refuses it.
    """
    try:
        await app.client.apps_connections_open(app_token=app_token)
    except SlackApiError as error:
        reason = error.response["error"]
        raise SettingError(f"SLACK_APP_TOKEN: Slack refuses it ({reason})") from None


async def _finish_answers() -> None:
    """Let answers that are on their way be given: their events are claimed, nobody else would."""
    answers = asyncio.all_tasks() - {asyncio.current_task()}
    if answers:
        await asyncio.wait(answers, timeout=LAST_ANSWERS_S)


def _told_to_stop() -> asyncio.Event:
    """Set when the process is told to stop, from now on."""
    told, loop = asyncio.Event(), asyncio.get_running_loop()
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, told.set)
    return told
