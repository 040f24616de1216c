"""The list of reminders: who sees what, who may do what, and the settings."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from slack_bolt.async_app import AsyncApp

from bot.playground.workspace import Person
from bot.reminders.checking import Field
from bot.reminders.model import Draft, Reminder, State, Subject, Why, WorkspaceRules
from bot.reminders.rules import Recurs, Rule
from bot.replies.answering import Answering
from bot.replies.reminder_words import why_in_words
from bot.slack import ids
from bot.slack.reminder_desk import ReminderDesk
from bot.store.reminders import ReminderStore
from bot.toolkit.toolkit import Toolkit
from tests.support.bots import app_on
from tests.support.breaking import database_that_is_gone
from tests.support.gestures import offer
from tests.support.limits import message_faults
from tests.support.payloads import words
from tests.support.reading import header, settled
from tests.support.reminding import Windows, holds
from tests.support.standin import Slack
from tests.support.surfaces import on_home, press_on

NOW = datetime(2026, 11, 25, 16, 50, tzinfo=UTC)
PAGE, OTHER_PAGE = "police/keeping-records", "route/child"
RULE = Rule(Recurs.WEEKLY, date(2026, 11, 30), time(9), "Europe/London", 1, frozenset({0}))
CHANNELS = {"U1": "C1", "U2": "C9"}


@pytest.fixture
def reminders(store: ReminderStore, answering: Answering) -> ReminderDesk:
    """The desk, on a Wednesday afternoon."""
    return ReminderDesk(store, answering, lambda: NOW)


@pytest.fixture
def windows(app: AsyncApp, slack: Slack) -> Windows:
    """U1's; U7 administers."""
    slack.workspace.people["U7"] = Person("U7", "Cat", is_admin=True)
    return Windows(app, slack)


def as_(windows: Windows, user: str) -> Windows:
    return replace(windows, user=user)


async def add(store: ReminderStore, owner: str = "U1", channel: str = "C1") -> Reminder:
    return await store.add(Draft("T1", owner, channel, Subject(PAGE), RULE), NOW)


def listed(view: dict[str, Any]) -> set[str]:
    """The numbers of the reminders that may be acted on."""
    acted = (e["action_id"] for b in view["blocks"] if b["type"] == "actions"
             for e in b["elements"] if ".edit." in e["action_id"])  # fmt: skip
    return {each.rpartition(".")[2] for each in acted}


async def test_a_channel_lists_its_reminders_and_mine(
    windows: Windows, store: ReminderStore
) -> None:
    await add(store, "U2", "C1")
    mine = await add(store, "U1", "C9")
    await add(store, "U2", "C9")

    view = await windows.send("reminders", channel="C1")

    assert words(view).count("Every Monday at 09:00") == 2
    assert "next on Monday 30 November 2026 at 09:00" in words(view)
    assert listed(view) == {str(mine.id)}


async def test_a_direct_message_lists_mine(windows: Windows, store: ReminderStore) -> None:
    await add(store, "U2", "C1")
    await add(store, "U1", "C1")

    assert words(await windows.send("reminders", channel="D1")).count("Every Monday") == 1


async def test_where_there_are_none_there_is_a_way_to_set_one_up(
    windows: Windows, toolkit: Toolkit
) -> None:
    say = toolkit.messages.reminders
    assert say.listing.none in words(await windows.send("reminders", channel="C9"))

    view = await windows.press(say.buttons.remind)

    assert holds(view, Field.CHANNEL) == "C9"


async def test_pausing_and_resuming_shows_so_at_once(
    windows: Windows, store: ReminderStore, toolkit: Toolkit
) -> None:
    say = toolkit.messages.reminders
    reminder = await add(store)
    await windows.send("reminders")

    paused = await windows.press(say.buttons.pause)
    assert say.why.asked in words(paused)
    assert (await _get(store, reminder)).state is State.PAUSED

    active = await windows.press(say.buttons.resume)
    assert say.why.asked not in words(active)
    assert (await _get(store, reminder)).state is State.ACTIVE


@pytest.mark.parametrize("why", [*Why, "some_error_of_slacks"])
async def test_a_paused_one_says_why(
    windows: Windows, store: ReminderStore, toolkit: Toolkit, why: str
) -> None:
    reminder = await add(store)
    await store.change(replace(reminder, state=State.PAUSED, why=why), NOW)

    said = words(await windows.send("reminders"))

    assert why_in_words(toolkit.messages.reminders, why) in said


