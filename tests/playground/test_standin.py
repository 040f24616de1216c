"""The stand-in over real HTTP, spoken to by Slack's own clients."""

from __future__ import annotations

import asyncio
import json
from typing import Any

import pytest
from aiohttp import ClientConnectionError, ClientSession
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.playground import standin as module
from bot.playground.faults import Fault, FaultKind
from bot.playground.standin import StandIn
from bot.playground.workspace import Workspace
from bot.slack.delivery import make_client
from tests.playground.support import TOKEN, home, modal, plain, said, section, serve_standin

LOST = [FaultKind.LOST_BEFORE, FaultKind.LOST_AFTER]


def hook_of(standin: StandIn, ts: str | None = None, channel: str = "C1") -> AsyncWebhookClient:
    """A client of a fresh response address of Ann's."""
    return AsyncWebhookClient(standin.response_url("U1", channel, ts))


async def test_slacks_client_learns_who_it_is(client: AsyncWebClient) -> None:
    known = await client.auth_test()

    assert known["ok"]
    assert known["user_id"] == "UBOT"


async def test_every_method_that_the_bot_may_call_can_be_called(
    client: AsyncWebClient, workspace: Workspace
) -> None:
    """Slack's client writes its arguments as JSON or as a form, method by method."""
    at = int(workspace.clock.now()) + 100
    trigger, second = (workspace.hooks.new_trigger("U1") for _ in range(2))

    posted = await client.chat_postMessage(channel="C1", text="Hi", blocks=[section()])
    await client.chat_update(channel="C1", ts=posted["ts"], text="Ho", blocks=[section()])
    await client.chat_delete(channel="C1", ts=posted["ts"])
    await client.chat_postEphemeral(channel="C1", user="U1", text="psst", blocks=[section()])
    booked = await client.chat_scheduleMessage(channel="C1", text="Later", post_at=at)
    listed = await client.chat_scheduledMessages_list(channel="C1", limit=5)
    await client.chat_deleteScheduledMessage(
        channel="C1", scheduled_message_id=booked["scheduled_message_id"]
    )
    opened = await client.views_open(trigger_id=trigger, view=modal())
    await client.views_update(view_id=opened["view"]["id"], view=modal(section("B")))
    await client.views_push(trigger_id=second, view=modal())
    await client.views_publish(user_id="U1", view=home())
    await client.assistant_threads_setSuggestedPrompts(
        channel_id="D1", prompts=[{"title": "T", "message": "M"}]
    )
    await client.conversations_info(channel="C1")
    await client.conversations_list(limit=2)
    await client.conversations_members(channel="C1")
    await client.conversations_open(users="U1")
    await client.users_info(user="U1")

    assert [each["id"] for each in listed["scheduled_messages"]] == [booked["scheduled_message_id"]]
    assert len(workspace.windows.stack("U1")) == 2
    assert workspace.prompts["U1"]["prompts"]
    assert [message.text for message in said(workspace, "C1")] == ["psst"]


async def test_a_refusal_reaches_the_bot_with_its_details(client: AsyncWebClient) -> None:
    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel="C1", text="x", blocks=[section("")])

    assert refused.value.response["error"] == "invalid_blocks"
    assert refused.value.response["response_metadata"]["messages"]


async def test_what_the_bot_did_can_be_looked_at(client: AsyncWebClient, standin: StandIn) -> None:
    await client.chat_postMessage(channel="C1", text="Hi")
    with pytest.raises(SlackApiError):
        await client.chat_postMessage(channel="C9", text="Hi")

    done, refused = standin.traffic.after(0)
    assert (done.what, done.way, done.status) == ("chat.postMessage", "from bot", "200")
    assert (done.sent["text"], done.token, done.taken) == ("Hi", TOKEN, True)
    assert (refused.taken, refused.answer["error"]) == (False, "channel_not_found")


async def test_an_answer_to_a_command_is_for_one_person(
    standin: StandIn, workspace: Workspace
) -> None:
    answer = await hook_of(standin).send(text="For you", blocks=[section()])

    assert answer.status_code == 200
    assert [(each.text, each.only_for) for each in said(workspace, "C1")] == [("For you", "U1")]


