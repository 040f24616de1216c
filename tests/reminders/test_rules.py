"""When a rule is due, compared with a reading that is slow and plain."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.reminders.reference import due_times
from bot.reminders.holidays import ENGLAND_AND_WALES, REGIONS, holidays_of
from bot.reminders.rules import Recurs, Rule, next_after, number_of, occurrences, upcoming, within

LONDON = "Europe/London"
ZONES = (
    LONDON,
    "America/New_York",
    "America/Santiago",  # its clocks change at midnight
    "America/Nuuk",  # its clocks go forward over midnight
    "Asia/Kathmandu",
    "Australia/Lord_Howe",  # by half an hour
    "Pacific/Auckland",
    "UTC",
)
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)
england = holidays_of(ENGLAND_AND_WALES)
nowhere = holidays_of("")

rules = st.builds(
    Rule,
    recurs=st.sampled_from(Recurs),
    start=st.dates(date(2027, 1, 1), date(2028, 12, 31)),
    at=st.times().map(lambda at: at.replace(second=0, microsecond=0))
    | st.sampled_from([time(0), time(0, 30), time(1, 30), time(2), time(2, 30), time(23, 30)]),
    zone=st.sampled_from(ZONES),
    every=st.integers(1, 4),
    weekdays=st.frozensets(st.integers(0, 6)),
    until=st.none() | st.dates(date(2027, 1, 1), date(2029, 12, 31)),
    times=st.none() | st.integers(1, 20),
    skips_holidays=st.booleans(),
)
moments = st.datetimes(datetime(2026, 12, 1), datetime(2029, 6, 1)).map(  # noqa: DTZ001
    lambda moment: moment.replace(tzinfo=UTC)
)
regions = st.sampled_from(["", *REGIONS])


@given(rule=rules, after=moments, days=st.integers(0, 120), region=regions)
@settings(max_examples=400, deadline=None, derandomize=True)
def test_the_times_are_those_that_a_calendar_gives_day_by_day(
    rule: Rule, after: datetime, days: int, region: str
) -> None:
    before, is_holiday = after + timedelta(days=days), holidays_of(region)
    plainly = due_times(rule, before.date() + timedelta(days=2), is_holiday)

    found = within(rule, after, before, is_holiday)

    assert found == [each for each in plainly if after < each.due <= before]


@given(rule=rules, after=moments, region=regions)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_where_one_begins_to_look_never_changes_what_one_finds(
    rule: Rule, after: datetime, region: str
) -> None:
    before, is_holiday = after + timedelta(days=40), holidays_of(region)
    all_of_it = within(rule, LONG_AGO, before, is_holiday)

    assert within(rule, after, before, is_holiday) == [e for e in all_of_it if e.due > after]


@given(rule=rules, region=regions)
@settings(max_examples=100, deadline=None, derandomize=True)
def test_each_time_has_a_number_of_its_own_and_holidays_count(rule: Rule, region: str) -> None:
    counts = replace(rule, skips_holidays=False)
    is_holiday, last = holidays_of(region), at(2028, 6, 1)
    numbers = {
        each.local_date: number
        for number, each in enumerate(within(counts, LONG_AGO, last, is_holiday))
    }

    for each in within(rule, LONG_AGO, last, is_holiday)[-3:]:
        assert number_of(rule, each.local_date, is_holiday) == numbers[each.local_date]


@given(rule=rules, after=moments, region=regions)
@settings(max_examples=200, deadline=None, derandomize=True)
def test_a_rule_without_more_times_says_so(rule: Rule, after: datetime, region: str) -> None:
    is_holiday = holidays_of(region)
    found, is_last = upcoming(rule, after, after + timedelta(days=30), is_holiday)
    later = next_after(rule, max([after, *(each.due for each in found)]), is_holiday)

    assert is_last == (later is None)


@pytest.mark.parametrize(
    ("day", "at", "due"),
    [
        (date(2028, 3, 25), time(9), datetime(2028, 3, 25, 9, tzinfo=UTC)),
        (date(2028, 3, 26), time(9), datetime(2028, 3, 26, 8, tzinfo=UTC)),
        (date(2028, 3, 26), time(1, 30), datetime(2028, 3, 26, 1, 30, tzinfo=UTC)),
        (date(2028, 10, 29), time(1, 30), datetime(2028, 10, 29, 0, 30, tzinfo=UTC)),
        (date(2028, 10, 29), time(9), datetime(2028, 10, 29, 9, tzinfo=UTC)),
    ],
    ids=["before", "after it", "does not exist", "comes twice", "after it again"],
)
def test_nine_stays_nine_and_a_time_that_does_not_exist_or_comes_twice_is_stated(
    day: date, at: time, due: datetime
) -> None:
    rule = Rule(Recurs.DAILY, date(2028, 1, 1), at, LONDON)

    assert [each.due for each in occurrences_on(rule, day)] == [due]


def test_a_time_that_does_not_exist_comes_an_hour_later_by_the_clock() -> None:
    rule = Rule(Recurs.DAILY, date(2028, 1, 1), time(1, 30), LONDON)
    (found,) = occurrences_on(rule, date(2028, 3, 26))

    assert found.due.astimezone(ZoneInfo(LONDON)).time() == time(2, 30)


def test_the_29th_of_february_is_in_other_years_the_last_of_the_month() -> None:
    rule = Rule(Recurs.MONTHLY, date(2028, 2, 29), time(9), "UTC")
    days = [each.local_date for each in within(rule, LONG_AGO, at(2029, 3, 31), nowhere)]

    assert date(2028, 2, 29) in days
    assert date(2029, 2, 28) in days
    assert date(2029, 3, 29) in days


def test_the_31st_is_the_last_day_of_a_month_that_is_too_short() -> None:
    rule = Rule(Recurs.MONTHLY, date(2028, 1, 31), time(9), "UTC")
    days = [each.local_date for each in within(rule, LONG_AGO, at(2028, 6, 1), nowhere)]

    assert [each.day for each in days] == [31, 29, 31, 30, 31]


def test_holidays_are_left_out_and_count() -> None:
    """25 and 26 December 2028 are a Monday and a Tuesday."""
    rule = Rule(
        Recurs.DAILY, date(2028, 12, 24), time(9), "UTC", times=4, skips_holidays=True
    )  # fmt: skip
    days = [each.local_date.day for each in within(rule, LONG_AGO, at(2029, 3, 1), england)]

    assert days == [24, 27]


def test_the_first_working_day_goes_around_weekend_and_holiday() -> None:
    """1 January 2028 is a Saturday, and the Monday after it a holiday in its place."""
    rule = Rule(Recurs.FIRST_WORKING_DAY, date(2027, 12, 31), time(9), "UTC")

    assert next_day(rule, at(2027, 12, 31)) == date(2028, 1, 4)


def test_the_last_working_day_goes_around_weekend_and_holiday() -> None:
    """31 December 2028 is a Sunday."""
    rule = Rule(Recurs.LAST_WORKING_DAY, date(2028, 12, 1), time(9), "UTC")

    assert next_day(rule, at(2028, 12, 1)) == date(2028, 12, 29)


def test_a_daily_rule_ends_after_ten_years() -> None:
    """Nobody who set it up is there any more; and no search is without end."""
    rule = Rule(Recurs.DAILY, date(2028, 1, 1), time(9), "UTC")

    assert next_after(rule, at(2037, 12, 1), nowhere)
    assert next_after(rule, at(2038, 2, 1), nowhere) is None


def occurrences_on(rule: Rule, day: date) -> list[object]:
    begin = datetime.combine(day - timedelta(days=2), time(), UTC)
    some = within(rule, begin, begin + timedelta(days=4), nowhere)
    return [each for each in some if each.local_date == day]


def next_day(rule: Rule, after: datetime) -> date:
    return next(occurrences(rule, after, england)).local_date


def at(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, tzinfo=UTC)
