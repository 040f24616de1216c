"""The buttons under a reply, from a press to what it brings."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from bot.replies.parts import Do
from bot.store.preferences import Preferences
from bot.toolkit.models import BranchPoint
from bot.toolkit.toolkit import Toolkit
from tests.support.gestures import offer
from tests.support.limits import message_faults, view_faults
from tests.support.payloads import button, buttons, command, direct_message, press, words
from tests.support.reading import dos, header, references, settled
from tests.support.standin import Slack

Press = Callable[..., Awaitable[dict[str, Any]]]

NRM = "tackling/national-referral-mechanism"
GONE = "police/a-heading-that-is-gone"


@pytest.fixture
def pressing(app: AsyncApp, slack: Slack) -> Press:
    """Presses a button on a private reply in a channel; what the presser then sees."""

    async def send(pressed: dict[str, Any], **how: Any) -> dict[str, Any]:
        so_far = len(slack.made("respond"))
        request = press(pressed, response_url=slack.hook, **how)
        response = await app.async_dispatch(request)
        assert response.status == 200
        return await slack.wait_for("respond", so_far + 1)

    return send


async def test_show_brings_the_heading(pressing: Press, toolkit: Toolkit) -> None:
    shown = await pressing(offer("show", NRM))

    assert header(shown) == toolkit.entry(NRM).title
    assert shown["response_type"] == "ephemeral"


async def test_steps_brings_the_route(pressing: Press, toolkit: Toolkit) -> None:
    shown = await pressing(offer("steps", "route/child"))

    assert header(shown) == toolkit.routes["route/child"].title
    assert toolkit.routes["route/child"].steps[-1].do in words(shown)


async def test_the_reply_that_was_pressed_stays(pressing: Press) -> None:
    shown = await pressing(offer("show", NRM))

    assert shown["replace_original"] is False


async def test_related_offers_what_belongs_near(pressing: Press, toolkit: Toolkit) -> None:
    entry = toolkit.guidance[NRM]

    shown = await pressing(offer("related", NRM))

    offered = [each["value"] for each in buttons(shown)]
    assert offered == list(dict.fromkeys((*entry.see_also, *entry.routes)))


async def test_not_meant_offers_what_else_was_thought_of(pressing: Press) -> None:
    shown = await pressing(offer("not-meant", f"route/child,{NRM},{GONE}"))

    offered = [each["value"] for each in buttons(shown) if ".show." in each["action_id"]]
    assert offered == ["route/child", NRM]


async def test_not_meant_offers_the_ways_on_when_nothing_else_is_left(
    pressing: Press, toolkit: Toolkit
) -> None:
    shown = await pressing(offer("not-meant", GONE))

    assert toolkit.messages.no_more_choices in words(shown)
    assert dos(shown) == ["walk", "contacts", "topics", "set-agency"]


async def test_topics_and_then_a_part_lead_to_its_headings(
    pressing: Press, toolkit: Toolkit
) -> None:
    topics = await pressing(offer("topics", ""))

    listed: list[str] = []
    for part in buttons(topics):
        listing = await pressing(part)
        listed += [each["value"] for each in buttons(listing)]

    assert sorted(listed) == sorted(toolkit.entries)


async def test_contacts_brings_whom_to_call(pressing: Press, toolkit: Toolkit) -> None:
    assert header(await pressing(offer("contacts", ""))) == toolkit.messages.contacts_title


async def test_forget_agency_erases_it(pressing: Press, preferences: Preferences) -> None:
    await preferences.save_agency("T1", "U1", "police")

    await pressing(offer("forget-agency", ""))

    assert await preferences.agency_of("T1", "U1") is None


async def test_full_opens_a_window_with_all_that_is_written(
    app: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    entry = toolkit.guidance[NRM]

    await app.async_dispatch(press(offer("full", NRM), response_url=slack.hook))

    opened = await slack.wait_for("views.open")
    assert header(opened["view"]) == entry.title
    said = words(opened["view"])
    assert [each.say for each in (*entry.points, *entry.do_not) if each.say not in said] == []
    assert view_faults(opened["view"]) == []


async def test_set_agency_opens_a_window_that_remembers_what_was_read(
    app: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    await app.async_dispatch(press(offer("set-agency", NRM), response_url=slack.hook))

    view = (await slack.wait_for("views.open"))["view"]
    choice = view["blocks"][0]["element"]
    assert [each["value"] for each in choice["options"]] == list(toolkit.agencies)
    assert view["private_metadata"] == NRM
    assert "initial_option" not in choice


async def test_set_agency_opens_with_the_saved_one_chosen(
    app: AsyncApp, slack: Slack, preferences: Preferences
) -> None:
    await preferences.save_agency("T1", "U1", "police")

    await app.async_dispatch(press(offer("set-agency", NRM), response_url=slack.hook))

    view = (await slack.wait_for("views.open"))["view"]
    assert view["blocks"][0]["element"]["initial_option"]["value"] == "police"


async def test_share_shows_the_heading_to_everybody(pressing: Press, toolkit: Toolkit) -> None:
    shown = await pressing(offer("share", NRM))

    assert shown["response_type"] == "in_channel"
    assert header(shown) == toolkit.entry(NRM).title


async def test_what_is_shared_cannot_be_shared_again(pressing: Press) -> None:
    shown = await pressing(offer("share", NRM))

    assert set(dos(shown)) <= {"steps", "full"}


async def test_what_is_shared_names_who_shared_it(pressing: Press) -> None:
    shown = await pressing(offer("share", NRM), user="U7")

    assert "U7" in str(shown["blocks"])


@pytest.mark.parametrize("do", list(Do))
async def test_every_sort_of_button_does_something(
    app: AsyncApp, slack: Slack, toolkit: Toolkit, caplog: pytest.LogCaptureFixture, do: Do
) -> None:
    about = {Do.WALK: toolkit.choosing.start, Do.SECTION: "police"}.get(do, NRM)

    await app.async_dispatch(press(offer(do, about), response_url=slack.hook))

    await settled()
    made = [call.what for call in slack.calls if call.what != "auth.test"]
    window = do in (Do.FULL, Do.SET_AGENCY, Do.REMIND, Do.REMINDERS)
    asks = ["users.info"] if do in (Do.REMIND, Do.REMINDERS) else []
    shows = "views.open" if window else "respond"
    assert made == [*asks, shows, *(["views.publish"] if do is Do.FORGET_AGENCY else [])]
    assert references(caplog.records) == []


@pytest.mark.parametrize("do", ["show", "steps", "related", "walk", "section"])
async def test_an_old_button_says_that_its_page_is_gone(
    pressing: Press, toolkit: Toolkit, do: str
) -> None:
    shown = await pressing(offer(do, GONE))

    assert words(shown) == toolkit.messages.gone.format(id=GONE)


async def test_an_old_button_for_the_whole_text_says_in_the_window_that_it_is_gone(
    app: AsyncApp, slack: Slack, toolkit: Toolkit
) -> None:
    await app.async_dispatch(press(offer("full", GONE), response_url=slack.hook))

    view = (await slack.wait_for("views.open"))["view"]
    assert toolkit.messages.gone.format(id=GONE) in words(view)
    assert view_faults(view) == []


async def test_an_old_button_to_share_does_not_show_its_heading(
    pressing: Press, toolkit: Toolkit
) -> None:
    shown = await pressing(offer("share", GONE))

    assert words(shown) == toolkit.messages.gone.format(id=GONE)


@pytest.mark.parametrize(
    "action_id", ["offer.", "offer..", "offer.nonsense.x.0", "offer. show.x.0", "offer.SHOW.x.0"]
)
async def test_a_malformed_button_is_told_to_its_presser(
    pressing: Press, toolkit: Toolkit, caplog: pytest.LogCaptureFixture, action_id: str
) -> None:
    shown = await pressing({**offer("show", NRM), "action_id": action_id})

    (reference,) = references(caplog.records)
    assert toolkit.messages.broke.format(reference=reference) in words(shown)


@pytest.mark.parametrize("action_id", ["offer", "other.show.x", "", "xoffer.show.x.0"])
async def test_a_button_that_is_not_ours_is_let_be(
    app: AsyncApp, slack: Slack, action_id: str
) -> None:
    button = {**offer("show", NRM), "action_id": action_id}

    response = await app.async_dispatch(press(button, response_url=slack.hook))

    await settled()
    assert response.status == 200
    assert slack.made("respond") == []


async def test_a_press_in_a_direct_message_is_answered_there(app: AsyncApp, slack: Slack) -> None:
    await app.async_dispatch(direct_message("what is the nrm and how does it work"))
    answer = await slack.wait_for("chat.postMessage")

    pressed = button(answer, "related")
    await app.async_dispatch(press(pressed, response_url=slack.hook, channel="D1", ephemeral=False))

    assert (await slack.wait_for("chat.postMessage", 2))["channel"] == "D1"
    assert slack.made("respond") == []


async def test_a_press_in_a_thread_of_a_direct_message_is_answered_in_that_thread(
    app: AsyncApp, slack: Slack
) -> None:
    how: dict[str, Any] = {"response_url": slack.hook, "channel": "D1", "ephemeral": False}

    await app.async_dispatch(press(offer("show", NRM), thread_ts="1600000000.000001", **how))

    posted = await slack.wait_for("chat.postMessage")
    assert (posted["channel"], posted["thread_ts"]) == ("D1", "1600000000.000001")


async def test_a_press_on_what_all_see_is_answered_for_the_presser_alone(
    pressing: Press, slack: Slack
) -> None:
    shown = await pressing(offer("show", NRM), ephemeral=False)

    assert shown["response_type"] == "ephemeral"
    assert slack.made("chat.postMessage") == []


async def test_a_press_shows_the_page_of_the_button_whatever_agency_is_saved(
    pressing: Press, preferences: Preferences, toolkit: Toolkit
) -> None:
    await preferences.save_agency("T1", "U1", "prison-service")
    about = next(each for each in toolkit.entries if each.startswith("police/"))

    assert toolkit.agencies["police"].name in words(await pressing(offer("show", about)))


async def test_every_button_of_every_answer_leads_somewhere(
    app: AsyncApp, slack: Slack, toolkit: Toolkit, caplog: pytest.LogCaptureFixture
) -> None:
    """Press all buttons of an answer, of a choice and of a dead end, as they were posted."""
    for question in ("what is the nrm and how does it work", "keeping records", "bake a cake"):
        await app.async_dispatch(command(question, response_url=slack.hook))
        await settled()
    posted = [each for shown in slack.made("respond") for each in buttons(shown)]
    before = len(slack.calls)

    for each in posted:
        await app.async_dispatch(press(each, response_url=slack.hook))
        await settled()

    made = [call for call in slack.calls[before:] if call.what != "users.info"]
    assert len(made) == len(posted)
    assert references(caplog.records) == []
    gone = toolkit.messages.gone.partition("{")[0]
    assert [shown for shown in slack.made("respond") if gone in words(shown)] == []
    assert [message_faults(shown) for shown in slack.made("respond") if message_faults(shown)] == []


async def test_every_walk_leads_to_the_page_of_its_route(
    app: AsyncApp, slack: Slack, pressing: Press, toolkit: Toolkit
) -> None:
    await app.async_dispatch(command("refer", response_url=slack.hook))
    start = await slack.wait_for("respond")
    reached: set[str] = set()

    for walk in _walks(toolkit):
        shown = start
        for label, leads_to in walk:
            pressed = next(each for each in buttons(shown) if each["text"]["text"] == label)
            shown = await pressing(pressed)
            assert header(shown) == _title(toolkit, leads_to), (walk, leads_to)
        reached.add(walk[-1][1])

    assert reached == set(toolkit.routes)


async def test_a_press_leaves_no_words_in_the_log(
    pressing: Press, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)

    await pressing({**offer("show", NRM), "text": {"type": "plain_text", "text": "timbuktu"}})

    assert "timbuktu" not in caplog.text


def _walks(toolkit: Toolkit) -> Iterator[tuple[tuple[str, str], ...]]:
    """Every way through the questions: the answers given, and what each leads to."""
    questions = {each.id: each for each in toolkit.choosing.questions}

    def onward(
        question: BranchPoint, so_far: tuple[tuple[str, str], ...]
    ) -> Iterator[tuple[tuple[str, str], ...]]:
        for answer in question.answers:
            walk = (*so_far, (answer.say, answer.leads_to))
            if answer.leads_to in questions:
                yield from onward(questions[answer.leads_to], walk)
            else:
                yield walk

    return onward(questions[toolkit.choosing.start], ())


def _title(toolkit: Toolkit, leads_to: str) -> str:
    if leads_to in toolkit.routes:
        return toolkit.routes[leads_to].title
    return next(each.ask for each in toolkit.choosing.questions if each.id == leads_to)
