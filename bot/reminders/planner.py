"""Keeps what Slack will post in agreement with what people want to be reminded of.

Each post is claimed in the database before Slack is asked, and marked when Slack has answered.
Whatever breaks in between, the next pass finds the claim, asks Slack what it holds, and adopts
the booking or lets go of the claim: nothing is booked twice and nothing goes missing.
"""

from __future__ import annotations

import logging
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.reminders.model import Reminder, Why, WorkspaceRules
from bot.reminders.plan import Wanted, plan
from bot.reminders.ports import (
    Bookings,
    Key,
    Message,
    RefusedError,
    Row,
    RowState,
    ShutOutError,
    SlowDownError,
    Storage,
    UnreachableError,
    Wording,
)
from bot.reminders.settling import IN_FLIGHT, Settling, goes_out
from bot.reminders.wanting import LATENESS, Dues, Seen, dues_of, key_of, seconds, worded

log = logging.getLogger(__name__)

LEAD = timedelta(seconds=45)  # Slack is asked so long before: a lost answer is found in time
SETTLED = timedelta(minutes=10)  # so near to its time a post keeps its words
PASS_EVERY = timedelta(minutes=30)  # whoever changes anything does not wait for this
AFTER_AN_OUTAGE = IN_FLIGHT
SHUT_OUT = timedelta(hours=1)
KEPT = timedelta(days=3)  # bookings of the past, so that no date is booked a second time
COUNTED_EVERY = timedelta(days=1)  # so that the past of a reminder stays short
STEPS_AT_ONCE = 40  # Slack takes 50 a minute; others may want some too
A_MINUTE = timedelta(minutes=1)
A_WINDOW = timedelta(minutes=5)  # in which a channel takes no more than 30 messages
SOON = timedelta(seconds=1)


@dataclass
class Pass:
    """What one pass over a workspace has done, and when the next one is due."""

    again_at: datetime
    booked: int = 0
    cancelled: int = 0
    adopted: int = 0
    skipped: int = 0
    unknown: int = 0

    def look_again(self, at: datetime) -> None:
        """The next pass is at that time at the latest."""
        self.again_at = min(self.again_at, at)


class Step(NamedTuple):
    """What is to be done about one post: let go of a booking, make one, or both in this order."""

    cancel: Row | None
    book: Wanted | None


