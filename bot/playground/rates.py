"""How often Slack lets a method be called: by tier, in a workspace, in a minute."""

from __future__ import annotations

from collections import defaultdict, deque
from collections.abc import Mapping

from bot.playground.timekeeping import WorkspaceClock

A_MINUTE_S = 60.0
PER_MINUTE = {2: 20, 3: 50, 4: 100}
POSTS_AT_ONCE = 5  # in one channel; Slack grants one a second and tolerates short bursts
TIERS: Mapping[str, int] = {
    "apps.connections.open": 3,
    "assistant.threads.setStatus": 4,
    "assistant.threads.setSuggestedPrompts": 4,
    "chat.delete": 3,
    "chat.deleteScheduledMessage": 3,
    "chat.postEphemeral": 4,
    "chat.scheduleMessage": 3,
    "chat.scheduledMessages.list": 3,
    "chat.update": 3,
    "conversations.info": 3,
    "conversations.list": 2,
    "conversations.members": 4,
    "conversations.open": 3,
    "users.info": 4,
    "views.open": 4,
    "views.publish": 4,
    "views.push": 4,
    "views.update": 4,
}


class Rates:
    """Counts calls; says how long to wait when there were too many."""

    def __init__(self, clock: WorkspaceClock) -> None:
        self._clock = clock
        self._calls: dict[str, deque[float]] = defaultdict(deque)

    def wait_s(self, method: str, channel: str) -> int:
        """Count a call; the seconds to wait if it is one too many, else 0."""
        if method == "chat.postMessage":
            return self._count(f"{method} {channel}", POSTS_AT_ONCE, float(POSTS_AT_ONCE))
        tier = TIERS.get(method)
        return self._count(method, PER_MINUTE[tier], A_MINUTE_S) if tier else 0

    def _count(self, what: str, most: int, within_s: float) -> int:
        now, calls = self._clock.now(), self._calls[what]
        while calls and calls[0] <= now - within_s:
            calls.popleft()
        if len(calls) >= most:
            return max(1, round(calls[0] + within_s - now))
        calls.append(now)
        return 0
