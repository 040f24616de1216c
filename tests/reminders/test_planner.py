"""One pass over a workspace, with a failure at each of its steps."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy.ext.asyncio import AsyncEngine

from bench.reminders.memory import MemoryStore
from bench.reminders.world import MovedClock, Page, Words
from bot.reminders.model import Draft, Reminder, Subject, Why, WorkspaceRules
from bot.reminders.planner import (
    AFTER_AN_OUTAGE,
    LEAD,
    PASS_EVERY,
    SHUT_OUT,
    STEPS_AT_ONCE,
    Pass,
    Planner,
)
from bot.reminders.ports import (
    Booked,
    Key,
    Message,
    RefusedError,
    Row,
    RowState,
    ShutOutError,
    SlowDownError,
    UnreachableError,
)
from bot.reminders.rules import Recurs, Rule
from bot.reminders.settling import IN_FLIGHT
from bot.store.reminders import ReminderStore

MONDAY = datetime(2026, 11, 30, 8, tzinfo=UTC)
MINUTE, DAY = timedelta(minutes=1), timedelta(days=1)
SOMETHING = "something"
DAILY = Rule(Recurs.DAILY, date(2026, 11, 30), time(9), "UTC")


class Crash(BaseException):
    """The process ends."""


class Slack:
    """Holds what is booked. *fails* are raised, in order: before or after it is done."""

    def __init__(self, clock: MovedClock) -> None:
        self.clock = clock
        self.holds: dict[str, Booked] = {}
        self.fails: list[tuple[str, str, BaseException]] = []
        self.told: list[str] = []  # what, of which reminder, how many or due when
        self.asked: list[str] = []
        self.trouble: dict[str, str] = {}
        self._number = 0

    async def book(self, channel: str, post_at: int, message: Message) -> str:
        self._may_fail("book", "before")
        self._number += 1
        slack_id = f"Q{self._number}"
        self.holds[slack_id] = Booked(slack_id, channel, post_at, str(message["text"]))
        self._may_fail("book", "after")
        return slack_id

    async def cancel(self, _channel: str, slack_id: str) -> bool:
        self._may_fail("cancel", "before")
        held = self.holds.get(slack_id)
        if held is None or held.post_at <= self.clock.now() + 60:
            return False
        del self.holds[slack_id]
        self._may_fail("cancel", "after")
        return True

    async def held(self, channel: str, oldest: int, latest: int) -> Sequence[Booked]:
        self._may_fail("held", "before")
        return [
            each
            for each in self.holds.values()
            if each.channel == channel and oldest <= each.post_at <= latest
        ]

    async def trouble_with(self, channel: str) -> str:
        return self.trouble.get(channel, "")

    async def tell(self, _user: str, said: str) -> bool:
        try:
            self._may_fail("tell", "before")
        except SlowDownError:
            return False
        self.told.append(said)
        self._may_fail("tell", "after")
        return True

    def posts(self) -> list[datetime]:
        """When what it holds is to be posted."""
        return sorted(datetime.fromtimestamp(each.post_at, UTC) for each in self.holds.values())

    def _may_fail(self, what: str, when: str) -> None:
        if when == "before":
            self.asked.append(what)
        if self.fails and self.fails[0][:2] == (what, when):
            raise self.fails.pop(0)[2]


class Town:
    """A workspace, its store and its planner, at a time."""

    def __init__(self) -> None:
        self.clock = MovedClock(MONDAY.timestamp())
        self.store, self.slack = MemoryStore(), Slack(self.clock)
        self.pages = {SOMETHING: Page(1, date(2030, 1, 1))}

    async def add(self, rule: Rule = DAILY, channel: str = "C1") -> Reminder:
        draft = Draft("T1", "U1", channel, Subject(SOMETHING), rule)
        return await self.store.add(draft, self.clock.at())

    async def plan(self) -> Pass:
        planner = Planner(self.store, Words(self.pages), self.clock.at)
        return await planner.keep_booked("T1", self.slack)

    async def plan_until_settled(self) -> Pass:
        """Plan as often as is asked for before the usual time."""
        while True:
            done = await self.plan()
            if done.again_at >= self.clock.at() + PASS_EVERY:
                return done
            self.clock.move_to(done.again_at.timestamp())

    async def rows(self) -> list[Row]:
        return sorted(await self.store.rows("T1"), key=lambda row: row.key)

    def pass_time(self, by: timedelta) -> None:
        """Slack posts what is due meanwhile."""
        self.clock.move_to((self.clock.at() + by).timestamp())
        for each in [*self.slack.holds.values()]:
            if each.post_at <= self.clock.now():
                del self.slack.holds[each.id]


@pytest.fixture
def town() -> Town:
    return Town()


def at(day: int, hour: int = 9, minute: int = 0) -> datetime:
    """A moment of November 2026; 31 is the first of December."""
    return datetime(2026, 11, 1, hour, minute, tzinfo=UTC) + (day - 1) * DAY


THREE_DAYS = [at(30), at(31), at(32)]


async def test_the_posts_of_three_days_are_booked(town: Town) -> None:
    await town.add()
    done = await town.plan()

    assert town.slack.posts() == THREE_DAYS
    assert done.booked == 3
    assert {row.state for row in await town.rows()} == {RowState.BOOKED}


async def test_planning_again_asks_nothing_of_slack(town: Town) -> None:
    await town.add()
    await town.plan()
    town.slack.asked.clear()
    await town.plan()

    assert town.slack.asked == []


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("error", [UnreachableError(), Crash()], ids=["lost", "crash"])
async def test_a_booking_whose_answer_is_lost_is_made_once(
    town: Town, when: str, error: BaseException
) -> None:
    await town.add()
    town.slack.fails = [("book", when, error)]
    await plan_whatever_happens(town)
    town.pass_time(IN_FLIGHT)
    await town.plan_until_settled()

    assert town.slack.posts() == THREE_DAYS


async def test_a_request_that_arrives_after_slack_was_asked_is_found_later(town: Town) -> None:
    """Nothing is let go of while its request may be under way."""
    reminder = await town.add()
    town.slack.fails = [("book", "before", UnreachableError())]
    await town.plan()
    await town.store.stop("T1", reminder.id, town.clock.at())
    await town.store.resume("T1", reminder.id, town.clock.at())
    town.pass_time(IN_FLIGHT / 2)
    done = await town.plan()
    assert done.again_at <= town.clock.at() + IN_FLIGHT
    row = (await town.rows())[0]
    await town.slack.book(row.channel, row.post_at, {"text": f"2026-11-30 x (#{reminder.id}.0)"})
    town.clock.move_to(done.again_at.timestamp())
    await town.plan_until_settled()

    assert town.slack.posts() == THREE_DAYS


async def test_what_slack_holds_for_another_date_is_not_taken_for_the_one_that_was_lost(
    town: Town,
) -> None:
    """Noon in London is the next day, at two, on Kiritimati: one moment, and one mark."""
    reminder = await town.add(replace(DAILY, at=time(12)))
    await town.plan()
    town.clock.move_to(at(30, 11, 59).timestamp() + 10)
    edited = replace_rule(reminder, time(2), zone="Pacific/Kiritimati")
    await town.store.change(edited, town.clock.at())
    town.slack.fails = [("book", "before", UnreachableError())]
    await town.plan_until_settled()

    by_day = {row.key.local_date.isoformat(): row.slack_id for row in await town.rows()}
    assert {day: town.slack.holds[by_day[day]].text[:10] for day in by_day} == {
        day: day for day in ("2026-11-30", "2026-12-01", "2026-12-02", "2026-12-03")
    }


@pytest.mark.parametrize("when", ["before", "after"])
@pytest.mark.parametrize("error", [UnreachableError(), Crash()], ids=["lost", "crash"])
async def test_a_cancellation_whose_answer_is_lost_is_made_good(
    town: Town, when: str, error: BaseException
) -> None:
    reminder = await town.add()
    await town.plan()
    await town.store.stop("T1", reminder.id, town.clock.at())
    town.slack.fails = [("cancel", when, error)]
    await plan_whatever_happens(town)
    await town.plan_until_settled()

    assert town.slack.posts() == []
    assert await town.rows() == []


@pytest.mark.parametrize("step", ["claim", "move", "drop"])
@pytest.mark.parametrize("when", ["before", "after"])
async def test_a_crash_at_a_step_in_the_database_is_made_good(
    town: Town, step: str, when: str
) -> None:
    reminder = await town.add()
    await town.plan()
    edited = replace_rule(reminder, time(10))
    await town.store.change(edited, town.clock.at())
    crash_at(town.store, step, when)
    with pytest.raises(Crash):
        await town.plan()
    town.pass_time(MINUTE)
    await town.plan_until_settled()

    assert town.slack.posts() == [at(30, 10), at(31, 10), at(32, 10)]
    assert {row.state for row in await town.rows()} == {RowState.BOOKED}


async def test_slack_wants_to_wait_and_is_asked_again_then(town: Town) -> None:
    await town.add()
    town.slack.fails = [("book", "before", SlowDownError(17))]
    done = await town.plan()

    assert done.again_at == town.clock.at() + timedelta(seconds=17)
    assert await town.rows() == []
    await town.plan()
    assert town.slack.posts() == THREE_DAYS


async def test_a_cancellation_that_has_to_wait_leaves_the_booking_as_it_was(town: Town) -> None:
    reminder = await town.add()
    await town.plan()
    await town.store.stop("T1", reminder.id, town.clock.at())
    town.slack.fails = [("cancel", "before", SlowDownError(0))]
    done = await town.plan()

    assert done.again_at > town.clock.at()
    assert {row.state for row in await town.rows()} == {RowState.BOOKED}


async def test_who_is_shut_out_of_a_workspace_pauses_nothing(town: Town) -> None:
    """A token that is being changed must not undo what everybody set up."""
    await town.add()
    town.slack.fails = [("book", "before", ShutOutError("token_expired"))]
    done = await town.plan()

    assert done.again_at == town.clock.at() + SHUT_OUT
    assert len(await town.store.active("T1")) == 1
    await town.plan()
    assert town.slack.posts() == THREE_DAYS


async def test_a_channel_that_refuses_pauses_its_reminder_and_tells_the_owner_once(
    town: Town,
) -> None:
    await town.add(channel="C1")
    await town.add(channel="C2")
    town.slack.fails = [("book", "before", RefusedError("is_archived"))]
    await town.plan_until_settled()

    assert town.slack.told == ["is_archived 1 0"]
    assert [each.channel for each in await town.store.active("T1")] == ["C2"]
    assert {each.channel for each in town.slack.holds.values()} == {"C2"}


async def test_a_bot_that_was_removed_from_a_channel_cancels_what_is_booked_there(
    town: Town,
) -> None:
    await town.add()
    await town.plan()
    town.slack.trouble["C1"] = "not_in_channel"
    await town.plan_until_settled()

    assert town.slack.posts() == []
    assert town.slack.told == ["not_in_channel 1 0"]


async def test_one_message_too_many_for_five_minutes_comes_in_the_next_five(town: Town) -> None:
    await town.add()
    too_many = RefusedError("restricted_too_many")
    town.slack.fails = [("book", "before", too_many), ("book", "before", too_many)]
    await town.plan()

    assert town.slack.posts() == [at(30, 9, 10), *THREE_DAYS[1:]]
    await town.plan()
    assert town.slack.posts() == [at(30, 9, 10), *THREE_DAYS[1:]]


async def test_an_edit_moves_the_post_to_an_earlier_time_of_the_same_day(town: Town) -> None:
    reminder = await town.add()
    await town.plan()
    await town.store.change(replace_rule(reminder, time(8, 30)), town.clock.at())
    await town.plan()

    assert town.slack.posts() == [at(30, 8, 30), at(31, 8, 30), at(32, 8, 30)]


async def test_a_date_that_had_its_post_gets_no_second_one(town: Town) -> None:
    reminder = await town.add()
    await town.plan()
    town.pass_time(timedelta(hours=2))
    await town.store.change(replace_rule(reminder, time(15)), town.clock.at())
    await town.plan()

    assert town.slack.posts() == [at(31, 15), at(32, 15)]


async def test_what_somebody_had_posted_at_once_is_left_alone_and_takes_nobodys_place(
    town: Town,
) -> None:
    reminder = await town.add()
    moment = int(town.clock.now())
    key = Key(reminder.id, date(2026, 11, 30), 1_000_000)
    posted = Row(key, "C1", moment, moment, "", moment, RowState.POSTED)
    await town.store.claim("T1", posted)
    await town.plan_until_settled()
    town.pass_time(MINUTE)
    await town.plan()

    assert town.slack.posts() == THREE_DAYS
    assert posted in await town.rows()
    assert town.slack.told == []


async def test_paused_and_resumed_before_its_time_it_is_booked_once(town: Town) -> None:
    reminder = await town.add()
    await town.plan()
    await town.store.stop("T1", reminder.id, town.clock.at())
    await town.plan()
    await town.store.resume("T1", reminder.id, town.clock.at())
    await town.plan()

    assert town.slack.posts() == THREE_DAYS


async def test_what_was_due_during_the_pause_does_not_come_after_it(town: Town) -> None:
    reminder = await town.add()
    await town.store.stop("T1", reminder.id, town.clock.at())
    town.pass_time(timedelta(minutes=65))
    await town.store.resume("T1", reminder.id, town.clock.at())
    await town.plan()

    assert town.slack.posts() == [*THREE_DAYS[1:], at(33)]


async def test_a_reminder_made_seconds_before_it_is_due_comes_within_a_minute(town: Town) -> None:
    town.clock.move_to(at(30, 8, 59).timestamp() + 55)
    await town.add()
    await town.plan()

    assert town.slack.posts()[0] == town.clock.at() + LEAD


async def test_within_the_last_minute_nothing_can_be_cancelled_so_it_stands(town: Town) -> None:
    """Were it booked again at its new time, it would be posted twice."""
    reminder = await town.add()
    await town.plan()
    town.clock.move_to(at(30, 8, 59).timestamp() + 20)
    await town.store.change(replace_rule(reminder, time(9, 30)), town.clock.at())
    await town.plan()

    assert town.slack.posts()[0] == at(30)
    assert at(30, 9, 30) not in town.slack.posts()


async def test_a_booking_that_slack_has_lost_long_before_its_time_is_made_again(
    town: Town,
) -> None:
    reminder = await town.add()
    await town.plan()
    town.slack.holds.clear()
    await town.store.change(replace_rule(reminder, time(11)), town.clock.at())
    await town.plan()

    assert town.slack.posts() == [at(30, 11), at(31, 11), at(32, 11)]


async def test_a_bot_that_was_away_for_long_reports_once_and_posts_no_heap(town: Town) -> None:
    await town.add()
    await town.plan()
    town.pass_time(10 * DAY)
    for _ in range(3):
        await town.plan()

    assert town.slack.told == ["missed 1 7"]
    assert town.slack.posts() == [at(40), at(41), at(42)]


async def test_moved_to_an_earlier_time_that_then_was_missed_it_is_left_out(town: Town) -> None:
    """It is still booked for the later time of that day."""
    reminder = await town.add(replace(DAILY, at=time(18)))
    await town.plan()
    await town.store.change(replace_rule(reminder, time(8, 30)), town.clock.at())
    town.pass_time(timedelta(hours=3))
    await town.plan()

    assert town.slack.posts() == [at(31, 8, 30), at(32, 8, 30), at(33, 8, 30)]
    assert town.slack.told == ["missed 1 1"]


async def test_of_what_was_missed_only_the_last_half_hour_comes_late(town: Town) -> None:
    await town.add()
    town.pass_time(timedelta(minutes=80))
    await town.plan()

    assert town.slack.posts()[0] == town.clock.at() + LEAD
    assert town.slack.told == []


async def test_new_words_are_booked_in_place_of_the_old_ones(town: Town) -> None:
    await town.add()
    await town.plan()
    town.pages[SOMETHING] = Page(2, date(2030, 1, 1))
    await town.plan()

    assert town.slack.posts() == THREE_DAYS
    assert all(f"{SOMETHING}:2" in each.text for each in town.slack.holds.values())


async def test_shortly_before_its_time_a_post_keeps_its_words(town: Town) -> None:
    await town.add()
    await town.plan()
    town.clock.move_to(at(30, 8, 51).timestamp())
    town.pages[SOMETHING] = Page(2, date(2030, 1, 1))
    await town.plan()

    said = {each.post_at: each.text for each in town.slack.holds.values()}
    assert [f"{SOMETHING}:2" in said[post] for post in sorted(said)] == [False, True, True]


async def test_with_many_changes_the_channel_is_never_without_its_next_post(town: Town) -> None:
    """Each is cancelled and booked at once: were all cancelled first, the soonest would lack."""
    for number in range(3 * STEPS_AT_ONCE):
        await town.add(channel=f"C{number}")
    await town.plan_until_settled()
    town.pages[SOMETHING] = Page(2, date(2030, 1, 1))
    town.clock.move_to(at(30, 10).timestamp())
    before = len(town.slack.holds)
    done = await town.plan()

    assert done.booked == done.cancelled == STEPS_AT_ONCE
    assert len(town.slack.holds) == before
    assert done.again_at <= town.clock.at() + MINUTE


async def test_a_page_that_is_gone_pauses_its_reminder_until_somebody_resumes_it(
    town: Town,
) -> None:
    reminder = await town.add()
    await town.plan()
    page = town.pages.pop(SOMETHING)
    await town.plan()
    assert town.slack.posts() == []
    assert town.slack.told == ["gone 1 0"]
    town.pages[SOMETHING] = page
    await town.plan()
    assert town.slack.posts() == []
    found = await town.store.get("T1", reminder.id)
    assert found is not None
    assert found.why == Why.GONE
    await town.store.resume("T1", reminder.id, town.clock.at())
    await town.plan()
    assert town.slack.posts() == THREE_DAYS


async def test_a_page_that_waits_to_be_checked_is_posted_once_it_is(town: Town) -> None:
    town.pages[SOMETHING] = Page(1, date(2026, 1, 1))
    await town.add()
    await town.store.set_rules("T1", WorkspaceRules(overdue_waits=True), town.clock.at())
    await town.plan()
    assert town.slack.posts() == []
    town.pass_time(timedelta(minutes=80))
    town.pages[SOMETHING] = Page(2, date(2030, 1, 1))
    await town.plan()

    assert town.slack.posts() == [town.clock.at() + LEAD, *THREE_DAYS[1:], at(33)]


async def test_what_waits_is_not_reported_as_missed(town: Town) -> None:
    town.pages[SOMETHING] = Page(1, date(2026, 1, 1))
    await town.add()
    await town.store.set_rules("T1", WorkspaceRules(overdue_waits=True), town.clock.at())
    town.pass_time(2 * DAY)
    await town.plan()
    town.pages[SOMETHING] = Page(2, date(2030, 1, 1))
    await town.plan()

    assert town.slack.told == []


async def test_a_post_that_is_put_off_comes_once_more_even_after_the_last_time(
    town: Town,
) -> None:
    once = await town.add(Rule(Recurs.ONCE, date(2026, 11, 30), time(9), "UTC"))
    await town.plan()
    town.pass_time(5 * timedelta(hours=1))
    await town.plan()
    later = Key(once.id, date(2026, 11, 30), 1)
    await town.store.put_off("T1", later, int(at(31, 17).timestamp()), town.clock.at())
    await town.plan()
    assert town.slack.posts() == [at(31, 17)]
    town.pass_time(DAY)
    await town.plan()
    assert town.slack.posts() == [at(31, 17)]
    town.pass_time(5 * DAY)
    await town.plan()
    await town.plan()
    assert await town.store.get("T1", once.id) is None


async def test_what_was_put_off_into_a_pause_does_not_come_after_it(town: Town) -> None:
    once = await town.add(Rule(Recurs.ONCE, date(2026, 11, 30), time(9), "UTC"))
    await town.plan()
    town.pass_time(timedelta(minutes=61))
    later = Key(once.id, date(2026, 11, 30), 1)
    await town.store.put_off("T1", later, int(at(30, 10).timestamp()), town.clock.at())
    await town.store.stop("T1", once.id, town.clock.at())
    town.pass_time(timedelta(hours=1))
    await town.store.resume("T1", once.id, town.clock.at())
    await town.plan()

    assert town.slack.posts() == []
    assert town.slack.told == []


async def test_a_reminder_that_is_over_ends_and_one_that_somebody_just_prolonged_does_not(
    town: Town,
) -> None:
    rule = Rule(Recurs.DAILY, date(2026, 11, 30), time(9), "UTC", times=1)
    over, prolonged = await town.add(rule), await town.add(rule)
    town.pass_time(10 * DAY)
    finish = town.store.finish

    async def prolong_first(team_id: str, reminder: Reminder) -> bool:
        if reminder.id == prolonged.id:
            await town.store.change(replace_rule(prolonged, time(9), times=50), town.clock.at())
        return await finish(team_id, reminder)

    town.store.finish = prolong_first  # type: ignore[method-assign]
    await town.plan()
    await town.plan()

    assert await town.store.get("T1", over.id) is None
    assert await town.store.get("T1", prolonged.id) is not None
    assert town.slack.posts() == [at(40), at(41), at(42)]


async def test_slack_that_cannot_be_reached_is_asked_again_soon(town: Town) -> None:
    await town.add()
    town.slack.fails = [("book", "before", UnreachableError())]

    assert (await town.plan()).again_at == town.clock.at() + AFTER_AN_OUTAGE


async def test_a_claim_whose_time_came_before_slack_could_be_asked_is_not_made_again(
    town: Town,
) -> None:
    """Slack does not tell what it has posted. Rather once too few than twice."""
    await town.add()
    town.slack.fails = [("book", "after", Crash())]
    await plan_whatever_happens(town)
    town.pass_time(timedelta(minutes=70))
    done = await town.plan()

    assert done.unknown == 1
    assert town.slack.posts() == [*THREE_DAYS[1:], at(33)]


async def away_until(town: Town, moment: datetime, quiet_to: time) -> None:
    """The bot is away from before nine until *moment*; from 09:01 on it is quiet."""
    await town.store.set_rules("T1", WorkspaceRules(False, time(9, 1), quiet_to), town.clock.at())
    await town.add()
    town.pass_time(moment - town.clock.at())
    await town.plan()


async def test_nothing_comes_late_in_quiet_hours_and_its_owner_is_told_once(town: Town) -> None:
    await away_until(town, at(30, 9, 5), time(17))
    for _ in range(3):
        town.pass_time(timedelta(minutes=30))
        await town.plan()

    assert town.slack.posts() == [*THREE_DAYS[1:], at(33)]
    assert town.slack.told == ["missed 1 1"]


async def test_what_is_late_when_quiet_hours_end_soon_comes_after_them(town: Town) -> None:
    await away_until(town, at(30, 9, 5), time(9, 14))

    assert town.slack.posts() == [at(30, 9, 15) + LEAD, *THREE_DAYS[1:], at(33)]


async def test_what_waits_for_the_end_of_quiet_hours_can_still_be_changed(town: Town) -> None:
    """It is late, and not yet posted."""
    await away_until(town, at(30, 9, 5), time(9, 25))
    assert town.slack.posts()[0] == at(30, 9, 25) + LEAD
    await town.store.end("T1", 1)
    await town.plan()

    assert town.slack.posts() == []


async def test_what_is_wanted_in_quiet_hours_comes_in_them_and_late_too(town: Town) -> None:
    """It was set up before they were decided."""
    await town.store.set_rules("T1", WorkspaceRules(False, time(8), time(17)), MONDAY)
    await town.add()
    await town.plan()
    assert town.slack.posts() == THREE_DAYS
    await town.add(replace(DAILY, at=time(9, 10)))
    town.pass_time(timedelta(minutes=75))
    await town.plan()

    assert town.slack.posts()[0] == at(30, 9, 15) + LEAD


async def test_it_is_quiet_by_the_clock_of_the_reminder(town: Town) -> None:
    """Nine o'clock by the one is ten by the other."""
    await town.store.set_rules("T1", WorkspaceRules(False, time(10, 1), time(17)), MONDAY)
    await town.add(channel="C1")
    await town.add(replace(DAILY, at=time(10), zone="Africa/Lagos"), channel="C2")
    town.pass_time(timedelta(minutes=65))
    await town.plan()

    late = [each for each in town.slack.holds.values() if each.post_at < at(31, 0).timestamp()]
    assert [each.channel for each in late] == ["C1"]


