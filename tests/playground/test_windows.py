"""Open modals and the Home tab."""

from __future__ import annotations

from typing import Any

import pytest

from bot.playground.refused import Refused
from bot.playground.timekeeping import WorkspaceClock
from bot.playground.windows import Windows
from tests.playground.support import asking, home, modal, plain, section


@pytest.fixture
def windows() -> Windows:
    return Windows(WorkspaceClock(), "T1", "A1", "B1")


def refusal_of(do: Any, *args: Any, **more: Any) -> str:
    with pytest.raises(Refused) as refused:
        do(*args, **more)
    return refused.value.error


def test_a_window_opens_with_all_that_slack_adds(windows: Windows) -> None:
    view = windows.open("U1", modal(private_metadata="about", callback_id="name"))

    assert windows.stack("U1") == [view]
    assert windows.stack("U2") == []
    assert view["id"] == view["root_view_id"]
    assert (view["team_id"], view["app_id"], view["bot_id"]) == ("T1", "A1", "B1")
    assert (view["private_metadata"], view["callback_id"]) == ("about", "name")
    assert view["state"] == {"values": {}}
    assert view["previous_view_id"] is None
    assert all(block["block_id"] for block in view["blocks"])


def test_three_windows_stand_on_each_other_and_no_more(windows: Windows) -> None:
    first = windows.open("U1", modal())
    second = windows.push("U1", modal())
    third = windows.push("U1", modal())

    assert windows.stack("U1") == [first, second, third]
    assert third["previous_view_id"] == second["id"]
    assert third["root_view_id"] == first["id"]
    assert refusal_of(windows.push, "U1", modal()) == "push_limit_reached"


def test_nothing_is_pushed_onto_nothing(windows: Windows) -> None:
    assert refusal_of(windows.push, "U1", modal()) == "not_found"


def test_a_newly_opened_window_takes_the_place_of_all(windows: Windows) -> None:
    windows.open("U1", modal())
    windows.push("U1", modal())

    view = windows.open("U1", modal())

    assert windows.stack("U1") == [view]


def test_an_update_keeps_the_window_and_its_place(windows: Windows) -> None:
    windows.open("U1", modal())
    before = windows.push("U1", modal(title=plain("Before")))
    places = {key: before[key] for key in ("id", "root_view_id", "previous_view_id")}
    old_hash = before["hash"]

    view = windows.update(modal(title=plain("After")), view_id=before["id"])

    assert windows.stack("U1")[1] == view
    assert view["title"]["text"] == "After"
    assert {key: view[key] for key in places} == places
    assert view["hash"] != old_hash


def test_an_update_takes_the_errors_away(windows: Windows) -> None:
    view = windows.open("U1", modal())
    view["errors"] = {"name": "is missing"}

    assert "errors" not in windows.update(modal(), view_id=view["id"])


def test_an_update_without_a_submit_button_takes_it_away(windows: Windows) -> None:
    view = windows.open("U1", modal(asking(), submit=plain("Save")))
    assert view["submit"]

    windows.update(modal(), view_id=view["id"])

    assert "submit" not in view


def test_an_update_with_an_old_hash_comes_too_late(windows: Windows) -> None:
    view = windows.open("U1", modal())
    seen = view["hash"]

    windows.update(modal(), view_id=view["id"], hash_=seen)

    assert refusal_of(windows.update, modal(), view_id=view["id"], hash_=seen) == "hash_conflict"


@pytest.mark.parametrize("which", [{}, {"view_id": "V1"}, {"external_id": "x"}, {"view_id": []}])
def test_a_window_that_is_not_there_is_not_updated(windows: Windows, which: dict[str, Any]) -> None:
    windows.open("U1", modal())

    assert refusal_of(windows.update, modal(), **which) == "not_found"


def test_a_window_can_go_by_a_name_of_the_bots(windows: Windows) -> None:
    view = windows.open("U1", modal(external_id="mine"))

    assert windows.update(modal(external_id="mine"), external_id="mine")["id"] == view["id"]
    assert refusal_of(windows.push, "U1", modal(external_id="mine")) == "duplicate_external_id"


def test_closing_takes_a_window_and_what_stands_on_it(windows: Windows) -> None:
    first = windows.open("U1", modal())
    second = windows.push("U1", modal())
    windows.push("U1", modal())

    windows.close("U1", second)

    assert windows.stack("U1") == [first]


def test_clearing_takes_all_windows_of_one_person(windows: Windows) -> None:
    theirs = windows.open("U2", modal())
    windows.open("U1", modal())
    windows.push("U1", modal())

    windows.clear("U1")

    assert windows.stack("U1") == []
    assert windows.stack("U2") == [theirs]


def test_a_home_tab_keeps_its_id_when_it_is_published_again(windows: Windows) -> None:
    first = windows.publish("U1", home())
    second = windows.publish("U1", home("Again"), first["hash"])

    assert windows.home("U1") == second
    assert windows.home("U2") is None
    assert second["id"] == first["id"]
    assert refusal_of(windows.publish, "U1", home(), first["hash"]) == "hash_conflict"


def test_a_home_tab_may_keep_its_name_of_the_bots(windows: Windows) -> None:
    windows.publish("U1", {**home(), "external_id": "mine"})

    assert windows.publish("U1", {**home("Again"), "external_id": "mine"})


def test_a_home_tab_is_no_modal_and_a_modal_no_home_tab(windows: Windows) -> None:
    assert refusal_of(windows.open, "U1", home()) == "invalid_arguments"
    assert refusal_of(windows.publish, "U1", modal()) == "invalid_arguments"


@pytest.mark.parametrize("view", [None, "modal", [], {}, modal(asking())])
def test_what_slack_refuses_is_not_opened(windows: Windows, view: Any) -> None:
    assert refusal_of(windows.open, "U1", view) == "invalid_arguments"
    assert windows.stack("U1") == []


def test_a_window_of_more_than_250_kilobytes_is_too_large(windows: Windows) -> None:
    blocks = [section("x" * 2800) for _ in range(90)]

    assert refusal_of(windows.open, "U1", modal(*blocks)) == "view_too_large"


def test_a_window_is_found_by_its_id(windows: Windows) -> None:
    view = windows.open("U1", modal())
    tab = windows.publish("U2", home())

    assert windows.find(view["id"]) is view
    assert windows.find(tab["id"]) is tab
    assert refusal_of(windows.find, "V1") == "not_found"
