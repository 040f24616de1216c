"""Questions put in words, from the signed request to the posted message."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_bolt.async_app import AsyncApp
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.replies.answering import Answering
from bot.store.preferences import Preferences
from bot.toolkit.toolkit import Toolkit
from tests.support.bots import app_on
from tests.support.breaking import database_that_is_gone
from tests.support.gestures import retried
from tests.support.limits import message_faults
from tests.support.payloads import direct_message, event, mention, words
from tests.support.reading import dos, element_types, header, settled
from tests.support.standin import Slack

NRM = "what is the nrm and how does it work"
ADULT = "route/adult-consents-not-first-responder"
SAID = {"user": "U1", "text": NRM, "ts": "1700000000.000200"}

NOT_FOR_THE_BOT: dict[str, dict[str, Any]] = {
    "a message in a channel": {**SAID, "type": "message", "channel_type": "channel"},
    "a message in a private channel": {**SAID, "type": "message", "channel_type": "group"},
    "a message among several people": {**SAID, "type": "message", "channel_type": "mpim"},
    "a message of no known sort of channel": {**SAID, "type": "message"},
    "an edit in a direct message": {
        "type": "message",
        "subtype": "message_changed",
        "channel_type": "im",
        "hidden": True,
        "message": {**SAID, "type": "message", "edited": {"user": "U1", "ts": "1.1"}},
        "ts": "1700000000.000201",
    },
    "a deletion in a direct message": {
        "type": "message",
        "subtype": "message_deleted",
        "channel_type": "im",
        "hidden": True,
        "previous_message": {**SAID, "type": "message"},
        "ts": "1700000000.000202",
    },
    "a bot in a direct message": {
        **SAID,
        "type": "message",
        "channel_type": "im",
        "subtype": "bot_message",
        "bot_id": "B2",
    },
    "an app's message under its user": {
        **SAID,
        "type": "message",
        "channel_type": "im",
        "bot_id": "B2",
    },
    "the bot's own message": {
        **SAID,
        "type": "message",
        "channel_type": "im",
        "user": "UBOT",
    },
    "a call that begins in a direct message": {
        **SAID,
        "type": "message",
        "channel_type": "im",
        "subtype": "huddle_thread",
    },
    "an edited message": {
        **SAID,
        "type": "message",
        "channel_type": "im",
        "edited": {"user": "U1", "ts": "1.1"},
    },
    "a message of nobody": {"type": "message", "channel_type": "im", "text": NRM, "ts": "1.1"},
    "a join": {
        **SAID,
        "type": "message",
        "subtype": "channel_join",
        "channel_type": "channel",
    },
    "an edited mention": {**SAID, "type": "app_mention", "edited": {"user": "U1", "ts": "1.1"}},
    "a mention by a bot": {**SAID, "type": "app_mention", "bot_id": "B2"},
    "the bot's mention of itself": {**SAID, "type": "app_mention", "user": "UBOT"},
    "an event that nobody asked for": {**SAID, "type": "reaction_added", "reaction": "eyes"},
}


async def test_a_direct_message_is_answered_where_it_was_written(
    app: AsyncApp, slack: Slack
) -> None:
    response = await app.async_dispatch(direct_message(NRM))

    posted = await slack.wait_for("chat.postMessage")
    assert response.status == 200
    assert posted["channel"] == "D1"
    assert "National Referral Mechanism" in words(posted)


async def test_a_direct_message_is_not_answered_in_a_thread(app: AsyncApp, slack: Slack) -> None:
    await app.async_dispatch(direct_message(NRM))

    posted = await slack.wait_for("chat.postMessage")
    assert "thread_ts" not in posted


async def test_a_thread_in_a_direct_message_is_answered_in_that_thread(
    app: AsyncApp, slack: Slack
) -> None:
    await app.async_dispatch(direct_message(NRM, thread_ts="1600000000.000001"))

    posted = await slack.wait_for("chat.postMessage")
    assert (posted["channel"], posted["thread_ts"]) == ("D1", "1600000000.000001")


async def test_a_mention_is_answered_in_its_thread(app: AsyncApp, slack: Slack) -> None:
    await app.async_dispatch(mention(NRM))

    posted = await slack.wait_for("chat.postMessage")
    assert (posted["channel"], posted["thread_ts"]) == ("C1", "1700000000.000100")


async def test_a_mention_inside_a_thread_is_answered_in_that_thread(
    app: AsyncApp, slack: Slack
) -> None:
    await app.async_dispatch(mention(NRM, thread_ts="1600000000.000001"))

    posted = await slack.wait_for("chat.postMessage")
    assert (posted["channel"], posted["thread_ts"]) == ("C1", "1600000000.000001")


async def test_the_mention_itself_is_no_part_of_the_question(
    app: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    await app.async_dispatch(mention(NRM))

    posted = await slack.wait_for("chat.postMessage")
    assert header(posted) == toolkit.entry("tackling/national-referral-mechanism").title


@pytest.mark.parametrize("text", ["", "   ", "\n", ":wave:", "<@UBOT>", "https://example.org/"])
async def test_a_mention_without_words_is_shown_the_ways_on(
    app: AsyncApp, slack: Slack, text: str
) -> None:
    await app.async_dispatch(mention(text))

    posted = await slack.wait_for("chat.postMessage")
    assert dos(posted) == ["walk", "contacts", "topics", "set-agency"]


async def test_a_message_without_any_text_is_answered(app: AsyncApp, slack: Slack) -> None:
    """Slack leaves text out when there is none."""
    said = {"type": "message", "channel_type": "im", "channel": "D1", "user": "U1", "ts": "1.1"}

    await app.async_dispatch(event(said))

    posted = await slack.wait_for("chat.postMessage")
    assert dos(posted) == ["walk", "contacts", "topics", "set-agency"]


async def test_an_answer_in_a_channel_has_nothing_left_to_share(
    app: AsyncApp, slack: Slack
) -> None:
    """Everybody sees it already."""
    await app.async_dispatch(mention(NRM))

    posted = await slack.wait_for("chat.postMessage")
    assert "share" not in dos(posted)


async def test_a_saved_agency_decides_whose_page_is_shown(
    app: AsyncApp, slack: Slack, preferences: Preferences
) -> None:
    await preferences.save_agency("T1", "U1", "prison-service")

    await app.async_dispatch(direct_message("keeping records"))

    posted = await slack.wait_for("chat.postMessage")
    assert "Prisons and probation" in words(posted)


async def test_an_agency_that_the_content_no_longer_has_counts_as_none(
    app: AsyncApp, slack: Slack, preferences: Preferences
) -> None:
    await preferences.save_agency("T1", "U1", "ministry-of-none")

    await app.async_dispatch(direct_message("keeping records", user="U1"))
    await settled()
    await app.async_dispatch(direct_message("keeping records", user="U-without-any"))

    await slack.wait_for("chat.postMessage", 2)
    known, unknown = slack.made("chat.postMessage")
    assert words(known) == words(unknown)


@pytest.mark.parametrize("heard", NOT_FOR_THE_BOT.values(), ids=NOT_FOR_THE_BOT.keys())
async def test_nothing_else_is_answered(app: AsyncApp, slack: Slack, heard: dict[str, Any]) -> None:
    response = await app.async_dispatch(event({"channel": "C9", **heard}))
    await settled()
    await app.async_dispatch(direct_message(NRM))

    await slack.wait_for("chat.postMessage")
    assert response.status == 200
    assert [posted["channel"] for posted in slack.made("chat.postMessage")] == ["D1"]


async def test_a_retried_event_is_answered_once(app: AsyncApp, slack: Slack) -> None:
    first = direct_message(NRM)
    await app.async_dispatch(first)
    await slack.wait_for("chat.postMessage")

    again = await app.async_dispatch(retried(first, 1))
    await settled()
    await app.async_dispatch(direct_message(NRM, channel="D2"))

    await slack.wait_for("chat.postMessage", 2)
    assert again.status == 200
    assert [posted["channel"] for posted in slack.made("chat.postMessage")] == ["D1", "D2"]


async def test_a_retry_whose_first_try_never_came_is_answered(app: AsyncApp, slack: Slack) -> None:
    """The header alone is no reason to stay silent: the first try may have been lost."""
    await app.async_dispatch(retried(direct_message(NRM), 1))

    assert await slack.wait_for("chat.postMessage")


async def test_the_same_words_in_two_messages_are_answered_twice(
    app: AsyncApp, slack: Slack
) -> None:
    await app.async_dispatch(direct_message(NRM))
    await app.async_dispatch(direct_message(NRM))

    await slack.wait_for("chat.postMessage", 2)


async def test_an_event_that_two_processes_hear_is_answered_once(
    engine: AsyncEngine, slack: Slack, answering: Answering
) -> None:
    one, other = (app_on(engine, slack, answering) for _ in range(2))
    first = direct_message(NRM)
    await one.async_dispatch(first)
    await slack.wait_for("chat.postMessage")

    await other.async_dispatch(retried(first, 1))
    await settled()
    await other.async_dispatch(direct_message(NRM, channel="D2"))

    await slack.wait_for("chat.postMessage", 2)
    assert [posted["channel"] for posted in slack.made("chat.postMessage")] == ["D1", "D2"]


@pytest.mark.parametrize(
    "typed", ["<!channel>", "<@U2>", "<https://evil.example|click>", "<!here>"]
)
async def test_a_question_can_neither_ping_nor_link(
    app: AsyncApp, slack: Slack, typed: str
) -> None:
    await app.async_dispatch(mention(f"keeping records {typed}"))

    posted = await slack.wait_for("chat.postMessage")
    assert not {"user", "usergroup", "channel", "broadcast"} & element_types(posted["blocks"])
    assert "<" not in posted["text"]
    assert "evil.example" not in str(posted)


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.text(alphabet=st.characters(codec=None), max_size=300))
async def test_any_text_is_answered_with_a_message_that_slack_takes(
    app: AsyncApp, slack: Slack, text: str
) -> None:
    so_far = len(slack.made("chat.postMessage"))

    await app.async_dispatch(direct_message(text))

    posted = await slack.wait_for("chat.postMessage", so_far + 1)
    assert message_faults(posted) == []


@pytest.mark.parametrize(
    "thread", ["the thread of the answer", "the thread of the question", "no thread"]
)
async def test_a_follow_up_in_a_direct_message_goes_on_from_the_page_before(
    app: AsyncApp, slack: Slack, toolkit: Toolkit, thread: str
) -> None:
    await app.async_dispatch(direct_message(toolkit.routes[ADULT].title, ts="17.1"))
    await slack.wait_for("chat.postMessage")
    await settled()
    answer = next(each for each in slack.workspace.messages("D1") if each.user == "UBOT")
    under = {"the thread of the answer": answer.ts, "the thread of the question": "17.1"}
    more = {"thread_ts": under[thread]} if thread in under else {}

    await app.async_dispatch(direct_message("and if he's 17?", **more))

    shown = await slack.wait_for("chat.postMessage", 2)
    assert header(shown) == toolkit.routes["route/child"].title


async def test_a_follow_up_of_a_mention_goes_on_in_its_thread_only(
    app: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    await app.async_dispatch(mention("police keeping records"))
    await slack.wait_for("chat.postMessage")
    await settled()

    await app.async_dispatch(mention("and for prisons?", thread_ts="1700000000.000100", ts="18.1"))
    within = await slack.wait_for("chat.postMessage", 2)
    await settled()
    await app.async_dispatch(mention("and for prisons?", ts="19.1"))
    outside = await slack.wait_for("chat.postMessage", 3)

    own = toolkit.entry("prison-service/keeping-records").title
    assert header(within) == own
    assert header(outside) != own


async def test_without_the_database_a_follow_up_is_a_question_like_any_other(
    slack: Slack, answering: Answering, tmp_path: Path
) -> None:
    app = app_on(database_that_is_gone(tmp_path), slack, answering)
    await app.async_dispatch(direct_message("police keeping records"))
    await slack.wait_for("chat.postMessage")

    await app.async_dispatch(direct_message("and for prisons?"))

    assert await slack.wait_for("chat.postMessage", 2)
