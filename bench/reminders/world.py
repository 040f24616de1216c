"""A world for the planner: a clock that is moved, a Slack that fails, a database that goes away.

Slack's semantics are those of ``bot.playground``. Whatever may happen at a call (an answer that is
lost, a refusal, the end of the process) happens by chance, from one seed.
"""

from __future__ import annotations

import contextlib
import heapq
import itertools
import random
from collections import Counter, defaultdict
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy.exc import OperationalError

from bot.playground.rates import Rates
from bot.playground.refused import Refused
from bot.playground.scheduled import Scheduled
from bot.playground.timekeeping import WorkspaceClock
from bot.reminders.model import Reminder, WorkspaceRules
from bot.reminders.ports import (
    Booked,
    GoneError,
    Key,
    Message,
    RefusedError,
    SlowDownError,
    UnreachableError,
)
from bot.reminders.rotation import turn_of

GIVES_UP_AFTER_S = 10.0  # the client's own patience
LATEST_ARRIVAL_S = 18.0  # of a request whose answer nobody waited for
FAULTS = (
    "429",
    "500",
    "500, and done",
    "lost before",
    "lost after",
    "arrives late",
)
_STEPS = {"claim", "move", "drop", "chat.scheduleMessage", "chat.deleteScheduledMessage",
          "chat.postMessage"}  # fmt: skip
_STORED = ("active", "rules", "rows", "put_offs", "claim", "move", "drop", "pause", "finish",
           "count_from", "tidy", "planned")  # fmt: skip
Heard = Callable[[str, tuple[Any, ...]], None]


class Crash(BaseException):
    """The process ends here, as SIGKILL would end it: nothing after this runs."""


class MovedClock(WorkspaceClock):
    """A clock that stands still until it is moved."""

    def __init__(self, start: float) -> None:
        super().__init__()
        self._at = start

    def now(self) -> float:
        return self._at

    def at(self) -> datetime:
        return datetime.fromtimestamp(self._at, UTC)

    def move_to(self, at: float) -> None:
        self._at = max(self._at, at)


class Posted(NamedTuple):
    """A message that Slack has posted."""

    team: str
    key: Key
    words: str
    channel: str
    at: int


@dataclass(frozen=True)
class Chances:
    """How likely it is, at each call, that something goes wrong."""

    slack: float = 0.04
    crash: float = 0.01  # at a step of a booking or a cancellation
    crash_elsewhere: float = 0.0005
    database: float = 0.001


