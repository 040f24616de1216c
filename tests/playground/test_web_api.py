"""Slack's Web API: its answers and its refusals."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.playground.refused import Refused
from bot.playground.web_api import METHODS, SCOPES, call
from bot.playground.workspace import Workspace
from tests.playground.support import (
    TOKEN,
    Json,
    actions,
    home,
    json_objects,
    json_values,
    modal,
    said,
    section,
)

A_PROMPT = {"title": "Start", "message": "help"}


def do(workspace: Workspace, method: str, **args: Any) -> Json:
    return call(workspace, method, args, TOKEN)


def outcome(workspace: Workspace, method: str, args: Json) -> str:
    """Slack's word for what came of a call: ``ok``, or why not."""
    try:
        call(workspace, method, args, TOKEN)
    except Refused as no:
        return no.error
    return "ok"


def refusal_of(workspace: Workspace, method: str, token: str = TOKEN, **args: Any) -> str:
    with pytest.raises(Refused) as refused:
        call(workspace, method, args, token)
    return refused.value.error


@pytest.mark.parametrize(
    ("token", "error"),
    [("", "not_authed"), ("nonsense", "invalid_auth"), ("xoxp-1", "invalid_auth")],
)
def test_without_a_bots_token_nothing_is_done(workspace: Workspace, token: str, error: str) -> None:
    assert refusal_of(workspace, "auth.test", token) == error


def test_a_method_that_is_not_there_is_refused(workspace: Workspace) -> None:
    assert refusal_of(workspace, "chat.shout") == "unknown_method"


@pytest.mark.parametrize("method", SCOPES)
def test_a_method_needs_the_scope_that_the_manifest_asks_for(
    workspace: Workspace, method: str
) -> None:
    workspace.app = replace(workspace.app, scopes=frozenset({"commands"}))

    assert refusal_of(workspace, method) == "missing_scope"


@pytest.mark.parametrize(
    "method", [m for m in METHODS if m.startswith("views.")] + ["chat.scheduledMessages.list"]
)
def test_some_methods_need_no_scope(workspace: Workspace, method: str) -> None:
    workspace.app = replace(workspace.app, scopes=frozenset())

    assert outcome(workspace, method, {}) != "missing_scope"


def test_the_bot_learns_who_it_is(workspace: Workspace) -> None:
    known = do(workspace, "auth.test")

    assert (known["team_id"], known["user_id"], known["bot_id"]) == ("T1", "UBOT", "BBOT")


def test_a_message_is_posted_and_described(workspace: Workspace) -> None:
    posted = do(workspace, "chat.postMessage", channel="C1", text="Hi", blocks=[section()])

    (message,) = said(workspace, "C1")
    assert (posted["channel"], posted["ts"]) == ("C1", message.ts)
    assert posted["message"]["blocks"] == message.blocks
    assert posted["message"]["bot_id"] == "BBOT"


def test_a_message_can_be_posted_into_a_thread(workspace: Workspace) -> None:
    root = workspace.say("C1", "U1", "hello")

    do(workspace, "chat.postMessage", channel="C1", text="Hi", thread_ts=root.ts)

    (message,) = said(workspace, "C1")
    assert message.thread_ts == root.ts


def test_a_message_to_a_person_goes_to_their_direct_messages(workspace: Workspace) -> None:
    assert do(workspace, "chat.postMessage", channel="U2", text="Hi")["channel"] == "D2"


POSTING = ["chat.postMessage", "chat.postEphemeral", "chat.scheduleMessage"]


@pytest.mark.parametrize("method", POSTING)
@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("C2", "not_in_channel"),
        ("C3", "is_archived"),
        ("C9", "channel_not_found"),
        (None, "channel_not_found"),
        (["C1"], "channel_not_found"),
    ],
)
def test_there_are_channels_that_one_cannot_post_in(
    workspace: Workspace, method: str, channel: Any, error: str
) -> None:
    at = int(workspace.clock.now()) + 100

    refused = refusal_of(workspace, method, channel=channel, text="Hi", user="U1", post_at=at)

    assert refused == error


