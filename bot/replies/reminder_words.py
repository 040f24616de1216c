"""A reminder's rule and times in words, and what is to come of it."""

from __future__ import annotations

from calendar import day_name
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from bot.reminders.checking import USUAL_ZONE, WORKING_WEEK
from bot.reminders.holidays import holiday_names_of, holidays_of
from bot.reminders.model import Draft, Reminder, State, Subject, Why
from bot.reminders.rules import Recurs, Rule, next_after, occurrences
from bot.replies.entries import day_in_words
from bot.toolkit.reminder_messages import ReminderMessages, ReminderWords
from bot.toolkit.toolkit import Toolkit

SHOWN = 5
LINES = 8  # those that are left out included


@dataclass(frozen=True)
class Coming:
    """A time to come in words; with *holiday*, one that is left out for it."""

    when: str
    day: date
    holiday: str = ""


def rule_in_words(say: ReminderMessages, rule: Rule) -> str:
    """A rule as people say it: ``every Monday at 09:00, until 31 March 2027``."""
    words = say.words
    further = [_recurs(words, rule)]
    if rule.skips_holidays:
        further.append(words.no_holidays)
    if rule.until:
        further.append(words.until.format(day=day_in_words(rule.until)))
    if rule.times:
        further.append(words.times.format(count=rule.times))
    if rule.zone != USUAL_ZONE:
        further.append(words.zone.format(zone=rule.zone))
    return ", ".join(further)


def moment_in_words(say: ReminderMessages, moment: datetime, zone: str) -> str:
    """A moment by the clock of *zone*: ``Monday 30 November 2026 at 09:00``."""
    local = moment.astimezone(ZoneInfo(zone))
    return say.words.moment.format(day=_with_weekday(local.date()), time=f"{local:%H:%M}")


def next_time(draft: Draft, now: datetime) -> datetime | None:
    """When a reminder comes next, holidays heeded."""
    after = max(now, draft.counted_from) if isinstance(draft, Reminder) else now
    found = next_after(draft.rule, after, holidays_of(draft.region))
    return found.due if found else None


def next_in_words(say: ReminderMessages, reminder: Reminder, now: datetime) -> str:
    """``next on Monday 30 November 2026 at 09:00``; empty for one that is paused."""
    if reminder.state is not State.ACTIVE:
        return ""
    due = next_time(reminder, now)
    if due is None:
        return say.words.no_next
    return say.words.next.format(when=moment_in_words(say, due, reminder.rule.zone))


def coming(say: ReminderMessages, rule: Rule, region: str, now: datetime) -> list[Coming]:
    """The next five times, and between them those that are left out for a holiday."""
    every = replace(rule, skips_holidays=False)
    holiday_on = holiday_names_of(region)
    found: list[Coming] = []
    kept = 0
    for each in occurrences(every, now, holidays_of(region)):
        holiday = holiday_on(each.local_date) if rule.skips_holidays else ""
        when = moment_in_words(say, each.due, rule.zone)
        found.append(Coming(when, each.local_date, holiday))
        kept += not holiday
        if kept == SHOWN or len(found) == LINES:
            break
    return found


def coming_in_words(say: ReminderMessages, times: Sequence[Coming]) -> list[str]:
    """A line for each of *times*."""
    left_out = say.window.left_out
    return [
        left_out.format(when=each.when, holiday=each.holiday) if each.holiday else each.when
        for each in times
    ]


def subject_in_words(toolkit: Toolkit, subject: Subject) -> str:
    """What a reminder is about, by its title."""
    words = toolkit.messages.reminders.words
    if subject.rotation:
        agency = toolkit.agencies.get(subject.rotation)
        return words.rotation.format(agency=agency.name if agency else subject.rotation)
    entry = toolkit.entries.get(subject.entry)
    if not entry:
        return words.gone.format(id=subject.entry)
    whose = toolkit.agency_of(entry.id)
    return f"{whose.short}: {entry.title}" if whose else entry.title


def why_in_words(say: ReminderMessages, why: str) -> str:
    """Why a reminder is paused, to follow a colon."""
    if why in set(Why):
        return str(getattr(say.why, why))
    return say.why.refused.format(reason=why)


def _recurs(words: ReminderWords, rule: Rule) -> str:
    time = f"{rule.at:%H:%M}"
    match rule.recurs:
        case Recurs.ONCE:
            return words.once.format(day=_with_weekday(rule.start), time=time)
        case Recurs.DAILY:
            return words.daily.format(time=time)
        case Recurs.WEEKLY if rule.every == 1:
            return words.weekly.format(days=_days(words, rule), time=time)
        case Recurs.WEEKLY:
            days = _days(words, rule)
            return words.weeks.format(count=rule.every, days=days, time=time)
        case Recurs.MONTHLY:
            return words.monthly.format(day=_ordinal(rule.start.day), time=time)
        case Recurs.FIRST_WORKING_DAY:
            return words.first_working_day.format(time=time)
        case Recurs.LAST_WORKING_DAY:
            return words.last_working_day.format(time=time)


def _days(words: ReminderWords, rule: Rule) -> str:
    days = rule.weekdays or frozenset({rule.start.weekday()})
    if days == WORKING_WEEK:
        return words.weekday
    *some, last = (day_name[day] for day in sorted(days))
    return words.both.format(some=", ".join(some), last=last) if some else last


def _with_weekday(day: date) -> str:
    return f"{day:%A} {day_in_words(day)}"


def _ordinal(number: int) -> str:
    teen = 10 < number % 100 < 14
    return f"{number}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th')}"
