"""When a rule is due, written as slowly and plainly as can be: day by day, without a library."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.reminders.rules import Occurrence, Recurs, Rule

DAY = timedelta(days=1)
IsHoliday = Callable[[date], bool]


def due_times(rule: Rule, last_day: date, is_holiday: IsHoliday) -> Iterator[Occurrence]:
    """Every occurrence of *rule* from its start to *last_day*."""
    day, count = rule.start, 0
    while day <= last_day and (rule.until is None or day <= rule.until):
        if is_one_of_its_days(rule, day, is_holiday):
            count += 1
            if rule.times and count > rule.times:
                return
            if not (rule.skips_holidays and is_holiday(day)):
                yield Occurrence(day, moment_of(rule, day))
        day += DAY


def is_one_of_its_days(rule: Rule, day: date, is_holiday: IsHoliday) -> bool:
    """Whether *rule* falls on *day*, holidays not yet left out."""
    match rule.recurs:
        case Recurs.ONCE:
            return day == rule.start
        case Recurs.DAILY:
            return True
        case Recurs.WEEKLY:
            weeks = (monday_of(day) - monday_of(rule.start)).days // 7
            on = rule.weekdays or {rule.start.weekday()}
            return weeks % rule.every == 0 and day.weekday() in on
        case Recurs.MONTHLY:
            return day.day == min(rule.start.day, monthrange(day.year, day.month)[1])
        case Recurs.FIRST_WORKING_DAY:
            return day == next(working_days(day, is_holiday), None)
        case Recurs.LAST_WORKING_DAY:
            return day == max(working_days(day, is_holiday), default=None)


def working_days(day: date, is_holiday: IsHoliday) -> Iterator[date]:
    """The working days of the month of *day*."""
    for number in range(1, monthrange(day.year, day.month)[1] + 1):
        each = day.replace(day=number)
        if each.weekday() < 5 and not is_holiday(each):
            yield each


def monday_of(day: date) -> date:
    """The Monday of the week of *day*."""
    return day - day.weekday() * DAY


def moment_of(rule: Rule, day: date) -> datetime:
    """The moment in UTC when a clock in the rule's zone first shows that time on *day*.

    Where it never does, because it was put forward just then, it is when it would have shown that
    time had it not been.
    """
    zone = ZoneInfo(rule.zone)
    wall = datetime.combine(day, rule.at)
    guess = wall.replace(tzinfo=UTC) - timedelta(hours=16)
    offsets = []
    for hour in range(33):
        offset = (guess + timedelta(hours=hour)).astimezone(zone).utcoffset()
        if offset is not None and offset not in offsets:
            offsets.append(offset)
    found = [
        moment
        for moment in (wall.replace(tzinfo=UTC) - offset for offset in offsets)
        if moment.astimezone(zone).replace(tzinfo=None) == wall
    ]
    return min(found) if found else wall.replace(tzinfo=UTC) - offsets[0]
