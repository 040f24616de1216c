"""Bringing a bot what Slack would: signed, in time, and events again if need be."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable

import pytest
from aiohttp import web
from slack_sdk.signature import SignatureVerifier

from bot.playground.courier import Answer, Courier, NoAnswerError
from bot.playground.faults import Fault, FaultKind, Faults
from bot.playground.shapes import Post, Sender, event_post, interaction_post, said_event
from bot.playground.timekeeping import WorkspaceClock
from bot.playground.traffic import Traffic
from bot.playground.workspace import Workspace
from tests.playground.support import SECRET, TinyBot, serve_bot, until
from tests.support.processes import free_port

SENDER = Sender("T1", "frontline", "A1", "UBOT", "B1")
PRESS = interaction_post(SENDER, {"id": "U1", "name": "Ann"}, {"type": "block_actions"})
SHORT_S = 0.2  # how long a courier waits for a bot that will not answer


@pytest.fixture
async def bot() -> AsyncIterator[TinyBot]:
    async with serve_bot(TinyBot()) as bot:
        yield bot


@pytest.fixture
def clock(workspace: Workspace) -> WorkspaceClock:
    return workspace.clock


@pytest.fixture
def traffic(workspace: Workspace) -> Traffic:
    return Traffic(workspace.changes)


@pytest.fixture
def faults() -> Faults:
    return Faults()


MakeCourier = Callable[..., Courier]


@pytest.fixture
async def courier_to(
    clock: WorkspaceClock, traffic: Traffic, faults: Faults
) -> AsyncIterator[MakeCourier]:
    """Makes a courier to an address."""
    made: list[Courier] = []

    def make(url: str, *, patience_s: float = 30.0) -> Courier:
        courier = Courier(clock, traffic, faults, url=url, secret=SECRET, patience_s=patience_s)
        made.append(courier)
        return courier

    yield make
    for each in made:
        await each.close()


@pytest.fixture
async def courier(courier_to: MakeCourier, bot: TinyBot) -> Courier:
    return courier_to(bot.url)


def an_event(number: int = 1) -> Post:
    said = {"user": "U1", "ts": f"1700000000.{number:06d}", "text": "Hi", "channel": "D1"}
    return event_post(SENDER, said_event("message", SENDER, said, "im"), f"Ev{number}")


def refused_address() -> str:
    return f"http://127.0.0.1:{free_port()}/"


async def test_what_is_brought_is_signed(courier: Courier, bot: TinyBot) -> None:
    await courier.ask(PRESS)

    (brought,) = bot.brought
    headers = {name.lower(): value for name, value in brought.headers.items()}
    assert SignatureVerifier(SECRET).is_valid_request(brought.body, headers)
    assert brought.payload["type"] == "block_actions"


async def test_a_signature_is_of_the_real_time_whatever_the_workspaces(
    courier: Courier, bot: TinyBot, clock: WorkspaceClock
) -> None:
    """A bot refuses what was signed more than five minutes away from now."""
    clock.move(24 * 3600)

    await courier.ask(PRESS)

    (brought,) = bot.brought
    headers = {name.lower(): value for name, value in brought.headers.items()}
    assert SignatureVerifier(SECRET).is_valid_request(brought.body, headers)


async def test_the_answer_is_read_if_it_is_json(courier: Courier, bot: TinyBot) -> None:
    bot.answers_json({"response_action": "clear"})
    bot.answers.append(web.Response(text="Just a word"))
    bot.answers.append(web.Response(body=b"\xff\xfe", content_type="text/plain"))
    bot.answers.append(web.Response(text="[" * 100_000))

    answers = [await courier.ask(PRESS) for _ in range(4)]

    assert answers[0] == Answer(200, {"response_action": "clear"})
    assert answers[1] == Answer(200, "Just a word")
    assert all(isinstance(each.body, str) for each in answers[2:])


async def test_what_is_not_taken_is_not_asked_again(courier: Courier, bot: TinyBot) -> None:
    bot.fails(1)

    with pytest.raises(NoAnswerError, match="dispatch_failed"):
        await courier.ask(PRESS)

    assert len(bot.brought) == 1
    assert courier.redeliveries == []


async def test_nobody_waits_long_for_a_bot(courier_to: MakeCourier, bot: TinyBot) -> None:
    bot.answers.append(None)

    with pytest.raises(NoAnswerError, match="operation_timeout"):
        await courier_to(bot.url, patience_s=SHORT_S).ask(PRESS)


async def test_a_bot_that_is_not_there_is_told_so(courier_to: MakeCourier) -> None:
    with pytest.raises(NoAnswerError, match="dispatch_failed"):
        await courier_to(refused_address()).ask(PRESS)


async def test_an_event_that_is_taken_comes_once(
    courier: Courier, bot: TinyBot, workspace: Workspace, clock: WorkspaceClock
) -> None:
    courier.tell(an_event())
    await until(workspace, lambda: bot.brought)

    clock.move(3600)
    await courier.tell_again()

    (brought,) = bot.brought
    assert brought.event_id == "Ev1"
    assert brought.attempt is None
    assert courier.redeliveries == []


async def test_an_event_that_fails_comes_again_at_once_then_after_one_and_five_minutes(
    courier: Courier, bot: TinyBot, workspace: Workspace, clock: WorkspaceClock
) -> None:
    bot.fails(4)
    courier.tell(an_event())
    await until(workspace, lambda: courier.redeliveries)
    assert [each.attempt for each in bot.brought] == [None, "1"]

    clock.move(59)
    await courier.tell_again()
    assert len(bot.brought) == 2

    clock.move(2)
    await courier.tell_again()
    assert [each.attempt for each in bot.brought] == [None, "1", "2"]

    clock.move(299)
    await courier.tell_again()
    assert len(bot.brought) == 3

    clock.move(2)
    await courier.tell_again()
    assert [each.attempt for each in bot.brought] == [None, "1", "2", "3"]
    assert courier.redeliveries == []

    clock.move(3600)
    await courier.tell_again()
    assert len(bot.brought) == 4
    assert {each.event_id for each in bot.brought} == {"Ev1"}
    assert {each.reason for each in bot.brought[1:]} == {"http_error"}


async def test_an_event_comes_no_more_once_it_was_taken(
    courier: Courier, bot: TinyBot, workspace: Workspace, clock: WorkspaceClock
) -> None:
    bot.fails(2)
    courier.tell(an_event())
    await until(workspace, lambda: courier.redeliveries)

    clock.move(61)
    await courier.tell_again()
    clock.move(3600)
    await courier.tell_again()

    assert [each.attempt for each in bot.brought] == [None, "1", "2"]


async def test_each_redelivery_is_signed_anew(
    courier: Courier, bot: TinyBot, workspace: Workspace
) -> None:
    bot.fails(1)
    courier.tell(an_event())

    await until(workspace, lambda: len(bot.brought) == 2)

    for brought in bot.brought:
        headers = {name.lower(): value for name, value in brought.headers.items()}
        assert SignatureVerifier(SECRET).is_valid_request(brought.body, headers)


async def test_a_bot_can_say_that_it_wants_no_more_of_an_event(
    courier: Courier, bot: TinyBot, workspace: Workspace, traffic: Traffic
) -> None:
    bot.fails(1, headers={"X-Slack-No-Retry": "1"})

    courier.tell(an_event())
    await until(workspace, lambda: traffic.after(0))
    await courier.close()

    assert len(bot.brought) == 1
    assert courier.redeliveries == []


async def test_the_reason_of_a_redelivery_is_named_as_slack_names_it(
    courier_to: MakeCourier, bot: TinyBot, workspace: Workspace
) -> None:
    bot.answers.extend([None, None])
    late = courier_to(bot.url, patience_s=SHORT_S)
    absent = courier_to(refused_address())
    async with serve_bot(TinyBot()) as elsewhere:
        away = {"Location": elsewhere.url}
        elsewhere.answers.extend(web.Response(status=307, headers=away) for _ in range(20))
        sent_on = courier_to(elsewhere.url)
        for each in (late, absent, sent_on):
            each.tell(an_event())
            await until(workspace, lambda each=each: each.redeliveries)

    assert [each.redeliveries[0].reason for each in (late, absent, sent_on)] == [
        "http_timeout",
        "connection_failed",
        "too_many_redirects",
    ]


async def test_what_is_to_come_again_is_told_soonest_first(
    courier: Courier, bot: TinyBot, workspace: Workspace, clock: WorkspaceClock
) -> None:
    bot.fails(4)
    courier.tell(an_event(1))
    await until(workspace, lambda: courier.redeliveries)
    clock.move(30)
    courier.tell(an_event(2))
    await until(workspace, lambda: len(courier.redeliveries) == 2)

    first, second = courier.redeliveries

    assert (first.attempt, second.attempt) == (2, 2)
    assert 30 <= second.at - first.at < 60
    assert "message.im" in first.post.what


async def test_two_who_look_at_once_bring_an_event_again_once(
    courier: Courier, bot: TinyBot, workspace: Workspace, clock: WorkspaceClock
) -> None:
    """The page's clock and the time that passes by itself may come together."""
    bot.fails(4)
    for number in (1, 2):
        courier.tell(an_event(number))
    await until(workspace, lambda: len(courier.redeliveries) == 2)

    clock.move(61)
    await asyncio.gather(*(courier.tell_again() for _ in range(3)))

    assert [each.attempt for each in bot.brought].count("2") == 2


