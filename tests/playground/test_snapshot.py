"""The workspace as one person sees it."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from bot.playground.bot_process import BotState
from bot.playground.cast import Example
from bot.playground.courier import Redelivery
from bot.playground.faults import Fault, FaultKind
from bot.playground.shapes import Post
from bot.playground.snapshot import MESSAGES_SHOWN, snapshot
from bot.playground.workspace import Workspace
from tests.playground.support import Json, home, modal, section

NOTHING_WRONG = Fault(FaultKind.NONE, None)
See = Callable[..., Json]


@pytest.fixture
def see(workspace: Workspace) -> See:
    """What a person sees in a conversation."""

    def seen(person: str = "U1", channel: str = "C1", **more: Any) -> Json:
        parts = {
            "bot": BotState("ready"),
            "examples": [],
            "fault": NOTHING_WRONG,
            "redeliveries": [],
            **more,
        }
        return snapshot(workspace, person_id=person, channel=channel, **parts)

    return seen


def test_it_is_json(see: See) -> None:
    seen = see()

    assert json.loads(json.dumps(seen)) == seen


def test_everything_that_the_page_draws_is_there(see: See) -> None:
    expected = (
        "version team bot me people conversations in messages views home prompts shortcuts "
        "examples scheduled clock faults redeliveries"
    )

    assert set(see()) == set(expected.split())


def test_without_a_name_one_is_the_first_person_with_the_bot(see: See) -> None:
    seen = see("", "")

    assert (seen["me"]["id"], seen["in"]) == ("U1", "D1")


@pytest.mark.parametrize("channel", ["D1", "C9", "", "U1", "UBOT"])
def test_one_looks_into_ones_own_messages_where_one_may_not_look(see: See, channel: str) -> None:
    assert see("U2", channel)["in"] == "D2"


def test_the_bot_is_introduced(see: See) -> None:
    bot = see(bot=BotState("broken", "It has ended."))["bot"]

    assert (bot["name"], bot["command"], bot["hint"]) == ("Toolkit", "/toolkit", "your question")
    assert (bot["state"], bot["said"]) == ("broken", "It has ended.")


def test_the_people_are_introduced(see: See) -> None:
    assert see()["people"][0] == {
        "id": "U1",
        "name": "Ann Lee",
        "job": "Detective",
        "agency": "Police",
        "is_admin": False,
    }


def test_the_conversations_say_what_they_are(see: See) -> None:
    found = {each["id"]: each for each in see()["conversations"]}

    assert set(found) == {"C1", "C2", "C3", "D1"}
    assert (found["C1"]["kind"], found["D1"]["kind"]) == ("channel", "im")
    assert (found["C1"]["bot_is_in"], found["C2"]["bot_is_in"]) == (True, False)
    assert (found["C1"]["topic"], found["C3"]["is_archived"]) == ("Worries", True)


def test_a_conversation_is_unread_until_it_is_shown(see: See, workspace: Workspace) -> None:
    def unread() -> list[str]:
        return [each["id"] for each in see("U2", "D2")["conversations"] if each["unread"]]

    workspace.say("C1", "U1", "Hello")
    assert unread() == ["C1"]

    see("U2", "C1")
    assert unread() == []


def test_messages_say_who_wrote_them(see: See, workspace: Workspace) -> None:
    workspace.say("C1", "U2", "Hello", thread_ts="1.1")
    workspace.say("C1", "UBOT", "Hello too", blocks=[section()], was_scheduled=True)
    workspace.tell("C1", "U1", "A notice.")

    person, bot, notice = see()["messages"]

    assert (person["name"], person["is_bot"], person["thread_ts"]) == ("Bob Roy", False, "1.1")
    assert "blocks" not in person
    assert (bot["name"], bot["is_bot"], bot["posted_as_scheduled"]) == ("Toolkit", True, True)
    assert bot["blocks"][0]["type"] == "section"
    assert "thread_ts" not in bot
    assert (notice["is_slackbot"], notice["only_for_me"]) == (True, True)


def test_what_is_for_another_is_not_shown(see: See, workspace: Workspace) -> None:
    workspace.say("C1", "UBOT", "for Ann", only_for="U1")

    assert len(see("U1")["messages"]) == 1
    assert see("U2")["messages"] == []


def test_only_the_latest_messages_are_shown(see: See, workspace: Workspace) -> None:
    for number in range(MESSAGES_SHOWN + 5):
        workspace.say("C1", "U1", str(number))

    texts = [each["text"] for each in see()["messages"]]

    assert texts == [str(number) for number in range(5, MESSAGES_SHOWN + 5)]


def test_windows_tabs_and_prompts_are_ones_own(see: See, workspace: Workspace) -> None:
    workspace.windows.open("U1", modal())
    workspace.windows.push("U1", modal())
    workspace.windows.publish("U1", home())
    workspace.prompts["U1"] = {"title": "Start", "prompts": []}

    mine, theirs = see("U1"), see("U2")

    assert len(mine["views"]) == 2
    assert (mine["home"]["type"], mine["prompts"]["title"]) == ("home", "Start")
    assert (theirs["views"], theirs["home"], theirs["prompts"]) == ([], None, None)


def test_what_is_booked_is_shown_to_those_who_will_read_it(see: See, workspace: Workspace) -> None:
    at = int(workspace.clock.now()) + 100
    for channel in ("C1", "D1"):
        workspace.scheduled.book(channel, at, {"text": "Later"}, metadata=False)

    assert [each["channel"] for each in see("U2")["scheduled"]] == ["C1"]
    assert sorted(each["channel"] for each in see("U1")["scheduled"]) == ["C1", "D1"]
    assert see("U2")["scheduled"][0]["channel_name"] == "safeguarding"
    assert see("U2")["scheduled"][0]["post_at"] == at


def test_the_clock_and_what_goes_wrong_are_shown(see: See, workspace: Workspace) -> None:
    workspace.clock.move(60)
    post = Post("event message.im", "{}", "application/json", {})

    seen = see(fault=Fault(FaultKind.SLOW, 2), redeliveries=[Redelivery(7, post, 2, 1.5, "why")])

    assert seen["clock"]["ahead_s"] == 60
    assert seen["faults"] == {"kind": "slow", "left": 2}
    assert seen["redeliveries"] == [
        {"id": 7, "what": "event message.im", "attempt": 2, "at": 1.5, "reason": "why"}
    ]


def test_first_questions_and_shortcuts_are_offered(see: See, workspace: Workspace) -> None:
    seen = see(examples=[Example(workspace.people["U2"], "what now?")])

    assert seen["examples"][0]["person"]["id"] == "U2"
    assert seen["examples"][0]["asks"] == "what now?"
    assert {each["callback_id"] for each in seen["shortcuts"]} == {"find", "ask"}
    assert {each["type"] for each in seen["shortcuts"]} == {"message", "global"}


def test_the_version_grows_with_what_changes(see: See, workspace: Workspace) -> None:
    before = see()["version"]

    workspace.say("C1", "U1", "Hello")

    assert see()["version"] > before


def test_looking_changes_nothing(see: See) -> None:
    """Whoever looks at each change would otherwise look for ever."""
    assert see()["version"] == see()["version"]