@pytest.fixture
async def doubtful(town: Town) -> Town:
    """Of the post at nine nobody can tell any more whether it came."""
    await town.add()
    town.slack.fails = [("book", "after", Crash())]
    await plan_whatever_happens(town)
    town.pass_time(timedelta(minutes=70))
    return town


IN_DOUBT = f"in_doubt 1 {int(at(30).timestamp())}"


async def test_of_a_post_that_may_not_have_come_its_owner_is_told_once(doubtful: Town) -> None:
    for _ in range(3):
        await doubtful.plan()

    assert doubtful.slack.told == [IN_DOUBT]


async def test_two_who_plan_at_once_tell_it_once(engine: AsyncEngine, doubtful: Town) -> None:
    """Whatever the lock is worth: a worker that was thought dead may come back."""
    store = ReminderStore(engine)
    added = await store.add(Draft("T1", "U1", "C1", Subject(SOMETHING), DAILY), MONDAY)
    (row, *_) = await doubtful.rows()
    await store.claim("T1", replace(row, key=Key(added.id, row.key.local_date)))
    words = Words(doubtful.pages)
    planners = [Planner(store, words, doubtful.clock.at) for _ in range(4)]
    await asyncio.gather(*(each.keep_booked("T1", doubtful.slack) for each in planners))

    assert doubtful.slack.told == [IN_DOUBT]