UNFIT: dict[str, tuple[Json, str]] = {
    "nothing": ({}, "no_text"),
    "empty": ({"text": "", "blocks": []}, "no_text"),
    "odd blocks": ({"text": "x", "blocks": [{"type": "hologram"}]}, "invalid_blocks"),
    "blocks that are none": ({"text": "x", "blocks": "Hello"}, "invalid_blocks"),
    "51 blocks": ({"blocks": [section()] * 51}, "invalid_blocks"),
    "too much in all": ({"blocks": [section("x" * 3000)] * 4}, "msg_blocks_too_long"),
    "two ways at once": ({"text": "x", "markdown_text": "x"}, "markdown_text_conflict"),
    "long markdown": ({"markdown_text": "x" * 12_001}, "msg_too_long"),
}


@pytest.mark.parametrize("method", POSTING)
@pytest.mark.parametrize("what", UNFIT)
def test_there_are_messages_that_nobody_can_post(
    workspace: Workspace, method: str, what: str
) -> None:
    message, error = UNFIT[what]
    at = int(workspace.clock.now()) + 100

    assert refusal_of(workspace, method, channel="C1", user="U1", post_at=at, **message) == error
    assert said(workspace, "C1") == []


def test_a_refusal_says_what_is_wrong_with_the_blocks(workspace: Workspace) -> None:
    with pytest.raises(Refused) as refused:
        do(workspace, "chat.postMessage", channel="C1", text="x", blocks=[section("")])

    (detail,) = refused.value.details
    assert "/blocks/0/text/text" in detail


def test_markdown_of_twelve_thousand_characters_can_be_posted_and_updated(
    workspace: Workspace,
) -> None:
    posted = do(workspace, "chat.postMessage", channel="C1", markdown_text="x" * 12_000)

    do(workspace, "chat.update", channel="C1", ts=posted["ts"], markdown_text="y" * 12_000)

    (message,) = said(workspace, "C1")
    assert message.blocks[0]["text"] == "y" * 12_000


def test_a_long_text_is_cut_and_the_bot_is_warned(workspace: Workspace) -> None:
    posted = do(workspace, "chat.postMessage", channel="C1", text="x" * 40_001)

    (message,) = said(workspace, "C1")
    assert len(message.text) == 40_000
    assert posted["response_metadata"]["warnings"] == ["message_truncated"]


def test_what_can_be_posted_may_be_too_long_to_update(workspace: Workspace) -> None:
    """Slack is ten times stricter there."""
    ts = do(workspace, "chat.postMessage", channel="C1", text="x" * 4001)["ts"]

    assert (
        refusal_of(workspace, "chat.update", channel="C1", ts=ts, text="x" * 4001) == "msg_too_long"
    )
    assert do(workspace, "chat.update", channel="C1", ts=ts, text="x" * 4000)


def test_a_message_is_updated_in_its_place(workspace: Workspace) -> None:
    ts = do(workspace, "chat.postMessage", channel="C1", text="Before")["ts"]

    do(workspace, "chat.update", channel="C1", ts=ts, text="After", blocks=[section()])

    (message,) = said(workspace, "C1")
    assert (message.ts, message.text, message.edited) == (ts, "After", True)


def test_a_message_is_deleted_once(workspace: Workspace) -> None:
    ts = do(workspace, "chat.postMessage", channel="C1", text="Hi")["ts"]

    do(workspace, "chat.delete", channel="C1", ts=ts)

    assert said(workspace, "C1") == []
    assert refusal_of(workspace, "chat.delete", channel="C1", ts=ts) == "message_not_found"


@pytest.mark.parametrize(
    ("method", "error"),
    [("chat.update", "cant_update_message"), ("chat.delete", "cant_delete_message")],
)
def test_a_bot_changes_its_own_messages_alone(
    workspace: Workspace, method: str, error: str
) -> None:
    theirs = workspace.say("C1", "U1", "mine")

    assert refusal_of(workspace, method, channel="C1", ts=theirs.ts, text="yours") == error


@pytest.mark.parametrize("method", ["chat.update", "chat.delete"])
def test_what_one_person_sees_cannot_be_changed_afterwards(
    workspace: Workspace, method: str
) -> None:
    posted = do(workspace, "chat.postEphemeral", channel="C1", user="U1", text="psst")

    ts = posted["message_ts"]
    assert refusal_of(workspace, method, channel="C1", ts=ts, text="x") == "message_not_found"
    assert [message.only_for for message in said(workspace, "C1")] == ["U1"]


