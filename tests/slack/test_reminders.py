"""The window in which a reminder is set up: by words, by a button, and what it refuses."""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from slack_bolt.async_app import AsyncApp

from bot.playground.refused import Refused
from bot.playground.workspace import Conversation, Person
from bot.reminders.checking import Field
from bot.reminders.model import Draft, Reminder, Subject, WorkspaceRules
from bot.reminders.rules import Recurs, Rule
from bot.replies.answering import Answering
from bot.slack.reminder_desk import ReminderDesk
from bot.slack.reminder_views import field_id
from bot.store.preferences import Preferences
from bot.store.reminders import ReminderStore
from bot.toolkit.toolkit import Toolkit
from tests.support.bots import app_on
from tests.support.breaking import database_that_is_gone
from tests.support.gestures import offer, removed
from tests.support.limits import options_faults
from tests.support.payloads import command, interaction, press, words
from tests.support.reading import header, references, settled
from tests.support.reminding import Windows, holds, shown_fields
from tests.support.standin import Slack
from tests.support.surfaces import in_window, on_home, press_on

NOW = datetime(2026, 11, 25, 16, 50, tzinfo=UTC)
PAGE = "police/keeping-records"


@pytest.fixture
def reminders(store: ReminderStore, answering: Answering) -> ReminderDesk:
    """The desk, on a Wednesday afternoon."""
    return ReminderDesk(store, answering, lambda: NOW)


@pytest.fixture
def windows(app: AsyncApp, slack: Slack) -> Windows:
    return Windows(app, slack)


async def kept(store: ReminderStore) -> Reminder:
    """The one reminder that is kept."""
    (reminder,) = await store.listed("T1")
    return reminder


async def test_words_open_the_window_filled_in(
    windows: Windows, preferences: Preferences, slack: Slack
) -> None:
    await preferences.save_agency("T1", "U1", "police")

    view = await windows.send("remind #safeguarding every monday 9am record keeping")

    assert holds(view, Field.CHANNEL) == "C9"
    assert holds(view, Field.HOW) == "weekdays"
    assert holds(view, Field.WEEKDAYS) == ["0"]
    assert holds(view, Field.AT) == "09:00"
    assert holds(view, Field.START) == "2026-11-30"
    assert holds(view, Field.ABOUT) == PAGE
    assert slack.made("chat.postMessage") == slack.made("respond") == []


async def test_without_words_the_window_begins_with_this_channel_and_tomorrow(
    windows: Windows,
) -> None:
    view = await windows.send("remind", channel="C9")

    assert holds(view, Field.CHANNEL) == "C9"
    assert holds(view, Field.START) == "2026-11-26"
    assert holds(view, Field.ABOUT) is None


async def test_in_a_direct_message_no_channel_is_chosen_yet(windows: Windows) -> None:
    assert holds(await windows.send("remind daily", channel="D1"), Field.CHANNEL) is None


async def test_a_good_submission_is_kept_and_says_when_it_comes_next(
    windows: Windows, store: ReminderStore
) -> None:
    await windows.send("remind #safeguarding every monday 9am record keeping")

    answer = await windows.submit(about=PAGE, note="Bring the folder.")

    assert answer["response_action"] == "update"
    assert "Monday 30 November 2026 at 09:00" in words(answer["view"])
    reminder = await kept(store)
    assert reminder.subject == Subject(PAGE)
    assert (reminder.owner, reminder.channel, reminder.note) == ("U1", "C9", "Bring the folder.")
    rule = Rule(Recurs.WEEKLY, date(2026, 11, 30), time(9), "Europe/London", 1, frozenset({0}))
    assert reminder.rule == rule


async def test_what_was_not_understood_is_said_and_stays_said(
    windows: Windows, toolkit: Toolkit
) -> None:
    said = toolkit.messages.reminders.window.not_understood.format(words="every 3 months")

    assert said in words(await windows.send("remind every 3 months at 9 nrm"))
    assert said in words(await windows.change(how="daily"))


async def test_a_channel_that_cannot_be_found_by_name_is_left_to_the_person(
    windows: Windows,
) -> None:
    view = await windows.send("remind #nowhere daily 9am nrm")

    assert holds(view, Field.CHANNEL) == "C1"
    assert "#nowhere" in words(view)


async def test_the_zone_is_that_of_the_persons_profile(windows: Windows, slack: Slack) -> None:
    slack.workspace.people["U1"] = Person("U1", "Ann", zone="Europe/Paris")

    assert holds(await windows.send("remind daily"), Field.ZONE) == "Europe/Paris"