async def test_an_event_can_come_twice_on_purpose(
    courier: Courier, bot: TinyBot, workspace: Workspace, faults: Faults
) -> None:
    """As when Slack did not hear that the bot had taken it."""
    faults.add(Fault(FaultKind.SENT_TWICE))

    courier.tell(an_event(1))
    await until(workspace, lambda: len(bot.brought) == 2)
    courier.tell(an_event(2))
    await until(workspace, lambda: len(bot.brought) == 3)

    assert [each.event_id for each in bot.brought] == ["Ev1", "Ev1", "Ev2"]
    assert {each.attempt for each in bot.brought[:2]} == {None, "1"}


async def test_one_delivery_too_many_is_not_brought_again(
    courier: Courier, bot: TinyBot, workspace: Workspace, faults: Faults, traffic: Traffic
) -> None:
    faults.add(Fault(FaultKind.SENT_TWICE))
    bot.fails(2)

    courier.tell(an_event())

    await until(workspace, lambda: len(traffic.after(0)) == 3)
    assert [each.attempt for each in bot.brought].count(None) == 1
    assert courier.redeliveries == []


async def test_all_that_was_brought_can_be_looked_at(
    courier: Courier, bot: TinyBot, traffic: Traffic
) -> None:
    bot.answers_json({"said": "yes"})
    bot.fails(1)
    await courier.ask(PRESS)
    with pytest.raises(NoAnswerError):
        await courier.ask(PRESS)

    taken, failed = traffic.after(0)
    assert (taken.way, taken.status, taken.taken) == ("to bot", "200", True)
    assert (taken.what, taken.sent, taken.answer) == (
        "interaction block_actions",
        PRESS.payload,
        {"said": "yes"},
    )
    assert (failed.status, failed.taken) == ("500", False)


async def test_a_further_try_is_named_as_such(
    courier: Courier, bot: TinyBot, workspace: Workspace, traffic: Traffic
) -> None:
    bot.fails(1)
    courier.tell(an_event())

    await until(workspace, lambda: len(traffic.after(0)) == 2)

    assert [each.what for each in traffic.after(0)] == [
        "event message.im",
        "event message.im (again, 1)",
    ]


async def test_closing_drops_what_is_under_way(courier: Courier, bot: TinyBot) -> None:
    bot.answers.append(None)
    courier.tell(an_event())
    await asyncio.sleep(0)

    await courier.close()

    assert courier.redeliveries == []
