"""The buttons of a reminder that was posted."""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from bot.playground.shapes import action_of
from bot.playground.workspace import Person
from bot.reminders.model import Draft, Reminder, State, Subject
from bot.reminders.ports import Key, Row
from bot.reminders.rules import Recurs, Rule
from bot.replies.answering import Answering
from bot.replies.reminding import about, reminder_reply
from bot.slack.blocks import message
from bot.slack.delivery import make_client
from bot.slack.reminder_desk import ReminderDesk
from bot.store.reminders import ReminderStore
from bot.toolkit.toolkit import Toolkit
from tests.support.bots import TOKEN, app_on
from tests.support.breaking import database_that_is_gone
from tests.support.gestures import offer
from tests.support.limits import message_faults
from tests.support.payloads import button, interaction, trigger, words
from tests.support.reading import dos, element_types, settled
from tests.support.standin import Slack

NOW = datetime(2026, 11, 30, 9, 5, tzinfo=UTC)
RULE = Rule(Recurs.WEEKLY, date(2026, 11, 30), time(9), "Europe/London", 1, frozenset({0}))
Press = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def reminders(store: ReminderStore, answering: Answering) -> ReminderDesk:
    """The desk, just after a reminder was posted."""
    return ReminderDesk(store, answering, lambda: NOW)


@pytest.fixture
async def reminder(store: ReminderStore) -> Reminder:
    """U1's, which has been posted."""
    kept = await store.add(Draft("T1", "U1", "C1", Subject("police/keeping-records"), RULE), NOW)
    row = Row(key_of(kept), "C1", int(NOW.timestamp()), int(NOW.timestamp()), "w")
    await store.claim("T1", row)
    return kept


def key_of(reminder: Reminder) -> Key:
    return Key(reminder.id, date(2026, 11, 30))


@pytest.fixture
def pressing(app: AsyncApp, slack: Slack, toolkit: Toolkit, reminder: Reminder) -> Press:
    """Presses a button of the posted reminder; what the bot answers."""
    posted = message(reminder_reply(toolkit, reminder, key_of(reminder)))
    said = slack.workspace.say("C1", "UBOT", posted["text"], blocks=posted["blocks"])

    async def send(do: str, *, user: str = "U1", what: str = "") -> dict[str, Any]:
        pressed = offer(do, what) if what else button({"blocks": said.blocks}, do)
        payload = {
            "type": "block_actions",
            "container": {"type": "message", "message_ts": said.ts, "channel_id": "C1"},
            "channel": {"id": "C1", "name": "general"},
            "message": {"text": said.text, "blocks": said.blocks, "ts": said.ts},
            "trigger_id": trigger(user),
            "response_url": slack.response_url(user, "C1", said.ts),
            "actions": [action_of(pressed, "b", {}, "1.1")],
        }
        so_far = len(slack.made("respond"))
        response = await app.async_dispatch(interaction(payload, user=user))
        assert response.status == 200
        await settled()
        return await slack.wait_for("respond", so_far + 1)

    return send


async def test_done_is_seen_by_all_and_nothing_of_who_did_it_is_kept(
    pressing: Press, slack: Slack
) -> None:
    shown = await pressing("done", user="U2")

    assert shown["replace_original"] is True
    assert "user" in element_types(shown["blocks"])
    assert counted(shown) == "1"
    assert not {"done", "in-an-hour", "tomorrow"} & set(dos(shown))
    assert {"stop", "full"} <= set(dos(shown))
    assert message_faults({**shown, "unfurl_links": False, "unfurl_media": False}) == []
    (message_in_channel,) = slack.workspace.messages("C1")
    assert message_in_channel.edited


def counted(shown: dict[str, Any]) -> str:
    """How many have done it, as the message says."""
    return re.sub(r"\D", "", words({"blocks": shown["blocks"][-1:]}))


async def test_done_is_counted(pressing: Press) -> None:
    """Two may press at the same moment."""
    await pressing("done", user="U1")
    again = await pressing("done", user="U2", what="1|2026-11-30|0")

    assert counted(again) == "2"


@pytest.mark.parametrize(("do", "due", "said"), [
    ("in-an-hour", datetime(2026, 11, 30, 10, 5, tzinfo=UTC), "Monday 30 November 2026 at 10:05"),
    ("tomorrow", datetime(2026, 12, 1, 9, 0, tzinfo=UTC), "Tuesday 1 December 2026 at 09:00"),
])  # fmt: skip
async def test_put_off_it_comes_once_more_and_the_presser_alone_is_told(
    pressing: Press, store: ReminderStore, reminder: Reminder, do: str, due: datetime, said: str
) -> None:
    told = await pressing(do, user="U2")

    (kept,) = await store.put_offs("T1")
    assert kept.key == key_of(reminder)._replace(turn=1)
    assert kept.due == int(due.timestamp())
    assert (told["response_type"], told["replace_original"]) == ("ephemeral", False)
    assert said in words(told)