@dataclass
class World:
    """Everything outside the planner."""

    clock: MovedClock
    chance: random.Random
    chances: Chances
    counts_rates: bool = True
    posted: list[Posted] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    lost: set[str] = field(default_factory=set)  # told, and perhaps not heard
    crashes: Counter[str] = field(default_factory=Counter)
    faults: Counter[str] = field(default_factory=Counter)
    calls: Counter[str] = field(default_factory=Counter)
    closed: set[tuple[str, str]] = field(default_factory=set)  # channels without the bot
    slack_is_away: bool = False
    database_is_away: bool = False
    answers_after_s: tuple[float, float] = (0.05, 0.5)
    meanwhile: Callable[[], Awaitable[None]] | None = None

    def __post_init__(self) -> None:
        self._teams: dict[str, Scheduled] = {}
        self._rates: dict[str, Rates] = defaultdict(lambda: Rates(self.clock))
        self._under_way: list[tuple[float, int, Callable[[], object]]] = []
        self._due: list[tuple[int, str]] = []
        self._numbers = itertools.count()

    def scheduled(self, team: str) -> Scheduled:
        """What Slack holds of a workspace."""
        return self._teams.setdefault(team, Scheduled(self.clock))

    def next_moment(self) -> float | None:
        """When Slack next posts something, or hears something."""
        moments = [queue[0][0] for queue in (self._under_way, self._due) if queue]
        return min(moments, default=None)

    def move_to(self, at: float) -> None:
        """Let time pass, and Slack do what it does meanwhile."""
        while (moment := self.next_moment()) is not None and moment <= at:
            self.clock.move_to(moment)
            while self._under_way and self._under_way[0][0] <= self.clock.now():
                with contextlib.suppress(Refused):
                    heapq.heappop(self._under_way)[2]()
            self._post()
        self.clock.move_to(at)

    async def pass_time(self, seconds: float) -> None:
        """Let time pass in the midst of a call, and people do what they do meanwhile."""
        self.move_to(self.clock.now() + seconds)
        if self.meanwhile:
            await self.meanwhile()

    def book(self, team: str, channel: str, post_at: int, text: str) -> str:
        if (team, channel) in self.closed:
            raise Refused("not_in_channel")
        booking = self.scheduled(team).book(channel, post_at, {"text": text}, metadata=False)
        heapq.heappush(self._due, (booking.post_at, team))
        return booking.id

    def wait_s(self, team: str, method: str, channel: str) -> int:
        """How long Slack has that call wait."""
        return self._rates[team].wait_s(method, channel) if self.counts_rates else 0

    def arrives_later(self, do: Callable[[], object], by_s: float) -> None:
        """Slack hears of it when nobody waits for the answer any more."""
        at = self.clock.now() + self.chance.uniform(0, by_s)
        heapq.heappush(self._under_way, (at, next(self._numbers), do))

    def may_crash(self, where: str) -> None:
        """The process may end here."""
        chances = self.chances
        likely = chances.crash if where.split()[-1] in _STEPS else chances.crash_elsewhere
        if self.chance.random() < likely:
            self.crashes[where] += 1
            raise Crash(where)

    def _post(self) -> None:
        while self._due and self._due[0][0] <= self.clock.now():
            _at, team = heapq.heappop(self._due)
            due = [
                Posted(team, *key_and_words(each.message["text"]), each.channel, each.post_at)
                for each in self.scheduled(team).take_due()
                if (team, each.channel) not in self.closed
            ]
            self.posted += sorted(due, key=lambda each: (each.at, each.key))  # ids are by chance


class FaultySlack:
    """A workspace's scheduler, in the world's moods. A new process has a new one."""

    def __init__(self, world: World, team: str, check: Callable[[], None]) -> None:
        """*check* ends the process, if that was killed."""
        self._world, self._team, self._check = world, team, check

    async def book(self, channel: str, post_at: int, message: Message) -> str:
        text = str(message["text"])
        assert "metadata" not in message
        return str(
            await self._call(
                "chat.scheduleMessage",
                channel,
                lambda: self._world.book(self._team, channel, post_at, text),
            )
        )

    async def cancel(self, channel: str, slack_id: str) -> bool:
        scheduled = self._world.scheduled(self._team)
        try:
            await self._call(
                "chat.deleteScheduledMessage", channel, lambda: scheduled.cancel(channel, slack_id)
            )
        except RefusedError as no:
            if str(no) == "invalid_scheduled_message_id":
                return False
            raise
        return True

    async def held(self, channel: str, oldest: int, latest: int) -> Sequence[Booked]:
        scheduled = self._world.scheduled(self._team)
        found = await self._call(
            "chat.scheduledMessages.list", channel, lambda: scheduled.pending(channel)
        )
        return [
            Booked(each.id, each.channel, each.post_at, each.message["text"])
            for each in found
            if oldest <= each.post_at <= latest
        ]

    async def trouble_with(self, channel: str) -> str:
        return "not_in_channel" if (self._team, channel) in self._world.closed else ""

    async def tell(self, user: str, said: str) -> bool:
        try:
            await self._call("chat.postMessage", user, lambda: self._world.told.update([said]))
        except SlowDownError:
            return False
        except UnreachableError:
            self._world.lost.add(said)
        return True

    async def _call(self, method: str, channel: str, do: Callable[[], Any]) -> Any:
        """What Slack answers. It may be late, or nothing, before or after it has done it."""
        world = self._world
        world.calls[method] += 1
        world.may_crash(f"before {method}")
        await world.pass_time(world.chance.uniform(*world.answers_after_s))
        self._check()
        fault = self._fault()
        if fault:
            world.faults[f"{method}: {fault}"] += 1
        if fault == "429":
            raise SlowDownError(world.chance.randint(0, 30))
        if fault == "arrives late":
            world.arrives_later(do, LATEST_ARRIVAL_S)
        elif fault not in {"lost before", "500"}:
            if wait_s := world.wait_s(self._team, method, channel):
                world.faults["slow down"] += 1
                raise SlowDownError(wait_s)
            answer = _done(do)
            world.may_crash(f"after {method}")
        if fault:
            waits_s = [0.1] if "500" in fault else [0.1, GIVES_UP_AFTER_S]
            await world.pass_time(world.chance.choice(waits_s))
            world.may_crash(f"waiting for {method}")
            self._check()
            raise UnreachableError(fault)
        if isinstance(answer, Refused):
            raise RefusedError(answer.error)
        return answer

    def _fault(self) -> str:
        world = self._world
        if world.slack_is_away:
            return world.chance.choice(["lost before", "lost after", "429", "500"])
        if world.chance.random() >= world.chances.slack:
            return ""
        return world.chance.choice(FAULTS)


