"""The window in which a person says where they work."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.slack import ids
from bot.slack.desk import Desk
from bot.slack.views import chosen_agency, reply_view


class AgencyChoice:
    """Listens for the window's Save."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def register(self, app: AsyncApp) -> None:
        app.view(ids.AGENCY_VIEW)(self.on_save)

    async def on_save(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """Keep the agency, and show at once what was asked for, now for that agency."""
        agency = chosen_agency(body["view"])
        about = body["view"]["private_metadata"]
        reply = self._desk.saved(agency, about)
        await ack(response_action="update", view=reply_view(reply, self._desk.messages))
        await self._desk.save_agency(body["team"]["id"], body["user"]["id"], agency)
