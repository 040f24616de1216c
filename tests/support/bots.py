"""The real bot, built as a process builds it, with a stand-in for its Slack."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import clock
from bot.playground.standin import StandIn
from bot.replies.answering import Answering
from bot.slack.app import build_app
from bot.slack.desk import Desk
from bot.slack.reminder_desk import ReminderDesk
from bot.store.heard import HeardEvents
from bot.store.preferences import Preferences
from bot.store.reminders import ReminderStore
from bot.store.threads import Threads
from tests.support.payloads import SECRET

TOKEN = "xoxb-1-made-up"


def app_on(
    engine: AsyncEngine,
    slack: StandIn,
    answering: Answering,
    reminders: ReminderDesk | None = None,
) -> AsyncApp:
    """The real Bolt app on *engine*."""
    return build_app(
        token=TOKEN,
        signing_secret=SECRET,
        api_url=slack.api_url,
        desk=Desk(answering, Preferences(engine), HeardEvents(engine), Threads(engine)),
        reminders=reminders or reminder_desk_on(engine, answering),
    )


def reminder_desk_on(engine: AsyncEngine, answering: Answering) -> ReminderDesk:
    """The desk for reminders on *engine*, whose time is that of the machine."""
    return ReminderDesk(ReminderStore(engine), answering, clock.now)