@pytest.mark.parametrize("error", ["missing_scope", "ratelimited"])
async def test_without_the_scopes_it_works_all_the_same(
    windows: Windows, slack: Slack, store: ReminderStore, error: str
) -> None:
    _refusing(slack, error, "users.info", "conversations.info", "conversations.members",
              "conversations.list")  # fmt: skip

    view = await windows.send("remind #safeguarding daily 9am")
    assert holds(view, Field.ZONE) == "Europe/London"
    answer = await windows.submit(about=PAGE, channel="C9")

    assert answer["response_action"] == "update"
    assert (await kept(store)).channel == "C9"


async def test_choosing_how_often_shows_the_fields_that_apply_and_keeps_the_rest(
    windows: Windows,
) -> None:
    before = shown_fields(await windows.send("remind every monday 9am"))

    view = await windows.change(note="Mine", until="2027-03-31", how="once")
    once = shown_fields(view)
    assert before - once == {Field.WEEKDAYS, Field.UNTIL, Field.TIMES, Field.HOLIDAYS}
    assert holds(view, Field.NOTE) == "Mine"

    view = await windows.change(how="weeks")
    assert holds(view, Field.WEEKDAYS) == ["0"]
    assert holds(view, Field.UNTIL) == "2027-03-31"
    assert Field.EVERY in shown_fields(view)

    view = await windows.change(how="first-working-day")
    assert Field.REGION in shown_fields(view)
    assert Field.HOLIDAYS not in shown_fields(view)


async def test_a_changed_field_keeps_its_ids(windows: Windows) -> None:
    """By them Slack knows what was typed."""
    await windows.send("remind daily")
    view = await windows.change(how="monthly")

    for block in view["blocks"]:
        if block["type"] == "input":
            assert block["element"]["action_id"] == block["block_id"]


async def test_the_preview_shows_the_next_five_times_and_names_the_holidays_left_out(
    windows: Windows, toolkit: Toolkit
) -> None:
    await windows.send("remind every friday 9am from 11 december")

    view = await windows.change(about=PAGE, holidays=["skip"])

    shown = words(view)
    assert "Friday 25 December 2026 at 09:00: left out, Christmas Day" in shown
    assert shown.count(" at 09:00") == 5 + 2
    assert header(view) == toolkit.entry(PAGE).title


async def test_the_preview_tells_what_is_missing(windows: Windows, toolkit: Toolkit) -> None:
    await windows.send("remind every monday 9am")

    view = await windows.change(weekdays=[])

    assert toolkit.messages.reminders.window.preview_none in words(view)


async def test_an_older_change_does_not_take_the_place_of_a_newer_one(
    windows: Windows, slack: Slack
) -> None:
    await windows.send("remind daily")
    windows.top["hash"] = "another"  # somebody was quicker

    slack.refuses_with("hash_conflict")
    view = await windows.change(how="once")

    assert holds(view, Field.HOW) == "once"  # it is the newest: it is shown after all


async def test_the_whole_message_can_be_looked_at_and_not_be_pressed(
    windows: Windows, toolkit: Toolkit
) -> None:
    await windows.send("remind daily 9am")
    await windows.change(about=PAGE)

    view = await windows.press(toolkit.messages.reminders.buttons.look)

    assert toolkit.entry(PAGE).summary in words(view)
    dos = {e["action_id"].split(".")[1] for b in view["blocks"] if b["type"] == "actions"
           for e in b["elements"]}  # fmt: skip
    assert not dos & {"done", "in-an-hour", "tomorrow", "stop"}


async def test_looking_before_a_page_is_chosen_says_so(windows: Windows, toolkit: Toolkit) -> None:
    await windows.send("remind daily 9am")

    view = await windows.press(toolkit.messages.reminders.buttons.look)

    assert toolkit.messages.reminders.window.look_needs in words(view)


async def test_a_rotation_takes_the_place_of_a_page(windows: Windows, store: ReminderStore) -> None:
    await windows.send("remind daily 9am")
    view = await windows.change(rotation="prison-service")
    assert "Prison" in header(view)

    await windows.submit()

    assert (await kept(store)).subject == Subject(rotation="prison-service")


WRONG: dict[str, tuple[dict[str, Any], Field]] = {
    "no page": ({"about": None}, Field.ABOUT),
    "both": ({"rotation": "police"}, Field.ROTATION),
    "a date in the past": ({"start": "2026-11-24"}, Field.START),
    "an early end": ({"until": "2026-11-24"}, Field.UNTIL),
    "too many times": ({"times": "501"}, Field.TIMES),
    "no number": ({"times": "often"}, Field.TIMES),
    "no such zone": ({"zone": "Mars/Base"}, Field.ZONE),
    "a long note": ({"note": "x" * 501}, Field.NOTE),
    "a note of 5,000 characters": ({"note": "word " * 1000}, Field.NOTE),
    "a note to all": ({"note": "@channel come"}, Field.NOTE),
    "a note to all in Slack's signs": ({"note": "come <!here>"}, Field.NOTE),
    "a note to a group": ({"note": "<!subteam^S1> come"}, Field.NOTE),
    "a channel that is not there": ({"channel": "C404"}, Field.CHANNEL),
}


