"""Reminders, and what is booked of them at Slack. Each call is one transaction."""

from __future__ import annotations

import asyncio
import contextlib
import sqlite3
from collections.abc import AsyncIterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any, NamedTuple

from sqlalchemy import Row as Record
from sqlalchemy import Select, delete, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncEngine

from bot.reminders.model import Draft, Reminder, State, Subject, Why, WorkspaceRules
from bot.reminders.ports import Key, PutOff, Row, RowState
from bot.reminders.rules import Recurs, Rule
from bot.store.tables import bookings, planning_locks, put_offs, reminders, workspaces
from bot.store.writing import insert_into

UNFINISHED = timedelta(minutes=1)  # then others may plan what somebody began to plan
_LONG_AGO = datetime.fromtimestamp(0, UTC)


class Held(NamedTuple):
    """A workspace that is being planned; *asked* counts how often that was asked for before."""

    team_id: str
    asked: int


class ReminderStore:
    """The reminders of all workspaces; every call is for one."""

    def __init__(self, engine: AsyncEngine) -> None:
        self._engine = engine

    async def add(self, draft: Draft, now: datetime) -> Reminder:
        """Keep a new reminder; it is planned as soon as anybody plans."""
        values = {**_values(draft), "state": State.ACTIVE, "why": "", "counted_from": _s(now)}
        async with self._engine.begin() as connection:
            new = insert(reminders).values(values).returning(reminders.c.id)
            reminder_id = await connection.scalar(new)
            await self._touch(connection, draft.team_id, now)
        fields = {name: getattr(draft, name) for name in Draft.__dataclass_fields__}
        return Reminder(**fields, id=int(reminder_id or 0), counted_from=now)

    async def change(self, reminder: Reminder, now: datetime) -> None:
        """Keep a reminder as it is now; with other times, what is past is not looked at again."""
        team_id, values = reminder.team_id, _values(reminder)
        async with self._engine.begin() as connection:
            query = select(reminders).where(*_kept(team_id, reminder.id))
            before = (await connection.execute(query)).one_or_none()
            if before is None:
                return
            same = (reminder.rule, State.ACTIVE) == (_rule(before), before.state)
            values |= {
                "state": reminder.state,
                "why": reminder.why,
                "counted_from": before.counted_from if same else _s(now),
            }
            change = update(reminders).where(*_kept(team_id, reminder.id)).values(values)
            await connection.execute(change)
            await self._touch(connection, team_id, now)

    async def get(self, team_id: str, reminder_id: int) -> Reminder | None:
        """One reminder that has not ended."""
        found = await self._select(reminders.c.team_id == team_id, reminders.c.id == reminder_id)
        return found[0] if found else None

    async def listed(
        self, team_id: str, *, channel: str | None = None, owner: str | None = None
    ) -> Sequence[Reminder]:
        """The reminders of a channel, of a person, or of the workspace, oldest first."""
        wheres = [reminders.c.team_id == team_id]
        if channel:
            wheres.append(reminders.c.channel_id == channel)
        if owner:
            wheres.append(reminders.c.owner == owner)
        return await self._select(*wheres)

    async def active(self, team_id: str) -> Sequence[Reminder]:
        """The reminders that are to be posted."""
        return await self._select(reminders.c.team_id == team_id, reminders.c.state == State.ACTIVE)

    async def pause(self, team_id: str, reminder: Reminder, why: str) -> bool:
        """Post it no longer, for the time being; False if somebody has changed it meanwhile."""
        return await self._set_as_read(team_id, reminder, State.PAUSED, why)

    async def finish(self, team_id: str, reminder: Reminder) -> bool:
        """It has had its last time; False if somebody has changed it meanwhile."""
        return await self._set_as_read(team_id, reminder, State.ENDED, "")

    async def resume(self, team_id: str, reminder: int, now: datetime) -> None:
        """Post it again, from now on."""
        values = {"state": State.ACTIVE, "why": "", "counted_from": _s(now)}
        await self._set(team_id, reminder, now, values)

    async def stop(self, team_id: str, reminder: int, now: datetime) -> None:
        """Pause it because somebody asked for it."""
        await self._set(team_id, reminder, now, {"state": State.PAUSED, "why": Why.ASKED})

    async def end(self, team_id: str, reminder: int) -> None:
        """Post it no longer, ever; its bookings are cancelled as soon as anybody plans."""
        await self._set(team_id, reminder, _LONG_AGO, {"state": State.ENDED, "why": ""})

    async def count_from(self, team_id: str, moment: datetime) -> None:
        """Look at nothing that is earlier, of any reminder that is to be posted."""
        active = reminders.c.team_id == team_id, reminders.c.state == State.ACTIVE
        later = update(reminders).where(*active, reminders.c.counted_from < _s(moment))
        async with self._engine.begin() as connection:
            await connection.execute(later.values(counted_from=_s(moment)))

    async def rules(self, team_id: str) -> WorkspaceRules:
        """What the workspace decided; the usual, where it decided nothing."""
        async with self._engine.connect() as connection:
            query = select(workspaces).where(workspaces.c.team_id == team_id)
            found = (await connection.execute(query)).one_or_none()
        if not found:
            return WorkspaceRules()
        return WorkspaceRules(found.overdue_waits, _time(found.quiet_from), _time(found.quiet_to))

    async def set_rules(self, team_id: str, rules: WorkspaceRules, now: datetime) -> None:
        """Keep what the workspace decided."""
        values = {
            "overdue_waits": rules.overdue_waits,
            "quiet_from": rules.quiet_from and rules.quiet_from.strftime("%H:%M"),
            "quiet_to": rules.quiet_to and rules.quiet_to.strftime("%H:%M"),
        }
        async with self._engine.begin() as connection:
            await self._touch(connection, team_id, now, values)

    async def rows(self, team_id: str) -> Sequence[Row]:
        """All bookings that are kept: those of the past as long as nobody has tidied up."""
        query = select(bookings).where(bookings.c.team_id == team_id)
        async with self._engine.connect() as connection:
            found = (await connection.execute(query)).all()
        return [_row(each) for each in found]

    async def claim(self, team_id: str, row: Row) -> bool:
        """Keep a booking that is about to be made; False if there is one already."""
        values = {
            "team_id": team_id,
            **_key(row.key),
            "channel_id": row.channel,
            "due": row.due,
            "post_at": row.post_at,
            "words": row.words,
            "asked_at": row.asked_at,
            "state": row.state,
            "slack_id": row.slack_id,
            "done": 0,
        }
        new = insert_into(bookings, self._engine).values(values).on_conflict_do_nothing()
        async with self._engine.begin() as connection:
            claimed = await connection.scalar(new.returning(bookings.c.turn))
        return claimed is not None

    async def move(self, team_id: str, row: Row, state: RowState, slack_id: str) -> bool:
        """Say how far a booking has come; False if it is no longer as it was read."""
        change = update(bookings).where(*_as_read(team_id, row))
        async with self._engine.begin() as connection:
            done = await connection.execute(change.values(state=state, slack_id=slack_id))
        return bool(done.rowcount)

    async def drop(self, team_id: str, row: Row) -> bool:
        """Let go of a booking; False if it is no longer as it was read."""
        async with self._engine.begin() as connection:
            done = await connection.execute(delete(bookings).where(*_as_read(team_id, row)))
        return bool(done.rowcount)

    async def done(self, team_id: str, key: Key) -> int:
        """Count that somebody did what they were reminded of; how often that is by now."""
        count = (
            update(bookings)
            .where(*_booking(team_id, key))
            .values(done=bookings.c.done + 1)
            .returning(bookings.c.done)
        )
        async with self._engine.begin() as connection:
            return int(await connection.scalar(count) or 1)

    async def put_off(self, team_id: str, key: Key, due: int, now: datetime) -> None:
        """Post it once more, at *due*; asked twice, it is posted once."""
        values = {"team_id": team_id, **_key(key), "due": due}
        new = insert_into(put_offs, self._engine).values(values).on_conflict_do_nothing()
        async with self._engine.begin() as connection:
            await connection.execute(new)
            await self._touch(connection, team_id, now)

    async def put_offs(self, team_id: str) -> Sequence[PutOff]:
        """What is to be posted once more."""
        async with self._engine.connect() as connection:
            query = select(put_offs).where(put_offs.c.team_id == team_id)
            found = (await connection.execute(query)).all()
        return [PutOff(_key_of(each), each.due) for each in found]

    async def tidy(self, team_id: str, before: int) -> None:
        """Erase the bookings and what was put off before that time, in Unix seconds."""
        async with self._engine.begin() as connection:
            for table, at in ((bookings, bookings.c.post_at), (put_offs, put_offs.c.due)):
                old = delete(table).where(table.c.team_id == team_id, at < before)
                await connection.execute(old)
            ended = reminders.c.state == State.ENDED
            left = select(bookings.c.reminder_id).where(bookings.c.team_id == team_id)
            gone = delete(reminders).where(
                reminders.c.team_id == team_id, ended, reminders.c.id.not_in(left)
            )
            await connection.execute(gone)

    async def plan_again(self, team_id: str, at: datetime) -> None:
        """Have the workspace planned at that time."""
        async with self._engine.begin() as connection:
            await self._touch(connection, team_id, at)

    async def plan_all(self, at: datetime) -> None:
        """Have every workspace planned: the content may have changed."""
        async with self._engine.begin() as connection:
            await connection.execute(
                update(workspaces).values(plan_at=_s(at), asked=workspaces.c.asked + 1)
            )

    @contextlib.asynccontextmanager
    async def planning(
        self, now: datetime, team_id: str | None = None
    ) -> AsyncIterator[Held | None]:
        """Hold the workspace whose time to be planned came first; None if there is none.

        With *team_id*, that workspace or none. Others pass over it meanwhile. Whatever ends the
        holder ends the holding.
        """
        on_postgres = self._engine.dialect.name == "postgresql"
        due = _due(now, team_id)
        holding = self._on_postgres(due) if on_postgres else self._on_sqlite(due)
        async with holding as team_id:
            if team_id is None:
                yield None
                return
            asked = await self._begun(team_id, now)
            yield None if asked is None else Held(team_id, asked)

    async def planned(self, held: Held, again_at: datetime) -> None:
        """Say when to plan it again, unless somebody has asked for that meanwhile."""
        unasked = workspaces.c.asked == held.asked
        async with self._engine.begin() as connection:
            await connection.execute(
                update(workspaces)
                .where(workspaces.c.team_id == held.team_id, unasked)
                .values(plan_at=_s(again_at))
            )

    async def forget_workspace(self, team_id: str) -> None:
        """Erase all of a workspace: it has removed the bot."""
        async with self._engine.begin() as connection:
            for table in (bookings, put_offs, reminders, planning_locks, workspaces):
                await connection.execute(delete(table).where(table.c.team_id == team_id))

    async def _begun(self, team_id: str, now: datetime) -> int | None:
        """Have others look again if this is never finished; how often it was asked for so far."""
        begun = (
            update(workspaces)
            .where(workspaces.c.team_id == team_id)
            .values(plan_at=_s(now + UNFINISHED))
            .returning(workspaces.c.asked)
        )
        async with self._engine.begin() as connection:
            asked: int | None = await connection.scalar(begun)
        return asked

    @contextlib.asynccontextmanager
    async def _on_postgres(self, due: Select[tuple[str]]) -> AsyncIterator[str | None]:
        """A row lock: held as long as the transaction, and gone with its connection."""
        query = due.with_for_update(skip_locked=True, of=planning_locks)
        async with self._engine.begin() as connection:
            yield await connection.scalar(query)

    @contextlib.asynccontextmanager
    async def _on_sqlite(self, due: Select[tuple[str]]) -> AsyncIterator[str | None]:
        """SQLite has no row locks: a second file is locked whole, by one planner at a time."""
        lock = await asyncio.to_thread(_lock_beside, self._engine.url.database or "")
        if lock is None:
            yield None
            return
        try:
            async with self._engine.connect() as connection:
                found: str | None = await connection.scalar(due)
            yield found
        finally:
            await asyncio.to_thread(lock.close)

    async def _select(self, *wheres: Any) -> list[Reminder]:
        query = select(reminders).where(*wheres, reminders.c.state != State.ENDED)
        async with self._engine.connect() as connection:
            found = (await connection.execute(query.order_by(reminders.c.id))).all()
        return [_reminder(each) for each in found]

    async def _set(
        self, team_id: str, reminder: int, now: datetime, values: Mapping[str, Any]
    ) -> None:
        """Somebody wants a reminder otherwise; one that has ended stays so."""
        change = update(reminders).where(*_kept(team_id, reminder)).values(values)
        async with self._engine.begin() as connection:
            await connection.execute(change)
            await self._touch(connection, team_id, now)

    async def _set_as_read(self, team_id: str, reminder: Reminder, state: State, why: str) -> bool:
        """The planner wants a reminder otherwise: if it still is what the planner has read."""
        as_read = [reminders.c[name] == value for name, value in _values(reminder).items()]
        active = reminders.c.id == reminder.id, reminders.c.state == State.ACTIVE
        change = update(reminders).where(reminders.c.team_id == team_id, *active, *as_read)
        async with self._engine.begin() as connection:
            done = await connection.execute(change.values(state=state, why=why))
        return bool(done.rowcount)

    async def _touch(
        self,
        connection: AsyncConnection,
        team_id: str,
        at: datetime,
        values: Mapping[str, Any] | None = None,
    ) -> None:
        """Ask for planning, in the same transaction as that for which it is asked."""
        asked = {"plan_at": _s(at), **(values or {})}
        new = insert_into(workspaces, self._engine).values(
            {"team_id": team_id, "asked": 1, "overdue_waits": False, **asked}
        )
        again = {**asked, "asked": workspaces.c.asked + 1}
        await connection.execute(new.on_conflict_do_update(index_elements=["team_id"], set_=again))
        lock = insert_into(planning_locks, self._engine).values({"team_id": team_id})
        await connection.execute(lock.on_conflict_do_nothing())


