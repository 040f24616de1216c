"""Requests as Slack sends them: shaped, encoded and signed alike."""

from __future__ import annotations

import itertools
from typing import Any

from slack_bolt.async_app import AsyncBoltRequest

from bot.playground.shapes import (
    Post,
    Sender,
    action_of,
    command_post,
    event_post,
    interaction_post,
    said_event,
    signed_headers,
)

SECRET = "0123456789abcdef0123456789abcdef"
TRIGGER = "test."  # begins a trigger that tests.support.standin takes for one of Slack's
TYPED = Sender("T1", "t", "A1", "UBOT", "BBOT")
_numbers = itertools.count(1)


def signed(body: str, content_type: str, *, secret: str = SECRET) -> AsyncBoltRequest:
    """A request with *body*, signed with *secret* as of now."""
    return as_request(Post("", body, content_type, {}), secret=secret)


def as_request(post: Post, *, secret: str = SECRET) -> AsyncBoltRequest:
    """What the playground would send, as Bolt takes it."""
    headers = {name.lower(): [value] for name, value in signed_headers(post, secret).items()}
    return AsyncBoltRequest(body=post.body, headers=headers)


def trigger(user: str) -> str:
    """A trigger for *user*, as Slack hands one out for each thing that a person does."""
    return f"{TRIGGER}{user}.{next(_numbers)}"


def interaction(payload: dict[str, Any], *, user: str = "U1", **how: Any) -> AsyncBoltRequest:
    """Something that a person does to a message or in a window."""
    return as_request(interaction_post(TYPED, {"id": user, "name": "u"}, payload), **how)


def event(event: dict[str, Any], *, event_id: str = "", **how: Any) -> AsyncBoltRequest:
    """An event of team T1; each has an id of its own unless *event_id* is given."""
    return as_request(event_post(TYPED, event, event_id or f"Ev{next(_numbers)}"), **how)


def direct_message(text: str, *, user: str = "U1", event_id: str = "", **more: Any) -> Any:
    """A person writes to the bot."""
    said = {"channel": "D1", "user": user, "text": text, "ts": f"1700000000.{next(_numbers):06d}"}
    return event({**said_event("message", TYPED, said, "im"), **more}, event_id=event_id)


def mention(text: str, *, user: str = "U1", channel: str = "C1", **more: Any) -> Any:
    """A person mentions the bot in a channel."""
    said = {
        "channel": channel,
        "user": user,
        "text": f"<@UBOT> {text}",
        "ts": "1700000000.000100",
    }
    return event({**said_event("app_mention", TYPED, said), **more})


def command(text: str, *, response_url: str, user: str = "U1", channel: str = "C1") -> Any:
    """A person sends the slash command."""
    who, where = {"id": user, "name": "u"}, {"id": channel, "name": "general"}
    sent = command_post(TYPED, who, where, "/toolkit", text, response_url, trigger(user))
    return as_request(sent)


def press(
    button: dict[str, Any],
    *,
    response_url: str,
    user: str = "U1",
    channel: str = "C1",
    ephemeral: bool = True,
    thread_ts: str | None = None,
) -> Any:
    """A person presses *button*, an element of a message that the bot posted."""
    container = {
        "type": "message",
        "message_ts": "1.1",
        "channel_id": channel,
        "is_ephemeral": ephemeral,
        **({"thread_ts": thread_ts} if thread_ts else {}),
    }
    payload = {
        "type": "block_actions",
        "container": container,
        "channel": {"id": channel, "name": "general"},
        "trigger_id": trigger(user),
        "response_url": response_url,
        "actions": [action_of(button, "b", {}, "1.1")],
    }
    return interaction(payload, user=user)


def save_agency(agency: str, *, about: str = "", user: str = "U1") -> Any:
    """A person saves an agency in the window."""
    chosen = {"type": "radio_buttons", "selected_option": {"value": agency}}
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": "agency",
        "private_metadata": about,
        "state": {"values": {"agency": {"agency.choice": chosen}}},
    }
    payload = {"type": "view_submission", "trigger_id": trigger(user), "view": view}
    return interaction(payload, user=user)


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
