"""The manifest that the Slack app is made of asks for what the bot needs, and for nothing else."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
import yaml
from slack_bolt.async_app import AsyncApp
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.reminders.checking import Field
from bot.replies.answering import Answering
from bot.slack import ids
from bot.slack.listeners.home import prompt
from bot.slack.reminder_views import field_id
from bot.toolkit.toolkit import Toolkit
from tests.support.bots import app_on
from tests.support.standin import Slack

MANIFEST = Path(__file__).parents[2] / "bot" / "slack" / "manifest.yaml"

# What Slack calls a listener's event in a manifest, and the scope without which it never comes.
# "message" alone would be every message in every channel: the bot hears those written to it.
HEARD_AS = {"message": {"message.im"}}
NEEDED_FOR = {
    "app_home_opened": set[str](),
    "app_mention": {"app_mentions:read"},
    "message.im": {"im:history"},
    "app_uninstalled": set[str](),
    "tokens_revoked": set[str](),
    "a slash command": {"commands"},
    "an answer": {"chat:write"},
    "a suggested prompt": {"assistant:write"},
    "a reminder": {"channels:read", "groups:read", "users:read"},
}
# The ceilings of Slack's manifest schema.
CEILINGS = {
    "display_information.name": (1, 35),
    "display_information.description": (1, 140),
    "display_information.long_description": (175, 4000),
    "features.bot_user.display_name": (1, 80),
    "features.agent_view.agent_description": (1, 300),
}


class Listening(AsyncApp):
    """The real Bolt app, which also remembers what is listened for."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        self.events: set[str] = set()
        self.commands: set[str] = set()
        self.shortcuts: set[str] = set()
        self.selects: set[str] = set()
        self.interactive: list[Any] = []
        super().__init__(*args, **kwargs)

    def event(self, event: Any, *args: Any, **kwargs: Any) -> Any:
        self.events.add(event)
        return super().event(event, *args, **kwargs)

    def command(self, command: Any, *args: Any, **kwargs: Any) -> Any:
        self.commands.add(command)
        return super().command(command, *args, **kwargs)

    def message_shortcut(self, callback_id: Any, *args: Any, **kwargs: Any) -> Any:
        self.shortcuts.add(callback_id)
        return super().message_shortcut(callback_id, *args, **kwargs)

    def options(self, constraints: Any, *args: Any, **kwargs: Any) -> Any:
        self.selects.add(constraints)
        return super().options(constraints, *args, **kwargs)

    def action(self, constraints: Any, *args: Any, **kwargs: Any) -> Any:
        self.interactive.append(constraints)
        return super().action(constraints, *args, **kwargs)

    def view(self, constraints: Any, *args: Any, **kwargs: Any) -> Any:
        self.interactive.append(constraints)
        return super().view(constraints, *args, **kwargs)


@pytest.fixture(scope="module")
def manifest() -> dict[str, Any]:
    read: dict[str, Any] = yaml.safe_load(MANIFEST.read_text(encoding="utf-8"))
    return read


@pytest.fixture
def listening(
    monkeypatch: pytest.MonkeyPatch, sqlite: AsyncEngine, slack: Slack, answering: Answering
) -> Listening:
    """The app as it is built for serving."""
    monkeypatch.setattr("bot.slack.app.AsyncApp", Listening)
    app = app_on(sqlite, slack, answering)
    assert isinstance(app, Listening)
    return app


def test_every_event_that_is_listened_for_is_asked_for_and_no_other(
    manifest: dict[str, Any], listening: Listening
) -> None:
    asked = manifest["settings"]["event_subscriptions"]["bot_events"]

    heard = set[str]().union(*(HEARD_AS.get(each, {each}) for each in listening.events))
    assert sorted(asked) == sorted(heard)


def test_every_command_that_is_listened_for_is_asked_for_and_no_other(
    manifest: dict[str, Any], listening: Listening
) -> None:
    asked = [each["command"] for each in manifest["features"]["slash_commands"]]

    assert asked == [ids.COMMAND]
    assert listening.commands == {ids.COMMAND}


def test_buttons_and_windows_are_turned_on_because_they_are_listened_for(
    manifest: dict[str, Any], listening: Listening
) -> None:
    assert listening.interactive
    assert manifest["settings"]["interactivity"]["is_enabled"] is True


def test_every_shortcut_that_is_listened_for_is_asked_for_and_no_other(
    manifest: dict[str, Any], listening: Listening
) -> None:
    (shortcut,) = manifest["features"]["shortcuts"]

    assert shortcut["type"] == "message"
    assert {shortcut["callback_id"]} == listening.shortcuts == {ids.FIND_GUIDANCE}


