"""Requests as Slack sends them: shaped, encoded and signed alike."""

from __future__ import annotations

import itertools
import json
import time
from typing import Any
from urllib.parse import urlencode

from slack_bolt.async_app import AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

SECRET = "0123456789abcdef0123456789abcdef"
_numbers = itertools.count(1)


def signed(body: str, content_type: str, *, secret: str = SECRET) -> AsyncBoltRequest:
    """A request with *body*, signed with *secret* as of now."""
    timestamp = str(int(time.time()))
    signature = SignatureVerifier(secret).generate_signature(timestamp=timestamp, body=body)
    headers = {
        "content-type": [content_type],
        "x-slack-signature": [signature or ""],
        "x-slack-request-timestamp": [timestamp],
    }
    return AsyncBoltRequest(body=body, headers=headers)


def form(payload: dict[str, Any], **how: Any) -> AsyncBoltRequest:
    """An interactive payload: JSON inside a form."""
    body = urlencode({"payload": json.dumps(payload)})
    return signed(body, "application/x-www-form-urlencoded", **how)


def event(event: dict[str, Any], *, event_id: str = "", **how: Any) -> AsyncBoltRequest:
    """An event of team T1; each has an id of its own unless *event_id* is given."""
    body = {
        "token": "x",
        "team_id": "T1",
        "api_app_id": "A1",
        "type": "event_callback",
        "event_id": event_id or f"Ev{next(_numbers)}",
        "event_time": 1,
        "authorizations": [{"team_id": "T1", "user_id": "UBOT", "is_bot": True}],
        "event": event,
    }
    return signed(json.dumps(body), "application/json", **how)


def direct_message(text: str, *, user: str = "U1", event_id: str = "", **more: Any) -> Any:
    """A person writes to the bot."""
    said = {
        "type": "message",
        "channel": "D1",
        "channel_type": "im",
        "user": user,
        "text": text,
        "ts": f"1700000000.{next(_numbers):06d}",
    }
    return event({**said, **more}, event_id=event_id)


def mention(text: str, *, user: str = "U1", channel: str = "C1", **more: Any) -> Any:
    """A person mentions the bot in a channel."""
    said = {
        "type": "app_mention",
        "channel": channel,
        "user": user,
        "text": f"<@UBOT> {text}",
        "ts": "1700000000.000100",
    }
    return event({**said, **more})


def command(text: str, *, response_url: str, user: str = "U1", channel: str = "C1") -> Any:
    """A person sends the slash command."""
    body = {
        "token": "x",
        "team_id": "T1",
        "team_domain": "t",
        "channel_id": channel,
        "channel_name": "general",
        "user_id": user,
        "user_name": "u",
        "command": "/toolkit",
        "text": text,
        "api_app_id": "A1",
        "response_url": response_url,
        "trigger_id": "1.2.3",
    }
    return signed(urlencode(body), "application/x-www-form-urlencoded")


def press(
    button: dict[str, Any],
    *,
    response_url: str,
    user: str = "U1",
    channel: str = "C1",
    ephemeral: bool = True,
) -> Any:
    """A person presses *button*, an element of a message that the bot posted."""
    action = {
        "type": "button",
        "action_id": button["action_id"],
        "value": button["value"],
        "text": button["text"],
        "block_id": "b",
        "action_ts": "1.1",
    }
    payload = {
        "type": "block_actions",
        "team": {"id": "T1", "domain": "t"},
        "user": {"id": user, "username": "u", "team_id": "T1"},
        "api_app_id": "A1",
        "token": "x",
        "container": {
            "type": "message",
            "message_ts": "1.1",
            "channel_id": channel,
            "is_ephemeral": ephemeral,
        },
        "channel": {"id": channel, "name": "general"},
        "trigger_id": "1.2.3",
        "response_url": response_url,
        "actions": [action],
    }
    return form(payload)


def save_agency(agency: str, *, about: str = "", user: str = "U1") -> Any:
    """A person saves an agency in the window."""
    state = {
        "agency": {"agency.choice": {"type": "radio_buttons", "selected_option": {"value": agency}}}
    }
    payload = {
        "type": "view_submission",
        "team": {"id": "T1", "domain": "t"},
        "user": {"id": user, "username": "u", "team_id": "T1"},
        "api_app_id": "A1",
        "token": "x",
        "trigger_id": "1.2.3",
        "view": {
            "id": "V1",
            "type": "modal",
            "callback_id": "agency",
            "private_metadata": about,
            "state": {"values": state},
        },
    }
    return form(payload)


def buttons(message: dict[str, Any]) -> list[dict[str, Any]]:
    """Every button of a posted message, in order."""
    return [
        element
        for block in message.get("blocks", [])
        if block["type"] == "actions"
        for element in block["elements"]
    ]


def button(message: dict[str, Any], do: str) -> dict[str, Any]:
    """The first button of *message* that does *do*."""
    return next(each for each in buttons(message) if each["action_id"].startswith(f"offer.{do}."))


def words(message: dict[str, Any]) -> str:
    """All text of a posted message's blocks, in order."""

    def within(value: Any) -> list[str]:
        if isinstance(value, dict):
            here = [value["text"]] if isinstance(value.get("text"), str) else []
            return here + [found for each in value.values() for found in within(each)]
        if isinstance(value, list):
            return [found for each in value for found in within(each)]
        return []

    return "\n".join(within(message.get("blocks", [])))
