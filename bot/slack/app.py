"""The Bolt app: every listener, on one desk."""

from __future__ import annotations

import logging

from slack_bolt.async_app import AsyncApp

from bot.slack.delivery import make_client
from bot.slack.desk import Desk
from bot.slack.failures import Failures
from bot.slack.listeners.agency import AgencyChoice
from bot.slack.listeners.commands import Commands
from bot.slack.listeners.finding import Finding
from bot.slack.listeners.home import Home
from bot.slack.listeners.offers import Offers
from bot.slack.listeners.questions import Questions
from bot.slack.listeners.reminder_list import ReminderList
from bot.slack.listeners.reminder_posts import ReminderPosts
from bot.slack.listeners.reminders import ReminderWindow
from bot.slack.listeners.shortcuts import Shortcuts
from bot.slack.listeners.workspace import Workspace
from bot.slack.logs import silence_bodies
from bot.slack.reminder_desk import ReminderDesk

# Bolt gives a payload to the first that takes it: those of reminders take some words of the
# command and some offers, the others all.
_OF_REMINDERS = (ReminderWindow, ReminderList, ReminderPosts, Workspace)
_LISTENERS = (Questions, Commands, Shortcuts, Offers, Finding, AgencyChoice, Home)


def build_app(
    *, token: str, signing_secret: str, api_url: str, desk: Desk, reminders: ReminderDesk
) -> AsyncApp:
    """The app, ready to be served; nothing is asked of Slack yet."""
    quiet = logging.getLogger("slack_bolt")
    quiet.setLevel(logging.CRITICAL)
    app = AsyncApp(
        client=make_client(token, api_url),
        signing_secret=signing_secret,
        raise_error_for_unhandled_request=True,
        logger=quiet,
    )
    silence_bodies()
    Failures(desk.messages).register(app)
    for first in _OF_REMINDERS:
        first(desk, reminders).register(app)
    for listener in _LISTENERS:
        listener(desk).register(app)
    return app
