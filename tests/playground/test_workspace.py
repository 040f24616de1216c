"""People, conversations and what was said in them."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from bot.playground.refused import Refused
from bot.playground.workspace import Workspace
from tests.playground.support import json_values, section


def test_a_conversation_is_found_by_its_id(workspace: Workspace) -> None:
    assert workspace.conversation("C1").name == "safeguarding"


def test_a_persons_id_stands_for_their_direct_messages(workspace: Workspace) -> None:
    """``chat.postMessage`` takes one in place of a channel."""
    assert workspace.conversation("U2").id == "D2"


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rubbish=json_values)
def test_what_is_not_there_is_refused_in_slacks_words(workspace: Workspace, rubbish: Any) -> None:
    for find, error in (
        (workspace.conversation, "channel_not_found"),
        (workspace.person, "user_not_found"),
        (lambda ts: workspace.message("C1", ts), "message_not_found"),
    ):
        if rubbish in ("C1", "C3", "D1", "U1"):
            continue
        with pytest.raises(Refused) as refused:
            find(rubbish)
        assert refused.value.error == error


def test_everybody_sees_the_channels_and_their_own_messages(workspace: Workspace) -> None:
    assert [each.id for each in workspace.seen_by("U1")] == ["C1", "C2", "C3", "D1"]
    assert [each.kind for each in workspace.seen_by("U2")] == ["channel"] * 3 + ["im"]


def test_what_is_said_is_read_in_order(workspace: Workspace) -> None:
    for text in ("one", "two", "three"):
        workspace.say("C1", "U1", text)

    assert [each.text for each in workspace.messages("C1")] == ["one", "two", "three"]
    assert [*workspace.messages("C2")] == []


def test_what_is_for_one_person_is_seen_by_them_alone(workspace: Workspace) -> None:
    workspace.say("C1", "UBOT", "for Ann", only_for="U1")

    assert [each.text for each in workspace.messages("C1", "U1")] == ["for Ann"]
    assert [*workspace.messages("C1", "U2")] == []
    assert [*workspace.messages("C1")] == []


def test_a_notice_is_slacks_own(workspace: Workspace) -> None:
    notice = workspace.tell("C1", "U1", "Something happened.")

    assert notice.is_slackbots
    assert notice.only_for == "U1"


def test_blocks_without_an_id_are_given_one(workspace: Workspace) -> None:
    blocks = [section("a"), section("b"), section("c", block_id="mine")]

    said = workspace.say("C1", "UBOT", "", blocks=blocks)

    ids = [block["block_id"] for block in said.blocks]
    assert ids[2] == "mine"
    assert len({*ids}) == 3


def test_a_message_that_was_replaced_keeps_its_name_and_place(workspace: Workspace) -> None:
    first = workspace.say("C1", "UBOT", "before")
    workspace.say("C1", "U1", "later")

    workspace.replace(first, "after", [section()])

    assert workspace.message("C1", first.ts).text == "after"
    assert [each.text for each in workspace.messages("C1")] == ["after", "later"]
    assert first.edited
    assert first.blocks[0]["block_id"]


def test_a_message_that_was_taken_back_is_gone(workspace: Workspace) -> None:
    message = workspace.say("C1", "U1", "oh")

    workspace.take_back(message)

    with pytest.raises(Refused):
        workspace.message("C1", message.ts)


def test_every_change_is_told(workspace: Workspace) -> None:
    versions = [workspace.changes.version]
    message = workspace.say("C1", "U1", "hello")
    versions.append(workspace.changes.version)
    workspace.replace(message, "goodbye", [])
    versions.append(workspace.changes.version)
    workspace.take_back(message)
    versions.append(workspace.changes.version)

    assert versions == sorted(set(versions))


def test_what_others_say_is_unread_until_one_looks(workspace: Workspace) -> None:
    workspace.say("C1", "U1", "hello")
    assert workspace.has_unread("C1", "U2")
    assert not workspace.has_unread("C1", "U1")

    workspace.look_at("C1", "U2")
    assert not workspace.has_unread("C1", "U2")

    workspace.say("C1", "UBOT", "hello to you")
    assert workspace.has_unread("C1", "U2")


def test_what_one_does_not_see_is_not_unread(workspace: Workspace) -> None:
    workspace.say("C1", "UBOT", "for Ann", only_for="U1")

    assert workspace.has_unread("C1", "U1")
    assert not workspace.has_unread("C1", "U2")


def test_no_event_has_the_id_of_an_earlier_one(workspace: Workspace) -> None:
    """The bot remembers the ids that it heard, from earlier runs too."""
    other = Workspace("T1", "Frontline", workspace.app, [], [])

    ids = [each.next_event_id() for each in (workspace, other) for _ in range(50)]

    assert len({*ids}) == 100
