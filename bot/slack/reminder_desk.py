"""The desk for reminders: finds out what is wanted, whether it may be, and keeps it."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import TypeVar
from zoneinfo import ZoneInfo

from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient
from sqlalchemy.exc import SQLAlchemyError

from bot.reminders.checking import (
    LONGEST_NOTE,
    MOST_IN_A_CHANNEL,
    USUAL_TIME,
    USUAL_ZONE,
    Around,
    Field,
    Filled,
    How,
    problems,
    zones,
)
from bot.reminders.model import Draft, Reminder, State, Why, WorkspaceRules
from bot.reminders.ports import GoneError, Key, Row, RowState
from bot.reminders.wishes import Wish, read_wish
from bot.replies.answering import Answering
from bot.replies.entries import title
from bot.replies.parts import Reply, Title
from bot.replies.reminder_words import coming, coming_in_words, moment_in_words, next_time
from bot.replies.reminding import pages_of, reminder_reply
from bot.slack import knowing
from bot.slack.blocks import message
from bot.slack.knowing import Person
from bot.slack.places import Place
from bot.slack.reminder_views import Listing, Preview
from bot.store.reminders import ReminderStore
from bot.toolkit.reminder_messages import ReminderMessages

log = logging.getLogger(__name__)

DATABASE_PATIENCE_S = 1.5
SLACK_PATIENCE_S = 1.0  # before a window opens, which it must within three seconds
CHECKING_PATIENCE_S = 2.0
POSTED_NOW = 1_000_000  # begins the turns of posts that somebody asked for at once
Found = TypeVar("Found")


class UnreachableStoreError(Exception):
    """The database did not answer in time; nothing is known to be changed."""


class ReminderDesk:
    """Keeps the reminders of all workspaces; *now* tells the time."""

    def __init__(
        self,
        store: ReminderStore,
        answering: Answering,
        now: Callable[[], datetime],
    ) -> None:
        self._store, self._answering = store, answering
        self.toolkit, self.now = answering.toolkit, now

    @property
    def say(self) -> ReminderMessages:
        return self.toolkit.messages.reminders

    async def person_of(self, client: AsyncWebClient, place: Place) -> Person:
        """Who asks, as far as Slack tells in time."""
        return await self._or(knowing.person_of(client, place.user), Person(), SLACK_PATIENCE_S)

    async def begun(
        self, client: AsyncWebClient, place: Place, text: str, agency: Awaitable[str | None]
    ) -> tuple[Filled, list[str]]:
        """What a person wishes for in words, filled in; and what was not understood of it."""
        named = read_wish(text, self.now()).channel_name
        person, whose, there = await asyncio.gather(
            self.person_of(client, place), agency, self._channel(client, named)
        )
        zone = person.zone if person.zone in zones() else USUAL_ZONE
        local = self.now().astimezone(ZoneInfo(zone))
        wish = read_wish(text, local)
        say = self.say.window
        said = [say.not_understood.format(words=each[:100]) for each in wish.not_understood]
        entry = self._page(wish, whose, said) if wish.words else ""
        channel = wish.channel_id or there
        if named and not there:
            said.append(say.not_understood.format(words=f"#{named}"))
        if not channel and not place.channel.startswith("D"):
            channel = place.channel
        return replace(_as_filled(wish, local), entry=entry, channel=channel, zone=zone), said[:5]

    def begun_with(self, entry: str, channel: str, zone: str) -> Filled:
        """A reminder of one page, which was chosen already."""
        local = self.now().astimezone(ZoneInfo(zone if zone in zones() else USUAL_ZONE))
        known = entry if entry in self.toolkit.entries else ""
        filled = replace(_as_filled(Wish(), local), entry=known, channel=channel)
        return replace(filled, zone=zone) if zone in zones() else filled

    def preview(self, filled: Filled) -> Preview:
        """What comes of what is filled in so far."""
        head = None
        if filled.entry in self.toolkit.entries and not filled.rotation:
            head = title(self.toolkit, self.toolkit.entries[filled.entry])
        elif filled.rotation in self.toolkit.agencies and not filled.entry:
            agency = self.toolkit.agencies[filled.rotation]
            head = Title(self.say.words.rotation.format(agency=agency.name))
        rule, region = filled.rule(), filled.region if filled.region_counts else ""
        times = coming(self.say, rule, region, self.now()) if rule else []
        return Preview(coming_in_words(self.say, times), head)

    def look(self, filled: Filled, place: Place, reminder_id: int) -> Reply | None:
        """The whole message of the next time; None if that cannot be told yet."""
        draft = filled.draft(place.team, place.user)
        if draft is None:
            return None
        reminder = _as_reminder(draft, reminder_id, self.now())
        times = coming(self.say, draft.rule, draft.region, self.now())
        day = next((each.day for each in times if not each.holiday), draft.rule.start)
        try:
            return reminder_reply(self.toolkit, reminder, Key(reminder_id, day))
        except GoneError:
            return None

    async def problems(
        self,
        client: AsyncWebClient,
        place: Place,
        filled: Filled,
        before: Reminder | None,
        patience_s: float = CHECKING_PATIENCE_S,
    ) -> dict[Field, str]:
        """What is wrong with what is filled in, in sentences, by field.

        What cannot be found out in time is taken to be right; planning finds out.
        """
        now = self.now()
        moved = before is None or before.channel != filled.channel
        rules, others, in_slack = await asyncio.gather(
            self._or(self._store.rules(place.team), WorkspaceRules(), patience_s),
            self._or(self._others(place.team, filled.channel, before), 0, patience_s),
            self._in_slack(client, place, filled.channel, patience_s, moved=moved),
        )
        rotations = [each for each in self.toolkit.agencies if pages_of(self.toolkit, each)]
        entries = self.toolkit.entries
        around = Around(now, entries, rotations, rules, others if moved else 0, before)
        found = problems(filled, around)
        if in_slack:
            found.setdefault(Field.CHANNEL, in_slack)
        return {
            each: self._problem(name, filled, rules)
            for each, name in found.items()
            if each in filled.applies
        }

    async def kept(
        self, place: Place, filled: Filled, before: Reminder | None, patience_s: float
    ) -> Reminder:
        """Keep what is filled in, and is right.

        What was paused because something was in its way comes again; what somebody paused waits.

        Raises:
            UnreachableStoreError: if that could not be done in time.
        """
        draft = filled.draft(place.team, before.owner if before else place.user)
        if draft is None:
            raise ValueError("what is not filled in right is not to be kept")
        now = self.now()
        if before is None:
            return await self._in_time(self._store.add(draft, now), patience_s)
        changed = replace(before, **{name: getattr(draft, name) for name in _FIELDS})
        changed = replace(changed, counted_from=now)
        if before.state is State.PAUSED and before.why != Why.ASKED:
            changed = replace(changed, state=State.ACTIVE, why="")
        await self._in_time(self._store.change(changed, now), patience_s)
        return changed

    async def get(self, team: str, reminder_id: int) -> Reminder | None:
        """A reminder that has not ended.

        Raises:
            UnreachableStoreError: if nobody can tell.
        """
        return await self._in_time(self._store.get(team, reminder_id))

    async def listed(self, place: Place, listing: Listing) -> Sequence[Reminder]:
        """The reminders of a channel and those of the person, each once; or all.

        Raises:
            UnreachableStoreError: if nobody can tell.
        """
        if listing.everywhere:
            return await self._in_time(self._store.listed(place.team))
        mine = await self._in_time(self._store.listed(place.team, owner=place.user))
        if not listing.channel:
            return mine
        here = await self._in_time(self._store.listed(place.team, channel=listing.channel))
        return list({each.id: each for each in (*here, *mine)}.values())

    async def may_act(self, client: AsyncWebClient, place: Place, reminder: Reminder) -> bool:
        """Whether a person may change a reminder: its owner may, and who administers."""
        return reminder.owner == place.user or (await self.person_of(client, place)).is_admin

    async def set_state(self, reminder: Reminder, state: State) -> None:
        """Pause, resume or delete it.

        Raises:
            UnreachableStoreError: if that could not be done.
        """
        now, team = self.now(), reminder.team_id
        if state is State.PAUSED:
            await self._in_time(self._store.stop(team, reminder.id, now))
        elif state is State.ACTIVE:
            await self._in_time(self._store.resume(team, reminder.id, now))
        else:
            await self._in_time(self._store.end(team, reminder.id))

    async def post_now(self, client: AsyncWebClient, reminder: Reminder) -> None:
        """Post a reminder at once.

        It is kept beside the bookings, so that it is counted who did it. Its turn is one that no
        other post of the day has, so that it can be put off for itself.

        Raises:
            GoneError: if its page is no longer there.
            SlackApiError: if Slack does not take it.
            UnreachableStoreError: if it could not be kept; then it is not posted.
        """
        now, team = self.now(), reminder.team_id
        local, at = now.astimezone(ZoneInfo(reminder.rule.zone)), int(now.timestamp())
        second = (local.hour * 60 + local.minute) * 60 + local.second
        key = Key(reminder.id, local.date(), POSTED_NOW + 10 * second)
        posted = message(reminder_reply(self.toolkit, reminder, key))
        row = Row(key, reminder.channel, at, at, words="", asked_at=at, state=RowState.POSTED)
        await self._in_time(self._store.claim(team, row))
        try:
            await client.chat_postMessage(channel=reminder.channel, **posted)
        except SlackApiError:
            await self._in_time(self._store.drop(team, row))
            raise

    async def done(self, team: str, key: Key) -> int:
        """Count that it was done; how often by now.

        Raises:
            UnreachableStoreError: if it could not be counted.
        """
        return await self._in_time(self._store.done(team, key))

    async def put_off(self, reminder: Reminder, key: Key, *, to_tomorrow: bool) -> str:
        """Have a post come once more; when that is, in words. Asked twice, it comes once.

        Raises:
            UnreachableStoreError: if that could not be done.
        """
        now, team = self.now(), reminder.team_id
        later = key._replace(turn=key.turn + 1)
        due = _tomorrow(reminder, now) if to_tomorrow else now + timedelta(hours=1)
        due = due.replace(second=0, microsecond=0)
        await self._in_time(self._store.put_off(team, later, int(due.timestamp()), now))
        kept = await self._in_time(self._store.put_offs(team))
        at = next((each.due for each in kept if each.key == later), int(due.timestamp()))
        moment = datetime.fromtimestamp(at, now.tzinfo)
        return moment_in_words(self.say, moment, reminder.rule.zone)

    def next_in_words(self, reminder: Reminder) -> str:
        """When it comes next."""
        due = next_time(reminder, self.now())
        return moment_in_words(self.say, due, reminder.rule.zone) if due else "-"

    async def rules(self, team: str) -> WorkspaceRules:
        """What the workspace decided.

        Raises:
            UnreachableStoreError: if nobody can tell.
        """
        return await self._in_time(self._store.rules(team))

    async def set_rules(self, team: str, rules: WorkspaceRules) -> None:
        """Keep what was decided.

        Raises:
            UnreachableStoreError: if that could not be done.
        """
        await self._in_time(self._store.set_rules(team, rules, self.now()))

    async def forget_workspace(self, team: str) -> None:
        """Erase all of a workspace; it has removed the bot."""
        await self._store.forget_workspace(team)

    def _page(self, wish: Wish, agency: str | None, said: list[str]) -> str:
        """The page that the words of a wish name: as a question, or as what is typed to find one.

        Which one is said where it may be another, so that nobody keeps it unseen.
        """
        entry, sure = self._answering.page_for(wish.words, agency)
        if not entry:
            said.append(self.say.window.no_page_for.format(words=wish.words[:100]))
        elif not sure:
            title = self.toolkit.entry(entry).title
            said.append(self.say.window.nearest.format(title=title))
        return entry

    async def _channel(self, client: AsyncWebClient, name: str) -> str:
        if not name:
            return ""
        return await self._or(knowing.channel_named(client, name), "", SLACK_PATIENCE_S)

    async def _others(self, team: str, channel: str, before: Reminder | None) -> int:
        """How many reminders a channel has besides."""
        if not channel:
            return 0
        listed = await self._store.listed(team, channel=channel)
        return sum(1 for each in listed if before is None or each.id != before.id)

    async def _in_slack(
        self,
        client: AsyncWebClient,
        place: Place,
        channel: str,
        patience_s: float,
        *,
        moved: bool,
    ) -> str:
        """What is wrong with a channel: the name of the sentence that says it."""
        if not channel:
            return ""
        trouble, is_in = await asyncio.gather(
            self._or(knowing.trouble_with(client, channel), "", patience_s),
            self._or(knowing.is_in(client, channel, place.user), None, patience_s),
        )
        return trouble or ("not_a_member" if moved and is_in is False else "")

    def _problem(self, name: str, filled: Filled, rules: WorkspaceRules) -> str:
        sentence: str = getattr(self.say.problems, name)
        return sentence.format(
            start=_clock(rules.quiet_from),
            end=_clock(rules.quiet_to),
            length=len(filled.note.strip()),
            most=LONGEST_NOTE if name == "note_long" else MOST_IN_A_CHANNEL,
            name=self.toolkit.messages.name,
        )

    async def _or(self, call: Awaitable[Found], otherwise: Found, patience_s: float) -> Found:
        """What *call* finds, or *otherwise* if that cannot be had in time."""
        try:
            async with asyncio.timeout(patience_s):
                return await call
        except (SQLAlchemyError, OSError) as error:
            log.warning("reminders: something is not known in time (%s)", type(error).__name__)
            return otherwise

    async def _in_time(
        self, call: Awaitable[Found], patience_s: float = DATABASE_PATIENCE_S
    ) -> Found:
        try:
            async with asyncio.timeout(patience_s):
                return await call
        except (SQLAlchemyError, OSError) as error:
            log.warning("reminders: the database does not answer (%s)", type(error).__name__)
            raise UnreachableStoreError from None


_FIELDS = ("channel", "subject", "rule", "region", "note")


def _as_filled(wish: Wish, local: datetime) -> Filled:
    """A wish with the usual choices where it says nothing.

    A weekly one begins on the first of its days: so every second week is counted from there.
    """
    how = wish.how or How.WEEKDAYS
    at = wish.at or USUAL_TIME
    start = wish.start or local.date()
    if how is not How.MONTHLY and wish.start is None and at <= local.time():
        start += timedelta(days=1)
    weekdays = wish.weekdays or frozenset({start.weekday()})
    if how in {How.WEEKDAYS, How.WEEKS}:
        start = next(day for day in _days_from(start) if day.weekday() in weekdays)
    return Filled(
        how=how,
        weekdays=weekdays,
        every=wish.every or 2,
        start=start,
        at=at,
        until=wish.until,
        times=str(wish.times or ""),
    )


def _days_from(start: date) -> Iterator[date]:
    return (start + timedelta(days=ahead) for ahead in range(7))


def _as_reminder(draft: Draft, reminder_id: int, now: datetime) -> Reminder:
    fields = {name: getattr(draft, name) for name in Draft.__dataclass_fields__}
    return Reminder(**fields, id=reminder_id, counted_from=now)


def _tomorrow(reminder: Reminder, now: datetime) -> datetime:
    """The same local time on the next day."""
    zone = ZoneInfo(reminder.rule.zone)
    day: date = now.astimezone(zone).date() + timedelta(days=1)
    return datetime.combine(day, reminder.rule.at, zone).astimezone(now.tzinfo)


def _clock(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""
