"""Where a reply goes: back to where the question came from, and no further."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any


@dataclass(frozen=True)
class Place:
    """A place in Slack that can be answered to.

    With *response_url* the answer is seen by *user* alone; *in_channel* tells that there are
    others whom it could be shared with. Without it, the answer is a message in *channel*, for all
    there, in *thread_ts* if there is one.

    Without a *channel* the answer is a window: the open one *view_id*, or else a new one. That
    takes a *trigger_id*, and Slack honours it for three seconds only.

    *message_ts* is the message that asks, where one does.
    """

    team: str
    user: str
    channel: str = ""
    thread_ts: str | None = None
    response_url: str | None = None
    in_channel: bool = False
    trigger_id: str = ""
    view_id: str = ""
    message_ts: str | None = None

    @property
    def is_window(self) -> bool:
        return not self.channel

    def window(self) -> Place:
        """A window over this place."""
        return replace(self, channel="")

    @classmethod
    def of_event(cls, body: dict[str, Any]) -> Place:
        """A mention is answered in its thread; a direct message where it stands."""
        event = body["event"]
        thread = event.get("thread_ts")
        if event["type"] == "app_mention":
            thread = thread or event["ts"]
        said = event.get("ts")
        return cls(body["team_id"], event["user"], event["channel"], thread, message_ts=said)

    @classmethod
    def of_command(cls, body: dict[str, Any]) -> Place:
        """A command is answered for its sender alone."""
        return cls(
            body["team_id"],
            body["user_id"],
            body["channel_id"],
            response_url=body["response_url"],
            in_channel=not body["channel_id"].startswith("D"),
            trigger_id=body.get("trigger_id", ""),
        )

    @classmethod
    def of_press(cls, body: dict[str, Any]) -> Place:
        """A press in a direct message is answered there, any other for the presser alone.

        On Home and in a window there is no channel: a window opens over Home, and what is asked
        for in a window takes the place of what it showed.
        """
        view = body.get("view")
        if view:
            modal = view["id"] if view.get("type") == "modal" else ""
            return cls(*_who(body), trigger_id=body.get("trigger_id", ""), view_id=modal)
        container = body.get("container", {})
        channel = body.get("channel", {}).get("id") or container.get("channel_id", "")
        direct = channel.startswith("D") and not container.get("is_ephemeral")
        return cls(
            *_who(body),
            channel,
            thread_ts=container.get("thread_ts"),
            response_url=None if direct else body.get("response_url"),
            in_channel=bool(channel) and not channel.startswith("D"),
            trigger_id=body.get("trigger_id", ""),
        )

    @classmethod
    def of_shortcut(cls, body: dict[str, Any]) -> Place:
        """A shortcut on a message is answered in a window: others wrote and read there."""
        return cls(*_who(body), trigger_id=body["trigger_id"])


def _who(body: dict[str, Any]) -> tuple[str, str]:
    return body["team"]["id"], body["user"]["id"]
