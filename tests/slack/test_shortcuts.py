"""Find guidance for this, chosen in the menu of anybody's message."""

from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest
from slack_bolt.async_app import AsyncApp
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.replies.answering import Answering
from bot.store.preferences import Preferences
from bot.toolkit.toolkit import Toolkit
from tests.support.bots import app_on
from tests.support.breaking import BreaksOnEveryQuestion, database_that_is_gone
from tests.support.limits import view_faults
from tests.support.payloads import words
from tests.support.reading import dos, header, references, settled
from tests.support.standin import Slack
from tests.support.surfaces import message_shortcut

NRM = "what is the nrm and how does it work"


async def test_a_message_is_answered_in_a_window(
    app: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    await app.async_dispatch(message_shortcut(NRM, response_url=slack.hook))

    opened = await slack.wait_for("views.open")
    assert header(opened["view"]) == toolkit.entry("tackling/national-referral-mechanism").title
    assert view_faults(opened["view"]) == []


async def test_only_who_chose_it_sees_the_answer(app: AsyncApp, slack: Slack) -> None:
    await app.async_dispatch(message_shortcut(NRM, response_url=slack.hook))

    await slack.wait_for("views.open")
    await settled()
    assert {call.what for call in slack.calls} <= {"auth.test", "views.open"}
    assert "share" not in dos(slack.made("views.open")[0]["view"])


async def test_a_message_is_answered_for_who_chose_it_and_not_for_its_writer(
    app: AsyncApp, slack: Slack, preferences: Preferences, toolkit: Toolkit
) -> None:
    await preferences.save_agency("T1", "U1", "social-services")
    await preferences.save_agency("T1", "U9", "police")

    await app.async_dispatch(message_shortcut("keeping records"))

    view = (await slack.wait_for("views.open"))["view"]
    assert header(view) == toolkit.entry("social-services/keeping-records").title


async def test_danger_in_a_message_comes_before_anything_else(
    app: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    await app.async_dispatch(message_shortcut("hes locked her in and hes coming back now"))

    first, *_ = (await slack.wait_for("views.open"))["view"]["blocks"]
    assert toolkit.urgent.say[0].say in words({"blocks": [first]})


async def test_a_message_that_may_identify_somebody_is_answered_with_the_caution(
    app: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    await app.async_dispatch(message_shortcut(f"{NRM}, her number is 07700 900123"))

    view = (await slack.wait_for("views.open"))["view"]
    assert toolkit.messages.caution in words(view)
    assert "900123" not in str(view)


@pytest.mark.parametrize("text", ["", "   ", None, ":wave:"])
async def test_a_message_without_words_gets_the_ways_on(
    app: AsyncApp, slack: Slack, toolkit: Toolkit, text: str | None
) -> None:
    await app.async_dispatch(message_shortcut(text))

    view = (await slack.wait_for("views.open"))["view"]
    assert toolkit.messages.empty in words(view)
    assert dos(view) == ["walk", "contacts", "topics", "set-agency"]


@pytest.mark.parametrize("text", ["bake a cake", "keeping records", "x" * 40_000])
async def test_whatever_a_message_holds_its_answer_fits_a_window(
    app: AsyncApp, slack: Slack, text: str
) -> None:
    await app.async_dispatch(message_shortcut(text))

    assert view_faults((await slack.wait_for("views.open"))["view"]) == []


async def test_a_message_is_answered_without_the_database(
    slack: Slack, answering: Answering, toolkit: Toolkit, tmp_path: Path
) -> None:
    app = app_on(database_that_is_gone(tmp_path), slack, answering)

    await app.async_dispatch(message_shortcut(NRM))

    view = (await slack.wait_for("views.open"))["view"]
    assert header(view) == toolkit.entry("tackling/national-referral-mechanism").title


async def test_a_database_that_does_not_answer_does_not_keep_the_window_waiting(
    app: AsyncApp, slack: Slack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Slack lets a window be opened for three seconds."""

    async def never(*_: object) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Preferences, "agency_of", never)
    monkeypatch.setattr("bot.slack.desk.DATABASE_PATIENCE_S", 0.01)

    await app.async_dispatch(message_shortcut(NRM))

    assert view_faults((await slack.wait_for("views.open"))["view"]) == []


@pytest.mark.parametrize("channel", ["C1", "D9"])
async def test_an_answer_that_breaks_is_told_in_a_direct_message(
    sqlite: AsyncEngine,
    slack: Slack,
    toolkit: Toolkit,
    caplog: pytest.LogCaptureFixture,
    channel: str,
) -> None:
    """The message may stand where the bot cannot write, or where nobody asked it to."""
    app = app_on(sqlite, slack, Answering(toolkit, BreaksOnEveryQuestion()))

    await app.async_dispatch(message_shortcut("timbuktu", channel=channel, response_url=slack.hook))

    told = await slack.wait_for("chat.postMessage")
    (reference,) = references(caplog.records)
    assert told["channel"] == "U1"
    assert toolkit.messages.broke.format(reference=reference) in words(told)
    assert slack.made("respond") == []


async def test_what_a_message_says_is_not_logged(
    app: AsyncApp, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    await app.async_dispatch(message_shortcut(f"{NRM} timbuktu"))

    await slack.wait_for("views.open")
    await settled()
    assert "timbuktu" not in caplog.text


async def test_another_shortcut_is_let_be(app: AsyncApp, slack: Slack) -> None:
    response = await app.async_dispatch(message_shortcut(NRM, callback_id="somebody-else-s"))

    await settled()
    assert response.status == 200
    assert slack.made("views.open") == []
