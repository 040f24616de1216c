"""What people do with reminders in a year: all by chance, from one seed."""

from __future__ import annotations

import random
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from bot.reminders.holidays import REGIONS, holidays_of
from bot.reminders.model import Draft, Reminder, Subject
from bot.reminders.rules import Recurs, Rule, next_after

ZONES = ("Europe/London",) * 6 + (
    "America/New_York",
    "America/Santiago",
    "Asia/Kathmandu",
    "Australia/Lord_Howe",
    "Pacific/Auckland",
    "America/Nuuk",
    "UTC",
)
AT = (time(9),) * 6 + (time(1, 30), time(2, 0), time(2, 30), time(0, 0), time(0, 30), time(23, 45))
WEIGHTS = {
    Recurs.ONCE: 15,
    Recurs.DAILY: 12,
    Recurs.WEEKLY: 40,
    Recurs.MONTHLY: 20,
    Recurs.FIRST_WORKING_DAY: 7,
    Recurs.LAST_WORKING_DAY: 6,
}
QuietHours = tuple[time, time] | tuple[()]
QUIET: tuple[QuietHours, ...] = (
    (),
    (),
    (time(20), time(7)),
    (time(9, 1), time(9, 20)),
    (time(0, 10), time(23, 30)),
)
CHANNELS = 8
NEAR = (-1, -5, -30, -50, -62, -70, -90, -180, -550, -650, -3600, 1, 5, 40, 100, 600)  # seconds


@dataclass
class Habits:
    """Makes up rules, and times to do something at."""

    chance: random.Random
    pages: tuple[str, ...]

    def rule(self, now: datetime) -> Rule:
        """A rule that somebody might choose now."""
        chance = self.chance
        zone = chance.choice(ZONES)
        local = now.astimezone(ZoneInfo(zone))
        recurs = chance.choices([*WEIGHTS], [*WEIGHTS.values()])[0]
        at = chance.choice([*AT, time(chance.randrange(24), chance.randrange(60))])
        start = local.date() + timedelta(days=chance.choice([0, 0, 1, 2, 7, 40]))
        if chance.random() < 0.1:  # within seconds
            soon = local + timedelta(seconds=chance.choice([1, 20, 59, 61, 90]))
            at, start = time(soon.hour, soon.minute), soon.date()
        if recurs is Recurs.MONTHLY and chance.random() < 0.4:
            start = start.replace(day=1) + timedelta(days=40)
            start = start.replace(day=1) - timedelta(days=1)  # the last of its month
        weekdays = frozenset(chance.sample(range(7), chance.randint(0, 3)))
        return Rule(
            recurs,
            start,
            at,
            zone,
            every=chance.choice([1, 1, 1, 2, 3]) if recurs is Recurs.WEEKLY else 1,
            weekdays=weekdays if recurs is Recurs.WEEKLY else frozenset(),
            until=start + timedelta(days=chance.randint(0, 300)) if chance.random() < 0.2 else None,
            times=chance.randint(1, 30) if chance.random() < 0.2 else None,
            skips_holidays=chance.random() < 0.3,
        )

    def draft(self, team: str, now: datetime) -> Draft:
        """A reminder that somebody might set up now."""
        return Draft(
            team, self.user(), self.channel(), self.subject(), self.rule(now), self.region()
        )

    def edited(self, reminder: Reminder, now: datetime) -> Reminder:
        """The reminder as somebody might change it now."""
        chance = self.chance
        match chance.randrange(6):
            case 0:
                return replace(reminder, note=f"n{chance.randrange(1000)}")
            case 1:
                return replace(reminder, channel=self.channel())
            case 2:
                return replace(reminder, subject=self.subject())
            case 3:
                return replace(reminder, rule=self.rule(now))
            case _:
                return replace(reminder, rule=self._moved(reminder.rule, now))

    def near(self, reminder: Reminder, at: datetime) -> datetime:
        """A moment shortly before or after the reminder's next time."""
        due = next_after(reminder.rule, at, holidays_of(reminder.region))
        if due is None or due.due > at + timedelta(days=40):
            return at
        return max(at, due.due + timedelta(seconds=self.chance.choice(NEAR)))

    def quiet_hours(self) -> QuietHours:
        """Long ones over midnight or short ones by day; often none."""
        return self.chance.choice(QUIET)

    def quiet_after(self, reminder: Reminder, at: datetime) -> QuietHours:
        """Now and then, those that begin a minute after the reminder's next time, if that is soon.

        So what comes late comes in them.
        """
        due = next_after(reminder.rule, at, holidays_of(reminder.region))
        if due is None or due.due > at + timedelta(minutes=5) or self.chance.random() < 0.5:
            return ()
        local = due.due.astimezone(ZoneInfo(reminder.rule.zone)) + timedelta(minutes=1)
        end = local + timedelta(minutes=self.chance.choice([8, 20, 300]))
        return (local.time().replace(second=0), end.time().replace(second=0))

    def user(self) -> str:
        return f"U{self.chance.randrange(40)}"

    def channel(self) -> str:
        return f"C{self.chance.randrange(CHANNELS)}"

    def region(self) -> str:
        return self.chance.choice(["", *REGIONS])

    def subject(self) -> Subject:
        if self.chance.random() < 0.2:
            return Subject(rotation="all")
        return Subject(self.chance.choice(self.pages))

    def _moved(self, rule: Rule, now: datetime) -> Rule:
        """Another time on the same days: earlier or later, today or not."""
        local = now.astimezone(ZoneInfo(rule.zone))
        shift = timedelta(minutes=self.chance.choice([-120, -20, 1, 3, 15, 45, 300]))
        soon = (local + abs(shift)).time().replace(second=0, microsecond=0, tzinfo=None)
        moved = (datetime.combine(date(2000, 1, 2), rule.at) + shift).time()
        return replace(rule, at=self.chance.choice([soon, moved]))
