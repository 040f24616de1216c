"""What people do, as the real bot and a small one hear of it."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_bolt.async_app import AsyncApp

from bot.playground.courier import Answer
from bot.playground.gestures import LONGEST_MESSAGE, Gestures
from bot.playground.refused import NotDone
from bot.playground.standin import StandIn
from bot.playground.workspace import Message, Workspace
from bot.store.preferences import Preferences
from bot.toolkit.toolkit import Toolkit
from tests.playground.conftest import People
from tests.playground.support import (
    BUTTON,
    Json,
    TinyBot,
    actions,
    asking,
    home,
    json_values,
    modal,
    plain,
    said,
    section,
    serve_bot,
    until,
)
from tests.support import reading
from tests.support.processes import free_port
from tests.support.reading import header

NRM = "what is the nrm and how does it work"
SAVE = {"submit": plain("Save")}
TYPED = {"name": {"typed": {"type": "plain_text_input", "value": "Ann"}}}


@pytest.fixture
async def ask(people: People, the_bot: AsyncApp) -> Gestures:
    """People who use the real bot."""
    return await people.of(the_bot)


async def first_said(
    workspace: Workspace, channel: str, person: str = "U1", count: int = 1
) -> Message:
    """The message of that number that the bot says there."""
    await until(workspace, lambda: len(said(workspace, channel, person)) >= count)
    return said(workspace, channel, person)[count - 1]


def where(message: Message, do: str) -> tuple[Json, Json]:
    """The button of a message that does *do*, and where it is."""
    for block in message.blocks:
        for element in block.get("elements", []):
            if str(element.get("action_id")).startswith(f"offer.{do}."):
                place = {"in": message.channel, "ts": message.ts, "block_id": block["block_id"]}
                return {**place, "action_id": element["action_id"]}, element
    raise AssertionError(f"no button does {do}")


def in_view(view: Json, element: Json, block_id: str) -> Json:
    return {"view_id": view["id"], "block_id": block_id, "action_id": element["action_id"]}


# The real bot.


async def test_a_direct_message_is_answered(
    ask: Gestures, workspace: Workspace, toolkit: Toolkit
) -> None:
    await ask.write("U1", "D1", NRM, None)

    answer = await first_said(workspace, "D1")
    title = toolkit.entry("tackling/national-referral-mechanism").title
    assert header({"blocks": answer.blocks}) == title
    assert next(workspace.messages("D1")).text == NRM
    assert said(workspace, "D2", "U2") == []


async def test_a_mention_is_answered_in_its_thread(ask: Gestures, workspace: Workspace) -> None:
    await ask.write("U1", "C1", f"@Toolkit {NRM}", None)

    answer = await first_said(workspace, "C1", "U2")
    (question,) = (each for each in workspace.messages("C1") if each.user == "U1")
    assert question.text == f"<@UBOT> {NRM}"
    assert answer.thread_ts == question.ts


async def test_a_mention_in_a_thread_is_answered_in_that_thread(
    ask: Gestures, workspace: Workspace
) -> None:
    root = workspace.say("C1", "U2", "Hello")
    reply = workspace.say("C1", "U2", "Still here", thread_ts=root.ts)

    await ask.write("U1", "C1", f"@Toolkit {NRM}", reply.ts)

    assert (await first_said(workspace, "C1")).thread_ts == root.ts


async def test_a_command_is_answered_for_its_sender_alone(
    ask: Gestures, workspace: Workspace
) -> None:
    await ask.write("U1", "C1", f"/toolkit {NRM}", None)

    answer = await first_said(workspace, "C1")
    assert answer.only_for == "U1"
    assert [*workspace.messages("C1", "U2")] == []


async def test_a_command_may_go_on_in_the_next_line(ask: Gestures, workspace: Workspace) -> None:
    await ask.write("U1", "C1", "/toolkit\nhelp", None)

    assert (await first_said(workspace, "C1")).only_for == "U1"


async def test_a_press_in_direct_messages_is_answered_there(
    ask: Gestures, workspace: Workspace
) -> None:
    await ask.write("U1", "D1", "hello", None)
    place, button = where(await first_said(workspace, "D1"), "contacts")

    await ask.press("U1", place, {"type": "button", "value": button["value"]}, {})

    answer = await first_said(workspace, "D1", count=2)
    assert answer.only_for is None
    assert answer.blocks


async def test_a_press_on_a_private_answer_shares_it(ask: Gestures, workspace: Workspace) -> None:
    await ask.write("U1", "C1", f"/toolkit {NRM}", None)
    place, button = where(await first_said(workspace, "C1"), "share")

    await ask.press("U1", place, {"type": "button", "value": button["value"]}, {})

    shared = await first_said(workspace, "C1", "U2")
    assert shared.only_for is None


async def test_an_agency_that_was_saved_in_the_window_is_kept(
    ask: Gestures, workspace: Workspace, preferences: Preferences
) -> None:
    await ask.write("U1", "D1", "hello", None)
    place, button = where(await first_said(workspace, "D1"), "set-agency")
    await ask.press("U1", place, {"type": "button", "value": button["value"]}, {})
    await until(workspace, lambda: workspace.windows.stack("U1"))
    (view,) = workspace.windows.stack("U1")
    (block,) = (each for each in view["blocks"] if each["type"] == "input")
    chosen = {"type": "radio_buttons", "selected_option": block["element"]["options"][0]}

    errors = await ask.submit(
        "U1", view["id"], {block["block_id"]: {block["element"]["action_id"]: chosen}}
    )

    async def is_kept() -> bool:
        return await preferences.agency_of("T1", "U1") == chosen["selected_option"]["value"]

    await reading.until(is_kept)
    assert errors == {}
    assert [kept["id"] for kept in workspace.windows.stack("U1")] == [view["id"]]


@settings(
    max_examples=30,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.text(max_size=200).filter(lambda text: text.strip()[:1] not in {"", "/"}))
async def test_whatever_is_written_is_answered(
    ask: Gestures, workspace: Workspace, text: str
) -> None:
    so_far = len(said(workspace, "D1"))

    await ask.write("U1", "D1", text, None)

    await first_said(workspace, "D1", count=so_far + 1)


# What is said where.


async def test_a_mention_where_the_bot_is_not_is_heard_by_nobody(
    people: People, workspace: Workspace
) -> None:
    async with serve_bot(TinyBot()) as bot:
        await people.at(bot.url).write("U1", "C2", "@Toolkit hello", None)

        assert bot.brought == []
    *_, notice = workspace.messages("C2", "U1")
    assert notice.is_slackbots
    assert len([*workspace.messages("C2", "U2")]) == 1


async def test_the_bot_hears_nothing_of_what_is_said_in_channels(
    people: People, workspace: Workspace
) -> None:
    async with serve_bot(TinyBot()) as bot:
        gestures = people.at(bot.url)
        await gestures.write("U1", "C1", "nothing for the bot, <@UBOT>", None)
        await gestures.write("U1", "D1", "this is", None)
        await until(workspace, lambda: bot.brought)

        (brought,) = bot.brought
    assert brought.event["text"] == "this is"
    assert [each.text for each in workspace.messages("C1")] == [
        "nothing for the bot, &lt;@UBOT&gt;"
    ]


async def test_a_bot_that_asks_for_all_that_is_said_hears_a_mention_twice(
    people: People, workspace: Workspace
) -> None:
    """As in Slack, where it then answers twice."""
    events = workspace.app.events | {"message.channels"}
    workspace.app = replace(workspace.app, events=events)
    async with serve_bot(TinyBot()) as bot:
        await people.at(bot.url).write("U1", "C1", "@Toolkit hello", None)
        await until(workspace, lambda: len(bot.brought) == 2)

    assert {each.event["type"] for each in bot.brought} == {"message", "app_mention"}
    assert len({each.event_id for each in bot.brought}) == 2


async def test_signs_are_escaped_as_slack_escapes_them(
    people: People, workspace: Workspace
) -> None:
    async with serve_bot(TinyBot()) as bot:
        gestures = people.at(bot.url)
        await gestures.write("U1", "D1", "<!channel> & <@U2>", None)
        await gestures.write("U1", "C1", "/toolkit a < b", None)
        await until(workspace, lambda: len(bot.brought) == 2)

    texts = {
        each.event["text"] if each.body.startswith("{") else each.form["text"]
        for each in bot.brought
    }
    assert texts == {"&lt;!channel&gt; &amp; &lt;@U2&gt;", "a &lt; b"}


NOT_WRITTEN: dict[str, tuple[str, str, str | None]] = {
    "nothing": ("D1", "  \n ", None),
    "too much": ("D1", "x" * (LONGEST_MESSAGE + 1), None),
    "into a closed channel": ("C3", "hello", None),
    "a command into a closed channel": ("C3", "/toolkit help", None),
    "to another person's bot": ("D2", "hello", None),
    "to nowhere": ("C9", "hello", None),
    "into a thread that is not there": ("D1", "hello", "1.1"),
    "a command that is not there": ("C1", "/remind me", None),
    "a command in a thread": ("C1", "/toolkit help", "1.1"),
}


@pytest.mark.parametrize("what", NOT_WRITTEN)
async def test_what_cannot_be_written_is_refused_with_a_sentence(
    people: People, workspace: Workspace, what: str
) -> None:
    channel, text, thread = NOT_WRITTEN[what]
    async with serve_bot(TinyBot()) as bot:
        with pytest.raises(NotDone) as refused:
            await people.at(bot.url).write("U1", channel, text, thread)

        assert bot.brought == []
    assert str(refused.value)[-1:] in ".!"
    assert all([*workspace.messages(place)] == [] for place in ("C1", "C3", "D1", "D2"))


async def test_a_stranger_writes_nothing(people: People) -> None:
    with pytest.raises(NotDone):
        await people.at("http://127.0.0.1:1/").write("U9", "C1", "hello", None)


# Commands.


@pytest.mark.parametrize(
    ("answer", "only_for"),
    [
        ({"text": "For you"}, "U1"),
        ({"text": "For you", "response_type": "ephemeral"}, "U1"),
        ({"text": "For all", "response_type": "in_channel"}, None),
    ],
)
async def test_a_bot_may_answer_a_command_at_once(
    people: People, workspace: Workspace, answer: Json, only_for: str | None
) -> None:
    async with serve_bot(TinyBot()) as bot:
        bot.answers_json(answer)
        await people.at(bot.url).write("U1", "C2", "/toolkit help", None)

    (message,) = said(workspace, "C2")
    assert (message.text, message.only_for) == (answer["text"], only_for)


async def test_a_command_comes_with_an_address_and_a_trigger(
    people: People, workspace: Workspace
) -> None:
    async with serve_bot(TinyBot()) as bot:
        await people.at(bot.url).write("U1", "C1", "/toolkit  what now ", None)

    (brought,) = bot.brought
    form = brought.form
    assert (form["command"], form["text"]) == ("/toolkit", "what now")
    assert (form["user_id"], form["channel_id"]) == ("U1", "C1")
    assert workspace.hooks.use_hook(form["response_url"].rpartition("/")[2]).person == "U1"
    assert workspace.hooks.use_trigger(form["trigger_id"]) == "U1"


async def test_a_bot_that_is_gone_is_told_by_name_of_the_command(people: People) -> None:
    with pytest.raises(NotDone, match="/toolkit failed"):
        await people.at(f"http://127.0.0.1:{free_port()}/").write("U1", "C1", "/toolkit help", None)


# Presses.


@pytest.fixture
def posted(workspace: Workspace) -> Message:
    """A message of the bot's with a button, for everybody in C1."""
    return workspace.say("C1", "UBOT", "Press", blocks=[section(block_id="top"), actions(BUTTON)])