async def test_put_off_twice_it_comes_once_and_both_are_told_when(
    pressing: Press, store: ReminderStore
) -> None:
    first = await pressing("in-an-hour", user="U1")
    second = await pressing("tomorrow", user="U2")

    assert len(await store.put_offs("T1")) == 1
    assert words(first) == words(second)


async def test_its_owner_stops_it(
    pressing: Press, store: ReminderStore, reminder: Reminder, toolkit: Toolkit
) -> None:
    told = await pressing("stop")

    assert toolkit.messages.reminders.post.stopped in words(told)
    assert told["response_type"] == "ephemeral"
    found = await store.get("T1", reminder.id)
    assert found
    assert found.state is State.PAUSED


async def test_an_administrator_stops_it_and_nobody_else_does(
    pressing: Press, store: ReminderStore, reminder: Reminder, slack: Slack, toolkit: Toolkit
) -> None:
    slack.workspace.people["U7"] = Person("U7", "Cat", is_admin=True)

    told = await pressing("stop", user="U2")
    assert toolkit.messages.reminders.cannot.not_yours in words(told)
    assert [each.id for each in await store.active("T1")] == [reminder.id]

    await pressing("stop", user="U7")
    assert await store.active("T1") == []


@pytest.mark.parametrize("do", ["in-an-hour", "tomorrow", "stop"])
async def test_the_buttons_of_one_that_is_gone_say_so(
    pressing: Press, store: ReminderStore, reminder: Reminder, toolkit: Toolkit, do: str
) -> None:
    await store.end("T1", reminder.id)

    assert toolkit.messages.reminders.cannot.gone in words(await pressing(do))
    assert await store.put_offs("T1") == []


async def test_one_that_is_paused_is_not_put_off(
    pressing: Press, store: ReminderStore, reminder: Reminder, toolkit: Toolkit
) -> None:
    await store.stop("T1", reminder.id, NOW)

    assert toolkit.messages.reminders.post.stopped in words(await pressing("in-an-hour"))
    assert await store.put_offs("T1") == []


@pytest.mark.parametrize("what", ["nonsense", "1|yesterday|0", "||"])
async def test_a_button_that_carries_nonsense_does_nothing(
    pressing: Press, toolkit: Toolkit, what: str
) -> None:
    assert toolkit.messages.reminders.cannot.gone in words(await pressing("done", what=what))


@pytest.fixture
async def posted_now(reminders: ReminderDesk, reminder: Reminder, slack: Slack) -> dict[str, Any]:
    """The reminder, posted once more at once."""
    await reminders.post_now(make_client(TOKEN, slack.api_url), reminder)
    return slack.made("chat.postMessage")[-1]


async def test_done_is_counted_for_one_that_was_posted_at_once_too(
    pressing: Press, posted_now: dict[str, Any]
) -> None:
    """And not together with that of the day."""
    post = button(posted_now, "done")["value"]
    of_the_day = await pressing("done", user="U9")
    first = await pressing("done", user="U1", what=post)
    second = await pressing("done", user="U2", what=post)

    assert [counted(each) for each in (of_the_day, first, second)] == ["1", "1", "2"]


async def test_one_that_was_posted_at_once_is_put_off_for_itself(
    store: ReminderStore, posted_now: dict[str, Any], pressing: Press
) -> None:
    """The day's own post may be put off besides."""
    await pressing("in-an-hour")

    await pressing("in-an-hour", what=button(posted_now, "in-an-hour")["value"])

    assert len(await store.put_offs("T1")) == 2


async def test_without_the_database_the_presser_is_told(
    slack: Slack, answering: Answering, toolkit: Toolkit, tmp_path: Path
) -> None:
    app = app_on(database_that_is_gone(tmp_path), slack, answering)
    payload = {
        "type": "block_actions",
        "container": {"type": "message", "message_ts": "1.1", "channel_id": "C1"},
        "channel": {"id": "C1", "name": "general"},
        "trigger_id": trigger("U1"),
        "response_url": slack.hook,
        "actions": [action_of(offer("done", about(Key(1, date(2026, 11, 30)))), "b", {}, "1.1")],
    }

    await app.async_dispatch(interaction(payload))

    told = await slack.wait_for("respond")
    assert toolkit.messages.reminders.cannot.unreachable in words(told)
    await settled()
