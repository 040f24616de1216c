"""Things that go wrong between Slack and a bot, on purpose: to watch the bot cope."""

from __future__ import annotations

import json
from collections import deque
from dataclasses import dataclass, replace
from enum import StrEnum

from aiohttp import web
from aiohttp.abc import AbstractStreamWriter
from aiohttp.web_request import BaseRequest

SLOW_S = 4.0
RETRY_AFTER_S = 2


class FaultKind(StrEnum):
    """What goes wrong. Each but the last is a fault of Slack's answer to a call of the bot's."""

    NONE = "none"
    SLOW = "slow"
    RATE_LIMITED = "rate_limited"
    SERVER_ERROR = "server_error"
    LOST_BEFORE = "lost_before"
    LOST_AFTER = "lost_after"
    REFUSED = "refused"
    SENT_TWICE = "sent_twice"


@dataclass(frozen=True)
class Fault:
    """One fault; with *left* it happens so many times, without it until it is switched off."""

    kind: FaultKind
    left: int | None = 1
    status: int = 500
    retry_after_s: int = RETRY_AFTER_S
    error: str = "internal_error"

    @property
    def answer(self) -> web.StreamResponse:
        """What is answered in place of an answer."""
        if self.kind is FaultKind.RATE_LIMITED:
            return _said(429, "ratelimited", {"Retry-After": str(self.retry_after_s)})
        if self.kind is FaultKind.SERVER_ERROR:
            return _said(self.status, self.error)
        if self.kind is FaultKind.REFUSED:
            return _said(200, self.error)
        return LostConnection()


class Faults:
    """The faults that are to come, one after the other."""

    def __init__(self) -> None:
        self._coming: deque[Fault] = deque()

    @property
    def current(self) -> Fault:
        """The fault that happens next."""
        return self._coming[0] if self._coming else Fault(FaultKind.NONE, None)

    def add(self, fault: Fault) -> None:
        """Let *fault* happen after those that are waiting."""
        self._coming.append(fault)

    def only(self, fault: Fault) -> None:
        """Let *fault* happen in place of all others."""
        self._coming.clear()
        if fault.kind is not FaultKind.NONE:
            self._coming.append(fault)

    def take(self, *, delivering: bool) -> Fault | None:
        """The fault of this moment, if it concerns delivering to the bot (or a call of its)."""
        fault = self.current
        if fault.kind is FaultKind.NONE or (fault.kind is FaultKind.SENT_TWICE) != delivering:
            return None
        if fault.left is not None:
            self._coming.popleft()
            if fault.left > 1:
                self._coming.appendleft(replace(fault, left=fault.left - 1))
        return fault


class LostConnection(web.Response):
    """Slack hangs up instead of answering."""

    async def prepare(self, request: BaseRequest) -> AbstractStreamWriter | None:
        if request.transport:
            request.transport.close()
        raise ConnectionResetError


def _said(status: int, error: str, headers: dict[str, str] | None = None) -> web.Response:
    body = json.dumps({"ok": False, "error": error})
    return web.Response(status=status, text=body, content_type="application/json", headers=headers)
