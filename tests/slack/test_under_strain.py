"""What must hold when Slack, the network, the database or a person does the unexpected."""

from __future__ import annotations

import gc
import logging
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp
from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.replies.answering import Answering
from bot.slack.delivery import deliver, make_client
from bot.slack.logs import configure_logging
from bot.store.tables import heard_events
from bot.toolkit.toolkit import Toolkit
from tests.slack.test_delivery import FAULTS, REPLY, _private
from tests.support.bots import TOKEN, app_on
from tests.support.breaking import BreaksOnEveryQuestion
from tests.support.gestures import offer, removed
from tests.support.payloads import command, direct_message, press, words
from tests.support.reading import element_types, settled
from tests.support.standin import Slack

NRM = "tackling/national-referral-mechanism"


@pytest.mark.parametrize("level", [logging.INFO, logging.DEBUG])
async def test_the_body_of_a_forged_request_is_not_logged(
    caplog: pytest.LogCaptureFixture,
    sqlite: AsyncEngine,
    slack: Slack,
    answering: Answering,
    level: int,
) -> None:
    """From before the app is built, as configure_logging does: Bolt copies root's level then."""
    caplog.set_level(level)
    app = app_on(sqlite, slack, answering)
    forged = direct_message("zanzibar")
    forged.headers["x-slack-signature"] = ["v0=0"]

    assert (await app.async_dispatch(forged)).status == 401

    assert "zanzibar" not in caplog.text


async def test_an_error_after_the_acknowledgement_leaves_no_second_one(
    caplog: pytest.LogCaptureFixture, sqlite: AsyncEngine, slack: Slack, toolkit: Toolkit
) -> None:
    """asyncio logs an error that nobody took, with its whole chain: what was asked is in it."""
    app = app_on(sqlite, slack, Answering(toolkit, BreaksOnEveryQuestion()))

    await app.async_dispatch(direct_message("zanzibar"))

    await slack.wait_for("chat.postMessage")
    await settled()
    gc.collect()
    assert {each.name for each in caplog.records} == {"bot.slack.failures"}
    assert "zanzibar" not in caplog.text


@pytest.mark.parametrize("fault", ["500", "503"])
async def test_a_private_reply_is_sent_again_after_an_outage(slack: Slack, fault: str) -> None:
    FAULTS[fault](slack)

    await deliver(make_client(TOKEN, slack.api_url), _private(slack), REPLY)

    assert len(slack.made("respond")) == 1


async def test_what_is_shared_names_its_sharer_as_slack_does(app: AsyncApp, slack: Slack) -> None:
    """Rich text does not read <@U7>; it wants an element of type user."""
    await app.async_dispatch(press(offer("share", NRM), response_url=slack.hook, user="U7"))

    shown = await slack.wait_for("respond")
    assert "user" in element_types(shown["blocks"])
    assert "<@" not in words({"blocks": [b for b in shown["blocks"] if b["type"] == "rich_text"]})


@pytest.mark.parametrize("do", ["show", "share"])
async def test_a_press_in_a_thread_of_a_channel_is_answered_in_that_thread(
    app: AsyncApp, slack: Slack, do: str
) -> None:
    how: dict[str, Any] = {"response_url": slack.hook, "ephemeral": False}
    await app.async_dispatch(press(offer(do, NRM), thread_ts="1600000000.000001", **how))

    assert (await slack.wait_for("respond")).get("thread_ts") == "1600000000.000001"


async def test_an_outage_for_good_is_logged_and_nothing_else_breaks(
    app: AsyncApp, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.loses_connections(8)  # four tries for each of two messages

    await app.async_dispatch(direct_message("zanzibar"))

    await settled()
    gc.collect()
    assert {each.name for each in caplog.records} == {"bot.slack.failures"}
    assert len(caplog.records) == 2


@pytest.mark.parametrize(
    "text", ["agency worker he has a knife", "agency worker says hes hitting her right now"]
)
async def test_danger_is_heard_behind_agency(
    app: AsyncApp, slack: Slack, toolkit: Toolkit, text: str
) -> None:
    await app.async_dispatch(command(text, response_url=slack.hook))

    assert toolkit.urgent.say[0].say in words(await slack.wait_for("respond"))


async def test_an_old_button_to_share_tells_its_presser_alone(app: AsyncApp, slack: Slack) -> None:
    await app.async_dispatch(press(offer("share", "police/gone"), response_url=slack.hook))

    assert (await slack.wait_for("respond"))["response_type"] == "ephemeral"


@pytest.mark.parametrize("subtype", ["file_share", "thread_broadcast", "me_message"])
async def test_a_persons_question_is_answered_however_it_was_sent(
    app: AsyncApp, slack: Slack, subtype: str
) -> None:
    """With a file, from a thread to the whole conversation, or with /me."""
    await app.async_dispatch(direct_message("he has a knife", subtype=subtype))

    assert await slack.wait_for("chat.postMessage")


@pytest.mark.usefixtures("own_logging")
def test_tokens_are_blotted_out_of_an_errors_text_too(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()

    token = "-".join(["xoxb", "1", "2", "abc"])  # else the line of source would show it
    try:
        raise ValueError(token)
    except ValueError:
        logging.getLogger("anybody").exception("broke")

    assert token not in capsys.readouterr().err


async def test_nothing_at_all_is_kept_of_a_workspace_that_removed_the_app(
    app: AsyncApp, slack: Slack, sqlite: AsyncEngine
) -> None:
    await app.async_dispatch(direct_message("the nrm"))
    await slack.wait_for("chat.postMessage")

    await app.async_dispatch(removed("T1"))
    await settled()

    async with sqlite.connect() as connection:
        kept = await connection.scalars(select(heard_events.c.event_id))
        assert kept.all() == []