@pytest.mark.parametrize(("channel", "user"), [("C1", "U9"), ("D1", "U2"), ("C1", None)])
def test_a_private_word_needs_somebody_who_is_there(
    workspace: Workspace, channel: str, user: str | None
) -> None:
    refused = refusal_of(workspace, "chat.postEphemeral", channel=channel, user=user, text="psst")

    assert refused == "user_not_in_channel"


def test_a_message_can_be_booked_listed_and_cancelled(workspace: Workspace) -> None:
    at = int(workspace.clock.now()) + 100
    booked = do(workspace, "chat.scheduleMessage", channel="C1", text="Later", post_at=at)
    listed = do(workspace, "chat.scheduledMessages.list")["scheduled_messages"]
    booking_id = booked["scheduled_message_id"]

    do(workspace, "chat.deleteScheduledMessage", channel="C1", scheduled_message_id=booking_id)

    assert [(each["id"], each["post_at"], each["text"]) for each in listed] == [
        (booking_id, at, "Later")
    ]
    assert do(workspace, "chat.scheduledMessages.list")["scheduled_messages"] == []


def test_what_is_booked_can_be_listed_by_time_and_channel(workspace: Workspace) -> None:
    now = int(workspace.clock.now())
    for channel, ahead in (("C1", 100), ("C1", 200), ("D1", 300)):
        do(workspace, "chat.scheduleMessage", channel=channel, text="x", post_at=now + ahead)

    def listed(**which: Any) -> list[int]:
        found = do(workspace, "chat.scheduledMessages.list", **which)["scheduled_messages"]
        return [each["post_at"] - now for each in found]

    assert listed() == [100, 200, 300]
    assert listed(channel="C1") == [100, 200]
    assert listed(oldest=str(now + 150), latest=now + 250) == [200]


def test_long_lists_come_in_pages(workspace: Workspace) -> None:
    seen, cursor = [], ""
    for _ in range(3):
        page = do(workspace, "conversations.list", limit="1", cursor=cursor)
        seen += [each["id"] for each in page["channels"]]
        cursor = page["response_metadata"]["next_cursor"]

    assert seen == ["C1", "C2", "C3"]
    assert cursor == ""


@pytest.mark.parametrize(
    ("asked", "error"),
    [
        ({"limit": "0"}, "invalid_limit"),
        ({"limit": 1001}, "invalid_limit"),
        ({"limit": "many"}, "invalid_limit"),
        ({"limit": "nan"}, "invalid_limit"),
        ({"cursor": "next"}, "invalid_cursor"),
        ({"cursor": "-1"}, "invalid_cursor"),
        ({"cursor": "9" * 5000}, "invalid_cursor"),
    ],
)
def test_there_is_no_page_of_that_sort(workspace: Workspace, asked: Json, error: str) -> None:
    assert refusal_of(workspace, "conversations.list", **asked) == error


def test_a_window_is_opened_for_whoever_did_something_just_now(workspace: Workspace) -> None:
    trigger = workspace.hooks.new_trigger("U1")

    shown = do(workspace, "views.open", trigger_id=trigger, view=modal())

    assert workspace.windows.stack("U1") == [shown["view"]]
    again = refusal_of(workspace, "views.open", trigger_id=trigger, view=modal())
    assert again == "exchanged_trigger_id"


def test_a_window_is_pushed_and_updated(workspace: Workspace) -> None:
    first, second = (workspace.hooks.new_trigger("U1") for _ in range(2))
    opened = do(workspace, "views.open", trigger_id=first, view=modal())["view"]["id"]
    pushed = do(workspace, "views.push", trigger_id=second, view=modal())["view"]

    updated = do(
        workspace,
        "views.update",
        view_id=pushed["id"],
        hash=pushed["hash"],
        view=modal(section("B")),
    )

    assert [view["id"] for view in workspace.windows.stack("U1")] == [opened, pushed["id"]]
    assert updated["view"]["blocks"][0]["text"]["text"] == "B"