def _due(now: datetime, team_id: str | None) -> Select[tuple[str]]:
    both = planning_locks.join(workspaces, planning_locks.c.team_id == workspaces.c.team_id)
    due = select(planning_locks.c.team_id).select_from(both).where(workspaces.c.plan_at <= _s(now))
    if team_id is not None:
        due = due.where(workspaces.c.team_id == team_id)
    return due.order_by(workspaces.c.plan_at, workspaces.c.team_id).limit(1)


def _lock_beside(database: str) -> sqlite3.Connection | None:
    """A lock that ends with its holder; None if somebody else has it."""
    lock = sqlite3.connect(
        f"{database}-planning", timeout=0, isolation_level=None, check_same_thread=False
    )
    try:
        lock.execute("BEGIN EXCLUSIVE")
    except sqlite3.OperationalError as error:
        lock.close()
        if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
            return None
        raise
    return lock


def _kept(team_id: str, reminder: int) -> tuple[Any, ...]:
    one = reminders.c.team_id == team_id, reminders.c.id == reminder
    return *one, reminders.c.state != State.ENDED


def _booking(team_id: str, key: Key) -> tuple[Any, ...]:
    columns = {"team_id": team_id, **_key(key)}
    return tuple(bookings.c[name] == value for name, value in columns.items())


