"""Slack's scheduler: asked to post later, to list what it holds, and to let go of it."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from aiohttp import ClientConnectorError, ClientError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.reminders.ports import (
    Booked,
    Message,
    RefusedError,
    ShutOutError,
    SlowDownError,
    UnreachableError,
)
from bot.slack.delivery import TIMEOUT_S

log = logging.getLogger(__name__)

A_PAGE = 100
LOOKED_AT_EVERY = timedelta(hours=1)  # whether the bot is still in a channel
SLACKS_USUAL_DELAY_S = 30.0
TRIED_AGAIN_S = 20.0
_GONE = {"invalid_scheduled_message_id", "channel_not_found"}
_NOT_KNOWN = {"internal_error", "fatal_error", "service_unavailable", "request_timeout"}
_SHUT_OUT = {  # refusals that are not about a message, nor about its channel
    "access_denied",
    "accesslimited",
    "account_inactive",
    "ekm_access_denied",
    "enterprise_is_restricted",
    "invalid_auth",
    "missing_scope",
    "no_permission",
    "not_allowed_token_type",
    "not_authed",
    "org_login_required",
    "team_access_not_granted",
    "team_added_to_org",
    "token_expired",
    "token_revoked",
    "two_factor_setup_required",
}
_SENDABLE = ("text", "blocks", "unfurl_links", "unfurl_media")  # never metadata: it is not posted


def make_scheduling_client(token: str, api_url: str) -> AsyncWebClient:
    """A client that tries nothing again by itself: the planner must know of each try."""
    return AsyncWebClient(token=token, base_url=api_url, timeout=TIMEOUT_S, retry_handlers=[])


class SlackBookings:
    """The scheduler of one workspace.

    Each call but *tell* raises SlowDownError, ShutOutError or RefusedError when it was not done,
    and UnreachableError when nobody knows.
    """

    def __init__(self, client: AsyncWebClient, now: Callable[[], datetime]) -> None:
        self._client, self._now = client, now
        self._looked_at: dict[str, tuple[datetime, str]] = {}

    async def book(self, channel: str, post_at: int, message: Message) -> str:
        """Have *message* posted at a time, in Unix seconds; the id of the booking."""
        sent = {key: message[key] for key in _SENDABLE if key in message}
        answer = await _asked(
            self._client.chat_scheduleMessage(channel=channel, post_at=post_at, **sent)
        )
        return str(answer["scheduled_message_id"])

    async def cancel(self, channel: str, slack_id: str) -> bool:
        """Let go of a booking; False if Slack has none, or posts it within a minute."""
        try:
            await _asked(
                self._client.chat_deleteScheduledMessage(
                    channel=channel, scheduled_message_id=slack_id
                )
            )
        except RefusedError as no:
            if str(no) in _GONE:
                return False
            raise
        return True

    async def held(self, channel: str, oldest: int, latest: int) -> Sequence[Booked]:
        """What Slack holds for a channel between two times, both included."""
        found: list[Booked] = []
        cursor: str | None = None
        while True:
            answer = await _asked(
                self._client.chat_scheduledMessages_list(
                    channel=channel,
                    oldest=str(oldest - 1),
                    latest=str(latest + 1),
                    limit=A_PAGE,
                    cursor=cursor,
                )
            )
            found += [_booked(each) for each in answer.get("scheduled_messages") or []]
            cursor = (answer.get("response_metadata") or {}).get("next_cursor")
            if not cursor:
                return [each for each in found if oldest <= each.post_at <= latest]

    async def trouble_with(self, channel: str) -> str:
        """Why the bot cannot post in *channel*; empty if it can, or may not ask."""
        looked, found = self._looked_at.get(channel, (None, ""))
        if looked and not found and self._now() - looked < LOOKED_AT_EVERY:
            return ""
        found = await self._trouble_with(channel)
        self._looked_at[channel] = (self._now(), found)
        return found

    async def tell(self, user: str, said: str) -> bool:
        """Write to a person. If that fails, nothing else does: False if another try may help."""
        try:
            await _asked(self._client.chat_postMessage(channel=user, text=said))
        except (SlowDownError, ShutOutError):
            return False
        except (UnreachableError, RefusedError) as error:
            log.info("%s could not be told of a reminder (%s)", user, error)
        return True

    async def _trouble_with(self, channel: str) -> str:
        try:
            answer = await _asked(self._client.conversations_info(channel=channel))
        except ShutOutError as no:
            if str(no) == "missing_scope":
                return ""
            raise
        except RefusedError as no:
            return "channel_not_found" if str(no) == "channel_not_found" else ""
        info = answer["channel"]
        if info.get("is_archived"):
            return "is_archived"
        return "" if info.get("is_member") or info.get("is_im") else "not_in_channel"


def _booked(found: Mapping[str, Any]) -> Booked:
    text = found.get("text") or ""
    return Booked(str(found["id"]), str(found["channel_id"]), int(found["post_at"]), text)


async def _asked(call: Awaitable[AsyncSlackResponse]) -> dict[str, Any]:
    """What Slack answers to *call*, or why it does not, in the planner's words."""
    try:
        answer = await call
    except SlackApiError as error:
        raise _refusal(error) from None
    except ClientConnectorError:
        raise SlowDownError(TRIED_AGAIN_S) from None  # it has not heard of it
    except (ClientError, OSError, SlackClientError) as error:
        raise UnreachableError(type(error).__name__) from None
    except AttributeError:
        raise UnreachableError("no JSON") from None  # the client expects every answer to be some
    return dict(answer.data) if isinstance(answer.data, dict) else {}


def _refusal(error: SlackApiError) -> Exception:
    """What a refusal means: to wait, not to know, or no."""
    response = error.response
    said = getattr(response, "data", None)
    name = str(said.get("error") or "") if isinstance(said, dict) else ""
    status = int(getattr(response, "status_code", 0) or getattr(response, "status", 0))
    if status == 429 or name in {"ratelimited", "rate_limited"}:
        return SlowDownError(_seconds(response.headers.get("Retry-After")))
    if status >= 500 or not name or name in _NOT_KNOWN:
        return UnreachableError(name or f"status {status}")
    return ShutOutError(name) if name in _SHUT_OUT else RefusedError(name)


def _seconds(text: object) -> float:
    return float(str(text)) if str(text).isdecimal() else SLACKS_USUAL_DELAY_S
