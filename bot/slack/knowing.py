"""What Slack knows of people and channels, as far as the bot may ask.

A scope that the workspace did not give is no failure: then it is not known, and whoever asked
goes on without.
"""

from __future__ import annotations

import logging
from collections.abc import Awaitable
from dataclasses import dataclass
from typing import Any

from aiohttp import ClientError
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

log = logging.getLogger(__name__)

MEMBERS_ON_A_PAGE = 1000
CHANNELS_ON_A_PAGE = 200
PAGES = 5  # of members or channels, that are looked through
_TROUBLES = frozenset({"channel_not_found", "not_in_channel", "is_archived"})


@dataclass(frozen=True)
class Person:
    """A person, as far as Slack tells: their time zone, and whether they administer."""

    zone: str = ""
    is_admin: bool = False


async def person_of(client: AsyncWebClient, user: str) -> Person:
    """The person; nobody in particular, where that is not known."""
    found, _ = await _asked(client.users_info(user=user))
    told = found.get("user") or {}
    is_admin = bool(told.get("is_admin") or told.get("is_owner"))
    return Person(str(told.get("tz") or ""), is_admin)


async def trouble_with(client: AsyncWebClient, channel: str) -> str:
    """Why the bot cannot post in *channel*, in Slack's words; empty if it can, or is not known."""
    found, refused = await _asked(client.conversations_info(channel=channel))
    if refused:
        return refused if refused in _TROUBLES else ""
    told = found.get("channel") or {}
    if told.get("is_archived"):
        return "is_archived"
    return "not_in_channel" if told.get("is_member") is False else ""


async def is_in(client: AsyncWebClient, channel: str, user: str) -> bool | None:
    """Whether a person is in *channel*; None if that is not known."""
    cursor = None
    for _ in range(PAGES):
        found, refused = await _asked(
            client.conversations_members(channel=channel, limit=MEMBERS_ON_A_PAGE, cursor=cursor)
        )
        if refused:
            return None
        if user in (found.get("members") or ()):
            return True
        cursor = (found.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            return False
    return None


async def channel_named(client: AsyncWebClient, name: str) -> str:
    """The id of the public channel of that name; empty if there is none, or it is not known."""
    cursor = None
    for _ in range(PAGES):
        found, refused = await _asked(
            client.conversations_list(
                exclude_archived=True, limit=CHANNELS_ON_A_PAGE, cursor=cursor
            )
        )
        for each in () if refused else found.get("channels") or ():
            if each.get("name") == name:
                return str(each["id"])
        cursor = (found.get("response_metadata") or {}).get("next_cursor")
        if not cursor:
            break
    return ""


async def _asked(call: Awaitable[AsyncSlackResponse]) -> tuple[dict[str, Any], str]:
    """What Slack answers, and if it refuses or cannot be reached, its own name for why."""
    try:
        answer = await call
    except SlackApiError as error:
        refused = str(error.response.get("error"))
        log.info("Slack does not tell (%s)", refused)
        return {}, refused
    except (SlackClientError, ClientError, OSError) as error:
        log.info("Slack does not tell (%s)", type(error).__name__)
        return {}, "unreachable"
    return dict(answer.data) if isinstance(answer.data, dict) else {}, ""