async def test_an_answer_can_be_for_everybody(standin: StandIn, workspace: Workspace) -> None:
    await hook_of(standin).send(text="For all", response_type="in_channel")

    assert [each.text for each in said(workspace, "C1", seen_by="U2")] == ["For all"]


async def test_an_answer_reaches_a_channel_that_the_bot_is_not_in(
    standin: StandIn, workspace: Workspace
) -> None:
    """A command can be sent anywhere, so its answer goes there too."""
    answer = await hook_of(standin, channel="C2").send(text="For you")

    assert answer.status_code == 200
    assert len(said(workspace, "C2")) == 1


async def test_an_answer_stays_in_the_thread_that_it_names(
    standin: StandIn, workspace: Workspace
) -> None:
    await hook_of(standin).send_dict({"text": "For you", "thread_ts": "1.1"})

    assert [each.thread_ts for each in said(workspace, "C1")] == ["1.1"]


@pytest.mark.parametrize("only_for", [None, "U1"])
async def test_an_answer_can_replace_the_message_that_was_pressed(
    standin: StandIn, workspace: Workspace, only_for: str | None
) -> None:
    """It keeps its place, and those who see it: what is private never becomes public so."""
    original = workspace.say("C1", "UBOT", "Before", only_for=only_for)

    await hook_of(standin, original.ts).send_dict(
        {"text": "After", "replace_original": True, "response_type": "in_channel"}
    )

    (message,) = said(workspace, "C1")
    assert (message.ts, message.text, message.only_for) == (original.ts, "After", only_for)


async def test_an_answer_can_take_the_pressed_message_away(
    standin: StandIn, workspace: Workspace
) -> None:
    original = workspace.say("C1", "UBOT", "Before", only_for="U1")

    await hook_of(standin, original.ts).send(delete_original=True)

    assert said(workspace, "C1") == []


async def test_an_answer_beside_the_pressed_message_leaves_it_alone(
    standin: StandIn, workspace: Workspace
) -> None:
    original = workspace.say("C1", "UBOT", "Before")

    await hook_of(standin, original.ts).send(text="After", replace_original=False)

    assert [each.text for each in said(workspace, "C1")] == ["Before", "After"]


async def test_the_sixth_answer_is_one_too_many(standin: StandIn) -> None:
    hook = hook_of(standin)

    statuses = [(await hook.send(text="Hi")).status_code for _ in range(6)]

    assert statuses == [200] * 5 + [404]


async def test_an_answer_after_half_an_hour_is_too_late(
    standin: StandIn, workspace: Workspace
) -> None:
    hook = hook_of(standin)
    workspace.clock.move(31 * 60)

    answer = await hook.send(text="Hi")

    assert answer.status_code == 404
    assert "expired_url" in answer.body


async def test_an_answer_that_slack_refuses_is_refused(
    standin: StandIn, workspace: Workspace
) -> None:
    answer = await hook_of(standin).send(text="x", blocks=[section("")])

    assert answer.status_code != 200
    assert said(workspace, "C1") == []


async def test_a_limit_is_told_with_the_seconds_to_wait(
    client: AsyncWebClient, standin: StandIn
) -> None:
    standin.faults.add(Fault(FaultKind.RATE_LIMITED, retry_after_s=9))

    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel="C1", text="Hi")

    assert refused.value.response.status_code == 429
    assert refused.value.response.headers["Retry-After"] == "9"


async def test_too_many_calls_are_limited_without_anybody_asking_for_it(
    workspace: Workspace,
) -> None:
    counting = StandIn(workspace)
    async with serve_standin(counting):
        client = AsyncWebClient(token=TOKEN, base_url=counting.api_url, retry_handlers=[])
        posts = [client.chat_postMessage(channel="C1", text="Hi") for _ in range(50)]
        with pytest.raises(SlackApiError) as refused:
            await asyncio.gather(*posts)

    assert refused.value.response.status_code == 429
    assert int(refused.value.response.headers["Retry-After"]) >= 1
    assert counting.traffic.after(0)[-1].status == "429"


async def test_an_outage_is_an_outage(client: AsyncWebClient, standin: StandIn) -> None:
    standin.faults.add(Fault(FaultKind.SERVER_ERROR, status=503))

    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel="C1", text="Hi")

    assert refused.value.response.status_code == 503


