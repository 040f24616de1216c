"""The app is opened: its Home tab is drawn, its Messages tab offers questions to begin with."""

from __future__ import annotations

import logging
import textwrap
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.desk import Desk
from bot.slack.places import Place

log = logging.getLogger(__name__)

PROMPTS = 4  # that Slack shows
PROMPT_TITLE = 40


class Home:
    """Listens for the opening of the app's tabs. Drawing one twice does no harm."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._without_prompts: set[str] = set()  # teams

    def register(self, app: AsyncApp) -> None:
        app.event("app_home_opened")(self.on_opened)

    async def on_opened(self, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Draw the tab that was opened."""
        place, tab = Place.of_event(body), body["event"].get("tab")
        if tab == "home":
            await self._desk.publish_home(client, place)
        elif tab == "messages":
            await self._suggest(client, place)

    async def _suggest(self, client: AsyncWebClient, place: Place) -> None:
        """Offer questions, where the workspace has that; the bot answers as well without."""
        prompts = [prompt(each) for each in await self._desk.to_try(place)][:PROMPTS]
        title = self._desk.messages.prompts_title
        try:  # with a thread's timestamp Slack would show nothing, and say nothing
            await client.assistant_threads_setSuggestedPrompts(
                channel_id=place.channel, title=title, prompts=prompts
            )
        except SlackApiError as error:
            if place.team not in self._without_prompts:
                self._without_prompts.add(place.team)
                log.info("team %s: no suggested prompts (%s)", place.team, error.response["error"])


def prompt(question: str) -> dict[str, str]:
    """A question to choose, under its first words."""
    title = textwrap.shorten(question, PROMPT_TITLE, placeholder="…")
    return {"title": title, "message": question}
