"""A rule, kept as people mean it: local wall-clock times in a zone, and how they recur.

Each time is computed from the rule, never from the time before it, so that nine o'clock stays
nine o'clock whatever the clocks do.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from itertools import islice, takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from dateutil import rrule

IsHoliday = Callable[[date], bool]

FARTHEST = timedelta(days=366 * 10)  # no rule is asked for times later than this after its start
_WEEKDAYS = (rrule.MO, rrule.TU, rrule.WE, rrule.TH, rrule.FR, rrule.SA, rrule.SU)
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
    found = []
    for each in occurrences(rule, after, is_holiday):
        if each.due > before:
            break
        found.append(each)
    return found


def next_after(rule: Rule, after: datetime, is_holiday: IsHoliday) -> Occurrence | None:
    """The first occurrence later than *after*, if there is one."""
    return next(occurrences(rule, after, is_holiday), None)


def number_of(rule: Rule, day: date, is_holiday: IsHoliday) -> int:
    """How many occurrences *rule* has before *day*, those on holidays included."""
    return sum(1 for _ in takewhile(lambda each: each < day, _days(rule, is_holiday, rule.start)))


def _days(rule: Rule, is_holiday: IsHoliday, since: date) -> Iterator[date]:
    """The local dates of *rule*, holidays not yet left out; those long before *since* may be.

    A rule for so many times is counted from its start.
    """
    until = min(rule.until or date.max, rule.start + FARTHEST)
    days = _endless(rule if rule.times else _begun_later(rule, since), is_holiday)
    within_until = takewhile(lambda day: day <= until, days)
    return islice(within_until, rule.times) if rule.times else within_until


def _begun_later(rule: Rule, since: date) -> Rule:
    """The same rule without its distant past, which takes long to go through."""
    since = max(rule.start, since - timedelta(days=1))
    if rule.recurs is Recurs.DAILY:
        return replace(rule, start=since)
    if rule.recurs is Recurs.WEEKLY:
        weeks = (since - rule.start).days // (7 * rule.every) * rule.every
        on = rule.weekdays or frozenset({rule.start.weekday()})
        return replace(rule, start=rule.start + timedelta(weeks=weeks), weekdays=on)
    return rule


def _endless(rule: Rule, is_holiday: IsHoliday) -> Iterator[date]:
    start = datetime.combine(rule.start, time())
    match rule.recurs:
        case Recurs.ONCE:
            yield rule.start
        case Recurs.DAILY:
            yield from _dates(rrule.rrule(rrule.DAILY, dtstart=start))
        case Recurs.WEEKLY:
            on = [_WEEKDAYS[day] for day in sorted(rule.weekdays or {rule.start.weekday()})]
            yield from _dates(
                rrule.rrule(
                    rrule.WEEKLY, dtstart=start, interval=rule.every, byweekday=on, wkst=rrule.MO
                )
            )
        case Recurs.MONTHLY:
            # The last of the days 28 to N that the month has is N, or the month's last day.
            day = rule.start.day
            choice = range(min(day, 28), day + 1)
            yield from _dates(
                rrule.rrule(rrule.MONTHLY, dtstart=start, bymonthday=choice, bysetpos=-1)
            )
        case Recurs.FIRST_WORKING_DAY | Recurs.LAST_WORKING_DAY:
            last = rule.recurs is Recurs.LAST_WORKING_DAY
            yield from _working_days(rule.start, is_holiday, last=last)


def _working_days(start: date, is_holiday: IsHoliday, *, last: bool) -> Iterator[date]:
    """The first or last working day of each month, from *start* on."""
    months = rrule.rrule(rrule.MONTHLY, dtstart=datetime(start.year, start.month, 1))  # noqa: DTZ001
    for first in _dates(months):
        end = (first + timedelta(days=31)).replace(day=1)
        days = [first + timedelta(days=n) for n in range((end - first).days)]
        working = [d for d in days if d.weekday() in _WORKING_WEEK and not is_holiday(d)]
        if working and working[-1 if last else 0] >= start:
            yield working[-1 if last else 0]


def _dates(rule: rrule.rrule) -> Iterator[date]:
    return (each.date() for each in rule)
