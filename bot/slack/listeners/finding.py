"""The box to find a page in: what may be meant, letter by letter, and what was chosen."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.models.blocks import Option, PlainTextObject
from slack_sdk.web.async_client import AsyncWebClient

from bot.replies.pages import part_of
from bot.replies.parts import Do
from bot.slack import ids
from bot.slack.blocks import OPTION_TEXT, cut
from bot.slack.desk import Desk
from bot.slack.places import Place


class Finding:
    """Listens to the box."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def register(self, app: AsyncApp) -> None:
        app.options(ids.FIND)(self.on_typed)
        app.action(ids.FIND)(self.on_chosen)

    async def on_typed(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Offer the pages that the letters may mean."""
        found = await self._desk.find(Place.of_press(body), body.get("value") or "")
        await ack(options=[self._option(each) for each in found])

    async def on_chosen(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Show the page, as a button that offers it would."""
        await ack()
        chosen = body["actions"][0].get("selected_option")
        if not chosen:
            return
        place = Place.of_press(body)
        reply = await self._desk.offered(place, Do.SHOW, chosen["value"])
        await self._desk.deliver(client, place, reply)

    def _option(self, entry_id: str) -> Option:
        title = self._desk.toolkit.entry(entry_id).title
        part = part_of(self._desk.toolkit, entry_id)
        return Option(
            value=entry_id,
            text=PlainTextObject(text=cut(title, OPTION_TEXT)),
            description=PlainTextObject(text=cut(part, OPTION_TEXT)),
        )
