"""What the bot's manifest asks for."""

from __future__ import annotations

from typing import Any

import yaml

from bot.playground.app_manifest import Shortcut, app_of, read_manifest
from bot.playground.opening import MANIFEST


def least() -> dict[str, Any]:
    """A manifest that asks for next to nothing."""
    return {
        "features": {
            "bot_user": {"display_name": "Toolkit"},
            "app_home": {"home_tab_enabled": False},
        },
        "oauth_config": {"scopes": {"bot": ["commands"]}},
        "settings": {"event_subscriptions": {"bot_events": ["app_mention"]}},
    }


def test_the_manifest_that_ships_is_understood() -> None:
    written = yaml.safe_load(MANIFEST.read_text("utf-8"))
    app = read_manifest(MANIFEST)

    assert app.name == written["features"]["bot_user"]["display_name"]
    assert app.scopes == set(written["oauth_config"]["scopes"]["bot"])
    assert app.events == set(written["settings"]["event_subscriptions"]["bot_events"])
    assert list(app.commands) == [c["command"] for c in written["features"]["slash_commands"]]
    assert app.has_home is written["features"]["app_home"]["home_tab_enabled"]
    assert len(app.shortcuts) == len(written["features"].get("shortcuts", []))


def test_a_manifest_may_ask_for_little() -> None:
    app = app_of(least())

    assert (app.commands, app.shortcuts, app.has_home) == ({}, (), False)
    assert (app.scopes, app.events) == ({"commands"}, {"app_mention"})


def test_commands_come_with_their_hints_and_shortcuts_with_their_sort() -> None:
    manifest = least()
    manifest["features"] |= {
        "slash_commands": [{"command": "/a", "usage_hint": "help"}, {"command": "/b"}],
        "shortcuts": [{"type": "message", "name": "Find", "callback_id": "find"}],
    }

    app = app_of(manifest)

    assert app.commands == {"/a": "help", "/b": ""}
    assert app.shortcuts == (Shortcut("message", "Find", "find"),)
