"""A rule, kept as people mean it: local wall-clock times in a zone, and how they recur.

Each time is computed from the rule, never from the time before it, so that nine o'clock stays
nine o'clock whatever the clocks do.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import count, dropwhile, islice, takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

IsHoliday = Callable[[date], bool]

FARTHEST = timedelta(days=366 * 10)  # no rule is asked for times later than this after its start
_WORKING_WEEK = frozenset(range(5))


class Recurs(StrEnum):
    """How a rule recurs."""

    ONCE = "once"
    DAILY = "daily"
    WEEKLY = "weekly"
    MONTHLY = "monthly"
    FIRST_WORKING_DAY = "first-working-day"
    LAST_WORKING_DAY = "last-working-day"


@dataclass(frozen=True)
class Rule:
    """When a reminder is wanted.

    *every* counts the weeks of a weekly rule; *weekdays* are 0 (Monday) to 6. A monthly rule is
    for the day of *start*; a month that is too short has it on its last day. The rule ends after
    *until* (that day included) or after *times* occurrences, whichever is first; those that fall
    on a holiday are left out, and count.
    """

    recurs: Recurs
    start: date
    at: time
    zone: str
    every: int = 1
    weekdays: frozenset[int] = frozenset()
    until: date | None = None
    times: int | None = None
    skips_holidays: bool = False


class Occurrence(NamedTuple):
    """One time that a rule wants: its local date, and the moment in UTC."""

    local_date: date
    due: datetime


def occurrences(rule: Rule, after: datetime, is_holiday: IsHoliday) -> Iterator[Occurrence]:
    """The occurrences of *rule* later than *after*, in order.

    A local time that does not exist, because the clocks go forward over it, is taken an hour
    later by the clock; one that comes twice is taken the first time.
    """
    zone = ZoneInfo(rule.zone)
    for day in _days(rule, is_holiday, after.astimezone(zone).date()):
        due = datetime.combine(day, rule.at, zone).astimezone(UTC)
        if due > after and not (rule.skips_holidays and is_holiday(day)):
            yield Occurrence(day, due)


def within(
    rule: Rule, after: datetime, before: datetime, is_holiday: IsHoliday
) -> list[Occurrence]:
    """The occurrences later than *after* and no later than *before*."""
    return upcoming(rule, after, before, is_holiday)[0]


def upcoming(
    rule: Rule, after: datetime, before: datetime, is_holiday: IsHoliday
) -> tuple[list[Occurrence], bool]:
    """The occurrences later than *after* and no later than *before*; whether none is later."""
    found: list[Occurrence] = []
    for each in occurrences(rule, after, is_holiday):
        if each.due > before:
            return found, False
        found.append(each)
    return found, True


def next_after(rule: Rule, after: datetime, is_holiday: IsHoliday) -> Occurrence | None:
    """The first occurrence later than *after*, if there is one."""
    return next(occurrences(rule, after, is_holiday), None)


def number_of(rule: Rule, day: date, is_holiday: IsHoliday) -> int:
    """How many occurrences *rule* has before *day*, those on holidays included."""
    return sum(1 for _ in takewhile(lambda each: each < day, _days(rule, is_holiday, rule.start)))


def _days(rule: Rule, is_holiday: IsHoliday, since: date) -> Iterator[date]:
    """The local dates of *rule*, holidays not yet left out; those before *since* may be.

    The distant past takes long to go through, but a rule for so many times is counted from its
    start. A day more is gone back: a time that does not exist can be one of the next day.
    """
    begin = max(rule.start, since - timedelta(days=1))
    days = _endless(rule, rule.start if rule.times else begin, is_holiday)
    until = min(rule.until or date.max, rule.start + FARTHEST)
    within_until = takewhile(lambda day: day <= until, days)
    return islice(within_until, rule.times) if rule.times else within_until


def _endless(rule: Rule, begin: date, is_holiday: IsHoliday) -> Iterator[date]:
    """The dates of *rule* from *begin* on, which is not before its start."""
    match rule.recurs:
        case Recurs.ONCE:
            return iter([rule.start])
        case Recurs.DAILY:
            return (begin + timedelta(days=number) for number in count())
        case Recurs.WEEKLY:
            days = _weekdays(rule, begin)
        case Recurs.MONTHLY:
            days = (min(each[rule.start.day - 1 :] or each[-1:]) for each in _months(begin))
        case Recurs.FIRST_WORKING_DAY:
            days = _first_working_days(_months(begin), is_holiday)
        case Recurs.LAST_WORKING_DAY:
            days = _first_working_days((each[::-1] for each in _months(begin)), is_holiday)
    return dropwhile(lambda day: day < begin, days)


def _weekdays(rule: Rule, begin: date) -> Iterator[date]:
    """The chosen days of every so many weeks; a week begins on Monday."""
    on = sorted(rule.weekdays or {rule.start.weekday()})
    monday = rule.start - timedelta(days=rule.start.weekday())
    period = 7 * rule.every
    for number in count((begin - monday).days // period):
        for weekday in on:
            yield monday + timedelta(days=number * period + weekday)


def _months(begin: date) -> Iterator[Sequence[date]]:
    """All days of each month, from that of *begin* on."""
    for number in count(begin.year * 12 + begin.month - 1):
        first = date(number // 12, number % 12 + 1, 1)
        days = monthrange(first.year, first.month)[1]
        yield [first + timedelta(days=day) for day in range(days)]


def _first_working_days(months: Iterable[Iterable[date]], is_holiday: IsHoliday) -> Iterator[date]:
    for days in months:
        yield from islice(
            (day for day in days if day.weekday() in _WORKING_WEEK and not is_holiday(day)), 1
        )
