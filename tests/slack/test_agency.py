"""The window in which a person says where they work."""

from __future__ import annotations

import json
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from slack_bolt.response import BoltResponse
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.replies.answering import Answering
from bot.store.preferences import Preferences
from bot.toolkit.toolkit import Toolkit
from tests.support.bots import app_on
from tests.support.limits import view_faults
from tests.support.payloads import save_agency, words
from tests.support.reading import header, until
from tests.support.standin import Slack


async def test_saving_shows_in_the_same_window_that_the_agency_is_kept(
    app: AsyncApp, toolkit: Toolkit
) -> None:
    response = await app.async_dispatch(save_agency("police"))

    view = _updated(response)
    assert toolkit.agencies["police"].name in words(view)
    assert view_faults(view) == []


async def test_saving_keeps_the_agency_for_this_person_in_this_workspace_only(
    engine: AsyncEngine, slack: Slack, answering: Answering
) -> None:
    preferences = Preferences(engine)

    await app_on(engine, slack, answering).async_dispatch(save_agency("police"))

    async def kept() -> bool:
        return await preferences.agency_of("T1", "U1") == "police"

    await until(kept)
    assert await preferences.agency_of("T1", "U2") is None
    assert await preferences.agency_of("T2", "U1") is None


async def test_saving_again_takes_the_place_of_what_was_saved(
    app: AsyncApp, preferences: Preferences
) -> None:
    await preferences.save_agency("T1", "U1", "police")

    await app.async_dispatch(save_agency("health-services"))

    async def changed() -> bool:
        return await preferences.agency_of("T1", "U1") == "health-services"

    await until(changed)


async def test_saving_while_reading_shows_the_same_topic_for_that_agency(
    app: AsyncApp, toolkit: Toolkit
) -> None:
    about = next(each for each in toolkit.entries if each.startswith("police/"))
    own = about.replace("police/", "prison-service/")
    assert own in toolkit.entries

    response = await app.async_dispatch(save_agency("prison-service", about=about))

    view = _updated(response)
    assert header(view) == toolkit.entry(own).title
    assert toolkit.agencies["prison-service"].name in words(view)


async def test_saving_while_reading_what_is_for_everybody_shows_it_again(
    app: AsyncApp, toolkit: Toolkit
) -> None:
    about = "tackling/national-referral-mechanism"

    response = await app.async_dispatch(save_agency("police", about=about))

    assert header(_updated(response)) == toolkit.entry(about).title


@pytest.mark.parametrize("about", ["", "set-agency", "police/a-heading-that-is-gone", "nonsense"])
async def test_saving_while_reading_nothing_known_only_confirms(
    app: AsyncApp, slack: Slack, toolkit: Toolkit, about: str
) -> None:
    await app.async_dispatch(save_agency("police", about=about))

    view = (await slack.wait_for("views.update"))["view"]
    said = toolkit.messages.agency_saved.format(agency=toolkit.agencies["police"].name)
    assert [block["type"] for block in view["blocks"]] == ["header", "rich_text"]
    assert words(view).endswith(said)


async def test_nothing_is_said_to_be_kept_before_it_is(app: AsyncApp, toolkit: Toolkit) -> None:
    response = await app.async_dispatch(save_agency("police", about="police/keeping-records"))

    said = toolkit.messages.agency_saved.format(agency=toolkit.agencies["police"].name)
    assert said not in words(_updated(response))


async def test_every_agency_of_the_window_can_be_saved(
    app: AsyncApp, toolkit: Toolkit, preferences: Preferences
) -> None:
    for agency in toolkit.agencies:
        await app.async_dispatch(save_agency(agency, user=f"U-{agency}"))

    async def all_kept() -> bool:
        return all(
            [await preferences.agency_of("T1", f"U-{each}") == each for each in toolkit.agencies]
        )

    await until(all_kept)


async def test_saving_posts_nothing_anywhere(
    app: AsyncApp, slack: Slack, preferences: Preferences
) -> None:
    """Where a person works is their own business."""
    await app.async_dispatch(save_agency("police"))

    async def kept() -> bool:
        return await preferences.agency_of("T1", "U1") == "police"

    await until(kept)
    await slack.wait_for("views.update")
    assert {call.what for call in slack.calls} <= {"auth.test", "views.update", "views.publish"}


def _updated(response: BoltResponse) -> dict[str, Any]:
    """The window that takes the place of the one whose Save was pressed."""
    answer: dict[str, Any] = json.loads(response.body)
    assert (response.status, answer["response_action"]) == (200, "update")
    view: dict[str, Any] = answer["view"]
    return view