def on(message: Message, **other: Any) -> Json:
    place = {"in": message.channel, "ts": message.ts, "block_id": "row", "action_id": "go"}
    return {**place, **other}


async def test_a_press_tells_where_and_on_what(
    people: People, workspace: Workspace, posted: Message
) -> None:
    state = {"b": {"a": {"type": "plain_text_input", "value": "x"}}}
    async with serve_bot(TinyBot()) as bot:
        await people.at(bot.url).press("U2", on(posted), {"type": "button", "value": "x"}, state)

    payload = bot.brought[0].payload
    assert payload["type"] == "block_actions"
    assert payload["user"]["id"] == "U2"
    assert payload["channel"]["id"] == "C1"
    assert payload["container"]["message_ts"] == posted.ts
    assert payload["container"]["is_ephemeral"] is False
    assert payload["message"]["ts"] == posted.ts
    assert payload["actions"][0]["value"] == "there"
    assert payload["state"] == {"values": state}
    hook = workspace.hooks.use_hook(payload["response_url"].rpartition("/")[2])
    assert (hook.person, hook.channel, hook.message_ts) == ("U2", "C1", posted.ts)


async def test_a_press_on_a_private_message_does_not_bring_the_message_along(
    people: People, workspace: Workspace
) -> None:
    """Slack leaves it out, and tells so."""
    private = workspace.say(
        "C1", "UBOT", "", blocks=[actions(BUTTON)], only_for="U1", thread_ts="1.1"
    )
    async with serve_bot(TinyBot()) as bot:
        await people.at(bot.url).press("U1", on(private), {}, {})

    payload = bot.brought[0].payload
    assert "message" not in payload
    assert payload["container"]["is_ephemeral"] is True
    assert payload["container"]["thread_ts"] == "1.1"


