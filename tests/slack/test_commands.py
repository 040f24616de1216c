"""The slash command, from the signed request to what its sender sees."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_bolt.async_app import AsyncApp

from bot.store.preferences import Preferences
from bot.toolkit.toolkit import Toolkit
from tests.support.limits import message_faults
from tests.support.payloads import buttons, command, words
from tests.support.reading import dos, element_types, header
from tests.support.standin import Slack

Say = Callable[..., Awaitable[dict[str, Any]]]


@pytest.fixture
def say(app: AsyncApp, slack: Slack) -> Say:
    """Sends the command with some text; what its sender then sees."""

    async def send(text: str, **how: Any) -> dict[str, Any]:
        so_far = len(slack.made("respond"))
        request = command(text, response_url=slack.hook, **how)
        response = await app.async_dispatch(request)
        assert (response.status, response.body) == (200, "")
        return await slack.wait_for("respond", so_far + 1)

    return send


@pytest.mark.parametrize(
    "text",
    ["help", "topics", "contacts", "refer", "agency", "agency forget", "the nrm", ""],
)
async def test_only_the_sender_sees_the_answer(say: Say, slack: Slack, text: str) -> None:
    shown = await say(text)

    assert shown["response_type"] == "ephemeral"
    assert slack.made("chat.postMessage") == []


@pytest.mark.parametrize("text", ["", "   ", "help", "HELP", " help  "])
async def test_help_is_shown_for_the_word_and_for_nothing_at_all(
    say: Say, toolkit: Toolkit, text: str
) -> None:
    assert header(await say(text)) == toolkit.messages.help_title


@pytest.mark.parametrize("text", ["topics", "Topics"])
async def test_topics_offers_every_part_of_the_toolkit(
    say: Say, toolkit: Toolkit, text: str
) -> None:
    shown = await say(text)

    assert header(shown) == toolkit.messages.topics_title
    parts = [section.id for section in toolkit.outline.sections]
    assert [button["value"] for button in buttons(shown)] == [*parts, "route"]


async def test_contacts_names_everybody_who_can_be_called(say: Say, toolkit: Toolkit) -> None:
    shown = await say("contacts")

    assert header(shown) == toolkit.messages.contacts_title
    said = words(shown)
    assert [each.id for each in toolkit.contacts.values() if each.name not in said] == []
    numbers = [each.phone for each in toolkit.contacts.values() if each.phone]
    assert [number for number in numbers if number not in said] == []


async def test_refer_asks_the_first_question(say: Say, toolkit: Toolkit) -> None:
    shown = await say("refer")

    questions = {each.id: each for each in toolkit.choosing.questions}
    assert header(shown) == questions[toolkit.choosing.start].ask


async def test_words_are_taken_as_a_question(say: Say, toolkit: Toolkit) -> None:
    shown = await say("what is the nrm and how does it work")

    assert header(shown) == toolkit.entry("tackling/national-referral-mechanism").title


@pytest.mark.parametrize(
    ("text", "page"),
    [
        ("help me he has a knife", "help"),
        ("contacts for a child at night", "contacts"),
        ("topics for a training day on labour exploitation", "topics"),
        ("refer her or wait until she agrees", "refer"),
    ],
)
async def test_words_that_only_begin_with_a_keyword_are_a_question(
    say: Say, text: str, page: str
) -> None:
    asked, keyword = await say(text), await say(page)

    assert asked["blocks"] != keyword["blocks"]
    assert header(asked) != header(keyword)


async def test_danger_is_heard_behind_a_keyword(say: Say, toolkit: Toolkit) -> None:
    shown = await say("help me he has a knife")

    assert toolkit.urgent.say[0].say in words(shown)


async def test_an_answer_in_a_channel_can_be_shared(say: Say) -> None:
    shown = await say("what is the nrm and how does it work", channel="C1")

    assert dos(shown)[-1] == "share"


async def test_an_answer_in_a_direct_message_has_nobody_to_be_shared_with(say: Say) -> None:
    shown = await say("what is the nrm and how does it work", channel="D1")

    assert "share" not in dos(shown)


@pytest.mark.parametrize("text", ["help", "topics", "contacts", "refer", "agency", "agency police"])
async def test_only_guidance_can_be_shared(say: Say, text: str) -> None:
    assert "share" not in dos(await say(text))


async def test_agency_offers_to_set_one_while_none_is_saved(say: Say, toolkit: Toolkit) -> None:
    shown = await say("agency")

    assert dos(shown) == ["set-agency"]
    assert toolkit.messages.agency_none in words(shown)


async def test_agency_shows_the_saved_one_and_how_to_erase_it(
    say: Say, toolkit: Toolkit, preferences: Preferences
) -> None:
    await preferences.save_agency("T1", "U1", "police")

    shown = await say("agency")

    assert dos(shown) == ["set-agency", "forget-agency"]
    assert toolkit.agencies["police"].name in words(shown)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("police", "police"),
        ("POLICE", "police"),
        ("helth services", "health-services"),
        ("nurse", "health-services"),
        ("prison-service", "prison-service"),
        ("crown prosecution servise", "crown-prosecution-service"),
    ],
)
async def test_an_agency_is_understood_however_it_is_spelt(
    say: Say, toolkit: Toolkit, preferences: Preferences, typed: str, meant: str
) -> None:
    shown = await say(f"agency {typed}")

    assert await preferences.agency_of("T1", "U1") == meant
    assert toolkit.agencies[meant].name in words(shown)


async def test_every_agency_can_be_set_by_its_name(
    say: Say, toolkit: Toolkit, preferences: Preferences
) -> None:
    for agency in toolkit.agencies.values():
        await say(f"agency {agency.name}")
        assert await preferences.agency_of("T1", "U1") == agency.id


@pytest.mark.parametrize("text", ["agency forget", "AGENCY Forget", "agency  forget"])
async def test_agency_forget_erases_what_is_kept(
    say: Say, toolkit: Toolkit, preferences: Preferences, text: str
) -> None:
    await preferences.save_agency("T1", "U1", "police")
    await preferences.save_agency("T1", "U2", "police")

    shown = await say(text)

    assert await preferences.agency_of("T1", "U1") is None
    assert await preferences.agency_of("T1", "U2") == "police"
    assert toolkit.messages.agency_forgotten in words(shown)


async def test_an_agency_that_nobody_knows_changes_nothing(
    say: Say, preferences: Preferences
) -> None:
    await preferences.save_agency("T1", "U1", "police")

    shown = await say("agency xyzzy plugh")

    assert dos(shown) == ["set-agency"]
    assert await preferences.agency_of("T1", "U1") == "police"


@pytest.mark.parametrize(
    "typed",
    ["<!channel>", "<@U2>", "<!subteam^S1>", "<https://evil.example|click>", "&lt;!here&gt;"],
)
async def test_an_agency_that_nobody_knows_is_repeated_without_pinging_or_linking(
    say: Say, typed: str
) -> None:
    shown = await say(f"agency {typed}")

    assert element_types(shown["blocks"]) == {
        "rich_text",
        "rich_text_section",
        "text",
        "actions",
        "button",
        "plain_text",
    }
    assert "<" not in shown["text"]


@settings(
    max_examples=40,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(
    word=st.sampled_from(["", "help ", "agency ", "topics ", "contacts ", "refer "]),
    rest=st.text(max_size=200),
)
async def test_any_text_behind_the_command_gets_a_message_that_slack_takes(
    say: Say, word: str, rest: str
) -> None:
    shown = await say(f"{word}{rest}")

    assert message_faults(shown) == []
    assert "<" not in shown["text"]
