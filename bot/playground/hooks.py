"""What a person's doing lets the bot do: answer at an address, and open a window. Both run out."""

from __future__ import annotations

import itertools
import secrets
from dataclasses import dataclass

from bot.playground.refused import Refused
from bot.playground.timekeeping import WorkspaceClock

HOOK_USES = 5
HOOK_LASTS_S = 30 * 60
TRIGGER_LASTS_S = 3


@dataclass
class Hook:
    """A ``response_url``: where it answers to, and which message it may replace."""

    person: str
    channel: str
    message_ts: str | None
    made: float
    uses: int = 0


@dataclass
class _Trigger:
    person: str
    made: float
    spent: bool = False


class Hooks:
    """The addresses and triggers that were handed out."""

    def __init__(self, clock: WorkspaceClock, *, trigger_lasts_s: float = TRIGGER_LASTS_S) -> None:
        self._clock = clock
        self.trigger_lasts_s = trigger_lasts_s
        self._hooks: dict[str, Hook] = {}
        self._triggers: dict[str, _Trigger] = {}
        self._numbers = itertools.count(1)

    def new_hook(self, person: str, channel: str, message_ts: str | None = None) -> str:
        """A key under which the bot may answer to a person in a channel."""
        key = f"{next(self._numbers)}{secrets.token_hex(6)}"
        self._hooks[key] = Hook(person, channel, message_ts, self._clock.now())
        return key

    def use_hook(self, key: str) -> Hook:
        """Take one of its uses; ``expired_url`` or ``used_url`` when it has run out."""
        hook = self._hooks.get(key)
        if not hook or self._clock.now() - hook.made > HOOK_LASTS_S:
            raise Refused("expired_url")
        if hook.uses >= HOOK_USES:
            raise Refused("used_url")
        hook.uses += 1
        return hook

    def new_trigger(self, person: str) -> str:
        """A trigger with which the bot may open one window for a person, soon."""
        trigger = f"{next(self._numbers)}.{secrets.randbelow(10**9)}.{secrets.token_hex(8)}"
        self._triggers[trigger] = _Trigger(person, self._clock.now())
        return trigger

    def use_trigger(self, trigger: object) -> str:
        """Whom the trigger is for; it is spent then."""
        found = self._triggers.get(str(trigger))
        if not found:
            raise Refused("invalid_trigger_id")
        if found.spent:
            raise Refused("exchanged_trigger_id")
        if self._clock.now() - found.made > self.trigger_lasts_s:
            raise Refused("expired_trigger_id")
        found.spent = True
        return found.person