@pytest.mark.parametrize("case", WRONG)
async def test_what_is_wrong_is_said_under_its_field_and_nothing_is_kept(
    windows: Windows, store: ReminderStore, case: str
) -> None:
    fields, where = WRONG[case]
    await windows.send("remind daily 9am")

    wrong = await windows.wrong(**{"about": PAGE, **fields})

    assert [*wrong] == [where]
    assert "{" not in wrong[where]
    assert await store.listed("T1") == []


@pytest.mark.parametrize("fields", [
    {"note": "word " * 1000}, {"times": "often"}, {"times": "9" * 5000}, {"start": None},
    {"at": None}, {"weekdays": []}, {"about": None},
], ids=lambda fields: str(fields)[:20])  # fmt: skip
async def test_what_is_not_right_yet_stays_while_another_field_is_changed(
    windows: Windows, slack: Slack, fields: dict[str, Any]
) -> None:
    """The window is drawn anew, and Slack takes it; the fields keep their ids."""
    before = await windows.send("remind every monday 9am")
    updates = len(slack.made("views.update"))

    view = await windows.change(**fields, zone="Europe/Paris")

    assert len(slack.made("views.update")) == updates + 1
    assert slack.made("chat.postMessage") == []
    assert shown_fields(view) == shown_fields(before)
    assert holds(view, Field.ZONE) == "Europe/Paris"


async def test_a_quiet_hour_is_refused_and_says_which_they_are(
    windows: Windows, store: ReminderStore
) -> None:
    await store.set_rules("T1", WorkspaceRules(False, time(20), time(7)), NOW)
    await windows.send("remind daily 9pm")

    wrong = await windows.wrong(about=PAGE)

    assert "20:00" in wrong[Field.AT]
    assert "07:00" in wrong[Field.AT]


async def test_a_channel_without_the_bot_says_how_to_invite_it(
    windows: Windows, slack: Slack, toolkit: Toolkit
) -> None:
    slack.workspace.conversations["C2"] = Conversation("C2", "other", bot_is_in=False)
    await windows.send("remind daily 9am")

    wrong = await windows.wrong(about=PAGE, channel="C2")

    assert f"/invite @{toolkit.messages.name}" in wrong[Field.CHANNEL]


async def test_a_channel_that_is_archived_or_not_there_is_refused(
    windows: Windows, slack: Slack, toolkit: Toolkit
) -> None:
    slack.workspace.conversations["C3"] = Conversation("C3", "old", is_archived=True)
    await windows.send("remind daily 9am")
    say = toolkit.messages.reminders.problems

    assert await windows.wrong(about=PAGE, channel="C3") == {Field.CHANNEL: say.is_archived}
    assert Field.CHANNEL in await windows.wrong(about=PAGE, channel="C404")


async def test_only_who_is_in_a_channel_may_have_it_reminded(
    windows: Windows, slack: Slack, toolkit: Toolkit
) -> None:
    _answering(slack, "conversations.members", {"members": ["U2", "UBOT"]})
    await windows.send("remind daily 9am")

    wrong = await windows.wrong(about=PAGE)

    assert wrong == {Field.CHANNEL: toolkit.messages.reminders.problems.not_a_member}


async def test_a_channel_holds_twenty_reminders(windows: Windows, store: ReminderStore) -> None:
    rule = Rule(Recurs.DAILY, date(2026, 12, 1), time(9), "Europe/London")
    for _ in range(20):
        await store.add(Draft("T1", "U2", "C1", Subject(PAGE), rule), NOW)
    await windows.send("remind daily 9am")

    assert "20" in (await windows.wrong(about=PAGE, channel="C1"))[Field.CHANNEL]
    assert (await windows.submit(about=PAGE, channel="C9"))["response_action"] == "update"


async def test_what_was_typed_stays_while_the_database_is_away(
    slack: Slack, answering: Answering, toolkit: Toolkit, tmp_path: Path
) -> None:
    windows = Windows(app_on(database_that_is_gone(tmp_path), slack, answering), slack)
    await windows.send("remind daily 9am")

    wrong = await windows.wrong(about=PAGE)

    assert wrong == {Field.ABOUT: toolkit.messages.reminders.cannot.unreachable}


