"""What the owner of a reminder is told of it, in words."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bot.planning import Planning
from bot.reminders.model import Draft, Reminder, Subject, Why
from bot.reminders.planner import Planner
from bot.reminders.rules import Recurs, Rule
from bot.replies.reminder_words import moment_in_words
from bot.slack.bookings import SlackBookings, make_scheduling_client
from bot.slack.reminding import ReminderWording
from bot.store.reminders import ReminderStore
from bot.toolkit.toolkit import Toolkit
from tests.support.bots import TOKEN
from tests.support.standin import Slack

PAGE = "police/keeping-records"
RULE = Rule(Recurs.DAILY, date(2026, 11, 30), time(9), "Europe/London")
REMINDER = Reminder("T1", "U1", "C9", Subject(PAGE), RULE, id=7, counted_from=datetime.now(UTC))
IN_AN_HOUR = timedelta(hours=1)


@pytest.mark.parametrize("what", [*sorted({*Why} - {Why.ASKED}), "missed", "msg_too_long"])
async def test_an_owner_is_told_which_reminder_it_is(toolkit: Toolkit, what: str) -> None:
    said = ReminderWording(toolkit).told(what, REMINDER, count=3)

    assert toolkit.entry(PAGE).title in said
    assert "{" not in said


async def test_why_slack_refuses_is_told_in_its_own_name(toolkit: Toolkit) -> None:
    assert "msg_too_long" in ReminderWording(toolkit).told("msg_too_long", REMINDER)


async def test_a_post_that_may_not_have_come_is_told_to_its_owner_and_what_can_be_done(
    slack: Slack, sqlite: AsyncEngine, toolkit: Toolkit
) -> None:
    say, store = toolkit.messages.reminders, ReminderStore(sqlite)
    due = (now(slack) + IN_AN_HOUR).replace(second=0, microsecond=0)
    once = Rule(Recurs.ONCE, due.date(), due.time(), "UTC")
    await store.add(Draft("T1", "U1", "C9", Subject(PAGE), once), now(slack))
    slack.loses_connections()
    await plan(slack, store, toolkit)
    assert slack.made("chat.postMessage") == []
    slack.workspace.clock.move(2 * IN_AN_HOUR.total_seconds())
    for _ in range(2):
        await store.plan_again("T1", now(slack))
        await plan(slack, store, toolkit)

    (told,) = slack.workspace.messages("D1")
    assert told.text == say.told.in_doubt.format(
        subject=f"Police: {toolkit.entry(PAGE).title}",
        channel="<#C9>",
        when=moment_in_words(say, due, "UTC"),
        button=say.buttons.now,
    )
    assert [*slack.workspace.messages("C9")] == []


async def plan(slack: Slack, store: ReminderStore, toolkit: Toolkit) -> None:
    """One pass of a process that begins with it and ends after it."""

    def moment() -> datetime:
        return now(slack)

    bookings = SlackBookings(make_scheduling_client(TOKEN, slack.api_url), moment)
    planner = Planner(store, ReminderWording(toolkit), moment)
    assert await Planning(store, planner, lambda _team: bookings, moment).once()


def now(slack: Slack) -> datetime:
    return datetime.fromtimestamp(slack.workspace.clock.now(), UTC)
