"""What Slack sends to an app."""

from __future__ import annotations

import json
import time
from typing import Any
from urllib.parse import parse_qs

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.request.internals import extract_channel_id, extract_team_id, extract_user_id
from slack_sdk.signature import Clock, SignatureVerifier

from bot.playground.shapes import (
    Post,
    Sender,
    action_of,
    command_post,
    event_post,
    home_opened_event,
    interaction_post,
    said_event,
    signed_headers,
)
from tests.playground.support import BUTTON, SECRET

SENDER = Sender("T1", "frontline", "A1", "UBOT", "B1")
SAID = {"user": "U1", "ts": "1700000000.000100", "text": "Hello", "channel": "D1"}


def read_by_bolt(post: Post) -> dict[str, Any]:
    """The body as Bolt reads it."""
    headers = {name: [value] for name, value in signed_headers(post, SECRET).items()}
    return AsyncBoltRequest(body=post.body, headers=headers).body


class At(Clock):
    """A clock that stands still."""

    def __init__(self, now: float) -> None:
        self._now = now

    def now(self) -> float:
        return self._now


@given(text=st.text(st.characters(exclude_categories=["Cs"])))
def test_whatever_is_said_is_signed_as_slack_signs(text: str) -> None:
    post = event_post(SENDER, said_event("message", SENDER, {**SAID, "text": text}, "im"), "Ev1")
    headers = {name.lower(): value for name, value in signed_headers(post, SECRET).items()}

    assert SignatureVerifier(SECRET).is_valid_request(post.body.encode(), headers)
    assert not SignatureVerifier("f" * 32).is_valid_request(post.body.encode(), headers)
    assert not SignatureVerifier(SECRET).is_valid_request(post.body.encode() + b" ", headers)
    assert read_by_bolt(post)["event"]["text"] == text


def test_a_signature_tells_its_moment_and_is_soon_too_old() -> None:
    post = event_post(SENDER, said_event("message", SENDER, SAID, "im"), "Ev1")
    now = time.time()
    headers = {k.lower(): v for k, v in signed_headers(post, SECRET, at=now).items()}

    assert SignatureVerifier(SECRET, At(now + 290)).is_valid_request(post.body, headers)
    assert not SignatureVerifier(SECRET, At(now + 310)).is_valid_request(post.body, headers)


def test_a_direct_message_is_what_bolt_takes_for_one() -> None:
    post = event_post(SENDER, said_event("message", SENDER, SAID, "im"), "Ev1")
    body = read_by_bolt(post)

    assert post.what == "event message.im"
    assert (body["event_id"], body["event_time"]) == ("Ev1", 1700000000)
    assert body["event"]["channel_type"] == "im"
    assert extract_team_id(body) == "T1"
    assert extract_user_id(body) == "U1"
    assert extract_channel_id(body) == "D1"
    assert "thread_ts" not in body["event"]


def test_a_mention_names_no_sort_of_channel_and_keeps_its_thread() -> None:
    said = {**SAID, "channel": "C1", "thread_ts": "1600000000.000001"}

    event = event_post(SENDER, said_event("app_mention", SENDER, said), "Ev1").payload["event"]

    assert event["type"] == "app_mention"
    assert "channel_type" not in event
    assert event["thread_ts"] == "1600000000.000001"


def test_what_is_typed_comes_as_rich_text_too() -> None:
    event = said_event("message", SENDER, SAID, "im")

    assert event["blocks"][0]["elements"][0]["elements"] == [{"type": "text", "text": "Hello"}]
    assert said_event("message", SENDER, {**SAID, "text": ""}, "im")["blocks"] == []


def test_opening_the_home_tab_brings_along_what_is_on_it() -> None:
    view = {"id": "V1"}

    home = home_opened_event("U1", "D1", "home", "1.1", view)
    messages = home_opened_event("U1", "D1", "messages", "1.1", view)

    assert (home["tab"], home["view"]) == ("home", view)
    assert "view" not in messages
    assert "view" not in home_opened_event("U1", "D1", "home", "1.1", None)


def test_a_command_comes_as_a_form() -> None:
    post = command_post(
        SENDER,
        {"id": "U1", "name": "Ann"},
        {"id": "C1", "name": "general"},
        "/toolkit",
        "what & why?",
        "http://127.0.0.1/hook",
        "1.2.3",
    )
    body = read_by_bolt(post)

    assert post.content_type == "application/x-www-form-urlencoded"
    assert (body["command"], body["text"]) == ("/toolkit", "what & why?")
    assert (body["response_url"], body["trigger_id"]) == ("http://127.0.0.1/hook", "1.2.3")
    assert (extract_team_id(body), extract_user_id(body)) == ("T1", "U1")
    assert extract_channel_id(body) == "C1"


def test_a_press_comes_as_json_inside_a_form() -> None:
    post = interaction_post(SENDER, {"id": "U1", "name": "Ann"}, {"type": "block_actions"})

    assert json.loads(parse_qs(post.body)["payload"][0]) == post.payload
    assert read_by_bolt(post)["user"] == {
        "id": "U1",
        "name": "Ann",
        "username": "Ann",
        "team_id": "T1",
    }


def test_a_pressed_button_gives_back_what_the_bot_put_into_it() -> None:
    """Nobody can press a button with another value: it never leaves Slack."""
    action = action_of(BUTTON, "row", {"value": "elsewhere", "selected_option": {}}, "1.1")

    assert action == {**BUTTON, "block_id": "row", "action_ts": "1.1"}


@pytest.mark.parametrize(
    ("kind", "chosen"),
    [
        ("static_select", {"selected_option": {"value": "one"}}),
        ("multi_static_select", {"selected_options": [{"value": "one"}]}),
        ("users_select", {"selected_user": "U1"}),
        ("conversations_select", {"selected_conversation": "C1"}),
        ("datepicker", {"selected_date": "2026-11-25"}),
        ("timepicker", {"selected_time": "12:00"}),
        ("datetimepicker", {"selected_date_time": 1700000000}),
        ("plain_text_input", {"value": "typed"}),
    ],
)
def test_what_was_chosen_comes_under_its_own_name(kind: str, chosen: dict[str, Any]) -> None:
    element = {"type": kind, "action_id": "a"}

    action = action_of(element, "row", {**chosen, "rubbish": 1, "type": "button"}, "1.1")

    assert action == {**element, **chosen, "block_id": "row", "action_ts": "1.1"}
