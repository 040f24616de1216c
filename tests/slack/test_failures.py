"""When something breaks: who is told what, and what is in the log."""

from __future__ import annotations

import logging
import shutil
from pathlib import Path

import pytest
from slack_bolt.async_app import AsyncApp
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.replies.answering import Answering
from bot.store.engine import make_engine
from bot.store.migrate import migrate
from bot.store.preferences import Preferences
from bot.toolkit.toolkit import Toolkit
from tests.support.bots import app_on
from tests.support.breaking import BreaksOnEveryQuestion, database_that_is_gone
from tests.support.gestures import offer
from tests.support.limits import message_faults
from tests.support.payloads import command, direct_message, event, mention, press, save_agency
from tests.support.payloads import words as words_of
from tests.support.reading import header, references, settled, until
from tests.support.standin import Slack

NRM = "what is the nrm and how does it work"


@pytest.fixture
def without_database(slack: Slack, answering: Answering, tmp_path: Path) -> AsyncApp:
    """The app while its database cannot be opened."""
    return app_on(database_that_is_gone(tmp_path), slack, answering)


@pytest.fixture
def broken(sqlite: AsyncEngine, slack: Slack, toolkit: Toolkit) -> AsyncApp:
    """The app whose matcher raises an error that quotes the question."""
    return app_on(sqlite, slack, Answering(toolkit, BreaksOnEveryQuestion()))


