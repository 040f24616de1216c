"""Reminders kept in memory, with the promises of ``bot.store.reminders`` and none of its cost."""

from __future__ import annotations

import contextlib
from collections.abc import AsyncIterator, Sequence
from dataclasses import fields, replace
from datetime import datetime, timedelta

from bot.reminders.model import Draft, Reminder, State, Why, WorkspaceRules
from bot.reminders.ports import Key, PutOff, Row, RowState
from bot.store.reminders import UNFINISHED, Held

TeamKey = tuple[str, Key]


class MemoryStore:
    """Stands in for ``ReminderStore``, for one worker: nothing here is shared or locked."""

    def __init__(self) -> None:
        self.plan_at: dict[str, float] = {}
        self._asked: dict[str, int] = {}
        self._reminders: dict[str, dict[int, Reminder]] = {}
        self._rules: dict[str, WorkspaceRules] = {}
        self._rows: dict[str, dict[Key, Row]] = {}
        self._put_offs: dict[str, dict[Key, int]] = {}
        self._last_id = 0

    async def add(self, draft: Draft, now: datetime) -> Reminder:
        self._last_id += 1
        values = {field.name: getattr(draft, field.name) for field in fields(Draft)}
        reminder = Reminder(**values, id=self._last_id, counted_from=_whole(now))
        self._reminders.setdefault(draft.team_id, {})[reminder.id] = reminder
        await self.plan_again(draft.team_id, now)
        return reminder

    async def change(self, reminder: Reminder, now: datetime) -> None:
        before = self._reminders[reminder.team_id].get(reminder.id)
        if before is None or before.state is State.ENDED:
            return
        same = before.rule == reminder.rule and before.state is State.ACTIVE
        counted_from = before.counted_from if same else _whole(now)
        self._put(replace(reminder, counted_from=counted_from))
        await self.plan_again(reminder.team_id, now)

    async def get(self, team_id: str, reminder_id: int) -> Reminder | None:
        found = self._reminders.get(team_id, {}).get(reminder_id)
        return found if found and found.state is not State.ENDED else None

    async def resume(self, team_id: str, reminder: int, now: datetime) -> None:
        await self._set(
            team_id, reminder, now, state=State.ACTIVE, why="", counted_from=_whole(now)
        )

    async def stop(self, team_id: str, reminder: int, now: datetime) -> None:
        await self._set(team_id, reminder, now, state=State.PAUSED, why=Why.ASKED)

    async def end(self, team_id: str, reminder: int) -> None:
        await self._set(team_id, reminder, None, state=State.ENDED, why="")

    async def set_rules(self, team_id: str, rules: WorkspaceRules, now: datetime) -> None:
        self._rules[team_id] = rules
        await self.plan_again(team_id, now)

    async def put_off(self, team_id: str, key: Key, due: int, now: datetime) -> None:
        self._put_offs.setdefault(team_id, {}).setdefault(key, due)
        await self.plan_again(team_id, now)

    async def active(self, team_id: str) -> Sequence[Reminder]:
        return [
            each for each in self._reminders.get(team_id, {}).values() if each.state is State.ACTIVE
        ]

    async def rules(self, team_id: str) -> WorkspaceRules:
        return self._rules.get(team_id, WorkspaceRules())

    async def rows(self, team_id: str) -> Sequence[Row]:
        return [*self._rows.get(team_id, {}).values()]

    async def put_offs(self, team_id: str) -> Sequence[PutOff]:
        return [PutOff(key, due) for key, due in self._put_offs.get(team_id, {}).items()]

    async def claim(self, team_id: str, row: Row) -> bool:
        rows = self._rows.setdefault(team_id, {})
        if row.key in rows:
            return False
        rows[row.key] = row
        return True

    async def move(self, team_id: str, row: Row, state: RowState, slack_id: str) -> bool:
        if not self._is_as_read(team_id, row):
            return False
        self._rows[team_id][row.key] = replace(row, state=state, slack_id=slack_id)
        return True

    async def drop(self, team_id: str, row: Row) -> bool:
        if not self._is_as_read(team_id, row):
            return False
        del self._rows[team_id][row.key]
        return True

    async def pause(self, team_id: str, reminder: Reminder, why: str) -> bool:
        return self._set_as_read(team_id, reminder, State.PAUSED, why)

    async def finish(self, team_id: str, reminder: Reminder) -> bool:
        return self._set_as_read(team_id, reminder, State.ENDED, "")

    async def count_from(self, team_id: str, moment: datetime) -> None:
        for each in await self.active(team_id):
            if each.counted_from < _whole(moment):
                self._put(replace(each, counted_from=_whole(moment)))

    async def tidy(self, team_id: str, before: int) -> None:
        rows = self._rows.get(team_id, {})
        for key in [key for key, row in rows.items() if row.post_at < before]:
            del rows[key]
        put_offs = self._put_offs.get(team_id, {})
        for key in [key for key, due in put_offs.items() if due < before]:
            del put_offs[key]
        left = {key.reminder for key in rows}
        kept = self._reminders.get(team_id, {})
        for each in [*kept.values()]:
            if each.state is State.ENDED and each.id not in left:
                del kept[each.id]

    async def plan_again(self, team_id: str, at: datetime) -> None:
        self.plan_at[team_id] = at.timestamp()
        self._asked[team_id] = self._asked.get(team_id, 0) + 1

    async def plan_all(self, at: datetime) -> None:
        for team_id in self.plan_at:
            await self.plan_again(team_id, at)

    @contextlib.asynccontextmanager
    async def planning(
        self, now: datetime, team_id: str | None = None
    ) -> AsyncIterator[Held | None]:
        due = [
            (at, team)
            for team, at in self.plan_at.items()
            if at <= now.timestamp() and team_id in {None, team}
        ]
        if not due:
            yield None
            return
        _at, team_id = min(due)
        self.plan_at[team_id] = (now + UNFINISHED).timestamp()
        yield Held(team_id, self._asked[team_id])

    async def planned(self, held: Held, again_at: datetime) -> None:
        if self._asked[held.team_id] == held.asked:
            self.plan_at[held.team_id] = again_at.timestamp()

    async def next_plan(self) -> float | None:
        """When the next workspace is due to be planned, in Unix seconds."""
        return min(self.plan_at.values(), default=None)

    def _is_as_read(self, team_id: str, row: Row) -> bool:
        now = self._rows.get(team_id, {}).get(row.key)
        what = ("state", "slack_id", "asked_at")
        return now is not None and all(getattr(now, n) == getattr(row, n) for n in what)

    def _set_as_read(self, team_id: str, reminder: Reminder, state: State, why: str) -> bool:
        now = self._reminders[team_id].get(reminder.id)
        if now is None or replace(now, counted_from=reminder.counted_from) != reminder:
            return False
        self._put(replace(now, state=state, why=why))
        return True

    async def _set(
        self, team_id: str, reminder: int, now: datetime | None, **values: object
    ) -> None:
        found = await self.get(team_id, reminder)
        if found:
            self._put(replace(found, **values))  # type: ignore[arg-type]
        await self.plan_again(team_id, now or datetime.fromtimestamp(0).astimezone())

    def _put(self, reminder: Reminder) -> None:
        self._reminders[reminder.team_id][reminder.id] = reminder


def _whole(moment: datetime) -> datetime:
    return moment - timedelta(microseconds=moment.microsecond)