@pytest.mark.parametrize("trigger", [None, "1.2.3", {}, ["x"]])
def test_a_window_needs_a_trigger(workspace: Workspace, trigger: Any) -> None:
    refused = refusal_of(workspace, "views.open", trigger_id=trigger, view=modal())

    assert refused == "invalid_trigger_id"


def test_a_home_tab_is_published_for_one_person(workspace: Workspace) -> None:
    do(workspace, "views.publish", user_id="U1", view=home())

    assert workspace.windows.home("U1")
    assert not workspace.windows.home("U2")
    assert refusal_of(workspace, "views.publish", user_id="U9", view=home()) == "user_not_found"


def test_a_bot_without_a_home_tab_has_none_to_publish(workspace: Workspace) -> None:
    workspace.app = replace(workspace.app, has_home=False)

    assert refusal_of(workspace, "views.publish", user_id="U1", view=home()) == "not_enabled"


def test_prompts_are_set_for_one_person(workspace: Workspace) -> None:
    prompts = [A_PROMPT] * 4

    do(
        workspace,
        "assistant.threads.setSuggestedPrompts",
        channel_id="D1",
        title="Start here",
        prompts=prompts,
    )

    assert workspace.prompts == {"U1": {"title": "Start here", "prompts": prompts}}


def test_prompts_that_name_a_thread_fail_in_silence(workspace: Workspace) -> None:
    """As they do in Slack, for an app with a Messages tab."""
    done = do(
        workspace,
        "assistant.threads.setSuggestedPrompts",
        channel_id="D1",
        prompts=[A_PROMPT],
        thread_ts="1.1",
    )

    assert done == {}
    assert workspace.prompts == {}


@pytest.mark.parametrize("prompts", [None, [], [A_PROMPT] * 5, "help", [{"title": "x"}], [1]])
def test_there_are_one_to_four_prompts(workspace: Workspace, prompts: Any) -> None:
    method = "assistant.threads.setSuggestedPrompts"

    assert refusal_of(workspace, method, channel_id="D1", prompts=prompts) == "invalid_arguments"
    assert refusal_of(workspace, method, channel_id="C1", prompts=[A_PROMPT]) == "channel_not_found"


def test_a_status_can_be_set(workspace: Workspace) -> None:
    assert do(workspace, "assistant.threads.setStatus", channel_id="D1", status="…") == {}


def test_conversations_and_people_can_be_looked_up(workspace: Workspace) -> None:
    channel = do(workspace, "conversations.info", channel="C2")["channel"]
    direct = do(workspace, "conversations.info", channel="D1")["channel"]
    user = do(workspace, "users.info", user="UADMIN")["user"]

    assert (channel["name"], channel["is_member"]) == ("general", False)
    assert (direct["is_im"], direct["user"]) == (True, "U1")
    assert (user["real_name"], user["is_admin"]) == ("Cat Day", True)
    assert do(workspace, "conversations.open", users="U2")["channel"]["id"] == "D2"


def test_members_are_those_who_are_in_it(workspace: Workspace) -> None:
    def members(channel: str) -> list[str]:
        found: list[str] = do(workspace, "conversations.members", channel=channel)["members"]
        return found

    assert members("C1") == ["U1", "U2", "UADMIN", "UBOT"]
    assert members("C2") == ["U1", "U2", "UADMIN"]
    assert members("D1") == ["U1", "UBOT"]


@settings(
    max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    method=st.sampled_from([*METHODS]),
    args=json_objects,
    channel=st.sampled_from(["C1", "D1", "U1"]) | json_values,
)
@example(method="chat.scheduleMessage", args={"post_at": float("inf"), "text": "x"}, channel="C1")
@example(method="chat.postMessage", args={"text": "x"}, channel=["C1"])
@example(method="chat.scheduledMessages.list", args={"oldest": "x"}, channel="C1")
@example(method="views.publish", args={"user": "U1"}, channel={})
@example(
    method="chat.postMessage",
    args={"blocks": [actions({"type": "button", "style": []})]},
    channel="C1",
)
def test_whatever_a_bot_calls_is_done_or_refused(
    workspace: Workspace, method: str, args: Json, channel: Any
) -> None:
    """Slack never breaks because of what an app sends; neither does what stands in for it."""
    args = {**args, "channel": channel, "channel_id": channel, "user_id": args.get("user")}
    assert outcome(workspace, method, args)