async def test_deleting_asks_first_and_then_it_is_gone(
    windows: Windows, store: ReminderStore, toolkit: Toolkit
) -> None:
    say = toolkit.messages.reminders
    await add(store)
    view = await windows.send("reminders")
    (sure,) = [e["confirm"] for b in view["blocks"] if b["type"] == "actions"
               for e in b["elements"] if e.get("confirm")]  # fmt: skip
    assert sure["title"]["text"] == say.listing.delete_title

    view = await windows.press(say.buttons.delete)

    assert say.listing.none in words(view)
    assert await store.listed("T1") == []


async def test_post_now_posts_it_as_it_will_look(
    windows: Windows, store: ReminderStore, slack: Slack, toolkit: Toolkit
) -> None:
    await add(store, channel="C9")
    await windows.send("reminders", channel="D1")

    view = await windows.press(toolkit.messages.reminders.buttons.now)

    (posted,) = slack.made("chat.postMessage")
    assert posted["channel"] == "C9"
    assert header(posted) == toolkit.entry(PAGE).title
    assert message_faults(posted) == []
    assert toolkit.messages.reminders.listing.posted in words(view)


async def test_post_now_says_why_slack_does_not_let_it(
    windows: Windows, store: ReminderStore, slack: Slack, toolkit: Toolkit
) -> None:
    await add(store, channel="C404")
    await windows.send("reminders", channel="D1")

    view = await windows.press(toolkit.messages.reminders.buttons.now)

    assert "channel_not_found" in words(view)
    assert slack.made("chat.postMessage") == []
    assert await store.rows("T1") == []


async def test_editing_opens_it_as_it_is_and_the_list_below_follows(
    windows: Windows, store: ReminderStore, toolkit: Toolkit, slack: Slack
) -> None:
    reminder = await add(store)
    await windows.send("reminders")

    view = await windows.press(toolkit.messages.reminders.buttons.edit)
    assert holds(view, Field.ABOUT) == PAGE
    assert holds(view, Field.WEEKDAYS) == ["0"]
    answer = await windows.submit(about=OTHER_PAGE, at="10:30")

    assert answer["response_action"] == "update"
    changed = await _get(store, reminder)
    assert changed.subject == Subject(OTHER_PAGE)
    assert changed.rule == replace(RULE, at=time(10, 30))
    (below, _) = slack.workspace.windows.stack("U1")
    assert "Every Monday at 10:30" in words(below)


async def test_what_an_administrator_changes_stays_its_owners(
    windows: Windows, store: ReminderStore, toolkit: Toolkit
) -> None:
    reminder = await add(store, "U1")
    admin = as_(windows, "U7")
    await admin.send("reminders")
    await admin.press(toolkit.messages.reminders.buttons.edit)

    await admin.submit(at="11:00")

    changed = await _get(store, reminder)
    assert (changed.owner, changed.rule.at) == ("U1", time(11))


async def test_one_that_lost_its_page_comes_again_once_it_has_another(
    windows: Windows, store: ReminderStore, toolkit: Toolkit
) -> None:
    reminder = await add(store)
    gone = replace(reminder, subject=Subject("police/gone"), state=State.PAUSED, why=Why.GONE)
    await store.change(gone, NOW)
    await windows.send("reminders")
    view = await windows.press(toolkit.messages.reminders.buttons.edit)
    assert holds(view, Field.ABOUT) is None

    await windows.submit(about=PAGE)

    assert (await _get(store, reminder)).state is State.ACTIVE


async def test_what_somebody_paused_stays_paused_when_it_is_edited(
    windows: Windows, store: ReminderStore, toolkit: Toolkit
) -> None:
    reminder = await add(store)
    await store.stop("T1", reminder.id, NOW)
    await windows.send("reminders")
    await windows.press(toolkit.messages.reminders.buttons.edit)

    answer = await windows.submit(at="11:00")

    assert toolkit.messages.reminders.window.kept_paused in words(answer["view"])
    assert (await _get(store, reminder)).state is State.PAUSED


async def test_who_neither_owns_nor_administers_may_look_but_not_act(
    windows: Windows, store: ReminderStore, toolkit: Toolkit
) -> None:
    say = toolkit.messages.reminders
    reminder = await add(store, "U1")
    view = await as_(windows, "U2").send("reminders")
    assert "Every Monday" in words(view)
    assert listed(view) == set()

    await windows.send("reminders")
    windows.slack.workspace.windows.stack("U2")[:] = windows.slack.workspace.windows.stack("U1")
    view = await as_(windows, "U2").press(say.buttons.pause)  # by a button that was never theirs

    assert say.cannot.not_yours in words(view)
    assert (await _get(store, reminder)).state is State.ACTIVE