class Planner:
    """Plans one workspace at a time. Keeps nothing between two passes."""

    def __init__(
        self,
        storage: Storage,
        wording: Wording,
        now: Callable[[], datetime],
        *,
        pass_every: timedelta = PASS_EVERY,
    ) -> None:
        self._storage, self._wording, self._now = storage, wording, now
        self._pass_every = pass_every
        self._settling = Settling(storage, wording, now)

    async def keep_booked(self, team_id: str, bookings: Bookings) -> Pass:
        """One pass. The caller sees to it that nobody else is planning this workspace."""
        done = Pass(again_at=self._now() + self._pass_every)
        try:
            await self._agree(team_id, bookings, done)
            await self._storage.tidy(team_id, seconds(self._now() - KEPT))
        except SlowDownError as slow:
            done.again_at = self._now() + max(SOON, timedelta(seconds=slow.seconds))
        except UnreachableError:
            done.again_at = self._now() + AFTER_AN_OUTAGE
        except (ShutOutError, RefusedError) as no:
            log.warning("team %s: Slack lets nothing be planned (%s)", team_id, no)
            done.again_at = self._now() + SHUT_OUT
        return done

    async def _agree(self, team_id: str, bookings: Bookings, done: Pass) -> None:
        rows = await self._settled(team_id, bookings, done)
        seen = Seen(
            self._now(),
            await self._storage.rules(team_id),
            {each.id: each for each in await self._storage.active(team_id)},
            {row.key: row for row in rows},
            await self._storage.put_offs(team_id),
        )
        dues = dues_of(seen)
        posts = worded(self._wording, seen, dues.to_come)
        await self._take_steps(team_id, seen, steps(seen, posts.ready), bookings, done)
        for reminder in posts.gone.values():
            await self._pause(team_id, reminder, Why.GONE, bookings)
        await self._report(team_id, seen, dues, bookings, done)
        await self._tell_of_doubts(team_id, seen, bookings, done)
        for reminder in dues.over:
            await self._storage.finish(team_id, reminder)
        await self._look_at_channels(team_id, seen.reminders.values(), bookings, done)

    async def _settled(self, team_id: str, bookings: Bookings, done: Pass) -> Iterable[Row]:
        """The bookings, those whose answer was lost found out about as far as that can be."""
        rows = await self._storage.rows(team_id)
        settled = await self._settling.settle(team_id, rows, bookings)
        done.adopted, done.unknown = settled.adopted, settled.unknown
        done.cancelled = settled.cancelled
        if settled.again_at:
            done.look_again(settled.again_at)
        return await self._storage.rows(team_id) if settled.any else rows

    async def _take_steps(
        self, team_id: str, seen: Seen, todo: Iterable[Step], bookings: Bookings, done: Pass
    ) -> None:
        paused: set[int] = set()
        for number, step in enumerate(todo):
            if number == STEPS_AT_ONCE:
                done.look_again(self._now() + A_MINUTE)
                return
            if step.cancel and not await self._cancel(team_id, step.cancel, bookings, done):
                continue  # what stands at Slack stays
            if not step.book or step.book.reminder in paused:
                continue
            reminder = seen.reminders[step.book.reminder]
            refusal = await self._book(team_id, step.book, reminder, seen.rules, bookings, done)
            if refusal:
                paused.add(reminder.id)
                await self._pause(team_id, reminder, refusal, bookings)
                done.look_again(self._now() + SOON)

    async def _cancel(self, team_id: str, row: Row, bookings: Bookings, done: Pass) -> bool:
        """Have Slack let go of a booking; whether it is gone."""
        if not await self._storage.move(team_id, row, RowState.CANCELLING, row.slack_id):
            return False
        cancelling = replace(row, state=RowState.CANCELLING)
        try:
            gone = await bookings.cancel(row.channel, row.slack_id)
            gone = gone or not goes_out(row, self._now())
        except (SlowDownError, ShutOutError):
            await self._storage.move(team_id, cancelling, RowState.BOOKED, row.slack_id)
            raise
        except RefusedError as no:
            log.info("team %s: a booking cannot be cancelled (%s)", team_id, no)
            gone = False
        if gone:
            done.cancelled += 1
            return await self._storage.drop(team_id, cancelling)
        await self._storage.move(team_id, cancelling, RowState.BOOKED, row.slack_id)
        return False

    async def _book(
        self,
        team_id: str,
        wanted: Wanted,
        reminder: Reminder,
        rules: WorkspaceRules,
        bookings: Bookings,
        done: Pass,
    ) -> str:
        """Have Slack post it in time, or as soon as it can; why it is refused for good, if it is.

        What can only come in quiet hours is left alone until it is too late, and reported then.
        """
        message = self._wording.message(reminder, key_of(wanted))
        moments = moments_to_post(wanted.post_at, reminder.rule.zone, rules, self._now())
        if not moments:
            return ""
        for post_at in moments:
            try:
                await self._book_for(team_id, wanted, post_at, message, bookings, done)
                return ""
            except RefusedError as no:
                if str(no) == "time_in_past":
                    break
                if str(no) != "restricted_too_many":
                    return str(no)
        done.look_again(self._now() + AFTER_AN_OUTAGE)
        return ""

    async def _book_for(
        self,
        team_id: str,
        wanted: Wanted,
        post_at: int,
        message: Message,
        bookings: Bookings,
        done: Pass,
    ) -> None:
        """Claim it and have Slack post it, unless it is claimed already."""
        key, asked_at = key_of(wanted), seconds(self._now())
        row = Row(key, wanted.channel, wanted.post_at, post_at, wanted.words, asked_at)
        if not await self._storage.claim(team_id, row):
            return
        try:
            slack_id = await bookings.book(row.channel, post_at, message)
        except (SlowDownError, ShutOutError, RefusedError):
            await self._storage.drop(team_id, row)
            raise
        await self._storage.move(team_id, row, RowState.BOOKED, slack_id)
        done.booked += 1

    async def _report(
        self, team_id: str, seen: Seen, dues: Dues, bookings: Bookings, done: Pass
    ) -> None:
        """Tell the owners of what came too late, once: it is not looked at again."""
        posts = worded(self._wording, seen, dues.too_late)
        missed = Counter(key.reminder for key in posts.ready)
        for reminder_id, count in missed.items():
            reminder = seen.reminders[reminder_id]
            done.skipped += count
            await bookings.tell(reminder.owner, self._wording.told("missed", reminder, count=count))
        too_late = seen.now - LATENESS
        long_ago = too_late - COUNTED_EVERY
        if dues.too_late or any(r.counted_from < long_ago for r in seen.reminders.values()):
            await self._storage.count_from(team_id, too_late)

    async def _tell_of_doubts(
        self, team_id: str, seen: Seen, bookings: Bookings, done: Pass
    ) -> None:
        """Tell the owners of posts of which nobody knows whether they came, of each once.

        That they are told is kept before they are: who is ended in between tells nobody, and
        nobody is told twice.
        """
        for row in seen.rows.values():
            reminder = seen.reminders.get(row.key.reminder)
            if row.state is not RowState.UNKNOWN or reminder is None:
                continue
            if not await self._storage.move(team_id, row, RowState.TOLD, row.slack_id):
                continue
            said = self._wording.told("in_doubt", reminder, due=row.due)
            if not await bookings.tell(reminder.owner, said):
                told = replace(row, state=RowState.TOLD)
                await self._storage.move(team_id, told, RowState.UNKNOWN, row.slack_id)
                done.look_again(self._now() + A_MINUTE)
                return

    async def _look_at_channels(
        self, team_id: str, reminders: Iterable[Reminder], bookings: Bookings, done: Pass
    ) -> None:
        """Pause what stands in a channel where the bot cannot post, and tell whose it is."""
        by_channel: dict[str, list[Reminder]] = defaultdict(list)
        for reminder in reminders:
            by_channel[reminder.channel].append(reminder)
        for channel, there in by_channel.items():
            trouble = await bookings.trouble_with(channel)
            if not trouble:
                continue
            done.look_again(self._now() + SOON)  # to cancel what is booked there
            for reminder in there:
                await self._pause(team_id, reminder, trouble, bookings)

    async def _pause(self, team_id: str, reminder: Reminder, why: str, bookings: Bookings) -> None:
        """Its owner is told once, and not if somebody has changed it meanwhile."""
        if await self._storage.pause(team_id, reminder, why):
            log.info("team %s: reminder %d is paused (%s)", team_id, reminder.id, why)
            await bookings.tell(reminder.owner, self._wording.told(why, reminder))