async def test_an_owner_whom_slack_lets_nobody_tell_now_is_told_later(doubtful: Town) -> None:
    doubtful.slack.fails = [("tell", "before", SlowDownError(1))]
    done = await doubtful.plan()
    assert doubtful.slack.told == []
    assert done.again_at <= doubtful.clock.at() + MINUTE
    await doubtful.plan()

    assert doubtful.slack.told == [IN_DOUBT]


async def test_who_is_ended_while_telling_does_not_tell_it_again(doubtful: Town) -> None:
    doubtful.slack.fails = [("tell", "after", Crash())]
    await plan_whatever_happens(doubtful)
    await doubtful.plan_until_settled()

    assert doubtful.slack.told == [IN_DOUBT]


async def test_of_a_reminder_that_was_deleted_nobody_is_told(doubtful: Town) -> None:
    await doubtful.store.end("T1", 1)
    await doubtful.plan_until_settled()

    assert doubtful.slack.told == []


async def plan_whatever_happens(town: Town) -> None:
    try:
        await town.plan()
    except Crash:
        return


def replace_rule(reminder: Reminder, when: time, **more: Any) -> Reminder:
    return replace(reminder, rule=replace(reminder.rule, at=when, **more))


def crash_at(store: MemoryStore, step: str, when: str) -> None:
    """The next *step* ends the process, and only that one."""
    do = getattr(store, step)

    async def crash(*args: Any) -> Any:
        setattr(store, step, do)
        if when == "after":
            await do(*args)
        raise Crash

    setattr(store, step, crash)
