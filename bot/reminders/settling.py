"""Finds out what became of bookings and cancellations whose answer was lost."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.reminders.ports import Booked, Bookings, RefusedError, Row, RowState, Storage, Wording

IN_FLIGHT = timedelta(seconds=20)  # so long a request whose answer was lost may still arrive
SKEW = timedelta(seconds=15)  # by so much Slack's clock may be before ours
TOO_LATE = timedelta(seconds=60)  # so near to its time Slack lets go of nothing


@dataclass
class Settled:
    """What was found out, and when to look again at what was not."""

    adopted: int = 0
    cancelled: int = 0
    dropped: int = 0
    unknown: int = 0
    known: set[str] = field(default_factory=set)  # the ids of all bookings
    again_at: datetime | None = None

    @property
    def any(self) -> bool:
        """Whether any booking is no longer as it was."""
        return bool(self.adopted or self.cancelled or self.dropped or self.unknown)


class Settling:
    """Asks Slack, and only Slack: what it holds stands, what it does not hold never will.

    Two things are uncertain. A request may still be under way, so nothing is let go of before it
    must have arrived. And what Slack no longer holds it may have posted, so of what is due by now
    nobody can tell: it is not posted again.
    """

    def __init__(self, storage: Storage, wording: Wording, now: Callable[[], datetime]) -> None:
        self._storage, self._wording, self._now = storage, wording, now

    async def settle(self, team_id: str, rows: Sequence[Row], bookings: Bookings) -> Settled:
        """Settle all that can be settled now."""
        settled = Settled(known={row.slack_id for row in rows})
        for row in sorted(rows, key=lambda each: each.post_at):
            if row.state is RowState.CLAIMED:
                await self._settle_claim(team_id, row, bookings, settled)
            elif row.state is RowState.CANCELLING:
                await self._settle_cancellation(team_id, row, bookings, settled)
        return settled

    async def _settle_claim(
        self, team_id: str, row: Row, bookings: Bookings, settled: Settled
    ) -> None:
        arrived_by = datetime.fromtimestamp(row.asked_at, self._now().tzinfo) + IN_FLIGHT
        has_arrived = self._now() >= arrived_by
        found = await self._found(row, bookings, settled.known)
        if found:
            await self._storage.move(team_id, row, RowState.BOOKED, found.id)
            settled.known.add(found.id)
            settled.adopted += 1
        elif not has_arrived:
            settled.again_at = min(settled.again_at or arrived_by, arrived_by)
        else:
            await self._let_go(team_id, row, settled)

    async def _settle_cancellation(
        self, team_id: str, row: Row, bookings: Bookings, settled: Settled
    ) -> None:
        if not await self._found(row, bookings, settled.known):
            await self._let_go(team_id, row, settled)
        elif await self._is_cancelled(row, bookings) or not goes_out(row, self._now()):
            await self._storage.drop(team_id, row)
            settled.cancelled += 1
        else:
            await self._storage.move(team_id, row, RowState.BOOKED, row.slack_id)
            settled.adopted += 1

    async def _let_go(self, team_id: str, row: Row, settled: Settled) -> None:
        """Slack does not hold it: it was never booked, or is cancelled, or was just posted."""
        if row.post_at > (self._now() + SKEW).timestamp():
            await self._storage.drop(team_id, row)
            settled.dropped += 1
        else:
            await self._storage.move(team_id, row, RowState.UNKNOWN, row.slack_id)
            settled.unknown += 1

    async def _is_cancelled(self, row: Row, bookings: Bookings) -> bool:
        try:
            return await bookings.cancel(row.channel, row.slack_id)
        except RefusedError:
            return False

    async def _found(self, row: Row, bookings: Bookings, known: set[str]) -> Booked | None:
        """What Slack holds for a row: by its id, or by its words if it is no other row's."""
        try:
            held = await bookings.held(row.channel, row.post_at, row.post_at)
        except RefusedError:
            return None  # it has no such channel any more, and posts nothing there
        for each in held:
            is_new = each.id not in known and each.post_at == row.post_at
            if each.id == row.slack_id or (is_new and self._wording.is_of(each.text, row.key)):
                return each
        return None


def goes_out(row: Row, now: datetime) -> bool:
    """Whether Slack, when it does not let go of a booking, has posted it or is about to.

    Long before its time, it does not let go of what it no longer holds.
    """
    return row.post_at <= (now + TOO_LATE + SKEW).timestamp()