async def test_questions_are_answered_without_the_database(
    without_database: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    await without_database.async_dispatch(direct_message(NRM))

    posted = await slack.wait_for("chat.postMessage")
    assert header(posted) == toolkit.entry("tackling/national-referral-mechanism").title


async def test_commands_are_answered_without_the_database(
    without_database: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    await without_database.async_dispatch(command(NRM, response_url=slack.hook))

    shown = await slack.wait_for("respond")
    assert header(shown) == toolkit.entry("tackling/national-referral-mechanism").title


async def test_buttons_work_without_the_database(
    without_database: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    pressed = press(offer("steps", "route/child"), response_url=slack.hook)

    await without_database.async_dispatch(pressed)

    assert header(await slack.wait_for("respond")) == toolkit.routes["route/child"].title


async def test_the_window_for_an_agency_opens_without_the_database(
    without_database: AsyncApp, slack: Slack
) -> None:
    pressed = press(offer("set-agency", ""), response_url=slack.hook)

    await without_database.async_dispatch(pressed)

    assert await slack.wait_for("views.open")


async def test_the_log_says_that_the_database_cannot_be_asked(
    without_database: AsyncApp, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    await without_database.async_dispatch(direct_message(NRM))
    await slack.wait_for("chat.postMessage")

    warned = [each for each in caplog.records if each.levelno == logging.WARNING]
    assert {each.name for each in warned} == {"bot.slack.desk"}


async def test_questions_are_answered_when_the_database_goes_while_we_run(
    slack: Slack, answering: Answering, toolkit: Toolkit, tmp_path: Path
) -> None:
    engine = make_engine(f"sqlite:///{tmp_path / 'bot.db'}")
    await migrate(engine)
    app = app_on(engine, slack, answering)
    await app.async_dispatch(direct_message(NRM))
    await slack.wait_for("chat.postMessage")

    await settled()
    await engine.dispose()
    shutil.rmtree(tmp_path)
    await app.async_dispatch(direct_message(NRM))

    posted = await slack.wait_for("chat.postMessage", 2)
    assert header(posted) == toolkit.entry("tackling/national-referral-mechanism").title
    await settled()
    await engine.dispose()


async def test_an_agency_that_cannot_be_kept_is_told_under_a_reference_that_is_in_the_log(
    without_database: AsyncApp,
    slack: Slack,
    toolkit: Toolkit,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """A window has no channel, so the person is told in a direct message."""
    response = await without_database.async_dispatch(save_agency("police"))

    told = await slack.wait_for("chat.postMessage")
    (reference,) = references(caplog.records)
    assert response.status == 200
    assert told["channel"] == "U1"
    assert toolkit.messages.broke.format(reference=reference) in words_of(told)


@pytest.mark.parametrize("text", ["agency police", "agency forget"])
async def test_a_command_that_needs_the_database_is_told_to_its_sender_alone(
    without_database: AsyncApp,
    slack: Slack,
    toolkit: Toolkit,
    caplog: pytest.LogCaptureFixture,
    text: str,
) -> None:
    await without_database.async_dispatch(command(text, response_url=slack.hook))

    told = await slack.wait_for("respond")
    (reference,) = references(caplog.records)
    assert told["response_type"] == "ephemeral"
    assert toolkit.messages.broke.format(reference=reference) in words_of(told)


async def test_an_unexpected_error_is_told_where_the_question_was_asked(
    broken: AsyncApp, slack: Slack, toolkit: Toolkit, caplog: pytest.LogCaptureFixture
) -> None:
    response = await broken.async_dispatch(direct_message(NRM, thread_ts="1.5"))

    told = await slack.wait_for("chat.postMessage")
    (reference,) = references(caplog.records)
    assert response.status == 200
    assert (told["channel"], told["thread_ts"]) == ("D1", "1.5")
    assert toolkit.messages.broke.format(reference=reference) in words_of(told)
    assert toolkit.messages.broke.format(reference=reference) in told["text"]
    assert message_faults(told) == []


async def test_an_unexpected_error_is_told_in_the_thread_of_a_mention(
    broken: AsyncApp, slack: Slack
) -> None:
    await broken.async_dispatch(mention(NRM))

    told = await slack.wait_for("chat.postMessage")
    assert (told["channel"], told["thread_ts"]) == ("C1", "1700000000.000100")


async def test_an_unexpected_error_behind_a_command_is_told_to_its_sender_alone(
    broken: AsyncApp, slack: Slack
) -> None:
    await broken.async_dispatch(command(NRM, response_url=slack.hook))

    assert (await slack.wait_for("respond"))["response_type"] == "ephemeral"
    assert slack.made("chat.postMessage") == []


async def test_an_unexpected_error_tells_the_log_what_broke_but_not_what_was_asked(
    broken: AsyncApp, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    await broken.async_dispatch(direct_message("timbuktu"))
    await slack.wait_for("chat.postMessage")

    assert "RuntimeError" in caplog.text
    assert "in match" in caplog.text
    assert "timbuktu" not in caplog.text


async def test_an_unexpected_error_tells_the_person_nothing_of_how_it_came_about(
    broken: AsyncApp, slack: Slack
) -> None:
    await broken.async_dispatch(direct_message("timbuktu"))

    told = str(await slack.wait_for("chat.postMessage"))
    assert not [each for each in ("timbuktu", "RuntimeError", "Traceback", ".py") if each in told]


async def test_two_errors_have_two_references(
    broken: AsyncApp, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    await broken.async_dispatch(direct_message(NRM))
    await broken.async_dispatch(direct_message(NRM))

    await slack.wait_for("chat.postMessage", 2)
    assert len(references(caplog.records)) == 2


async def test_an_error_that_cannot_be_told_either_is_logged_under_the_same_reference(
    broken: AsyncApp, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.refuses_with("channel_not_found")

    await broken.async_dispatch(direct_message(NRM))

    def logged() -> list[str]:
        return [each.getMessage() for each in caplog.records if each.name == "bot.slack.failures"]

    await until(lambda: len(logged()) == 2)
    (reference,) = references(caplog.records)
    assert [each for each in logged() if reference not in each] == []
    assert "SlackApiError" in caplog.text


async def test_the_app_goes_on_after_an_error(
    broken: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    await broken.async_dispatch(direct_message(NRM))
    await broken.async_dispatch(command("help", response_url=slack.hook))

    assert header(await slack.wait_for("respond")) == toolkit.messages.help_title


@pytest.mark.parametrize("kind", ["reaction_added", "channel_archive", "team_join"])
async def test_an_event_that_nobody_listens_for_is_acknowledged_in_silence(
    app: AsyncApp, slack: Slack, caplog: pytest.LogCaptureFixture, kind: str
) -> None:
    response = await app.async_dispatch(event({"type": kind, "user": "U1", "channel": "C1"}))

    await settled()
    assert response.status == 200
    assert references(caplog.records) == []
    assert slack.made("chat.postMessage") == []


async def test_what_is_kept_survives_an_error_in_answering(
    broken: AsyncApp, slack: Slack, preferences: Preferences
) -> None:
    await preferences.save_agency("T1", "U1", "police")

    await broken.async_dispatch(direct_message(NRM))

    await slack.wait_for("chat.postMessage")
    assert await preferences.agency_of("T1", "U1") == "police"
