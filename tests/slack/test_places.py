"""Where a reply goes."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.places import Place

URL = "https://hooks.example/1"


def test_a_mention_is_answered_in_a_thread_under_it() -> None:
    place = Place.of_event(_event(type="app_mention", channel="C1"))

    assert place == Place("T1", "U1", "C1", thread_ts="1.1", message_ts="1.1")


def test_a_mention_inside_a_thread_is_answered_in_that_thread() -> None:
    place = Place.of_event(_event(type="app_mention", channel="C1", thread_ts="0.5"))

    assert place == Place("T1", "U1", "C1", thread_ts="0.5", message_ts="1.1")


def test_a_direct_message_is_answered_beside_it() -> None:
    assert Place.of_event(_event(type="message", channel="D1")) == Place(
        "T1", "U1", "D1", message_ts="1.1"
    )


def test_a_direct_message_inside_a_thread_is_answered_in_that_thread() -> None:
    place = Place.of_event(_event(type="message", channel="D1", thread_ts="0.5"))

    assert place == Place("T1", "U1", "D1", thread_ts="0.5", message_ts="1.1")


@pytest.mark.parametrize(("channel", "others"), [("C1", True), ("G1", True), ("D1", False)])
def test_a_command_is_answered_for_its_sender_alone(channel: str, others: bool) -> None:
    body = {"team_id": "T1", "user_id": "U1", "channel_id": channel, "response_url": URL}

    place = Place.of_command(body)

    assert place == Place("T1", "U1", channel, response_url=URL, in_channel=others)


def test_a_press_on_what_all_see_is_answered_for_the_presser_alone() -> None:
    place = Place.of_press(_press("C1", is_ephemeral=False))

    assert (place.response_url, place.in_channel) == (URL, True)


def test_a_press_on_what_one_person_sees_is_answered_for_that_person_alone() -> None:
    place = Place.of_press(_press("C1", is_ephemeral=True))

    assert (place.response_url, place.in_channel) == (URL, True)


def test_a_press_in_a_direct_message_is_answered_there() -> None:
    assert Place.of_press(_press("D1", is_ephemeral=False)) == Place("T1", "U1", "D1")


def test_a_press_in_a_thread_of_a_direct_message_is_answered_in_that_thread() -> None:
    place = Place.of_press(_press("D1", is_ephemeral=False, thread_ts="0.5"))

    assert place == Place("T1", "U1", "D1", thread_ts="0.5")


def test_a_press_on_a_commands_answer_in_a_direct_message_is_answered_as_the_command_was() -> None:
    """It may be somebody else's direct message, where the bot cannot post."""
    place = Place.of_press(_press("D1", is_ephemeral=True))

    assert (place.response_url, place.in_channel) == (URL, False)


def test_a_press_without_a_channel_of_its_own_takes_the_containers() -> None:
    body = _press("C1", is_ephemeral=False)
    del body["channel"]

    assert Place.of_press(body).channel == "C1"


def test_a_press_in_a_window_has_no_place_in_a_channel() -> None:
    place = Place.of_press(_in_view(type="modal"))

    assert place == Place("T1", "U1", trigger_id="1.2.3", view_id="V1")
    assert place.is_window


def test_a_press_on_home_is_answered_in_a_new_window() -> None:
    place = Place.of_press(_in_view(type="home"))

    assert place == Place("T1", "U1", trigger_id="1.2.3")
    assert place.is_window


def test_a_shortcut_on_a_message_is_answered_in_a_window_and_not_where_the_message_stands() -> None:
    body = {**_press("C1"), "trigger_id": "1.2.3", "message": {"text": "x"}}

    assert Place.of_shortcut(body) == Place("T1", "U1", trigger_id="1.2.3")


def test_a_window_can_be_opened_over_a_message() -> None:
    place = Place.of_press({**_press("C1"), "trigger_id": "1.2.3"})

    assert not place.is_window
    assert place.window().is_window
    assert place.window().trigger_id == "1.2.3"


def _event(**event: Any) -> dict[str, Any]:
    return {"team_id": "T1", "event": {"user": "U1", "ts": "1.1", "text": "x", **event}}


def _in_view(**view: Any) -> dict[str, Any]:
    return {
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "trigger_id": "1.2.3",
        "container": {"type": "view", "view_id": "V1"},
        "view": {"id": "V1", **view},
    }


def _press(channel: str, **container: Any) -> dict[str, Any]:
    return {
        "team": {"id": "T1"},
        "user": {"id": "U1"},
        "channel": {"id": channel},
        "container": {"type": "message", "channel_id": channel, **container},
        "response_url": URL,
    }