def test_help_calls_the_shortcut_by_its_name(manifest: dict[str, Any], toolkit: Toolkit) -> None:
    (shortcut,) = manifest["features"]["shortcuts"]

    assert shortcut["name"] in " ".join(toolkit.messages.help)


def test_options_are_asked_of_the_bot_because_it_listens_for_that(
    manifest: dict[str, Any], listening: Listening
) -> None:
    of_reminders = {field_id(Field.ABOUT), field_id(Field.ZONE)}
    assert listening.selects == {ids.FIND, *of_reminders}
    assert manifest["settings"]["interactivity"]["message_menu_options_url"]


def test_the_prompts_until_slack_knows_the_person_are_the_examples_for_all(
    manifest: dict[str, Any], toolkit: Toolkit
) -> None:
    suggested = manifest["features"]["agent_view"]["suggested_prompts"]

    assert suggested == [prompt(each) for each in toolkit.messages.help_examples]
    assert len(suggested) <= 4


def test_home_is_shown_because_it_is_published(
    manifest: dict[str, Any], listening: Listening
) -> None:
    assert "app_home_opened" in listening.events
    assert manifest["features"]["app_home"]["home_tab_enabled"] is True


def test_the_scopes_are_the_least_that_all_this_needs(manifest: dict[str, Any]) -> None:
    events = manifest["settings"]["event_subscriptions"]["bot_events"]

    needed = set[str]().union(
        *(
            NEEDED_FOR[each]
            for each in (
                *(*events, "a slash command", "an answer", "a suggested prompt"),
                "a reminder",
            )
        )
    )
    assert sorted(manifest["oauth_config"]["scopes"]["bot"]) == sorted(needed)


def test_nothing_is_asked_for_in_the_name_of_a_person(manifest: dict[str, Any]) -> None:
    assert list(manifest["oauth_config"]["scopes"]) == ["bot"]
    assert "user_events" not in manifest["settings"]["event_subscriptions"]


def test_people_can_write_to_the_bot_directly(manifest: dict[str, Any]) -> None:
    """Without this, Slack shows the bot's messages but no field to answer in."""
    home = manifest["features"]["app_home"]

    assert home["messages_tab_enabled"] is True
    assert home["messages_tab_read_only_enabled"] is False


def test_the_command_is_sent_as_it_was_typed(manifest: dict[str, Any]) -> None:
    """Escaped, a name typed with @ would reach us as an id and a link."""
    (command,) = manifest["features"]["slash_commands"]

    assert command["should_escape"] is False


@pytest.mark.parametrize(("field", "limits"), CEILINGS.items(), ids=CEILINGS.keys())
def test_names_and_descriptions_are_within_slacks_schema(
    manifest: dict[str, Any], field: str, limits: tuple[int, int]
) -> None:
    value: Any = manifest
    for key in field.split("."):
        value = value[key]

    least, most = limits
    assert least <= len(value) <= most


def test_the_command_is_within_slacks_schema(manifest: dict[str, Any]) -> None:
    (command,) = manifest["features"]["slash_commands"]

    assert re.fullmatch(r"/[a-z0-9_-]{1,31}", command["command"])
    assert 1 <= len(command["description"]) <= 2000
    assert len(command.get("usage_hint", "")) <= 1000


def test_the_shortcut_is_within_slacks_schema(manifest: dict[str, Any]) -> None:
    (shortcut,) = manifest["features"]["shortcuts"]

    assert set(shortcut) == {"name", "type", "callback_id", "description"}
    assert 1 <= len(shortcut["name"]) <= 24
    assert 1 <= len(shortcut["description"]) <= 150
    assert 1 <= len(shortcut["callback_id"]) <= 255


def test_slack_is_sent_to_the_one_address_that_the_web_process_serves(
    manifest: dict[str, Any],
) -> None:
    (command,) = manifest["features"]["slash_commands"]
    urls = {
        command["url"],
        manifest["settings"]["event_subscriptions"]["request_url"],
        manifest["settings"]["interactivity"]["request_url"],
        manifest["settings"]["interactivity"]["message_menu_options_url"],
    }

    assert len(urls) == 1
    assert urls.pop().endswith("/slack/events")


def test_the_names_of_the_app_are_plain_text(manifest: dict[str, Any]) -> None:
    shown = manifest["display_information"]

    assert not set("<>") & set(f"{shown['name']}{shown['description']}")
    assert re.fullmatch(r"#[0-9a-f]{6}", shown["background_color"])
