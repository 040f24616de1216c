"""Keeps what Slack will post in agreement with what people want to be reminded of.

Each post is claimed in the database before Slack is asked, and marked when Slack has answered.
Whatever breaks in between, the next pass finds the claim, asks Slack what it holds, and adopts
the booking or lets go of the claim: nothing is booked twice and nothing goes missing.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from bot.reminders.holidays import holidays_of
from bot.reminders.model import Reminder, Why, WorkspaceRules
from bot.reminders.plan import Plan, Wanted, plan
from bot.reminders.ports import (
    Booked,
    Bookings,
    GoneError,
    Key,
    PutOff,
    RefusedError,
    Row,
    RowState,
    SlowDownError,
    Storage,
    UnreachableError,
    Wording,
)
from bot.reminders.rules import Occurrence, next_after, within

log = logging.getLogger(__name__)

HORIZON = timedelta(days=3)  # so long the bot may be away without anybody noticing
LEAD = timedelta(seconds=10)  # Slack takes nothing for the past, nor for this very moment
LATENESS = timedelta(minutes=30)  # a post that is later than this is left out, and reported
SETTLED = timedelta(minutes=10)  # so near to its time a post keeps its words
PASS_EVERY = timedelta(minutes=5)
AFTER_AN_OUTAGE = timedelta(seconds=30)
KEPT = timedelta(days=3)  # bookings of the past, so that no date is booked a second time
BOOKED_AT_ONCE = 40  # Slack takes 50 a minute; others may want some too
A_MINUTE = timedelta(minutes=1)


@dataclass
class Pass:
    """What one pass over a workspace has done, and when the next one is due."""

    booked: int = 0
    cancelled: int = 0
    adopted: int = 0
    skipped: int = 0
    again_at: datetime | None = None


class Planner:
    """Plans one workspace at a time. Keeps nothing between two passes."""

    def __init__(self, storage: Storage, wording: Wording, now: Callable[[], datetime]) -> None:
        self._storage, self._wording, self._now = storage, wording, now

    async def keep_booked(self, team_id: str, bookings: Bookings) -> Pass:
        """One pass. The caller sees to it that nobody else is planning this workspace."""
        done = Pass(again_at=self._now() + PASS_EVERY)
        try:
            await self._settle(team_id, bookings, done)
            await self._agree(team_id, bookings, done)
            before = self._seconds(self._now() - KEPT)
            await self._storage.tidy(team_id, before)
        except SlowDownError as slow:
            done.again_at = self._now() + timedelta(seconds=slow.seconds)
        except UnreachableError:
            done.again_at = self._now() + AFTER_AN_OUTAGE
        return done

    async def _settle(self, team_id: str, bookings: Bookings, done: Pass) -> None:
        """Find out what became of claims and cancellations whose answer was lost."""
        rows = await self._storage.rows(team_id, 0)
        open_ = [r for r in rows if r.state in {RowState.CLAIMED, RowState.CANCELLING}]
        if not open_:
            return
        held = await bookings.held()
        for row in open_:
            found = self._found(row, held)
            if row.state is RowState.CLAIMED:
                await self._settle_claim(team_id, row, found, done)
            else:
                await self._settle_cancellation(team_id, row, found, bookings, done)

    async def _settle_claim(self, team_id: str, row: Row, found: Booked | None, done: Pass) -> None:
        if found:
            await self._storage.set_row(team_id, row.key, RowState.BOOKED, found.id)
            done.adopted += 1
        elif row.post_at > self._seconds(self._now()):
            await self._storage.drop(team_id, row.key)
        else:
            await self._storage.set_row(team_id, row.key, RowState.UNKNOWN)

    async def _settle_cancellation(
        self, team_id: str, row: Row, found: Booked | None, bookings: Bookings, done: Pass
    ) -> None:
        if found and await bookings.cancel(row.channel, found.id):
            done.cancelled += 1
            found = None
        passed = row.post_at <= self._seconds(self._now())
        if found or passed:
            await self._storage.set_row(team_id, row.key, RowState.UNKNOWN, row.slack_id)
        else:
            await self._storage.drop(team_id, row.key)

    async def _agree(self, team_id: str, bookings: Bookings, done: Pass) -> None:
        now = self._now()
        rules = await self._storage.rules(team_id)
        rows = {row.key: row for row in await self._storage.rows(team_id, 0)}
        reminders = {each.id: each for each in await self._storage.active(team_id)}
        for reminder in [*reminders.values()]:
            if await self._has_trouble(team_id, reminder, bookings):
                del reminders[reminder.id]
        dues = await self._dues(team_id, reminders, rows, now, bookings, done)
        ready = await self._worded(team_id, reminders, dues, rules, bookings)
        todo = self._compared(ready, rows, now)
        for each in todo.cancel:
            await self._cancel(team_id, rows[_key(each)], bookings, done)
        budget = BOOKED_AT_ONCE
        for each in todo.book:
            if not budget:
                done.again_at = self._now() + A_MINUTE
                return
            budget -= 1
            reminder = reminders[each.reminder]
            await self._book(team_id, each, reminder, bookings, done)

    async def _has_trouble(self, team_id: str, reminder: Reminder, bookings: Bookings) -> bool:
        """Whether the bot cannot post in the reminder's channel; its owner is told, once."""
        trouble = await bookings.trouble_with(reminder.channel)
        if trouble:
            await self._pause(team_id, reminder, trouble, bookings)
        return bool(trouble)

    async def _pause(self, team_id: str, reminder: Reminder, why: str, bookings: Bookings) -> None:
        await self._storage.pause(team_id, reminder.id, why)
        log.info("team %s: reminder %d is paused (%s)", team_id, reminder.id, why)
        await bookings.tell(reminder.owner, why, reminder)

    async def _dues(
        self,
        team_id: str,
        reminders: Mapping[int, Reminder],
        rows: Mapping[Key, Row],
        now: datetime,
        bookings: Bookings,
        done: Pass,
    ) -> dict[Key, int]:
        """All posts that are wanted within the horizon, and their due times, in Unix seconds."""
        dues: dict[Key, int] = {}
        for reminder in reminders.values():
            missed = 0
            for day, due in occurrences_of(reminder, now + HORIZON):
                key = Key(reminder.id, day)
                if due > now - LATENESS or key in rows:
                    dues[key] = self._seconds(due)
                else:
                    missed += 1
            if reminder.counted_from < now - LATENESS:
                await self._storage.count_from(team_id, reminder.id, now - LATENESS)
            if missed:
                done.skipped += missed
                await bookings.tell(reminder.owner, "missed", reminder, missed)
            elif _is_over(reminder, now - LATENESS):
                await self._storage.end(team_id, reminder.id)
        for put_off in await self._storage.put_offs(team_id):
            if put_off.key.reminder in reminders and self._is_wanted(put_off, now):
                dues[put_off.key] = put_off.due
        return dues

    def _is_wanted(self, put_off: PutOff, now: datetime) -> bool:
        return self._seconds(now - LATENESS) < put_off.due <= self._seconds(now + HORIZON)

    async def _worded(
        self,
        team_id: str,
        reminders: Mapping[int, Reminder],
        dues: Mapping[Key, int],
        rules: WorkspaceRules,
        bookings: Bookings,
    ) -> dict[Key, Wanted]:
        """The posts with the version of their words; without those that must wait."""
        ready: dict[Key, Wanted] = {}
        gone: set[int] = set()
        for key, due in dues.items():
            reminder = reminders[key.reminder]
            if reminder.id in gone:
                continue
            try:
                words = self._wording.version(reminder, key, rules)
            except GoneError:
                gone.add(reminder.id)
                await self._pause(team_id, reminder, Why.GONE, bookings)
                continue
            if words:
                ready[key] = Wanted(
                    key.reminder, key.local_date.isoformat(), key.turn, reminder.channel, due, words
                )
        return {key: each for key, each in ready.items() if key.reminder not in gone}

    def _compared(
        self, ready: Mapping[Key, Wanted], rows: Mapping[Key, Row], now: datetime
    ) -> Plan:
        """What must be booked and cancelled. What was posted, or is being settled, is left."""
        moment = self._seconds(now)
        to_come = {
            key: row
            for key, row in rows.items()
            if row.state is RowState.BOOKED and row.post_at > moment and row.due > moment
        }
        wanted = [
            self._with_old_words(each, to_come.get(key), moment)
            for key, each in ready.items()
            if key not in rows or key in to_come
        ]
        return plan(wanted, [_as_wanted(row) for row in to_come.values()])

    def _with_old_words(self, wanted: Wanted, row: Row | None, moment: int) -> Wanted:
        """So near to its time a message is not taken back for its words: it might be lost."""
        if row and row.post_at - moment < SETTLED.total_seconds():
            return wanted._replace(words=row.words)
        return wanted

    async def _cancel(self, team_id: str, row: Row, bookings: Bookings, done: Pass) -> None:
        await self._storage.set_row(team_id, row.key, RowState.CANCELLING, row.slack_id)
        if await bookings.cancel(row.channel, row.slack_id):
            await self._storage.drop(team_id, row.key)
            done.cancelled += 1
        else:
            await self._storage.set_row(team_id, row.key, RowState.BOOKED, row.slack_id)

    async def _book(
        self,
        team_id: str,
        wanted: Wanted,
        reminder: Reminder,
        bookings: Bookings,
        done: Pass,
    ) -> None:
        key = _key(wanted)
        post_at = max(wanted.post_at, self._seconds(self._now() + LEAD))
        row = Row(key, wanted.channel, wanted.post_at, post_at, wanted.words)
        if not await self._storage.claim(team_id, row):
            return  # its cancellation was not taken: what stands at Slack stays
        try:
            message = self._wording.message(reminder, key)
            slack_id = await bookings.book(row.channel, post_at, message)
        except SlowDownError:
            await self._storage.drop(team_id, key)
            raise
        except RefusedError as no:
            await self._storage.drop(team_id, key)
            if str(no) != "time_in_past":  # that is made good, or reported, by the next pass
                await self._pause(team_id, reminder, str(no), bookings)
            return
        await self._storage.set_row(team_id, key, RowState.BOOKED, slack_id)
        done.booked += 1

    def _found(self, row: Row, held: Sequence[Booked]) -> Booked | None:
        for each in held:
            same = each.channel == row.channel and each.post_at == row.post_at
            if each.id == row.slack_id or (same and self._wording.is_of(each.text, row.key)):
                return each
        return None

    def _seconds(self, moment: datetime) -> int:
        return int(moment.timestamp())


def occurrences_of(reminder: Reminder, until: datetime) -> list[Occurrence]:
    """The occurrences of a reminder that are still looked at, up to *until*."""
    return within(reminder.rule, reminder.counted_from, until, holidays_of(reminder.region))


def _is_over(reminder: Reminder, since: datetime) -> bool:
    since = max(since, reminder.counted_from)
    return next_after(reminder.rule, since, holidays_of(reminder.region)) is None


def _key(wanted: Wanted) -> Key:
    return Key(wanted.reminder, date.fromisoformat(wanted.local_date), wanted.turn)


def _as_wanted(row: Row) -> Wanted:
    key = row.key
    return Wanted(
        key.reminder, key.local_date.isoformat(), key.turn, row.channel, row.due, row.words
    )
