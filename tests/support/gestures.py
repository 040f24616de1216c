"""What people and Slack do besides: old buttons, presses in threads, retries, goodbyes."""

from __future__ import annotations

import json
from typing import Any

from slack_bolt.async_app import AsyncBoltRequest

from tests.support.payloads import event, signed


def offer(do: str, about: str, *, number: int = 0) -> dict[str, Any]:
    """A button as the bot posts it, be it today or long ago."""
    return {
        "type": "button",
        "action_id": f"offer.{do}.{about[:80]}.{number}",
        "value": about or do,
        "text": {"type": "plain_text", "text": "A button"},
    }


def retried(request: AsyncBoltRequest, number: int) -> AsyncBoltRequest:
    """The same event again, as Slack sends it when it heard no answer in time."""
    again = signed(request.raw_body, "application/json")
    again.headers["x-slack-retry-num"] = [str(number)]
    again.headers["x-slack-retry-reason"] = ["http_timeout"]
    return again


def removed(team: str = "T1") -> AsyncBoltRequest:
    """A workspace removes the app."""
    return _of_team(event({"type": "app_uninstalled"}), team)


def tokens_revoked(team: str = "T1", **tokens: list[str]) -> AsyncBoltRequest:
    """Slack tells which tokens are no longer good: ``bot=[…]``, ``oauth=[…]``."""
    return _of_team(event({"type": "tokens_revoked", "tokens": tokens}), team)


def _of_team(request: AsyncBoltRequest, team: str) -> AsyncBoltRequest:
    body = {**request.body, "team_id": team}
    return signed(json.dumps(body), "application/json")
