"""A reminder's rule and times in words."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from bot.reminders.model import Reminder, State, Subject
from bot.reminders.rules import Recurs, Rule
from bot.replies.reminder_words import (
    coming,
    coming_in_words,
    moment_in_words,
    next_in_words,
    rule_in_words,
    subject_in_words,
)
from bot.toolkit.toolkit import Toolkit

NOW = datetime(2026, 11, 25, 16, 50, tzinfo=UTC)
DAILY = Rule(Recurs.DAILY, date(2026, 11, 26), time(9), "Europe/London")
WEEKLY = replace(DAILY, recurs=Recurs.WEEKLY, weekdays=frozenset({0}))

SAID = {
    "every day at 09:00": DAILY,
    "every Monday at 09:00": WEEKLY,
    "every Monday, Tuesday and Friday at 09:00": replace(WEEKLY, weekdays=frozenset({0, 1, 4})),
    "every weekday at 09:00": replace(WEEKLY, weekdays=frozenset(range(5))),
    "every 2 weeks on Monday at 09:00": replace(WEEKLY, every=2),
    "once, on Thursday 26 November 2026 at 09:00": replace(DAILY, recurs=Recurs.ONCE),
    "on the 26th of each month at 09:00": replace(DAILY, recurs=Recurs.MONTHLY),
    "on the first working day of each month at 09:00": replace(
        DAILY, recurs=Recurs.FIRST_WORKING_DAY
    ),
    "on the last working day of each month at 09:00": replace(
        DAILY, recurs=Recurs.LAST_WORKING_DAY
    ),
    "every day at 09:00, not on bank holidays, until 31 March 2027": replace(
        DAILY, skips_holidays=True, until=date(2027, 3, 31)
    ),
    "every day at 09:00, 5 times at most": replace(DAILY, times=5),
    "every day at 09:00, by the clock of Europe/Paris": replace(DAILY, zone="Europe/Paris"),
}


@pytest.mark.parametrize("said", SAID)
def test_a_rule_is_said_as_people_say_it(toolkit: Toolkit, said: str) -> None:
    assert rule_in_words(toolkit.messages.reminders, SAID[said]) == said


@pytest.mark.parametrize(("day", "said"), [(1, "1st"), (2, "2nd"), (3, "3rd"), (11, "11th"),
                                           (12, "12th"), (21, "21st"), (31, "31st")])  # fmt: skip
def test_days_of_the_month_are_counted(toolkit: Toolkit, day: int, said: str) -> None:
    rule = replace(DAILY, recurs=Recurs.MONTHLY, start=date(2026, 12, day))

    assert f"the {said} of" in rule_in_words(toolkit.messages.reminders, rule)


def test_a_moment_is_said_by_the_clock_of_its_zone(toolkit: Toolkit) -> None:
    said = moment_in_words(toolkit.messages.reminders, NOW, "America/New_York")

    assert said == "Wednesday 25 November 2026 at 11:50"


def test_five_times_are_shown_and_the_holidays_between_them_are_named(toolkit: Toolkit) -> None:
    rule = replace(DAILY, start=date(2026, 12, 24), skips_holidays=True)
    say = toolkit.messages.reminders

    times = coming(say, rule, "england-and-wales", NOW)

    assert [each.day.day for each in times if not each.holiday] == [24, 27, 29, 30, 31]
    assert [each.holiday for each in times if each.holiday] == [
        "Christmas Day", "Boxing Day", "Boxing Day (observed)",
    ]  # fmt: skip
    assert len(coming_in_words(say, times)) == 8


def test_times_that_end_are_shown_to_their_end(toolkit: Toolkit) -> None:
    assert len(coming(toolkit.messages.reminders, replace(DAILY, times=2), "", NOW)) == 2


def test_the_next_time_is_told_of_what_comes(toolkit: Toolkit) -> None:
    say = toolkit.messages.reminders
    reminder = Reminder("T1", "U1", "C1", Subject("a/b"), DAILY, counted_from=NOW)
    over = replace(reminder, rule=replace(DAILY, recurs=Recurs.ONCE, start=date(2026, 1, 1)))

    assert next_in_words(say, reminder, NOW) == "next on Thursday 26 November 2026 at 09:00"
    assert next_in_words(say, replace(reminder, state=State.PAUSED), NOW) == ""
    assert next_in_words(say, over, NOW) == say.words.no_next


def test_a_subject_is_named_also_when_it_is_gone(toolkit: Toolkit) -> None:
    police = toolkit.agencies["police"]

    assert police.short in subject_in_words(toolkit, Subject("police/keeping-records"))
    assert police.name in subject_in_words(toolkit, Subject(rotation="police"))
    assert "police/gone" in subject_in_words(toolkit, Subject("police/gone"))
    assert "gone" in subject_in_words(toolkit, Subject(rotation="gone"))
