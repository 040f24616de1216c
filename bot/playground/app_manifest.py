"""What the bot's manifest asks Slack for: the stand-in gives that, and no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml


@dataclass(frozen=True)
class Shortcut:
    """A shortcut: ``message`` on each message, ``global`` anywhere."""

    type: str
    name: str
    callback_id: str


@dataclass(frozen=True)
class AppManifest:
    """A Slack app, as far as the workspace must know it. *commands* are hints by command."""

    name: str
    scopes: frozenset[str]
    events: frozenset[str]
    commands: Mapping[str, str]
    shortcuts: tuple[Shortcut, ...]
    has_home: bool


def read_manifest(file: Path) -> AppManifest:
    """The app of the manifest in *file*."""
    return app_of(yaml.safe_load(file.read_text(encoding="utf-8")))


def app_of(manifest: Mapping[str, Any]) -> AppManifest:
    """The app that *manifest* describes."""
    features, settings = manifest["features"], manifest["settings"]
    return AppManifest(
        name=features["bot_user"]["display_name"],
        scopes=frozenset(manifest["oauth_config"]["scopes"]["bot"]),
        events=frozenset(settings["event_subscriptions"]["bot_events"]),
        commands={
            each["command"]: each.get("usage_hint", "")
            for each in features.get("slash_commands", [])
        },
        shortcuts=tuple(
            Shortcut(each["type"], each["name"], each["callback_id"])
            for each in features.get("shortcuts", [])
        ),
        has_home=bool(features["app_home"]["home_tab_enabled"]),
    )