def moments_to_post(due: int, zone: str, rules: WorkspaceRules, now: datetime) -> list[int]:
    """When a post may come: at its time, or as soon after it as Slack can, but not too late.

    A channel takes so many messages in five minutes: one too many comes in the next five. Nothing
    comes late in quiet hours, by the clock of its *zone*; but what is wanted in them, does.
    """
    first = max(due, seconds(now + LEAD))
    last = max(first, due + int(LATENESS.total_seconds()))

    def is_quiet(at: int) -> bool:
        return rules.is_quiet(datetime.fromtimestamp(at, ZoneInfo(zone)).time())

    moments = range(first, last + 1, int(A_WINDOW.total_seconds()))
    return [at for at in moments if at == due or is_quiet(due) or not is_quiet(at)]


def steps(seen: Seen, ready: Mapping[Key, Wanted]) -> list[Step]:
    """What is to be done for Slack to agree with what is wanted, the soonest post first.

    What was posted, or is not found out about yet, is left. A post whose words change is let go
    of and booked again at once, so that the channel is never without it for long.
    """
    moment = seconds(seen.now)
    to_come = {
        key: row
        for key, row in seen.rows.items()
        if row.state is RowState.BOOKED and row.post_at > moment
    }
    wanted = [
        _with_old_words(each, to_come.get(key), moment)
        for key, each in ready.items()
        if key not in seen.rows or key in to_come
    ]
    todo = plan(wanted, map(_as_wanted, to_come.values()))
    cancel = {key_of(each): each for each in todo.cancel}
    book = {key_of(each): each for each in todo.book}
    first: dict[Key, int] = {}
    for each in (*todo.cancel, *todo.book):
        first[key_of(each)] = min(each.post_at, first.get(key_of(each), each.post_at))
    return [
        Step(seen.rows[key] if key in cancel else None, book.get(key))
        for key in sorted(first, key=lambda key: (first[key], key))
    ]


def _with_old_words(wanted: Wanted, row: Row | None, moment: int) -> Wanted:
    """So near to its time a message is not taken back for its words: it might be lost."""
    if not row or row.post_at - moment >= SETTLED.total_seconds():
        return wanted
    same = (row.channel, row.due) == (wanted.channel, wanted.post_at)
    return wanted._replace(words=row.words) if same else wanted


def _as_wanted(row: Row) -> Wanted:
    key, day = row.key, row.key.local_date.isoformat()
    return Wanted(key.reminder, day, key.turn, row.channel, row.due, row.words)
