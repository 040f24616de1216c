"""What somebody filled in for a reminder: the rule it makes, and what is wrong with it."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import StrEnum
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

from bot.reminders.holidays import ENGLAND_AND_WALES, REGIONS, holidays_of
from bot.reminders.model import Draft, Reminder, Subject, WorkspaceRules
from bot.reminders.rules import Recurs, Rule, next_after

USUAL_ZONE = "Europe/London"
USUAL_TIME = time(9)
LONGEST_NOTE = 500
MOST_IN_A_CHANNEL = 20
MOST_TIMES = 500
MOST_WEEKS = 12
MOST_DAYS_AHEAD = 5 * 366
WORKING_WEEK = frozenset(range(5))

_CALLS_ALL = re.compile(r"<!|&lt;!|(?<![\w.])@(channel|here|everyone)\b", re.IGNORECASE)

_EARLIEST, _LATEST = date(2000, 1, 1), date(2999, 12, 31)  # for which times can be computed


class Field(StrEnum):
    """The fields, in the order in which they stand."""

    ABOUT = "about"
    ROTATION = "rotation"
    CHANNEL = "channel"
    HOW = "how"
    WEEKDAYS = "weekdays"
    EVERY = "every"
    START = "start"
    AT = "at"
    UNTIL = "until"
    TIMES = "times"
    HOLIDAYS = "holidays"
    REGION = "region"
    ZONE = "zone"
    NOTE = "note"


class How(StrEnum):
    """How often, as people choose it."""

    ONCE = "once"
    DAILY = "daily"
    WEEKDAYS = "weekdays"
    WEEKS = "weeks"
    MONTHLY = "monthly"
    FIRST_WORKING_DAY = "first-working-day"
    LAST_WORKING_DAY = "last-working-day"


_RECURS: Mapping[How, Recurs] = {
    How.ONCE: Recurs.ONCE,
    How.DAILY: Recurs.DAILY,
    How.WEEKDAYS: Recurs.WEEKLY,
    How.WEEKS: Recurs.WEEKLY,
    How.MONTHLY: Recurs.MONTHLY,
    How.FIRST_WORKING_DAY: Recurs.FIRST_WORKING_DAY,
    How.LAST_WORKING_DAY: Recurs.LAST_WORKING_DAY,
}
_WORKING_DAYS = frozenset({How.FIRST_WORKING_DAY, How.LAST_WORKING_DAY})
_WEEKLY = frozenset({How.WEEKDAYS, How.WEEKS})


@dataclass(frozen=True)
class Filled:
    """The fields as they are filled in; *times* is as typed, all others are of their kind."""

    entry: str = ""
    rotation: str = ""
    channel: str = ""
    how: How = How.WEEKDAYS
    weekdays: frozenset[int] = frozenset()
    every: int = 2
    start: date | None = None
    at: time | None = None
    until: date | None = None
    times: str = ""
    skips_holidays: bool = False
    region: str = ENGLAND_AND_WALES
    zone: str = USUAL_ZONE
    note: str = ""

    @property
    def applies(self) -> frozenset[Field]:
        """The fields that mean something for what was chosen."""
        out = set[Field]()
        if self.how not in _WEEKLY:
            out.add(Field.WEEKDAYS)
        if self.how is not How.WEEKS:
            out.add(Field.EVERY)
        if self.how is How.ONCE:
            out |= {Field.UNTIL, Field.TIMES, Field.HOLIDAYS}
        if self.how in _WORKING_DAYS:
            out.add(Field.HOLIDAYS)
        if not self.region_counts:
            out.add(Field.REGION)
        return frozenset(Field) - out

    @property
    def region_counts(self) -> bool:
        """Whether it matters where a day is a bank holiday."""
        if self.how in _WORKING_DAYS:
            return True
        return self.skips_holidays and self.how is not How.ONCE

    def rule(self) -> Rule | None:
        """The rule that is meant, as far as it is one yet."""
        once = self.how is How.ONCE
        counted = 0 if once else counted_times(self.times)
        if self.start is None or self.at is None or self.zone not in zones():
            return None
        if counted is None or (self.how in _WEEKLY and not self.weekdays):
            return None
        if not _EARLIEST <= self.start <= _LATEST:
            return None
        return Rule(
            recurs=_RECURS[self.how],
            start=self.start,
            at=self.at,
            zone=self.zone,
            every=self.every if self.how is How.WEEKS else 1,
            weekdays=self.weekdays if self.how in _WEEKLY else frozenset(),
            until=None if once else self.until,
            times=None if once else counted or None,
            skips_holidays=self.region_counts and self.how not in _WORKING_DAYS,
        )

    def draft(self, team_id: str, owner: str) -> Draft | None:
        """The reminder that is meant, as far as it is one yet."""
        rule = self.rule()
        if rule is None or bool(self.entry) == bool(self.rotation):
            return None
        return Draft(
            team_id=team_id,
            owner=owner,
            channel=self.channel,
            subject=Subject(self.entry, self.rotation),
            rule=rule,
            region=self.region if self.region_counts else "",
            note=self.note.strip(),
        )

    @classmethod
    def of(cls, draft: Draft) -> Filled:
        """The fields of a reminder that there is."""
        rule = draft.rule
        how = next(how for how, recurs in _RECURS.items() if recurs is rule.recurs)
        if how is How.WEEKDAYS and rule.every > 1:
            how = How.WEEKS
        return cls(
            entry=draft.subject.entry,
            rotation=draft.subject.rotation,
            channel=draft.channel,
            how=how,
            weekdays=rule.weekdays,
            every=rule.every if how is How.WEEKS else 2,
            start=rule.start,
            at=rule.at,
            until=rule.until,
            times=str(rule.times or ""),
            skips_holidays=rule.skips_holidays,
            region=draft.region or ENGLAND_AND_WALES,
            zone=rule.zone,
            note=draft.note,
        )


@dataclass(frozen=True)
class Around:
    """What is to be known besides, to say what is wrong. *before* is what is being changed."""

    now: datetime
    entries: Collection[str]
    agencies: Collection[str]
    rules: WorkspaceRules
    others_in_channel: int = 0
    before: Reminder | None = None


def problems(filled: Filled, around: Around) -> dict[Field, str]:
    """What is wrong, by field: the name of the sentence that says it. Empty if nothing is."""
    found = {**_subject(filled, around), **_when(filled, around), **_note(filled)}
    if not filled.channel:
        found[Field.CHANNEL] = "no_channel"
    elif around.others_in_channel >= MOST_IN_A_CHANNEL:
        found[Field.CHANNEL] = "too_many"
    if not found and not _comes(filled, around.now):
        found.update(_never(filled, around.now))
    return found


def counted_times(typed: str) -> int | None:
    """How often at most, from what was typed: 0 for nothing typed, None for no such number."""
    typed = typed.strip()
    if not typed:
        return 0
    if not re.fullmatch(r"[0-9]{1,4}", typed):
        return None
    return int(typed) if 1 <= int(typed) <= MOST_TIMES else None


@cache
def zones() -> frozenset[str]:
    """The names of all time zones."""
    return frozenset(each for each in available_timezones() if "/" in each or each == "UTC")


def zones_like(typed: str, most: int) -> list[str]:
    """The time zones that *typed* begins to name: cities that begin so first."""
    wanted = "_".join(typed.casefold().split())
    if not wanted:
        return []
    like = [each for each in zones() if wanted in each.casefold()]

    def nearness(zone: str) -> tuple[bool, bool, str]:
        city = zone.rpartition("/")[2].casefold()
        return not city.startswith(wanted), not zone.startswith("Europe/"), zone

    return sorted(like, key=nearness)[:most]


def _subject(filled: Filled, around: Around) -> dict[Field, str]:
    if filled.entry and filled.rotation:
        return {Field.ROTATION: "both"}
    if filled.entry:
        return {} if filled.entry in around.entries else {Field.ABOUT: "page_gone"}
    if filled.rotation in around.agencies:
        return {}
    return {Field.ABOUT: "no_page"}


def _when(filled: Filled, around: Around) -> dict[Field, str]:
    found: dict[Field, str] = {}
    applies = filled.applies
    if Field.WEEKDAYS in applies and not filled.weekdays:
        found[Field.WEEKDAYS] = "no_weekdays"
    if filled.zone not in zones():
        found[Field.ZONE] = "no_zone"
    if filled.at is None:
        found[Field.AT] = "no_time"
    elif around.rules.is_quiet(filled.at):
        found[Field.AT] = "quiet"
    if filled.start is None:
        found[Field.START] = "no_date"
    elif filled.start < _today(filled, around.now) and not _is_kept(filled, around.before):
        found[Field.START] = "past_date"
    elif (filled.start - _today(filled, around.now)).days > MOST_DAYS_AHEAD:
        found[Field.START] = "far_date"
    if Field.UNTIL in applies and filled.until and filled.start and filled.until < filled.start:
        found[Field.UNTIL] = "until_early"
    if Field.TIMES in applies and counted_times(filled.times) is None:
        found[Field.TIMES] = "times"
    return found


def _note(filled: Filled) -> dict[Field, str]:
    note = filled.note.strip()
    if len(note) > LONGEST_NOTE:
        return {Field.NOTE: "note_long"}
    return {Field.NOTE: "note_calls"} if _CALLS_ALL.search(note) else {}


def _never(filled: Filled, now: datetime) -> dict[Field, str]:
    """A rule without any time to come: the field that is likeliest to be why."""
    if filled.how is How.ONCE:
        return {Field.AT if filled.start == _today(filled, now) else Field.START: "past_time"}
    if filled.until:
        return {Field.UNTIL: "never"}
    return {Field.TIMES if filled.times.strip() else Field.START: "never"}


def _comes(filled: Filled, now: datetime) -> bool:
    rule = filled.rule()
    region = filled.region if filled.region_counts else ""
    if rule is None or (region and region not in REGIONS):
        return False
    return next_after(rule, now, holidays_of(region)) is not None


def _is_kept(filled: Filled, before: Reminder | None) -> bool:
    """Whether the first date is that of a reminder that comes since then."""
    return bool(before and filled.how is not How.ONCE and before.rule.start == filled.start)


def _today(filled: Filled, now: datetime) -> date:
    zone = filled.zone if filled.zone in zones() else USUAL_ZONE
    return now.astimezone(ZoneInfo(zone)).date()
