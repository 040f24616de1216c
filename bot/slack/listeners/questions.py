"""Questions put in words: direct messages to the bot, and mentions of it. Nothing else is heard."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.desk import Desk
from bot.slack.places import Place

# A message as it is, with a file, said with /me, or sent from a thread to its channel as well.
_WRITTEN = frozenset({None, "file_share", "me_message", "thread_broadcast"})


class Questions:
    """Listens for questions."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def register(self, app: AsyncApp) -> None:
        app.event("app_mention")(self.on_question)
        app.event("message")(self.on_message)

    async def on_message(self, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Take what a person writes to the bot directly; leave edits, bots and channels alone."""
        if body["event"].get("channel_type") == "im":
            await self.on_question(body, client)

    async def on_question(self, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Answer a question once, however often Slack sends it."""
        event = body["event"]
        if not _is_from_a_person(event) or not await self._desk.is_new(body):
            return
        place = Place.of_event(body)
        reply = await self._desk.answer(place, event.get("text") or "")
        await self._desk.deliver(client, place, reply)


def _is_from_a_person(event: dict[str, Any]) -> bool:
    """Whether a person wrote this just now; an edit or a bot's message is no question."""
    marked = any(event.get(mark) for mark in ("bot_id", "edited", "hidden"))
    return bool(event.get("user")) and not marked and event.get("subtype") in _WRITTEN
