"""The workspace's own time: the real one, and as much ahead as somebody has moved it."""

from __future__ import annotations

from bot import clock


class WorkspaceClock:
    """A clock that can be moved forward, never back, and that never gives one stamp twice."""

    def __init__(self) -> None:
        self.ahead_s = 0.0
        self._last_us = 0

    def now(self) -> float:
        """This moment in the workspace, in Unix seconds."""
        return clock.now().timestamp() + self.ahead_s

    def move(self, by_s: float) -> None:
        """Move forward by so many seconds; a move back is ignored."""
        self.ahead_s += max(0.0, by_s)

    def stamp(self) -> str:
        """A timestamp as Slack names messages by: seconds, and six digits that make it unique."""
        self._last_us = max(self._last_us + 1, int(self.now() * 1_000_000))
        return f"{self._last_us // 1_000_000}.{self._last_us % 1_000_000:06d}"
