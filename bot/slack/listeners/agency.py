"""The window in which a person says where they work."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack import delivery, ids
from bot.slack.blocks import Json
from bot.slack.desk import Desk
from bot.slack.places import Place
from bot.slack.views import chosen_agency, reply_view


class AgencyChoice:
    """Listens for the window's Save."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def register(self, app: AsyncApp) -> None:
        app.view(ids.AGENCY_VIEW)(self.on_save)

    async def on_save(self, ack: AsyncAck, body: dict[str, Any], client: AsyncWebClient) -> None:
        """Show at once what was asked for, now for that agency; say that it is kept once it is."""
        agency, about = chosen_agency(body["view"]), body["view"]["private_metadata"]
        await ack(response_action="update", view=self._view(agency, about, kept=False))
        place = Place.of_press(body)
        await self._desk.save_agency(place, agency)
        await delivery.show(client, place, self._view(agency, about, kept=True))
        await self._desk.refresh_home(client, place)

    def _view(self, agency: str, about: str, *, kept: bool) -> Json:
        return reply_view(self._desk.chosen(agency, about, kept=kept), self._desk.messages)
