"""All that went between the workspace and the bot, both ways, for whoever wants to look."""

from __future__ import annotations

import asyncio
import itertools
from collections import deque
from dataclasses import dataclass
from typing import Any, Literal

from bot.playground.changes import Changes

KEPT = 2000
Way = Literal["to bot", "from bot"]


@dataclass(frozen=True)
class Entry:
    """One request and its answer. *taken* tells that whoever was asked did what was asked."""

    n: int
    at: float
    way: Way
    what: str
    status: str
    taken: bool
    took_ms: float
    sent: Any
    answer: Any
    token: str = ""


class Traffic:
    """The latest requests, oldest first."""

    def __init__(self, changes: Changes) -> None:
        self._changes = changes
        self._entries: deque[Entry] = deque(maxlen=KEPT)
        self._numbers = itertools.count(1)

    def record(self, **entry: Any) -> None:
        """Keep one request."""
        self._entries.append(Entry(n=next(self._numbers), **entry))
        self._changes.happened()

    @property
    def last(self) -> int:
        """The number of the latest entry; 0 before the first."""
        return self._entries[-1].n if self._entries else 0

    def after(self, n: int) -> list[Entry]:
        """The entries later than number *n*."""
        return [entry for entry in self._entries if entry.n > n]

    def calls(self, what: str | None = None) -> list[Entry]:
        """What the bot called and the workspace did: all of it, or the calls of one method."""
        return [
            entry
            for entry in self._entries
            if entry.way == "from bot" and entry.taken and what in {None, entry.what}
        ]

    async def wait_for(self, what: str, count: int, patience_s: float) -> Entry:
        """Wait until the bot has called *what* so many times; that call.

        Raises:
            TimeoutError: if it does not within *patience_s*.
        """
        async with asyncio.timeout(patience_s):
            while True:
                seen = self._changes.version
                calls = self.calls(what)
                if len(calls) >= count:
                    return calls[count - 1]
                await self._changes.after(seen)
