"""A workspace removes the bot: what its people chose and set up goes with it."""

from __future__ import annotations

from typing import Any

from slack_bolt.async_app import AsyncApp

from bot.slack.desk import Desk
from bot.slack.reminder_desk import ReminderDesk


class Workspace:
    """Listens for the end."""

    def __init__(self, desk: Desk, reminders: ReminderDesk) -> None:
        self._desk, self._reminders = desk, reminders

    def register(self, app: AsyncApp) -> None:
        app.event("app_uninstalled")(self.on_removed)
        app.event("tokens_revoked")(self.on_tokens_revoked)

    async def on_removed(self, body: dict[str, Any]) -> None:
        """Erase all that is kept of the workspace."""
        await self._forget(body["team_id"])

    async def on_tokens_revoked(self, body: dict[str, Any]) -> None:
        """Only the bot's own token ends its stay; a person's does not."""
        if body["event"].get("tokens", {}).get("bot"):
            await self._forget(body["team_id"])

    async def _forget(self, team: str) -> None:
        await self._desk.forget_workspace(team)
        await self._reminders.forget_workspace(team)