def _as_read(team_id: str, row: Row) -> tuple[Any, ...]:
    columns = {"state": row.state, "slack_id": row.slack_id, "asked_at": row.asked_at}
    as_read = (bookings.c[name] == value for name, value in columns.items())
    return *_booking(team_id, row.key), *as_read


def _key(key: Key) -> dict[str, Any]:
    return {
        "reminder_id": key.reminder,
        "local_date": key.local_date.isoformat(),
        "turn": key.turn,
    }


def _key_of(found: Record[Any]) -> Key:
    return Key(found.reminder_id, date.fromisoformat(found.local_date), found.turn)


def _row(found: Record[Any]) -> Row:
    return Row(
        key=_key_of(found),
        channel=found.channel_id,
        due=found.due,
        post_at=found.post_at,
        words=found.words,
        asked_at=found.asked_at,
        state=RowState(found.state),
        slack_id=found.slack_id,
    )


def _values(draft: Draft) -> dict[str, Any]:
    rule = draft.rule
    return {
        "team_id": draft.team_id,
        "owner": draft.owner,
        "channel_id": draft.channel,
        "entry_id": draft.subject.entry,
        "rotation": draft.subject.rotation,
        "recurs": rule.recurs,
        "starts": rule.start.isoformat(),
        "at": rule.at.strftime("%H:%M"),
        "zone": rule.zone,
        "every": rule.every,
        "weekdays": ",".join(map(str, sorted(rule.weekdays))),
        "until": rule.until and rule.until.isoformat(),
        "times": rule.times,
        "skips_holidays": rule.skips_holidays,
        "region": draft.region,
        "note": draft.note,
    }


def _rule(found: Record[Any]) -> Rule:
    return Rule(
        recurs=Recurs(found.recurs),
        start=date.fromisoformat(found.starts),
        at=time.fromisoformat(found.at),
        zone=found.zone,
        every=found.every,
        weekdays=frozenset(int(day) for day in found.weekdays.split(",") if day),
        until=date.fromisoformat(found.until) if found.until else None,
        times=found.times,
        skips_holidays=found.skips_holidays,
    )


def _reminder(found: Record[Any]) -> Reminder:
    return Reminder(
        team_id=found.team_id,
        owner=found.owner,
        channel=found.channel_id,
        subject=Subject(found.entry_id, found.rotation),
        rule=_rule(found),
        region=found.region,
        note=found.note,
        id=found.id,
        state=State(found.state),
        why=found.why,
        counted_from=datetime.fromtimestamp(found.counted_from, UTC),
    )


def _time(text: str | None) -> time | None:
    return time.fromisoformat(text) if text else None


def _s(moment: datetime) -> int:
    return int(moment.timestamp())
