"""A count that grows with every change, and waiting for it to grow."""

from __future__ import annotations

import asyncio


class Changes:
    """Tells everybody who waits that something is new; what it is they look up themselves."""

    def __init__(self) -> None:
        self.version = 0
        self._next = asyncio.Event()

    def happened(self) -> None:
        """Something changed."""
        self.version += 1
        self._next.set()
        self._next = asyncio.Event()

    async def after(self, seen: int) -> int:
        """Wait until there is something newer than *seen*; the version that there is then."""
        while self.version <= seen:
            await self._next.wait()
        return self.version
