"""Find guidance for this: a shortcut in the menu of anybody's message."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import ids
from bot.slack.desk import Desk
from bot.slack.places import Place


class Shortcuts:
    """Listens for the shortcut."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def register(self, app: AsyncApp) -> None:
        app.message_shortcut(ids.FIND_GUIDANCE)(self.on_message)

    async def on_message(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Answer the message for whoever chose the shortcut, in a window that only they see."""
        await ack()
        place = Place.of_shortcut(body)
        reply = await self._desk.answer(place, body["message"].get("text") or "")
        await self._desk.deliver(client, place, reply)