async def test_a_refusal_can_be_asked_for(
    client: AsyncWebClient, standin: StandIn, workspace: Workspace
) -> None:
    standin.faults.add(Fault(FaultKind.REFUSED, error="is_archived"))

    with pytest.raises(SlackApiError) as refused:
        await client.chat_postMessage(channel="C1", text="Hi")

    assert refused.value.response["error"] == "is_archived"
    assert said(workspace, "C1") == []


@pytest.mark.parametrize("kind", LOST)
async def test_a_lost_connection_may_hide_that_a_message_has_arrived(
    client: AsyncWebClient, standin: StandIn, workspace: Workspace, kind: FaultKind
) -> None:
    """A bot that sends again at once will have said it twice."""
    standin.faults.add(Fault(kind))

    with pytest.raises(ClientConnectionError):
        await client.chat_postMessage(channel="C1", text="Hi")

    assert len(said(workspace, "C1")) == (1 if kind is FaultKind.LOST_AFTER else 0)
    assert standin.traffic.after(0)[0].status == "connection lost"


async def test_a_slow_answer_comes_in_the_end(
    client: AsyncWebClient,
    standin: StandIn,
    workspace: Workspace,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "SLOW_S", 0.01)
    standin.faults.add(Fault(FaultKind.SLOW))

    assert (await client.chat_postMessage(channel="C1", text="Hi"))["ok"]
    assert len(said(workspace, "C1")) == 1


async def test_a_fault_is_not_spent_on_what_bolt_asks_by_itself(
    client: AsyncWebClient, standin: StandIn
) -> None:
    standin.faults.add(Fault(FaultKind.SERVER_ERROR))

    await client.auth_test()

    assert standin.faults.current.kind is FaultKind.SERVER_ERROR


async def test_the_bots_own_client_comes_through_a_short_outage(
    standin: StandIn, workspace: Workspace
) -> None:
    standin.faults.add(Fault(FaultKind.LOST_BEFORE))

    await make_client(TOKEN, standin.api_url).chat_postMessage(channel="C1", text="Hi")

    assert len(said(workspace, "C1")) == 1


JSON, FORM = "application/json", "application/x-www-form-urlencoded"


@pytest.mark.parametrize(
    ("body", "sort"),
    [
        (b"{", JSON),
        (b"\xff\xfe", JSON),
        (b"[" * 100_000, JSON),
        (b"{}", f"{JSON}; charset=bogus"),
        (b"[1]", JSON),
        (b"null", JSON),
        (b"channel=[" + b"[" * 100_000, FORM),
        (b"channel=%ff", FORM),
        (b"text=", FORM),
        (b"rubbish", "multipart/form-data"),
        (b"rubbish", "multipart/form-data; boundary=x"),
        (b"\x00\xff", "image/png"),
    ],
)
@pytest.mark.parametrize("path", ["api/chat.postMessage", "respond/T1/1"])
async def test_rubbish_is_refused_as_json(
    standin: StandIn, path: str, body: bytes, sort: str
) -> None:
    headers = {"content-type": sort, "Authorization": f"Bearer {TOKEN}"}
    async with (
        ClientSession() as session,
        session.post(f"{standin.url}{path}", data=body, headers=headers) as response,
    ):
        answer: dict[str, Any] = json.loads(await response.text())

    assert response.status < 500
    assert answer["ok"] is False
    assert answer["error"]


async def test_a_call_may_have_its_arguments_in_its_address(standin: StandIn) -> None:
    address = f"{standin.api_url}conversations.info?channel=C1"
    async with (
        ClientSession(headers={"Authorization": f"Bearer {TOKEN}"}) as session,
        session.get(address) as response,
    ):
        answer = await response.json()

    assert answer["channel"]["id"] == "C1"


async def test_text_in_a_form_is_text_even_if_it_looks_like_something_else(
    standin: StandIn, workspace: Workspace
) -> None:
    form = {"channel": "C1", "text": "[sic", "blocks": json.dumps([section("x")])}
    async with (
        ClientSession(headers={"Authorization": f"Bearer {TOKEN}"}) as session,
        session.post(f"{standin.api_url}chat.postMessage", data=form) as response,
    ):
        assert (await response.json())["ok"]

    (message,) = said(workspace, "C1")
    assert message.text == "[sic"
    assert message.blocks[0]["text"] == {**plain("x"), "type": "mrkdwn"}
