"""Slack's scheduler: asked to post later, to list what it holds, and to let go of it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.reminders.model import Reminder
from bot.reminders.ports import (
    Booked,
    Message,
    RefusedError,
    SlowDownError,
    UnreachableError,
)
from bot.slack.blocks import escape
from bot.slack.delivery import TIMEOUT_S
from bot.toolkit.reminder_messages import ReminderTold

log = logging.getLogger(__name__)

A_PAGE = 100
LOOKED_AT_EVERY = timedelta(hours=1)  # whether the bot is still in a channel
SLACKS_USUAL_DELAY_S = 30.0
_SENDABLE = ("text", "blocks", "unfurl_links", "unfurl_media")  # never metadata: it is not posted


def make_scheduling_client(token: str, api_url: str) -> AsyncWebClient:
    """A client that tries nothing again by itself: the planner must know of each try."""
    return AsyncWebClient(token=token, base_url=api_url, timeout=TIMEOUT_S, retry_handlers=[])


class SlackBookings:
    """The scheduler of one workspace.

    Each call raises SlowDownError, UnreachableError or RefusedError when it was not done.
    """

    def __init__(
        self, client: AsyncWebClient, told: ReminderTold, now: Callable[[], datetime]
    ) -> None:
        self._client, self._told, self._now = client, told, now
        self._looked_at: dict[str, tuple[datetime, str]] = {}

    async def book(self, channel: str, post_at: int, message: Message) -> str:
        """Have *message* posted at a time, in Unix seconds; the id of the booking."""
        sent = {key: message[key] for key in _SENDABLE if key in message}
        answer = await _asked(
            self._client.chat_scheduleMessage(channel=channel, post_at=post_at, **sent)
        )
        return str(answer["scheduled_message_id"])

    async def cancel(self, channel: str, slack_id: str) -> bool:
        """Let go of a booking; False if it is no longer there to be let go of."""
        try:
            await _asked(
                self._client.chat_deleteScheduledMessage(
                    channel=channel, scheduled_message_id=slack_id
                )
            )
        except RefusedError as no:
            if str(no) in {"invalid_scheduled_message_id", "channel_not_found"}:
                return False
            raise
        return True

    async def held(self) -> Sequence[Booked]:
        """Everything that Slack holds to be posted for the bot."""
        found: list[Booked] = []
        cursor: str | None = None
        while True:
            answer = await _asked(
                self._client.chat_scheduledMessages_list(limit=A_PAGE, cursor=cursor)
            )
            for each in answer["scheduled_messages"]:
                text = each.get("text") or ""
                found.append(
                    Booked(str(each["id"]), each["channel_id"], int(each["post_at"]), text)
                )
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return found

    async def trouble_with(self, channel: str) -> str:
        """Why the bot cannot post in *channel*; empty if it can, or may not ask."""
        looked, found = self._looked_at.get(channel, (None, ""))
        if looked and not found and self._now() - looked < LOOKED_AT_EVERY:
            return ""
        found = await self._trouble_with(channel)
        self._looked_at[channel] = (self._now(), found)
        return found

    async def tell(self, user: str, what: str, reminder: Reminder, count: int = 0) -> None:
        """Tell the owner of a reminder what is in its way; if that fails, nothing else does."""
        sentences: Mapping[str, str] = self._told.model_dump()
        said = sentences.get(what, self._told.refused).format(
            id=reminder.id, channel=f"<#{reminder.channel}>", count=count, reason=escape(what)
        )
        try:
            await self._client.chat_postMessage(channel=user, text=said)
        except (SlackClientError, ClientError, OSError) as error:
            log.info("reminder %d: its owner could not be told (%s)", reminder.id, type(error))

    async def _trouble_with(self, channel: str) -> str:
        try:
            answer = await _asked(self._client.conversations_info(channel=channel))
        except RefusedError as no:
            return "" if str(no) in {"missing_scope", "unknown_method"} else str(no)
        info = answer["channel"]
        if info.get("is_archived"):
            return "is_archived"
        return "" if info.get("is_member") or info.get("is_im") else "not_in_channel"


async def _asked(call: Awaitable[AsyncSlackResponse]) -> dict[str, Any]:
    """What Slack answers to *call*, or why it does not, in the planner's words."""
    try:
        answer = await call
    except SlackApiError as error:
        raise _refusal(error) from None
    except (ClientError, OSError, SlackClientError) as error:
        raise UnreachableError(type(error).__name__) from None
    return dict(answer.data) if isinstance(answer.data, dict) else {}


def _refusal(error: SlackApiError) -> Exception:
    """What a refusal means: to wait, not to know, or no."""
    response = error.response
    if response.status_code == 429 or response.get("error") == "ratelimited":
        return SlowDownError(float(response.headers.get("Retry-After", SLACKS_USUAL_DELAY_S)))
    if response.status_code >= 500 or response.get("error") in {"internal_error", "fatal_error"}:
        return UnreachableError(str(response.get("error")))
    return RefusedError(str(response.get("error")))
