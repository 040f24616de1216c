"""The workspace's own time: the real one, and as much ahead as somebody has moved it."""

from __future__ import annotations

from pathlib import Path

from bot import clock


class WorkspaceClock:
    """A clock that can be moved forward, never back, and that never gives one stamp twice."""

    def __init__(self) -> None:
        self.ahead_s = 0.0
        self._told: Path | None = None
        self._last_us = 0

    def now(self) -> float:
        """This moment in the workspace, in Unix seconds."""
        return clock.now().timestamp() + self.ahead_s  # this process follows no other clock

    def tells(self, file: Path) -> None:
        """Write into *file* how far ahead it is, for the bot to follow."""
        self._told = file

    def move(self, by_s: float) -> None:
        """Move forward by so many seconds; a move back is ignored."""
        self.ahead_s += max(0.0, by_s)
        if self._told:
            self._told.write_text(str(self.ahead_s), "utf-8")

    def stamp(self, at: float | None = None) -> str:
        """A timestamp as Slack names messages by: seconds, and six digits that make it unique.

        *at* is a moment that the clock was moved over; the present one by default.
        """
        moment = self.now() if at is None else at
        self._last_us = max(self._last_us + 1, int(moment * 1_000_000))
        return f"{self._last_us // 1_000_000}.{self._last_us % 1_000_000:06d}"
