"""Things that break: a lost connection, a database that is gone, a matcher with a fault."""

from __future__ import annotations

from pathlib import Path
from typing import NoReturn

from slack_bolt.async_app import AsyncApp
from sqlalchemy.ext.asyncio import AsyncEngine

from bot import clock
from bot.matching.matcher import Matcher
from bot.replies.answering import Answering
from bot.slack.app import build_app
from bot.slack.desk import Desk
from bot.slack.reminder_desk import ReminderDesk
from bot.store.engine import make_engine
from bot.store.heard import HeardEvents
from bot.store.preferences import Preferences
from bot.store.reminders import ReminderStore
from bot.store.threads import Threads
from tests.support.payloads import SECRET
from tests.support.standin import Slack

TOKEN = "xoxb-1-made-up"


class BreaksOnEveryQuestion(Matcher):
    """A matcher with a fault, whose error quotes what was asked."""

    def __init__(self) -> None:
        """Nothing is built: it never matches."""

    def match(self, message: str, agency: str | None = None, before: str | None = None) -> NoReturn:
        raise RuntimeError(f"cannot match {message!r} for {agency} after {before}")


def app_on(engine: AsyncEngine, slack: Slack, answering: Answering) -> AsyncApp:
    """The real app on *engine*."""
    desk = Desk(answering, Preferences(engine), HeardEvents(engine), Threads(engine))
    return build_app(
        token=TOKEN,
        signing_secret=SECRET,
        api_url=slack.api_url,
        desk=desk,
        reminders=reminder_desk_on(engine, answering),
    )


def reminder_desk_on(engine: AsyncEngine, answering: Answering) -> ReminderDesk:
    """A desk for reminders on *engine*, which finds every page that answers are found by."""
    return ReminderDesk(ReminderStore(engine), answering, clock.now)


def database_that_is_gone(folder: Path) -> AsyncEngine:
    """A database in a folder that does not exist."""
    return make_engine(f"sqlite:///{folder / 'gone' / 'bot.db'}")