GONE: dict[str, Json] = {
    "the message": {"ts": "1.1"},
    "the block": {"block_id": "other"},
    "the button": {"action_id": "other"},
    "a name for the button": {"action_id": None},
    "a thing to press": {"block_id": "top", "action_id": ""},
    "the channel": {"in": "C9"},
    "the right conversation": {"in": "D2"},
    "the window": {"view_id": "V1"},
}


@pytest.mark.parametrize("what", GONE)
async def test_what_is_no_longer_there_cannot_be_pressed(
    people: People, posted: Message, what: str
) -> None:
    async with serve_bot(TinyBot()) as bot:
        with pytest.raises(NotDone):
            await people.at(bot.url).press("U1", on(posted, **GONE[what]), {}, {})

        assert bot.brought == []


async def test_what_only_another_sees_cannot_be_pressed(
    people: People, workspace: Workspace
) -> None:
    private = workspace.say("C1", "UBOT", "", blocks=[actions(BUTTON)], only_for="U1")

    with pytest.raises(NotDone):
        await people.at("http://127.0.0.1:1/").press("U2", on(private), {}, {})


@pytest.mark.parametrize("fails", ["500", "never", "gone"])
async def test_a_press_that_the_bot_does_not_take_is_told(
    people: People, posted: Message, fails: str
) -> None:
    async with serve_bot(TinyBot()) as bot:
        bot.fails(1) if fails == "500" else bot.answers.append(None)
        url = bot.url if fails != "gone" else f"http://127.0.0.1:{free_port()}/"
        with pytest.raises(NotDone, match="not responding"):
            await people.at(url, patience_s=0.2).press("U1", on(posted), {}, {})


