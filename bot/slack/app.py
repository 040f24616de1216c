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
from bot.slack.listeners.shortcuts import Shortcuts
from bot.slack.listeners.workspace import Workspace
from bot.slack.logs import silence_bodies

_LISTENERS = (Questions, Commands, Shortcuts, Offers, Finding, AgencyChoice, Home, Workspace)


def build_app(*, token: str, signing_secret: str, api_url: str, desk: Desk) -> AsyncApp:
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
    for listener in _LISTENERS:
        listener(desk).register(app)
    return app
