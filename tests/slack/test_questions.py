"""Questions put in words, from the signed request to the posted message."""

from __future__ import annotations

from slack_bolt.async_app import AsyncApp

from bot.store.preferences import Preferences
from tests.support.payloads import direct_message, mention, words
from tests.support.standin import StandIn


async def test_a_direct_message_is_answered_where_it_was_written(
    app: AsyncApp, slack: StandIn
) -> None:
    response = await app.async_dispatch(direct_message("what is the nrm and how does it work"))

    posted = await slack.wait_for("chat.postMessage")
    assert response.status == 200
    assert posted["channel"] == "D1"
    assert "National Referral Mechanism" in words(posted)


async def test_a_mention_is_answered_in_its_thread(app: AsyncApp, slack: StandIn) -> None:
    await app.async_dispatch(mention("what is the nrm and how does it work"))

    posted = await slack.wait_for("chat.postMessage")
    assert (posted["channel"], posted["thread_ts"]) == ("C1", "1700000000.000100")


async def test_a_saved_agency_decides_whose_page_is_shown(
    app: AsyncApp, slack: StandIn, preferences: Preferences
) -> None:
    await preferences.save_agency("T1", "U1", "prison-service")

    await app.async_dispatch(direct_message("keeping records"))

    posted = await slack.wait_for("chat.postMessage")
    assert "Prisons and probation" in words(posted)
