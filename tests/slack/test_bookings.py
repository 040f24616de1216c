"""Slack's scheduler, asked through the stand-in."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from aiohttp import web
from slack_sdk.web.async_client import AsyncWebClient

from bot.playground.faults import Fault, FaultKind
from bot.reminders.ports import (
    RefusedError,
    ShutOutError,
    SlowDownError,
    UnreachableError,
)
from bot.slack.bookings import A_PAGE, SlackBookings, make_scheduling_client
from tests.support.bots import TOKEN
from tests.support.standin import Slack

METHODS = ("book", "cancel", "held", "trouble_with")


@pytest.fixture
def client(slack: Slack) -> AsyncWebClient:
    return make_scheduling_client(TOKEN, slack.api_url)


@pytest.fixture
def bookings(slack: Slack, client: AsyncWebClient) -> SlackBookings:
    return SlackBookings(client, lambda: now(slack))


async def test_what_is_booked_is_held_until_it_is_cancelled(
    slack: Slack, bookings: SlackBookings
) -> None:
    post_at = soon(slack)
    booked = await bookings.book("C1", post_at, {"text": "Hello (#7)"})
    (held,) = await bookings.held("C1", post_at, post_at)
    assert held == (booked, "C1", post_at, "Hello (#7)")
    assert await bookings.cancel("C1", booked)
    assert await bookings.held("C1", post_at, post_at) == []


async def test_nothing_is_sent_that_slack_does_not_post(
    slack: Slack, bookings: SlackBookings
) -> None:
    """A scheduled message with metadata is taken, and never posted."""
    message = {"text": "Hello", "metadata": {"event_type": "e"}, "thread_ts": "1.2", "blocks": []}
    await bookings.book("C1", soon(slack), message)

    (sent,) = slack.made("chat.scheduleMessage")
    assert set(sent) <= {"channel", "post_at", "text", "blocks", "unfurl_links", "unfurl_media"}


async def test_only_the_asked_channel_and_times_are_found(
    slack: Slack, bookings: SlackBookings
) -> None:
    post_at = soon(slack)
    for channel, at in (("C1", post_at - 1), ("C1", post_at), ("C9", post_at), ("C1", post_at + 1)):
        await bookings.book(channel, at, {"text": f"{channel} {at}"})

    assert [each.text for each in await bookings.held("C1", post_at, post_at)] == [f"C1 {post_at}"]


async def test_more_than_a_page_is_found(slack: Slack, bookings: SlackBookings) -> None:
    first = soon(slack)
    for number in range(A_PAGE + 5):
        later = {"text": str(number), "blocks": [], "thread_ts": None}
        slack.workspace.scheduled.book("C1", first + 60 * number, later, metadata=False)
    found = await bookings.held("C1", first, first + 60 * (A_PAGE + 5))

    assert [each.text for each in found] == [str(number) for number in range(A_PAGE + 5)]


@pytest.mark.parametrize("method", METHODS)
async def test_slack_says_how_long_to_wait(
    slack: Slack, bookings: SlackBookings, method: str
) -> None:
    slack.fails_with(429, retry_after=17)
    with pytest.raises(SlowDownError) as slow:
        await ask(slack, bookings, method)

    assert slow.value.seconds == 17
    assert slack.calls == []


@pytest.mark.parametrize("method", ["book", "cancel", "held"])
@pytest.mark.parametrize("kind", [FaultKind.LOST_BEFORE, FaultKind.LOST_AFTER])
async def test_without_an_answer_nobody_knows_and_nothing_is_tried_again(
    slack: Slack, bookings: SlackBookings, method: str, kind: FaultKind
) -> None:
    slack.faults.add(Fault(kind))
    with pytest.raises(UnreachableError):
        await ask(slack, bookings, method)

    assert len(slack.calls) == (1 if kind is FaultKind.LOST_AFTER and method != "cancel" else 0)


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("status", [500, 502, 503])
async def test_when_slack_fails_nobody_knows(
    slack: Slack, bookings: SlackBookings, method: str, status: int
) -> None:
    slack.fails_with(status)
    with pytest.raises(UnreachableError):
        await ask(slack, bookings, method)


@pytest.mark.parametrize("body", ["<html>oh</html>", "oh", "{", "[]", ""])
@pytest.mark.parametrize("kind", ["text/html", "text/plain", "application/json"])
@pytest.mark.parametrize("status", [200, 429, 502])
async def test_an_answer_that_is_no_answer_of_slacks_is_understood(
    body: str, kind: str, status: int
) -> None:
    """A proxy on the way, or Slack on a bad day."""

    async def answer(_request: web.Request) -> web.Response:
        return web.Response(status=status, body=body.encode(), content_type=kind)

    async with served(answer) as url:
        bookings = SlackBookings(make_scheduling_client(TOKEN, url), never)
        with pytest.raises(SlowDownError if status == 429 else UnreachableError):
            await bookings.book("C1", 1, {"text": "Hello"})


async def test_who_could_not_even_connect_has_asked_nothing() -> None:
    nobody = make_scheduling_client(TOKEN, "http://127.0.0.1:1/api/")
    bookings = SlackBookings(nobody, never)

    with pytest.raises(SlowDownError):
        await bookings.book("C1", 1, {"text": "Hello"})


@pytest.mark.parametrize("error", ["not_in_channel", "is_archived", "restricted_too_many"])
async def test_a_refusal_of_a_channel_has_slacks_own_name(
    slack: Slack, bookings: SlackBookings, error: str
) -> None:
    slack.refuses_with(error)
    with pytest.raises(RefusedError, match=error):
        await bookings.book("C1", soon(slack), {"text": "Hello"})


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("error", ["token_revoked", "account_inactive", "invalid_auth"])
async def test_a_refusal_of_the_whole_workspace_is_told_apart(
    slack: Slack, bookings: SlackBookings, method: str, error: str
) -> None:
    slack.refuses_with(error)
    with pytest.raises(ShutOutError, match=error):
        await ask(slack, bookings, method)


async def test_the_past_is_refused(slack: Slack, bookings: SlackBookings) -> None:
    with pytest.raises(RefusedError, match="time_in_past"):
        await bookings.book("C1", soon(slack) - 86400, {"text": "Hello"})


@pytest.mark.parametrize("ahead_s", [30, 300])
async def test_what_is_gone_or_about_to_be_posted_is_not_let_go_of(
    slack: Slack, bookings: SlackBookings, ahead_s: int
) -> None:
    post_at = int(slack.workspace.clock.now()) + ahead_s
    booked = await bookings.book("C1", post_at, {"text": "Hello"})

    assert await bookings.cancel("C1", booked) == (ahead_s > 60)
    assert not await bookings.cancel("C1", booked)


async def test_a_channel_that_is_well_is_looked_at_once_an_hour(
    slack: Slack, bookings: SlackBookings
) -> None:
    for _ in range(3):
        assert await bookings.trouble_with("C1") == ""
    assert len(slack.made("conversations.info")) == 1
    slack.workspace.clock.move(3601)
    slack.workspace.conversations["C1"].bot_is_in = False

    assert await bookings.trouble_with("C1") == "not_in_channel"


async def test_what_is_wrong_with_a_channel_is_seen(slack: Slack, bookings: SlackBookings) -> None:
    slack.workspace.conversations["C1"].is_archived = True

    assert await bookings.trouble_with("C1") == "is_archived"
    assert await bookings.trouble_with("C404") == "channel_not_found"
    assert await bookings.trouble_with("D1") == ""


async def test_who_may_not_ask_about_a_channel_finds_nothing_wrong(
    slack: Slack, bookings: SlackBookings
) -> None:
    slack.refuses_with("missing_scope")

    assert await bookings.trouble_with("C1") == ""


async def test_a_person_is_told_in_a_direct_message(slack: Slack, bookings: SlackBookings) -> None:
    assert await bookings.tell("U1", "Something is in its way.")

    (said,) = slack.workspace.messages("D1")
    assert said.text == "Something is in its way."


async def test_a_person_whom_slack_lets_nobody_write_to_now_may_be_told_later(
    slack: Slack, bookings: SlackBookings
) -> None:
    slack.fails_with(429, retry_after=3)

    assert not await bookings.tell("U1", "Something is in its way.")


@pytest.mark.parametrize("fails", [Slack.loses_connections, lambda slack: slack.fails_with(500)])
async def test_a_person_who_may_have_been_told_is_not_told_again(
    slack: Slack, bookings: SlackBookings, fails: Callable[[Slack], None]
) -> None:
    fails(slack)

    assert await bookings.tell("U1", "Something is in its way.")
    assert slack.made("chat.postMessage") == []


@contextlib.asynccontextmanager
async def served(answer: Callable[[web.Request], Awaitable[web.Response]]) -> AsyncIterator[str]:
    """An address where every call gets that answer."""
    app = web.Application()
    app.router.add_route("*", "/api/{method}", answer)
    runner = web.AppRunner(app, access_log=None)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    try:
        yield f"http://127.0.0.1:{runner.addresses[0][1]}/api/"
    finally:
        await runner.cleanup()


async def ask(slack: Slack, bookings: SlackBookings, method: str) -> Any:
    """Call one of the methods."""
    match method:
        case "book":
            return await bookings.book("C1", soon(slack), {"text": "Hello"})
        case "cancel":
            return await bookings.cancel("C1", "Q1")
        case "held":
            return await bookings.held("C1", 0, 2_000_000_000)
    return await bookings.trouble_with("C1")


def now(slack: Slack) -> datetime:
    return datetime.fromtimestamp(slack.workspace.clock.now(), UTC)


def soon(slack: Slack) -> int:
    return int((now(slack) + timedelta(hours=1)).timestamp())


def never() -> datetime:
    return datetime(2026, 11, 30, tzinfo=UTC)