# Windows, through a small Bolt app.


async def open_modal(bolt: AsyncApp, gestures: Gestures, workspace: Workspace, view: Json) -> Json:
    """The window that the app opens when its command is used."""

    async def on_command(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.views_open(trigger_id=body["trigger_id"], view=view)

    bolt.command("/toolkit")(on_command)
    await gestures.write("U1", "C1", "/toolkit", None)
    await until(workspace, lambda: workspace.windows.stack("U1"))
    return workspace.windows.stack("U1")[-1]


def answers(bolt: AsyncApp, callback_id: str, **answer: Any) -> list[Json]:
    """Let *bolt* answer a submission so; the submissions, as they come."""
    heard: list[Json] = []

    async def on_submission(ack: Any, view: Json) -> None:
        heard.append(view)
        await ack(**answer)

    bolt.view(callback_id)(on_submission)
    return heard


@pytest.fixture
async def gestures(people: People, bolt: AsyncApp) -> Gestures:
    """People who use the small app."""
    return await people.of(bolt)


ASKS = modal(asking(), callback_id="name", private_metadata="about", **SAVE)


async def test_a_window_that_was_submitted_closes(
    gestures: Gestures, bolt: AsyncApp, workspace: Workspace
) -> None:
    heard = answers(bolt, "name")
    view = await open_modal(bolt, gestures, workspace, ASKS)

    assert await gestures.submit("U1", view["id"], TYPED) == {}

    assert workspace.windows.stack("U1") == []
    assert heard[0]["state"] == {"values": TYPED}
    assert heard[0]["private_metadata"] == "about"


async def test_a_window_with_a_mistake_stays_and_says_so(
    gestures: Gestures, bolt: AsyncApp, workspace: Workspace
) -> None:
    errors = {"name": "Write it in full."}
    answers(bolt, "name", response_action="errors", errors=errors)
    view = await open_modal(bolt, gestures, workspace, ASKS)

    assert await gestures.submit("U1", view["id"], TYPED) == errors

    (kept,) = workspace.windows.stack("U1")
    assert (kept["id"], kept["errors"]) == (view["id"], errors)


async def test_a_mistake_is_forgotten_once_it_is_mended(
    gestures: Gestures, bolt: AsyncApp, workspace: Workspace
) -> None:
    heard: list[Json] = []

    async def on_submission(ack: Any, view: Json) -> None:
        heard.append(view)
        if len(heard) == 1:
            await ack(response_action="errors", errors={"name": "Write it in full."})
        else:
            await ack(response_action="push", view=modal(section("Thank you")))

    bolt.view("name")(on_submission)
    view = await open_modal(bolt, gestures, workspace, ASKS)

    await gestures.submit("U1", view["id"], TYPED)
    await gestures.submit("U1", view["id"], TYPED)

    assert "errors" not in heard[1]
    assert "errors" not in workspace.windows.stack("U1")[0]


async def test_a_window_can_be_replaced(
    gestures: Gestures, bolt: AsyncApp, workspace: Workspace
) -> None:
    answers(bolt, "name", response_action="update", view=modal(section("Thank you")))
    view = await open_modal(bolt, gestures, workspace, ASKS)

    await gestures.submit("U1", view["id"], TYPED)

    (kept,) = workspace.windows.stack("U1")
    assert kept["id"] == view["id"]
    assert kept["blocks"][0]["text"]["text"] == "Thank you"


async def test_a_window_can_lead_to_another_and_all_of_them_be_cleared(
    gestures: Gestures, bolt: AsyncApp, workspace: Workspace
) -> None:
    more = modal(asking(), callback_id="more", **SAVE)
    answers(bolt, "name", response_action="push", view=more)
    answers(bolt, "more", response_action="clear")
    view = await open_modal(bolt, gestures, workspace, ASKS)

    await gestures.submit("U1", view["id"], TYPED)
    below, above = workspace.windows.stack("U1")
    assert (below["id"], above["previous_view_id"]) == (view["id"], view["id"])

    with pytest.raises(NotDone):
        await gestures.submit("U1", below["id"], TYPED)
    await gestures.submit("U1", above["id"], TYPED)
    assert workspace.windows.stack("U1") == []


ODD_ANSWERS: dict[str, Json] = {
    "errors of nothing": {"response_action": "errors", "errors": {}},
    "errors of no input": {"response_action": "errors", "errors": {"other": "x"}},
    "errors that are none": {"response_action": "errors", "errors": "x"},
    "a window that is none": {"response_action": "update", "view": {"type": "popup"}},
    "no window": {"response_action": "push"},
    "an action that is none": {"response_action": "explode"},
}


@pytest.mark.parametrize("what", ODD_ANSWERS)
async def test_an_answer_that_slack_does_not_understand_leaves_the_window_open(
    people: People, workspace: Workspace, what: str
) -> None:
    view = workspace.windows.open("U1", ASKS)
    async with serve_bot(TinyBot()) as bot:
        bot.answers_json(ODD_ANSWERS[what])
        with pytest.raises(NotDone, match="trouble"):
            await people.at(bot.url).submit("U1", view["id"], TYPED)

    assert [each["id"] for each in workspace.windows.stack("U1")] == [view["id"]]


async def test_only_the_window_on_top_of_ones_own_can_be_submitted_or_closed(
    people: People, workspace: Workspace
) -> None:
    tab = workspace.windows.publish("U1", home())
    theirs = workspace.windows.open("U2", ASKS)
    below = workspace.windows.open("U1", ASKS)
    workspace.windows.push("U1", ASKS)
    async with serve_bot(TinyBot()) as bot:
        gestures = people.at(bot.url)
        for view in (tab, theirs, below):
            with pytest.raises(NotDone):
                await gestures.submit("U1", view["id"], {})
            with pytest.raises(NotDone):
                await gestures.close("U1", view["id"], every=False)

        assert bot.brought == []


async def test_closing_is_told_to_a_bot_that_asked_for_it(
    people: People, workspace: Workspace
) -> None:
    workspace.windows.open("U1", modal())
    view = workspace.windows.push("U1", modal(notify_on_close=True))
    async with serve_bot(TinyBot()) as bot:
        await people.at(bot.url).close("U1", view["id"], every=False)

    assert len(workspace.windows.stack("U1")) == 1
    (brought,) = bot.brought
    assert (brought.payload["type"], brought.payload["is_cleared"]) == ("view_closed", False)


async def test_a_window_closes_whether_the_bot_hears_of_it_or_not(
    people: People, workspace: Workspace
) -> None:
    workspace.windows.open("U1", modal())
    view = workspace.windows.push("U1", modal(notify_on_close=True))

    await people.at(f"http://127.0.0.1:{free_port()}/").close("U1", view["id"], every=True)

    assert workspace.windows.stack("U1") == []


async def test_a_press_in_a_window_brings_what_was_filled_in(
    gestures: Gestures, bolt: AsyncApp, workspace: Workspace
) -> None:
    heard: list[Json] = []

    async def on_press(ack: Any, body: Json, client: Any) -> None:
        await ack()
        heard.append(body)
        await client.views_update(view_id=body["view"]["id"], view=modal(section("Pressed")))

    bolt.action("go")(on_press)
    blocks = (asking(), actions(BUTTON))
    view = await open_modal(bolt, gestures, workspace, modal(*blocks, **SAVE))

    await gestures.press("U1", in_view(view, BUTTON, "row"), {}, TYPED)

    await until(workspace, lambda: len(workspace.windows.stack("U1")[0]["blocks"]) == 1)
    assert heard[0]["view"]["state"] == {"values": TYPED}
    assert heard[0]["container"] == {"type": "view", "view_id": view["id"]}
    assert "response_url" not in heard[0]


async def test_a_window_can_be_pushed_by_a_press(
    gestures: Gestures, bolt: AsyncApp, workspace: Workspace
) -> None:
    async def on_press(ack: Any, body: Json, client: Any) -> None:
        await ack()
        await client.views_push(trigger_id=body["trigger_id"], view=modal(section("More")))

    bolt.action("go")(on_press)
    view = await open_modal(bolt, gestures, workspace, modal(actions(BUTTON)))

    await gestures.press("U1", in_view(view, BUTTON, "row"), {}, {})

    await until(workspace, lambda: len(workspace.windows.stack("U1")) == 2)


# Options that the bot offers while somebody types.

SELECT = {"type": "external_select", "action_id": "topic", "min_query_length": 1}


async def test_options_come_from_the_bot(
    gestures: Gestures, bolt: AsyncApp, workspace: Workspace
) -> None:
    async def offer(ack: Any, payload: Json) -> None:
        await ack(options=[{"text": plain(payload["value"]), "value": "v"}])

    bolt.options("topic")(offer)
    message = workspace.say("C1", "UBOT", "", blocks=[actions(SELECT)])

    offered = await gestures.suggest("U1", on(message, action_id="topic"), "nrm")

    assert offered["options"][0]["text"]["text"] == "nrm"


async def test_options_may_come_in_groups(people: People, workspace: Workspace) -> None:
    groups = [{"label": plain("G"), "options": [{"text": plain("x"), "value": "v"}]}]
    view = workspace.windows.open("U1", modal(actions(SELECT)))
    async with serve_bot(TinyBot()) as bot:
        bot.answers_json({"option_groups": groups})
        offered = await people.at(bot.url).suggest("U1", in_view(view, SELECT, "row"), "nrm")

    assert offered == {"option_groups": groups}
    payload = bot.brought[0].payload
    assert (payload["type"], payload["value"]) == ("block_suggestion", "nrm")
    assert (payload["action_id"], payload["block_id"]) == ("topic", "row")


@pytest.mark.parametrize("answer", [{}, {"options": [{"text": plain(""), "value": ""}]}])
async def test_options_that_slack_refuses_are_not_shown(
    people: People, workspace: Workspace, answer: Json
) -> None:
    message = workspace.say("C1", "UBOT", "", blocks=[actions(SELECT)])
    async with serve_bot(TinyBot()) as bot:
        bot.answers_json(answer)
        with pytest.raises(NotDone):
            await people.at(bot.url).suggest("U1", on(message, action_id="topic"), "nrm")


# Shortcuts, tabs, channels.


async def test_a_shortcut_on_a_message_brings_the_message(
    people: People, workspace: Workspace
) -> None:
    message = workspace.say("C2", "U2", "Look at this", thread_ts="1.1")
    async with serve_bot(TinyBot()) as bot:
        await people.at(bot.url).shortcut("U1", "find", "C2", message.ts)

    payload = bot.brought[0].payload
    assert (payload["type"], payload["callback_id"]) == ("message_action", "find")
    assert payload["message"]["text"] == "Look at this"
    assert (payload["message_ts"], payload["channel"]["id"]) == (message.ts, "C2")
    assert workspace.hooks.use_trigger(payload["trigger_id"]) == "U1"
    assert payload["response_url"]


async def test_a_global_shortcut_comes_from_nowhere(people: People) -> None:
    async with serve_bot(TinyBot()) as bot:
        await people.at(bot.url).shortcut("U1", "ask", "", "")

    payload = bot.brought[0].payload
    assert (payload["type"], payload["callback_id"]) == ("shortcut", "ask")
    assert not {"channel", "message", "response_url"} & set(payload)


async def test_bolt_hears_both_sorts_of_shortcut(
    gestures: Gestures, bolt: AsyncApp, workspace: Workspace
) -> None:
    heard: list[str] = []

    async def on_shortcut(ack: Any, shortcut: Json) -> None:
        heard.append(shortcut["type"])
        await ack()

    bolt.message_shortcut("find")(on_shortcut)
    bolt.global_shortcut("ask")(on_shortcut)
    message = workspace.say("C1", "U2", "Look")

    await gestures.shortcut("U1", "find", "C1", message.ts)
    await gestures.shortcut("U1", "ask", "", "")

    assert heard == ["message_action", "shortcut"]


@pytest.mark.parametrize(("callback_id", "on_it"), [("none", True), ("ask", True), ("find", False)])
async def test_there_are_the_shortcuts_of_the_manifest_and_no_others(
    people: People, workspace: Workspace, callback_id: str, on_it: bool
) -> None:
    message = workspace.say("C1", "U2", "Look")
    async with serve_bot(TinyBot()) as bot:
        with pytest.raises(NotDone):
            await people.at(bot.url).shortcut("U1", callback_id, "C1", message.ts if on_it else "")

        assert bot.brought == []


async def test_opening_a_tab_is_told_with_what_is_on_it(
    people: People, workspace: Workspace
) -> None:
    tab = workspace.windows.publish("U1", home())
    async with serve_bot(TinyBot()) as bot:
        gestures = people.at(bot.url)
        gestures.open("U1", "home")
        await until(workspace, lambda: bot.brought)
        gestures.open("U2", "messages")
        await until(workspace, lambda: len(bot.brought) == 2)

    first, second = (each.event for each in bot.brought)
    assert (first["type"], first["tab"]) == ("app_home_opened", "home")
    assert (first["user"], first["channel"], first["view"]["id"]) == ("U1", "D1", tab["id"])
    assert (second["user"], second["tab"]) == ("U2", "messages")
    with pytest.raises(NotDone):
        gestures.open("U1", "about")


async def test_a_bot_hears_of_nothing_that_its_manifest_does_not_ask_for(
    people: People, workspace: Workspace
) -> None:
    workspace.app = replace(workspace.app, events=frozenset({"app_mention"}))
    async with serve_bot(TinyBot()) as bot:
        gestures = people.at(bot.url)
        gestures.open("U1", "home")
        await gestures.write("U1", "D1", "hello", None)
        await gestures.write("U1", "C1", "@Toolkit hello", None)
        await until(workspace, lambda: bot.brought)

        (brought,) = bot.brought
    assert brought.event["type"] == "app_mention"


async def test_the_bot_can_be_invited_and_removed(people: People, workspace: Workspace) -> None:
    gestures = people.at("http://127.0.0.1:1/")

    gestures.invite("U1", "C2", is_in=True)
    gestures.invite("U1", "C1", is_in=False)

    assert workspace.conversation("C2").bot_is_in
    assert not workspace.conversation("C1").bot_is_in
    assert [each.is_slackbots for each in workspace.messages("C2", "U1")] == [True]


@pytest.mark.parametrize("channel", ["D1", "D2", "C3", "C9"])
async def test_the_bot_cannot_be_invited_anywhere(people: People, channel: str) -> None:
    with pytest.raises(NotDone):
        people.at("http://127.0.0.1:1/").invite("U1", channel, is_in=False)


async def test_what_only_one_sees_they_can_put_away(people: People, workspace: Workspace) -> None:
    gestures = people.at("http://127.0.0.1:1/")
    mine = workspace.say("C1", "UBOT", "for Ann", only_for="U1")
    everybodys = workspace.say("C1", "UBOT", "for all")

    with pytest.raises(NotDone):
        gestures.dismiss("U2", "C1", mine.ts)
    with pytest.raises(NotDone):
        gestures.dismiss("U1", "C1", everybodys.ts)
    gestures.dismiss("U1", "C1", mine.ts)

    assert [each.text for each in workspace.messages("C1", "U1")] == ["for all"]


# What Slack was asked to post later.


async def test_what_is_due_is_posted_where_the_bot_still_may(
    people: People, workspace: Workspace
) -> None:
    at = int(workspace.clock.now()) + 100
    for channel in ("C1", "C2", "C3", "D1"):
        later: Json = {"text": "Later", "blocks": [section()], "thread_ts": None}
        workspace.scheduled.book(channel, at, later, metadata=False)
    gestures = people.at("http://127.0.0.1:1/")

    gestures.post_due()
    assert said(workspace, "C1") == []

    workspace.clock.move(120)
    gestures.post_due()
    gestures.post_due()

    (posted,) = said(workspace, "C1")
    assert posted.was_scheduled
    assert [len(said(workspace, channel)) for channel in ("C2", "C3", "D1")] == [0, 0, 1]


# Whatever the page sends.


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(action=st.dictionaries(st.text(max_size=20), json_values, max_size=3))
async def test_whatever_was_chosen_reaches_the_bot_as_json(
    standin: StandIn, workspace: Workspace, action: Json
) -> None:
    select = {"type": "static_select", "action_id": "go", "options": []}
    message = workspace.say("C1", "UBOT", "", blocks=[actions(select)])
    brought: list[Json] = []

    class Listener:
        async def ask(self, post: Any) -> Answer:
            brought.append(post.payload)
            return Answer(200, "")

    await Gestures(standin, Listener()).press("U1", on(message), action, {})  # type: ignore[arg-type]

    chosen = brought[0]["actions"][0]
    assert (chosen["type"], chosen["action_id"], chosen["block_id"]) == (
        "static_select",
        "go",
        "row",
    )
