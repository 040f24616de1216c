"""Brings the bot what Slack would: signed, within three seconds, and events again if need be."""

from __future__ import annotations

import asyncio
import itertools
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from time import perf_counter
from typing import Any

from aiohttp import ClientError, ClientSession, ClientTimeout, TooManyRedirects

from bot.playground.faults import Faults
from bot.playground.shapes import Post, signed_headers
from bot.playground.timekeeping import WorkspaceClock
from bot.playground.traffic import Traffic

PATIENCE_S = 3.0
MOST_REDIRECTS = 2
AGAIN_AFTER_S = (0.0, 60.0, 300.0)  # Slack's three further tries of an event


@dataclass(frozen=True)
class Answer:
    """What the bot answered: the body, read as JSON if it is JSON."""

    status: int
    body: Any
    wants_no_retry: bool = False

    @property
    def ok(self) -> bool:
        return 200 <= self.status < 300


class NoAnswerError(Exception):
    """The bot did not answer; the text is Slack's word for why."""


@dataclass(frozen=True)
class Redelivery:
    """An event that will be sent again at a time of the workspace's."""

    id: int
    post: Post
    attempt: int
    at: float
    reason: str


class Courier:
    """Delivers to one bot at *url*, signing with *secret*."""

    def __init__(
        self,
        clock: WorkspaceClock,
        traffic: Traffic,
        faults: Faults,
        *,
        url: str,
        secret: str,
        patience_s: float = PATIENCE_S,
        when_started: Callable[[], Awaitable[None]] | None = None,
    ) -> None:
        """*when_started* ends once the bot has started or failed to: until then all waits."""
        self._when_started = when_started
        self._clock, self._traffic, self._faults = clock, traffic, faults
        self._url, self._secret = url, secret
        self._session = ClientSession(timeout=ClientTimeout(total=patience_s))
        self._later: dict[int, Redelivery] = {}
        self._numbers = itertools.count(1)
        self._under_way: set[asyncio.Task[None]] = set()

    @property
    def redeliveries(self) -> list[Redelivery]:
        """The events that will be sent again, soonest first."""
        return sorted(self._later.values(), key=lambda each: each.at)

    async def ask(self, post: Post) -> Answer:
        """Bring the bot what it must answer at once: a command, a press, a submission.

        Raises:
            NoAnswerError: if it does not, in time and with success; Slack does not ask again.
        """
        answer = await self._send(post, {})
        if not answer.ok:
            raise NoAnswerError("dispatch_failed")
        return answer

    def tell(self, post: Post) -> None:
        """Bring the bot an event, in the background; it is sent again until the bot takes it."""
        self._start(self._tell(post))
        if self._faults.take(delivering=True):
            headers = _retry_headers(1, "http_timeout")
            self._start(self._send_quietly(post, headers))

    async def tell_again(self) -> None:
        """Send what is due to be sent again."""
        now = self._clock.now()
        due = [each for each in self.redeliveries if each.at <= now]
        for each in due:
            del self._later[each.id]  # before the first wait: somebody else may look meanwhile
        await asyncio.gather(*(self._tell(each.post, each.attempt, each.reason) for each in due))

    async def close(self) -> None:
        """Drop what is under way."""
        for task in self._under_way:
            task.cancel()
        await asyncio.gather(*self._under_way, return_exceptions=True)
        await self._session.close()

    async def _tell(self, post: Post, attempt: int = 0, reason: str = "") -> None:
        try:
            answer = await self._send(post, _retry_headers(attempt, reason) if attempt else {})
            if answer.ok or answer.wants_no_retry:
                return
            reason = "http_error"
        except NoAnswerError as error:
            reason = _RETRY_REASONS[str(error)]
        if attempt >= len(AGAIN_AFTER_S):
            return
        wait_s = AGAIN_AFTER_S[attempt]
        if not wait_s:
            await self._tell(post, attempt + 1, reason)
            return
        again = Redelivery(
            next(self._numbers), post, attempt + 1, self._clock.now() + wait_s, reason
        )
        self._later[again.id] = again

    async def _send_quietly(self, post: Post, headers: dict[str, str]) -> None:
        try:
            await self._send(post, headers)
        except NoAnswerError:
            return  # it was one delivery too many; the first one is seen to by _tell

    async def _send(self, post: Post, more: dict[str, str]) -> Answer:
        if self._when_started:
            await self._when_started()
        headers = signed_headers(post, self._secret) | more
        started, answer, status = perf_counter(), None, "no answer"
        try:
            async with self._session.post(
                self._url, data=post.body.encode(), headers=headers, max_redirects=MOST_REDIRECTS
            ) as response:
                wants_no_retry = response.headers.get("X-Slack-No-Retry") == "1"
                body = _read(await response.text(errors="replace"))
                answer = Answer(response.status, body, wants_no_retry)
                status = str(response.status)
                return answer
        except TimeoutError:
            status = "no answer in time"
            raise NoAnswerError("operation_timeout") from None
        except TooManyRedirects:
            status = "too many redirects"
            raise NoAnswerError("too_many_redirects") from None
        except (ClientError, OSError):
            raise NoAnswerError("dispatch_failed") from None
        finally:
            self._traffic.record(
                at=self._clock.now(),
                way="to bot",
                what=_name(post, more),
                status=status,
                taken=bool(answer and answer.ok),
                took_ms=(perf_counter() - started) * 1000,
                sent=post.payload,
                answer=answer.body if answer else None,
            )

    def _start(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._under_way.add(task)
        task.add_done_callback(self._under_way.discard)


_RETRY_REASONS = {
    "operation_timeout": "http_timeout",
    "too_many_redirects": "too_many_redirects",
    "dispatch_failed": "connection_failed",
}


def _retry_headers(attempt: int, reason: str) -> dict[str, str]:
    return {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}


def _name(post: Post, more: dict[str, str]) -> str:
    attempt = more.get("X-Slack-Retry-Num")
    return f"{post.what} (again, {attempt})" if attempt else post.what


def _read(text: str) -> Any:
    try:
        return json.loads(text) if text else ""
    except (ValueError, RecursionError):
        return text
