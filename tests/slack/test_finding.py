"""The box to find a page in, wherever it stands."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse

from bot.replies.answering import Answering
from bot.replies.pages import part_of
from bot.store.preferences import Preferences
from bot.toolkit.toolkit import Toolkit
from tests.support.bots import app_on
from tests.support.breaking import database_that_is_gone
from tests.support.limits import message_faults, options_faults, view_faults
from tests.support.payloads import command, words
from tests.support.reading import header, references, settled
from tests.support.standin import Slack
from tests.support.surfaces import choose_on, in_message, in_window, on_home, typed_on

NRM = "tackling/national-referral-mechanism"
GONE = "police/a-heading-that-is-gone"
WHERE = {
    "home": on_home(),
    "window": in_window(),
    "message": in_message(response_url="https://hooks.example/1"),
    "direct message": in_message(
        response_url="https://hooks.example/1", channel="D1", ephemeral=False
    ),
}


@pytest.mark.parametrize("where", WHERE.values(), ids=WHERE.keys())
async def test_pages_are_offered_while_typing_wherever_the_box_stands(
    app: AsyncApp, toolkit: Toolkit, where: dict[str, Any]
) -> None:
    offered = _offered(await app.async_dispatch(typed_on(where, "recrods")))

    assert "police/keeping-records" in [each["value"] for each in offered]
    for each in offered:
        assert toolkit.entry(each["value"]).title.startswith(each["text"]["text"].rstrip("…"))
        assert part_of(toolkit, each["value"]) == each["description"]["text"]


async def test_the_pages_of_the_person_s_own_agency_are_offered_first(
    app: AsyncApp, preferences: Preferences
) -> None:
    await preferences.save_agency("T1", "U7", "social-services")

    own = _offered(await app.async_dispatch(typed_on(on_home(user="U7"), "keep rec")))
    others = _offered(await app.async_dispatch(typed_on(on_home(user="U8"), "keep rec")))

    assert own[0]["value"] == "social-services/keeping-records"
    assert others[0]["value"] != own[0]["value"]


async def test_pages_are_offered_without_the_database(
    slack: Slack, answering: Answering, tmp_path: Path
) -> None:
    app = app_on(database_that_is_gone(tmp_path), slack, answering)

    assert _offered(await app.async_dispatch(typed_on(on_home(), "nrm")))[0]["value"] == NRM


@pytest.mark.parametrize("typed", ["zzzz", "", "?!"])
async def test_nothing_is_offered_for_what_is_near_to_nothing(app: AsyncApp, typed: str) -> None:
    assert _offered(await app.async_dispatch(typed_on(on_home(), typed))) == []


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(typed=st.text(alphabet=st.characters(codec="utf-8"), max_size=300))
async def test_any_text_gets_options_that_slack_takes(app: AsyncApp, typed: str) -> None:
    _offered(await app.async_dispatch(typed_on(on_home(), typed)))


async def test_every_title_and_every_agency_makes_options_that_slack_takes(
    app: AsyncApp, toolkit: Toolkit
) -> None:
    names = [each.name for each in toolkit.agencies.values()]
    for typed in (*names, *(entry.title for entry in toolkit.entries.values())):
        assert _offered(await app.async_dispatch(typed_on(on_home(), typed))), typed


async def test_typing_posts_nothing_and_opens_nothing(app: AsyncApp, slack: Slack) -> None:
    await app.async_dispatch(typed_on(in_window(), "records"))

    await settled()
    assert [call.what for call in slack.calls if call.what != "auth.test"] == []


async def test_a_box_that_breaks_is_told_to_nobody_letter_by_letter(
    app: AsyncApp,
    slack: Slack,
    answering: Answering,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """In a channel it would be told to everybody."""

    def breaks(typed: str, _: object) -> None:
        raise RuntimeError(typed)

    monkeypatch.setattr(answering, "find", breaks)

    await app.async_dispatch(typed_on(WHERE["message"], "timbuktu"))

    await settled()
    assert len(references(caplog.records)) == 1
    assert "timbuktu" not in caplog.text
    assert [call.what for call in slack.calls if call.what != "auth.test"] == []


async def test_a_page_that_is_chosen_on_home_opens_as_a_window(
    app: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    await app.async_dispatch(choose_on(on_home(), NRM))

    view = (await slack.wait_for("views.open"))["view"]
    assert header(view) == toolkit.entry(NRM).title
    assert view_faults(view) == []


async def test_a_page_that_is_chosen_in_a_window_is_shown_there(
    app: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    await app.async_dispatch(choose_on(in_window(view_id="V5"), "route/child"))

    updated = await slack.wait_for("views.update")
    assert updated["view_id"] == "V5"
    assert header(updated["view"]) == toolkit.routes["route/child"].title


async def test_a_page_that_is_chosen_in_a_message_is_shown_to_the_chooser_alone(
    app: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    await app.async_dispatch(choose_on(in_message(response_url=slack.hook), NRM))

    shown = await slack.wait_for("respond")
    assert header(shown) == toolkit.entry(NRM).title
    assert shown["response_type"] == "ephemeral"
    assert message_faults(shown) == []


@pytest.mark.parametrize("entry", [GONE, "nonsense"])
async def test_a_page_that_is_gone_is_said_to_be_gone(
    app: AsyncApp, slack: Slack, toolkit: Toolkit, entry: str
) -> None:
    await app.async_dispatch(choose_on(in_window(), entry))

    view = (await slack.wait_for("views.update"))["view"]
    assert toolkit.messages.gone.format(id=entry) in words(view)
    assert view_faults(view) == []


async def test_choosing_nothing_does_nothing(
    app: AsyncApp, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    response = await app.async_dispatch(choose_on(on_home(), None))

    await settled()
    assert response.status == 200
    assert [call.what for call in slack.calls if call.what != "auth.test"] == []
    assert references(caplog.records) == []


async def test_the_topics_have_a_box_in_a_message_and_in_a_window(
    app: AsyncApp, slack: Slack
) -> None:
    await app.async_dispatch(command("topics", response_url=slack.hook))

    shown = await slack.wait_for("respond")
    boxes = [block["accessory"] for block in shown["blocks"] if "accessory" in block]
    assert [box["action_id"] for box in boxes] == ["find"]
    assert message_faults(shown) == []


def _offered(response: BoltResponse) -> list[dict[str, Any]]:
    """The options of an answer, which Slack must take."""
    assert response.status == 200
    answer: dict[str, Any] = json.loads(response.body)
    assert options_faults(answer) == []
    options: list[dict[str, Any]] = answer["options"]
    return options