def _done(do: Callable[[], Any]) -> Any:
    try:
        return do()
    except Refused as no:
        return no


class FaultyStore:
    """A store whose database goes away, before or after it has done what it was asked.

    A new process has a new one, around the same store. *on* hears of what was done.
    """

    def __init__(
        self, store: Any, world: World, on: Callable[[str, tuple[Any, ...]], None]
    ) -> None:
        self._store, self._world, self._on = store, world, on
        for name in _STORED:
            setattr(self, name, self._faulty(name))

    @contextlib.asynccontextmanager
    async def planning(self, now: datetime, team_id: str | None = None) -> AsyncIterator[Any]:
        self._may_be_away()
        async with self._store.planning(now, team_id) as held:
            yield held

    def _faulty(self, name: str) -> Callable[..., Awaitable[Any]]:
        do = getattr(self._store, name)

        async def ask(*args: Any) -> Any:
            world = self._world
            self._may_be_away()
            world.may_crash(f"before {name}")
            answer = await do(*args)
            if answer is not False:
                self._on(name, args)
            world.may_crash(f"after {name}")
            self._may_be_away()
            return answer

        return ask

    def _may_be_away(self) -> None:
        world = self._world
        if world.database_is_away:
            raise _away()
        if world.chance.random() < world.chances.database:
            world.faults["database"] += 1
            raise _away()


def _away() -> OperationalError:
    return OperationalError("", {}, ConnectionError("the database is away"))


class Page(NamedTuple):
    """A page of the content."""

    version: int
    check_by: date


class Words:
    """The words of reminders, from pages that change."""

    def __init__(self, pages: dict[str, Page]) -> None:
        self._pages = pages

    def version(self, reminder: Reminder, key: Key, rules: WorkspaceRules) -> str | None:
        """See ``bot.reminders.ports.Wording``."""
        return version_of(self._pages, reminder, key, rules)

    def message(self, reminder: Reminder, key: Key) -> Message:
        version = version_of(self._pages, reminder, key, WorkspaceRules())
        return {"text": f"{key.local_date.isoformat()} {version} (#{key.reminder}.{key.turn})"}

    def is_of(self, text: str, key: Key) -> bool:
        return text.endswith(f"(#{key.reminder}.{key.turn})")

    def told(self, what: str, reminder: Reminder, *, count: int = 0, due: int = 0) -> str:
        return told(what, reminder.id, count or due)


def told(what: str, reminder: int, number: int) -> str:
    """What an owner is told, short."""
    return f"{what} {reminder} {number}"


def version_of(
    pages: dict[str, Page], reminder: Reminder, key: Key, rules: WorkspaceRules
) -> str | None:
    """The words of a post; None if they are to wait."""
    name = reminder.subject.entry
    if reminder.subject.rotation:
        name = turn_of(sorted(pages), reminder.id, key.local_date.toordinal())
    if name not in pages:
        raise GoneError(name)
    page = pages[name]
    late = key.local_date > page.check_by
    if late and rules.overdue_waits:
        return None
    return f"{name}:{page.version}:{late:d}:{reminder.note}"


def key_and_words(text: str) -> tuple[Key, str]:
    """The post that a message is, and its words."""
    day, words, mark = text.split(" ")
    reminder, turn = mark.removeprefix("(#").removesuffix(")").split(".")
    return Key(int(reminder), date.fromisoformat(day), int(turn)), words
