"""The slash command: acknowledged at once, answered for its sender alone."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import ids
from bot.slack.desk import Desk
from bot.slack.places import Place


class Commands:
    """Listens for the slash command and what follows it."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def register(self, app: AsyncApp) -> None:
        app.command(ids.COMMAND)(self.on_command)

    async def on_command(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Answer a word that the command knows; take any other words as a question."""
        await ack()
        place = Place.of_command(body)
        text = (body.get("text") or "").strip()
        first, _, rest = text.partition(" ")
        reply = await self._desk.command(place, first.casefold(), rest.strip(), text)
        await self._desk.deliver(client, place, reply)
        if first.casefold() == "agency" and rest:
            await self._desk.refresh_home(client, place)
