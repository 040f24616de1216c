"""What people do outside of messages, as Slack tells it: Home, windows, search boxes, shortcuts."""

from __future__ import annotations

import json
from typing import Any

from slack_bolt.async_app import AsyncBoltRequest

from tests.support.payloads import event, interaction, signed, trigger


def home_opened(tab: str, *, user: str = "U1", team: str = "T1") -> AsyncBoltRequest:
    """A person opens a tab of the app."""
    opened = {
        "type": "app_home_opened",
        "user": user,
        "channel": "D1",
        "tab": tab,
        "event_ts": "1700000000.000001",
    }
    body = {**event(opened).body, "team_id": team}
    return signed(json.dumps(body), "application/json")


def on_home(*, user: str = "U1") -> dict[str, Any]:
    """What Slack says of a gesture on the Home tab."""
    return _in_view("home", "VHOME", user)


def in_window(*, user: str = "U1", view_id: str = "V1") -> dict[str, Any]:
    """What Slack says of a gesture in a window."""
    return _in_view("modal", view_id, user)


def in_message(
    *, response_url: str, user: str = "U1", channel: str = "C1", ephemeral: bool = True
) -> dict[str, Any]:
    """What Slack says of a gesture on a message that the bot posted."""
    return {
        **_by(user),
        "container": {
            "type": "message",
            "message_ts": "1.1",
            "channel_id": channel,
            "is_ephemeral": ephemeral,
        },
        "channel": {"id": channel, "name": "general"},
        "response_url": response_url,
    }


def press_on(where: dict[str, Any], button: dict[str, Any]) -> AsyncBoltRequest:
    """A person presses *button*."""
    return _acted(where, {key: button[key] for key in ("type", "action_id", "value", "text")})


def choose_on(where: dict[str, Any], entry_id: str | None) -> AsyncBoltRequest:
    """A person chooses what a search box offered; None is what nothing chosen looks like."""
    option = {"text": {"type": "plain_text", "text": "A page"}, "value": entry_id}
    chosen = option if entry_id else None
    return _acted(
        where, {"type": "external_select", "action_id": "find", "selected_option": chosen}
    )


def typed_on(where: dict[str, Any], value: str) -> AsyncBoltRequest:
    """A person types into a search box."""
    told = {key: each for key, each in where.items() if key != "response_url"}
    typed = {"type": "block_suggestion", "action_id": "find", "block_id": "b", "value": value}
    return interaction({**told, **typed})


def message_shortcut(
    text: str | None,
    *,
    response_url: str = "",
    user: str = "U1",
    channel: str = "C1",
    callback_id: str = "find_guidance",
) -> AsyncBoltRequest:
    """A person chooses a shortcut in the menu of somebody else's message."""
    message = {"type": "message", "user": "U9", "ts": "1.1"}
    return interaction(
        {
            "type": "message_action",
            "callback_id": callback_id,
            "trigger_id": trigger(user),
            "response_url": response_url,
            "message_ts": "1.1",
            "action_ts": "1.2",
            "channel": {"id": channel, "name": "general"},
            "message": message if text is None else {**message, "text": text},
        },
        user=user,
    )


def _acted(where: dict[str, Any], action: dict[str, Any]) -> AsyncBoltRequest:
    actions = [{**action, "block_id": "b", "action_ts": "1.1"}]
    triggered = {"trigger_id": trigger(where["user"]["id"]), "actions": actions}
    return interaction({**where, "type": "block_actions", **triggered})


def _in_view(kind: str, view_id: str, user: str) -> dict[str, Any]:
    return {
        **_by(user),
        "container": {"type": "view", "view_id": view_id},
        "view": {"id": view_id, "type": kind, "callback_id": "", "private_metadata": ""},
    }


def _by(user: str) -> dict[str, Any]:
    return {"user": {"id": user, "username": "u", "team_id": "T1"}}
