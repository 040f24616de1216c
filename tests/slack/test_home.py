"""The app's tabs: Home with what a person on shift needs, Messages with questions to begin with."""

from __future__ import annotations

import logging
from dataclasses import replace
from pathlib import Path

import pytest
from slack_bolt.async_app import AsyncApp

from bot.replies.answering import Answering
from bot.slack.listeners.home import prompt
from bot.store.preferences import Preferences
from bot.toolkit.toolkit import Toolkit
from tests.support.bots import app_on
from tests.support.breaking import database_that_is_gone
from tests.support.gestures import offer, retried
from tests.support.limits import view_faults
from tests.support.payloads import button, buttons, command, save_agency, words
from tests.support.reading import dos, header, references, settled
from tests.support.standin import Slack
from tests.support.surfaces import home_opened, in_window, on_home, press_on

PUBLISH, OPEN, UPDATE = "views.publish", "views.open", "views.update"
SUGGEST = "assistant.threads.setSuggestedPrompts"


async def test_opening_home_publishes_it_for_who_opened_it(
    app: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    await app.async_dispatch(home_opened("home", user="U7"))

    published = await slack.wait_for(PUBLISH)
    assert published["user_id"] == "U7"
    assert published["view"]["type"] == "home"
    assert view_faults(published["view"]) == []
    assert toolkit.messages.agency_none in words(published["view"])


async def test_home_begins_with_what_to_do_in_danger(
    app: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    await app.async_dispatch(home_opened("home"))

    first, *_ = (await slack.wait_for(PUBLISH))["view"]["blocks"]
    assert toolkit.urgent.say[0].say in words({"blocks": [first]})


async def test_home_knows_the_saved_agency_of_each_person(
    app: AsyncApp, slack: Slack, preferences: Preferences, toolkit: Toolkit
) -> None:
    for agency in toolkit.agencies:
        await preferences.save_agency("T1", f"U-{agency}", agency)
        await app.async_dispatch(home_opened("home", user=f"U-{agency}"))
        await settled()

    for published in slack.made(PUBLISH):
        agency = toolkit.agencies[published["user_id"].removeprefix("U-")]
        assert agency.name in words(published["view"])
        assert "forget-agency" in dos(published["view"])
        assert view_faults(published["view"]) == []


async def test_home_has_a_box_to_find_a_page_in(app: AsyncApp, slack: Slack) -> None:
    await app.async_dispatch(home_opened("home"))

    blocks = (await slack.wait_for(PUBLISH))["view"]["blocks"]
    boxes = [block["accessory"] for block in blocks if "accessory" in block]
    assert [(box["type"], box["min_query_length"]) for box in boxes] == [("external_select", 2)]


async def test_home_is_shown_without_the_database(
    slack: Slack, answering: Answering, toolkit: Toolkit, tmp_path: Path
) -> None:
    app = app_on(database_that_is_gone(tmp_path), slack, answering)

    await app.async_dispatch(home_opened("home"))

    assert toolkit.messages.agency_none in words((await slack.wait_for(PUBLISH))["view"])


async def test_home_is_published_again_when_slack_tells_again(app: AsyncApp, slack: Slack) -> None:
    """It does no harm, and the first may have been lost."""
    request = home_opened("home")

    await app.async_dispatch(request)
    await app.async_dispatch(retried(request, 1))

    await slack.wait_for(PUBLISH, 2)


async def test_a_home_that_slack_refuses_is_in_the_log_and_nobody_is_troubled(
    app: AsyncApp, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    """Who opens a tab has not asked for anything."""
    slack.refuses_with("invalid_arguments")

    await app.async_dispatch(home_opened("home"))

    await settled()
    assert len(references(caplog.records)) == 1
    assert slack.made("chat.postMessage") == []


@pytest.mark.parametrize("tab", ["about", "", "workflows"])
async def test_another_tab_is_let_be(
    app: AsyncApp, slack: Slack, caplog: pytest.LogCaptureFixture, tab: str
) -> None:
    response = await app.async_dispatch(home_opened(tab))

    await settled()
    assert response.status == 200
    assert [call.what for call in slack.calls if call.what != "auth.test"] == []
    assert references(caplog.records) == []


async def test_a_button_on_home_opens_its_reply_as_a_window(
    app: AsyncApp, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    await app.async_dispatch(home_opened("home"))
    home = (await slack.wait_for(PUBLISH))["view"]

    for number, each in enumerate(buttons(home), start=1):
        await app.async_dispatch(press_on(on_home(), each))
        opened = await slack.wait_for(OPEN, number)
        assert view_faults(opened["view"]) == []

    await settled()
    assert slack.made("chat.postMessage") == slack.made("respond") == slack.made(UPDATE) == []
    assert references(caplog.records) == []


async def test_a_button_in_a_window_shows_its_reply_in_that_window(
    app: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    pressed = offer("show", "route/child")

    await app.async_dispatch(press_on(in_window(view_id="V9"), pressed))

    updated = await slack.wait_for(UPDATE)
    assert updated["view_id"] == "V9"
    assert header(updated["view"]) == toolkit.routes["route/child"].title
    assert slack.made(OPEN) == []


@pytest.mark.parametrize("do", ["full", "set-agency", "topics", "contacts", "related", "steps"])
async def test_whatever_is_pressed_in_a_window_stays_in_it(
    app: AsyncApp, slack: Slack, do: str
) -> None:
    await app.async_dispatch(press_on(in_window(), offer(do, "route/child")))

    await settled()
    (updated,) = slack.made(UPDATE)
    assert view_faults(updated["view"]) == []
    assert [c.what for c in slack.calls if c.what not in {"auth.test", UPDATE}] == []


async def test_the_questions_that_lead_to_a_route_are_walked_inside_one_window(
    app: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    await app.async_dispatch(press_on(on_home(), offer("walk", toolkit.choosing.start)))
    shown = (await slack.wait_for(OPEN))["view"]
    window = slack.top_window("U1")
    steps = 0

    while walking := [each for each in buttons(shown) if ".walk." in each["action_id"]]:
        steps += 1
        await app.async_dispatch(press_on(in_window(view_id=window), walking[0]))
        shown = (await slack.wait_for(UPDATE, steps))["view"]
    await app.async_dispatch(press_on(in_window(view_id=window), button(shown, "steps")))

    shown = (await slack.wait_for(UPDATE, steps + 1))["view"]
    assert header(shown) in {route.title for route in toolkit.routes.values()}


async def test_every_heading_can_be_come_by_in_a_window_from_the_topics(
    app: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    await app.async_dispatch(press_on(on_home(), offer("topics", "")))
    topics = (await slack.wait_for(OPEN))["view"]
    window = slack.top_window("U1")
    listed: list[str] = []

    for number, part in enumerate(buttons(topics), start=1):
        await app.async_dispatch(press_on(in_window(view_id=window), part))
        listing = (await slack.wait_for(UPDATE, number))["view"]
        assert view_faults(listing) == []
        listed += [each["value"] for each in buttons(listing)]

    assert sorted(listed) == sorted(toolkit.entries)


async def test_nothing_in_a_window_can_be_shared(app: AsyncApp, slack: Slack) -> None:
    """There is no channel to share it in."""
    await app.async_dispatch(press_on(in_window(), offer("show", "police/nrm-role")))

    assert "share" not in dos((await slack.wait_for(UPDATE))["view"])


async def test_a_window_that_was_closed_meanwhile_troubles_nobody(
    app: AsyncApp, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.refuses_with("not_found")

    await app.async_dispatch(press_on(in_window(), offer("show", "route/child")))

    await settled()
    assert slack.made("chat.postMessage") == []
    assert references(caplog.records) == []


async def test_a_window_that_slack_refuses_is_told_in_a_direct_message(
    app: AsyncApp, slack: Slack, toolkit: Toolkit, caplog: pytest.LogCaptureFixture
) -> None:
    slack.refuses_with("expired_trigger_id")

    await app.async_dispatch(press_on(on_home(user="U7"), offer("show", "route/child")))

    told = await slack.wait_for("chat.postMessage")
    (reference,) = references(caplog.records)
    assert told["channel"] == "U7"
    assert toolkit.messages.broke.format(reference=reference) in words(told)


async def test_forgetting_on_home_erases_the_agency_and_shows_so_at_once(
    app: AsyncApp, slack: Slack, preferences: Preferences, toolkit: Toolkit
) -> None:
    await preferences.save_agency("T1", "U1", "police")

    await app.async_dispatch(press_on(on_home(), offer("forget-agency", "")))

    published = await slack.wait_for(PUBLISH)
    assert toolkit.messages.agency_forgotten in words((await slack.wait_for(OPEN))["view"])
    assert "forget-agency" not in dos(published["view"])
    assert await preferences.agency_of("T1", "U1") is None


async def test_saving_in_the_window_shows_the_agency_on_home(
    app: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    await app.async_dispatch(save_agency("police", user="U7"))

    published = await slack.wait_for(PUBLISH)
    assert published["user_id"] == "U7"
    assert toolkit.agencies["police"].name in words(published["view"])


@pytest.mark.parametrize(("text", "known"), [("agency police", True), ("agency forget", False)])
async def test_a_command_that_changes_the_agency_changes_home(
    app: AsyncApp, slack: Slack, preferences: Preferences, text: str, known: bool
) -> None:
    await preferences.save_agency("T1", "U1", "health-services")

    await app.async_dispatch(command(text, response_url=slack.hook))

    assert ("forget-agency" in dos((await slack.wait_for(PUBLISH))["view"])) is known


async def test_a_workspace_without_home_keeps_the_agency_all_the_same(
    app: AsyncApp, slack: Slack, preferences: Preferences, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    slack.workspace.app = replace(slack.workspace.app, has_home=False)

    await app.async_dispatch(save_agency("police"))

    await settled()
    assert await preferences.agency_of("T1", "U1") == "police"
    assert slack.made("chat.postMessage") == []
    assert references(caplog.records) == []


async def test_messages_suggests_the_question_of_the_person_s_own_agency_first(
    app: AsyncApp, slack: Slack, preferences: Preferences, toolkit: Toolkit
) -> None:
    await preferences.save_agency("T1", "U1", "prison-service")

    await app.async_dispatch(home_opened("messages"))

    suggested = await slack.wait_for(SUGGEST)
    first, *rest = [each["message"] for each in suggested["prompts"]]
    assert suggested["channel_id"] == "D1"
    assert first == toolkit.agencies["prison-service"].example.asks
    assert rest == list(toolkit.messages.help_examples)[:3]


async def test_messages_suggests_to_a_person_nobody_knows_what_is_for_all(
    app: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    await app.async_dispatch(home_opened("messages"))

    suggested = await slack.wait_for(SUGGEST)
    assert [each["message"] for each in suggested["prompts"]] == list(
        toolkit.messages.help_examples
    )
    assert slack.made(PUBLISH) == []


async def test_suggestions_are_made_for_no_thread(app: AsyncApp, slack: Slack) -> None:
    """With one, Slack shows none of them and says nothing."""
    await app.async_dispatch(home_opened("messages"))

    assert "thread_ts" not in await slack.wait_for(SUGGEST)


def test_a_suggestion_has_a_short_title_and_the_whole_question(toolkit: Toolkit) -> None:
    for agency in toolkit.agencies.values():
        made = prompt(agency.example.asks)
        assert made["message"] == agency.example.asks
        assert 1 < len(made["title"]) <= 40


@pytest.mark.parametrize("error", ["missing_scope", "not_allowed_token_type", "channel_not_found"])
async def test_a_workspace_that_has_no_suggestions_is_logged_once_and_nothing_else_happens(
    app: AsyncApp, slack: Slack, caplog: pytest.LogCaptureFixture, error: str
) -> None:
    caplog.set_level(logging.INFO)

    for team in ("T1", "T1", "T2"):
        slack.refuses_with(error)
        await app.async_dispatch(home_opened("messages", team=team))
        await settled()

    said = [each for each in caplog.records if error in each.getMessage()]
    assert [each.levelno for each in said] == [logging.INFO] * 2
    assert ["T1" in said[0].getMessage(), "T2" in said[1].getMessage()] == [True, True]
    assert [call.what for call in slack.calls if call.what != "auth.test"] == []
