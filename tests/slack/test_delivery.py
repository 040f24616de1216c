"""Getting a reply to Slack when Slack is busy, broken or unwilling."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError

from bot.replies.parts import Reply, Text
from bot.slack.delivery import UndeliveredError, deliver, make_client, share
from bot.slack.places import Place
from tests.support.bots import TOKEN
from tests.support.gestures import offer
from tests.support.payloads import command, direct_message, press, words
from tests.support.reading import references, settled
from tests.support.standin import Slack

NRM = "what is the nrm and how does it work"
REPLY = Reply("A line.", (Text("A paragraph."),))

FAULTS: dict[str, Callable[[Slack], None]] = {
    "429": lambda slack: slack.fails_with(429, retry_after=1),
    "500": lambda slack: slack.fails_with(500),
    "503": lambda slack: slack.fails_with(503),
    "lost connection": lambda slack: slack.loses_connections(),
}


@pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS.keys())
async def test_a_message_is_sent_again_after_a_fault_that_passes(
    slack: Slack, fault: Callable[[Slack], None]
) -> None:
    fault(slack)

    await deliver(make_client(TOKEN, slack.api_url), Place("T1", "U1", "D1"), REPLY)

    assert [posted["text"] for posted in slack.made("chat.postMessage")] == ["A line."]


@pytest.mark.parametrize("fault", ["429", "lost connection"])
async def test_a_private_reply_is_sent_again_after_a_fault_that_passes(
    slack: Slack, fault: str
) -> None:
    FAULTS[fault](slack)

    await deliver(make_client(TOKEN, slack.api_url), _private(slack), REPLY)

    assert [shown["text"] for shown in slack.made("respond")] == ["A line."]


async def test_two_faults_in_a_row_are_waited_out(slack: Slack) -> None:
    slack.fails_with(500)
    slack.fails_with(429, retry_after=1)

    await deliver(make_client(TOKEN, slack.api_url), Place("T1", "U1", "D1"), REPLY)

    assert len(slack.made("chat.postMessage")) == 1


async def test_a_person_gets_one_answer_though_slack_was_busy(
    app: AsyncApp, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    slack.fails_with(429, retry_after=1)

    await app.async_dispatch(direct_message(NRM))

    await settled()
    assert len(slack.made("chat.postMessage")) == 1
    assert references(caplog.records) == []


async def test_an_event_is_acknowledged_before_its_answer_is_delivered(
    app: AsyncApp, slack: Slack
) -> None:
    """Slack waits three seconds for us, and no longer, however long it makes us wait."""
    slack.fails_with(429, retry_after=1)

    response = await app.async_dispatch(direct_message(NRM))

    assert response.status == 200
    assert slack.made("chat.postMessage") == []
    assert await slack.wait_for("chat.postMessage")


async def test_a_command_is_acknowledged_before_its_answer_is_delivered(
    app: AsyncApp, slack: Slack
) -> None:
    slack.fails_with(429, retry_after=1)

    response = await app.async_dispatch(command(NRM, response_url=slack.hook))

    assert response.status == 200
    assert slack.made("respond") == []
    assert await slack.wait_for("respond")


async def test_a_press_is_acknowledged_before_its_answer_is_delivered(
    app: AsyncApp, slack: Slack
) -> None:
    slack.fails_with(429, retry_after=1)
    pressed = press(offer("show", "route/child"), response_url=slack.hook)

    response = await app.async_dispatch(pressed)

    assert response.status == 200
    assert slack.made("respond") == []
    assert await slack.wait_for("respond")


@pytest.mark.parametrize("error", ["channel_not_found", "not_in_channel", "is_archived"])
async def test_a_message_that_slack_refuses_is_not_sent_again(slack: Slack, error: str) -> None:
    slack.refuses_with(error)

    with pytest.raises(SlackApiError):
        await deliver(make_client(TOKEN, slack.api_url), Place("T1", "U1", "D1"), REPLY)

    assert slack.made("chat.postMessage") == []


async def test_a_private_reply_that_slack_refuses_is_an_error(slack: Slack) -> None:
    """Its address is good for half an hour."""
    slack.fails_with(404)

    with pytest.raises(UndeliveredError):
        await deliver(make_client(TOKEN, slack.api_url), _private(slack), REPLY)

    assert slack.made("respond") == []


async def test_a_refused_share_is_an_error(slack: Slack) -> None:
    slack.fails_with(403)

    with pytest.raises(UndeliveredError):
        await share(_private(slack), REPLY)


async def test_a_share_goes_to_all_in_the_channel(slack: Slack) -> None:
    await share(_private(slack), REPLY)

    (shown,) = slack.made("respond")
    assert (shown["response_type"], shown["replace_original"]) == ("in_channel", False)


async def test_nothing_is_shared_where_nobody_else_is(slack: Slack) -> None:
    await share(Place("T1", "U1", "D1"), REPLY)

    assert slack.calls == []


@pytest.mark.parametrize("error", ["channel_not_found", "not_in_channel", "is_archived"])
async def test_what_slack_refuses_is_logged_under_a_reference_and_nothing_leaks(
    app: AsyncApp, slack: Slack, caplog: pytest.LogCaptureFixture, error: str
) -> None:
    slack.refuses_with(error)

    response = await app.async_dispatch(direct_message(f"{NRM} timbuktu"))

    told = await slack.wait_for("chat.postMessage")
    (reference,) = references(caplog.records)
    assert response.status == 200
    assert reference in words(told)
    assert not [each for each in ("timbuktu", TOKEN, "National Referral") if each in caplog.text]


async def test_what_slack_refuses_privately_is_logged_under_a_reference_and_nothing_leaks(
    app: AsyncApp, slack: Slack, caplog: pytest.LogCaptureFixture
) -> None:
    """The address is a secret too: whoever has it can speak in the channel."""
    slack.fails_with(404)

    await app.async_dispatch(command(f"{NRM} timbuktu", response_url=slack.hook))

    told = await slack.wait_for("respond")
    (reference,) = references(caplog.records)
    assert reference in words(told)
    assert not [each for each in ("timbuktu", TOKEN, slack.hook) if each in caplog.text]


async def test_every_call_carries_the_bots_token(app: AsyncApp, slack: Slack) -> None:
    await app.async_dispatch(direct_message(NRM))

    await slack.wait_for("chat.postMessage")
    assert {call.token for call in slack.calls} == {TOKEN}


async def test_links_in_a_reply_are_not_unfurled(slack: Slack) -> None:
    await deliver(make_client(TOKEN, slack.api_url), Place("T1", "U1", "D1"), REPLY)

    (posted,) = slack.made("chat.postMessage")
    assert (posted["unfurl_links"], posted["unfurl_media"]) == (False, False)


def _private(slack: Slack) -> Place:
    return Place("T1", "U1", "C1", response_url=slack.hook, in_channel=True)
