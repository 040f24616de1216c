"""Getting a reply to Slack: waits out 429 and outages within reason, then gives up aloud."""

from __future__ import annotations

import asyncio
from typing import Any

from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.errors import BotError
from bot.replies.parts import Reply
from bot.slack.blocks import Json, message
from bot.slack.places import Place

RETRIES = 3
TIMEOUT_S = 10
OUTAGE_WAITS_S = (0.5, 1.0, 2.0)


class UndeliveredError(BotError):
    """Slack did not take a reply, after all retries."""


def retry_handlers() -> list[AsyncRetryHandler]:
    """What is tried again: rate limits after Slack's own delay, outages after a growing one."""
    return [
        AsyncRateLimitErrorRetryHandler(max_retry_count=RETRIES),
        AsyncServerErrorRetryHandler(max_retry_count=RETRIES),
        AsyncConnectionErrorRetryHandler(max_retry_count=RETRIES),
    ]


def make_client(token: str, api_url: str) -> AsyncWebClient:
    """A client of Slack's Web API that retries as we do."""
    return AsyncWebClient(
        token=token, base_url=api_url, timeout=TIMEOUT_S, retry_handlers=retry_handlers()
    )


async def deliver(
    client: AsyncWebClient, place: Place, reply: Reply, *, share: str = ""
) -> str | None:
    """Say *reply* at *place*; *share* labels the button that shares a private reply.

    Returns the timestamp of what was said, unless only one person sees it.

    Raises:
        UndeliveredError: if Slack refuses a private reply.
        SlackApiError: if Slack refuses a message.
    """
    if place.response_url:
        private = message(reply, share=share if place.in_channel else "")
        await _respond(place, {**private, "response_type": "ephemeral"})
        return None
    posted = await client.chat_postMessage(
        channel=place.channel, thread_ts=place.thread_ts, **message(reply)
    )
    said: str | None = posted.get("ts")
    return said


async def show(client: AsyncWebClient, place: Place, view: Json) -> None:
    """Show *view* in the window of *place*, or in a new one.

    Raises:
        SlackApiError: if Slack refuses it. A window that was closed meanwhile is no error.
    """
    if not place.view_id:
        await client.views_open(trigger_id=place.trigger_id, view=view)
        return
    try:
        await client.views_update(view_id=place.view_id, view=view)
    except SlackApiError as error:
        if error.response["error"] != "not_found":
            raise


async def show_above(client: AsyncWebClient, place: Place, view: Json) -> None:
    """Show *view* above the window of *place*, or in a new one.

    Raises:
        SlackApiError: if Slack refuses it.
    """
    if not place.view_id:
        await client.views_open(trigger_id=place.trigger_id, view=view)
        return
    try:
        await client.views_push(trigger_id=place.trigger_id, view=view)
    except SlackApiError as error:
        if error.response["error"] != "push_limit_reached":
            raise
        await show(client, place, view)


async def share(place: Place, reply: Reply) -> None:
    """Show *reply* to everybody in the channel that the private reply stands in.

    Raises:
        UndeliveredError: if Slack refuses it.
    """
    if place.response_url:
        await _respond(place, {**message(reply), "response_type": "in_channel"})


async def replace_original(place: Place, said: Json) -> None:
    """Put *said* in the place of the message that was pressed.

    Raises:
        UndeliveredError: if Slack refuses it.
    """
    if place.response_url:
        await _respond(place, {**said, "replace_original": True})


async def _respond(place: Place, said: dict[str, Any]) -> None:
    said = {"replace_original": False, **said}
    if place.thread_ts and not said["replace_original"]:
        said["thread_ts"] = place.thread_ts
    url = place.response_url or ""
    hook = AsyncWebhookClient(url, timeout=TIMEOUT_S, retry_handlers=retry_handlers())
    answer = await hook.send_dict(said)
    for wait_s in OUTAGE_WAITS_S:  # the hook's own handlers do not look at a 500
        if answer.status_code < 500:
            break
        await asyncio.sleep(wait_s)
        answer = await hook.send_dict(said)
    if answer.status_code != 200:
        raise UndeliveredError(f"Slack answered {answer.status_code} to a private reply")
