"""What Slack sends to an app, shaped, encoded and signed as Slack does it. Pure."""

from __future__ import annotations

import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from slack_sdk.signature import SignatureVerifier

from bot.playground.limits import Json

TOKEN = "verification-token-that-nobody-uses"  # noqa: S105
JSON_TYPE, FORM_TYPE = "application/json", "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Sender:
    """The workspace and the app that something is sent from and to."""

    team_id: str
    team_domain: str
    app_id: str
    bot_user_id: str
    bot_id: str


@dataclass(frozen=True)
class Post:
    """A request to the bot: its body, what it is, and what the inspector calls it."""

    what: str
    body: str
    content_type: str
    payload: Json


def signed_headers(post: Post, secret: str, at: float | None = None) -> dict[str, str]:
    """The headers that prove who sends *post*; *at* is the real time, whatever the workspace's."""
    timestamp = str(int(time.time() if at is None else at))
    verifier = SignatureVerifier(secret)
    signature = verifier.generate_signature(timestamp=timestamp, body=post.body)
    return {
        "Content-Type": post.content_type,
        "User-Agent": "Slackbot 1.0 (a stand-in, on this machine)",
        "X-Slack-Request-Timestamp": timestamp,
        "X-Slack-Signature": signature or "",
    }


def event_post(sender: Sender, event: Json, event_id: str) -> Post:
    """An event in its envelope."""
    envelope = {
        "token": TOKEN,
        "team_id": sender.team_id,
        "context_team_id": sender.team_id,
        "context_enterprise_id": None,
        "api_app_id": sender.app_id,
        "event": event,
        "type": "event_callback",
        "event_id": event_id,
        "event_time": int(float(event.get("event_ts") or event.get("ts") or time.time())),
        "authorizations": [
            {
                "enterprise_id": None,
                "team_id": sender.team_id,
                "user_id": sender.bot_user_id,
                "is_bot": True,
                "is_enterprise_install": False,
            }
        ],
        "is_ext_shared_channel": False,
        "event_context": f"4-{event_id}",
    }
    name = event["type"]
    if event.get("channel_type"):
        name = f"{name}.{event['channel_type']}"
    return Post(f"event {name}", json.dumps(envelope), JSON_TYPE, envelope)


def said_event(kind: str, sender: Sender, said: Json, channel_type: str = "") -> Json:
    """Somebody wrote: ``message`` in a direct message, ``app_mention`` in a channel."""
    event: Json = {
        "type": kind,
        "user": said["user"],
        "ts": said["ts"],
        "client_msg_id": f"client-{said['ts']}",
        "text": said["text"],
        "team": sender.team_id,
        "blocks": _as_typed(said["text"]),
        "channel": said["channel"],
        "event_ts": said["ts"],
    }
    if said.get("thread_ts"):
        event["thread_ts"] = said["thread_ts"]
    return event | ({"channel_type": channel_type} if channel_type else {})


def home_opened_event(user: str, channel: str, tab: str, ts: str, view: Json | None) -> Json:
    """Somebody opened a tab of the bot's."""
    event: Json = {
        "type": "app_home_opened",
        "user": user,
        "channel": channel,
        "tab": tab,
        "event_ts": ts,
    }
    return event | ({"view": view} if view and tab == "home" else {})


def command_post(
    sender: Sender, user: Json, channel: Json, command: str, text: str, hook: str, trigger: str
) -> Post:
    """Somebody sent a slash command."""
    form: Json = {
        "token": TOKEN,
        "team_id": sender.team_id,
        "team_domain": sender.team_domain,
        "channel_id": channel["id"],
        "channel_name": channel["name"],
        "user_id": user["id"],
        "user_name": user["name"],
        "command": command,
        "text": text,
        "api_app_id": sender.app_id,
        "is_enterprise_install": "false",
        "response_url": hook,
        "trigger_id": trigger,
    }
    return Post(f"command {command}", urlencode(form), FORM_TYPE, form)


def interaction_post(sender: Sender, user: Json, payload: Mapping[str, Any]) -> Post:
    """Somebody pressed, chose, typed into a select, submitted or closed a window."""
    full: Json = {
        "user": {**user, "username": user["name"], "team_id": sender.team_id},
        "api_app_id": sender.app_id,
        "token": TOKEN,
        "team": {"id": sender.team_id, "domain": sender.team_domain},
        "enterprise": None,
        "is_enterprise_install": False,
        **payload,
    }
    body = urlencode({"payload": json.dumps(full)})
    return Post(f"interaction {payload['type']}", body, FORM_TYPE, full)


def action_of(element: Mapping[str, Any], block_id: str, chosen: Json, ts: str) -> Json:
    """One action of a ``block_actions`` payload: the element, and what was chosen of it."""
    action: Json = {
        "type": element["type"],
        "action_id": element.get("action_id", ""),
        "block_id": block_id,
        "action_ts": ts,
    }
    copied = ("text", "value", "style", "url", "placeholder")
    action |= {k: element[k] for k in copied if k in element}
    return action if element["type"] == "button" else action | _answered(chosen)


def _answered(chosen: Json) -> Json:
    return {k: v for k, v in chosen.items() if k.startswith("selected_") or k == "value"}


def _as_typed(text: str) -> list[Json]:
    """The rich text that Slack makes of what a person typed."""
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": text}]}
    typed = {"type": "rich_text", "block_id": "typed", "elements": [section]}
    return [typed] if text else []
