"""What the log may hold: ids, outcomes and durations; never what anybody wrote, nor a secret."""

from __future__ import annotations

import logging
from collections.abc import Callable

import pytest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.replies.answering import Answering
from bot.slack.logs import configure_logging, where_it_broke
from bot.store.preferences import Preferences
from bot.toolkit.toolkit import Toolkit
from tests.support.bots import TOKEN, app_on
from tests.support.breaking import BreaksOnEveryQuestion
from tests.support.gestures import offer
from tests.support.payloads import (
    SECRET,
    command,
    direct_message,
    event,
    mention,
    press,
    save_agency,
    signed,
)
from tests.support.reading import settled
from tests.support.standin import Slack
from tests.support.surfaces import choose_on, in_window, message_shortcut, on_home, typed_on

MARK = "zanzibar"
SECRETS = (TOKEN, SECRET)

SAID: dict[str, Callable[[str], AsyncBoltRequest]] = {
    "direct message": lambda _: direct_message(f"what is the nrm {MARK}"),
    "mention": lambda _: mention(f"what is the nrm {MARK}"),
    "command": lambda url: command(f"what is the nrm {MARK}", response_url=url),
    "agency": lambda url: command(f"agency {MARK}", response_url=url),
    "press": lambda url: press(
        {**offer("show", "route/child"), "text": {"type": "plain_text", "text": MARK}},
        response_url=url,
    ),
    "save": lambda _: save_agency("police", about=MARK),
    "typing": lambda _: typed_on(on_home(), MARK),
    "choice": lambda _: choose_on(in_window(), MARK),
    "shortcut": lambda url: message_shortcut(f"what is the nrm {MARK}", response_url=url),
    "channel message": lambda _: event(
        {"type": "message", "channel_type": "channel", "channel": "C1", "user": "U1", "text": MARK}
    ),
    "unheard event": lambda _: event({"type": "reaction_added", "user": "U1", "reaction": MARK}),
    "unheard command": lambda url: _renamed(command(MARK, response_url=url)),
}


@pytest.fixture
def everything_logged(caplog: pytest.LogCaptureFixture) -> pytest.LogCaptureFixture:
    """The log at its most talkative, from before the app is built: libraries look then."""
    caplog.set_level(logging.DEBUG)
    return caplog


@pytest.mark.parametrize("say", SAID.values(), ids=SAID.keys())
async def test_no_words_and_no_secrets_are_logged_at_any_level(
    everything_logged: pytest.LogCaptureFixture,
    sqlite: AsyncEngine,
    slack: Slack,
    answering: Answering,
    say: Callable[[str], AsyncBoltRequest],
) -> None:
    app = app_on(sqlite, slack, answering)

    response = await app.async_dispatch(say(slack.hook))

    await settled()
    assert response.status == 200
    assert _leaked(everything_logged) == []


@pytest.mark.parametrize("error", ["channel_not_found", "invalid_auth"])
async def test_no_words_and_no_secrets_are_logged_when_slack_refuses_an_answer(
    everything_logged: pytest.LogCaptureFixture,
    sqlite: AsyncEngine,
    slack: Slack,
    answering: Answering,
    error: str,
) -> None:
    app = app_on(sqlite, slack, answering)
    slack.refuses_with(error)

    await app.async_dispatch(direct_message(f"what is the nrm {MARK}"))

    await settled()
    assert "bot.slack.failures" in {each.name for each in everything_logged.records}
    assert _leaked(everything_logged) == []


async def test_no_words_are_logged_by_the_bot_when_answering_breaks(
    everything_logged: pytest.LogCaptureFixture,
    sqlite: AsyncEngine,
    slack: Slack,
    toolkit: Toolkit,
) -> None:
    app = app_on(sqlite, slack, Answering(toolkit, BreaksOnEveryQuestion()))

    await app.async_dispatch(direct_message(f"what is the nrm {MARK}"))

    await slack.wait_for("chat.postMessage")
    ours = [each for each in everything_logged.records if each.name.startswith("bot.")]
    assert ours
    assert [each for each in ours if MARK in each.getMessage()] == []


async def test_an_answer_is_logged_by_what_was_answered_and_for_which_workspace(
    everything_logged: pytest.LogCaptureFixture, app: AsyncApp, slack: Slack
) -> None:
    await app.async_dispatch(direct_message("what is the nrm and how does it work"))

    await slack.wait_for("chat.postMessage")
    (said,) = [each.getMessage() for each in everything_logged.records if "answered" in each.msg]
    assert "T1" in said
    assert "tackling/national-referral-mechanism" in said


async def test_who_asked_is_not_logged_by_the_bot(
    everything_logged: pytest.LogCaptureFixture,
    app: AsyncApp,
    slack: Slack,
    preferences: Preferences,
) -> None:
    await preferences.save_agency("T1", "U0PERSON", "police")

    await app.async_dispatch(direct_message("the nrm", user="U0PERSON"))

    await slack.wait_for("chat.postMessage")
    ours = [each for each in everything_logged.records if each.name.startswith("bot.")]
    assert ours
    assert [each for each in ours if "U0PERSON" in each.getMessage()] == []


def test_where_it_broke_names_the_error_and_its_lines_without_its_text() -> None:
    try:
        raise ValueError(MARK.upper())
    except ValueError as error:
        said = where_it_broke(error)

    assert "builtins.ValueError" in said
    assert "test_logs.py" in said
    assert MARK.upper() not in said


@pytest.mark.parametrize(
    "token", ["xoxb-1-2-abc", "xoxp-1-2-abc", "xapp-1-A-abc", "xoxe.xoxp-1-abc", "xoxe-1-abc"]
)
@pytest.mark.usefixtures("own_logging")
def test_tokens_are_blotted_out_of_the_log(capsys: pytest.CaptureFixture[str], token: str) -> None:
    configure_logging()

    logging.getLogger("anybody").warning("sent %s with %s", "hello", token)

    written = capsys.readouterr().err
    assert "sent hello with" in written
    assert token not in written
    assert "-abc" not in written


@pytest.mark.usefixtures("own_logging")
def test_an_entry_names_its_time_level_and_source(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging()

    logging.getLogger("somebody").warning("said 100%")

    written = capsys.readouterr().err
    assert written.endswith(" WARNING somebody: said 100%\n")
    assert written[:4].isdigit()


@pytest.mark.usefixtures("own_logging")
def test_what_is_below_the_level_is_not_written(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logging(logging.WARNING)

    logging.getLogger("somebody").info("too much")

    assert capsys.readouterr().err == ""


def _leaked(caplog: pytest.LogCaptureFixture) -> list[str]:
    """The sources of every record that holds what was written, or a secret."""
    return [
        record.name
        for record in caplog.records
        for kept in (MARK, *SECRETS)
        if kept in f"{record.getMessage()} {record.exc_text or ''} {record.exc_info or ''}"
    ]


def _renamed(request: AsyncBoltRequest) -> AsyncBoltRequest:
    body = request.raw_body.replace("%2Ftoolkit", "%2Fother")
    return signed(body, "application/x-www-form-urlencoded")