async def test_a_submission_is_kept_though_slack_does_not_tell_in_time(
    windows: Windows, slack: Slack, store: ReminderStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The planner finds out later what is wrong with the channel."""
    await windows.send("remind daily 9am")
    monkeypatch.setattr("bot.slack.listeners.reminders.CHECKING_PATIENCE_S", 0.05)
    _failing_for_good(slack)

    answer = await windows.submit(about=PAGE)

    assert answer["response_action"] == "update"
    assert (await kept(store)).channel == "C1"


async def test_a_button_under_an_answer_opens_the_window_with_its_page(
    windows: Windows, slack: Slack
) -> None:
    view = await windows.after(press(offer("remind", PAGE), response_url=slack.hook, channel="C9"))

    assert holds(view, Field.ABOUT) == PAGE
    assert holds(view, Field.CHANNEL) == "C9"


async def test_the_button_of_a_page_that_is_gone_opens_the_window_without_it(
    windows: Windows, slack: Slack
) -> None:
    view = await windows.after(press(offer("remind", "police/gone"), response_url=slack.hook))

    assert holds(view, Field.ABOUT) is None


async def test_on_home_and_in_a_window_the_button_opens_a_window_too(
    windows: Windows, slack: Slack
) -> None:
    await windows.after(press_on(on_home(), offer("remind", "")))
    above = await windows.after(
        press_on(in_window(view_id=windows.top["id"]), offer("remind", PAGE))
    )

    assert holds(above, Field.ABOUT) == PAGE
    assert len(slack.workspace.windows.stack("U1")) == 2


async def test_a_window_above_the_third_takes_the_place_of_the_third(
    windows: Windows, slack: Slack
) -> None:
    slack.refuses_with("push_limit_reached")

    view = await windows.after(press_on(in_window(), offer("remind", PAGE)))

    assert holds(view, Field.ABOUT) == PAGE


@pytest.mark.parametrize(("of", "typed", "first"), [
    (Field.ABOUT, "recrods police", PAGE),
    (Field.ZONE, "new y", "America/New_York"),
])  # fmt: skip
async def test_pages_and_zones_are_offered_while_typing(
    app: AsyncApp, of: Field, typed: str, first: str
) -> None:
    assert first in [each["value"] for each in await _offered(app, of, typed)]
    assert await _offered(app, of, "zzzzqq") == []


async def test_a_workspace_that_removes_the_app_has_no_reminders_left(
    app: AsyncApp, windows: Windows, store: ReminderStore
) -> None:
    await windows.send("remind daily 9am")
    await windows.submit(about=PAGE)

    await app.async_dispatch(removed("T1"))

    await settled()
    assert await store.listed("T1") == []


async def test_no_words_of_the_window_reach_the_log(
    windows: Windows, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level("INFO")
    await windows.send("remind #timbuktu daily 9am zanzibar")
    await windows.submit(about=PAGE, channel="C1", note="Samarkand")

    for secret in ("timbuktu", "zanzibar", "Samarkand"):
        assert secret not in caplog.text
    assert references(caplog.records) == []


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(typed=st.text(alphabet=st.characters(codec="utf-8"), max_size=600))
async def test_any_words_open_a_window_that_slack_takes(
    app: AsyncApp, slack: Slack, typed: str
) -> None:
    before = len(slack.made("views.open"))
    await app.async_dispatch(command(f"remind {typed}", response_url=slack.hook))
    await slack.wait_for("views.open", before + 1)


def _answering(slack: Slack, method: str, answer: dict[str, Any]) -> None:
    """Have Slack answer *method* so."""
    do = slack.do

    def other(called: str, args: dict[str, Any], token: str) -> dict[str, Any]:
        return answer if called == method else do(called, args, token)

    slack.do = other  # type: ignore[method-assign]


def _refusing(slack: Slack, error: str, *methods: str) -> None:
    """Have Slack refuse *methods*."""
    do = slack.do

    def other(called: str, args: dict[str, Any], token: str) -> dict[str, Any]:
        if called in methods:
            raise Refused(error)
        return do(called, args, token)

    slack.do = other  # type: ignore[method-assign]


def _failing_for_good(slack: Slack) -> None:
    """Slack is away for long: the next calls wait for it."""
    for _ in range(8):
        slack.fails_with(429, retry_after=30)


async def _offered(app: AsyncApp, of: Field, typed: str) -> Sequence[dict[str, Any]]:
    payload = {"type": "block_suggestion", "action_id": field_id(of), "block_id": field_id(of)}
    request = interaction({**in_window(), **payload, "value": typed})
    answer: dict[str, Any] = json.loads((await app.async_dispatch(request)).body)
    assert options_faults(answer) == []
    options: list[dict[str, Any]] = answer["options"]
    return options