async def test_without_the_scope_nobody_is_an_administrator(
    windows: Windows, store: ReminderStore, slack: Slack
) -> None:
    await add(store, "U1")
    slack.workspace.app = replace(slack.workspace.app, scopes=frozenset({"chat:write"}))

    assert listed(await as_(windows, "U7").send("reminders")) == set()
    assert len(listed(await windows.send("reminders"))) == 1


async def test_an_administrator_sees_all_and_can_stop_all(
    windows: Windows, store: ReminderStore
) -> None:
    for owner, channel in CHANNELS.items():
        await add(store, owner, channel)

    view = await as_(windows, "U7").send("reminders all", channel="D7")

    assert len(listed(view)) == 2


async def test_nobody_else_sees_all(
    windows: Windows, store: ReminderStore, toolkit: Toolkit
) -> None:
    for owner, channel in CHANNELS.items():
        await add(store, owner, channel)

    view = await windows.send("reminders all")

    assert toolkit.messages.reminders.listing.admins_only in words(view)
    assert words(view).count("Every Monday") == 1
    assert toolkit.messages.reminders.buttons.settings not in words(view)


async def test_a_long_list_is_shown_a_page_at_a_time(
    windows: Windows, store: ReminderStore, toolkit: Toolkit
) -> None:
    say = toolkit.messages.reminders.buttons
    all_of_them = {str((await add(store, "U1", f"C{at}")).id) for at in range(25)}

    first = listed(await windows.send("reminders", channel="D1"))
    second = listed(await windows.press(say.later))
    third = listed(await windows.press(say.later))

    assert (len(first), len(second), len(third)) == (10, 10, 5)
    assert first | second | third == all_of_them
    assert listed(await windows.press(say.earlier)) == second


async def test_the_button_of_one_that_is_gone_says_so(
    windows: Windows, store: ReminderStore, toolkit: Toolkit
) -> None:
    reminder = await add(store)
    await windows.send("reminders")
    await store.end("T1", reminder.id)

    view = await windows.press(toolkit.messages.reminders.buttons.pause)

    assert toolkit.messages.reminders.cannot.gone in words(view)


async def test_administrators_decide_for_all(
    windows: Windows, store: ReminderStore, toolkit: Toolkit
) -> None:
    admin = as_(windows, "U7")
    await admin.send("reminders all")
    await admin.press(toolkit.messages.reminders.buttons.settings)

    answer = await admin.submit(**{"overdue": "waits", "from": "20:00", "to": "07:00"})

    assert answer["response_action"] == "update"
    assert await store.rules("T1") == WorkspaceRules(True, time(20), time(7))


@pytest.mark.parametrize(("begins", "ends"), [("20:00", None), (None, "07:00"), ("9:00", "9:00")])
async def test_quiet_hours_are_two_times_or_none(
    windows: Windows, store: ReminderStore, toolkit: Toolkit, begins: str | None, ends: str | None
) -> None:
    admin = as_(windows, "U7")
    await admin.send("reminders all")
    await admin.press(toolkit.messages.reminders.buttons.settings)
    times = {"from": begins and f"{begins:0>5}", "to": ends and f"{ends:0>5}"}

    answer = await admin.submit(**times)

    assert [*answer["errors"]] == [ids.SETTINGS_QUIET_TO]
    assert await store.rules("T1") == WorkspaceRules()


async def test_the_list_opens_from_home(windows: Windows, store: ReminderStore) -> None:
    await add(store)

    view = await windows.after(press_on(on_home(), offer("reminders", "")))

    assert "Every Monday" in words(view)


async def test_without_the_database_the_list_says_so(
    slack: Slack, answering: Answering, toolkit: Toolkit, tmp_path: Path
) -> None:
    windows = Windows(app_on(database_that_is_gone(tmp_path), slack, answering), slack)

    view = await windows.send("reminders")

    assert toolkit.messages.reminders.cannot.unreachable in words(view)
    await settled()


async def test_a_question_that_begins_with_the_word_is_a_question(
    windows: Windows, slack: Slack
) -> None:
    await windows.send("reminders of what to write down in the record")

    assert len(slack.made("respond")) == 1


async def _get(store: ReminderStore, reminder: Reminder) -> Reminder:
    found = await store.get("T1", reminder.id)
    assert found is not None
    return found
