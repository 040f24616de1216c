"""Messages that Slack was asked to post later."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from typing import Any

from bot.playground.limits import Json
from bot.playground.refused import Refused
from bot.playground.timekeeping import WorkspaceClock

HORIZON_S = 120 * 24 * 3600
WINDOW_S = 5 * 60
IN_ONE_WINDOW = 30
TOO_LATE_S = 60  # so near to its time nothing can be cancelled any more


@dataclass(frozen=True)
class Booking:
    """A message that waits for its time, in Unix seconds."""

    id: str
    channel: str
    post_at: int
    made: int
    message: Json
    never_posts: bool


class Scheduled:
    """The bookings of a workspace, with the limits that Slack sets them."""

    def __init__(self, clock: WorkspaceClock) -> None:
        self._clock = clock
        self._bookings: dict[str, Booking] = {}

    def book(self, channel: str, post_at: Any, message: Json, *, metadata: bool) -> Booking:
        """Keep a message for later.

        One that carries metadata is taken and never posted, which is a known fault of Slack's.
        """
        at = _seconds(post_at)
        now = self._clock.now()
        if at <= now:
            raise Refused("time_in_past")
        if at > now + HORIZON_S:
            raise Refused("time_too_far")
        near = [b for b in self._of(channel) if b.post_at // WINDOW_S == at // WINDOW_S]
        if len(near) >= IN_ONE_WINDOW:
            raise Refused("restricted_too_many")
        booking = Booking(
            f"Q{secrets.token_hex(5).upper()}", channel, at, int(now), message, metadata
        )
        self._bookings[booking.id] = booking
        return booking

    def cancel(self, channel: str, booking_id: object) -> None:
        """Drop a booking; one that was posted is no longer there, or is about to be."""
        booking = self._bookings.get(str(booking_id))
        if not booking or booking.channel != channel:
            raise Refused("invalid_scheduled_message_id")
        if booking.post_at <= self._clock.now() + TOO_LATE_S:
            raise Refused("invalid_scheduled_message_id")
        del self._bookings[booking.id]

    def pending(self, channel: str | None = None) -> list[Booking]:
        """What waits, by time."""
        found = self._bookings.values() if channel is None else self._of(channel)
        return sorted(found, key=lambda booking: (booking.post_at, booking.id))

    def take_due(self) -> list[Booking]:
        """Take out, by time, what is due now; what never posts is dropped in silence."""
        now = self._clock.now()
        due = [booking for booking in self.pending() if booking.post_at <= now]
        for booking in due:
            del self._bookings[booking.id]
        return [booking for booking in due if not booking.never_posts]

    def _of(self, channel: str) -> list[Booking]:
        return [each for each in self._bookings.values() if each.channel == channel]


def _seconds(post_at: Any) -> int:
    try:
        return int(post_at)
    except (TypeError, ValueError, OverflowError):
        raise Refused("invalid_time") from None
