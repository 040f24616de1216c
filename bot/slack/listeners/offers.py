"""Presses of the buttons under a reply. A button carries ids of the content, never words."""

from __future__ import annotations

import re
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.replies.parts import Do
from bot.slack import ids
from bot.slack.desk import Desk
from bot.slack.places import Place


class Offers:
    """Listens for presses."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def register(self, app: AsyncApp) -> None:
        app.action(re.compile(rf"^{ids.OFFER}\."))(self.on_press)

    async def on_press(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Do what the button offers: open a window, share, or say more."""
        await ack()
        action = body["actions"][0]
        do, about = Do(action["action_id"].split(".")[1]), action["value"]
        place = Place.of_press(body)
        if do is Do.SET_AGENCY:
            await self._desk.ask_agency(client, place, about)
        elif do is Do.SHARE:
            await self._desk.share(client, place, about)
        else:
            reply = await self._desk.offered(place, do, about)
            await self._desk.deliver(client, place.window() if do is Do.FULL else place, reply)
        if do is Do.FORGET_AGENCY:
            await self._desk.refresh_home(client, place)
