"""The web process's two addresses, over real HTTP on loopback."""

from __future__ import annotations

import io
import time
from collections.abc import AsyncIterator

import pytest
from aiohttp.test_utils import TestClient, TestServer
from aiohttp.web import Application, Request
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_sdk.signature import SignatureVerifier

from bot.web import LARGEST_BODY, web_app
from tests.support.payloads import SECRET, command, direct_message, mention, signed, words
from tests.support.standin import Slack

Client = TestClient[Request, Application]
QUESTION = "what is the nrm and how does it work"
EVENTS = "/slack/events"


@pytest.fixture
async def client(app: AsyncApp) -> AsyncIterator[Client]:
    async with TestClient(TestServer(web_app(app, "0a1b2c3d"))) as client:
        yield client


async def test_health_says_which_content_is_served(client: Client) -> None:
    response = await client.get("/health")

    assert response.status == 200
    assert await response.json() == {"ok": True, "content": "0a1b2c3d"}


async def test_health_does_not_ask_slack(client: Client, slack: Slack) -> None:
    """A host that looks every second must not use up the workspace's rate limit."""
    await client.get("/health")

    assert slack.calls == []


async def test_a_signed_message_is_accepted_and_answered(client: Client, slack: Slack) -> None:
    status = await post(client, direct_message(QUESTION))

    posted = await slack.wait_for("chat.postMessage")
    assert status == 200
    assert posted["channel"] == "D1"
    assert words(posted)


async def test_a_signed_command_is_accepted_and_answered_privately(
    client: Client, slack: Slack
) -> None:
    status = await post(client, command(QUESTION, response_url=slack.hook))

    said = await slack.wait_for("respond")
    assert status == 200
    assert said["response_type"] == "ephemeral"


async def test_slacks_first_question_to_an_address_is_answered(client: Client) -> None:
    """Slack saves an address only if it sends back the challenge."""
    asked = signed('{"type": "url_verification", "challenge": "c4"}', "application/json")
    response = await client.post(EVENTS, data=asked.raw_body, headers=flat(asked))

    assert response.status == 200
    assert "c4" in await response.text()


async def test_a_message_that_slack_sends_again_is_accepted_and_answered_once(
    client: Client, slack: Slack
) -> None:
    request = direct_message(QUESTION, event_id="Ev-again")
    statuses = [await post(client, request, {"x-slack-retry-num": str(n)}) for n in range(3)]
    await post(client, mention(QUESTION, channel="C9"))

    await slack.wait_for("chat.postMessage", 2)
    assert statuses == [200, 200, 200]
    assert [each["channel"] for each in slack.made("chat.postMessage")] == ["D1", "C9"]


async def test_a_message_signed_by_somebody_else_is_refused(client: Client, slack: Slack) -> None:
    body = direct_message(QUESTION, channel="D-forged").raw_body
    forged = await post(client, signed(body, "application/json", secret="f" * 32))
    await post(client, direct_message(QUESTION))

    await slack.wait_for("chat.postMessage")
    assert forged == 401
    assert [each["channel"] for each in slack.made("chat.postMessage")] == ["D1"]


async def test_a_message_without_a_signature_is_refused(client: Client) -> None:
    body = direct_message(QUESTION).raw_body
    response = await client.post(EVENTS, data=body, headers={"content-type": "application/json"})

    assert response.status == 401


async def test_a_message_that_was_changed_on_its_way_is_refused(client: Client) -> None:
    request = direct_message(QUESTION)
    changed = request.raw_body.replace('"U1"', '"U2"')
    response = await client.post(EVENTS, data=changed, headers=flat(request))

    assert changed != request.raw_body
    assert response.status == 401


async def test_a_message_that_was_recorded_long_ago_is_refused(client: Client) -> None:
    """Its signature is right: whoever overheard it may send it again."""
    body = direct_message(QUESTION).raw_body
    timestamp = str(int(time.time()) - 3600)
    headers = {
        "content-type": "application/json",
        "x-slack-request-timestamp": timestamp,
        "x-slack-signature": SignatureVerifier(SECRET).generate_signature(
            timestamp=timestamp, body=body
        )
        or "",
    }
    response = await client.post(EVENTS, data=body, headers=headers)

    assert response.status == 401


async def test_a_body_larger_than_slack_ever_sends_is_refused(client: Client) -> None:
    response = await client.post(EVENTS, data=io.BytesIO(b"a" * (LARGEST_BODY + 1)))

    assert response.status == 413


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("GET", EVENTS, 405),
        ("POST", "/health", 405),
        ("GET", "/", 404),
        ("GET", "/slack/install", 404),
        ("POST", "/slack/events/../../etc", 404),
    ],
)
async def test_there_is_nothing_else(client: Client, method: str, path: str, status: int) -> None:
    response = await client.request(method, path)

    assert response.status == status


async def post(
    client: Client, request: AsyncBoltRequest, more: dict[str, str] | None = None
) -> int:
    """Send *request* as Slack would; the status of the response."""
    headers = {**flat(request), **(more or {})}
    response = await client.post(EVENTS, data=request.raw_body.encode(), headers=headers)
    return response.status


def flat(request: AsyncBoltRequest) -> dict[str, str]:
    """The headers of *request*, one value each."""
    return {name: values[0] for name, values in request.headers.items()}
