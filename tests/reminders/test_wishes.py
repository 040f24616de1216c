"""Reminders wished for in natural words."""

from __future__ import annotations

from datetime import date, datetime, time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.reminders.checking import How
from bot.reminders.wishes import Wish, read_wish

NOW = datetime(2026, 11, 25, 16, 50)  # a Wednesday  # noqa: DTZ001
WORKDAYS = {0, 1, 2, 3, 4}

# What is typed: how, days, every, first date, time, and the words that are left.
UNDERSTOOD = {
    "every monday 9am record keeping": (How.WEEKDAYS, {0}, None, None, "09:00", "record keeping"),
    "mondays 9am records": (How.WEEKDAYS, {0}, None, None, "09:00", "records"),
    "on fridays at noon x": (How.WEEKDAYS, {4}, None, None, "12:00", "x"),
    "every monday and thursday 14:00 x": (How.WEEKDAYS, {0, 3}, None, None, "14:00", "x"),
    "every tue, wed & fri at 9 x": (How.WEEKDAYS, {1, 2, 4}, None, None, "09:00", "x"),
    "every weekday 8:30 records": (How.WEEKDAYS, WORKDAYS, None, None, "08:30", "records"),
    "mon-fri 9am x": (How.WEEKDAYS, WORKDAYS, None, None, "09:00", "x"),
    "every weekend x": (How.WEEKDAYS, {5, 6}, None, None, None, "x"),
    "weekly x": (How.WEEKDAYS, {2}, None, None, None, "x"),
    "every 2 weeks on friday x": (How.WEEKS, {4}, 2, None, None, "x"),
    "every other week x": (How.WEEKS, {2}, 2, None, None, "x"),
    "every second friday x": (How.WEEKS, {4}, 2, None, None, "x"),
    "every three weeks x": (How.WEEKS, {2}, 3, None, None, "x"),
    "fortnightly on tuesday x": (How.WEEKS, {1}, 2, None, None, "x"),
    "every day at 9.30pm x": (How.DAILY, set(), None, None, "21:30", "x"),
    "daily half past 8 x": (How.DAILY, set(), None, None, "08:30", "x"),
    "at 0900 x daily": (How.DAILY, set(), None, None, "09:00", "x"),
    "monthly on the 15th": (How.MONTHLY, set(), None, "2026-12-15", None, ""),
    "on the 31st of each month x": (How.MONTHLY, set(), None, "2026-12-31", None, "x"),
    "the first working day of the month 10am whom to call": (
        How.FIRST_WORKING_DAY, set(), None, None, "10:00", "whom to call",
    ),
    "last working day x": (How.LAST_WORKING_DAY, set(), None, None, None, "x"),
    "tomorrow at 8 x": (How.ONCE, set(), None, "2026-11-26", "08:00", "x"),
    "in 30 days review": (How.ONCE, set(), None, "2026-12-25", None, "review"),
    "in a fortnight x": (How.ONCE, set(), None, "2026-12-09", None, "x"),
    "in 3 months x": (How.ONCE, set(), None, "2027-02-25", None, "x"),
    "in an hour x": (How.ONCE, set(), None, "2026-11-25", "17:50", "x"),
    "on 3 dec x": (How.ONCE, set(), None, "2026-12-03", None, "x"),
    "3/12 at 2 x": (How.ONCE, set(), None, "2026-12-03", "14:00", "x"),
    "march 3rd 2027 x": (How.ONCE, set(), None, "2027-03-03", None, "x"),
    "2027-02-28 x": (How.ONCE, set(), None, "2027-02-28", None, "x"),
    "on monday x": (How.ONCE, set(), None, "2026-11-30", None, "x"),
    "at 5pm x": (How.ONCE, set(), None, "2026-11-25", "17:00", "x"),
    "at 8 x": (How.ONCE, set(), None, "2026-11-26", "08:00", "x"),
    "every monday from 7 december x": (How.WEEKDAYS, {0}, None, "2026-12-07", None, "x"),
    "remind us about record keeping every day": (
        How.DAILY, set(), None, None, None, "record keeping",
    ),
    "report a child within 5 days": (None, set(), None, None, None, "report a child within 5 days"),
}  # fmt: skip
NOT_UNDERSTOOD = {
    "every 3 months x": "every 3 months",
    "quarterly x": "quarterly",
    "first monday of the month x": "first monday of the month",
    "on 31 feb x": "31 feb",
    "daily until 31 feb x": "until 31 feb",
    "at 25:00 x": "25:00",
    "every 15 weeks x": "every 15 weeks",
}


@pytest.mark.parametrize("text", UNDERSTOOD)
def test_people_say_when_in_many_ways(text: str) -> None:
    how, days, every, start, at, words = UNDERSTOOD[text]

    wish = read_wish(text, NOW)

    assert (wish.how, set(wish.weekdays), wish.every) == (how, days, every)
    assert wish.start == (date.fromisoformat(start) if start else None)
    assert wish.at == (time.fromisoformat(at) if at else None)
    assert (wish.words, wish.not_understood) == (words, [])


@pytest.mark.parametrize("text", NOT_UNDERSTOOD)
def test_what_looks_like_a_time_and_is_none_is_told_and_no_part_of_the_page(text: str) -> None:
    wish = read_wish(text, NOW)

    assert (wish.not_understood, wish.words) == ([NOT_UNDERSTOOD[text]], "x")


def test_an_end_is_a_date_or_a_number_of_times() -> None:
    assert read_wish("daily until 31 march x", NOW).until == date(2027, 3, 31)
    assert read_wish("every monday 5 times x", NOW).times == 5
    assert read_wish("every monday at 9 until friday x", NOW).until == date(2026, 11, 27)


def test_a_channel_is_named_or_linked() -> None:
    assert read_wish("#Safe-guarding daily x", NOW).channel_name == "safe-guarding"
    assert read_wish("<#C123|safeguarding> daily x", NOW).channel_id == "C123"


def test_nothing_said_is_nothing_understood() -> None:
    assert read_wish("", NOW) == Wish()


words = st.sampled_from(
    [*UNDERSTOOD, *NOT_UNDERSTOOD, "every", "#a", "31", "until", "in 9999 years", "0/0", "at 99"]
)


@settings(max_examples=400, deadline=None)
@given(text=st.one_of(st.text(max_size=300), st.lists(words, max_size=6).map(" ".join)))
def test_whatever_anybody_types_something_comes_of_it(text: str) -> None:
    wish = read_wish(text, NOW)

    assert set(wish.weekdays) <= set(range(7))
    assert wish.every is None or 1 <= wish.every <= 12
    assert wish.times is None or 1 <= wish.times <= 500
    assert len(wish.words) <= 500


@given(number=st.integers(0, 10**6), unit=st.sampled_from(["days", "weeks", "months", "hours"]))
def test_however_far_away_it_is_no_failure(number: int, unit: str) -> None:
    read_wish(f"in {number} {unit} x", NOW)
